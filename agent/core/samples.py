"""Values that a documented field would take, and values that it would not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from agent.core.patterns import deferred
from agent.core.spec import Body, Parameter

Json = str | int | float | bool | list["Json"] | dict[str, "Json"] | None

_UUID = "0b0e7f5a-2c61-4a53-9d5a-2f6f2f1d3c11"
_DAY, _TIME = "2026-03-02", "2026-03-02T09:30:00Z"
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(words, re.IGNORECASE))
    for kind, words in (
        ("array", r"array|list\b|\[\]|sequence|set of"),
        ("boolean", r"bool"),
        ("uuid", r"uuid|guid"),
        ("time", r"date-?time|timestamp|instant|offset"),
        ("date", r"date"),
        ("number", r"float|double|decimal|numeric|number|real|money"),
        ("integer", r"int|long|short|serial"),
        ("object", r"object|json|map\b|dict|record"),
    )
)
_NAMED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("email", re.compile(r"e[_-]?mail", re.IGNORECASE)),
    ("url", re.compile(r"(?:url|uri|link|href)$", re.IGNORECASE)),
    ("time", re.compile(r"(?:_at|At)$")),
    ("date", re.compile(r"(?:^|_)date$|Date$")),
)
_WORDS: Mapping[str, Json] = {
    "boolean": True,
    "uuid": _UUID,
    "time": _TIME,
    "date": _DAY,
    "object": {},
    "email": "ada@example.com",
    "url": "https://example.com/",
}
# What stands in an example where a value should: `"string?"`, `"long (optional)"`, `"uuid | null"`.
_SCHEMA_WORD = deferred(
    r"(?:string|text|number|integer|int|long|float|double|decimal|boolean|bool|uuid|guid|date"
    r"|date-?time|timestamp|timestamptz|array|object|enum|iso ?8601|iso date)"
    r"(?:\[\]|\?)*(?:\s*[(|,;<:\u2013-].*|\s+(?:or|lub|optional|required|nullable)\b.*)?",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST = 60


def good(parameter: Parameter) -> Json:
    """A value of its type within its limits, as far as the documents say them."""
    choices = parameter.limit("choices")
    if choices is not None:
        first = choices.value.split("|")[0].strip()
        return int(first) if first.isdigit() and kind(parameter) == "integer" else first
    found = kind(parameter)
    if found in {"integer", "number"}:
        return _number(parameter, whole=found == "integer")
    if found == "array":
        return [] if (_bound(parameter, "min") or 0) < 1 else [_element(parameter)]
    return _WORDS[found] if found in _WORDS else _text(parameter)


def beyond(parameter: Parameter) -> tuple[Json, str] | None:
    """A value that breaks a documented limit or the type, and how; None where nothing is said."""
    return next(_beyond(parameter), None)


def body(request: Body) -> Json:
    """The documented example with values where it names types, else the fields by name."""
    fields = {one.name: one for one in request.fields}
    try:
        shown: Json = json.loads(request.example) if request.example else None
    except ValueError:
        shown = None
    if shown is not None:
        return _valued(shown, fields, "")
    needed = [one for one in request.fields if one.required] or list(request.fields)
    return {one.name: good(one) for one in needed if "." not in one.name}


def kind(parameter: Parameter) -> str:
    """What its type comes to, `text` where it is none of the known ones."""
    said = parameter.type or ""
    if not said or said.casefold() in {"string", "text", "str"}:
        form = parameter.limit("format")
        said = form.value if form else said
    for found, words in (*_KINDS, *_NAMED[:2]):
        if words.search(said):
            return found
    return next((found for found, name in _NAMED if name.search(parameter.name)), "text")


def _valued(shown: Json, fields: Mapping[str, Parameter], name: str) -> Json:
    match shown:
        case dict():
            return {key: _valued(one, fields, key) for key, one in shown.items()}
        case list():
            return [_valued(one, fields, name) for one in shown]
        case str() if _SCHEMA_WORD.fullmatch(shown.strip()):
            return _of_word(shown, fields.get(name), name)
        case _:
            return shown


def _of_word(word: str, known: Parameter | None, name: str) -> Json:
    for found, words in _KINDS:
        if words.search(word) and found in _WORDS:
            return _WORDS[found]
    if known is not None:
        return good(known)
    if re.search("int|long|number|decimal|float|double", word, re.IGNORECASE):
        return 1
    return [] if "[]" in word or "array" in word.casefold() else name.replace("_", " ") or "text"


def _bound(parameter: Parameter, *kinds: str) -> float | None:
    for limit in parameter.limits:
        if limit.kind in kinds:
            try:
                return float(limit.value)
            except ValueError:
                continue
    return None


def _number(parameter: Parameter, *, whole: bool) -> Json:
    low, high = _bound(parameter, "min"), _bound(parameter, "max")
    above, below = _bound(parameter, "above"), _bound(parameter, "below")
    step = 1.0 if whole else 0.5
    value = 1.0
    if low is not None:
        value = max(value, low)
    if above is not None:
        value = max(value, above + step)
    if high is not None:
        value = min(value, high)
    if below is not None:
        value = min(value, below - step)
    return int(value) if whole or value == int(value) else value


def _text(parameter: Parameter) -> str:
    word = parameter.name.rsplit(".", 1)[-1].replace("_", " ") or "text"
    least, most = _bound(parameter, "min_length"), _bound(parameter, "max_length")
    if least is not None and len(word) < least <= _LONGEST:
        word = (word + " " + "x" * int(least))[: int(least)]
    return word[: int(most)] if most is not None and most >= 1 else word


def _element(parameter: Parameter) -> Json:
    return 1 if parameter.name.casefold().endswith("ids") else "one"


def _beyond(parameter: Parameter) -> Iterator[tuple[Json, str]]:
    name = parameter.name
    if parameter.limit("choices") is not None:
        yield "no-such-choice", f"{name} is none of its values"
    least, most = _bound(parameter, "min", "above"), _bound(parameter, "max", "below")
    found = kind(parameter)
    if found in {"integer", "number"}:
        if least is not None:
            yield int(least) - 1, f"{name} is too small"
        if most is not None:
            yield int(most) + 1, f"{name} is too large"
    longest = _bound(parameter, "max_length")
    if longest is not None and longest <= _LONGEST:
        yield "x" * (int(longest) + 1), f"{name} is too long"
    if _bound(parameter, "min_length"):
        yield "", f"{name} is empty"
    if found != "text" and found not in {"array", "object"}:
        yield "wrong", f"{name} is no {parameter.type or found}"
