"""In which state a row must be, as the lines on an endpoint and its refusals say it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Table
from agent.drafters.builtin.planning.facts.binding import leaf
from agent.drafters.builtin.planning.facts.wording import lines_of, meaning_of
from agent.drafters.builtin.planning.tables.choices import values_of
from agent.drafters.builtin.planning.tables.work import Work, cited, status_sources
from agent.drafters.builtin.planning.writes.assigning import is_on
from agent.drafters.builtin.planning.writes.transitions import Before, state_of
from agent.drafters.builtin.project.naming import snake

# English and Polish.
_CHECKS = deferred(
    r"\b(?:validat\w*|check\w*|verif\w*|ensur\w*|must|only|requires?|allowed|sprawd\w*|walid\w*"
    r"|weryfik\w*|musi|tylko|wymaga\w*)\b",
    re.IGNORECASE,
)
_NOT = deferred(
    r"\b(?:not|never|cannot|n't|unless|except|nie|if|when|gdy|je\u015bli)\b", re.IGNORECASE
)
_CHANGES = deferred(r"\b(?:edit|updat|modif|chang|edyt|edycj|aktualiz|zmieni|zmian)", re.IGNORECASE)
_REFUSED = (400, 403, 409, 422)
_VALUE = r"[`'\"]?(?P<value>[A-Za-z][\w-]*)[`'\"]?"
_OF_STATE = deferred(
    r"\b(?:status\w*|state|stan\w*)[`'\"]?\s*"
    r"(?:(?:={1,3}|:|is|are|must be|has to be|in|to be|to|musi by\u0107|jest|wynosi)\s*)*"
    rf"(?P<values>{_VALUE}(?:\s*(?:,|/|\||\bor\b|\blub\b)\s*[`'\"]?[A-Za-z][\w-]*[`'\"]?)*)"
)
_NOT_IN = deferred(
    rf"\bnot (?:in )?(?:an? |the )?{_VALUE}(?: (?:status|state)\b|\W*$|\W+(?:or|lub)\b)",
    re.IGNORECASE,
)
_WORD = deferred(r"[A-Za-z][\w-]*")
_CLAUSE = deferred(r"(?<=[.;])\s+|;\s*")


def demanded(work: Work) -> Iterator[Before]:
    """The states, by the first line or refusal that names them, one for each table."""
    seen = set[str]()
    for one in (*_by_lines(work), *_by_refusals(work)):
        if one.table.name not in seen:
            seen.add(one.table.name)
            yield one


def _by_lines(work: Work) -> Iterator[Before]:
    brief = work.brief
    own = brief.spec.excerpts[:1]
    notes = (one for one in brief.spec.notes if is_on(brief, one))
    for excerpt in (*own, *notes):
        for source, text in lines_of(brief, excerpt.source):
            for clause in _CLAUSE.split(text):
                if _rules(work, clause):
                    for hit in _OF_STATE.finditer(clause):
                        yield from _before(work, clause, hit["values"], (source,))


def _rules(work: Work, clause: str) -> bool:
    """Whether a clause is on what must hold; of a change only one that speaks of changing."""
    if not _CHECKS.search(clause) or _NOT.search(clause):
        return False
    return work.brief.subject.act != "update" or _CHANGES.search(clause) is not None


def _by_refusals(work: Work) -> Iterator[Before]:
    for status in work.brief.statuses(*_REFUSED):
        said = meaning_of(status)
        hit = _NOT_IN.search(said) if work.brief.is_own(status.source) else None
        if hit is not None:
            places = status_sources(work.brief, status)
            yield from _before(work, said, hit["value"], places)


def _before(work: Work, said: str, values: str, places: tuple[Source, ...]) -> Iterator[Before]:
    """The state of the table that is meant, where it knows all the values."""
    wanted = [one for one in _WORD.findall(values) if one not in {"or", "lub"}]
    for table in _tables(work, said):
        column = state_of(table)
        known = values_of(work.brief.spec, table, column) if column is not None else ()
        same = {one.casefold(): one for one in known}
        found = [same[one.casefold()] for one in wanted if one.casefold() in same]
        if column is not None and found and len(found) == len(wanted):
            sources = (*places, *cited(work.brief, column))
            yield Before(table=table, column=column, values=tuple(found), sources=sources)
            return


def _tables(work: Work, said: str) -> Iterator[Table]:
    """The tables whose rows are at hand: those that the words name before the others."""
    fields = [snake(leaf(one.name)) for one in work.brief.body]
    keys = [name.removesuffix("_id") for name in fields if name.endswith("_id")]
    named = [one for name in keys if (one := work.links.exactly(name)) is not None]
    rows = [one.table for one in reversed(work.rows)]
    words = _WORD.findall(said)
    here = list({one.name: one for one in (*rows, *named)}.values())
    meant = [one for one in here if any(work.links.named(word) is one for word in words)]
    yield from meant or here
