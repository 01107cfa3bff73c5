"""Values of columns as the code of test rows."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from agent.drafters.builtin.crud.samples import WORDS, fits, from_column, good, shown
from agent.drafters.builtin.crud.values import Json, quoted, source
from agent.drafters.builtin.project.models import Field, Model

_HOUR = 4


def row_source(column: Field, one: Json) -> tuple[str, frozenset[str]]:
    """A JSON value as the attribute of a row, with what it needs to import."""
    kind = column.type
    if column.needs:
        return f"{kind}({source(one)})", column.needs
    if not isinstance(one, str):
        return source(one), frozenset()
    if kind == "datetime":
        return _moment(one), frozenset({"datetime.datetime", "datetime.UTC"})
    if kind in {"date", "time"}:
        return f"{kind}.fromisoformat({quoted(one)})", frozenset({f"datetime.{kind}"})
    if kind in {"Decimal", "UUID"}:
        home = "decimal" if kind == "Decimal" else "uuid"
        return f"{kind}({quoted(one)})", frozenset({f"{home}.{kind}"})
    return shown(one), frozenset()


def pair(column: Field, model: Model, sample: Json) -> tuple[Json, Json] | None:
    """A lower and a higher value of a column, for orders and ranges."""
    value = from_column(column, model)
    if column.type == "bool":
        return False, True
    if column.type == "datetime":
        text = sample if isinstance(sample, str) else str(WORDS["datetime"])
        high = datetime.fromisoformat(text)
        low = high - timedelta(days=1)
        return low.isoformat().replace("+00:00", "Z"), text
    if column.type == "date":
        text = sample if isinstance(sample, str) else str(WORDS["date"])
        return (date.fromisoformat(text) - timedelta(days=1)).isoformat(), text
    base = sample if fits(value, sample) else good(value)
    if isinstance(base, int) and not isinstance(base, bool):
        return next(
            ((a, a + 1) for a in (base, base - 1) if fits(value, a) and fits(value, a + 1)), None
        )
    if isinstance(base, str) and column.type == "str" and base:
        low_, high_ = f"A{base[1:]}", f"B{base[1:]}"
        return (low_, high_) if fits(value, low_) and fits(value, high_) else None
    return None


def _moment(text: str) -> str:
    digits = [str(int(part)) for part in re.findall(r"\d+", text)[:6]]
    while len(digits) > _HOUR and digits[-1] == "0":
        digits.pop()
    return f"datetime({', '.join(digits)}, tzinfo=UTC)"
