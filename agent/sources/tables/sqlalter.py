"""What one action of an ALTER TABLE does to a table."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Column
from agent.core.values import dataclass
from agent.sources.tables.ddl import NAME, part, unquoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.core.documents import Source
    from agent.sources.tables.sqltext import Sql
    from agent.sources.tables.tabledraft import Draft

_ABSENT = r"(?:if\s+(?:not\s+)?exists\s+)?"
_NULLABLE = deferred(r"(?:not\s+)?null", re.IGNORECASE)
_DEFAULT = deferred(r"default\b", re.IGNORECASE)
# The names that PostgreSQL gives to constraints without one, and what it calls so.
_GIVEN = {
    "key": deferred(r"unique\b", re.IGNORECASE),
    "check": deferred(r"check\b", re.IGNORECASE),
    "fkey": deferred(r"references\b", re.IGNORECASE),
    "pkey": deferred(r"primary\b", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One action; `before` is the verb of the one before, which may hold for this one too."""

    sql: Sql
    start: int
    end: int
    source: Source
    before: str = ""

    def verb(self) -> str:
        """Its first word, where it is one of an action."""
        found = re.match(r"\w+", self.sql.masked[self.start : self.end])
        word = found[0].casefold() if found else ""
        return word if word in {"add", "drop", "alter", "modify", "change", "rename"} else ""

    def words(self, start: int) -> str:
        """What stands there up to its end."""
        return self.sql.words(start, self.end)


def alter(draft: Draft, piece: Piece) -> str:
    """Does the action to the draft; the table's new name where it is renamed, else empty."""
    verb = "" if piece.verb() else piece.before
    if verb == "add":
        _add_column(draft, piece, piece.start)
        return ""
    for pattern, act in _ACTIONS:
        found = pattern.match(piece.sql.masked, piece.start, piece.end)
        if found is not None:
            return act(draft, piece, found) or ""
    return ""


def _add_column(draft: Draft, piece: Piece, start: int) -> None:
    if piece.sql.masked.startswith("(", start):
        closing = piece.sql.closing(start, piece.end)
        for one, two in piece.sql.parts(start + 1, closing):
            _define(draft, piece, (one, two), name="")
    else:
        _define(draft, piece, (start, piece.end), name="")


def _define(draft: Draft, piece: Piece, place: tuple[int, int], *, name: str) -> None:
    """Adds the column, in the place of the one of this name, if any; one that is there stays."""
    read = part(piece.sql, *place)
    if not read.name:
        draft.state(read.text, piece.source)
        return
    if not name and draft.key(read.name) in draft.columns:
        return
    _put(
        draft,
        name or read.name,
        Column(name=read.name, type=read.type, constraints=read.constraints, source=piece.source),
    )


def _put(draft: Draft, name: str, column: Column) -> None:
    """Puts the column in the place of the one of this name, else at the end."""
    old = draft.key(name)
    columns = {**draft.columns, old: column}
    draft.columns = {one.name: one for one in columns.values()}


def _column(draft: Draft, piece: Piece, found: re.Match[str]) -> Column | None:
    name = unquoted(piece.sql.words(*found.span("name")))
    return draft.columns.get(draft.key(name))


def _add(draft: Draft, piece: Piece, found: re.Match[str]) -> None:
    _add_column(draft, piece, found.end())


def _modify(draft: Draft, piece: Piece, found: re.Match[str]) -> None:
    known = _column(draft, piece, found)
    start = found.start("new") if "new" in found.re.groupindex else found.start("name")
    if known is not None:
        _define(draft, piece, (start, piece.end), name=known.name)


def _drop_constraint(draft: Draft, piece: Piece, found: re.Match[str]) -> None:
    name = unquoted(piece.sql.words(*found.span("name"))).casefold()
    said = deferred(rf"[\"`\[]?{re.escape(name)}[\"`\]]?(?![\w$])", re.IGNORECASE)
    draft.stated = [
        one
        for one in draft.stated
        if not said.match(re.sub(r"^constraint\s+", "", one.text, flags=re.IGNORECASE))
    ]
    for column in tuple(draft.columns.values()):
        for suffix, kind in _GIVEN.items():
            stem = draft.name if suffix == "pkey" else f"{draft.name}_{column.name}"
            if name == f"{stem}_{suffix}".casefold():
                rest = tuple(one for one in column.constraints if not kind.match(one))
                draft.columns[column.name] = replace(column, constraints=rest)


def _drop_column(draft: Draft, piece: Piece, found: re.Match[str]) -> None:
    known = _column(draft, piece, found)
    if known is not None:
        del draft.columns[known.name]


def _type(draft: Draft, piece: Piece, found: re.Match[str]) -> None:
    known = _column(draft, piece, found)
    if known is None:
        return
    read = part(piece.sql, found.start("type"), piece.end)
    words = re.split(r"\s+(?:using|collate)\b", read.text, maxsplit=1, flags=re.IGNORECASE)[0]
    nulls = re.search(r"\s+((?:not\s+)?null)$", words, re.IGNORECASE)
    said = known.constraints
    if nulls is not None:
        words = words[: nulls.start()]
        said = (*(one for one in said if not _NULLABLE.fullmatch(one)), nulls[1])
    _put(draft, known.name, replace(known, type=words, constraints=said, source=piece.source))


def _sets(kind: re.Pattern[str], group: str) -> Callable[[Draft, Piece, re.Match[str]], None]:
    """Takes constraints of this kind from the column, and puts there what the group says."""

    def act(draft: Draft, piece: Piece, found: re.Match[str]) -> None:
        known = _column(draft, piece, found)
        if known is None:
            return
        kept = [one for one in known.constraints if not kind.match(one)]
        added = [piece.words(found.start(group))] if group else []
        changed = replace(known, constraints=(*kept, *added), source=piece.source)
        draft.columns[known.name] = changed

    return act


def _rename_column(draft: Draft, piece: Piece, found: re.Match[str]) -> None:
    known = _column(draft, piece, found)
    other = unquoted(piece.sql.words(*found.span("other")))
    if known is not None and draft.key(other) not in draft.columns:
        _put(draft, known.name, replace(known, name=other, source=piece.source))


def _rename(draft: Draft, piece: Piece, found: re.Match[str]) -> str:
    del draft
    return unquoted(piece.sql.words(*found.span("other")))


def _pattern(text: str) -> re.Pattern[str]:
    spelled = text.replace("NAME", rf"(?P<name>{NAME})").replace("ABSENT", _ABSENT)
    spelled = spelled.replace("OTHER", rf"(?P<other>(?:{NAME}\.)?{NAME})")
    return deferred(spelled.replace(" ", r"\s+"), re.IGNORECASE)


_ACTIONS: tuple[
    tuple[re.Pattern[str], Callable[[Draft, Piece, re.Match[str]], str | None]], ...
] = (
    (_pattern(r"(?:with (?:no)?check )?add (?:column )?ABSENT"), _add),
    (_pattern(r"drop (?:constraint|foreign key|index|key) ABSENTNAME"), _drop_constraint),
    (_pattern(r"drop (?:column )?ABSENTNAME"), _drop_column),
    (_pattern(r"alter (?:column )?NAME (?:set data )?type (?P<type>)"), _type),
    (_pattern(r"alter (?:column )?NAME set (?P<said>not null)"), _sets(_NULLABLE, "said")),
    (_pattern(r"alter (?:column )?NAME drop not null"), _sets(_NULLABLE, "")),
    (_pattern(r"alter (?:column )?NAME set (?P<said>default )"), _sets(_DEFAULT, "said")),
    (_pattern(r"alter (?:column )?NAME drop default"), _sets(_DEFAULT, "")),
    (_pattern(r"alter (?:column )?NAME add (?P<said>generated )"), _sets(_DEFAULT, "said")),
    (_pattern(r"alter column NAME (?P<type>(?!set\b|drop\b|add\b|restart\b))"), _type),
    (_pattern(r"modify (?:column )?NAME "), _modify),
    (_pattern(r"change (?:column )?NAME (?P<new>)"), _modify),
    (_pattern(r"rename (?:to|as) OTHER"), _rename),
    (_pattern(r"rename (?:constraint|index|key) OTHER"), lambda _draft, _piece, _found: None),
    (_pattern(r"rename (?:column )?NAME to OTHER"), _rename_column),
)
