"""Every place in an API plan where a method and a path may define an endpoint."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.endpoints.curled import curled
from agent.sources.endpoints.joined import calls as joined
from agent.sources.endpoints.methodmatrix import matrix
from agent.sources.endpoints.named import CALLED, PAIR_REACH, name_above
from agent.sources.endpoints.parted import (
    Parted,
    below_path,
    below_title,
    coded,
    only_path,
    rows_below,
    slashed,
    titled,
)
from agent.sources.text import notation
from agent.sources.text.markdown import plain
from agent.sources.text.repair import split_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agent.sources.text.markdown import Grid
    from agent.sources.text.units import Unit

_MAX_NAME_WORDS = 8
# What introduces a choice, an example or a reference, or begins a sentence, names no endpoint.
_NO_NAME = deferred(
    r"(?:option|alternative|variant|opcja|alternatywa|wariant)\b"
    r"|(?:examples?(?: requests?| calls?| usage)?(?: \d+)?|e\.g\.?|i\.e\.?|for example"
    r"|see(?: also)?|same as|similar to|such as|przykład\w*(?: \w+)?|np\.?|zob\.?|patrz|por\.?"
    r"|podobnie jak|tak jak)$"
    r"|(?:this|these|it|then|there|we|you)\b"
)
# `(Optional) GET /x`: a remark before a call is no name of it.
REMARK = deferred(r"\([^()]{1,40}\)|\[[^\[\]]{1,40}\]")
# What a heading says of an endpoint that is listed elsewhere.
_PART = deferred(
    r"(?:(?:query|path|url|body|header) )?(?:param(?:eter)?s|parametry)(?: (?:zapytania|url))?"
    r"|(?:(?:request|response)(?: (?:body|schema|payload))?|(?:examples?|samples?)"
    r"(?: (?:requests?|responses?))?)(?: (?:of|for|to))?"
)
_HTTP = ("", "http", "text", "rest", "txt", "plaintext", "bash", "sh")


class Form(IntEnum):
    """How an entry is written; a greater one defines, a lesser one inside it only mentions."""

    NAMED = 1
    LINE = 2
    ITEM = 3
    ROW = 4
    PAIR = 5
    HEADING = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Methods and a path at unit `at`, on `line`, and the name that stands with it."""

    at: int
    line: int
    form: Form
    call: notation.Call
    title: str


def candidates(units: Sequence[Unit]) -> tuple[Candidate, ...]:
    """The candidates in document order."""
    found: list[Candidate] = []
    for at, unit in enumerate(units):
        if unit.grid is not None:
            every = tuple(_parted(matrix(at, unit.grid), Form.ROW))
            rows = every or tuple(_rows(at, unit.grid))
            found.extend(rows or _parted(rows_below(units, at, unit.grid), Form.ROW))
        elif unit.fence is not None:
            found.extend(_fenced(at, unit))
        elif unit.text.startswith("|"):
            found.extend(_loose_row(at, unit))
        elif pairs := tuple(_pairs(units, at)):
            found.extend(pairs)
        elif written := tuple(_written(units, at)):
            found.extend(written)
        elif unit.kind in {"item", "text"}:
            found.extend(_parted(below_path(units, at), Form.ITEM))
    return tuple(sorted(found or _curled(units), key=lambda one: one.at))


def _curled(units: Sequence[Unit]) -> Iterator[Candidate]:
    """Where nothing else names an endpoint, those that are called by `curl`."""
    for one in curled(units):
        lead = units[one.at - 1] if one.at else units[0]
        leads = one.at > 0 and lead.kind == "text" and lead.text.endswith(":")
        title = plain(lead.text).rstrip(":") if leads else name_above(units, one.at)
        at = one.at - leads
        yield Candidate(at=at, line=one.line, form=Form.LINE, call=one.call, title=title)


def _parted(some: Iterable[Parted], form: Form) -> Iterator[Candidate]:
    for one in some:
        call = notation.Call(methods=one.methods, path=one.path)
        yield Candidate(at=one.at, line=one.line, form=form, call=call, title=one.title)


def _heads(some: Iterable[Parted]) -> Iterator[Candidate]:
    return _parted(some, Form.HEADING)


def _loose_row(at: int, unit: Unit) -> Iterator[Candidate]:
    """A row of a table whose author left out its header: a method, then a path."""
    cells = split_row(unit.text)
    call = _cell(cells, 0) if notation.methods(cells[0]) else None
    if call is not None:
        yield Candidate(at=at, line=unit.line, form=Form.ROW, call=call, title=_longest(cells, 1))


def _written(units: Sequence[Unit], at: int) -> Iterator[Candidate]:
    unit = units[at]
    if "~~" in unit.text or not (unit.lead or _goes_on(units, at)):
        return
    calls = joined(unit.text)
    for call in calls:
        form = _form(unit, call)
        if form is not None:
            title = _title(call)
            yield Candidate(at=at, line=unit.line, form=form, call=call, title=title)
    if unit.kind == "heading" and not calls:
        yield from _heads(titled(units, at))


def _goes_on(units: Sequence[Unit], at: int) -> bool:
    """Whether this line and the one above both begin with a method and a path."""
    both = [notation.call(unit.text) for unit in units[max(at - 1, 0) : at + 1]]
    return all(call is not None and not call.before for call in both)


def _form(unit: Unit, call: notation.Call) -> Form | None:
    if unit.kind == "heading":
        part = call.before.rstrip(" :-\u2013\u2014([").casefold()
        return None if _PART.fullmatch(part) else Form.HEADING
    if call.before and not REMARK.fullmatch(call.before):
        named = call.before.endswith((":", "-", "\u2013", "\u2014", "(", "[", "\u2192"))
        short = len(call.before.split()) <= _MAX_NAME_WORDS
        label = call.before.rstrip(" :-\u2013\u2014(\u2192").casefold()
        if named and short and not _NO_NAME.match(label):
            return Form.PAIR if label in CALLED else Form.NAMED
        return None
    return Form.ITEM if unit.kind == "item" else Form.LINE


def _title(call: notation.Call) -> str:
    before = REMARK.sub("", call.before).strip(" :-\u2013\u2014(\u2192[")
    after = call.after.strip(" :-\u2013\u2014\u2192)].")
    if after.count("(") > after.count(")"):
        after += ")"
    return plain(before or after)


def _pairs(units: Sequence[Unit], at: int) -> Iterator[Candidate]:
    """`Method: POST` with `Path: /x` or `/y` near it, whatever the labels are in this language."""
    label, said = _labelled(units[at])
    methods = notation.methods(said)
    if not methods or len(label.split()) > PAIR_REACH:
        return
    for other in _around(units, at):
        alone = only_path(units[other]) if units[other].fence is None else None
        paths = (alone,) if alone else notation.paths(_labelled(units[other])[1])
        first = min(at, other)
        for path in paths:
            yield Candidate(
                at=first,
                line=units[other].line,
                form=Form.PAIR,
                call=notation.Call(methods=methods, path=path),
                title=name_above(units, first),
            )
        if paths:
            return
    yield from _heads(below_title(units, at, methods))


def _labelled(unit: Unit) -> tuple[str, str]:
    """Label and value of a line; both empty where it is none."""
    return (notation.labelled(unit.text) if unit.kind != "heading" else None) or ("", "")


def _around(units: Sequence[Unit], at: int) -> Iterator[int]:
    """Units near this one in the same section: below first, then the one right above."""
    for other in (*range(at + 1, at + PAIR_REACH), at - 1, at - 2):
        if not 0 <= other < len(units) or units[other].kind == "heading":
            continue
        if units[other].above == units[at].above:
            yield other


def _fenced(at: int, unit: Unit) -> Iterator[Candidate]:
    if unit.fence is None or unit.fence.info.split(" ")[0].casefold() not in _HTTP:
        return
    for offset, text in enumerate(unit.fence.text.split("\n")):
        call = notation.call(text)
        if call is None or call.before:
            if text.strip() and not text.lstrip().startswith("#"):
                return
            continue
        after = call.after.removeprefix("HTTP/1.1").removeprefix("HTTP/2")
        yield Candidate(
            at=at,
            line=unit.line + 1 + offset,
            form=Form.LINE,
            call=notation.Call(methods=call.methods, path=call.path, after=after),
            title=after.strip(" #-/\u2013\u2014"),
        )


def _rows(at: int, grid: Grid) -> Iterator[Candidate]:
    column = _method_column(grid)
    if column is None:
        yield from _upright(at, grid)
        return
    for row in grid.rows:
        cells = row.cells
        for index, cell in enumerate(cells):
            found = _cell(cells, index) if index == column else None
            if found is not None and "~~" not in cell:
                title = _longest(cells, index + (1 if notation.methods(cell) else 0))
                for call in (found,) if notation.methods(cell) else joined(cell):
                    yield Candidate(at=at, line=row.line, form=Form.ROW, call=call, title=title)


def _method_column(grid: Grid) -> int | None:
    """The column whose cells are methods with a path beside them, or both in one."""
    for column in range(len(grid.header)):
        cells = [row.cells for row in grid.rows if column < len(row.cells)]
        hits = sum(_cell(row, column) is not None for row in cells)
        if hits and hits * 2 >= len(cells):
            return column
    return None


def _cell(cells: Sequence[str], column: int) -> notation.Call | None:
    methods = notation.methods(cells[column])
    if methods:
        others = [*cells[column + 1 : column + 3], *cells[:column]]
        paths = [found for cell in others if (found := slashed(cell))]
        paths = paths or [found for cell in others if (found := coded(cell))]
        return notation.Call(methods=methods, path=paths[0]) if paths else None
    call = notation.call(cells[column])
    return call if call is not None and not call.before else None


def _longest(cells: Sequence[str], column: int) -> str:
    rest = [plain(cell) for cell in cells[column + 1 :] if cell.strip(" -\u2013\u2014")]
    return rest[0] if rest else ""


def _upright(at: int, grid: Grid) -> Iterator[Candidate]:
    """A table of two columns that describes one endpoint: `Method | POST`, `Path | /x`."""
    rows = [(grid.line, grid.header), *((row.line, row.cells) for row in grid.rows)]
    pairs = [(line, cells[1]) for line, cells in rows if len(cells) == 2]  # noqa: PLR2004 (a pair)
    verbs = [verb for _, cell in pairs if (verb := notation.methods(cell))]
    paths = [(line, found) for line, cell in pairs if (found := slashed(cell))]
    if len(verbs) == 1 and len(paths) == 1:
        call = notation.Call(methods=verbs[0], path=paths[0][1])
        yield Candidate(at=at, line=paths[0][0], form=Form.PAIR, call=call, title="")
    elif len(verbs) == 1 and not paths:
        calls = [(line, call) for line, cell in pairs for call in [notation.call(cell)] if call]
        if len(calls) == 1 and calls[0][1].methods == verbs[0] and not calls[0][1].before:
            yield Candidate(at=at, line=calls[0][0], form=Form.PAIR, call=calls[0][1], title="")
