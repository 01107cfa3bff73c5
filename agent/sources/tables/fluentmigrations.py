"""Tables as FluentMigrator makes and changes them, in chains of calls that read as sentences.

What takes a migration back is not read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Column, Excerpt
from agent.core.values import dataclass
from agent.sources.tables.forward import forward
from agent.sources.tables.tabledraft import Said
from agent.sources.text.codetext import quoted, unremarked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.core.documents import Document, Source
    from agent.sources.tables.tabledraft import Draft, Drafts

_SENTENCE = deferred(
    r"(?<![\w.])(?:this\.)?(?P<verb>Create|Alter|Delete|Rename)\s*(?P<chain>\.\s*\w+\s*\([^;]*);"
)
_CALL = deferred(
    r"\.\s*(?P<name>\w+)(?:<[^<>()]*>)?\s*"
    r"\((?P<said>(?:[^()\"]|\"[^\"\n]*\"|\((?:[^()]|\([^()]*\))*\))*)\)"
)
_MAKES = deferred(r"(?<![\w.])Create\s*\.\s*Table\s*\(")
_NAME_OF = deferred(r"\bnameof\(\s*(?:\w+\.)*(\w+)\s*\)")
_BEGINS = frozenset(("WithColumn", "AddColumn", "AlterColumn"))
_PLAIN = {
    "Nullable": "NULL",
    "NotNullable": "NOT NULL",
    "PrimaryKey": "PRIMARY KEY",
    "Unique": "UNIQUE",
}
_SIZE = deferred(r"\d+(?:\s*,\s*\d+)?")
_DELETED = {"Cascade": "CASCADE", "SetNull": "SET NULL"}
_KEYS = {"PrimaryKey": "PRIMARY KEY", "UniqueConstraint": "UNIQUE"}
_LONGEST = 400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """A call of a chain: its name, the texts it is given, and all that it is given."""

    name: str
    texts: tuple[str, ...]
    said: str
    source: Source


def makes_tables(text: str) -> bool:
    """Whether a text makes a table in this way."""
    return _MAKES.search(text) is not None


def fold(drafts: Drafts, document: Document) -> None:
    """Makes and changes the tables as the migration does; never raises."""
    text = unremarked(document.text[:_LONGEST])
    for hit in _SENTENCE.finditer(text, *forward(text)):
        calls = [_call(document, text, one) for one in _CALL.finditer(text, *hit.span("chain"))]
        if calls:
            _run(drafts, hit["verb"], calls)


def _call(document: Document, text: str, hit: re.Match[str]) -> _Call:
    said = _NAME_OF.sub(r'"\1"', hit["said"])
    source = document.source(1 + text.count("\n", 0, hit.start("name")))
    return _Call(name=hit["name"], texts=quoted(said), said=said.strip(), source=source)


def _run(drafts: Drafts, verb: str, calls: Sequence[_Call]) -> None:
    """What one sentence does: to a table that it makes, or to one that is there."""
    first, named = calls[0], {one.name: one for one in calls}
    name = (*first.texts, "")[0]
    on = next((named[one].texts for one in ("OnTable", "FromTable") if one in named), ())
    match verb, first.name:
        case "Create", "Table" if name:
            draft = drafts.table(name, first.source)
            draft.whole = True
            _columns(draft, calls[1:])
        case "Delete", "Table":
            drafts.drop(name)
        case "Rename", "Table":
            drafts.rename(name, (*named["To"].texts, name)[0] if "To" in named else name)
        case "Alter", "Table" if name.casefold() in drafts.tables:
            _columns(drafts.tables[name.casefold()], calls[1:])
        case _ if on and on[0].casefold() in drafts.tables:
            _change(drafts, drafts.tables[on[0].casefold()], verb, calls)


def _change(drafts: Drafts, draft: Draft, verb: str, calls: Sequence[_Call]) -> None:
    """What a sentence says of a table that it names on the way."""
    first, named = calls[0], {one.name: one for one in calls}
    match verb, first.name:
        case "Delete", "Column":
            for name in first.texts:
                draft.columns.pop(draft.key(name), None)
        case "Rename", "Column" if "To" in named:
            draft.rename((*first.texts, "")[0], (*named["To"].texts, "")[0])
        case "Create" | "Alter", "Column":
            _columns(draft, calls)
        case "Create", "ForeignKey" if "ToTable" in named:
            draft.hold(_listed(calls, "ForeignColumn"), _reference(calls), first.source)
        case "Create", "Index" if "Unique" not in named:
            text = f"{(*first.texts, '')[0]} ({', '.join(_listed(calls, 'OnColumn'))})".strip()
            excerpt = Excerpt(source=first.source, text=text)
            drafts.say(Said(kind="index", table=draft.name, excerpt=excerpt))
        case "Create", "Index" | "PrimaryKey" | "UniqueConstraint":
            names = _listed(calls, "OnColumn", "Column", "Columns")
            draft.hold(names, _KEYS.get(first.name, "UNIQUE"), first.source)
        case _:
            pass


def _columns(draft: Draft, calls: Sequence[_Call]) -> None:
    """The columns that a chain makes: each begins with its name."""
    begins = [at for at, one in enumerate(calls) if one.name in _BEGINS or one.name == "Column"]
    for at, following in zip(begins, (*begins[1:], len(calls)), strict=True):
        first = calls[at]
        for name in first.texts[:1]:
            column = _column(name, calls[at + 1 : following], first.source)
            draft.columns[draft.key(name)] = column


def _column(name: str, calls: Sequence[_Call], source: Source) -> Column:
    """A column: it needs a value unless it says otherwise."""
    type_ = next((one for one in calls if re.fullmatch(r"As[A-Z]\w*", one.name)), None)
    said = [_PLAIN[one.name] for one in calls if one.name in _PLAIN]
    if not {"NULL", "PRIMARY KEY"} & set(said):
        said = ["NOT NULL", *(one for one in said if one != "NOT NULL")]
    given = [one.said for one in calls if one.name == "WithDefaultValue" and one.said]
    said += [f"DEFAULT {one}" for one in given]
    refers = _reference(calls)
    told = (*said, refers) if refers else tuple(said)
    return Column(name=name, type=_type(type_), constraints=told, source=source)


def _type(call: _Call | None) -> str:
    if call is None:
        return ""
    if call.name == "AsCustom":
        return (*call.texts, "")[0]
    plain = call.name.removeprefix("As")
    return f"{plain}({call.said})" if _SIZE.fullmatch(call.said) else plain


def _reference(calls: Sequence[_Call]) -> str:
    """The row of another table that a chain refers to, in SQL."""
    named = {one.name: one for one in calls}
    texts: tuple[str, ...] = ()
    if "ToTable" in named:
        texts = (*named["ToTable"].texts[:1], *(_listed(calls, "PrimaryColumn")[:1] or ("Id",)))
    elif "ForeignKey" in named:
        texts = named["ForeignKey"].texts[-2:]
    if len(texts) < 2:  # noqa: PLR2004 (a table and its column)
        return ""
    then = named["OnDelete"].said if "OnDelete" in named else ""
    deleted = _DELETED.get(then.rpartition(".")[2], "")
    return f"REFERENCES {texts[0]}({texts[1]}){f' ON DELETE {deleted}' if deleted else ''}"


def _listed(calls: Sequence[_Call], *names: str) -> tuple[str, ...]:
    """The columns that calls of these names are given, however many they are."""
    return tuple(
        text
        for one in calls
        if one.name.removesuffix("s") in {each.removesuffix("s") for each in names}
        for text in one.texts
    )
