"""The first prompt, drawn with next to nothing loaded; the rest comes in behind it."""

from __future__ import annotations

from dataclasses import dataclass

from agent import lazy
from agent.core.page import Page, Span, line
from agent.ports import Ask, Reader, Screen, SessionSummary

QUESTION: Page = (line("Which endpoint are we working on?", Span("   Tab lists them", "dim")),)

_NO = frozenset(("n", "no", "nie"))
_BEHIND = (
    "agent.conversation",
    "agent.adapters.library.library",
    "agent.drafters.builtin.drafter",
    "agent.adapters.journal.opening",
    "agent.adapters.git.history",
    "git",
)
_MINUTE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What the user said first: to go on with a session, or which endpoint.

    `words` is None where nothing was asked; `session_id` None begins anew.
    """

    session_id: str | None = None
    words: str | None = None


def warm() -> None:
    """Load behind the prompt what the conversation needs."""
    lazy.warm(_BEHIND)


def resume_or_not(summary: SessionSummary, screen: Screen, reader: Reader) -> Opening:
    """Ask whether to go on; a yes is the default. EOFError when the user leaves."""
    screen.show(where(summary))
    answer = reader.ask(Ask(drawn=warm)).strip().casefold()
    return Opening() if answer in _NO else Opening(session_id=summary.id)


def where(summary: SessionSummary) -> Page:
    """What is unfinished, and since when, as a question."""
    when = (summary.last or "")[:_MINUTE].replace("T", " ")
    head = summary.endpoint or "no endpoint yet"
    return (
        line(Span(head, "title"), f", {summary.state}; last worked {when} UTC"),
        line("Go on there?   Enter or [y], [n] begins anew"),
    )
