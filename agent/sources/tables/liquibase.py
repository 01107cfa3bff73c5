"""Tables as Liquibase's change logs make them, in XML or YAML."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Column
from agent.core.values import dataclass
from agent.sources.tables.sqlfold import fold as fold_sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from agent.core.documents import Document
    from agent.sources.tables.tabledraft import Draft, Drafts

_MADE = deferred(r"<createTable\b|^\s*-\s*createTable\s*:", re.MULTILINE)
_REMARK = deferred(r"<!--.*?-->|<rollback\b.*?</rollback>", re.DOTALL)
_TAG = deferred(r"<(?P<end>/?)(?:\w+:)?(?P<name>\w+)(?P<said>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)/?>")
_ATTRIBUTE = deferred(r"(?P<key>\w+)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')")
_SQL = deferred(r"<sql\b[^>]*>(?:\s*<!\[CDATA\[)?(?P<sql>.*?)(?:\]\]>\s*)?</sql>", re.DOTALL)
_ROW = deferred(
    r"(?P<indent>[ ]*)(?P<dash>-\s+)?(?P<key>\w+)\s*:\s*(?P<value>[^#\n]*?)\s*(?:#[^\n]*)?"
)
_CHANGES = frozenset(
    (
        *("createTable", "addColumn", "dropColumn", "renameColumn", "renameTable", "dropTable"),
        *(
            "addForeignKeyConstraint",
            "addUniqueConstraint",
            "addPrimaryKey",
            "addNotNullConstraint",
        ),
    )
)
_RULES = {"addUniqueConstraint": "UNIQUE", "addPrimaryKey": "PRIMARY KEY"}
_LONGEST = 400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """A change, a column of one, or what holds of such a column, with its line."""

    kind: str
    line: int
    values: Mapping[str, str]


def makes_tables(text: str) -> bool:
    """Whether a text makes a table in this way."""
    return _MADE.search(text) is not None


def fold(drafts: Drafts, document: Document) -> None:
    """Makes and changes the tables as the log does; never raises."""
    text = _REMARK.sub(lambda hit: re.sub(r"[^\n]", " ", hit[0]), document.text[:_LONGEST])
    xml = document.path.suffix.casefold() == ".xml"
    draft: Draft | None = None
    column = ""
    for one in _tags(text) if xml else _rows(text):
        if one.kind in _CHANGES:
            draft, column = _change(drafts, document, one), ""
        elif draft is not None and one.kind == "column" and one.values.get("name"):
            column = one.values["name"]
            _add(draft, document, one)
        elif draft is not None and one.kind == "constraints" and column:
            _constrain(draft, column, one.values)
    for hit in _SQL.finditer(text) if xml else ():
        said = hit["sql"]
        first = 1 + text.count("\n", 0, hit.start("sql"))
        fold_sql(drafts, replace(document, text=said), said, first=first, scope="all")


def _tags(text: str) -> Iterator[_Said]:
    for hit in _TAG.finditer(text):
        if not hit["end"]:
            found = _ATTRIBUTE.finditer(hit["said"])
            values = {one["key"]: one["double"] or one["single"] or "" for one in found}
            line = 1 + text.count("\n", 0, hit.start())
            yield _Said(kind=hit["name"], line=line, values=values)


def _rows(text: str) -> Iterator[_Said]:
    """What YAML says: for each key that opens a mapping the scalars directly in it."""
    found: list[_Said] = []
    opened: list[tuple[int, dict[str, str]]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        hit = _ROW.fullmatch(line)
        if hit is None:
            continue
        indent = len(hit["indent"]) + len(hit["dash"] or "")
        while opened and opened[-1][0] >= indent:
            opened.pop()
        if hit["value"] and opened:
            opened[-1][1][hit["key"]] = hit["value"].strip("\"'")
        elif not hit["value"]:
            values: dict[str, str] = {}
            opened.append((indent, values))
            found.append(_Said(kind=hit["key"], line=number, values=values))
    yield from found


def _change(drafts: Drafts, document: Document, one: _Said) -> Draft | None:
    """What a change does by itself; the table whose columns it goes on to tell, if any."""
    said = one.values
    name = said.get("tableName", said.get("baseTableName", ""))
    if one.kind == "createTable" and name:
        draft = drafts.table(name, document.source(one.line))
        draft.whole = True
        return draft
    if one.kind == "renameTable":
        drafts.rename(said.get("oldTableName", ""), said.get("newTableName", ""))
    elif one.kind == "dropTable":
        drafts.drop(name)
    known = drafts.tables.get(name.casefold())
    if known is not None:
        _alter(known, document, one)
    return known if one.kind == "addColumn" else None


def _alter(draft: Draft, document: Document, one: _Said) -> None:
    said = one.values
    column = draft.key(said.get("columnName", said.get("oldColumnName", "")))
    if one.kind == "dropColumn":
        draft.columns.pop(column, None)
    elif one.kind == "renameColumn" and column in draft.columns:
        known = replace(draft.columns.pop(column), name=said.get("newColumnName", column))
        draft.columns[known.name] = known
    elif one.kind == "addForeignKeyConstraint":
        _hold(draft, said.get("baseColumnNames", ""), _reference(said))
    elif one.kind == "addNotNullConstraint":
        _hold(draft, column, "NOT NULL")
    elif one.kind in _RULES and (names := said.get("columnNames", "")):
        draft.state(f"{_RULES[one.kind]} ({names})", document.source(one.line))


def _reference(said: Mapping[str, str]) -> str:
    """The row of another table that a key refers to, in SQL."""
    deleted = said.get("onDelete", "")
    then = f" ON DELETE {deleted}" if deleted else ""
    columns = said.get("referencedColumnNames", "id")
    return f"REFERENCES {said.get('referencedTableName', '')}({columns}){then}"


def _hold(draft: Draft, name: str, said: str) -> None:
    known = draft.columns.get(draft.key(name))
    if known is not None and said not in known.constraints:
        draft.columns[draft.key(name)] = replace(known, constraints=(*known.constraints, said))


def _add(draft: Draft, document: Document, one: _Said) -> None:
    said = one.values
    keys = [key for key in said if key.startswith("defaultValue")]
    told = tuple(f"DEFAULT {said[key]}" for key in keys)
    key = draft.key(said["name"])
    draft.columns[key] = Column(
        name=said["name"],
        type=said.get("type", ""),
        constraints=told,
        source=document.source(one.line),
        note=said.get("remarks", ""),
    )


def _constrain(draft: Draft, name: str, said: Mapping[str, str]) -> None:
    """What holds of the column told last."""
    true = {key for key, value in said.items() if value.casefold() == "true"}
    if "primaryKey" in true:
        _hold(draft, name, "PRIMARY KEY")
    if said.get("nullable", "").casefold() == "false":
        _hold(draft, name, "NOT NULL")
    if "unique" in true:
        _hold(draft, name, "UNIQUE")
    if "references" in said:
        _hold(draft, name, f"REFERENCES {said['references']}")
