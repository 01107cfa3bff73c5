"""What a line means where a decision is needed before it goes on: dirty, red, a hook's change."""

from __future__ import annotations

from typing import Literal

from agent.core.events import BranchAccepted, ErrandDropped
from agent.core.gates import AskBranch, AskDirty, AskRed, AskSteps, AskSurprise
from agent.core.job import MAX_REPAIRS, ForRepair, ForStep, Job, Red, RedBatch
from agent.core.keywords import NO, YES, key
from agent.core.replies import Hint, Reply, Wanted
from agent.core.session import Errand, Session
from agent.core.work import BatchEnded, DirtyAccepted, RedDecided, SurpriseKept


def trouble_reply(
    session: Session, gate: AskDirty | AskRed | AskSurprise | AskBranch | AskSteps, line: str
) -> Reply:
    """At such a gate."""
    word, _, rest = line.partition(" ")
    match gate:
        case AskRed():
            return _red(session, gate, key(word), rest)
        case AskSurprise():
            return _surprise(gate, key(word))
        case AskSteps():
            return _stepless(key(line))
        case _:
            return _elsewhere(session, gate, key(word))


def _elsewhere(session: Session, gate: AskDirty | AskBranch, word: str) -> Reply:
    if word in {"stop", *NO}:
        return ended(session, "stopped")
    if isinstance(gate, AskDirty):
        if word in {"i", "include"}:
            return (DirtyAccepted(digest=gate.proposal.digest),)
        if word in {"v", "view"}:
            return Wanted(wish="view-proposal")
        return Hint(text="i takes your lines into this commit, v shows them, stop leaves all as is")
    if word in YES:
        return (BranchAccepted(branch=gate.now),)
    return Hint(text="y goes on here; stop ends the batch, and nothing is written")


def _stepless(word: str) -> Reply:
    """At a plan without steps: an empty line looks whether the user wrote some."""
    match word:
        case "d" | "draft":
            return Wanted(wish="draft-steps")
        case "e" | "edit":
            return Wanted(wish="edit-plan")
        case "v" | "view":
            return Wanted(wish="view-plan")
        case "o" | "other":
            return Wanted(wish="next-endpoint")
        case "":
            return Wanted(wish="read-plan")
        case _:
            return Hint(text="d drafts its steps, e edits the plan, o is for another endpoint")


def _surprise(gate: AskSurprise, word: str) -> Reply:
    if word in {"k", "keep"}:
        return (SurpriseKept(),)
    if word in {"u", "undo"}:
        if isinstance(gate.surprise.purpose, ForRepair):
            number = gate.surprise.purpose.step.number
            return Hint(text=f"a repair goes with its step: k, then /undo {number} takes both back")
        return Wanted(wish="take-back")
    return Hint(text="k keeps what the hook made, u takes the commit back")


def _red(session: Session, gate: AskRed, word: str, rest: str) -> Reply:
    whole = isinstance(gate.job.phase, RedBatch)
    end = "stop ends the batch" if whole else "p puts the files back"
    match word:
        case "r" | "repair" if isinstance(gate.job.purpose, (ForStep, ForRepair)):
            if gate.job.repairs >= MAX_REPAIRS:
                return Hint(text=f"repaired {MAX_REPAIRS} times: again, k keeps, {end}")
            return (RedDecided(verdict="repair", note=rest),)
        case "stop" if whole:
            return ended(session, "stopped", rest)
        case "stop":
            return (RedDecided(verdict="back"),)
        case _:
            keys = f"r repairs, again runs it again, k keeps it red, {end}, o shows all"
            if any(one.cancelled for one in gate.results):
                keys = f"again runs it again, k keeps it as it is, {end}"
            return red_word(gate.job, word) or Hint(text=keys)


def red_word(job: Job, word: str) -> Reply | None:
    """What may be said of a red check wherever it is still what is on disk."""
    match word:
        case "again":
            return (RedDecided(verdict="again"),)
        case "k" | "keep":
            return (RedDecided(verdict="keep"),)
        case "p" | "put back" if isinstance(job.mending, Red):
            return (RedDecided(verdict="back"),)
        case "o" | "output":
            return Wanted(wish="view-output")
        case _:
            return None


def ended(session: Session, reason: Literal["declined", "stopped"], note: str = "") -> Reply:
    """The batch ends, or the change outside one is dropped."""
    if isinstance(session.stage, Errand):
        return (ErrandDropped(note=note),)
    return (BatchEnded(reason=reason, note=note),)
