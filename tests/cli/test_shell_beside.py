from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from program import Program

if TYPE_CHECKING:
    from sandbox import Sandbox

API_PLAN = "# API Plan\n\n### GET /books\n\nLists books.\n\n### POST /books\n\nAdds one.\n"
STEP = "### {0}. Add part {0}\n\nFile: `app/f{0}.py` (new)\n\n```python\nPART = {0}\n```\n\n"
PLAN = "# API Endpoint Implementation Plan: GET /books\n\n## 9. Implementation Steps\n\n" + "".join(
    map(STEP.format, (1, 2, 3))
)
CHECK = '[[check]]\nrun = "sh -c \\"! test -e app/f2.py\\""\nwhen = "step"\n'
BEGUN = ("GET /books", "none", "y", "y")
HELD = "GET /books: a change is on disk and not committed: decide about it first; `waltz` goes on"


@pytest.fixture
def box(repo: Sandbox) -> Sandbox:
    repo.write(".ai/api-plan.md", API_PLAN)
    repo.write(".ai/get-books-implementation-plan.md", PLAN)
    repo.commit("docs: plans")
    return repo


@pytest.fixture
def waltz(box: Sandbox, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(box.root, capsys)


def waits(waltz: Program) -> tuple[str, str]:
    status = waltz.json("status")
    return status["endpoint"], status["waiting_at"]


@pytest.fixture
def red(box: Sandbox, waltz: Program) -> Program:
    box.write(".ai/waltz.toml", CHECK)
    box.commit("chore: checks")
    waltz.answered("GET /books", "none", "y", "y", "y", "y")
    assert waits(waltz) == ("GET /books", "red")
    return waltz


@pytest.mark.parametrize("words", [("undo",), ("undo", "1")])
def test_a_step_back_waits_for_what_is_on_disk(
    red: Program, box: Sandbox, words: tuple[str, ...]
) -> None:
    before = box.status()
    _, err = red.answered("y", words=words, code=1)
    assert HELD in err
    assert waits(red) == ("GET /books", "red")
    assert box.status() == before


def test_a_plan_from_the_shell_hides_no_gate(red: Program) -> None:
    red("plan", "POST /books", "--yes")
    assert waits(red) == ("GET /books", "red")


def test_a_plan_from_the_shell_hides_no_diff_and_is_gone_on_with_alone(waltz: Program) -> None:
    waltz("plan", "POST /books", "--yes")
    assert waits(waltz) == ("POST /books", "agree")
    waltz.answered("n", *BEGUN)
    waltz("plan", "POST /books", "--yes")
    assert waits(waltz) == ("GET /books", "diff")


@pytest.mark.parametrize(
    ("answers", "code", "left", "states"),
    [
        (("n",), 5, "diff", ["applied", "agreed", "agreed"]),
        ((), 4, "diff", ["applied", "agreed", "agreed"]),
        (("y",), 0, "agree", ["undone", "open", "open"]),
    ],
)
def test_a_step_back_beside_an_open_diff_comes_between(
    waltz: Program, answers: tuple[str, ...], code: int, left: str, states: list[str]
) -> None:
    waltz.answered(*BEGUN)
    waltz.answered(*answers, words=("undo",), code=code)
    assert waits(waltz) == ("GET /books", left)
    assert [one["state"] for one in waltz.json("status")["steps"]] == states
    assert len(waltz.json("sessions")["sessions"]) == 1


def test_a_step_back_of_another_endpoint_leaves_where_the_user_was(waltz: Program) -> None:
    waltz.answered(*BEGUN, "stop", "/endpoint POST /books", code=5)
    assert waits(waltz) == ("POST /books", "question")
    waltz.answered("y", words=("undo",), code=0)
    assert waits(waltz) == ("POST /books", "question")
