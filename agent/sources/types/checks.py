"""What a field's code lets it be: calls of zod, decorators, attributes, annotations, `Field`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.patterns import deferred
from agent.core.spec import LimitKind
from agent.core.values import dataclass

_NUMBER = r"(-?\d[\d_]*(?:\.\d+)?)"
_QUOTED = deferred(r"[\"'`]([^\"'`]*)[\"'`]")
# What is said beside the values, such as a message: it is none of them.
_BESIDE = deferred(r"\]|,\s*\{|,\s*\w+\s*=")
_DIGITS = deferred(rf"^\s*{_NUMBER}[mMlLfFdD]?\s*(?:,|$)")
# The names of a call and what it bounds, where it bounds one thing in every language.
_FORMATS = {
    "email": "email", "isemail": "email", "emailaddress": "email", "emailstr": "email",
    "uuid": "uuid", "isuuid": "uuid", "guid": "uuid",
    "url": "url", "isurl": "url", "httpurl": "url",
    "datetime": "date-time", "isdatestring": "date-time",
}  # fmt: skip
_LENGTHS: dict[str, LimitKind] = {
    "minlength": "min_length", "maxlength": "max_length", "arrayminsize": "min_length",
    "arraymaxsize": "max_length", "min_length": "min_length", "max_length": "max_length",
    "min_items": "min_length", "max_items": "max_length",
}  # fmt: skip
_BOUNDS: dict[str, LimitKind] = {
    "min": "min", "max": "max", "gte": "min", "lte": "max", "ge": "min", "le": "max",
    "gt": "above", "lt": "below", "decimalmin": "min", "decimalmax": "max",
}  # fmt: skip
_SIGNS: dict[str, tuple[LimitKind, str]] = {
    "positive": ("above", "0"), "ispositive": ("above", "0"), "nonnegative": ("min", "0"),
    "positiveorzero": ("min", "0"),
}  # fmt: skip
_ZOD = deferred(r"^z\s*\.")
_BASE = deferred(r"^(?:string|number|int|bigint|array|enum|nativeEnum|boolean|date|literal)$")
_MARK = deferred(
    r"(?:@|\[|,\s*)(?:\w+:)?(?P<name>[A-Z]\w*)(?:\((?P<given>[^()]*(?:\([^()]*\)[^()]*)*)\))?"
)
_WORD = deferred(r"\b(?P<name>\w+)\s*=\s*(?P<given>[rR]?\"[^\"]*\"|'[^']*'|[^,()]+)")
_SET_TO = deferred(r"=\s*(?P<value>-?\d[\d_.]*|true|false|True|False|\"[^\"]*\"|'[^']*');?\s*$")
_MOST_VALUES = 12
_DEEPEST = 4

Call = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """The bounds of a field, each with its value in the code's words, and its default."""

    limits: tuple[tuple[LimitKind, str], ...] = ()
    default: str | None = None


def checks_of(code: str) -> Checks:
    """What a field's code says of its values; of what is not written out nothing."""
    if _ZOD.match(code):
        return _of_chain(_calls(code, _DEEPEST))
    limits = dict(_marked(code))
    if (hit := re.search(r"\bField\((.*)\)|\b(?:Query|Body|con\w+)\((.*)\)", code)) is not None:
        limits |= dict(_worded(hit[1] or hit[2]))
    if (hit := re.search(r"\bLiteral\[([^\]]*)\]", code)) is not None:
        limits |= dict(_choices(hit[1]))
    return Checks(limits=tuple(limits.items()), default=_default(code))


def _of_chain(calls: list[Call]) -> Checks:
    base, default = "", None
    found: dict[LimitKind, str] = {}
    for name, given in calls:
        low = name.casefold()
        if low == "or":
            return Checks()
        if _BASE.match(name):
            base, found = low, {}
        if low in {"enum", "literal"}:
            found |= dict(_choices(given))
        elif low == "default":
            default = _value(given)
        else:
            found |= dict(_bounded(low, given, counted=base in {"string", "array"}))
    return Checks(limits=tuple(found.items()), default=default)


def _calls(code: str, depth: int) -> list[Call]:
    """The calls of a chain in their order, what is piped or prepared in their place."""
    found: list[Call] = []
    for name, given in _chain(code):
        inner = given if name == "pipe" else given.rpartition(", ")[2]
        piped = name in {"pipe", "preprocess"} and depth and _ZOD.match(inner) is not None
        found += _calls(inner, depth - 1) if piped else [(name, given)]
    return found


def _chain(code: str) -> Iterator[Call]:
    """The names that are called one after another, each with what it is given."""
    at = 1
    while (hit := re.compile(r"\s*\.\s*(\w+)\s*").match(code, at)) is not None:
        at = hit.end()
        given, end = _given(code, at) if code[at : at + 1] == "(" else ("", at)
        yield hit[1], given
        at = end


def _given(code: str, at: int) -> tuple[str, int]:
    """What stands in the brackets that open here, and where they are closed."""
    depth, quote = 0, ""
    for end in range(at, len(code)):
        one = code[end]
        if quote:
            quote = "" if one == quote and code[end - 1] != "\\" else quote
        elif one in "\"'`":
            quote = one
        elif one in "([{":
            depth += 1
        elif one in ")]}":
            depth -= 1
            if not depth:
                return code[at + 1 : end].strip(), end + 1
    return "", len(code)


def _bounded(name: str, given: str, *, counted: bool) -> Iterator[tuple[LimitKind, str]]:
    """What one call bounds; what is `counted` has a length."""
    number = _number(given)
    if name in _FORMATS:
        yield "format", _FORMATS[name]
    elif name in _SIGNS:
        yield _SIGNS[name]
    elif name == "length" and counted and number:
        yield "min_length", number
        yield "max_length", number
    elif (name in _LENGTHS or (name in {"min", "max"} and counted)) and number:
        yield _LENGTHS.get(name, "min_length" if name == "min" else "max_length"), number
    elif name in _BOUNDS and number:
        yield _BOUNDS[name], number


def _marked(code: str) -> Iterator[tuple[LimitKind, str]]:
    """What decorators, attributes and annotations bound."""
    for hit in _MARK.finditer(code):
        name, given = hit["name"].casefold(), hit["given"] or ""
        pair = [one.strip() for one in given.split(",")]
        if name in {"isin", "allowedvalues"}:
            yield from _choices(given)
        elif name in {"size", "length", "stringlength"} and given:
            yield from _sized(name, pair)
        elif name == "range" and len(pair) > 1 and _number(pair[0]) and _number(pair[1]):
            yield "min", _number(pair[0])
            yield "max", _number(pair[1])
        else:
            given = re.sub(r"^value\s*=\s*", "", given)
            yield from _bounded(name, given.strip("\"'"), counted=False)


def _sized(name: str, pair: list[str]) -> Iterator[tuple[LimitKind, str]]:
    """A length from and to, by their order or their names."""
    named = {
        key.strip().casefold(): value.strip()
        for key, _, value in (one.partition("=") for one in pair if "=" in one)
    }
    bare = [one for one in pair if "=" not in one]
    low = named.get("min") or named.get("minimumlength") or ""
    high = named.get("max") or ""
    if name == "length":
        low, high = low or next(iter(bare), ""), high or next(iter(bare[1:]), "")
    elif name == "stringlength":
        high = next(iter(bare), "")
    for kind, value in (("min_length", low), ("max_length", high)):
        if number := _number(value):
            yield ("min_length" if kind == "min_length" else "max_length"), number


def _worded(given: str) -> Iterator[tuple[LimitKind, str]]:
    """What pydantic's `Field` is told by its keywords."""
    for hit in _WORD.finditer(given):
        name = hit["name"].casefold()
        if name in _LENGTHS or name in {"ge", "le", "gt", "lt"}:
            yield from _bounded(name, hit["given"], counted=False)


def _choices(given: str) -> Iterator[tuple[LimitKind, str]]:
    values = _QUOTED.findall(_BESIDE.split(given, maxsplit=1)[0])
    if values and len(values) <= _MOST_VALUES and not any("|" in one for one in values):
        yield "choices", "|".join(values)


def _default(code: str) -> str | None:
    """What the field is where it is left out, as a plain value."""
    if (hit := re.search(r"\b(?:Field|Query|Body)\((.*)\)", code)) is not None:
        first = hit[1].partition(",")[0]
        named = re.search(r"\bdefault\s*=\s*([^,)]+)", hit[1])
        return _value(named[1] if named is not None else "" if "=" in first else first)
    hit = _SET_TO.search(code)
    return _value(hit["value"]) if hit is not None else None


def _value(text: str) -> str | None:
    """A plain value without its quotes; None for one that is worked out."""
    bare = text.strip()
    if re.fullmatch(r"-?\d[\d_.]*", bare):
        return bare.replace("_", "")
    if re.fullmatch(r"true|false", bare, re.IGNORECASE):
        return bare.casefold()
    hit = _QUOTED.fullmatch(bare)
    return (hit[1] or None) if hit is not None else None


def _number(text: str) -> str:
    hit = _DIGITS.match(text)
    return hit[1].replace("_", "") if hit is not None else ""
