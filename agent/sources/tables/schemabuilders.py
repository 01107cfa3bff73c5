"""Tables as the builders of migrations make and change them: Laravel's, and that of Knex.

Keys, nullability and defaults are said in SQL's words, as all other readers say them. What takes
a migration back is not read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Column, Excerpt
from agent.core.values import dataclass
from agent.sources.tables.forward import forward
from agent.sources.tables.tabledraft import Said
from agent.sources.text.codetext import closing, quoted, shaped, unremarked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.core.documents import Document
    from agent.sources.tables.tabledraft import Draft, Drafts

_CALLED = deferred(
    r"(?:\bSchema::(?:connection\([^()]*\)->)?|\.)(?P<what>create|table|rename|dropIfExists|drop"
    r"|createTable(?:IfNotExists)?|alterTable|renameTable|dropTable(?:IfExists)?)"
    r"\(\s*(?P<mark>['\"`])(?P<name>[\w.]+)(?P=mark)"
    r"(?:\s*,\s*(?P<mark2>['\"`])(?P<other>[\w.]+)(?P=mark2))?"
)
_BLOCK = deferred(
    r"\s*,\s*(?:(?:static|async)\s+)*(?:function\b|fn\b)?\s*\(?\s*(?:[\w\\]+\s+)?(?P<var>\$?\w+)"
)
_CALL = deferred(r"(?:->|\.)(?P<name>\w+)\((?P<said>(?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)")
_LIST = deferred(r"\[(?P<said>[^\[\]]*)\]")
_CLASS = deferred(r"(?P<name>\w+)::class")
_CREATES = frozenset(("create", "createTable", "createTableIfNotExists"))
_KEYS = {
    "id": "bigint",
    "increments": "integer",
    "bigIncrements": "bigint",
    "smallIncrements": "smallint",
    "mediumIncrements": "integer",
}
_GIVEN = {
    "timestamps": ("created_at", "updated_at"),
    "timestampsTz": ("created_at", "updated_at"),
    "nullableTimestamps": ("created_at", "updated_at"),
    "softDeletes": ("deleted_at",),
    "softDeletesTz": ("deleted_at",),
}
_RULES = {"unique": "UNIQUE", "primary": "PRIMARY KEY"}
_SILENT = deferred(r"drop\w*|index|fullText|spatialIndex|rawIndex|rename\w*|foreign|comment|engine")
_PLAIN = {
    "nullable": "NULL",
    "notNullable": "NOT NULL",
    "primary": "PRIMARY KEY",
    "unique": "UNIQUE",
    "useCurrent": "DEFAULT now()",
}
_DELETED = {
    "cascadeOnDelete": "CASCADE",
    "nullOnDelete": "SET NULL",
    "restrictOnDelete": "RESTRICT",
}
_LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class _Call:
    """A call of a chain: its name, and what stands between its brackets."""

    name: str
    said: str

    @property
    def texts(self) -> tuple[str, ...]:
        """What it is given as text, one after another."""
        return quoted(self.said)


@dataclass(frozen=True, slots=True)
class _Statement:
    """What is called on the table in a block, a chain, and on which line."""

    line: int
    text: str
    calls: tuple[_Call, ...]


def makes_tables(text: str) -> bool:
    """Whether a text makes a table in this way."""
    return any(one["what"] in _CREATES for one in _CALLED.finditer(text))


def fold(drafts: Drafts, document: Document) -> None:
    """Makes and changes the tables as the migration does; never raises."""
    text = unremarked(document.text[:_LONGEST])
    first, last = forward(text)
    shape = shaped(text)
    for hit in _CALLED.finditer(text, first, last):
        what, name = hit["what"], hit["name"].rpartition(".")[2]
        if what.startswith("rename"):
            drafts.rename(name, hit["other"] or name)
        elif what.startswith("drop"):
            drafts.drop(name)
        elif what in _CREATES or name.casefold() in drafts.tables:
            draft = drafts.table(name, document.source(1 + text.count("\n", 0, hit.start())))
            draft.whole = draft.whole or what in _CREATES
            php = "::" in hit[0]
            for one in _block(text, shape, hit):
                _run(drafts, draft, document, one, php=php)


def _block(text: str, shape: str, hit: re.Match[str]) -> Iterator[_Statement]:
    """The statements of the function that a call gives its table to."""
    end = closing(shape, hit.end("what"))
    opened = _BLOCK.match(text, hit.end(), end)
    if opened is None:
        return
    pattern = re.compile(rf"(?<![\w$]){re.escape(opened['var'])}(?=\s*(?:->|\.)\w)")
    starts = [one.start() for one in pattern.finditer(shape, opened.end(), end)]
    for at, following in pairwise((*starts, end)):
        piece = text[at:following].partition(";")[0]
        calls = tuple(_Call(one["name"], one["said"]) for one in _CALL.finditer(piece))
        if calls:
            yield _Statement(1 + text.count("\n", 0, at), " ".join(piece.split()), calls)


def _run(
    drafts: Drafts, draft: Draft, document: Document, statement: _Statement, *, php: bool
) -> None:
    """What one statement does to the table."""
    first = statement.calls[0]
    if first.name in {"index", "fullText"} and first.texts:
        excerpt = Excerpt(source=document.source(statement.line), text=statement.text)
        drafts.say(Said(kind="index", table=draft.name, excerpt=excerpt))
    elif first.name in _RULES:
        text = f"{_RULES[first.name]} ({', '.join(_listed(first))})"
        draft.state(text, document.source(statement.line))
    elif not _SILENT.fullmatch(first.name):
        for name, type_, told in _columns(statement, php=php):
            source = document.source(statement.line)
            column = Column(name=name, type=type_, constraints=told, source=source)
            draft.columns[draft.key(name)] = column
    else:
        _alter(draft, statement)


def _alter(draft: Draft, statement: _Statement) -> None:
    """What a statement does to columns that are there."""
    first = statement.calls[0]
    if first.name == "foreign":
        _refer(draft, statement)
    elif first.name == "renameColumn" and len(first.texts) > 1:
        draft.rename(*first.texts[:2])
    elif first.name in {"dropColumn", "dropColumns"}:
        for name in first.texts:
            draft.columns.pop(draft.key(name), None)


def _refer(draft: Draft, statement: _Statement) -> None:
    """A key that refers to another table is said of its column."""
    said = _reference(statement.calls)
    for name in _listed(statement.calls[0])[:1] if said else ():
        known = draft.columns.get(draft.key(name))
        if known is not None:
            draft.columns[draft.key(name)] = replace(known, constraints=(*known.constraints, said))


def _columns(statement: _Statement, *, php: bool) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The columns that a statement adds: their names, types, and what holds of them."""
    first, told = statement.calls[0], _told(statement.calls, php=php)
    if first.name in _KEYS:
        name = (*first.texts, "id")[0]
        yield name, _KEYS[first.name], ("PRIMARY KEY",)
    elif first.name in _GIVEN:
        for name in _GIVEN[first.name]:
            yield name, "timestamp", ("NULL",) if php else ()
    elif first.name == "rememberToken":
        yield "remember_token", "string(100)", ("NULL",)
    elif first.name.casefold().endswith("morphs") and first.texts:
        yield f"{first.texts[0]}_type", "string", told
        yield f"{first.texts[0]}_id", "bigint", told
    elif first.name == "foreignIdFor":
        of = _CLASS.search(first.said)
        name = f"{_snake(of['name'])}_id" if of else ""
        yield from ((one, "bigint", told) for one in (*first.texts, name)[:1] if one)
    elif first.texts:
        yield first.texts[0], _type(first), (*told, *_choices(first))


def _type(call: _Call) -> str:
    """The type in the builder's own word, with its size."""
    if call.name == "specificType":
        return (*call.texts, call.name)[1]
    rest = call.said.partition(",")[2].strip()
    name = "bigint" if call.name == "foreignId" else call.name
    return f"{name}({rest})" if re.fullmatch(r"[\d\s,]+", rest) else name


def _choices(call: _Call) -> tuple[str, ...]:
    if call.name not in {"enum", "enu"} or len(call.texts) < 2:  # noqa: PLR2004 (name and values)
        return ()
    values = ", ".join(f"'{one}'" for one in call.texts[1:])
    return (f"CHECK ({call.texts[0]} IN ({values}))",)


def _told(calls: Sequence[_Call], *, php: bool) -> tuple[str, ...]:
    """What the chain behind a type says of its column."""
    names = {one.name: one for one in calls[1:]}
    told = [_PLAIN[one] for one in names if one in _PLAIN and "false" not in names[one].said]
    if php and not {"NULL", "PRIMARY KEY"} & set(told):
        told.insert(0, "NOT NULL")
    given = [names[one].said.strip() for one in ("default", "defaultTo") if one in names]
    told += [f"DEFAULT {one}" for one in given]
    said = _reference(calls)
    return (*told, said) if said else tuple(told)


def _reference(calls: Sequence[_Call]) -> str:
    """The row of another table that a chain refers to, in SQL."""
    names = {one.name: one for one in calls}
    table, column = "", "id"
    if "constrained" in names:
        own = calls[0].texts[0].removesuffix("_id") if calls[0].texts else ""
        plural = f"{own[:-1]}ies" if re.search(r"[^aeiou]y$", own) else f"{own}s"
        table = (*names["constrained"].texts, plural)[0]
    for one in ("on", "inTable"):
        table = (*names[one].texts, table)[0] if one in names else table
    if "references" in names:
        column = (*names["references"].texts, column)[0]
        table, _, column = column.rpartition(".") if "." in column else (table, "", column)
    then = next((_DELETED[one] for one in names if one in _DELETED), "")
    if "onDelete" in names:
        then = (*names["onDelete"].texts, "")[0].upper()
    return f"REFERENCES {table}({column}){f' ON DELETE {then}' if then else ''}" if table else ""


def _listed(call: _Call) -> tuple[str, ...]:
    """The columns that a rule is of: those of its list, else its first text."""
    found = _LIST.search(call.said)
    if found is not None:
        return quoted(found["said"])
    return call.texts[:1]


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
