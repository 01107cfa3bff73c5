from __future__ import annotations

import pytest
from story import (
    PYTEST,
    Story,
    agreed,
    applied,
    at_diff,
    committed,
    intent,
    ran,
    refused,
    result,
)

from agent.core.durable import comes_after, comes_first
from agent.core.events import Event
from agent.core.gates import Gate
from agent.core.moves import Action, Commit, next_move
from agent.core.session import Session
from agent.core.work import ApplyIntended, ProposalApplied


def action(session: Session) -> Action:
    move = next_move(session)
    assert not isinstance(move, Gate)
    return move


@pytest.mark.parametrize(
    ("event", "first"),
    [(ApplyIntended(intent=intent()), True), (refused(), True), (ProposalApplied(), False)],
)
def test_F52_files_are_written_only_after_their_intent(event: Event, *, first: bool) -> None:
    assert comes_first(event) is first


@pytest.mark.parametrize(
    ("story", "after"),
    [
        (at_diff().say("y"), False),  # the apply, which notes its intent first
        (applied(), False),  # no checks
        (applied(None, PYTEST), True),
        (applied().tell(ran()), True),  # the commit
        (agreed(), False),  # a draft
    ],
    ids=["apply", "no-checks", "checks", "commit", "draft"],
)
def test_F52_what_cannot_come_without_its_lines(story: Story, *, after: bool) -> None:
    move = action(story.session)
    assert comes_after(move, story.session) is after


@pytest.mark.parametrize(("model", "after"), [("openai:gpt", True), ("", False)])
def test_F52_what_was_said_to_a_model_is_on_disk_while_it_drafts(
    model: str, *, after: bool
) -> None:
    session = agreed().session
    assert comes_after(action(session), session, model=model) is after


def test_F52_a_draft_right_after_a_commit_waits_for_no_disk() -> None:
    session = agreed().session
    move = action(session)
    assert not comes_after(move, session, model="openai:gpt", last=committed())


@pytest.mark.parametrize(
    ("story", "last", "after"),
    [
        (applied().tell(ran()), ran(), False),
        (applied(None, PYTEST).tell(ran(result(PYTEST))), ran(result(PYTEST)), True),
        (applied().tell(ran()), None, True),
    ],
    ids=["unchecked", "checked", "something-else"],
)
def test_F52_a_commit_right_after_its_apply_waits_for_no_disk(
    story: Story, last: Event | None, *, after: bool
) -> None:
    move = next_move(story.session)
    assert isinstance(move, Commit)
    assert comes_after(move, story.session, last=last) is after
