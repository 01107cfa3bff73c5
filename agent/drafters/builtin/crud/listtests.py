"""The cases of tests for a list: each filter, order, page and limit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.drafters.builtin.crud.design import Design
from agent.drafters.builtin.crud.listing import Filter
from agent.drafters.builtin.crud.ordertests import sorts, tie
from agent.drafters.builtin.crud.rows import maker, pair, row_source, sample
from agent.drafters.builtin.crud.samples import (
    bad,
    edges,
    fits,
    from_column,
    good,
    other,
    shown,
)
from agent.drafters.builtin.crud.values import Json, Value, literal, quoted, source
from agent.drafters.builtin.project.models import Field

_MOST_ROWS = 100
_TOKENS = ("Other", "zz", "00")


def list_cases(made: Design) -> dict[str, object] | str:
    """What the template for a list is given beyond the common values."""
    filters = []
    for one in made.listing.filters:
        case = _filter(one, made)
        if case is None:
            return f"no test rows for the filter `{one.value.name}` could be made"
        filters.append(case)
    envelope = made.shape.envelope
    inner = f"[{quoted(envelope.inner)}]" if envelope and envelope.inner else ""
    parts = envelope.parts if envelope else ()
    total = next((f"{inner}[{quoted(name)}]" for name, part in parts if part == "total"), "")
    parent = made.target.parent
    session = f"{made.project.fixtures.session}: Session, "
    return {
        "path_to_items": f"[{quoted(envelope.items)}]" if envelope else "",
        "path_to_total": total,
        "filters": tuple(filters),
        "sorts": tuple(sorts(made)),
        "below": f"{parent.column.name}={parent.key.name}, " if parent else "",
        "pages": _pages(made),
        "echoed": tuple(_echoed(made, inner)),
        "counted": tuple(_counted(made, inner)),
        "size_name": made.listing.size.name if made.listing.size else "",
        "default_size": _default_size(made),
        "bad": tuple((one.name, shown(v)) for one in made.query for v in bad(one)),
        "edges": tuple((one.name, shown(v)) for one in made.query for v in edges(one)),
        "case_session": session if parent else "",
        **tie(made),
    }


def _filter(one: Filter, made: Design) -> dict[str, object] | None:
    """Lines that make rows, and for some values of the parameter the rows that pass."""
    table = {"equal": _equal, "least": _range, "most": _range, "contains": _text, "null": _null}
    found = table[one.kind](one, made)
    if found is None:
        return None
    lines, cases = found
    if one.value.absent:
        # Left out, it narrows nothing.
        cases = [*cases, ("", tuple(line.partition(" = ")[0] for line in lines))]
    parent = made.target.parent
    first = lines[0].partition(" = ")[0]
    return {
        "name": one.value.name,
        "arrange": tuple(_named(line, first, cases) for line in lines),
        "own": f"{first}.{parent.column.name}" if parent else "",
        "cases": tuple(
            {
                "params": f"{{{quoted(one.value.name)}: {value}}}" if value else "{}",
                "expected": _keys(rows, made.model.key_name),
                "count": len(rows),
            }
            for value, rows in cases
        ),
    }


def _named(line: str, first: str, cases: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    """The line without its variable where nothing uses it."""
    name, _, call = line.partition(" = ")
    used = name == first or any(name in rows for _, rows in cases)
    return line if used else call


_Case = tuple[list[str], list[tuple[str, tuple[str, ...]]]]


def _equal(one: Filter, made: Design) -> _Case | None:
    column = one.columns[0]
    if column.target:
        lines = [_row(made, "match", {}), _row(made, "another", {}, after="match")]
        return lines, [(f"match.{column.name}", ("match",))]
    known = sample(made, column)
    wanted = known if known is not None and fits(one.value, known) else good(one.value)
    if wanted is None or not fits(from_column(column, made.model), wanted):
        return None
    apart = (
        other(from_column(column, made.model), wanted)
        if not one.value.choices
        else other(one.value, wanted)
    )
    if isinstance(wanted, bool):
        apart = not wanted
    if apart is None:
        return None
    lines = [
        _row(made, "match", {column: wanted}),
        _row(made, "another", {column: apart}, after="match"),
    ]
    return lines, [(source(wanted), ("match",))]


def _range(one: Filter, made: Design) -> _Case | None:
    column = one.columns[0]
    found = pair(column, made.model, sample(made, column))
    if found is None or not all(fits(one.value, bound) for bound in found):
        return None
    lines = [
        _row(made, "low", {column: found[0]}),
        _row(made, "high", {column: found[1]}, after="low"),
    ]
    both, low, high = ("low", "high"), source(found[0]), source(found[1])
    if one.kind == "least":
        return lines, [(low, both), (high, ("high",))]
    return lines, [(high, both), (low, ("low",))]


def _text(one: Filter, made: Design) -> _Case | None:
    """A row for each searched column, and one where none matches; `%` stands for itself."""
    if not one.columns:
        return None
    lines: list[str] = []
    texts = {column: _texts(column, made) for column in one.columns}
    tokens = [found[0].split()[-1] for found in texts.values() if found]
    if len(tokens) < len(one.columns):
        return None
    apart: dict[Field, Json] = {c: found[1] for c, found in texts.items() if found}
    for at, column in enumerate(one.columns):
        found = texts[column]
        match = found[0] if found else ""
        lines.append(
            _row(
                made,
                f"match_{at}" if at else "match",
                {**apart, column: match},
                after="match" if at else "",
            )
        )
    lines.append(_row(made, "another", apart, after="match"))
    rows = tuple(line.partition(" = ")[0] for line in lines[:-1])
    cases: list[tuple[str, tuple[str, ...]]]
    cases = [(quoted(token.swapcase()), (row,)) for token, row in zip(tokens, rows, strict=True)]
    cases = [case for case in cases if fits(one.value, case[0].strip('"'))]
    if len(set(tokens)) == 1:
        cases = [(quoted(tokens[0].swapcase()), rows)]
    cases += [(quoted("%"), ())] if fits(one.value, "%") else []
    return (lines, cases) if cases else None


def _texts(column: Field, made: Design) -> tuple[str, str] | None:
    """A text with a word to look for, and one without it."""
    value = from_column(column, made.model)
    known = sample(made, column)
    text = known if isinstance(known, str) else good(value)
    if not isinstance(text, str) or not text.split() or "%" in text:
        return None
    word = text.split()[-1].casefold()
    for one in _TOKENS:
        if word not in one.casefold() and fits(value, one):
            return text, one
    return None


def _null(one: Filter, made: Design) -> _Case | None:
    column = one.columns[0]
    moments = [str(shown_) for c, shown_ in made.out if c.type == column.type and shown_]
    full: Json = max(moments) if moments else good(from_column(column, made.model))
    if full is None:
        return None
    lines = [
        _row(made, "empty", {column: None}),
        _row(made, "filled", {column: full}, after="empty"),
    ]
    true, false = (("empty",), ("filled",)) if one.true_is_null else (("filled",), ("empty",))
    return lines, [("True", true), ("False", false)]


def _row(made: Design, name: str, values: dict[Field, Json], after: str = "") -> str:
    """A line that makes a row; `after` is one that it shares its parent with."""
    given = [str(made.project.fixtures.session)]
    parent = made.target.parent
    if parent is not None and after:
        given.append(f"{parent.column.name}={after}.{parent.column.name}")
    given += [f"{column.name}={row_source(column, one)[0]}" for column, one in values.items()]
    return f"{name} = {maker(made, made.model)}({', '.join(given)})"


def _keys(rows: Sequence[str], key: str) -> str:
    return f"{{{', '.join(f'{row}.{key}' for row in rows)}}}" if rows else "set()"


def _pages(made: Design) -> str:
    listing = made.listing
    if listing.size is None or not fits(listing.size, 2):
        return ""
    size = listing.size.name
    if listing.page is not None:
        page = listing.page.name
        return f'(({{"{page}": 1, "{size}": 2}}, 2), ({{"{page}": 2, "{size}": 2}}, 1))'
    if listing.offset is not None:
        start = listing.offset.name
        return f'(({{"{start}": 0, "{size}": 2}}, 2), ({{"{start}": 2, "{size}": 2}}, 1))'
    return ""


def _echoed(made: Design, inner: str) -> Iterator[dict[str, str]]:
    """Numbers around the items that repeat what was asked for."""
    listing = made.listing
    asked: dict[str, Value | None] = {
        "page": listing.page,
        "size": listing.size,
        "offset": listing.offset,
    }
    for name, part in made.shape.envelope.parts if made.shape.envelope else ():
        value = asked.get(part)
        if value is not None:
            yield {"name": value.name, "path": f"{inner}[{quoted(name)}]"}


def _counted(made: Design, inner: str) -> Iterator[dict[str, str]]:
    """Numbers around the items that follow from how many rows there are, on the first page."""
    size, page = made.listing.size, made.listing.page
    if size is None or not fits(size, 2) or (page is not None and page.default != "1"):
        return
    expected = {"pages": "== pages", "more": "is (pages > 1)"}
    for name, part in made.shape.envelope.parts if made.shape.envelope else ():
        if part in expected:
            yield {"path": f"{inner}[{quoted(name)}]", "expected": expected[part]}


def _default_size(made: Design) -> int:
    size = made.listing.size
    text = literal(size.default, "int") if size is not None and size.default else "0"
    return int(text) if text.isdigit() and int(text) <= _MOST_ROWS else 0
