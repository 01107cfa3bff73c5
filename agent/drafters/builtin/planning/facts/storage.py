"""What the db plan says of a table outside its columns: indexes, and what refers to it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import takewhile

from agent.core.documents import Source
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.spec import Parameter, Table
from agent.drafters.builtin.planning.citations import Fact, lines_with
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.facts.wording import column_of, primary_key, quoted, trimmed

_INDEX = deferred(r"\bindex|\bindeks|\bunique\b|\b(?:idx|ix|uq)_", re.IGNORECASE)
_UNIQUE = deferred(r"\bunique\b|\buniq_|\buq_|unikal", re.IGNORECASE)
_NO_INDEX = deferred(r"^\s*(?:#|```|drop\b)|\breferences\b|create table", re.IGNORECASE)
# "Later (deferred)", "post-MVP", "(optional)": no index is there yet.
_LATE = deferred(
    r"\bdeferred\b|\bpost-?MVP|\bfuture\b|\blater\b|\((?:optional|opcjonaln)"
    r"|\bprzysz\u0142|\bod\u0142o\u017c|\bp\u00f3\u017aniej",
    re.IGNORECASE,
)
# The columns of one that stands among those of its table: `ix_kilns_lit: (lit_at DESC)`.
_LISTED = deferred(r"[\w`*: ]*\(([^()]*)\)", re.IGNORECASE)
# What is removed stands near to the word, else its removal is that of another row.
_REMOVES = deferred(r"\b(?:delet|remov|usun|usuw|usu\u0144)\w*", re.IGNORECASE)
_REMOVED = (
    r"\b(?:delet|remov|usun|usuw|usu\u0144)\w*\W+(?:[\w`]+\W+){{0,3}}(?:{name}|{thing})s?\b"
    r"|\b(?:{name}|{thing})s?\W+(?:is |are |was |gets? |zosta\w+ )?(?:delet|remov|usun)"
)
_STATEMENT = deferred(
    r"[\W_]*(?:--|delete from|on|before|after|create|for|alter|drop|soft delet)\b", re.IGNORECASE
)
# When a trigger runs: what it does is told as such.
_FIRES = deferred(r"\b(?:before|after)\s+(?:insert|update|delete)\b", re.IGNORECASE)
# A row policy: who may remove a row, and not what becomes of others.
_POLICY = deferred(r"\b(?:SELECT|INSERT|UPDATE)\W+DELETE\b|\bauth\.uid\(", re.IGNORECASE)
_WORD = deferred(r"[A-Za-z_]\w*")
_MOST = 3


def indexes(brief: Brief, read_by: Mapping[str, Collection[str]]) -> list[Fact]:
    """The indexes of the tables that begin with a value they are read by, unique ones apart.

    Those are values of the request, and the columns that the rows are `read_by`; of the indexes of
    a table those that begin with most of them. What only adds a row looks for none by them.
    """
    tables = () if brief.subject.act == "create" or brief.table is None else brief.spec.schema
    told: list[Fact] = []
    for table in sorted(tables, key=lambda one: one != brief.table):
        own = _asked(brief) if table == brief.table else set()
        names = own | {*read_by.get(table.name, ())}
        every = _indexes(brief, table) if names else ()
        found = [(len([*takewhile(names.__contains__, one[1])]), one) for one in every]
        most = max((covered for covered, _ in found), default=0)
        told += [
            Fact(text=brief.say("index", table=table.name, columns=quoted(of)), sources=(source,))
            for covered, (source, of) in found
            if covered == most > 0
        ]
    return told[:_MOST]


def removal(brief: Brief) -> list[Fact]:
    """Sentences on what happens to other rows when one of this table's is removed."""
    table = brief.table
    if table is None:
        return []
    name, thing = re.escape(bare_name(table)), re.escape(brief.subject.thing)
    removed = deferred(_REMOVED.format(name=name, thing=thing), re.IGNORECASE)
    found = [
        Fact(text=trimmed(line).rstrip("."), sources=(source,))
        for source, line in lines_about(brief, table)
        if _is_first(removed, line)
        and not line.lstrip().startswith(("|", "#"))
        and not _FIRES.search(line)
        and not _POLICY.search(line)
        and not _STATEMENT.match(line)
    ]
    return found[:_MOST]


def _is_first(removed: re.Pattern[str], line: str) -> bool:
    """Whether the first removal that a line speaks of is that of this row."""
    verb = _REMOVES.search(line)
    hit = removed.search(line) if verb is not None else None
    return hit is not None and verb is not None and hit.start() <= verb.start()


def _columns_of(brief: Brief, found: Iterable[Parameter]) -> set[str]:
    """The names of these values' columns, and their own where they have none."""
    pairs = ((one, column_of(brief.table, one.name)) for one in found)
    return {column.name if column is not None else one.name for one, column in pairs}


def _asked(brief: Brief) -> set[str]:
    """The columns that a request filters by, or a list is ordered by."""
    names = _columns_of(brief, [one for one in brief.spec.parameters if one.place != "header"])
    choices = {
        value
        for one in brief.spec.parameters
        if (limit := one.limit("choices")) is not None
        for value in limit.value.split("|")
    }
    return names | choices


def _indexes(brief: Brief, table: Table) -> Iterator[tuple[Source, tuple[str, ...]]]:
    named = deferred(
        rf"(?:(?<![\w.]){re.escape(bare_name(table))}[`\"]?|\b(?:unique|(?:non)?clustered|index))\s*\(([^()]*)\)",
        re.IGNORECASE,
    )
    primary = primary_key(table)
    key = (primary.name,) if primary is not None else ()
    seen: set[tuple[str, ...]] = set()
    about = lines_about(brief, table)
    lines = ((one, line, named.search(line)) for one, line in about if _INDEX.search(line))
    stated = ((one.source, one.text, _LISTED.match(one.text)) for one in table.indexes)
    for source, line, found in (*lines, *stated):
        if found is None or _NO_INDEX.search(line) or _is_late(brief, source):
            continue
        columns = tuple(
            _WORD.findall(part)[0] for part in found[1].split(",") if _WORD.search(part)
        )
        known = tuple(one for one in columns if table.column(one) is not None)
        if known and known == columns != key and known not in seen and not _UNIQUE.search(line):
            seen.add(known)
            yield source, columns


def _is_late(brief: Brief, source: Source) -> bool:
    """Whether a line, or the title that it stands under, puts it off."""
    above = reversed(brief.passages.lines(source.path)[: source.line - 1])
    title = next((one for one in above if one.startswith("#")), "")
    return _LATE.search(f"{title} {brief.passages.says(source)}") is not None


def lines_about(brief: Brief, table: Table) -> Iterator[tuple[Source, str]]:
    """The lines of the table's document that hold its name."""
    path, name = table.source.path, bare_name(table).casefold()
    lines = brief.passages.lines(path)
    for at in lines_with(name, _folded(lines)):
        yield Source(path=path, line=at + 1, last=at + 1), lines[at]


@lately
def _folded(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(str.casefold, lines))
