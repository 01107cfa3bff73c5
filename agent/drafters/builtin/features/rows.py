"""What the documents say of the tables of a feature that no endpoint serves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.documents import RepoPath, Source
from agent.core.patterns import deferred
from agent.core.spec import Excerpt, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.facts.wording import column_text, quoted, trimmed
from agent.drafters.builtin.planning.sentences.criteria import About, about_of

_MOST_COLUMNS, _MOST, _FEW, _SENTENCE = 14, 4, 3, 7
_LONGEST = 360
_STATUS = deferred(r"\s*\|\s*`?[1-5]\d\d\b")
_INDEX = deferred(r"\bindex|\bindeks|\bunique\b|\b(?:idx|ix|uq)_|_idx\b|\bpk\b", re.IGNORECASE)
_NO_INDEX = deferred(r"\bforeign key\b|\bklucz obcy|\bfk\b|\bcheck\b", re.IGNORECASE)
_WORD = deferred(r"\w+")
_CALLED = deferred(r"\b\w*(?:idx|ix|uq|index)_\w+|\b\w+_idx\b", re.IGNORECASE)


def columns(brief: Brief, tables: Sequence[Table]) -> Iterator[str]:
    """The columns of the first table, each with its type; of the others by name."""
    for at, table in enumerate(tables):
        named = f"`{table.name}`"
        if at or len(table.columns) > _MOST_COLUMNS:
            shown = quoted(one.name for one in table.columns[:_MOST_COLUMNS])
            text = f"{named}: {shown}" if shown else named
            yield f"- {brief.found(text, [table.source], bare_name(table))}"
        else:
            yield f"- {brief.found(named, [table.source], bare_name(table))}"
            yield from (f"  - {one}" for one in _described(brief, table))
            for column in table.columns:
                text = f"`{column.name}`: {column_text(column)}"
                yield f"  - {brief.found(text, [column.source], column.name)}"
        for one in table.stated[:_MOST]:
            yield f"  - {Fact(text=trimmed(one.text), sources=(one.source,))}"


def _described(brief: Brief, table: Table) -> Iterator[Fact]:
    """The sentences between its title and its first column."""
    at = table.source
    lines = [one.source.line for one in table.columns if one.source.path == at.path]
    if lines and min(lines) > at.line + 1:
        between = Source(path=at.path, line=at.line + 1, last=min(lines) - 1)
        for source, line in brief.passages.prose(between):
            if line[:1].isalpha() and len(line.split()) > _FEW:
                yield Fact(text=trimmed(line).rstrip("."), sources=(source,))


def said(brief: Brief, tables: Sequence[Table], key: str) -> list[Fact]:
    """The policies, triggers or indexes of these tables, in the document's words."""
    held = [(table, one) for table in tables for one in _held(table, key)]
    if key == "indexes":
        held = [(table, one) for table, one in held if _is_index(table, one.text)]
    return [
        Fact(
            text=brief.say(f"feature-{key}", table=table.name, text=_line(one.text)),
            sources=(one.source,),
        )
        for table, one in _once(held)
    ][:_MOST]


def _is_index(table: Table, text: str) -> bool:
    """Whether it is one, and no key, check or remark that stands among them."""
    if _NO_INDEX.search(text):
        return False
    words = set(_WORD.findall(text))
    return _INDEX.search(text) is not None or any(one.name in words for one in table.columns)


def _once(held: Sequence[tuple[Table, Excerpt]]) -> Iterator[tuple[Table, Excerpt]]:
    """Each line once, and each index: a db plan lists them below their table, and all together."""
    known: set[object] = set()
    for table, one in held:
        hit = _CALLED.search(one.text)
        name = hit[0].casefold() if hit is not None else one.text.casefold()
        if name not in known and one.source not in known:
            yield table, one
        known |= {name, one.source}


def _held(table: Table, key: str) -> tuple[Excerpt, ...]:
    return {"policies": table.policies, "triggers": table.triggers, "indexes": table.indexes}[key]


def _line(text: str) -> str:
    return trimmed(" ".join(text.split()).replace(" | ", "; "), _LONGEST)


def spoken(
    brief: Brief, tables: Sequence[Table], documents: Sequence[RepoPath]
) -> list[tuple[About, Fact]]:
    """What other documents than that of the tables say of them, by name, and what it is about."""
    names = [bare_name(one) for one in tables if _TELLING.search(bare_name(one))]
    homes = {one.source.path for one in tables}
    found = [
        (about_of(text), Fact(text=text.rstrip("."), sources=(source,)))
        for path in documents
        if path not in homes
        for source, text in _lines(brief, path)
        if any(f"`{name}`" in text or f" {name} " in text for name in names)
    ]
    return found[:_MOST]


def _lines(brief: Brief, path: RepoPath) -> Iterator[tuple[Source, str]]:
    """Its sentences; of a row those of a status: others only list what there is."""
    whole = Source(path=path, line=1, last=max(1, len(brief.passages.lines(path))))
    for source, line in brief.passages.prose(whole):
        row = line.lstrip().startswith("|")
        if line.lstrip().startswith("#") or (row and not _STATUS.match(line)):
            continue
        text = trimmed(line.replace("|", " ") if row else line)
        if len(text.split()) >= _SENTENCE:
            yield source, text


# A name of one word is that of a thing, too.
_TELLING = deferred(r"_")
