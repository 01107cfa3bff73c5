from __future__ import annotations

import pytest
from loop import FIVE, Loop, drafted, project
from sandbox import Sandbox  # noqa: TC002 - as every other test has it

from agent.core.errors import WaitingError
from agent.drafter import Draft, StepRequest

AGREED = ("none", "1")
KEY = f'KEY = "AKIA{"A1B2" * 4}"\n'
BIDI = "if access == 'user\u202e': pass\n"
EXECUTED = (
    *(".vscode/settings.json", ".vscode/tasks.json", ".idea/x.xml", ".envrc", "AGENTS.md"),
    *(".github/workflows/ci.yml", ".gitlab-ci.yml", ".husky/pre-commit", ".gitattributes"),
    *(".pre-commit-config.yaml", ".gitmodules", ".npmrc", "tests/conftest.py", "x.pth"),
    *("sitecustomize.py", "package.json", "Makefile", "CLAUDE.md", ".cursor/rules/a.mdc"),
)


@pytest.fixture
def loop(empty: Sandbox) -> Loop:
    return Loop(project(empty))


@pytest.mark.parametrize("path", EXECUTED)
def test_T07_a_key_does_not_approve_what_others_execute(loop: Loop, path: str) -> None:
    loop.drafter.own = {"1": drafted({path: "new\n"})}
    run = loop.talk(*AGREED, "y", "", "ok", "Y")
    shown = next(page for page in run.seen if "[yes], the whole word" in page)
    assert "  ! " in shown
    assert all("the whole word yes applies it" in page for page in run.seen[-4:])
    assert loop.subjects == []
    assert loop.box.status() == ""
    loop.resume("yes")
    assert len(loop.subjects) == 1


@pytest.mark.parametrize(
    ("path", "data"),
    [("app/x.py", KEY), (".env", "A=1\n"), ("id_rsa", "x\n"), ("app/x.py", b"\xff\xfe\x00\x01")],
    ids=["literal", "env", "id_rsa", "binary"],
)
def test_T26_T31_a_key_or_hidden_bytes_ask_for_a_word(
    loop: Loop, path: str, data: str | bytes
) -> None:
    loop.drafter.own = {"1": drafted({path: data})}
    run = loop.talk(*AGREED, "y")
    assert "the whole word yes applies it" in run.last
    assert loop.subjects == []
    loop.resume("yes")
    assert len(loop.subjects) == 1


def test_T21_what_reads_otherwise_is_marked_and_asks_for_a_word(loop: Loop) -> None:
    loop.drafter.own = {"1": drafted({"app/x.py": f"ok = 1\n{BIDI}is_\u0430dmin = 1\n"})}
    run = loop.talk(*AGREED, "y")
    text = " ".join(run.text.split())
    assert "! line 2 is not what it looks like: <U+202E>" in text
    assert "! line 3 is not what it looks like: U+0430" in text
    assert "\u202e" not in run.text
    assert loop.subjects == []


@pytest.mark.parametrize("data", [KEY, BIDI], ids=["key", "bidi"])
def test_T07_T26_a_page_holds_nothing_that_is_flagged(loop: Loop, data: str) -> None:
    loop.drafter.own = {"2": drafted({"app/x.py": data}), "3": drafted({"Makefile": "x:\n"})}
    run = loop.talk("none", "y", "a")
    assert "Step 2 is not on the page" in run.text
    assert "All " not in run.gate
    run = loop.resume("y", "a")
    assert "it asks for an answer of its own: yes or n" in run.last
    assert len(loop.subjects) == 1
    loop.resume("yes", "a", "y")
    assert len(loop.subjects) == 2
    loop.resume("yes")
    assert len(loop.subjects) == 3


def test_T07_files_of_a_diff_that_do_less_are_approved_alone(loop: Loop) -> None:
    loop.drafter.own = {"1": drafted({"app/x.py": "x = 1\n", ".envrc": "evil\n"})}
    loop.talk(*AGREED, "y 1")
    assert len(loop.subjects) == 1
    assert not (loop.box.root / ".envrc").exists()


def test_T07_the_flagged_file_alone_asks_again(loop: Loop) -> None:
    loop.drafter.own = {"1": drafted({"app/x.py": "x = 1\n", ".envrc": "evil\n"})}
    run = loop.talk(*AGREED, "y 2")
    assert "[yes], the whole word" in run.last
    run = loop.resume("yes 1", "y")
    assert loop.subjects == []
    loop.resume("yes")
    assert loop.read(".envrc") == "evil\n"


def test_T07_the_user_s_own_bytes_are_asked_about_too(loop: Loop) -> None:
    def make() -> str:
        loop.box.write(".envrc", "mine\n")
        loop.box.write("app/x.py", KEY)
        return "/take .envrc app/x.py"

    run = loop.talk(*AGREED, make, "y")
    assert ".envrc: runs when the folder is entered" in run.last
    assert loop.subjects == []
    loop.resume("yes")
    assert len(loop.subjects) == 1
    for key, done in (("/undo 1", "y"), ("/redo 1", "y")):
        run = loop.resume(key, done)
        assert "the whole word yes applies it" in run.last
    assert len(loop.subjects) == 1


def test_T26_undo_brings_no_key_back_by_a_key(loop: Loop) -> None:
    loop.box.commit("key", **{"app/x.py": KEY})
    loop.drafter.own = {"1": drafted({"app/x.py": "KEY = read()\n"})}
    loop.talk(*AGREED, "y")
    before = len(loop.subjects)
    run = loop.resume("/undo 1", "y")
    assert "what looks like an AWS key" in run.last
    assert len(loop.subjects) == before


@pytest.mark.parametrize("path", [".envrc", "app/x.py"])
def test_T07_T26_an_edited_diff_is_looked_at_again(loop: Loop, path: str) -> None:
    loop.drafter.own = {"1": drafted({path: "x = 1\n"})}
    loop.editor = lambda _text, _name: KEY
    run = loop.talk(*AGREED, "e", "y")
    assert "the whole word yes applies it" in run.last
    assert "AWS" in run.text
    assert loop.subjects == []


def test_T07_unattended_a_key_is_no_answer(loop: Loop) -> None:
    loop.attended = False
    loop.drafter.own = {"1": drafted({".envrc": "x\n"})}
    with pytest.raises(WaitingError, match="the whole word yes"):
        loop.talk(*AGREED, "y")
    assert loop.subjects == []


def test_F35_a_file_that_the_step_does_not_name_asks_for_the_word(loop: Loop) -> None:
    def more(_asked: StepRequest) -> Draft:
        return drafted({"app/f1.py": "x = 1\n", "app/other.py": "y = 1\n"})

    loop.drafter.own = {"1": more}
    run = loop.talk(*AGREED, "y", "a")
    assert "other.py: not named by this step; the whole word yes applies it" in run.seen[3]
    assert run.text.count("! not named by this step") == 1
    assert loop.subjects == []
    loop.resume("y 1")
    assert loop.box.git("show", "--format=", "--name-only") == "app/f1.py"


def test_F35_what_the_user_takes_is_named_by_the_user(loop: Loop) -> None:
    def make() -> str:
        loop.box.write("app/other.py", "mine = 1\n")
        return "/take app/other.py"

    run = loop.talk(*AGREED, make, "y")
    assert "not named" not in run.text
    assert len(loop.subjects) == 1


def test_F35_a_step_drafted_elsewhere_is_on_no_page(loop: Loop) -> None:
    loop.drafter.own = {"2": lambda _asked: drafted({"app/other.py": "y = 1\n"})}
    run = loop.talk("none", "y", "a")
    assert "Step 2 is not on the page: it asks by itself." in run.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"dependencies": {"left-pad": "1"}}', "! new dependency left-pad"),
        ('{"dependencies": {"a": "1", "b": "1"}}', "! new dependencies a, b"),
        ("{", "! cannot be read: whether it names a new dependency is not known"),
    ],
)
def test_T41_a_new_dependency_asks_for_the_word(loop: Loop, text: str, said: str) -> None:
    loop.drafter.own = {"1": drafted({"web/composer.json": text, "web/package.json": text})}
    run = loop.talk(*AGREED, "y")
    assert said in run.text
    assert loop.subjects == []


def test_what_is_worth_a_look_is_said_and_asks_nothing(loop: Loop) -> None:
    calls = "".join(f"get('https://h{n}.io', env=os.environ['A{n}'])\n" for n in range(50))
    loop.drafter.own = {"1": drafted({"app/x.py": calls}), "2": drafted({"app/y.py": "eval(x)\n"})}
    run = loop.talk("none", "1,2", "a", "y")
    assert "  · line 1 names a new host: h0.io" in run.text
    assert "  · and 95 more like these" in run.text
    assert "  · line 1 runs what it is given: eval" in run.text
    assert len(loop.subjects) == 2


def test_T26_T21_a_plan_that_holds_a_key_asks_for_the_word(empty: Sandbox) -> None:
    loop = Loop(project(empty, plan=None))
    loop.drafter.plan_as = FIVE.replace("- `front`", f"- `front`, {KEY}- is\u202ethis")
    run = loop.talk("y", "", "ok")
    text = " ".join(run.text.split())
    assert "! line 9 holds what looks like an AWS key" in text
    assert "! line 10 is not what it looks like: <U+202E>" in text
    assert "[yes], the whole word" in text
    assert "the whole word yes saves it" in run.last
    assert loop.subjects == []
    loop.resume("yes")
    assert loop.subjects == ["docs: plan POST /api/cards"]


def test_F35_a_file_that_the_user_names_is_named(loop: Loop) -> None:
    def other(asked: StepRequest) -> Draft:
        return drafted({"app/other.py" if asked.notes else "app/f1.py": "y = 1\n"})

    loop.drafter.own = {"1": other}
    loop.talk(*AGREED, "no, put it into app/other.py", "y")
    assert loop.box.git("show", "--format=", "--name-only") == "app/other.py"
