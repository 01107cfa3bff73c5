"""Tables as Rails writes them in Ruby: the schema that it dumps, and its migrations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Column, Excerpt
from agent.sources.tables.tabledraft import Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.core.documents import Document
    from agent.sources.tables.tabledraft import Draft, Drafts

_NAME = r"[:\"']\"?(?P<{}>[\w.]+)[\"']?"
_TABLE = deferred(
    rf"^(?P<indent>[ \t]*)create_table\(?\s*{_NAME.format('name')}(?P<said>[^\n]*?)"
    r"\bdo\s*\|(?P<var>\w+)\|[^\n]*\n(?P<body>.*?)^(?P=indent)end\b",
    re.MULTILINE | re.DOTALL,
)
_LINE = deferred(rf"^[ \t]*\w+\.(?P<type>\w+)(?:\s+|\()(?P<said>{_NAME.format('name')}[^\n]*)")
_TIMES = deferred(r"^[ \t]*\w+\.timestamps\b")
_INDEX = deferred(r"^[ \t]*\w+\.index\b[^\n]*")
_ALL_NAMES = deferred(r"[:\"']\"?(?P<name>[a-z_]\w*)[\"']?(?=\s*(?:,\s*[:\"']|$|,\s*\w+:\s))")
_OPTION = deferred(r"\b(?P<key>\w+):\s*(?P<value>\"[^\"]*\"|'[^']*'|:?[\w.]+|->\s*\{[^{}]*\})")
_CHANGE = deferred(
    r"^[ \t]*(?P<what>add_column|add_reference|add_belongs_to|remove_column|rename_column"
    rf"|rename_table|drop_table|add_foreign_key)\(?\s*{_NAME.format('name')}"
    rf"(?:\s*,\s*{_NAME.format('other')})?(?:\s*,\s*:(?P<third>\w+))?(?P<said>[^\n]*)",
    re.MULTILINE,
)
_DOWN = deferred(r"^[ \t]*def\s+down\b", re.MULTILINE)
_REFERENCES = frozenset(("references", "belongs_to", "add_reference", "add_belongs_to"))
_LONGEST = 400_000


def makes_tables(text: str) -> bool:
    """Whether a text makes a table in this way."""
    return _TABLE.search(text) is not None


def fold(drafts: Drafts, document: Document) -> None:
    """Makes and changes the tables as the file does; never raises."""
    text = document.text[:_LONGEST]
    down = _DOWN.search(text)
    text = text[: down.start()] if down is not None else text
    steps = sorted((*_TABLE.finditer(text), *_CHANGE.finditer(text)), key=lambda one: one.start())
    for hit in steps:
        line = 1 + text.count("\n", 0, hit.start("name"))
        if "body" in hit.re.groupindex:
            _make(drafts, document, hit, line)
        else:
            _change(drafts, document, hit, line)


def _make(drafts: Drafts, document: Document, hit: re.Match[str], line: int) -> None:
    draft = drafts.table(hit["name"].rpartition(".")[2], document.source(line))
    draft.whole = True
    options = _options(hit["said"])
    if options.get("id") != "false":
        type_ = options.get("id", "bigint").strip(":\"'")
        key = options.get("primary_key", "id").strip(":\"'")
        _add(draft, document, line, (key, type_, ("PRIMARY KEY",)))
    for below, text in enumerate(hit["body"].split("\n"), start=1):
        found = _LINE.match(text)
        if _TIMES.match(text):
            for name in ("created_at", "updated_at"):
                _add(draft, document, line + below, (name, "datetime", ("NOT NULL",)))
        elif _INDEX.match(text):
            excerpt = Excerpt(source=document.source(line + below), text=text.strip())
            drafts.say(Said(kind="index", table=draft.name, excerpt=excerpt))
        elif found is not None:
            for each in _columns(found["type"], found["said"]):
                _add(draft, document, line + below, each)


def _change(drafts: Drafts, document: Document, hit: re.Match[str], line: int) -> None:
    what, name, other = hit["what"], hit["name"], hit["other"] or ""
    draft = drafts.tables.get(name.casefold())
    if what == "rename_table":
        drafts.rename(name, other or name)
    elif what == "drop_table":
        drafts.drop(name)
    elif draft is not None and what in {"remove_column", "rename_column"}:
        known = draft.columns.pop(draft.key(other), None)
        if known is not None and what == "rename_column" and hit["third"]:
            _add(draft, document, line, (hit["third"], known.type, known.constraints))
    elif draft is not None and what == "add_foreign_key":
        _refer(draft, other, hit["said"])
    elif draft is not None and other:
        for each in _columns(hit["third"] or what, f":{other}{hit['said']}"):
            _add(draft, document, line, each)


def _add(
    draft: Draft, document: Document, line: int, told: tuple[str, str, tuple[str, ...]]
) -> None:
    name, type_, constraints = told
    source = document.source(line)
    draft.columns[name] = Column(name=name, type=type_, constraints=constraints, source=source)


def _columns(type_: str, said: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The columns that a line adds, one or several of a type."""
    options = _options(said)
    told = tuple(_told(options))
    named, optioned, _ = said.partition(": ")
    for hit in _ALL_NAMES.finditer(named.rpartition(",")[0] if optioned else named):
        name = hit["name"]
        if type_ not in _REFERENCES:
            given = (options.get(one, "") for one in ("limit", "precision", "scale"))
            size = ", ".join(one for one in given if one)
            yield name, f"{type_}({size})" if size else type_, told
            continue
        table = f"{name}s" if options.get("foreign_key") == "true" else ""
        refers = (f"REFERENCES {table}(id)",) if table else ()
        yield f"{name}_id", options.get("type", "bigint").strip(":"), (*told, *refers)


def _told(options: dict[str, str]) -> Iterator[str]:
    if options.get("null") == "false":
        yield "NOT NULL"
    if "default" in options:
        yield f"DEFAULT {options['default']}"
    if options.get("index", "") == "unique" or options.get("unique") == "true":
        yield "UNIQUE"


def _refer(draft: Draft, table: str, said: str) -> None:
    """A key that refers to another table is said of its column, as Rails would call it."""
    own = _options(said).get("column", f"{table.removesuffix('s')}_id").strip(":\"'")
    known = draft.columns.get(draft.key(own))
    if known is not None:
        refers = (*known.constraints, f"REFERENCES {table}(id)")
        draft.columns[draft.key(own)] = Column(
            name=known.name, type=known.type, constraints=refers, source=known.source
        )


def _options(said: str) -> dict[str, str]:
    return {one["key"]: one["value"] for one in _OPTION.finditer(said)}
