"""The query of a list as code: conditions, order, page."""

from __future__ import annotations

from agent.core.values import dataclass
from agent.drafters.builtin.crud.design import Design
from agent.drafters.builtin.crud.listing import Filter
from agent.drafters.builtin.crud.schemas import schema_need
from agent.drafters.builtin.crud.values import quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryParts:
    """What the list template is given, and what that imports."""

    values: dict[str, object]
    needs: frozenset[str]


def query_parts(made: Design) -> QueryParts:
    """The parts of the list's service function."""
    total = made.shape.envelope is not None
    needs = {"sqlalchemy.select", f"{made.model.module}.{made.model.name}"}
    needs |= {"sqlalchemy.func"} if total else set()
    needs |= {schema_need(made, made.names.query)} if made.query else set()
    many = made.noun.several
    if any(one.kind == "contains" and len(one.columns) > 1 for one in made.listing.filters):
        needs.add("sqlalchemy.or_")
    values: dict[str, object] = {
        "schema": made.names.query if made.query else "",
        "total": total,
        "doc": f"Return one page of the {many}, and how many there are"
        if total
        else f"Return the {many}",
        "filters": tuple(
            {
                "name": one.value.name,
                "optional": not one.value.required and one.value.default is None,
                "condition": _condition(one, made.model.name),
            }
            for one in made.listing.filters
        ),
        "page": _page(made),
        **_order(made),
    }
    return QueryParts(values=values, needs=frozenset(needs))


def _condition(one: Filter, model: str) -> str:
    column = f"{model}.{one.columns[0].name}"
    given = f"query.{one.value.name}"
    if one.kind == "null":
        first, second = ("is_", "is_not") if one.true_is_null else ("is_not", "is_")
        return f"{column}.{first}(None) if {given} else {column}.{second}(None)"
    if one.kind == "contains":
        parts = [f"{model}.{c.name}.icontains({given}, autoescape=True)" for c in one.columns]
        return parts[0] if len(parts) == 1 else f"or_({', '.join(parts)})"
    sign = {"equal": "==", "least": ">=", "most": "<="}[one.kind]
    return f"{column} {sign} {given}"


def _order(made: Design) -> dict[str, object]:
    sorting, model = made.listing.sorting, made.model
    key = model.key_name
    if sorting.by is None:
        fixed = [f"{model.name}.{name}{'.desc()' if down else ''}" for name, down in sorting.fixed]
        if key not in {name for name, _ in sorting.fixed}:
            fixed.append(f"{model.name}.{key}")
        return {"columns": (), "order": ", ".join(fixed)}
    by = f"query.{sorting.by.name}"
    names = tuple(dict.fromkeys(choice.lstrip("-+") for choice in sorting.by.choices))
    signed = any(choice.startswith("-") for choice in sorting.by.choices)
    if sorting.by.default is None:
        # Without a documented order the key decides.
        names = tuple(dict.fromkeys((*names, key)))
        by = f"({by} or {quoted(key)})"
    down = f'{by}.startswith("-")' if signed else ""
    if sorting.way is not None:
        down = f'query.{sorting.way.name} == "desc"'
    way = f"column.desc() if {down} else column.asc()" if down else "column"
    chosen = f'{by}.removeprefix("-")' if signed else by
    return {"columns": names, "chosen": chosen, "way": way, "key": key, "order": ""}


def _page(made: Design) -> tuple[str, ...]:
    listing = made.listing
    if listing.size is None:
        return ()
    size = f"query.{listing.size.name}"
    if listing.page is not None:
        page = f"query.{listing.page.name}"
        start = f"start = ({page} - 1) * {size}"
        return (start, f"found = found.offset(start).limit({size})")
    if listing.offset is not None:
        return (f"found = found.offset(query.{listing.offset.name}).limit({size})",)
    return (f"found = found.limit({size})",)
