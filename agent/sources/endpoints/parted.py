"""Calls in two places: the path in a heading or item, the method below it, or the other way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.text import notation
from agent.sources.text.markdown import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.sources.text.markdown import Grid
    from agent.sources.text.units import Unit

# `Send a book (POST)`, `POST Send a book`.
_METHOD_LAST = deferred(r"(?P<name>.*)[(\uff08](?P<methods>[A-Z/,| ]+)[)\uff09]")
_METHOD_NAMED = deferred(r"(?P<methods>[A-Z]{3,7})\s+(?P<name>\w.*)")
# `GET: lists them`, `**POST** adds one`: the word is no name where nothing parts it but a blank.
_METHOD_FIRST = deferred(
    r"(?P<methods>[A-Z]{3,7}(?:[/,| ]+[A-Z]{3,7})*)\s*"
    r"(?:$|[:\uff1a\-\u2013\u2014(|\u2192]\s*(?P<title>.*))"
)
_MARKED = deferred(r"(?:\*\*|`)+[A-Z]{3,7}(?:\*\*|`)+")
_CODE = deferred(r"(`+)[\w{}:\-]+(?:/[\w{}:\-]+)+\1")
_FAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """Methods and a path, and the unit and line that stand for them."""

    at: int
    line: int
    methods: tuple[str, ...]
    path: str
    title: str = ""


def slashed(cell: str) -> str | None:
    """The path that a text begins with, written as one."""
    text = notation.bare(cell)
    return notation.path(text) if text.startswith(("/", "http", "{", "api")) else None


def coded(cell: str) -> str | None:
    """The path that a cell consists of, though its author began it without a slash."""
    return notation.path(notation.bare(cell)) if _CODE.fullmatch(cell.strip()) else None


def only_path(unit: Unit) -> str | None:
    """The path that is all a unit says."""
    path = slashed(plain(unit.fence.text if unit.fence is not None else unit.text))
    return path if path is not None and path.startswith("/") else None


def titled(units: Sequence[Unit], at: int) -> Iterator[Parted]:
    """A heading that gives the method, a name at most; the path is the one above it, or below."""
    text = notation.bare(units[at].text)
    found = _METHOD_LAST.fullmatch(text) or _METHOD_NAMED.fullmatch(text)
    methods = notation.methods(found["methods"] if found else text)
    for one in (*units[at].above[-1:], *_inside(units, at)) if methods else ():
        path = only_path(units[one])
        if path is not None:
            title = found["name"].strip() if found else ""
            yield Parted(at=at, line=units[at].line, methods=methods, path=path, title=title)
            return


def _inside(units: Sequence[Unit], at: int) -> Iterator[int]:
    """The first units below a heading."""
    for other in range(at + 1, min(at + _FAR, len(units))):
        if at not in units[other].above:
            return
        yield other


def below_title(units: Sequence[Unit], at: int, methods: tuple[str, ...]) -> Iterator[Parted]:
    """The heading that is only a path, with the methods that a label below it gives."""
    for above in units[at].above[-1:]:
        path = only_path(units[above])
        if path is not None:
            yield Parted(at=above, line=units[above].line, methods=methods, path=path)


def below_path(units: Sequence[Unit], at: int) -> Iterator[Parted]:
    """A line that begins with a method, below an item or heading that is only a path."""
    unit = units[at]
    found = _METHOD_FIRST.fullmatch(notation.bare(unit.text))
    methods = notation.methods(found["methods"]) if found else ()
    if not methods and _MARKED.match(unit.text):
        word, _, rest = notation.bare(unit.text).partition(" ")
        methods, title = notation.methods(word), rest
    else:
        title = (found["title"] or "") if found else ""
    path = _parent_path(units, at) if methods else None
    if path is not None:
        yield Parted(at=at, line=unit.line, methods=methods, path=path, title=plain(title))


def rows_below(units: Sequence[Unit], at: int, grid: Grid) -> Iterator[Parted]:
    """The rows of a table of methods, below a heading that is only a path."""
    path = next((only_path(units[above]) for above in units[at].above[-1:]), None)
    for row in grid.rows if path is not None else ():
        methods = notation.methods(row.cells[0])
        if methods and path is not None:
            title = plain(" ".join(row.cells[1:2]))
            yield Parted(at=at, line=row.line, methods=methods, path=path, title=title)


def _parent_path(units: Sequence[Unit], at: int) -> str | None:
    """The path that is all the item around this one says, else the heading above."""
    unit = units[at]
    for other in range(at - 1, max(at - _FAR, -1), -1):
        near = units[other]
        if near.kind == "heading":
            break
        if near.depth < unit.depth:
            return only_path(near)
    return next((only_path(units[above]) for above in unit.above[-1:]), None)
