"""The first prompt, drawn with next to nothing loaded; the rest comes in behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from agent import lazy
from agent.core.keywords import NO, YES
from agent.core.page import Page, Span, line
from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.dialogue import Ask, Reader, Screen
from agent.sessions import SessionSummary

if TYPE_CHECKING:
    from datetime import datetime

QUESTION: Page = (line("Which endpoint are we working on?", Span("   Tab lists them", "dim")),)

OF_FEATURES: Page = (line("Which feature are we working on?", Span("   Tab lists them", "dim")),)

_QUIT = frozenset(("q", "quit", "exit"))
_ENDPOINT = deferred(r"[A-Za-z]+ +/\S+|/\S+/\S*|(?i:get|post|put|patch|delete) +\S+")
_SAID = deferred(r"[/?!]")
_ANSWERS = "Enter, y, a /command or a ? question goes on there; n, or an endpoint, is for another"
_BEHIND = (
    "agent.conversation",
    "agent.completing",
    "agent.adapters.library.library",
    "agent.adapters.journal.opening",
    "agent.adapters.git.history",
    "git",
)
# What the first plan and the first diff are shown with; a model's client comes before.
_AFTER = (
    "agent.drafters.builtin.drafter",
    "agent.adapters.profiles",
    "agent.sources.gathering.gather",
    "agent.turns.linting",
    "agent.sources.stack.remarks",
    "agent.sources.stack.packages",
    "agent.sources.stack.formatters",
    "agent.adapters.git.commit",
)
_SO_FAR = {"none": "no plan yet", "unreadable": "cannot be read whole"}
_DAYS = {0: "today {}", 1: "yesterday {}"}
_STATES = {
    "done": "{} done",
    "started": "{} started",
    "planned": "{} planned",
    "none": "{} without a plan",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What the user said first: to go on with a session, or which endpoint.

    `words` is None where nothing was asked; they are said in the session of `session_id`, which
    is None to begin anew.
    """

    session_id: str | None = None
    words: str | None = None


def load(between: Callable[[], object]) -> None:
    """Load what the conversation needs, do this, and load what its first plan and diff need."""
    for name in _BEHIND:
        lazy.load(name)
    between()
    for name in _AFTER:
        lazy.load(name)


def resume_or_not(
    summary: SessionSummary,
    *,
    now: datetime,
    screen: Screen,
    reader: Reader,
    behind: Callable[[], object] = lambda: None,
) -> Opening:
    """Ask whether to go on until that is answered; a yes is the default.

    An endpoint is an answer as well: this session's goes on, another one begins anew; and so is
    what may be said anywhere, a command or a question: it is said where it goes on.
    `behind` is what else is loaded meanwhile. EOFError when the user leaves.
    """
    screen.show(where(summary, now))
    ask = Ask(drawn=lambda _redraw: lazy.behind(lambda: load(behind)))
    while (word := (said := reader.ask(ask).strip()).casefold()) not in {"", *YES, *NO}:
        if word.removeprefix("/") in _QUIT:
            raise EOFError
        if _ENDPOINT.fullmatch(said):
            same = word == (summary.endpoint or "").casefold()
            return Opening(session_id=summary.id) if same else Opening(words=said.lstrip("/"))
        if _SAID.match(said):
            return Opening(session_id=summary.id, words=said)
        screen.say(_ANSWERS, "warn")
    return Opening(session_id=None if word in NO else summary.id)


def tally(counts: Mapping[str, int], say: Callable[[str], str] = str) -> str:
    """`23 endpoints: 20 done, 1 started, 2 without a plan`; `features` are counted without any.

    `say` puts a sentence of ours into the reader's language.
    """
    if features := counts.get("features"):
        return say(
            "no endpoints; 1 feature" if features == 1 else f"no endpoints; {features} features"
        )
    total = sum(counts.values())
    words = (
        say(word.format(counts[state])) for state, word in _STATES.items() if counts.get(state)
    )
    listed = ", ".join(words)
    if not total:
        return say("no endpoints in the documents")
    return say(f"1 endpoint: {listed}" if total == 1 else f"{total} endpoints: {listed}")


def where(summary: SessionSummary, now: datetime) -> Page:
    """What is unfinished, how far it is, and since when, as a question."""
    head = summary.endpoint or "no endpoint yet"
    so_far = _SO_FAR.get(summary.state, summary.state)
    if summary.total is not None:
        so_far = f"{summary.done} of {summary.total}"
    when = (", ", Span(moment(summary.last, now), "own")) if summary.last else ()
    return (
        line(Span(head, "title"), ", ", Span(so_far, "own"), *when),
        line("Go on there?   Enter or [y]; [n] is for another endpoint"),
    )


def moment(iso: str, now: datetime) -> str:
    """`yesterday 17:42`: a journal's time as the clock on the user's wall had it."""
    try:
        then = now.fromisoformat(iso).astimezone(now.tzinfo)
    except ValueError:  # no time of ours: it is shown as it stands
        return iso
    days = (now.date() - then.date()).days
    return _DAYS.get(days, f"{then:%Y-%m-%d} {{}}").format(f"{then:%H:%M}")
