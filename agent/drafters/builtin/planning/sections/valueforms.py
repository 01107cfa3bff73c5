"""How the whole API writes times, sums of money and names, where an answer has such values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import leaf
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import lines_of, sentences
from agent.drafters.builtin.planning.sentences.stepwise import joined
from agent.drafters.builtin.project.naming import snake
from agent.sources.openapi.apidata import is_prose

# What a sentence is about, what it says of that, and which fields are such values.
_FORMS: tuple[tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(r"\b(?:time ?stamps?|date|dates|times?|daty|znaczniki)\b", re.IGNORECASE),
        re.compile(r"\bISO[ -]?8601|\bRFC ?3339|\bUTC\b|\bepoch\b", re.IGNORECASE),
        re.compile(r"(?:^|_)(?:at|date|time|timestamp|datetime|utc|from|to|until|day)$"),
    ),
    (
        re.compile(r"\b(?:monetary|currency|money|prices?|kwoty)\b", re.IGNORECASE),
        re.compile(r"\bdecimal|\bcents?\b|\binteger|\bPLN\b|\bEUR\b|\bUSD\b", re.IGNORECASE),
        re.compile(r"(?:^|_)(?:amount|price|cost|budget|fee|salary|balance|budget_\w+)$"),
    ),
    (
        re.compile(r"\b(?:JSON|propert|fields?|keys?)\b", re.IGNORECASE),
        re.compile(r"\b(?:lower)?camelCase\b|\bsnake_case\b|\bPascalCase\b", re.IGNORECASE),
        re.compile(r""),
    ),
)
_EXAMPLE = deferred(r"\W*(?:example|e\.g|np\.|przyk\u0142ad)", re.IGNORECASE)
_ASIDE = deferred(
    r"\bclient\b|\bfront-?end|\berror|\btoken|\bcolumns?\b|\bdatabase\b", re.IGNORECASE
)
_HEADING = deferred(r"##\s")
_TOP, _LONGEST = 15, 240


def value_forms(brief: Brief) -> Iterator[Fact]:
    """The rules on the form of values that the answer has, each with its place; once a kind."""
    names = [snake(leaf(one.name)) for body in brief.spec.responses for one in body.fields]
    given = [one for one in _said(brief) if not _ASIDE.search(one.text)] if names else []
    for about, form, values in _FORMS:
        if not any(map(values.search, names)):
            continue
        found = (one for one in given if about.search(one.text) and form.search(one.text))
        yield from list(found)[:1]


def _said(brief: Brief) -> Iterator[Fact]:
    """The sentences of general passages, lists with what leads them, and the document's first."""
    for note in brief.spec.notes:
        lines = [one for one in lines_of(brief, note.source) if not _EXAMPLE.match(one[1])]
        if lines and lines[0][1].rstrip("* ").endswith(":"):
            whole = joined(lines)
            yield from [whole] if len(whole.text) <= _LONGEST else ()
            continue
        for source, text in lines:
            yield from (Fact(text=one.rstrip("."), sources=(source,)) for one in sentences(text))
    yield from _top(brief)


def _top(brief: Brief) -> Iterator[Fact]:
    """The sentences above the first section of the API plan."""
    own = next((one.source for one in brief.spec.excerpts), None)
    lines = brief.passages.lines(own.path)[:_TOP] if own is not None and is_prose(own.path) else ()
    for at, line in enumerate(lines, start=1):
        if own is None or _HEADING.match(line):
            return
        place = Source(path=own.path, line=at, last=at)
        yield from (Fact(text=one.rstrip("."), sources=(place,)) for one in sentences(line))
