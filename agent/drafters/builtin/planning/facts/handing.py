"""How the rules want a request handed on: as which message, by what, and with which outcome."""

from __future__ import annotations

import re

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.rulebook import bullets

_MESSAGE = deferred(r"(?:Command|Query)$")
_SENDER = deferred(r"\bI(?P<of>Command|Query|)(?:Dispatcher|Sender|Mediator|Bus)\b|\bMediatR\b")
_MEDIATOR = "ISender"
_REFUSED = deferred(
    r"\b(?:no|not|without|avoid|instead of|bez|zamiast|unikaj|nie)\b[^.,;]{0,20}MediatR",
    re.IGNORECASE,
)
_OUTCOME = deferred(r"\b(Result|ErrorOr|OneOf)<\w+>")
_BEFORE = deferred(
    r"\b(?:validat|walidacj)\w*\b.*\b(?:before|przed|pipeline|behaviou?rs?)\b", re.IGNORECASE
)
_HANDLED = deferred(r"\bhandler|\bpipeline", re.IGNORECASE)
_FORM = deferred(r"\bProblemDetails\b|\bRFC ?(?:7807|9457)\b", re.IGNORECASE)


def message(brief: Brief) -> str:
    """The command or query that the service takes, where it is a type of its own."""
    stems = (one.path.name.removesuffix(one.path.suffix) for one in brief.layout.all_of("message"))
    return next((one for one in stems if _MESSAGE.search(one)), "")


def sender(brief: Brief) -> Fact | None:
    """What sends a message to its handler, as the rules name it; a sentence on it comes first."""
    own = "Command" if brief.subject.writes else "Query"
    found: list[tuple[bool, Fact]] = []
    for source, line in bullets(brief):
        hits = () if _REFUSED.search(line) else _SENDER.finditer(line)
        for hit in hits:
            if (hit["of"] or own) == own:
                name = hit[0] if hit[0].startswith("I") else _MEDIATOR
                said = re.search(rf"\b{own}\b", line) is not None
                found.append((not said, Fact(text=f"`{name}`", sources=(source,))))
    return min(found, key=lambda one: one[0])[1] if found else None


def outcome(brief: Brief, of: str) -> Fact | None:
    """What a handler gives back around its data, which is `of` this type, by the rules."""
    for source, line in bullets(brief):
        hit = _OUTCOME.search(line)
        if hit is not None and _HANDLED.search(line):
            return Fact(text=f"`{hit[1]}<{of}>`", sources=(source,))
    return None


def checked_before(brief: Brief) -> Source | None:
    """The rule by which validation comes before the handler, not in it."""
    lines = bullets(brief)
    return next((at for at, one in lines if _BEFORE.search(one) and _HANDLED.search(one)), None)


def error_form(brief: Brief) -> Fact | None:
    """The form of errors that the documents on this endpoint, or the rules, name."""
    spec = brief.spec
    said = (one.source for one in (*spec.excerpts[:1], *spec.notes))
    lines = [(at, one) for source in said for at, one in brief.passages.prose(source)]
    found = (at for at, one in (*lines, *bullets(brief)) if _FORM.search(one))
    own = next(found, None)
    return Fact(text="`ProblemDetails`", sources=(own,)) if own is not None else None
