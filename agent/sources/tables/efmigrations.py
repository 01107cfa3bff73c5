"""Tables as the migrations of Entity Framework make and change them.

Keys, nullability and defaults are said in SQL's words, as all other readers say them. What takes
a migration back is not read.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Column, Excerpt
from agent.core.values import dataclass
from agent.sources.tables.forward import forward
from agent.sources.tables.tabledraft import Said
from agent.sources.text.codetext import closing, quoted, shaped, unremarked

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from agent.core.documents import Document, Source
    from agent.sources.tables.tabledraft import Draft, Drafts

_CALL = deferred(
    r"\.\s*(?P<what>CreateTable|DropTable|RenameTable|(?:Add|Alter|Drop|Rename)Column"
    r"|CreateIndex|Drop(?:ForeignKey|Index|UniqueConstraint)|Add(?:ForeignKey|PrimaryKey|UniqueConstraint|CheckConstraint))(?:<(?P<type>[^\n()]+)>)?\("
)
_COLUMN = deferred(r"(?P<member>\w+)\s*=\s*\w+\s*\.(?P<what>Column)<(?P<type>[^\n()]+)>\(")
_RULE = deferred(r"\.(?P<what>PrimaryKey|ForeignKey|UniqueConstraint|CheckConstraint)(?P<type>)\(")
_NAMED = deferred(r"\s*(?P<key>\w+)\s*:(?!:)")
_MEMBER = deferred(r"\w\.(\w+)")
_TEXT = deferred(r"[$@]*\"((?:[^\"\\]|\\.)*)\"")
_LISTED = deferred(r"\w+")
_LONGEST = 400_000
_DELETED = {"Cascade": "CASCADE", "SetNull": "SET NULL", "Restrict": "RESTRICT"}
_KEPT = ("PRIMARY", "UNIQUE", "REFERENCES")
_KEYS = {"PrimaryKey": "PRIMARY KEY", "UniqueConstraint": "UNIQUE"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """A call of a builder: what it does, which type it names, and its arguments."""

    what: str
    type: str
    given: dict[str, str]
    source: Source

    def said(self, *names: str) -> str:
        """The first of these arguments that is given, without its quotes."""
        value = next((self.given[one] for one in names if one in self.given), "")
        text = _TEXT.fullmatch(value)
        return text[1] if text is not None else value

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it is of: texts, or members of a row."""
        value = next(
            (self.given[one] for one in ("column", "columns", "2", "1") if one in self.given), ""
        )
        return quoted(value) or tuple(_MEMBER.findall(value))


def makes_tables(text: str) -> bool:
    """Whether a text makes a table in this way."""
    return any(one["what"] == "CreateTable" for one in _CALL.finditer(text))


def fold(drafts: Drafts, document: Document) -> None:
    """Makes and changes the tables as the migration does; never raises."""
    text = unremarked(document.text[:_LONGEST])
    shape = shaped(text)
    for hit in _CALL.finditer(shape, *forward(shape)):
        one, end = _call(document, text, shape, hit)
        if one.what == "CreateTable":
            _create(drafts, document, (text, shape), (hit.end(), end))
        elif one.what == "DropTable":
            drafts.drop(one.said("name", "0"))
        elif one.what == "RenameTable":
            drafts.rename(one.said("name", "0"), one.said("newName"))
        elif (draft := drafts.tables.get(one.said("table", "1").casefold())) is not None:
            _change(drafts, draft, one)


def _call(document: Document, text: str, shape: str, hit: re.Match[str]) -> tuple[_Call, int]:
    """The call that begins there, and where it ends."""
    end = closing(shape, hit.end() - 1)
    source = document.source(1 + text.count("\n", 0, hit.start("what")))
    given = dict(_arguments(text, shape, hit.end(), end))
    return _Call(what=hit["what"], type=hit["type"] or "", given=given, source=source), end


def _arguments(text: str, shape: str, start: int, end: int) -> Iterator[tuple[str, str]]:
    """What stands between the brackets, each by its name, or by its place."""
    depth, at = 0, start
    for place in range(start, end + 1):
        char = shape[place] if place < end else ","
        depth += (char in "([{") - (char in ")]}")
        if char == "," and (depth == 0 or place == end):
            named = _NAMED.match(shape, at, place)
            key = named["key"] if named is not None else str(shape.count(",", start, at))
            yield key, text[named.end() if named is not None else at : place].strip()
            at = place + 1


def _create(
    drafts: Drafts, document: Document, code: tuple[str, str], place: tuple[int, int]
) -> None:
    """A table with its columns, and what holds of it as a whole."""
    (text, shape), (start, end) = code, place
    name = (*quoted(text[start:end]), "")[0]
    if not name:
        return
    draft = drafts.table(name, document.source(1 + text.count("\n", 0, start)))
    draft.whole = True
    for hit in _COLUMN.finditer(shape, start, end):
        one, _ = _call(document, text, shape, hit)
        _add(draft, one, one.said("name") or hit["member"])
    for hit in _RULE.finditer(shape, start, end):
        one, _ = _call(document, text, shape, hit)
        _change(drafts, draft, one)


def _change(drafts: Drafts, draft: Draft, one: _Call) -> None:
    """What a call does to a table that is there, or says of its columns."""
    match one.what.removeprefix("Add"):
        case "Column" | "AlterColumn":
            _add(draft, one, one.said("name", "0"))
        case "DropColumn":
            draft.columns.pop(draft.key(one.said("name", "0")), None)
        case "RenameColumn":
            draft.rename(one.said("name", "0"), one.said("newName"))
        case "DropForeignKey" | "DropIndex" | "DropUniqueConstraint":
            _undo(drafts, draft, one.said("name", "0"))
        case "CheckConstraint":
            draft.state(f"CHECK ({one.said('sql', 'constraint', '1')})", one.source)
        case "CreateIndex" if one.said("unique") != "true" or "filter" in one.given:
            name = one.said("name", "0")
            excerpt = Excerpt(source=one.source, text=f"{name} ({', '.join(one.columns)})")
            drafts.say(Said(kind="index", table=draft.name, excerpt=excerpt, name=name))
        case "ForeignKey":
            _hold(draft, one, _reference(one))
        case what:
            _hold(draft, one, _KEYS.get(what, "UNIQUE"))


def _add(draft: Draft, one: _Call, name: str) -> None:
    """A column, new or said again; what else holds of it stays."""
    size = one.said("maxLength")
    type_ = one.said("type") or f"{one.type.rstrip('?')}{f'({size})' if size else ''}"
    told = ["NULL" if one.said("nullable") == "true" else "NOT NULL"]
    default = one.said("defaultValueSql") or one.given.get("defaultValue", "").replace('"', "'")
    # What rows have that are there already is an object, no text of SQL.
    told += [f"DEFAULT {default}"] if default and not default.startswith("new ") else []
    known = draft.columns.get(draft.key(name))
    if known is not None:
        told += [each for each in known.constraints if each.startswith(_KEPT)]
    if name:
        column = Column(name=name, type=type_, constraints=tuple(told), source=one.source)
        draft.columns[draft.key(name)] = column


def _hold(draft: Draft, one: _Call, said: str) -> None:
    """What holds of columns; a key of another table in place of one before."""
    for name in map(draft.key, one.columns):
        known = draft.columns.get(name)
        if known is not None and len(one.columns) == 1:
            gone = "REFERENCES" if said.startswith("REFERENCES") else "NOT NULL"
            if said != "UNIQUE":
                _without(draft, name, gone)
    draft.hold(one.columns, said, one.source)


def _undo(drafts: Drafts, draft: Draft, name: str) -> None:
    """A key or an index was dropped: of the columns that it is called after."""
    drafts.forget("index", name, draft.name)
    draft.stated = [
        each
        for each in draft.stated
        if not name.endswith("_" + "_".join(_LISTED.findall(each.text.partition("(")[2])))
    ]
    for column in tuple(draft.columns):
        if name.endswith(f"_{column}"):
            _without(draft, column, "REFERENCES" if name.startswith("FK") else "UNIQUE")


def _without(draft: Draft, name: str, said: str) -> None:
    known = draft.columns[name]
    told = tuple(one for one in known.constraints if not one.startswith(said))
    draft.columns[name] = replace(known, constraints=told)


def _reference(one: _Call) -> str:
    column = one.said("principalColumn", "principalColumns")
    then = _DELETED.get(one.said("onDelete").rpartition(".")[2], "")
    where = f"({column})" if column else ""
    return f"REFERENCES {one.said('principalTable')}{where}{f' ON DELETE {then}' if then else ''}"
