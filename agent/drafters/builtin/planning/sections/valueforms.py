"""How the whole API writes times, sums of money and names, where an answer has such values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact, spans
from agent.drafters.builtin.planning.facts.binding import leaf
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import lines_of, sentences, trimmed
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
        re.compile(r"\b(?:monetary|amounts?|currency|money|prices?|kwoty)\b", re.IGNORECASE),
        re.compile(r"\bdecimal|\bcents?\b|\binteger|\bPLN\b|\bEUR\b|\bUSD\b", re.IGNORECASE),
        re.compile(r"(?:^|_)(?:amount|price|cost|budget|fee|salary|balance|currency|budget_\w+)$"),
    ),
    (
        re.compile(r"\b(?:JSON|propert|fields?|keys?)\b", re.IGNORECASE),
        re.compile(r"\b(?:lower)?camelCase\b|\bsnake_case\b|\bPascalCase\b", re.IGNORECASE),
        re.compile(r""),
    ),
)
_EXAMPLE = deferred(r"\W*(?:example|e\.g|np\.|przyk\u0142ad)", re.IGNORECASE)
_ASIDE = deferred(
    r"\bclient\b|\bfront-?end|\berror|\btoken|\bcolumns?\b|\bdatabase\b"
    # What a value given has to be.
    r"|\bvalid\b|\brequired\b|\bmust\b|\boptional\b|\bfuture\b",
    re.IGNORECASE,
)
# What the design of the tables says of all times.
_STORED = deferred(
    r"\W*(?:all |wszystkie )?(?:time ?stamps?|times|dates|daty|czasy?|znaczniki czasu)\b.*\bUTC\b",
    re.IGNORECASE,
)
_HEADING = deferred(r"##\s")
_TOP, _MOST, _LONGEST = 15, 3, 200


def value_forms(brief: Brief) -> Iterator[Fact]:
    """The rules on the form of values that the answer has, each with its place."""
    names = [snake(leaf(one.name)) for body in brief.spec.responses for one in body.fields]
    given = list(_said(brief)) if names else []
    for about, form, values in _FORMS:
        if any(map(values.search, names)):
            yield from islice(_told(given, about, form), _MOST)


def _told(
    given: Iterable[tuple[Sequence[str], Sequence[Fact]]],
    about: re.Pattern[str],
    form: re.Pattern[str],
) -> Iterator[Fact]:
    """What says of such values a form that nothing has told; their lead where it says of what."""
    known: set[str] = set()
    for leads, facts in given:
        lead = next(filter(about.search, leads), "")
        found = []
        for one in facts:
            forms = {word.casefold() for word in form.findall(one.text)} - known
            if forms and (lead or about.search(one.text)):
                known |= forms
                found.append(one)
        if found and lead and sum(len(one.text) for one in facts) <= _LONGEST:
            found = list(facts)
        if found:
            text = "; ".join(one.text for one in found)
            named = not lead or about.search(found[0].text)
            places = [source for one in found for source in one.sources]
            yield Fact(text=text if named else f"{lead}: {text}", sources=spans(places, 1))


def _said(brief: Brief) -> Iterator[tuple[Sequence[str], Sequence[Fact]]]:
    """The sentences of general passages, with what leads them, and the document's first ones."""
    for note in brief.spec.notes:
        lines = [one for one in lines_of(brief, note.source) if not _EXAMPLE.match(one[1])]
        leads = lines and lines[0][1].rstrip("* ").endswith(":")
        above = (trimmed(lines[0][1]), trimmed(note.about)) if leads else (trimmed(note.about),)
        told = [one for line in lines[1 if leads else 0 :] for one in _facts(*line)]
        yield above, [one for one in told if not _ASIDE.search(one.text)]
    yield (), [one for one in _top(brief) if not _ASIDE.search(one.text)]
    path = brief.table.source.path if brief.table is not None else None
    stored = brief.passages.lines(path) if path is not None and is_prose(path) else ()
    for at, line in enumerate(stored, start=1):
        if path is not None and _STORED.match(line):
            said = list(_facts(Source(path=path, line=at, last=at), trimmed(line)))
            yield (), [one for one in said if _STORED.match(one.text)]


def _facts(source: Source, line: str) -> Iterator[Fact]:
    yield from (Fact(text=one.rstrip("."), sources=(source,)) for one in sentences(line))


def _top(brief: Brief) -> Iterator[Fact]:
    """The sentences above the first section of the API plan."""
    own = next((one.source for one in brief.spec.excerpts), None)
    lines = brief.passages.lines(own.path)[:_TOP] if own is not None and is_prose(own.path) else ()
    for at, line in enumerate(lines, start=1):
        if own is None or _HEADING.match(line):
            return
        place = Source(path=own.path, line=at, last=at)
        yield from _facts(place, line)
