"""Tables as objects of JavaScript declare them: schemas of Mongoose, models of Sequelize.

Nullability, defaults and references are said in SQL's words, as all other readers say them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Column
from agent.sources.text.codetext import closing, quoted, shaped, unremarked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from agent.core.documents import Document
    from agent.sources.tables.tabledraft import Drafts

_SCHEMA = deferred(
    r"\b(?:const|let|var)\s+(?P<variable>\w+)(?:\s*:[^=\n]+)?\s*=\s*new\s+(?:\w+\.)?Schema"
    r"(?:<[^>()]*>)?\(\s*\{"
)
# A third text is the collection, which else is called after the model.
_MODEL = deferred(
    r"\bmodel\s*(?:<[^()]*>)?\s*\(\s*['\"`](?P<name>\w+)['\"`]\s*,\s*(?P<variable>\w+)"
    r"(?:\s*,\s*['\"`](?P<collection>\w+)['\"`])?"
)
_DEFINED = deferred(
    r"\.(?:define|createTable)\(\s*['\"`](?P<name>\w+)['\"`]\s*,\s*\{"
    r"|\b(?P<class>[A-Z]\w*)\.init\(\s*\{"
)
_CALLED = deferred(r"\b(?:collection|tableName)\s*:\s*['\"`](?P<name>\w+)['\"`]")
_MODEL_NAME = deferred(r"\bmodelName\s*:\s*['\"`](?P<name>\w+)['\"`]")
_KEY = deferred(r"\s*(?:['\"](?P<quoted>[\w.]+)['\"]|(?P<plain>\w+))\s*:\s*")
# A type by itself, or as the option of that name, alone or as a list's; else an object.
_TYPED = deferred(
    r"(?:\{[^{}]*?\btype\s*:\s*)?(?P<list>\[?)\s*(?:\{\s*type\s*:\s*)?(?:\w+\.)*(?P<type>[A-Z]\w*)"
)
_DOWN = deferred(r"\b(?:exports\.down|async\s+down|down)\s*[:=(]")
_OPTION = deferred(
    r"\b(?P<key>required|unique|default|defaultValue|enum|ref|allowNull|primaryKey|references)"
    r"\s*:\s*(?P<value>\[[^\[\]]*\]|\{[^{}]*\}|['\"`][^'\"`]*['\"`]|[\w.()-]+)"
)
_REFERRED = deferred(r"(?:model|table)\s*:\s*['\"`]?(?P<name>\w+)")
_OPENING, _SHUTTING = "([{", ")]}"
_LONGEST = 120_000


def declares(text: str) -> bool:
    """Whether a text declares such a schema, or a table."""
    mongo = "Schema" in text and _SCHEMA.search(text) and _MODEL.search(text)
    sequel = "DataTypes" in text or "Sequelize" in text or "sequelize" in text
    return bool(mongo or (sequel and _DEFINED.search(text)))


def fold(drafts: Drafts, document: Document) -> None:
    """Adds what a file declares; never raises."""
    text = unremarked(document.text[:_LONGEST])
    shape = shaped(text)
    down = _DOWN.search(shape)
    for name, at in _declared(text, shape, down.start() if down is not None else len(text)):
        draft = drafts.table(name, document.source(1 + text.count("\n", 0, at)))
        draft.whole = True
        for start, end in _members(shape, at):
            column = _column(document, text, start, end)
            if column is not None:
                draft.columns.setdefault(column.name, column)


def _declared(text: str, shape: str, last: int) -> Iterator[tuple[str, int]]:
    """What each table is called, and where its members begin."""
    models = {one["variable"]: one["collection"] or one["name"] for one in _MODEL.finditer(text)}
    for hit in _SCHEMA.finditer(text, 0, last):
        if hit["variable"] in models:
            yield _own_name(text, shape, hit.end(), models[hit["variable"]]), hit.end()
    for hit in _DEFINED.finditer(text, 0, last):
        yield _own_name(text, shape, hit.end(), hit["name"] or hit["class"]), hit.end()


def _own_name(text: str, shape: str, at: int, name: str) -> str:
    """The name that the options behind the members give, else the model's."""
    end = closing(shape, at - 1)
    options = text[end : closing(shape, end) if shape[end : end + 1] == "{" else end + 400]
    options = options.partition(";")[0]
    found = _CALLED.search(options) or _MODEL_NAME.search(options)
    return found["name"] if found is not None else name


def _members(shape: str, at: int) -> Iterator[tuple[int, int]]:
    """Where each member of the object begins and ends that is opened before this place."""
    depth, start = 0, at
    for place in range(at, len(shape)):
        char = shape[place]
        if depth == 0 and char in ",}":
            yield start, place
            start = place + 1
        if depth == 0 and char == "}":
            return
        depth += (char in _OPENING) - (char in _SHUTTING)


def _column(document: Document, text: str, start: int, end: int) -> Column | None:
    key = _KEY.match(text, start, end)
    if key is None:
        return None
    said = text[key.end() : end].strip()
    name, typed = key["quoted"] or key["plain"], _TYPED.match(said)
    options = {one["key"]: one["value"] for one in _OPTION.finditer(said)} if typed else {}
    type_ = typed["type"] + ("[]" if typed["list"] else "") if typed else ""
    return Column(
        name=name,
        type=type_ or ("Object[]" if said.startswith("[") else "Object"),
        constraints=tuple(_told(name, options)),
        source=document.source(1 + text.count("\n", 0, key.end() - 1)),
    )


def _told(name: str, options: Mapping[str, str]) -> Iterator[str]:
    """What the options of a member say of it, in SQL."""
    if "true" in options.get("primaryKey", ""):
        yield "PRIMARY KEY"
    if "true" in options.get("required", "") or options.get("allowNull") == "false":
        yield "NOT NULL"
    if "true" in options.get("unique", ""):
        yield "UNIQUE"
    default = options.get("default", options.get("defaultValue"))
    if default is not None:
        yield f"DEFAULT {default}"
    values = quoted(options.get("enum", ""))
    if values:
        listed = ", ".join(f"'{one}'" for one in values)
        yield f"CHECK ({name} IN ({listed}))"
    other = options.get("ref", "").strip("'\"`")
    referred = _REFERRED.search(options.get("references", ""))
    if other or referred is not None:
        yield f"REFERENCES {referred['name'] if referred else other}"
