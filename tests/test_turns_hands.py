from __future__ import annotations

from collections.abc import Callable

import pytest
from loop import PLAN, Key, Loop, draft, drafted, plan_text, project, step_text
from sandbox import Sandbox  # noqa: TC002 - as every other test has it

from agent.drafter import Nothing, StepRequest, Unable

AGREED = ("none", "1")
HANDED = Unable(reason="I cannot use words here", facts=("Card (models.py:3)",))


@pytest.fixture
def loop(empty: Sandbox) -> Loop:
    return Loop(project(empty))


def then(act: Callable[[], object], line: str) -> Key:
    def key() -> str:
        act()
        return line

    return key


def write(loop: Loop, line: str, **files: str) -> Key:
    def act() -> None:
        for path, text in files.items():
            loop.box.write(path, text)

    return then(act, line)


# /take


def test_a_handed_step_shows_why_and_is_taken(loop: Loop) -> None:
    loop.drafter.own = {"1": HANDED}
    run = loop.talk(*AGREED, write(loop, "/take", **{"app/f1.py": "mine\n"}), "y")
    assert "I cannot use words here" in run.seen[2]
    assert "Card (models.py:3)" in run.seen[2]
    assert "yours" in run.seen[3]
    assert "+ mine" in run.seen[3]
    assert "the step names other files" not in run.seen[3]
    assert loop.states()[0] == "taken"
    assert loop.box.status() == ""


def test_a_step_that_comes_back_is_not_shown_whole_again(loop: Loop) -> None:
    loop.drafter.own = {"1": HANDED}
    run = loop.talk(*AGREED, "shorter please", "/status", "!echo here", "", "/take")
    first, words, status, shell = run.seen[2:6]
    assert "Card (models.py:3)" in first
    for said in (words, status, shell):
        assert said.splitlines()[-1].startswith("/take PATH…")
        assert "Card (models.py:3)" not in said
    assert "I cannot use words here" in words
    assert "here" in shell


def test_what_the_user_said_of_it_is_said_once(loop: Loop) -> None:
    loop.drafter.own = {"1": HANDED}
    run = loop.talk(*AGREED, write(loop, "/take", **{"app/f1.py": "mine\n"}), "n too long")
    assert run.seen[4].count("too long") == 1


def test_take_of_paths_takes_only_these(loop: Loop) -> None:
    loop.drafter.own = {"1": HANDED}
    files = {"app/f1.py": "mine\n", "lib/x/a.py": "a\n", "lib/x/b.py": "b\n", "other.py": "o\n"}
    loop.talk(*AGREED, write(loop, "/take lib @app/f1.py", **files), "y")
    assert sorted(loop.box.git("show", "--name-only", "--format=").split()) == [
        "app/f1.py",
        "lib/x/a.py",
        "lib/x/b.py",
    ]
    assert loop.box.status() == "? other.py"


def test_take_says_what_else_has_changed(loop: Loop) -> None:
    loop.drafter.own = {"1": HANDED}
    files = dict.fromkeys(("app/f1.py", "a.py", "b.py", "c.py", "d.py"), "x\n")
    run = loop.talk(*AGREED, write(loop, "/take", **files))
    assert "and not in it: a.py, b.py, c.py and 1 more; /take PATH…" in " ".join(run.last.split())
    loop.talk("n", "1", "/take app/f1.py a.py b.py c.py d.py")
    assert "not in it" not in loop.talk("").last


def test_take_without_paths_takes_all_that_changed_where_the_step_names_nothing(
    empty: Sandbox,
) -> None:
    plan = plan_text(step_text(1, "take", "app/none.py"), step_text(2))
    loop = Loop(project(empty, plan=plan))
    files = {"app/a.py": "a\n", "app/main.py": "main = 2\n", PLAN: f"{plan}\nmore\n"}
    run = loop.talk(*AGREED, write(loop, "/take", **files), "y")
    assert "  the step names other files: app/none.py\n" in run.text
    assert loop.box.git("show", "--name-only", "--format=").split() == ["app/a.py", "app/main.py"]
    assert loop.states()[0] == "taken"


def test_take_of_a_deleted_file(loop: Loop) -> None:
    gone = loop.box.root / "app/main.py"
    loop.talk(*AGREED, then(gone.unlink, "/take app/main.py"), "y")
    assert loop.box.git("show", "--name-status", "--format=") == "D\tapp/main.py"
    assert loop.states()[0] == "taken"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/take", "nothing has changed in your tree"),
        ("/take app/main.py", "nothing of yours has changed in app/main.py"),
        ("/take nowhere.py", "nothing of yours has changed in nowhere.py"),
        ("/take ../out.py", "REFUSED outside-repo"),
        ("/take .git/config", "REFUSED git-dir"),
    ],
)
def test_take_of_nothing_is_said(loop: Loop, line: str, said: str) -> None:
    loop.drafter.own = {"1": HANDED}
    run = loop.talk(*AGREED, line)
    assert said in " ".join(run.last.split())
    assert loop.subjects == []


def test_T08_take_of_waltz_s_settings_is_refused(loop: Loop) -> None:
    loop.drafter.own = {"1": HANDED}
    run = loop.talk(*AGREED, write(loop, "/take .ai", **{".ai/waltz.toml": "profile = 'x'\n"}))
    assert "REFUSED protected-file .ai/waltz.toml" in run.last
    assert "y" not in run.gate.split()
    assert loop.subjects == []


def test_take_of_the_plan_is_not_a_step(loop: Loop) -> None:
    loop.drafter.own = {"1": HANDED}
    run = loop.talk(*AGREED, write(loop, f"/take {PLAN}", **{PLAN: loop.read(PLAN) + "\nmore\n"}))
    assert "nothing of yours has changed" in " ".join(run.last.split())


def test_F09_what_was_taken_and_edited_again_is_shown_again(loop: Loop) -> None:
    loop.drafter.own = {"1": HANDED}
    first = write(loop, "/take app/f1.py", **{"app/f1.py": "one\n"})
    run = loop.talk(*AGREED, first, write(loop, "y", **{"app/f1.py": "two\n"}), "y")
    assert "REFUSED stale-file app/f1.py" in run.seen[4]
    assert "+ two" in run.seen[4]
    assert loop.read("app/f1.py") == "two\n"
    assert loop.box.git("show", "HEAD:app/f1.py") == "two"


def test_a_declined_take_leaves_the_user_s_bytes(loop: Loop) -> None:
    run = loop.talk(*AGREED, write(loop, "/take app/f1.py", **{"app/f1.py": "one\n"}), "n not yet")
    assert loop.read("app/f1.py") == "one\n"
    assert "not yet" in run.last
    assert "/take" in run.gate


def test_take_at_a_diff_replaces_the_draft(loop: Loop) -> None:
    loop.talk(*AGREED, write(loop, "/take app/f9.py", **{"app/f9.py": "mine\n"}), "y")
    assert loop.box.git("show", "--name-only", "--format=") == "app/f9.py"
    assert loop.states()[0] == "taken"
    assert not (loop.box.root / "app/f1.py").exists()


def test_take_at_a_wait_needs_a_step(loop: Loop) -> None:
    assert "agree on one first" in loop.talk("none", "/take").last


def test_a_take_whose_hook_fails_leaves_the_user_s_bytes(loop: Loop) -> None:
    loop.box.hook("pre-commit", "exit 1")
    run = loop.talk(*AGREED, write(loop, "/take app/f1.py", **{"app/f1.py": "one\n"}), "y")
    assert loop.read("app/f1.py") == "one\n"
    assert "[y]" in run.gate
    assert loop.subjects == []


# words, nothing, covered, confirm


def test_words_go_into_the_next_draft(loop: Loop) -> None:
    run = loop.talk(*AGREED, "n name it better", "use tabs", "y")
    assert loop.read("app/f1.py") == "# 1 Make part 1\n# 1 name it better\n# 1 use tabs\n"
    assert "not taken" not in run.last


def test_the_same_diff_is_never_shown_again(loop: Loop) -> None:
    loop.drafter.own = {"1": draft(app__f1_dot_py="always\n")}
    run = loop.talk(*AGREED, "n no", "n still no")
    assert "+ always" not in run.seen[3]
    assert "the same diff came again" in run.seen[3]
    assert "+ always" not in run.last


def test_words_that_cannot_be_used_leave_the_diff_open(loop: Loop) -> None:
    loop.drafter.own = {
        "1": lambda request: HANDED if "why" in request.notes else loop.drafter.written(request)
    }
    run = loop.talk(*AGREED, "n why", "n use tabs", "y")
    assert "I cannot use words here" in run.seen[3]
    assert "+ # 1" not in run.seen[3]
    assert "[y]" in run.seen[3]
    assert loop.read("app/f1.py") == "# 1 Make part 1\n# 1 use tabs\n"


def test_words_at_a_handed_step_ask_for_a_draft(loop: Loop) -> None:
    loop.drafter.own = {
        "1": lambda request: loop.drafter.written(request) if request.notes else HANDED
    }
    loop.talk(*AGREED, "use the model", "y")
    assert "use the model" in loop.read("app/f1.py")


def test_a_step_with_nothing_to_change(loop: Loop) -> None:
    loop.drafter.own = {"1": Nothing(how="unneeded", reason="it is there"), "2": drafted({})}
    run = loop.talk("none", "1,2", "", "y", "y")
    assert "it is there" in run.seen[2]
    assert "y closes the step" in run.seen[3]
    assert loop.states()[:2] == ["unneeded", "unneeded"]
    assert loop.subjects == []


def test_kinds_confirm_covered_skip(empty: Sandbox) -> None:
    plan = plan_text(step_text(1, "confirm"), step_text(2, "covered"), step_text(3), step_text(4))
    loop = Loop(project(empty, plan=plan))
    run = loop.talk("none", "y", "d it works", "y", "s", "y", "y")
    assert loop.states() == ["confirmed", "covered", "skipped", "applied"]
    assert "it works" in run.text
    assert "curl" not in run.text
    closed = loop.box.git("log", "-1", "--format=%(trailers:key=Waltz-Closed,valueonly)").split()
    assert [one.partition("=")[2] for one in closed] == ["confirmed", "covered", "skipped"]
    assert "done (" in run.last


def test_a_confirmation_that_failed_repairs_an_earlier_step(empty: Sandbox) -> None:
    plan = plan_text(step_text(1), step_text(2, "confirm"))
    loop = Loop(project(empty, plan=plan))
    run = loop.talk("none", "y", "y", "f 500 on POST", "y", "d")
    assert "Repair of step 1" in run.seen[4]
    assert "curl -si -X POST $H/api/cards" in run.seen[3]
    assert "500 on POST" in loop.read("app/f1.py")
    assert loop.states() == ["applied", "confirmed"]
    trailer = loop.box.git("log", "-1", "--format=%(trailers:key=Waltz-Repair,valueonly)")
    assert trailer.strip() == "1"
    loop.resume("/undo 1", "y")
    assert loop.states()[0] == "undone"


# page, some files, edit, subject


def test_a_page_is_one_verdict_and_a_commit_each(loop: Loop) -> None:
    run = loop.talk("none", "y", "a", "y")
    page = run.seen[3]
    assert page.index("+ # 1 Make") < page.index("+ # 2 Make") < page.index("+ # 3 Make")
    assert "All 3?" in page
    assert loop.states()[:3] == ["applied"] * 3
    assert len(loop.subjects) == 3
    assert len(run.seen) == 5


def test_a_page_builds_on_the_step_before(loop: Loop) -> None:
    def grows(request: StepRequest) -> object:
        there = request.code.read(request.step.files[0].path) or b""
        return drafted({"app/x.py": there + request.step.number.encode() + b"\n"})

    plan = plan_text(*(step_text(n, "edit", "app/x.py") for n in (1, 2, 3)))
    loop.box.commit("plan", **{PLAN: plan})
    loop.drafter.own = dict.fromkeys(("1", "2", "3"), grows)  # type: ignore[arg-type] # the drafter is a script
    loop.talk("none", "y", "a", "y")
    assert loop.read("app/x.py") == "1\n2\n3\n"
    assert loop.box.git("show", "HEAD~1:app/x.py") == "1\n2"


def test_a_declined_page_goes_back_to_the_diff(loop: Loop) -> None:
    run = loop.talk("none", "y", "a", "n", "y")
    assert "All 3?" in run.seen[3]
    assert "Step 1/5" in run.seen[4]
    assert "Step 2/5" in run.seen[5]
    assert len(loop.subjects) == 1


def test_a_page_ends_where_a_step_needs_the_user(loop: Loop) -> None:
    loop.drafter.own = {"3": HANDED}
    run = loop.talk("none", "y", "a", "y")
    assert "Step 3 is not on the page" in run.seen[3]
    assert "All 2?" in run.seen[3]
    assert len(loop.subjects) == 2
    assert "I cannot use words here" in run.last


def test_a_page_of_one_is_no_page(loop: Loop) -> None:
    loop.drafter.own = {"2": HANDED}
    run = loop.talk("none", "y", "a", "y")
    assert "no further step" in run.seen[3]
    assert len(loop.subjects) == 1


def test_a_page_holds_no_confirm_step_unasked(empty: Sandbox) -> None:
    plan = plan_text(step_text(1), step_text(2, "confirm"), step_text(3))
    loop = Loop(project(empty, plan=plan))
    run = loop.talk("none", "y", "a", "y")
    assert loop.states()[1] == "agreed"
    assert "[d]one" in run.last or "All" in run.seen[3]


def test_F09_a_file_changed_between_page_and_write(loop: Loop) -> None:
    run = loop.talk("none", "y", "a", write(loop, "y", **{"app/f2.py": "mine\n"}))
    assert "REFUSED stale-file app/f2.py" in run.last
    assert loop.read("app/f2.py").startswith("mine\n")
    assert len(loop.subjects) == 1


TWO = drafted({"app/a.py": "a\n", "app/b.py": "b\n", "app/c.py": "c\n"})


def test_yes_to_some_files(loop: Loop) -> None:
    loop.drafter.own = {"1": TWO}
    loop.talk(*AGREED, "y 1,3")
    assert loop.box.git("show", "--name-only", "--format=").split() == ["app/a.py", "app/c.py"]
    assert not (loop.box.root / "app/b.py").exists()
    assert loop.states()[0] == "applied"


@pytest.mark.parametrize("line", ["y 4", "y 0", "yes but", "y all of it", ""])
def test_a_yes_with_anything_else_is_none(loop: Loop, line: str) -> None:
    loop.drafter.own = {"1": TWO}
    loop.talk(*AGREED, line)
    assert loop.subjects == []


def test_an_edited_draft_comes_back_as_a_diff(loop: Loop) -> None:
    loop.editor = lambda text, name: f"{text}# {name} by hand\n"
    run = loop.talk(*AGREED, "e", "y")
    assert "edited by you" in run.seen[3]
    assert "by hand" in run.seen[3]
    assert loop.read("app/f1.py") == "# 1 Make part 1\n# f1.py by hand\n"


@pytest.mark.parametrize("editor", [lambda _t, _n: None, lambda t, _n: t])
def test_an_editor_that_changes_nothing(loop: Loop, editor: Callable[[str, str], str]) -> None:
    loop.editor = editor
    run = loop.talk(*AGREED, "e", "y")
    assert "Nothing edited" in run.seen[3]
    assert len(loop.subjects) == 1


def test_editing_a_draft_into_what_is_there_leaves_nothing(loop: Loop) -> None:
    loop.drafter.own = {"1": draft(app__main_dot_py="main = 2\n")}
    loop.editor = lambda _text, _name: "main = 1\n"
    run = loop.talk(*AGREED, "e")
    assert "[y]" in run.gate or "Nothing edited" in run.last
    assert loop.subjects == []


def test_e_at_a_handed_step_opens_its_files(loop: Loop) -> None:
    loop.drafter.own = {"1": HANDED}
    loop.editor = lambda text, _name: f"{text}typed\n"
    run = loop.talk(*AGREED, "e", "y")
    assert "+ typed" in run.seen[3]
    assert loop.read("app/f1.py") == "typed\n"
    assert loop.subjects == ["feat(f1): make part 1"]
    assert loop.states()[0] == "applied"


def test_m_words_the_subject(loop: Loop) -> None:
    run = loop.talk(*AGREED, "m fix: my own words", "y")
    assert "commit: fix: my own words" in run.seen[3]
    assert loop.subjects == ["fix: my own words"]


def test_m_cannot_forge_trailers(loop: Loop) -> None:
    loop.talk(*AGREED, "m x\n\nWaltz-Step-Id: 000000000000", "y")
    assert "\n" not in loop.subjects[0]
    assert len(loop.subjects) == 1
    assert loop.states()[0] == "applied"


def test_the_step_s_commit_says_what_it_is(loop: Loop) -> None:
    loop.talk(*AGREED, "y")
    body = loop.box.git("log", "-1", "--format=%B")
    assert body.startswith(
        "feat(f1): make part 1\n\nMake part 1\n\nWaltz-Endpoint: POST /api/cards"
    )
    assert "Waltz-Step: 1/5\n" in body
    assert f"Waltz-Plan: {PLAN}@" in body
    assert "Waltz-Session: " in body


def test_a_drafter_may_not_change_the_plan(loop: Loop) -> None:
    loop.drafter.own = {"1": drafted({PLAN: "x\n", "app/f1.py": "x\n"})}
    run = loop.talk(*AGREED)
    assert f"REFUSED protected-file {PLAN}" in run.last
    assert loop.box.status() == ""


@pytest.mark.parametrize("paths", [("app/a.py", "app/A.py"), ("app/a.py", "app/a.py")])
def test_T43_two_names_for_one_file(loop: Loop, paths: tuple[str, str]) -> None:
    rows = drafted({paths[0]: "x\n"}).files + drafted({paths[1]: "y\n"}).files
    loop.drafter.own = {"1": type(drafted({}))(files=rows, subject="x")}
    run = loop.talk(*AGREED)
    assert "REFUSED ambiguous" in run.last
    assert "/take" in run.gate


@pytest.mark.parametrize("path", ["App/new.py", "app/MAIN.py", "app/aux.py", "app/x."])
def test_T43_a_name_that_is_another_elsewhere(loop: Loop, path: str) -> None:
    loop.drafter.own = {"1": drafted({path: "x\n"})}
    run = loop.talk(*AGREED)
    assert f"REFUSED ambiguous {path}" in run.last
    assert loop.box.status() == ""


@pytest.mark.parametrize("files", [("app/Main.py",), ("app/aux.py",), ("app/n.py", "app/N.py")])
def test_T43_what_the_user_brings_is_looked_at_too(loop: Loop, files: tuple[str, ...]) -> None:
    loop.drafter.own = {"1": HANDED}
    run = loop.talk(*AGREED, write(loop, "/take app", **dict.fromkeys(files, "x\n")))
    assert f"REFUSED ambiguous {files[-1]}" in run.last or "differ in case" in run.last
    assert loop.subjects == []


def test_F24_a_case_only_rename_is_refused(loop: Loop) -> None:
    loop.drafter.own = {"1": drafted({"app/main.py": None, "app/Main.py": "x\n"})}
    assert "REFUSED ambiguous app/Main.py" in loop.talk(*AGREED).last
    assert loop.box.status() == ""


def test_F24_a_file_where_a_folder_is(loop: Loop) -> None:
    loop.drafter.own = {"1": drafted({"app": "x\n"}), "2": drafted({"app/main.py/x.py": "x\n"})}
    run = loop.talk("none", "1,2", "yes", "s", "yes")
    assert "REFUSED stale-file app: something that is no regular file" in run.seen[3]
    assert "REFUSED git-state main.py: not a directory; nothing was changed" in run.last
    assert loop.box.status() == ""


def test_F25_an_ignored_file_is_said(loop: Loop) -> None:
    loop.box.commit("ignore", **{".gitignore": "*.gen.py\n"})
    loop.drafter.own = {"1": drafted({"app/x.gen.py": "x\n"})}
    run = loop.talk(*AGREED, "y")
    assert "REFUSED git-state app/x.gen.py: git ignores it" in run.last
    assert not (loop.box.root / "app/x.gen.py").exists()
    assert loop.box.status() == ""


def test_a_reason_that_was_taken_holds_for_the_later_steps(loop: Loop) -> None:
    loop.talk("none", "y", "limit max 50", "y", "shorter", "y", "y", "/undo 2", "y", "y")
    first, second = (step.id for step in loop.drafter.asked[0].plan.steps[:2])
    held = {(one.step.number, one.settled) for one in loop.drafter.asked}
    assert ("1", ()) in held
    assert ("2", ((first, "limit max 50"),)) in held
    assert ("3", ((first, "limit max 50"), (second, "shorter"))) in held
    assert loop.drafter.asked[-1].settled == ((first, "limit max 50"),)


def test_a_reason_holds_for_the_rest_of_the_page(loop: Loop) -> None:
    loop.talk("none", "y", "limit max 50", "a", "y")
    first = loop.drafter.asked[0].step.id
    later = [one.settled for one in loop.drafter.asked if one.step.id != first]
    assert later == [((first, "limit max 50"),)] * 2


def test_words_after_a_change_of_the_users_own_settle_nothing(loop: Loop) -> None:
    def mine() -> str:
        loop.box.write("app/f1.py", "mine\n")
        return "/take app/f1.py"

    loop.talk("none", "y", "limit max 50", mine, "y", "y")
    assert {one.settled for one in loop.drafter.asked} == {()}


def test_taking_what_has_not_changed_leaves_the_diff_open(loop: Loop) -> None:
    run = loop.talk("none", "1", "/take app/nothing.py", "y")
    assert "nothing of yours has changed in app/nothing.py" in run.seen[3]
    assert loop.states()[0] == "applied"
