"""The cases of tests for the order of a list."""

from __future__ import annotations

from collections.abc import Iterator

from agent.drafters.builtin.crud.design import Design
from agent.drafters.builtin.crud.listing import Sorting
from agent.drafters.builtin.crud.rows import pair, row_source, sample
from agent.drafters.builtin.crud.values import quoted


def sorts(made: Design) -> Iterator[dict[str, object]]:
    """Each order, with the values of two rows in it."""
    sorting = made.listing.sorting
    if sorting.by is None:
        for name, down in sorting.fixed[:1]:
            yield from _sorted(made, name, {"": down})
        return
    for choice in sorting.by.choices:
        name = choice.lstrip("-+")
        params = f'"{sorting.by.name}": {quoted(choice)}'
        if sorting.way is None:
            yield from _sorted(made, name, {params: choice.startswith("-")})
            continue
        way = sorting.way.name
        yield from _sorted(made, name, {f'{params}, "{way}": "asc"': False})
        yield from _sorted(made, name, {f'{params}, "{way}": "desc"': True})
    default = sorting.by.default
    if default is not None:
        bare = default.strip("\"'")
        down = bare.startswith("-") or (
            sorting.way is not None and "desc" in str(sorting.way.default)
        )
        yield from _sorted(made, bare.lstrip("-+"), {"": down})


def _sorted(made: Design, name: str, ways: dict[str, bool]) -> Iterator[dict[str, object]]:
    column = made.model.field(name)
    if column is None or column.primary or column.target:
        return
    found = pair(column, made.model, sample(made, column))
    if found is None:
        return
    values = [row_source(column, one)[0] for one in found]
    for params, down in ways.items():
        ordered = tuple(reversed(values)) if down else tuple(values)
        yield {"params": f"{{{params}}}", "field": name, "values": ordered}


def tie(made: Design) -> dict[str, object]:
    """Rows that are equal in the order asked for, and how the key then orders them."""
    sorting = made.listing.sorting
    down = dict(sorting.fixed).get(made.model.key_name, False)
    none: dict[str, object] = {
        "tie": False,
        "tie_call": "",
        "tie_params": "{}",
        "tie_rows": "rows",
        "newest_first": down,
    }
    name = sorting.fixed[0][0] if sorting.fixed else ""
    if sorting.by is not None:
        name = (sorting.by.default or sorting.by.choices[0]).strip("\"'").lstrip("-+")
    column = made.model.field(name)
    if column is None or column.unique or column.primary or column.target:
        return none
    found = pair(column, made.model, sample(made, column))
    if found is None:
        return none
    parent = made.target.parent
    given = [str(made.project.fixtures.session)]
    given += [f"{parent.column.name}={parent.key.name}"] if parent else []
    given.append(f"{column.name}={row_source(column, found[0])[0]}")
    return none | {
        "tie": True,
        "tie_call": ", ".join(given),
        "tie_params": _downward(sorting, name),
        "tie_rows": "reversed(rows)" if down else "rows",
    }


def _downward(sorting: Sorting, name: str) -> str:
    """The parameters of a falling order, where there is one: rows that tie show best in it."""
    if sorting.by is None:
        return "{}"
    choice = f"-{name}" if f"-{name}" in sorting.by.choices else name
    way = f', "{sorting.way.name}": "desc"' if sorting.way else ""
    return f'{{"{sorting.by.name}": {quoted(choice)}{way}}}'
