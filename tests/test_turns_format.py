from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from loop import (
    NOT_BAD,
    Key,
    Loop,
    Writer,
    check_text,
    draft,
    drafted,
    plan_text,
    project,
    step_text,
)
from sandbox import Sandbox  # noqa: TC002 - as every other test has it

from agent.drafter import Draft, StepRequest

TIDY = f"{Path(sys.executable).name} .tools/tidy.py"
AGREED = ("none", "1", "y")
FILTER = """
import sys
text = sys.stdin.read()
open("ran.log", "a").write(sys.argv[1] + "\\n")
if "broken" in text:
    sys.exit("cannot parse " + sys.argv[1])
if "silent" in text:
    sys.exit()
sys.stdout.write(text.replace("'", '"').rstrip() + "\\n")
"""
ALL = '[[format]]\nrun = "{python} .tools/tidy.py {path}"\n'
PY = f'{ALL}paths = ["*.py"]\n'


def tidied(box: Sandbox, own: Draft | Callable[[StepRequest], Draft], settings: str = PY) -> Loop:
    box.write(".gitignore", "*.log\n")
    box.write(".tools/tidy.py", FILTER)
    return Loop(project(box, settings=settings), Writer(own={"1": own}))


def ran(loop: Loop) -> list[str]:
    log = loop.box.root / "ran.log"
    return log.read_text().splitlines() if log.exists() else []


ONE = draft(**{"app__f1.py": "x = 'a'\n\n\n"})


def test_a_draft_is_formatted_before_it_is_shown(empty: Sandbox) -> None:
    loop = tidied(empty, ONE)
    run = loop.talk(*AGREED, "y")
    diff = run.seen[3]
    assert f"formatted: {TIDY}" in diff
    assert '+ x = "a"' in diff
    assert loop.read("app/f1.py") == 'x = "a"\n'
    assert ran(loop) == ["app/f1.py"]


def test_what_is_formatted_already_needs_no_note(empty: Sandbox) -> None:
    loop = tidied(empty, draft(**{"app__f1.py": 'x = "a"\n'}))
    assert "formatted" not in loop.talk(*AGREED).gate
    assert ran(loop) == ["app/f1.py"]


def test_a_hook_that_formats_too_has_nothing_to_change(empty: Sandbox) -> None:
    loop = tidied(empty, ONE)
    hook = "for f in $(git diff --cached --name-only -- '*.py'); do\n"
    loop.box.hook(
        "pre-commit",
        f"{hook}python3 .tools/tidy.py $f <$f >made.log && cp made.log $f && git add $f\ndone",
    )
    run = loop.talk(*AGREED, "y")
    assert "A hook changed" not in run.text
    assert loop.session.surprise is None
    assert loop.box.git("show", "HEAD:app/f1.py") == 'x = "a"'
    assert loop.box.status() == ""


def test_T09_no_formatter_runs_before_a_yes(empty: Sandbox) -> None:
    loop = tidied(empty, ONE)
    run = loop.talk("none", "1")
    assert "This repository's formatters (.ai/waltz.toml)" in run.gate
    assert ".tools/tidy.py {path} on each proposed *.py before" in " ".join(run.gate.split())
    assert ran(loop) == []
    run = loop.resume("n")
    assert "+ x = 'a'" in run.gate
    assert ran(loop) == []


@pytest.mark.parametrize(
    ("old", "new", "asked"), [("tidy.py {", "tidy.py  {", False), ("*.py", "*.p", True)]
)
def test_T10_a_changed_formatter_is_asked_about(
    empty: Sandbox, old: str, new: str, *, asked: bool
) -> None:
    loop = tidied(empty, ONE)
    loop.talk(*AGREED, "y")
    settings = loop.read(".ai/waltz.toml")
    loop.box.commit("settings", **{".ai/waltz.toml": settings.replace(old, new)})
    before = ran(loop)
    run = loop.resume("2")
    assert ("May they run?" in run.gate) == asked
    assert (ran(loop) == before) == asked


def test_T09_a_journal_s_yes_runs_no_formatter(empty: Sandbox, sealed: Path) -> None:
    loop = tidied(empty, ONE)
    loop.talk(*AGREED)
    trusted = next((sealed / "state/trust").iterdir())
    allowed = json.loads(trusted.read_text())
    trusted.write_text(json.dumps({**allowed, "allowed": []}))
    (loop.box.root / "ran.log").unlink()
    run = loop.resume("n because")
    assert "May they run?" in run.gate
    assert ran(loop) == []
    loop.resume("y")
    assert ran(loop) == ["app/f1.py"]


def test_one_no_is_for_checks_and_formatters(empty: Sandbox) -> None:
    loop = tidied(empty, ONE, f"{PY}\n{check_text('open(chr(97), chr(119))')}")
    run = loop.talk("none", "1", "n", "y")
    assert "checks and formatters" in run.text
    assert ran(loop) == []
    assert not (loop.box.root / "a").exists()
    assert loop.read("app/f1.py") == "x = 'a'\n\n\n"


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("x = 'broken'\n", "exit 1: cannot parse app/f1.py"),
        ("x = 'silent'\n", "wrote nothing"),
    ],
)
def test_what_cannot_be_formatted_is_shown_as_it_is(empty: Sandbox, text: str, note: str) -> None:
    loop = tidied(empty, draft(**{"app__f1.py": text}))
    run = loop.talk(*AGREED, "y")
    assert f"not formatted: {TIDY} {note}" in " ".join(run.seen[3].split())
    assert loop.read("app/f1.py") == text


def test_a_formatter_that_is_not_there_stops_nothing(empty: Sandbox) -> None:
    loop = tidied(empty, ONE, '[[format]]\nrun = "no-such-tidy -"\n')
    run = loop.talk(*AGREED, "y")
    assert "not formatted: no-such-tidy exit 127: cannot be started" in " ".join(
        run.seen[3].split()
    )
    assert loop.subjects == ["feat(f1): do it"]


def test_only_text_that_the_globs_name_is_formatted(empty: Sandbox) -> None:
    files: dict[str, str | bytes | None] = {
        "app/a.py": "x = 'a'\n",
        "b.md": "it's\n",
        "c.py": b"'\xff",
        "d.py": b"'\0",
    }
    loop = tidied(empty, drafted({**files, "app/main.py": None, "e.py": "\n"}))
    loop.talk(*AGREED, "yes")
    assert loop.read("app/a.py") == 'x = "a"\n'
    assert loop.read("b.md") == "it's\n"
    assert ran(loop) == ["app/a.py", "e.py"]


def test_two_formatters_follow_each_other(empty: Sandbox) -> None:
    upper = "[[format]]\nrun = '''{python} -c \"print(open(0).read().upper(), end='')\"'''\n"
    loop = tidied(empty, ONE, f"{upper}\n{ALL}")
    loop.talk(*AGREED, "y")
    assert loop.read("app/f1.py") == 'X = "A"\n'


def test_what_differs_only_in_form_is_no_change(empty: Sandbox) -> None:
    empty.write("app/f1.py", 'x = "a"\n')
    loop = tidied(empty, ONE)
    assert "the files hold this already" in loop.talk(*AGREED).gate


def test_the_same_diff_is_the_same_when_formatted(empty: Sandbox) -> None:
    def other(request: StepRequest) -> Draft:
        return draft(**{"app__f1.py": "x = 'a'" + "\n" * (1 + len(request.notes))})

    loop = tidied(empty, other)
    run = loop.talk(*AGREED, "n more lines")
    assert "the same diff came again" in run.gate


def test_a_page_and_a_repair_are_formatted(empty: Sandbox) -> None:
    loop = tidied(empty, ONE)
    second = draft(**{"app__f2.py": "y = 'b'\n", "app__f1.py": "x = 'a'\ny = 'b'\n"})
    loop.drafter = Writer(own={"1": ONE, "2": second})
    run = loop.talk("none", "1,2", "y", "a", "y")
    assert '+ y = "b"' in run.seen[4]
    assert loop.read("app/f1.py") == 'x = "a"\ny = "b"\n'
    assert len(loop.subjects) == 2


def test_a_repair_is_formatted(empty: Sandbox) -> None:
    def mended(request: StepRequest) -> Draft:
        return draft(**{"app__f1.py": "x = 'b'\n" if request.notes else "x = 'BAD'\n"})

    loop = tidied(empty, mended, f"{PY}\n{check_text(NOT_BAD)}")
    loop.talk(*AGREED, "y", "r again", "y")
    assert loop.read("app/f1.py") == 'x = "b"\n'
    assert loop.states()[0] == "verified"


def test_what_the_users_hands_made_stays_as_it_is(empty: Sandbox) -> None:
    loop = tidied(empty, ONE)

    def make() -> str:
        loop.box.write("app/f1.py", "x = 'mine'\n")
        return "/take app/f1.py"

    keys: tuple[Key, ...] = (*AGREED, make, "y")
    loop.talk(*keys)
    assert loop.read("app/f1.py") == "x = 'mine'\n"


def test_the_users_own_edit_stays_as_it_is(empty: Sandbox) -> None:
    loop = tidied(empty, ONE)
    loop.editor = lambda text, _name: text.replace('"', "'")
    loop.talk(*AGREED, "e", "y")
    assert loop.read("app/f1.py") == "x = 'a'\n"


def test_an_undo_is_by_content(empty: Sandbox) -> None:
    empty.write("app/f1.py", "y = 'old'\n")
    loop = tidied(empty, draft(**{"app__f1.py": "y = 'old'\nx = 1\n"}), PY)
    loop.talk(*AGREED, "y", "stop", "/undo 1", "y")
    assert loop.read("app/f1.py") == "y = 'old'\n"


def test_a_guess_is_asked_about(empty: Sandbox) -> None:
    empty.write("package.json", '{"devDependencies": {"prettier": "3"}}')
    empty.write("node_modules/.bin/prettier", "#!/bin/sh\nexec tr a b\n").chmod(0o755)
    loop = tidied(empty, draft(**{"app__f1.ts": "a = 1\n"}), "")
    run = loop.talk("none", "1")
    assert "guessed from package.json" in " ".join(run.gate.split())
    loop.resume("y", "y")
    assert loop.read("app/f1.ts") == "b = 1\n"


OTHER = plan_text(step_text(1), endpoint="GET /api/cards").replace("the table", "'the table'")


def test_a_drafted_plan_is_formatted_where_that_is_trusted(empty: Sandbox) -> None:
    loop = tidied(empty, ONE, ALL)
    loop.talk(*AGREED, "stop")
    loop.drafter.plan_as = OTHER
    run = loop.speak(iter(("y",)), words="GET /api/cards")
    assert f"formatted: {TIDY}" in run.text
    assert 'To "the table".' in loop.box.git("show", "HEAD")
    assert ran(loop)[-1].startswith(".ai/")
    assert loop.box.status() == ""


def test_T09_no_formatter_runs_on_a_plan_before_a_yes(empty: Sandbox) -> None:
    loop = tidied(empty, ONE, ALL)
    loop.drafter.plan_as = OTHER
    loop.speak(iter(("y",)), words="GET /api/cards")
    assert "To 'the table'." in loop.box.git("show", "HEAD")
    assert ran(loop) == []


def test_a_plan_that_a_formatter_would_lose_stays_as_it_was_drafted(empty: Sandbox) -> None:
    settings = "[[format]]\nrun = '{python} -c \"print(1)\"'\npaths = ['*.md']\n"
    loop = tidied(empty, ONE, settings)
    loop.talk(*AGREED, "stop")
    loop.drafter.plan_as = OTHER
    run = loop.speak(iter(("y",)), words="GET /api/cards")
    assert "formatted" not in run.text
    assert "To 'the table'." in loop.box.git("show", "HEAD")


def test_a_decision_is_formatted_too(empty: Sandbox) -> None:
    loop = tidied(empty, ONE, ALL)
    loop.talk(*AGREED, "stop", "always say 'please'", "3", "y")
    assert loop.read(".ai/decisions.md").endswith('- always say "please"\n')
