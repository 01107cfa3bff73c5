"""Tables as structs of Go are mapped to them: by GORM's tags, or by those of MongoDB's driver."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Column

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from agent.core.documents import Document
    from agent.sources.tables.tabledraft import Drafts

_STRUCT = deferred(
    r"^(?:type\s+|\t)(?P<name>[A-Z]\w*)\s+struct\s*\{(?P<body>.*?)^\t?\}", re.MULTILINE | re.DOTALL
)
_MAPPED = deferred(r"`[^`\n]*(?:\bgorm:\"|\bbson:\"_id\b)|^\s*gorm\.Model\b", re.MULTILINE)
_FIELD = deferred(r"\s*(?P<name>[A-Z]\w*)\s+(?P<type>[^\s`]+)\s*(?:`(?P<tags>[^`]*)`)?")
_TAG = deferred(r"\b(?P<key>gorm|bson):\"(?P<said>[^\"]*)\"")
_TABLE = deferred(
    r"^func\s*\(\s*(?:\w+\s+)?\*?(?P<struct>\w+)\)\s*TableName\(\)\s*string\s*\{\s*return\s*"
    r"\"(?P<name>[\w.]+)\"",
    re.MULTILINE,
)
_RELATED = deferred(r"(?:foreignKey|references|many2many|constraint|polymorphic):", re.IGNORECASE)
_OWN = ("ID", "CreatedAt", "UpdatedAt", "DeletedAt")
_PLAIN = {
    "primarykey": "PRIMARY KEY",
    "primary_key": "PRIMARY KEY",
    "not null": "NOT NULL",
    "unique": "UNIQUE",
    "uniqueindex": "UNIQUE",
}
_LONGEST = 120_000


def maps(text: str) -> bool:
    """Whether a text maps a struct."""
    return any(_MAPPED.search(one["body"]) for one in _STRUCT.finditer(text[:_LONGEST]))


def fold(drafts: Drafts, documents: Iterator[Document]) -> None:
    """Adds the structs that are mapped, with what all the files say of them; never raises."""
    given = tuple(documents)
    texts = [one.text[:_LONGEST] for one in given]
    called = {one["struct"]: one["name"] for text in texts for one in _TABLE.finditer(text)}
    for document, text in zip(given, texts, strict=True):
        for hit in _STRUCT.finditer(text):
            if _MAPPED.search(hit["body"]) is not None:
                _add(drafts, document, hit, called)


def _add(drafts: Drafts, document: Document, hit: re.Match[str], called: Mapping[str, str]) -> None:
    first = 1 + hit.string.count("\n", 0, hit.start("name"))
    name = called.get(hit["name"], "") or _table_name(hit["name"], hit["body"])
    draft = drafts.table(name.rpartition(".")[2], document.source(first))
    draft.whole = True
    for below, line in enumerate(hit["body"].split("\n")):
        source = document.source(first + below)
        if line.strip().startswith("gorm.Model"):
            for own in _OWN:
                key = ("PRIMARY KEY",) if own == "ID" else ()
                type_ = "uint" if own == "ID" else "time.Time"
                column = Column(name=_snake(own), type=type_, constraints=key, source=source)
                draft.columns.setdefault(column.name, column)
        elif (field := _FIELD.fullmatch(line.partition("//")[0].rstrip())) is not None:
            tags = {one["key"]: one["said"] for one in _TAG.finditer(field["tags"] or "")}
            if _is_column(field, tags):
                name, type_, told = _column(field, tags)
                column = Column(name=name, type=type_, constraints=told, source=source)
                draft.columns.setdefault(name, column)


def _table_name(name: str, body: str) -> str:
    """As GORM calls it; a collection is called where it is opened, so the struct's name stands."""
    if "gorm" not in body:
        return name
    word = _snake(name)
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}es" if re.search(r"(?:s|x|ch|sh)$", word) else f"{word}s"


def _is_column(field: re.Match[str], tags: Mapping[str, str]) -> bool:
    """Whether a field is kept in the table itself, and is no row of another one."""
    said = tags.get("gorm", "")
    if said == "-" or tags.get("bson") == "-" or _RELATED.search(said):
        return False
    type_ = field["type"]
    rows = re.fullmatch(r"\[\]\*?[A-Z]\w*|\*[A-Z]\w*", type_) is not None
    return "bson" in tags or not rows or "type:" in said or "serializer" in said


def _column(field: re.Match[str], tags: Mapping[str, str]) -> tuple[str, str, tuple[str, ...]]:
    if "bson" in tags and "gorm" not in tags:
        name = tags["bson"].partition(",")[0] or field["name"]
        return name, field["type"], ("PRIMARY KEY",) if name == "_id" else ()
    parts = [one.strip() for one in tags.get("gorm", "").split(";") if one.strip()]
    keyed = {one.partition(":")[0].casefold(): one.partition(":")[2] for one in parts}
    told = list(dict.fromkeys(_PLAIN[one] for one in keyed if one in _PLAIN))
    if field["name"] == "ID" and "PRIMARY KEY" not in told:
        told.insert(0, "PRIMARY KEY")
    if "default" in keyed:
        told.append(f"DEFAULT {keyed['default']}")
    type_ = keyed.get("type", field["type"])
    size = f"({keyed['size']})" if "size" in keyed else ""
    return keyed.get("column") or _snake(field["name"]), type_ + size, tuple(told)


def _snake(name: str) -> str:
    """`UserID` as `user_id`."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return parted.lower()
