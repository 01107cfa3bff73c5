"""How values, columns and passages of documents are put into a line of a plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from http import HTTPStatus

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Body, Column, Limit, Parameter, Status, Table
from agent.drafters.builtin.planning.citations import holds, unescaped
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.project.naming import snake
from agent.phrases import Texts
from agent.sources.openapi.apidata import is_prose

_MARK = deferred(r"^\s*(?:[-*+\u2022]|\d+[.)]|#+|>|\|)\s+")
_LIST = re.compile(r"array|list|tablica|\w+\[\]", re.IGNORECASE)
_BOLD = deferred(r"\*\*|(?<!\w)__|__(?!\w)")
# How long a text a column holds.
LENGTH = deferred(r"\bn?(?:var)?char(?:acter varying)?\s*\(\s*(\d+)\s*\)", re.IGNORECASE)
_LONGEST = 200
_GOES_ON = deferred(r"(?:with|if|when|unless|for|on|as|because)\b", re.IGNORECASE)
# Not within `value > 0 ? 1.0 : 0.0`.
_END = deferred(r"(?<=[.!?])(?<!\s\?)\s+(?=\S)")
_STATUS = deferred(r"\b[2-5]\d\d\b")
# "BRICK_NOT_FOUND" is of bricks; that no resource, row or user is there may be anywhere.
_OF_ROWS = deferred(
    r"\b(?!(?:RESOURCE|USER|ACCOUNT|PROFILE|ROW)_)[A-Z]+_NOT_FOUND\b"
    r"|\b404\b.{0,40}\b(?i:others|other users|cudz\w+|innych)\b"
)
_MOST_CODES = 4
_NOTE = 140
_DESCRIBED = 600
# A label that is bold needs no colon: "**Description** Lists them".
_BOLD_LABEL = deferred(
    r"^\s*(?:[-*+]\s+)?(?:\*\*|__)(?:description|opis|cel|purpose|summary)(?:\*\*|__)\s+",
    re.IGNORECASE,
)
_UNPROCESSABLE = 422
_CLAUSE = deferred(r"(?:if|when|unless|where|gdy|kiedy|je\u015bli|je\u017celi)\b", re.IGNORECASE)
_CUTS = ". ", "; ", ", ", " "


def sentences(text: str) -> list[str]:
    """The sentences of a passage."""
    bare = trimmed(text, _DESCRIBED)
    return [one for one in _END.split(bare) if one.strip()]


def trimmed(text: str, longest: int = _LONGEST) -> str:
    """A passage as one line without list marks and bold, cut where a sentence or word ends."""
    bare = _MARK.sub("", unescaped(text).strip())
    if "*" in bare or "_" in bare:
        bare = _BOLD.sub("", bare)
    line = " ".join(bare.split()).strip(" |")
    if len(line) <= longest:
        return line.rstrip(" ;,:")
    for cut in _CUTS:
        at = line.rfind(cut, longest // 2, longest)
        if at > 0:
            end = "" if cut == ". " else " \u2026"
            return _whole(line[: at + (cut == ". ")].rstrip(" ;,:") + end)
    return _whole(line[:longest] + "\u2026")


def unlabelled(text: str) -> str:
    """A description without its label, or the cell of a table row that says the most."""
    text = _BOLD_LABEL.sub("", text)
    bare = trimmed(text, _DESCRIBED)
    if text.lstrip().startswith("|"):
        cells = [cell.strip() for cell in text.strip().strip("|").split("|")]
        said = (cell for cell in cells if "/" not in cell)
        bare = trimmed(max(said, key=len, default=""), _DESCRIBED)
    return re.sub(
        r"^_?(?:description|opis|cel|purpose|summary)_?\s*:\s*", "", bare, flags=re.IGNORECASE
    )


def _whole(text: str) -> str:
    """Text whose code marks come in pairs again after a cut."""
    return text if text.count("`") % 2 == 0 else text.replace("`", "")


def quoted(names: Iterable[str]) -> str:
    """Names in code marks, with commas."""
    return ", ".join(f"`{name}`" for name in names)


def members(texts: Texts, form: Body) -> str:
    """The fields of a form, of an object those that it holds; some may be left out."""
    held = [one.name for one in form.fields]
    inside = {one.rpartition(".")[0].removesuffix("[]") for one in held}
    leaves = [one for one in form.fields if one.name not in inside]
    free = f" ({texts.say('optional')})"
    return ", ".join(f"`{one.name}`{free if one.required is False else ''}" for one in leaves)


def limits(texts: Texts, found: Sequence[Limit], type_: str | None = None) -> list[str]:
    """The bounds in words, lower and upper one together; of a list they count its items."""
    of = {one.kind: one.value for one in found}
    if "min" in of:
        of.pop("above", None)
    if "max" in of:
        of.pop("below", None)
    length = "{}-items" if _LIST.match(type_ or "") else "{}-length"
    lines = [
        _pair(texts, (of.pop("min", None), of.pop("max", None)), "{}"),
        _pair(texts, (of.pop("min_length", None), of.pop("max_length", None)), length),
    ]
    for kind, text in of.items():
        shown = quoted(text.split("|")) if kind == "choices" else text
        lines.append(texts.say(str(kind), value=text, values=shown, low=text, high=text))
    return [line for line in lines if line]


def _pair(texts: Texts, ends: tuple[str | None, str | None], form: str) -> str:
    low, high = ends
    if low is None and high is None:
        return ""
    name = "range" if low and high else "at-least" if low else "at-most"
    if low is not None and low == high and form != "{}":
        name = "exactly"
    return texts.say(form.format(name), low=low, high=high)


def column_of(table: Table | None, name: str) -> Column | None:
    """The column of this name, whatever the spelling: `userId` is `user_id`."""
    if table is None:
        return None
    wanted = snake(name)
    return table.column(name) or next(
        (one for one in table.columns if snake(one.name) == wanted), None
    )


def column_text(column: Column) -> str:
    """Type and constraints in the document's words."""
    return trimmed(", ".join((column.type, *column.constraints)), _NOTE)


def column_type(column: Column) -> str:
    """The type, and that it may be null, in the document's words."""
    free = any(re.fullmatch(r"null|nullable", one, re.IGNORECASE) for one in column.constraints)
    return f"{column.type} NULL" if free else column.type


def names_of(found: Iterable[Parameter], most: int = 12) -> str:
    """Names in code marks; of many the first, and how many more there are."""
    names = [one.name for one in found]
    more = f" \u2026 ({len(names)})" if len(names) > most else ""
    return quoted(names[:most]) + more


def primary_key(table: Table) -> Column | None:
    """The column that is the table's primary key."""
    return next(filter(is_primary, table.columns), table.column("id"))


def is_primary(column: Column) -> bool:
    """Whether it is the primary key, or a part of that."""
    return re.search(r"primary|\bpk\b", " ".join(column.constraints), re.IGNORECASE) is not None


def lines_of(brief: Brief, source: Source) -> tuple[tuple[Source, str], ...]:
    """The lines of a passage with their places, without code fences and what is in them.

    Of a document that is data, the words that a reader found there: its lines are no prose.
    """
    if is_prose(source.path):
        return brief.passages.prose(source)
    spec = brief.spec
    told = [one for one in (spec.description, spec.auth, *spec.notes) if one is not None]
    words = (line for one in told if one.source == source for line in one.text.split("\n"))
    return tuple((source, line) for line in words if line.strip())


def meaning_of(status: Status, longest: int = _LONGEST) -> str:
    """When a status is answered; nothing where the document only repeats its standard phrase."""
    said = trimmed(status.meaning, longest)
    for phrase in phrases_of(status.code):
        rest = said[len(phrase) :].lstrip(" ,;:\u2013\u2014-")
        if said.casefold().startswith(phrase.casefold()) and _GOES_ON.match(rest):
            said = rest
    return "" if said.casefold() in {one.casefold() for one in phrases_of(status.code)} else said


def when_of(texts: Texts, when: str) -> str:
    """What a status is for, after its code: a clause as it stands, or what it is of."""
    return texts.say("when-clause" if _CLAUSE.match(when) else "when-noun", when=when)


@cache
def phrases_of(code: int) -> tuple[str, ...]:
    """The standard phrases of a status."""
    known = {one.value: one.phrase for one in HTTPStatus}
    old = ("Unprocessable Content", "Unprocessable Entity") if code == _UNPROCESSABLE else ()
    return (*old, *((known[code],) if code in known else ()))


def is_legend(line: str) -> bool:
    """Whether a line lists the statuses that there are: it says of none when it is answered."""
    return len(set(_STATUS.findall(line))) > _MOST_CODES


def names_rows(line: str) -> bool:
    """Whether a refusal is of others' rows, or by its code of those of one resource."""
    return _OF_ROWS.search(line) is not None


def closed(lines: list[str], points: list[str]) -> list[str]:
    """A section's lines with its open points below; a paragraph is parted from a list."""
    parted = bool(points) and not lines[-1].lstrip().startswith(("-", "```"))
    return [*lines, *([""] if parted else []), *points]


def mentions(text: str, words: Iterable[str]) -> bool:
    """Whether the text has one of the words."""
    return any(holds(text, word) for word in words)
