from __future__ import annotations

from collections.abc import Sequence

import pytest
from story import ENDPOINT, ONE, TWO, a_plan, closing

from agent.core.batch import StepState
from agent.core.commits import Closing
from agent.core.documents import RepoPath
from agent.core.edits import CommitId
from agent.core.plan import Plan
from agent.core.recorded import proven, recorded
from agent.core.spec import Endpoint
from agent.core.standing import Standing
from agent.core.summary import StepResult
from agent.core.trailers import CommitRecord, compose

GET = Endpoint(method="GET", path="/books/{id}")
PUT = Endpoint(method="PUT", path="/books/{id}")


def plan(name: str, *endpoints: Endpoint) -> Plan:
    path = RepoPath(f".ai/{name}.md")
    return Plan(path=path, title=name, endpoints=endpoints, sections=(), steps=a_plan().steps)


def record(*trailers: tuple[str, str]) -> CommitRecord:
    head = ("Waltz-Endpoint", "GET /books/:id")
    message = compose("feat: x", "", (head, *trailers))
    return CommitRecord(id=CommitId("c" * 40), time=0, message=message)


BOTH, OWN, OTHER = plan("both", GET, PUT), plan("own", GET), plan("other", PUT)


@pytest.mark.parametrize(
    ("plans", "named", "found"),
    [
        ((), "", None),
        ((OTHER,), "", None),
        ((BOTH, OWN), "", OWN),
        ((BOTH, OWN), ".ai/both.md@abc", BOTH),
        ((BOTH, OWN), ".ai/gone.md@abc", OWN),
        ((OTHER, BOTH), ".ai/other.md@abc", BOTH),
    ],
)
def test_the_plan_is_the_one_git_names_else_the_one_most_its_own(
    plans: Sequence[Plan], named: str, found: Plan | None
) -> None:
    records = [record(("Waltz-Plan", named))] if named else []
    assert recorded(GET, plans, records).plan == found


def test_what_a_fresh_clone_knows() -> None:
    step = record(("Waltz-Plan", ".ai/own.md@abc"), ("Waltz-Step-Id", ONE.id))
    known = recorded(GET, [OWN], [step])
    assert known.states == {ONE.id: "applied"}
    assert known.standing == Standing(state="started", done=1, total=5)
    assert (known.blob, known.foreign) == ("abc", False)


def test_a_plan_that_no_commit_names_was_made_elsewhere() -> None:
    known = recorded(GET, [OWN], [])
    assert (known.blob, known.foreign) == ("", True)
    assert recorded(ENDPOINT, [OWN], [record()]).plan is None


def result(state: StepState, commit: str | None) -> StepResult:
    made = CommitId(commit) if commit else None
    return StepResult(step_id=ONE.id, number="1", title="", state=state, commit=made)


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ([], "applied"),
        ([result("verified", "c1")], "verified"),
        ([result("taken", "c1")], "taken"),
        ([result("applied", "c1")], "applied"),
        ([result("verified", "c2")], "applied"),
        ([result("confirmed", None)], "applied"),
    ],
)
def test_what_sessions_saw_counts_for_the_very_same_commit(
    told: list[StepResult], state: StepState
) -> None:
    undone = Closing(step_id=TWO.id, state="undone", commit=CommitId("c1"))
    skipped = Closing(step_id="x", state="skipped")
    found = proven([closing(ONE), undone, skipped], told)
    assert [one.state for one in found] == [state, "undone", "skipped"]
