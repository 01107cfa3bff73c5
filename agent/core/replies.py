"""What a line at a gate turns into: events, a wish that needs the shell, or a hint."""

from __future__ import annotations

from typing import Literal

from agent.core.edits import Proposal
from agent.core.events import Event
from agent.core.keywords import IN_FULL
from agent.core.values import dataclass
from agent.core.work import SubjectChanged

Wish = Literal[
    "choose-endpoint",
    "edit-plan",
    "view-plan",
    "edit-proposal",
    "view-proposal",
    "keep-files",
    "failed",
    "take-back",
    "next-endpoint",
    "question",
    "view-output",
    "draft-steps",
    "read-plan",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The user wants something that needs the shell; `words` are theirs."""

    wish: Wish
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """The line means nothing here; what would."""

    text: str


Reply = tuple[Event, ...] | Wanted | Hint

_SLIP = 2


def slip(line: str, keys: str) -> Hint | None:
    """The hint for one or two letters that are no key here: they are a slip, not a reason."""
    if len(line) > _SLIP:
        return None
    return Hint(text=f"“{line}” means nothing here; {keys}")


def in_full(proposal: Proposal, word: str, does: str) -> Hint | None:
    """Where it is flagged, only the whole word is a yes (T07, T21, T26, T31, F35)."""
    if not proposal.flags or word == IN_FULL:
        return None
    return Hint(text=f"{first_flag(proposal)}; the whole word {IN_FULL} {does}")


def first_flag(proposal: Proposal) -> str:
    """What is said first of a proposal that is flagged."""
    flag = proposal.flags[0]
    return f"{flag.path.name}: {flag.text}"


def subject_reply(words: str) -> Reply:
    """`m` and the commit's new subject."""
    if not words.strip():
        return Hint(text="m and the commit's new subject, as in: m fix the limit")
    return (SubjectChanged(subject=words.strip()),)
