"""Row-level security as general sentences have it: on for which tables, or left to the code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.documents import Source
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.facts.links import is_people
from agent.drafters.builtin.planning.facts.wording import quoted, sentences, trimmed
from agent.drafters.builtin.planning.sections.flow import way
from agent.drafters.builtin.planning.sections.touched import touched
from agent.drafters.builtin.planning.tables.reach import Way, ways
from agent.drafters.builtin.planning.tables.work import Work, work_of

_RLS = deferred(r"\bRLS\b|row[- ]level[- ]security", re.IGNORECASE)
_ON = deferred(r"\benabl\w*|\bw\u0142\u0105cz\w*|\bimplement(?:s|uj\w*)\b", re.IGNORECASE)
_NOT = deferred(
    r"\bnot\b|\bnie\b|deferred|\bomij|\bbypass|\bbez RLS|^\s*#|^\s*--|\?", re.IGNORECASE
)
# All of them, not those alone that belong to somebody.
_ALL = deferred(
    r"\b(?:all (?:the )?tables|wszystki\w+ tabel\w*)\b"
    r"(?! (?:that|which|with|contain|hold|of|u\u017cyt|zawier))",
    re.IGNORECASE,
)
_OFF = deferred(
    r"deferred|nie jest wdro|\bnot (?:yet )?(?:implemented|enabled|used)", re.IGNORECASE
)
# "enforced by app-level filters", "na poziomie aplikacji".
_BY_CODE = deferred(
    r"\bapp(?:lication)?[- ](?:level|layer|scoped)|(?:poziomie|warstwie) aplikacji", re.IGNORECASE
)


def row_security(brief: Brief, told: Sequence[str]) -> Iterator[Fact]:
    """What holds for the tables that are written, where no line that is told has it already."""
    yield from _turned_off(brief)
    names = touched(brief).written
    written = [one for one in brief.spec.schema if one.name in names and not one.unguarded]
    known = [one for one in told if _RLS.search(one)]
    found = [
        (table, place)
        for table in written
        if not any(f"`{table.name}`" in one for one in known)
        and (place := _place(brief, table)) is not None
    ]
    if found:
        places = tuple(dict.fromkeys(place for _, place in found))
        shown = quoted(table.name for table, _ in found)
        text = brief.say("row-security", names=shown, endpoint=brief.endpoint)
        yield Fact(text=text, sources=places)
    elif not known and work_of(brief).closed:
        yield from _by_code(brief)


def hidden_rows(brief: Brief) -> Iterator[Fact]:
    """The tables read of which policies show the caller own rows alone, where others are meant."""
    work = work_of(brief)
    if brief.subject.writes or not work.closed:
        return
    mine = work.tie.columns if work.tie is not None else ()
    read = [part for one in way(brief) if one.part == "read" for part in one.fact.text.split("; ")]
    beside = [one for one in work.links.tables if one is not work.table and not one.unguarded]
    hidden = [
        (one, found)
        for one in beside
        if one.name in touched(brief).read
        and (found := _shown_to(work, one))
        and (work.tie is None or is_people(one.name))
        and any(_of_others(part, one, found, mine) for part in read)
    ]
    if hidden:
        names = quoted(one.name for one, _ in hidden)
        places = dict.fromkeys(each.source for _, found in hidden for each in found)
        text = brief.say("row-hidden", endpoint=brief.endpoint, names=names)
        yield Fact(text=text, sources=tuple(places))


def _shown_to(work: Work, table: Table) -> tuple[Way, ...]:
    """To whom its policies show a row, where that is always one person."""
    found = ways(work.links, table, "select") or ()
    alone = all(one.tie is not None and one.tie.group is None and not one.roles for one in found)
    return found if alone else ()


def _of_others(part: str, table: Table, found: Sequence[Way], mine: Sequence[Column]) -> bool:
    """Whether a part of the flow reads of a table what is not asked for by the caller."""
    ties = [one.tie for one in found if one.tie is not None and one.tie.own_of(table)]
    own = [f"`{table.name}.{column.name}`" for tie in ties for column in tie.columns]
    own += [f".{column.name}`" for column in mine]
    named = f"`{table.name}`" in part or f"`{table.name}." in part
    return named and not any(one in part for one in own)


def _turned_off(brief: Brief) -> Iterator[Fact]:
    """The tables whose policies a migration turned off: the queries have to filter."""
    on = touched(brief)
    off = [
        one for one in brief.spec.schema if one.unguarded and one.name in {*on.read, *on.written}
    ]
    if off:
        shown = quoted(one.name for one in off)
        text = brief.say("row-security-off", names=shown, endpoint=brief.endpoint)
        yield Fact(text=text, sources=tuple(one.unguarded[-1].source for one in off))


def _place(brief: Brief, table: Table) -> Source | None:
    """The line that says that it is on for this table, or for all."""
    lines = list(_lines(brief, table.source))
    if any(_OFF.search(line) for _, line in lines):
        return None
    known = _names(brief.spec.schema)
    for source, line in lines:
        if _ON.search(line) and not _NOT.search(line):
            named = known.intersection(re.findall(r"\w+", line.casefold()))
            of_all = not named and not is_people(table.name) and _ALL.search(line)
            if of_all or bare_name(table).casefold() in named:
                return source
    return None


@lately
def _names(schema: tuple[Table, ...]) -> frozenset[str]:
    return frozenset(bare_name(one).casefold() for one in schema)


def _by_code(brief: Brief) -> Iterator[Fact]:
    """That the database does not do it: the code has to."""
    for source, line in _lines(brief, brief.table.source) if brief.table is not None else ():
        said = [one for one in sentences(trimmed(line)) if _BY_CODE.search(one)]
        if said:
            yield Fact(text=" ".join(said).rstrip("."), sources=(source,))
            return


def _lines(brief: Brief, place: Source) -> Iterator[tuple[Source, str]]:
    """The lines of the table's document that speak of it."""
    lines = brief.passages.lines(place.path)
    for at in _speaking(lines):
        yield Source(path=place.path, line=at + 1, last=at + 1), lines[at]


@lately
def _speaking(lines: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(at for at, one in enumerate(lines) if _RLS.search(one))
