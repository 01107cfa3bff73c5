"""How parameters and fields are listed: those with bounds in a line each, the plain ones in one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import METHODS, Column, Parameter
from agent.core.values import dataclass
from agent.drafters.builtin.planning.citations import Fact, spans
from agent.drafters.builtin.planning.facts.binding import entry, groups, leaf
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import (
    column_of,
    column_type,
    limits,
    quoted,
    trimmed,
)
from agent.drafters.builtin.planning.reads.viewing import viewed
from agent.drafters.builtin.planning.sections.leaving import is_free
from agent.drafters.builtin.planning.sections.noted import beside
from agent.drafters.builtin.planning.sections.ranges import bounds_of, empty_of, length_of
from agent.drafters.builtin.planning.sentences.sharing import shared
from agent.drafters.builtin.planning.tables.work import work_of
from agent.drafters.builtin.planning.tables.written import default_of, is_needed
from agent.drafters.builtin.planning.writes.nesting import table_at
from agent.sources.openapi.apidata import is_prose

_NEED = re.compile(r"\s*\((?:optional|required|opcjonaln\w*|wymagan\w*)\)", re.IGNORECASE)
_NOTE = 140
_DASH = deferred(r"^[-\u2013\u2014]\s+")
_DECIMAL = deferred(r"(?:decimal|numeric|float|double|real|money)\b", re.IGNORECASE)
# What a key refers to the flow tells.
_KEY = re.compile(
    r"\breferences\b|\bforeign key\b|\bFK\b|klucz obcy|\bprimary key\b", re.IGNORECASE
)
_NULLNESS = deferred(r"(?:not )?null|nullable|optional", re.IGNORECASE)
_DEFAULTED = deferred(r"default\b", re.IGNORECASE)
_TEXTS = frozenset(("string", "text"))
_TEXT = re.compile(r"text|n?varchar2?|string|character varying|citext", re.IGNORECASE)
_TIME = deferred(r"\b(?:date|time)|8601", re.IGNORECASE)
_BIG = deferred(r"big(?:int|serial)\b", re.IGNORECASE)
_LONG = (".java", ".kt", ".cs", ".go")
_SHORT = 60
_WITH_BODY = ("POST", "PUT", "PATCH")
_MOST = 40
_CODE = (".ts", ".py", ".cs", ".java")
# Lines this near to each other are cited as one passage.
_NEAR = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What is known of a parameter or field; a `plain` one has no bounds to be read alone."""

    name: str
    said: str
    note: str
    plain: bool
    sources: tuple[Source, ...]

    def fact(self) -> Fact:
        """It in a line of its own."""
        told = "; ".join(part for part in (self.said, self.note) if part)
        return Fact(text=f"`{self.name}`" + (f": {told}" if told else ""), sources=self.sources)

    def brief(self) -> str:
        """It among others."""
        told = "; ".join(part for part in (self.said, self.note) if part)
        return f"`{self.name}` ({told})" if told else f"`{self.name}`"


def value_of(brief: Brief, one: Parameter) -> Value:
    """A parameter or field with its type, need, limits, default and note."""
    column = _column(brief, one)
    need = _need(brief, one)
    needed = "" if need or one.place != "body" else _by_column(brief, one, column)
    parts = [_type(one, column), need or needed, *limits(brief.texts, one.limits, one.type)]
    bounds, bounding = _bounds(brief, one)
    parts += [bounds] if bounds else []
    stored = "" if bounds else _stored(brief, one, column, needed=bool(need or needed))
    empty = empty_of(work_of(brief), one, column, named=bool(stored))
    default = _default(brief, one, column)
    parts += [brief.say("default", value=default)] if default is not None else []
    parts += [empty.text] if empty.text else []
    stored = stored.removesuffix(" NULL") if empty.text else stored
    said = ", ".join(part for part in (*parts, stored) if part)
    note = trimmed(_NEED.sub("", one.note), _NOTE).removeprefix(one.type or "")
    note = _DASH.sub("", note.lstrip(" ,;:") if one.type else note)
    own = leaf(one.name)  # a field inside another stands there by its own name alone
    sources = brief.passages.holding([one.source], own)
    sources += (*_bounding(brief, one), *bounding)
    if column is not None and (stored or (needed and column.name == own)):
        sources += brief.passages.holding([column.source], column.name)
    sources += empty.sources
    told = beside(note, one, said)
    sources += tuple(source for source in one.rules if told and not _is_cited(source, sources))
    plain = not (told or one.limits or one.default is not None) and len(said) <= _SHORT
    return Value(name=one.name, said=said, note=told, plain=plain, sources=sources)


def is_demanded(brief: Brief, one: Parameter) -> bool:
    """Whether a request without this value is refused, by the documents or by its column."""
    if one.place != "body":
        return one.place == "query" and bool(one.required)
    needed = "" if one.required is False else _by_column(brief, one, _column(brief, one))
    return brief.say("required") in {_need(brief, one), needed}


def _column(brief: Brief, one: Parameter) -> Column | None:
    """What holds a value that is given or answered: in the rows of a list by its own name."""
    if one.place == "body":
        table, inside = table_at(work_of(brief), one), one.name.partition("[].")[2]
        return column_of(table, inside or one.name)
    if one.place != "response":
        return None
    first = entry(groups(next(iter(brief.spec.responses), None)))
    at, _, own = one.name.rpartition(".")
    table = viewed(work_of(brief)) or brief.table
    if first is not None and first.at == at:
        return column_of(table, own)
    return None if one.type else column_of(brief.table, one.name)


def _default(brief: Brief, one: Parameter, column: Column | None) -> str | None:
    """What stands for a value that is not given; of one with limits its column's, in a new row."""
    if one.default is not None or column is None or not one.limits or one.required:
        return one.default
    if "default" in one.note.casefold():
        return None
    new = one.place == "body" and brief.subject.act == "create" and column.name == one.name
    return (default_of(column) or None) if new else None


def _bounding(brief: Brief, one: Parameter) -> Iterator[Source]:
    """Where its limits and its default stand; a bound that code says by a word has its line."""
    for limit in one.limits:
        found = brief.passages.holding([limit.source], *limit.value.split("|"))
        yield from found or ([limit.source] if limit.source.path.suffix in _CODE else [])
    if one.default is not None:
        coded = [each for each in one.rules if each.path.suffix in _CODE]
        yield from brief.passages.holding(coded, one.default)


def _is_cited(source: Source, known: Sequence[Source]) -> bool:
    """Whether a line stands in one of the places already."""
    return any(one.path == source.path and one.line <= source.line <= one.last for one in known)


def _type(one: Parameter, column: Column | None) -> str:
    """A value's type; a sample without a point is no whole number where its column holds any."""
    broken = column is not None and not one.limits and _DECIMAL.match(column.type)
    return "number" if broken and one.type == "integer" else one.type or ""


def listed(
    brief: Brief, label: str, found: Sequence[Parameter], shown_by: str = ""
) -> Iterator[str]:
    """List entries for these under a label; what another endpoint's passage says is one line.

    `shown_by` says whose passage that is, where it is known.
    """
    found = [one for one in found if not _is_told_by_its_fields(one, found)]
    values = [value_of(brief, one) for one in found[:_MOST]]
    methods = _WITH_BODY if any(one.place == "body" for one in found) else METHODS
    own = any(brief.is_own(one.source) or _is_column(brief, one) for one in found)
    beside = shown_by or ("" if own else shared(brief, found[0].source, methods))
    label = brief.say("inherited", label=label) if beside and not shown_by else label
    together = [one for one in values if one.plain or beside]
    apart = [one for one in values if one not in together]
    rest = found[_MOST:]
    if len(values) == 1 and not together:
        yield f"- {replace(apart[0].fact(), text=f'{label}: {apart[0].fact().text}')}"
        return
    yield f"- {replace(_together(label, together), beside=beside)}"
    yield from (f"  - {one.fact()}" for one in apart)
    if rest:
        text = brief.say("more", count=len(rest), names=quoted(one.name for one in rest))
        yield f"  - {Fact(text=text, sources=spans((one.source for one in rest), _NEAR))}"


def _is_told_by_its_fields(one: Parameter, found: Sequence[Parameter]) -> bool:
    """Whether nothing is known of an object, or a list of them, beyond what it holds."""
    if one.limits or one.note or one.required is not None or "null" in (one.type or ""):
        return False
    inside = (f"{one.name}.", f"{one.name}[].")
    return any(other.name.startswith(inside) for other in found)


def _is_column(brief: Brief, one: Parameter) -> bool:
    """Whether a field is told by the table alone."""
    column = column_of(brief.table, one.name)
    return column is not None and column.source == one.source


def _together(label: str, found: Sequence[Value]) -> Fact:
    sources = spans((source for one in found for source in one.sources), _NEAR)
    names = ", ".join(one.brief() for one in found)
    return Fact(text=f"{label}: {names}".rstrip(" "), sources=sources)


def _bounds(brief: Brief, one: Parameter) -> tuple[str, tuple[Source, ...]]:
    """What bounds a value that the API plan leaves open: its column, or the key of its row."""
    if one.place == "response":
        return "", ()
    return (length_of if one.limits else bounds_of)(work_of(brief), one)


def _by_column(brief: Brief, one: Parameter, column: Column | None) -> str:
    """Whether a new row needs the value, where only its column says so."""
    body = brief.spec.request
    # Of several forms one may leave to the service what another gives.
    if column is None or brief.subject.act != "create" or (body is not None and body.forms):
        return ""
    if is_needed(column):
        return brief.say("required")
    if any(each.required is False for each in brief.body):
        return ""  # a passage that marks what is optional means the rest
    table = table_at(work_of(brief), one)
    return brief.say("optional") if table is not None and is_free(table, column, one) else ""


def _stored(brief: Brief, one: Parameter, column: Column | None, *, needed: bool) -> str:
    """What the column adds where the API plan gives no limits, or for an answer no type."""
    if one.place == "response" and one.type:
        return _kept_as(brief, column, one)
    if column is None or one.limits:
        return ""
    if one.place != "body":
        return _in_column(brief, column, one, column_type(column))
    known = (one.type or "").casefold()
    parts = [one for one in column.constraints if not _KEY.search(one)]
    if needed:
        parts = [one for one in parts if not _NULLNESS.fullmatch(one)]
    # A change leaves what is not given as it is.
    if one.default is not None or brief.subject.act == "update":
        parts = [one for one in parts if not _DEFAULTED.match(one)]
    same = column.type.casefold() == known or (known in _TEXTS and _TEXT.fullmatch(column.type))
    same = same or (known == "integer" and column.type.casefold() == "int")
    if same and column.name == leaf(one.name):
        return trimmed(", ".join(parts), _NOTE)
    return _in_column(brief, column, one, trimmed(", ".join((column.type, *parts)), _NOTE))


def _kept_as(brief: Brief, column: Column | None, one: Parameter) -> str:
    """What a value that is answered is stored as, where its type is another: a time that is text.

    A whole number that is long is of a type of its own in some languages.
    """
    form = one.limit("format")
    timed = _TIME.search(f"{one.type} {form.value if form is not None else ''}") is not None
    long = brief.stack.suffix in _LONG and one.type in {"integer", "number"}
    if column is None or not (
        (timed and _TEXT.match(column.type)) or (long and _BIG.match(column.type))
    ):
        return ""
    return _in_column(brief, column, one, column.type)


def _in_column(brief: Brief, column: Column, one: Parameter, text: str) -> str:
    """What a column is, by its name where that is another one."""
    key = "in-table" if column.name == leaf(one.name) else "in-column"
    return brief.say(key, text=text, name=column.name) if text else ""


def _need(brief: Brief, one: Parameter) -> str:
    if one.required is None or one.place in {"path", "response"}:
        return brief.say("optional") if _may_be_missing(brief, one) else ""
    if one.place == "query" and not brief.is_own(one.source):
        return ""  # what several endpoints share may be needed by another
    return brief.say("required" if one.required else "optional")


def _may_be_missing(brief: Brief, one: Parameter) -> bool:
    """Whether the API plan's words say so of a value of the answer: `string?`."""
    said = one.place == "response" and one.required is False and "null" not in (one.type or "")
    return said and is_prose(one.source.path) and not _is_column(brief, one)
