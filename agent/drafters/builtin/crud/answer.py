"""What a route answers, from what its service returned."""

from __future__ import annotations

from agent.drafters.builtin.crud.design import Design
from agent.drafters.builtin.crud.values import Value


def returns(made: Design) -> str:
    """The route's return annotation."""
    if made.operation == "delete":
        return "None"
    if made.operation == "list":
        return made.names.page if made.shape.envelope else f"list[{made.names.out}]"
    return made.names.out


def answer(made: Design, call: str) -> tuple[str, ...]:
    """The route's statements: the service's result as the response."""
    out = made.names.out
    if made.operation == "delete":
        return (call,)
    if made.operation != "list":
        return (f"return {out}.model_validate({call})",)
    shown = f"[{out}.model_validate(row) for row in "
    envelope = made.shape.envelope
    if envelope is None:
        return (f"rows = {call}", f"return {shown}rows]")
    lines = [f"rows, total = {call}", f"items = {shown}rows]"]
    parts = ", ".join(f"{name}={_part(part, made)}" for name, part in envelope.parts)
    if envelope.inner:
        lines.append(f"{envelope.inner} = {inner_name(made)}({parts})")
        parts = f"{envelope.inner}={envelope.inner}"
    lines.append(f"return {made.names.page}({envelope.items}=items{', ' if parts else ''}{parts})")
    return tuple(lines)


def inner_name(made: Design) -> str:
    """The model of the numbers around a list, where they have an object of their own."""
    envelope = made.shape.envelope
    inner = envelope.inner if envelope and envelope.inner else ""
    return f"{made.names.page}{inner.capitalize()}"


def _part(part: str, made: Design) -> str:
    size = _given(made.listing.size)
    offset = _given(made.listing.offset) or "0"
    page = _given(made.listing.page) or f"{offset} // {size} + 1"
    table = {
        "total": "total",
        "page": page,
        "size": size,
        "offset": offset if made.listing.offset else f"({page} - 1) * {size}",
        "pages": f"-(-total // {size})",
        "more": f"{page} * {size} < total",
    }
    return table[part]


def _given(value: Value | None) -> str:
    return f"query.{value.name}" if value else ""
