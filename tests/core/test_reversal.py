from __future__ import annotations

from dataclasses import replace

import pytest
from story import ONE, THREE, TWO, Story, closing, waiting

from agent.core.commits import Closing
from agent.core.edits import CommitId
from agent.core.errors import UsageError
from agent.core.plan import Step
from agent.core.reversal import to_redo, to_repair, to_undo

FIRST, SECOND = closing(ONE, "c1"), closing(TWO, "c2")
REDONE = replace(closing(ONE, "c9"), original=CommitId("c1"))
UNDONE = replace(REDONE, state="undone")
SKIPPED = Closing(step_id=THREE.id, state="skipped")
GONE = Closing(step_id="gone", state="applied", commit=CommitId("c3"))
REOPENED = Closing(step_id=TWO.id, state="undone")


@pytest.mark.parametrize(
    ("closings", "number", "found"),
    [
        ((FIRST, SECOND), None, (TWO, "c2")),
        ((SECOND, FIRST), None, (ONE, "c1")),
        ((FIRST, SECOND), "1", (ONE, "c1")),
        ((FIRST, SKIPPED, GONE), None, (ONE, "c1")),
        ((SECOND, REDONE), None, (ONE, "c1")),
    ],
)
def test_the_step_to_take_back(
    closings: tuple[Closing, ...], number: str | None, found: tuple[Step, str]
) -> None:
    chosen = to_undo(waiting(None, *closings).session, number)
    assert (chosen.step, chosen.commit) == found


def test_the_step_to_bring_back() -> None:
    chosen = to_redo(waiting(None, SECOND, UNDONE).session, None)
    assert (chosen.step, chosen.commit) == (ONE, "c1")


@pytest.mark.parametrize(
    ("closings", "number", "said"),
    [
        ((), None, "no step of this endpoint has a commit to take back"),
        ((SKIPPED, UNDONE), None, "no step of this endpoint has a commit to take back"),
        ((FIRST,), "2", "step 2: no step of this endpoint has a commit to take back"),
    ],
)
def test_nothing_to_take_back(closings: tuple[Closing, ...], number: str | None, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        to_undo(waiting(None, *closings).session, number)


def test_nothing_to_bring_back() -> None:
    with pytest.raises(UsageError, match="no step of this endpoint was undone"):
        to_redo(waiting(None, FIRST, REOPENED).session, None)
    with pytest.raises(UsageError):
        to_redo(Story().session, None)


@pytest.mark.parametrize(
    ("closings", "found"),
    [((), None), ((SKIPPED,), None), ((FIRST, SECOND), TWO), ((FIRST, REOPENED), ONE)],
)
def test_the_step_to_repair(closings: tuple[Closing, ...], found: Step | None) -> None:
    assert to_repair(waiting(None, *closings).session) == found
