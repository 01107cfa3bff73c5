"""Values for tests: ones that keep a documented limit, at its edge, and beyond it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.drafters.builtin.crud.values import Json, Value, quoted, source
from agent.drafters.builtin.project.models import Field, Model

_LONGEST = 5000
# What is the same in JSON and in a row.
NATIVE = frozenset(("int", "str", "bool", "float"))
WORDS: dict[str, Json] = {
    "bool": True,
    "float": 1.5,
    "Decimal": "1.50",
    "datetime": "2026-03-02T09:30:00Z",
    "date": "2026-03-02",
    "time": "09:30:00",
    "UUID": "0b0e7f5a-2c61-4a53-9d5a-2f6f2f1d3c11",
}


def good(value: Value) -> Json:
    """A value within all its limits; None when none could be made."""
    return next((one for one in _candidates(value) if fits(value, one)), None)


def other(value: Value, than: Json) -> Json:
    """Another good value; None when there is none."""
    for one in (*_near(value, than), *_candidates(value)):
        if one != than and type(one) is type(than) and fits(value, one):
            return one
    return None


def edges(value: Value) -> tuple[Json, ...]:
    """The good values at its limits."""
    if value.choices:
        return tuple(_typed(choice, value) for choice in value.choices)
    if value.type in {"int", "float"}:
        numbers = [_number(bound) for bound in (value.minimum, value.maximum) if bound]
        return tuple(dict.fromkeys(numbers))
    lengths = [size for size in (value.shortest, value.longest) if size is not None]
    texts = [_sized(value, size) for size in lengths if size <= _LONGEST]
    return tuple(dict.fromkeys(text for text in texts if text is not None and fits(value, text)))


def bad(value: Value) -> tuple[Json, ...]:
    """Values beyond each of its limits, and one of another type."""
    found: list[Json] = []
    if value.choices:
        found.append("no such choice")
    elif value.type in {"int", "float"}:
        found += [_number(value.minimum) - 1] if value.minimum else []
        found += [_number(value.maximum) + 1] if value.maximum else []
        found.append("no number")
    elif value.type == "str":
        found += [_stretched(value, value.shortest - 1)] if value.shortest else []
        found += [_stretched(value, value.longest + 1)] if value.longest is not None else []
        found += [_mismatch(value)] if value.pattern else []
    elif value.type in {"bool", "datetime", "date", "UUID", "Decimal"}:
        found.append("neither")
    return tuple(dict.fromkeys(one for one in found if one is not None))


def fits(value: Value, one: Json) -> bool:
    """Whether it keeps every documented limit."""
    if value.choices:
        return str(one) in value.choices
    if value.type == "str":
        return isinstance(one, str) and _text_fits(value, one)
    if value.type in {"int", "float"}:
        low = value.minimum is None or _number(value.minimum) <= _float(one)
        return (
            _is_number(one) and low and (not value.maximum or _float(one) <= _number(value.maximum))
        )
    return one is not None


def unique(value: Value) -> str | None:
    """A Python expression that is another good value each time, from `next(numbers)`."""
    if value.type == "int":
        return "next(numbers)" if fits(value, 1) else None
    sample = good(value)
    if value.type != "str" or not isinstance(sample, str):
        return None
    for start, end in _digit_runs(sample)[-1:]:
        width = end - start
        before, after = sample[:start], sample[end:]
        if all(fits(value, f"{before}{n:0{width}d}{after}") for n in (1, 2, 99)[: width + 1]):
            return f'f"{_braced(before)}{{next(numbers):0{width}d}}{_braced(after)}"'
    size = value.shortest or min(value.longest or 6, 6)
    if all(fits(value, f"{n:0{size}d}") for n in (1, 2)):
        return f'f"{{next(numbers):0{size}d}}"'
    for before, after in ((sample, ""), ("", sample), (sample[:1], sample[1:])):
        if all(fits(value, f"{before}{n}{after}") for n in (1, 99)):
            return f'f"{_braced(before)}{{next(numbers)}}{_braced(after)}"'
    return None


def from_column(column: Field, model: Model) -> Value:
    """What a column's own type, length and checks let pass."""
    low, high = _checked(column.name, model)
    shortest, longest = _checked(f"length({column.name})", model)
    return Value(
        name=column.name,
        type=column.type,
        required=column.needed,
        nullable=column.nullable,
        minimum=low,
        maximum=high,
        shortest=int(shortest) if shortest else None,
        longest=int(longest) if longest else column.length,
        column=column,
    )


def shown(one: Json) -> str:
    """A value as Python source; a long run of one character as a product."""
    run = re.search(r"(.)\1{11,}", one, re.DOTALL) if isinstance(one, str) else None
    if not isinstance(one, str) or run is None:
        return source(one)
    parts = [
        quoted(one[: run.start()]),
        f"{quoted(run[1])} * {len(run[0])}",
        quoted(one[run.end() :]),
    ]
    return " + ".join(part for part in parts if part != '""')


def _candidates(value: Value) -> Iterator[Json]:
    if value.example is not None:
        yield value.example
    if value.choices:
        yield _typed(value.choices[0], value)
    if value.type in {"int", "float"}:
        yield from (_number(bound) for bound in (value.minimum, value.maximum, "1") if bound)
    elif value.type == "str":
        word = value.name.replace("_", " ")
        yield from (word, f"{word} one", "someone@example.org", "2026")
        size = value.shortest or min(value.longest or 1, _LONGEST)
        yield from (word[:size].ljust(size, "x"), "1" * size, "A" * size)
        yield from (_from_pattern(value.pattern),) if value.pattern else ()
    else:
        yield WORDS.get(value.type)


def _near(value: Value, than: Json) -> Iterator[Json]:
    if value.choices:
        yield from (_typed(choice, value) for choice in value.choices)
    elif isinstance(than, bool):
        yield not than
    elif isinstance(than, int | float):
        yield from (than + 1, than - 1)
    elif isinstance(than, str):
        for _, end in reversed(_digit_runs(than)):
            digit = str((int(than[end - 1]) + 1) % 10)
            yield f"{than[: end - 1]}{digit}{than[end:]}"
        yield from (f"{than} two", f"{than}x", f"x{than}")
        swapped = "b" if than[-1:] != "b" else "c"
        yield f"{than[:-1]}{swapped if than[-1:].islower() else swapped.upper()}"


def _typed(choice: str, value: Value) -> Json:
    return _number(choice) if value.type in {"int", "float"} else choice


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def _is_number(one: Json) -> bool:
    return isinstance(one, int | float) and not isinstance(one, bool)


def _float(one: Json) -> float:
    return float(one) if isinstance(one, int | float) else float("nan")


def _text_fits(value: Value, text: str) -> bool:
    if value.shortest is not None and len(text) < value.shortest:
        return False
    if value.longest is not None and len(text) > value.longest:
        return False
    try:
        return value.pattern is None or re.search(value.pattern, text) is not None
    except re.error:
        return False


def _sized(value: Value, size: int) -> str | None:
    """A good text of this length."""
    for text in (_stretched(value, size), "x" * size, "1" * size, "A" * size):
        if text is not None and len(text) == size and _text_fits(value, text):
            return text
    return None


def _stretched(value: Value, size: int) -> str | None:
    """The good value made longer or shorter, whatever its limits."""
    if size > _LONGEST:
        return None
    if value.pattern is None:
        return "x" * size
    sample = good(value)
    text = sample if isinstance(sample, str) and sample else "x"
    half = len(text) // 2
    return (
        text[:size]
        if size <= len(text)
        else text[:half] + text[half] * (size - len(text)) + text[half:]
    )


def _mismatch(value: Value) -> str | None:
    sample = good(value)
    text = sample if isinstance(sample, str) else "x"
    for one in (f"{text[:-1]}!", f"{text[:-1]}x", "!" * len(text), text.replace("@", "")):
        alone = Value(name=value.name, type="str", pattern=value.pattern)
        if not _text_fits(alone, one):
            return one
    return None


def _digit_runs(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(r"\d+", text)]


def _braced(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("{", "{{").replace("}", "}}")


def _checked(expression: str, model: Model) -> tuple[str | None, str | None]:
    """The bounds that check constraints set on an expression."""
    low = high = None
    word = rf"(?<![\w(]){re.escape(expression)}"
    for check in model.checks:
        between = re.search(rf"{word} BETWEEN (-?\d+) AND (-?\d+)", check, re.IGNORECASE)
        if between:
            low, high = between[1], between[2]
        for sign, bound in re.findall(rf"{word} *(=|>=|<=|>|<) *(-?\d+)", check):
            number = int(bound) + {">": 1, "<": -1}.get(sign, 0)
            low = str(number) if sign in {"=", ">=", ">"} else low
            high = str(number) if sign in {"=", "<=", "<"} else high
    return low, high


def _from_pattern(pattern: str) -> str | None:
    """A text for a pattern of plain characters, classes and fixed repeats."""
    text = ""
    token = re.compile(
        r"(\[[^\]^][^\]]*\]|\\[dwD.@-]|[^\\\[\](){}|+*?.])(\{(\d+)(?:,\d*)?\}|[+*?])?"
    )
    rest = pattern.removeprefix("^").removesuffix("$")
    while rest:
        found = token.match(rest)
        if found is None:
            return None
        first = found[1][1] if found[1][0] in "[\\" else found[1]
        char = {"d": "1", "w": "a"}.get(first, first) if found[1][0] == "\\" else first
        text += char * int(found[3] or 1)
        rest = rest[found.end() :]
    return text
