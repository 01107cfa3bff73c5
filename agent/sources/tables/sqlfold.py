"""SQL statements folded in their order into the tables that they leave."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from agent.core.patterns import deferred
from agent.core.schema import View
from agent.core.spec import Column, Enumeration, Excerpt
from agent.core.values import dataclass
from agent.sources.tables import sqlalter
from agent.sources.tables.ddl import NAME, indexes, part, unquoted
from agent.sources.tables.sqltext import read_sql
from agent.sources.tables.tabledraft import Said

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.core.documents import Document, Source
    from agent.sources.tables.sqltext import Sql
    from agent.sources.tables.tabledraft import Drafts, SaidKind

# Beside: what belongs to tables that are defined elsewhere, and no tables.
Scope = Literal["all", "beside"]

_QUALIFIED = rf"(?:{NAME}\s*\.\s*){{0,2}}{NAME}"
_ABSENT = r"(?:if\s+(?:not\s+)?exists\s+)?"
_VALUE = deferred(r"'((?:[^']|'')*)'")
_DOWN = deferred(
    r"^--+\s*(?:\+goose\s+down|\+migrate\s+down|migrate:down|down\s+migration\b|!down|//@undo)",
    re.IGNORECASE | re.MULTILINE,
)
_PREDICATE = deferred(
    rf"\b(?:filter|block)\s+predicate\s+[^,;]{{0,300}}?\)\s+on\s+(?P<name>{_QUALIFIED})",
    re.IGNORECASE,
)
_LONGEST = 1_500


@dataclass(frozen=True, slots=True, kw_only=True)
class _At:
    """One statement, and where what it says is kept."""

    drafts: Drafts
    document: Document
    sql: Sql
    first: int
    start: int
    end: int

    def source(self, start: int, end: int) -> Source:
        one, two = self.sql.line(start), self.sql.line(max(start, end - 1))
        return self.document.source(self.first + one, self.first + two)

    def excerpt(self) -> Excerpt:
        text = self.sql.bare[self.start : self.end]
        said = "\n".join(row.rstrip() for row in text.split("\n") if row.strip())
        return Excerpt(source=self.source(self.start, self.end), text=said[:_LONGEST])

    def name(self, found: re.Match[str], group: str = "name") -> str:
        """A name as written, without schema and quotes."""
        start, end = found.span(group)
        return unquoted(self.sql.words(start, end)) if start >= 0 else ""

    def values(self, start: int) -> tuple[str, ...]:
        """The strings that stand there."""
        return tuple(_VALUE.findall(self.sql.bare[start : self.end]))


def fold(drafts: Drafts, document: Document, text: str, *, first: int, scope: Scope) -> None:
    """Does to the drafts what the statements say; what is none is passed over, never raises.

    `first` is the line of the document that the text begins on. What undoes it is left out.
    """
    down = _DOWN.search(text)
    sql = read_sql(text[: down.start()] if down else text)
    for start, end in sql.statements():
        for pattern, act in _STATEMENTS[scope]:
            found = pattern.match(sql.masked, start, end)
            if found is not None:
                at = _At(
                    drafts=drafts, document=document, sql=sql, first=first, start=start, end=end
                )
                act(at, found)
                break


def _create_table(at: _At, found: re.Match[str]) -> None:
    name = at.name(found)
    if not name:
        return
    draft = at.drafts.table(name, at.source(at.start, at.start + 1))
    draft.name = draft.name if draft.columns else name  # a title may spell it otherwise
    draft.sure = draft.whole = True
    for start, end in at.sql.parts(found.end(), at.sql.closing(found.end() - 1, at.end)):
        read = part(at.sql, start, end)
        source = at.source(start, end)
        if not read.name and indexes(read.text):
            excerpt = Excerpt(source=source, text=read.text)
            at.drafts.say(Said(kind="index", table=name, excerpt=excerpt))
        elif not read.name:
            draft.state(read.text, source)
        elif draft.key(read.name) not in draft.columns:
            draft.columns[read.name] = Column(
                name=read.name,
                type=read.type,
                constraints=read.constraints,
                source=source,
                note=read.note,
            )


def _alter_table(at: _At, found: re.Match[str]) -> None:
    name = at.name(found)
    draft = at.drafts.tables.get(name.casefold())
    before = ""
    for start, end in at.sql.parts(found.end(), at.end):
        if at.sql.masked[start:end].casefold().endswith("row level security"):
            _row_security(at, name, at.sql.words(start, end))
        elif draft is not None:
            source = at.source(start, end)
            piece = sqlalter.Piece(sql=at.sql, start=start, end=end, source=source, before=before)
            renamed = sqlalter.alter(draft, piece)
            before = piece.verb() or before
            if renamed:
                at.drafts.rename(name, renamed)


def _only_security(at: _At, found: re.Match[str]) -> None:
    for start, end in at.sql.parts(found.end(), at.end):
        if at.sql.masked[start:end].casefold().endswith("row level security"):
            _row_security(at, at.name(found), at.sql.words(start, end))


def _row_security(at: _At, name: str, words: str) -> None:
    verb = words.casefold().partition(" row ")[0]
    if verb == "disable":
        for each in ("enable", "force"):
            at.drafts.forget("policy", f"{each} row level security", name)
        at.drafts.say(Said(kind="unguarded", table=name, excerpt=at.excerpt()))
    elif verb in {"enable", "force"}:
        at.drafts.forget("unguarded", "", name)
        own = f"{verb} row level security"
        at.drafts.forget("policy", own, name)
        at.drafts.say(Said(kind="policy", table=name, name=own, excerpt=at.excerpt()))


def _drop_tables(at: _At, found: re.Match[str]) -> None:
    for start, end in at.sql.parts(found.end(), at.end):
        word = re.match(_QUALIFIED, at.sql.masked[start:end])
        if word is not None:
            at.drafts.drop(unquoted(at.sql.words(start, start + word.end())))


def _rename_table(at: _At, found: re.Match[str]) -> None:
    at.drafts.rename(at.name(found), at.name(found, "other"))


def _says(kind: SaidKind) -> Callable[[_At, re.Match[str]], None]:
    def act(at: _At, found: re.Match[str]) -> None:
        excerpt = at.excerpt()
        said = Said(kind=kind, table=at.name(found), name=at.name(found, "own"), excerpt=excerpt)
        at.drafts.say(said)

    return act


def _forgets(kind: SaidKind) -> Callable[[_At, re.Match[str]], None]:
    def act(at: _At, found: re.Match[str]) -> None:
        table = at.name(found) if "name" in found.re.groupindex else ""
        at.drafts.forget(kind, at.name(found, "own"), table)

    return act


def _security_policy(at: _At, _: re.Match[str]) -> None:
    """T-SQL's, one for several tables: each predicate says on which."""
    for found in _PREDICATE.finditer(at.sql.masked, at.start, at.end):
        name = at.name(found, "name")
        at.drafts.say(Said(kind="policy", table=name, name="", excerpt=at.excerpt()))


def _create_enum(at: _At, found: re.Match[str]) -> None:
    name = at.name(found)
    at.drafts.enumerations[name.casefold()] = Enumeration(
        name=name, values=at.values(found.end()), source=at.source(at.start, at.end)
    )


def _alter_enum(at: _At, found: re.Match[str]) -> None:
    key = at.name(found).casefold()
    known = at.drafts.enumerations.get(key)
    if known is None:
        return
    values = list(known.values)
    said = at.values(found.end())
    verb = found["verb"].split()[0].casefold()
    if verb == "add" and said and said[0] not in values:
        beside = values.index(said[1]) if said[1:] and said[1] in values else len(values)
        after = re.search(r"\bafter\b", at.sql.masked[found.end() : at.end], re.IGNORECASE)
        values.insert(beside + (after is not None), said[0])
    elif verb == "rename" and len(said) == 2:  # noqa: PLR2004 (from and to)
        values = [said[1] if one == said[0] else one for one in values]
    at.drafts.enumerations[key] = replace(known, values=tuple(values))


def _rename_type(at: _At, found: re.Match[str]) -> None:
    known = at.drafts.enumerations.pop(at.name(found).casefold(), None)
    if known is not None:
        other = at.name(found, "other")
        at.drafts.enumerations[other.casefold()] = replace(known, name=other)


def _drop_type(at: _At, found: re.Match[str]) -> None:
    at.drafts.enumerations.pop(at.name(found).casefold(), None)


def _create_view(at: _At, found: re.Match[str]) -> None:
    name, excerpt = at.name(found), at.excerpt()
    view = View(name=name, source=excerpt.source, text=excerpt.text)
    at.drafts.views[name.casefold()] = view


def _drop_view(at: _At, found: re.Match[str]) -> None:
    at.drafts.views.pop(at.name(found).casefold(), None)


def _comment(at: _At, found: re.Match[str]) -> None:
    said = " ".join(at.values(found.end())).replace("''", "'")
    name, column = at.name(found), ""
    if found["kind"].casefold() == "column":
        whole = re.sub(r"[\"`\[\]\s]", "", at.sql.bare[slice(*found.span("name"))]).split(".")
        name, column = (whole[-2], whole[-1]) if len(whole) > 1 else ("", "")
    draft = at.drafts.tables.get(name.casefold())
    if draft is None:
        return
    known = draft.columns.get(draft.key(column))
    if known is not None:
        draft.columns[known.name] = replace(known, note=said)
    elif not column:
        draft.note = said


def _pattern(text: str) -> re.Pattern[str]:
    spelled = text.replace("NAME", rf"(?P<name>{_QUALIFIED})").replace("ABSENT", _ABSENT)
    spelled = spelled.replace("OWN", rf"(?P<own>{_QUALIFIED})")
    spelled = spelled.replace("OTHER", rf"(?P<other>{_QUALIFIED})")
    return deferred(spelled.replace(" ", r"\s+"), re.IGNORECASE)


_Rows = tuple[tuple[re.Pattern[str], "Callable[[_At, re.Match[str]], None]"], ...]
_BESIDE: _Rows = (
    (
        _pattern(
            r"create (?:(?:unique|clustered|nonclustered|fulltext|spatial) )*index "
            r"(?:concurrently )?ABSENT(?:(?!on\b)OWN )?on (?:only )?NAME"
        ),
        _says("index"),
    ),
    (_pattern("drop index (?:concurrently )?ABSENTOWN"), _forgets("index")),
    (
        _pattern(
            r"create (?:or replace )?(?:constraint )?trigger ABSENTOWN\s"
            r"(?:[^;]{0,400}?\s)??on NAME"
        ),
        _says("trigger"),
    ),
    (_pattern("drop trigger ABSENTOWN(?: on NAME)?"), _forgets("trigger")),
    (_pattern("(?:create|alter) policy OWN on NAME"), _says("policy")),
    (_pattern("drop policy ABSENTOWN on NAME"), _forgets("policy")),
    (_pattern("(?:create|alter) security policy NAME"), _security_policy),
    (_pattern("alter table ABSENT(?:only )?NAME "), _only_security),
    (_pattern(r"create type NAME as enum\s*\("), _create_enum),
    (_pattern("alter type NAME (?P<verb>(?:add|rename) value)"), _alter_enum),
    (_pattern("alter type NAME rename to OTHER"), _rename_type),
    (_pattern("drop type ABSENTNAME"), _drop_type),
    (
        _pattern(
            "create (?:(?:or replace|temp|temporary|materialized|recursive) )*view ABSENTNAME"
        ),
        _create_view,
    ),
    (_pattern("drop (?:materialized )?view ABSENTNAME"), _drop_view),
)
_ALL: _Rows = (
    # What is temporary holds the data of one session, and none of the schema.
    (_pattern(r"create (?:unlogged )?table ABSENTNAME\s*\("), _create_table),
    (_pattern("alter table ABSENT(?:only )?NAME "), _alter_table),
    (_pattern("drop table ABSENT"), _drop_tables),
    (_pattern("rename table NAME to OTHER"), _rename_table),
    *_BESIDE,
    (_pattern("comment on (?P<kind>table|column) NAME is "), _comment),
)
_STATEMENTS: dict[Scope, _Rows] = {"all": _ALL, "beside": _BESIDE}
