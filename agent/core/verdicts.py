"""What a line means while a step is worked: at its diff, its red check, its confirmation."""

from __future__ import annotations

import re
from typing import Literal, assert_never

from agent.core.events import ErrandDropped, Event
from agent.core.gates import (
    AskConfirm,
    AskHands,
    AskNothing,
    AskVerdict,
)
from agent.core.job import MAX_REPAIRS, ForRepair, ForStep, Job
from agent.core.keywords import IN_FULL, NO, YES, key, reason
from agent.core.plan import Step
from agent.core.replies import (
    Hint,
    Reply,
    Wanted,
    first_flag,
    in_full,
    slip,
    subject_reply,
)
from agent.core.session import Errand, Session, Working
from agent.core.troubles import ended, red_word
from agent.core.work import (
    BatchEnded,
    DraftAsked,
    PageAsked,
    ProposalReviewed,
    RedDecided,
    StepClosed,
    StepKindChanged,
)

_NO_FILE = "the step names no file: make the change where it belongs, then /take PATH"
_HANDS = "make the change and /take it; s skips, stop ends the batch"


def kind_reply(step_id: str, word: str) -> tuple[Event, ...] | Hint:
    """What kind of step it is, as the user says."""
    match word.casefold():
        case "edit" | "take" | "confirm" | "covered" as kind:
            return (StepKindChanged(step_id=step_id, to=kind),)
        case _:
            return Hint(text="a step is one of: edit, take, confirm, covered")


def verdict_reply(session: Session, gate: AskVerdict, line: str) -> Reply:
    """At a diff."""
    word, _, rest = line.partition(" ")
    rest = rest.strip()
    match word.casefold():
        case "" if not gate.proposal.flags:
            return Hint(text="y applies it, n says why not, e edits; /help for all")
        case yes if yes in YES or not yes:
            return _some_files(session, gate, line) if rest else _yes(gate, yes)
        case no if no in NO:
            return _no(session, gate, reason(line)) if rest else ended(session, "declined")
        case "s" if rest and isinstance(session.stage, Working):
            return skip_reply(gate, rest)
        case _ if not rest or key(word) == "m":
            return _verdict_word(session, gate, line)
        case _:
            return _no(session, gate, line)


def _yes(gate: AskVerdict, word: str) -> Reply:
    reviewed = ProposalReviewed(digest=gate.proposal.digest, verdict="yes")
    return in_full(gate.proposal, word, "applies it") or (reviewed,)


def dropping(session: Session, reply: tuple[Event, ...]) -> str:
    """What a bare no to a step's diff ends with it, to be said before it does; empty for nothing.

    Said again it holds.
    """
    stage = session.stage
    match reply:
        case (BatchEnded(reason="declined"),) if isinstance(stage, Working):
            numbers = ", ".join(step.number for step in stage.batch.steps[stage.index :])
            said = ", and your words on it go" if stage.job is not None and stage.job.notes else ""
            keys = "say why not, or s skips this step"
            return f"{keys}; n again ends the batch: open again {numbers}{said}"
        case _:
            return ""


def _no(session: Session, gate: AskVerdict, why: str) -> Reply:
    """In a batch the reason goes into the next draft; any other change is dropped."""
    if isinstance(session.stage, Errand):
        return (ErrandDropped(note=why),)
    return (ProposalReviewed(digest=gate.proposal.digest, verdict="no", note=why),)


def _some_files(session: Session, gate: AskVerdict, line: str) -> Reply:
    """`y 1,3`: yes to these files of the diff; a yes with words is a reason, and approves none."""
    rest = line.partition(" ")[2].strip()
    if re.search(r"[^\W\d_]", rest) and not isinstance(session.stage, Errand):
        return _no(session, gate, line)
    if not re.fullmatch(r"\d+(?:[,\s]+\d+)*", rest):
        return Hint(text=f"“{line}” is not a plain yes: y alone applies, y 1,3 these files of it")
    numbers = {int(one) for one in re.findall(r"\d+", rest)}
    if not numbers <= set(range(1, len(gate.proposal.edits) + 1)):
        return Hint(text=f"the diff has {len(gate.proposal.edits)} files")
    return Wanted(wish="keep-files", words=rest)


def _verdict_word(session: Session, gate: AskVerdict, line: str) -> Reply:
    word, _, rest = line.partition(" ")
    match key(word):
        case "e" | "edit":
            return _edit(gate)
        case "v" | "view":
            return Wanted(wish="view-proposal")
        case "m" | "message":
            return subject_reply(rest)
        case "stop":
            return ended(session, "stopped")
        case "s" | "skip" if isinstance(session.stage, Working):
            return _close(gate.job, "skipped")
        case "a" if isinstance(session.stage, Working):
            return _page(session.stage, gate)
        case _:
            return slip(line, "y, n, e, s, a, m or stop; or say why not") or _no(
                session, gate, line
            )


def _edit(gate: AskVerdict) -> Reply:
    if gate.proposal.origin == "hands":
        return Hint(text="it is your own change: edit the file, then /take it again")
    return Wanted(wish="edit-proposal")


def _page(working: Working, gate: AskVerdict) -> Reply:
    if gate.proposal.flags:
        return Hint(
            text=f"{first_flag(gate.proposal)}; it asks for an answer of its own: {IN_FULL} or n"
        )
    later = working.batch.steps[working.index + 1 :]
    if not later or not isinstance(gate.job.purpose, ForStep):
        return Hint(text="no step follows in this batch; y applies this one")
    return (PageAsked(),)


def _close(
    job: Job, how: Literal["confirmed", "covered", "skipped", "unneeded"], note: str = ""
) -> Reply:
    if job.base is not None:
        return Hint(text="its files are on disk: say what to change, /take, keep, or put back")
    match job.purpose:
        case ForStep():
            return (StepClosed(step_id=job.purpose.step.id, how=how, note=note),)
        case ForRepair(failed=None) if how == "skipped":
            return (RedDecided(verdict="keep", note=note),)
        case ForRepair(failed=Step() as failed) if how == "skipped":
            return (StepClosed(step_id=failed.id, how=how, note=note),)
        case _:
            left = "leaves it red" if job.mends else "skips the step that failed"
            return Hint(text=f"say what is missing or /take it; s {left}")


def skip_reply(gate: AskVerdict, why: str) -> Reply:
    """`/skip why` at a diff: the words are the skip's reason."""
    return _close(gate.job, "skipped", why)


def hands_reply(session: Session, gate: AskHands | AskNothing | AskConfirm, line: str) -> Reply:
    """At a step that is the user's, or that needs nothing written."""
    word, _, rest = line.partition(" ")
    match key(word):
        case "s" | "skip":
            return _close(gate.job, "skipped", rest)
        case "stop":
            return ended(session, "stopped", rest)
        case "kind" if isinstance(gate.job.purpose, ForStep) and gate.job.base is None:
            step = gate.job.purpose.step
            return kind_reply(step.id, rest.removeprefix(f"{step.number} "))
        case _:
            return _hands_words(gate, line)


def _hands_words(gate: AskHands | AskNothing | AskConfirm, line: str) -> Reply:
    match gate:
        case AskHands():
            return _own_step(gate.job, line)
        case AskNothing():
            return _nothing(gate.job, gate, line)
        case AskConfirm():
            return _confirm(gate.job, line)
        case _:
            assert_never(gate)


def _own_step(job: Job, line: str) -> Reply:
    decided = red_word(job, key(line)) if job.mending is not None else None
    if decided is not None:
        return decided
    if not line:
        return Hint(text=_HANDS)
    if line.casefold() == "covered":
        return _close(job, "covered")
    if key(line) in {"e", "edit"}:
        return Wanted(wish="edit-proposal") if _names_files(job) else Hint(text=_NO_FILE)
    why = reason(line)
    if not why:
        return Hint(text=_HANDS)
    return slip(line, _HANDS) or (DraftAsked(note=why),)


def _names_files(job: Job) -> bool:
    return isinstance(job.purpose, (ForStep, ForRepair)) and bool(job.purpose.step.files)


def _nothing(job: Job, gate: AskNothing, line: str) -> Reply:
    if line.casefold() in YES:
        return _close(job, gate.phase.how)
    if not line or line.casefold() in NO:
        return Hint(text="y closes the step; else say what is missing, or /take your own change")
    asked = DraftAsked(note=reason(line))
    return slip(line, "y closes the step; or say what is missing") or (asked,)


def _confirm(job: Job, line: str) -> Reply:
    word, _, rest = ("failed" if key(line) == "failed" else line).partition(" ")
    match key(word):
        case "d" | "done":
            return _close(job, "confirmed", rest)
        case "f" | "failed":
            if job.repairs >= MAX_REPAIRS:
                return Hint(text=f"repaired {MAX_REPAIRS} times already: s skips, stop ends")
            return Wanted(wish="failed", words=rest)
        case _:
            return Hint(text="d when it is done, f and what you saw when it failed, s to skip")
