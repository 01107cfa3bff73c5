from __future__ import annotations

from dataclasses import replace

import pytest
from story import (
    ONE,
    PYTEST,
    agreed,
    at_diff,
    by_hand,
    change,
    edit,
    intent,
    refused,
    result,
    step_done,
    waiting,
    write,
)

from agent.core.commits import Closing
from agent.core.edits import FileEdit
from agent.core.handwork import Handwork, three_ways
from agent.core.job import Drafting, Reviewing
from agent.core.work import (
    ChecksRun,
    DraftAsked,
    ProposalMade,
    ProposalReviewed,
    StepHanded,
)

A = "app/a.py"
DRAFT = change(edit(A, "a0", "a1"))
MINE = change(edit(A, "a0", "m1"))
EDITED = ProposalMade(proposal=MINE, over=DRAFT.edits)


@pytest.mark.parametrize(
    ("draft", "mine", "new", "ways"),
    [
        pytest.param(edit(A, "0", "1"), edit(A, "0", "m"), edit(A, "0", "2"), "0 1 m 2", id="all"),
        pytest.param(
            edit(A, "0", "1"), edit(A, "0", "m"), edit(A, "9", "2"), "9 1 m 2", id="moved"
        ),
        pytest.param(edit(A, "0", "1"), edit(A, "0", "m"), None, "0 1 m 0", id="elsewhere"),
        pytest.param(edit(A, "0", "1"), None, edit(A, "0", "2"), "0 1 0 2", id="left-out"),
        pytest.param(None, edit(A, "0", "m"), edit(A, "0", "2"), "0 0 m 2", id="no-draft"),
        pytest.param(None, None, edit(A, "0", "2"), "0 0 0 2", id="a-new-file"),
    ],
)
def test_the_three_ways_of_a_file(
    draft: FileEdit | None, mine: FileEdit | None, new: FileEdit | None, ways: str
) -> None:
    other = edit("app/b.py")
    hand = Handwork(draft=(draft,) if draft else (), made=change(*((mine,) if mine else ()), other))
    found = next(one for one in three_ways(hand, (new,) if new else ()) if one.path.value == A)
    assert f"{found.now} {found.draft} {found.mine} {found.new}" == ways


def test_an_edit_is_kept_until_another_diff_is_shown() -> None:
    story = at_diff(DRAFT).tell(EDITED)
    assert story.job.hand == Handwork(draft=DRAFT.edits, made=MINE)
    story.tell(ProposalReviewed(digest=MINE.digest, verdict="no", note="shorter"))
    assert story.job.hand is not None
    story.tell(ProposalMade(proposal=DRAFT))
    assert story.job.hand is None


def test_a_draft_refused_after_an_edit_leaves_the_edited_diff_open() -> None:
    story = at_diff(DRAFT).tell(EDITED)
    story.tell(ProposalReviewed(digest=MINE.digest, verdict="no", note="shorter"))
    story.tell(refused("outside-repo"))
    assert story.job.phase == Reviewing(proposal=MINE, before=DRAFT.edits)


def test_T30_an_edit_whose_files_changed_is_to_be_laid_again() -> None:
    story = at_diff(DRAFT).tell(EDITED).say("y")
    story.tell(refused("stale-file"))
    assert story.job.phase == Drafting()
    assert story.job.hand is not None


def test_a_repair_is_drafted_on_the_edit_that_is_on_disk() -> None:
    story = at_diff(DRAFT, PYTEST).tell(EDITED)
    write(story, MINE, intent(*MINE.edits))
    story.tell(ChecksRun(moment="step", results=(result(code=1),))).say("r")
    assert story.job.hand is None


def test_words_at_a_step_left_to_the_user_have_no_edit_to_keep() -> None:
    story = agreed().tell(StepHanded(reason="yours"))
    story.tell(ProposalMade(proposal=MINE, over=()))
    assert story.job.hand == Handwork(draft=(), made=MINE)
    again = agreed().tell(StepHanded(reason="yours"), DraftAsked(note="x"))
    assert again.job.hand is None


def test_the_users_own_change_is_no_edit_of_a_draft() -> None:
    story = at_diff(by_hand()).tell(ProposalMade(proposal=by_hand(), over=by_hand().edits))
    assert story.job.hand is None


def test_a_reason_that_was_taken_is_held_while_its_step_stands() -> None:
    story = at_diff()
    story.tell(ProposalReviewed(digest=change().digest, verdict="no", note="max 50"))
    step_done(story)
    assert story.session.held == ((ONE.id, "max 50"),)
    assert waiting().session.held == ()
    undone = replace(story.session, closings={ONE.id: Closing(step_id=ONE.id, state="undone")})
    assert undone.held == ()
