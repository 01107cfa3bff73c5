"""What general sections on validation rule of an endpoint's fields: by resource and by field."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Parameter
from agent.sources.general.chunks import is_named
from agent.sources.general.globalnotes import notes, scoped, scopes, words
from agent.sources.general.signing import on_users
from agent.sources.tables.relatedtables import normal, segments
from agent.sources.text import notation
from agent.sources.text.markdown import plain
from agent.sources.text.units import Unit, units
from agent.sources.values.coderules import shown
from agent.sources.values.facts import facts
from agent.sources.values.leftover import KEY, leftover
from agent.sources.values.parameters import NAME, merged
from agent.sources.values.ruled import case_of, in_case, ruled, titled, told_by
from agent.sources.values.spoken import named, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agent.core.documents import Document, Source
    from agent.core.spec import Endpoint
    from agent.sources.text.markdown import Grid

_VALIDATION = deferred(r"valid|walid", re.IGNORECASE)
# `Book.title` and `title`, not the `Book` of a table by resource.
_FIELD = deferred(r"(?:\w+\.)*([a-z_]\w*)")
_MUST = deferred(
    rf"\b(?:must|cannot|should|only|valid|exist|referenc|musi|nie mo\u017ce|istnie)|{KEY.pattern}",
    re.IGNORECASE,
)
_ABOUT = deferred(r"(?:of|in|from|for|by|dla|z|ze|w)\b", re.IGNORECASE)
_RESOURCE = deferred(r"resource|zas[o\u00f3]b|entit|encj|table|tabela|model", re.IGNORECASE)
_FIELDS = deferred(r"field|pole|column|kolumn|attribute", re.IGNORECASE)
# Columns of a table of rules that hold no rule.
_ASIDE = deferred(
    r"error|message|source|enforced|komunikat|b\u0142\u0105d|\u017ar\u00f3d\u0142", re.IGNORECASE
)
# `**title:**`, "`title`:", "**Short title (`title`):**": a field, and its rules below.
_HEAD = deferred(
    rf"[*_]*(?:`(?P<code>{NAME})`|(?P<plain>[^\W\d_][\w ]{{0,40}}?)(?:\s*\(`(?P<of>{NAME})`\))?)"
    r"[*_]*\s*:\s*[*_]*"
)
_COMPOUND = deferred(
    r"(?:[Vv]alidate |[Ee]nsure )?(?:the )?(?:`[a-z]+(?:_[a-z0-9]+)+`|`[a-z]+(?:[A-Z][a-z0-9]+)+`)"
)
# Lines of one field's rules stand this near to each other.
_NEAR = 3
_WHERE = deferred(r"\b(?:if|when|unless|where|je\u015bli|je\u017celi|gdy)\s+`", re.IGNORECASE)
_BARE = deferred(
    r"(?:required|optional|must|cannot|may|only|wymagan\w+|opcjonaln\w+|musi|nie mo\u017ce)\b"
    r"(?!\**:)",
    re.IGNORECASE,
)
# Titles of a field's rules, which are no fields.
_OF_RULES = deferred(
    r"[*_]*(?:(?:max|min)\w*(?: length| value)?|required|optional|type|format|unique|default"
    r"|length|range|values?|allowed(?: values)?|validation|constraints?|annotation|pattern|regex"
    r"|wymagan\w+|typ|d\u0142ugo\u015b\u0107|walidacja)[*_]*\s*:.*",
    re.IGNORECASE | re.DOTALL,
)


@lru_cache(maxsize=64)
def rules(document: Document, endpoint: Endpoint) -> tuple[Parameter, ...]:
    """What they say of values named in code or by a title, the endpoint's own resource first."""
    return tuple(_all(_said(document, endpoint), document, endpoint))


@lru_cache(maxsize=64)
def loose_rules(document: Document, endpoint: Endpoint) -> tuple[Parameter, ...]:
    """What lines under no resource's name say of a field by a name of several words."""
    _, others = scopes(document, endpoint)
    lines, found = _lines(document, endpoint), units(document.text)
    loose = (
        (at, found[at])
        for at in _validating(document.text)
        if found[at].kind == "item"
        and found[at].line not in lines
        and _COMPOUND.match(found[at].text)
        and not is_named(found[at].text)
        and not words(_about(found, at)) & others
    )
    return tuple(one for one in _all(loose, document, endpoint) if _bounds(one))


def _all(
    said: Iterable[tuple[int, Unit]], document: Document, endpoint: Endpoint
) -> Iterator[Parameter]:
    for at, unit in said:
        case = case_of(units(document.text), at)
        found = list(in_case(_ruled(unit, at, document, endpoint), case))
        found = found if unit.grid is not None else told_by(unit.text, found)
        yield from (each for one in found for each in _unqualified(one, document, endpoint))


@lru_cache(maxsize=64)
def spoken_rules(document: Document, endpoint: Endpoint) -> tuple[Parameter, ...]:
    """What their sentences say of values without names in code."""
    return tuple(
        one
        for _, unit in _said(document, endpoint)
        if unit.kind == "item"
        for one in told_by(unit.text, list(spoken(unit.text, "body", document.source(unit.line))))
    )


def by_name(found: Sequence[Parameter]) -> dict[str, Parameter]:
    """Each value once: lines on one another's heels say more of it, later ones nothing.

    What bounds it counts before what is only said of it.
    """
    out: dict[str, Parameter] = {}
    spans: dict[str, range] = {}
    for one in (*filter(_bounds, found), *filter(_says, found)):
        known, line = out.get(one.name), one.source.line
        if known is not None and line not in spans[one.name]:
            continue
        out[one.name] = merged(known, one) if known is not None else one
        span = spans.get(one.name, range(line, line))
        spans[one.name] = range(span.start, max(span.stop, line + _NEAR + 1))
    return out


def _bounds(one: Parameter) -> bool:
    """Whether it gives a bound or a need."""
    return bool(one.limits) or one.required is not None


def _says(one: Parameter) -> bool:
    """Whether it says without a bound what a value has to be, and not only something about it."""
    rules = _MUST.search(one.note) and not _ABOUT.match(one.note)
    return not _bounds(one) and bool(one.type or one.default or rules)


@lru_cache(maxsize=64)
def _said(document: Document, endpoint: Endpoint) -> tuple[tuple[int, Unit], ...]:
    """The lines and tables that hold for it, those under its own resource's name first."""
    lines, found = _lines(document, endpoint), units(document.text)
    mine, others = scopes(document, endpoint)
    last = next(map(normal, segments(endpoint)), "")
    said: list[tuple[bool, int, Unit]] = []
    for at in _validating(document.text):
        unit = found[at]
        if unit.grid is None and unit.line not in lines:
            continue
        if unit.grid is not None:
            own = replace(unit, grid=_of_lines(unit.grid, lines))
        else:
            titles = [found[title].text for title in unit.above]
            own = replace(unit, text=scoped(unit.text, titles, mine, others))
        near = last in words(f"{_about(found, at)} {unit.text}")
        said.append((not near, at, own))
    return tuple((at, unit) for _, at, unit in sorted(said, key=lambda one: one[0]))


def _lines(document: Document, endpoint: Endpoint) -> set[int]:
    """The lines of the passages that hold for it."""
    lines = on_users(units(document.text), _validating(document.text), endpoint)
    for note in notes(document, endpoint):
        lines.update(range(note.source.line, note.source.last + 1))
    return lines


def _about(found: Sequence[Unit], at: int) -> str:
    """The title and the lead that a line stands under."""
    above, titles = _above(found, at), found[at].above
    places = (*titles[-1:], *((above,) if above is not None else ()))
    return " ".join(found[one].text for one in places)


def _of_lines(grid: Grid, lines: set[int]) -> Grid:
    return replace(grid, rows=tuple(row for row in grid.rows if row.line in lines and row.cells))


def _above(found: Sequence[Unit], at: int) -> int | None:
    """The item that an item stands below, or the line above its list; none for a heading.

    What stands under a title on validation has a heading before it.
    """
    unit, before = found[at], at - 1
    while found[before].kind not in {"heading", "text"} and (
        found[before].kind != "item" or found[before].depth >= unit.depth
    ):
        before -= 1
    return before if unit.kind == "item" and found[before].kind != "heading" else None


@lru_cache(maxsize=8)
def _validating(text: str) -> tuple[int, ...]:
    """Which units stand under a title on validation."""
    found = units(text)
    titles = {one for unit in found for one in unit.above}
    wanted = {one for one in titles if _VALIDATION.search(found[one].text)}
    return tuple(at for at, unit in enumerate(found) if not wanted.isdisjoint(unit.above))


def _ruled(unit: Unit, at: int, document: Document, endpoint: Endpoint) -> Iterator[Parameter]:
    if unit.grid is not None:
        mine, _ = scopes(document, endpoint)
        yield from _of_grid(unit.grid, mine, document)
    yield from shown(unit, endpoint.method, document)
    if unit.kind != "item":
        return
    source = document.source(unit.line)
    head = _head(units(document.text), at)
    of_rules = _OF_RULES.fullmatch(unit.text) is not None
    coded, told = list(ruled(unit.text, "body", source)), titled(unit.text, "body", source)
    found = [*coded, *(() if of_rules else told)]
    # "Required if `source` is ...", below the name of the field that is required then.
    rest = not found and not _WHERE.search(unit.text)
    if head and (rest or _BARE.match(unit.text)):
        yield _headed(head, unit.text, source)
    else:
        yield from found


def _head(found: Sequence[Unit], at: int) -> str:
    """The field whose rules stand below its name, this one among them."""
    above = _above(found, at)
    if above is None:
        return ""
    hit = _HEAD.fullmatch(found[above].text)
    if hit is None or _OF_RULES.fullmatch(found[above].text):
        return _head(found, above) if found[above].kind == "item" else ""
    return hit["code"] or hit["of"] or named(hit["plain"])


def _headed(name: str, text: str, source: Source) -> Parameter:
    said = facts(text, source)
    return Parameter(
        name=name,
        place="body",
        source=source,
        type=said.type,
        required=said.required,
        default=said.default,
        limits=said.limits,
        note="" if _OF_RULES.fullmatch(text) else leftover(text, source),
    )


def _of_grid(grid: Grid, mine: set[str], document: Document) -> Iterator[Parameter]:
    """The rules of a table's rows: by field, or by resource and field."""
    header = grid.header
    by_resource = len(header) > 1 and _RESOURCE.search(header[0]) and _FIELDS.search(header[1])
    at = 1 if by_resource else 0
    for row in grid.rows:
        if len(row.cells) <= at or (at and not words(row.cells[0]) & mine):
            continue
        source = document.source(row.line)
        names = re.split(r"\s*[/,]\s*", notation.bare(row.cells[at]))
        fields = [hit[1] for one in names if (hit := _FIELD.fullmatch(one.strip("`")))]
        for cell in _cells(header, row.cells, at + 1):
            texts = [f"`{field}`: {cell}" for field in fields]
            for text in texts if len(fields) == len(names) else [cell]:
                yield from told_by(cell, list(ruled(text, "body", source)))


def _cells(header: Sequence[str], cells: Sequence[str], first: int) -> Iterator[str]:
    """Those that rule, not those that say by what, or what is answered."""
    for at, cell in enumerate(cells[first:], start=first):
        head = header[at] if at < len(header) else ""
        if not _ASIDE.search(head):
            yield cell


def _unqualified(one: Parameter, document: Document, endpoint: Endpoint) -> Iterator[Parameter]:
    """A rule under its name, and under the name alone where its own resource stands before it.

    `books.title` rules no title of other resources.
    """
    mine, others = scopes(document, endpoint)
    owner, dot, own = one.name.rpartition(".")
    if dot and words(plain(owner)) & mine:
        yield replace(one, name=own)
    elif dot and words(plain(owner)) & others:
        return
    yield one
    first, _, rest = one.name.partition("_")
    if rest and normal(first) in mine:
        yield replace(one, name=rest)
