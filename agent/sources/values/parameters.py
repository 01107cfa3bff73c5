"""Named values with what is said of them, from list items, tables and inline lists."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Parameter
from agent.sources.text.markdown import plain
from agent.sources.text.notation import bare
from agent.sources.values import abroad
from agent.sources.values.bounds import for_type
from agent.sources.values.columns import depths
from agent.sources.values.examples import members
from agent.sources.values.facts import TYPES, Facts, facts
from agent.sources.values.leftover import leftover, remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.core.documents import Document, Source
    from agent.core.spec import Place
    from agent.sources.text.markdown import Grid
    from agent.sources.text.units import Unit

NAME = r"[A-Za-z_$][\w$.\-]*(?:\[\])?"
CODE_NAME = re.compile(rf"[*_]*`[{{:]?(?P<name>{NAME})\??}}?(?P<values>=[^`]+)?`[*_]*\??")
_BARE_NAME = deferred(
    rf"\**(?P<name>{NAME})(?:\*\*)?(?:\s?\?)?(?P<values>=\S+)?"
    r"(?=\s*(?:[(:,;=*]|[-\u2013\u2014\u2192]\s|\*\*|$))"
)
# `size?: integer` in one pair of backticks.
_TYPED = deferred(
    rf"[*_]*`(?P<name>{NAME})\??\s*:\s*(?P<values>(?:(?:{TYPES})\b|['\"])[^`]*)`[*_]*",
    re.IGNORECASE,
)
_MAY_BE = deferred(r"^\W*[\w$.-]+`?\s?\?")
# The members of an object, or of each in a list, behind its name: `{id, title}`, `[{id}]`.
_SHAPE = deferred(r"^\[?\s*\{.*\}\s*\]?$")
_NEXT = re.compile(r"\s*(?:,|;|\band\b|\boraz\b|\bi\b)\s+(?=[*_]*`)")
_CLAUSE = deferred(r";\s+(?=[*_]*`)")
# `page (int), size (int)`: names in a row, each with its bracket.
_SEPARATOR = re.compile(r"\s*(?:,|;|\bi\b|\band\b|\boraz\b)\s+")
_TOLD = deferred(rf"\**{NAME}\**\s*\(.*\)")
_LISTED = deferred(rf"(?:{CODE_NAME.pattern}|`{NAME}\??:[^`]*`|{NAME})\s*(?:\(.*\))?")
# `a`, `b`: what is said after the colon holds for each of them.
SHARED = deferred(
    rf"(?P<names>[*_]*`{NAME}`[*_]*(?:\s*(?:,|/|and|or|i|oraz)\s*[*_]*`{NAME}`[*_]*)+)"
    r"\s*(?::|[-\u2013\u2014]\s)\s*(?P<rest>\S.*)"
)
_NOTHING = deferred(
    r"(?:brak|none|no\b.*|n/?a|nothing|empty|puste|pusty|nie ma)\b.*|[-\u2013\u2014.]*",
    re.IGNORECASE,
)
_NONE = {"none", "brak"}
# What a list of resources says of one: "Fields: `id`, `title`", "Table: `books`".
_FIELDS = deferred(
    r"\W*(?:fields|columns|attributes|pola|kolumny|atrybuty)\W*:\W*(?=`)", re.IGNORECASE
)
_TABLE = deferred(r"\W*(?:table|tabela)\W*:\W*`[^`]+`\W*", re.IGNORECASE)
# What begins a sentence; in code it is a name: `all`.
_WORDS = {"note", "notes", "example", "uwaga", "all", "the", "validation", "body"}
_CHOICES = deferred(r"`[^`\n]+`(?:\s*(?:,|/|\||or|lub|o)\s*`[^`\n]+`)+")
_ASKS = deferred(rf"requ|wymag|mandatory|{abroad.NEEDED}")
_YES = deferred(
    rf"(?:yes|tak|true|required|wymag|\u2713|\u2705|x\b|{abroad.YES}|{abroad.NEEDED})",
    re.IGNORECASE,
)
_DEFAULT = deferred(rf"default|domyśl|{abroad.DEFAULT}")
_SHOWN = deferred(r"^(?:examples?|sample|przykład\w*)\b", re.IGNORECASE)
_HEAD_NAME = deferred(r"name|param|field|pole|nazwa|key|header", re.IGNORECASE)


def is_nothing(text: str) -> bool:
    """Whether a text says that there is nothing, like "None" or "Brak"."""
    return _NOTHING.fullmatch(plain(text).strip("()[] .")) is not None


def parameters(units: Sequence[Unit], place: Place, document: Document) -> tuple[Parameter, ...]:
    """The values that these units list, each once, with the facts of its own line."""
    found: dict[str, Parameter] = {}
    parent: tuple[str, int] | None = None
    for unit in units:
        if unit.grid is not None:
            listed = list(_rows(unit.grid, place, document))
        elif unit.kind in {"item", "text"} and not is_nothing(unit.text):
            if parent is not None and unit.depth > parent[1] and parent[0] in found:
                found[parent[0]] = _with_line(found[parent[0]], unit, document)
                continue
            listed = list(named(unit.text, place, document.source(unit.line)))
            if listed:
                parent = (listed[-1].name, unit.depth) if unit.kind == "item" else None
        else:
            continue
        for one in listed:
            found.setdefault(one.name, one)
    return tuple(found.values())


def named(text: str, place: Place, source: Source) -> Iterator[Parameter]:
    """The values that one line names: `` `page` (int, default 1), `limit` (int) ``."""
    if _TABLE.fullmatch(text):
        return
    for clause in _CLAUSE.split(_FIELDS.sub("", text, count=1)):
        yield from _named(clause, place, source)


def _named(text: str, place: Place, source: Source) -> Iterator[Parameter]:
    shared = SHARED.fullmatch(text.strip())
    if shared is not None:
        said = facts(shared["rest"], source)
        for one in CODE_NAME.finditer(shared["names"]):
            own = _own(said, one["name"])
            yield _parameter(one["name"], place, own, shared["rest"], source)
        return
    pieces = _code_list(text) if text.lstrip("*_ ").startswith("`") else _plain_list(text)
    # Prose may follow the last one.
    if not all(_LISTED.fullmatch(piece.strip(" .")) for piece in pieces[:-1]):
        pieces = [text]
    for piece in pieces:
        hit = _names(piece)
        if hit is None or _is_word(hit):
            continue
        rest = piece[hit.end() :].strip(" *:;,.\u2013\u2014-\u2192")
        if rest and "`" not in hit[0] and not re.search(r"\w", rest):
            continue  # a word with a sign behind it, as a button has
        values = (hit["values"] or "").lstrip("=")
        told = _SHAPE.sub("", rest)
        said = facts(f"{values} {told}".strip(), source)
        if said.required is None and _MAY_BE.search(hit[0]):
            said = replace(said, required=False)
        yield from _shaped(_parameter(hit["name"], place, said, rest, source), rest)


def _shaped(one: Parameter, shape: str) -> Iterator[Parameter]:
    """The value, and below its name the members of it that are shown for what it is."""
    if not _SHAPE.fullmatch(shape):
        yield one
        return
    yield replace(one, type="array" if shape.startswith("[") else "object", note="")
    for member in members(f"{{x:{shape}}}")[1:]:
        said = facts(f"{member.value}; {member.remark}", one.source)
        name = f"{one.name}{member.name.removeprefix('x')}"
        yield _parameter(name, one.place, said, member.remark, one.source)


def _is_word(hit: re.Match[str]) -> bool:
    """Whether it is a word of a sentence and no name."""
    return hit["name"].casefold() in (_NONE if "`" in hit[0] else _NONE | _WORDS)


def _own(said: Facts, name: str) -> Facts:
    """Of a default for several names, `limit=20`, what is this one's."""
    whose, mark, value = (said.default or "").partition("=")
    if not mark:
        return said
    return replace(said, default=value if whose == name else None)


def merged(first: Parameter, second: Parameter) -> Parameter:
    """One value of which two places speak: the second adds what the first leaves open."""
    type_ = first.type if second.type in {None, "enum"} and first.type else second.type
    kinds = {limit.kind for limit in first.limits}
    added = tuple(one for one in for_type(second.limits, type_) if one.kind not in kinds)
    adds = second.type is not None or second.required is not None or second.default is not None
    return replace(
        first,
        source=second.source if adds else first.source,
        type=type_,
        required=first.required if second.required is None else second.required,
        default=first.default if second.default is None else second.default,
        limits=(*first.limits, *added),
        note=both(first.note, leftover(second.note, second.source)) if first.note else second.note,
        rules=(*first.rules, *second.rules),
    )


def both(first: str, second: str) -> str:
    """Two remarks as one; nothing is said twice."""
    if not first or first in second:
        return second
    return first if not second or second in first else f"{first}; {second}"


def _names(piece: str) -> re.Match[str] | None:
    piece = piece.strip()
    return _TYPED.match(piece) or CODE_NAME.match(piece) or _BARE_NAME.match(piece)


def _code_list(text: str) -> list[str]:
    """Cuts before each further name in code, but not inside brackets."""
    return _cut(text, _NEXT)


def _cut(text: str, separator: re.Pattern[str]) -> list[str]:
    depth = depths(text)
    cuts = [hit for hit in separator.finditer(text) if depth[hit.start()] == 0]
    starts = [0, *(hit.end() for hit in cuts)]
    ends = [*(hit.start() for hit in cuts), len(text)]
    return [text[one:two] for one, two in zip(starts, ends, strict=True)]


def _plain_list(text: str) -> list[str]:
    """`page, pageSize` are two; a name with a description is one, whatever commas it has."""
    text = text.split("#", 1)[0].rstrip(" .")
    if re.fullmatch(rf"{NAME}(?:\s*(?:,|/|\bi\b|\band\b)\s*{NAME})+", text):
        return re.split(r"\s*(?:,|/|\bi\b|\band\b)\s*", text)
    pieces = _cut(text, _SEPARATOR)
    if len(pieces) > 1 and all(_TOLD.fullmatch(piece.strip()) for piece in pieces):
        return pieces
    return [text]


def _parameter(name: str, place: Place, said: Facts, note: str, source: Source) -> Parameter:
    return Parameter(
        name=name,
        place=place,
        source=source,
        type=said.type,
        required=said.required,
        default=said.default,
        limits=said.limits,
        note=remark(note, source),
    )


def _with_line(before: Parameter, unit: Unit, document: Document) -> Parameter:
    source = document.source(unit.line)
    said = facts(unit.text, source)
    kinds = {limit.kind for limit in before.limits}
    more = leftover(unit.text, source)
    return replace(
        before,
        source=document.source(before.source.line, max(before.source.last, unit.line)),
        type=before.type or said.type,
        required=said.required if before.required is None else before.required,
        default=said.default if before.default is None else before.default,
        limits=(*before.limits, *(one for one in said.limits if one.kind not in kinds)),
        note=both(before.note, more),
        rules=(*before.rules, *((source,) if more else ())),
    )


def _rows(grid: Grid, place: Place, document: Document) -> Iterator[Parameter]:
    header = [plain(cell).casefold() for cell in grid.header]
    at = next((index for index, cell in enumerate(header) if _HEAD_NAME.search(cell)), 0)
    for row in grid.rows:
        if at >= len(row.cells):
            continue
        name = bare(row.cells[at]).strip("{}:?* ")
        if not re.fullmatch(NAME, name):
            continue
        source = document.source(row.line)
        cells = list(zip(header, row.cells, strict=False))
        told = [one for one, (head, _) in enumerate(cells) if not _SHOWN.search(head)]
        rest = [_said(*cells[one]) for one in told if one != at]
        said = facts("; ".join(one for one in rest if one), source)
        note = plain(row.cells[told[-1]]) if len(told) > 1 else ""
        yield replace(_parameter(name, place, said, "", source), note=note)


def _said(head: str, cell: str) -> str:
    """A cell with the word that its column's head gives to it."""
    text = cell.strip()
    asks = _ASKS.search(head)
    if not text or (is_nothing(text) and not asks):
        return ""
    if asks:
        yes = _YES.match(plain(text))
        return "required" if yes else "optional"
    if _CHOICES.fullmatch(text):
        return f"one of: {text}"
    if _DEFAULT.search(head):
        return f"default {text}"
    return text
