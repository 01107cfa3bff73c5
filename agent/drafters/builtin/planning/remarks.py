"""Sentences of the documents that hold for an endpoint, each given to one section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from agent.core.documents import Source
from agent.core.spec import Excerpt
from agent.drafters.builtin.planning.brief import Brief
from agent.drafters.builtin.planning.cite import Fact, holds
from agent.drafters.builtin.planning.wording import lines_of, trimmed

Concern = Literal["flow", "security", "errors", "performance"]

# The first that matches decides. English and Polish.
_CONCERNS: tuple[tuple[Concern, re.Pattern[str]], ...] = (
    (
        "performance",
        re.compile(
            r"\bcach|\bindex|\bindeks|\bETag\b|If-None-Match|\brate.?limit|\bthrottl|\btimeout|performan"
            r"|wydajno|latenc|N\+1|materiali[sz]ed|\b\d+ ?ms\b|limit\w* (?:\u017c\u0105da\u0144|zapyta\u0144)",
            re.IGNORECASE,
        ),
    ),
    (
        "security",
        re.compile(
            r"\bauth|\bRLS\b|row.level|\bJWT\b|\btoken|\brole\b|\broles\b|\bowner|permission|\bsecre|csrf|encrypt"
            r"|\bsanit|uwierzyt|autoryz|uprawnie|w\u0142a\u015bciciel|bezpiecze|service.role|user_id|forbid",
            re.IGNORECASE,
        ),
    ),
    (
        "errors",
        re.compile(
            r"\berrors?\b|\b[45]\d\d\b|b\u0142\u0119d|exception|rollback|\bretry|\bfail|wyj\u0105tk",
            re.IGNORECASE,
        ),
    ),
)
_LABELLED = re.compile(
    r"^[\s*+>-]*[*_`]*(?:path|query|url|request|response|success|errors?|status|headers?|method|metoda|url"
    r"|body|parametr|odpowied|parameters?|cia\u0142o|kody?|validation|walidacja|auth\w*|autoryz\w*|description|opis)"
    r"\b[^:]{0,40}:?[*_`]*\s*:?\s*$",
    re.IGNORECASE,
)
_SHORTEST = 25
_MOST_OWN = 6
_MOST_SHARED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A sentence with its place; `own` when the endpoint's passage holds it."""

    concern: Concern
    fact: Fact
    own: bool


def remarks(brief: Brief, concern: Concern) -> list[Fact]:
    """What the documents say under this concern: the endpoint's own first, few general ones."""
    found = list(dict.fromkeys(_all(brief)))
    mine = [one for one in found if one.concern == concern]
    own = [one.fact for one in mine if one.own][:_MOST_OWN]
    shared = [one.fact for one in mine if not one.own][:_MOST_SHARED]
    return own + shared


def _all(brief: Brief) -> Iterator[Remark]:
    seen: set[str] = set()
    for own, excerpt in _excerpts(brief):
        for source, text in lines_of(brief, excerpt.source):
            said = trimmed(text)
            key = said.casefold()
            if key not in seen and _is_sentence(text, said) and not _is_told(brief, source, text):
                seen.add(key)
                fact = Fact(text=said.rstrip("."), sources=(source,))
                yield Remark(concern=_concern(said), fact=fact, own=own)


def _excerpts(brief: Brief) -> Iterator[tuple[bool, Excerpt]]:
    yield from ((True, one) for one in brief.spec.excerpts[:1])
    yield from ((False, one) for one in brief.spec.notes)


def _is_sentence(raw: str, said: str) -> bool:
    plain = len(said) >= _SHORTEST and " " in said and not raw.lstrip().startswith(("#", "|"))
    return (
        plain and _LABELLED.match(raw) is None and not said.endswith(":") and said[0] not in '{["}'
    )


def _is_told(brief: Brief, source: Source, text: str) -> bool:
    """Whether other parts of the plan tell this line: as a parameter, a status, the description."""
    spec = brief.spec
    told = [one.source for one in spec.statuses] + [one.source for one in spec.parameters]
    told += [
        field.source for body in (spec.request, *spec.responses) if body for field in body.fields
    ]
    told += [body.source for body in (spec.request, *spec.responses) if body]
    told += [one.source for one in (spec.description, spec.auth) if one]
    inside = any(one.path == source.path and one.line <= source.line <= one.last for one in told)
    return inside or (str(spec.endpoint.path) in text and holds(text, spec.endpoint.method))


def _concern(text: str) -> Concern:
    return next((name for name, words in _CONCERNS if words.search(text)), "flow")
