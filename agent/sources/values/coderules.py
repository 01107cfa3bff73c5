"""Rules that a section on validation shows in code: `title: z.string().min(1).max(80)`.

Or as Laravel has them: `'title' => 'required|string|max:80'`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Limit, Parameter
from agent.core.values import dataclass
from agent.sources.text.codetext import closing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.core.documents import Document
    from agent.core.spec import LimitKind
    from agent.sources.text.units import Unit

_SCHEMA = deferred(r"^.*\b(?:const|let)\s+(?P<name>\w+)\s*=", re.MULTILINE)
_VALUE = deferred(r"^\s*(?P<name>\w+)\s*:\s*z\b", re.MULTILINE)
_CALL = deferred(r"\s*(?:\.coerce\b\s*)?\.\s*(?P<name>\w+)\s*\(")
_NUMBER = deferred(r"\s*(-?\d[\d_]*(?:\.\d+)?)\s*(?:,|$)")
_QUOTED = deferred(r"['\"]([^'\"]+)['\"]")
_LISTS = frozenset(("string", "array"))
_BOUNDS: dict[str, tuple[tuple[LimitKind, ...], tuple[LimitKind, ...]]] = {
    "min": (("min",), ("min_length",)),
    "max": (("max",), ("max_length",)),
    "gte": (("min",), ("min",)),
    "lte": (("max",), ("max",)),
    "gt": (("above",), ("above",)),
    "lt": (("below",), ("below",)),
    "length": ((), ("min_length", "max_length")),
}
_ZERO: dict[str, LimitKind] = {"positive": "above", "nonnegative": "min"}
_FORMATS = {"email": "email", "url": "URL", "uuid": "UUID", "date": "YYYY-MM-DD"}
_FREE = frozenset(("optional", "nullish", "nullable", "default"))
_RULED = deferred(
    r"^\s*['\"](?P<name>\w+)(?:\.\*)?['\"]\s*=>\s*(?:\[(?P<list>[^\]]*)\]|['\"](?P<said>[^'\"\n]+)['\"])",
    re.MULTILINE,
)
_NAMED = {"integer": "integer", "numeric": "number", "boolean": "boolean", "array": "array"}
_OF_DATE = {"date": "date", "string": "string", "file": "file", "image": "file"}
_QUERY = deferred(r"query|params?\b|filter", re.IGNORECASE)
# Which schemas are not of a call, by its method.
_OTHERS = {
    "POST": re.compile(r"update|patch|edit", re.IGNORECASE),
    "PUT": re.compile(r"create|insert|new", re.IGNORECASE),
    "PATCH": re.compile(r"create|insert|new", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    name: str
    inside: str
    at: int


def shown(unit: Unit, method: str, document: Document) -> Iterator[Parameter]:
    """The values of the schemas in a fence, but those for a query or another deed."""
    if unit.fence is None:
        return
    text = unit.fence.text
    yield from _laravel(unit, document)
    for hit in _VALUE.finditer(text):
        schema = [one["name"] for one in _SCHEMA.finditer(text, 0, hit.start())][-1:]
        name = " ".join(schema)
        other = _OTHERS.get(method)
        if _QUERY.search(name) or (other is not None and other.search(name)):
            continue
        line = unit.line + 1 + text.count("\n", 0, hit.start("name"))
        yield _value(hit["name"], list(_calls(text, hit.end())), line, document)


def _laravel(unit: Unit, document: Document) -> Iterator[Parameter]:
    """The values of a list of Laravel's rules."""
    text = unit.fence.text if unit.fence is not None else ""
    for hit in _RULED.finditer(text):
        parts = _QUOTED.findall(hit["list"]) if hit["list"] is not None else hit["said"].split("|")
        rules = dict(one.strip().partition(":")[::2] for one in parts)
        source = document.source(unit.line + 1 + text.count("\n", 0, hit.start("name")))
        kinds = (kind for kinds in (_NAMED, _OF_DATE) for kind in kinds if kind in rules)
        kind = next(kinds, "")
        free = not rules.keys().isdisjoint(("nullable", "sometimes"))
        yield Parameter(
            name=hit["name"],
            place="body",
            source=source,
            type=(_NAMED | _OF_DATE).get(kind),
            required=True if "required" in rules else False if free else None,
            limits=tuple(
                Limit(kind=bound, value=value, source=source)
                for name, said in rules.items()
                for bound, value in _ruled(name, said, kind)
            ),
        )


def _ruled(name: str, said: str, kind: str) -> Iterator[tuple[LimitKind, str]]:
    """What one of Laravel's rules bounds: a text and a list by their length."""
    length = kind not in _NAMED or kind == "array"
    ends = said.split(",")
    if name in {"min", "max"} and said:
        yield from ((one, said) for one in _BOUNDS[name][length])
    elif name == "between" and len(ends) > 1:
        yield from _ruled("min", ends[0], kind)
        yield from _ruled("max", ends[1], kind)
    elif name == "in" and said:
        yield "choices", said.replace(",", "|")
    elif name in _FORMATS and name != "date":
        yield "format", _FORMATS[name]


def _value(name: str, calls: list[_Call], line: int, document: Document) -> Parameter:
    names = [one.name for one in calls]
    type_ = next((one for one in names if one != "coerce"), "")
    default = next((one.inside.strip(" '\"") for one in calls if one.name == "default"), None)
    limits = (
        Limit(kind=kind, value=value, source=document.source(line + one.at))
        for one in calls
        for kind, value in _limits(one, type_)
    )
    return Parameter(
        name=name,
        place="body",
        source=document.source(line),
        type={"enum": "string", "nativeEnum": "string"}.get(type_, type_) or None,
        required=_FREE.isdisjoint(names),
        default=default,
        limits=tuple(limits),
        note="trimmed" if "trim" in names else "",
    )


def _limits(call: _Call, type_: str) -> Iterator[tuple[LimitKind, str]]:
    number = _NUMBER.match(call.inside)
    if call.name in _BOUNDS and number is not None:
        of_value, of_length = _BOUNDS[call.name]
        kinds = of_length if type_ in _LISTS else of_value
        yield from ((kind, number[1].replace("_", "")) for kind in kinds)
    elif call.name in _ZERO:
        yield _ZERO[call.name], "0"
    elif call.name in _FORMATS:
        yield "format", _FORMATS[call.name]
    elif call.name == "enum" and (values := _QUOTED.findall(call.inside.partition("]")[0])):
        yield "choices", "|".join(values)
    elif call.name == "regex":
        yield "pattern", call.inside.split(", '")[0].split(', "')[0].strip()


def _calls(text: str, start: int) -> Iterator[_Call]:
    """The calls chained behind a name, each with the number of lines before it."""
    at = start
    while (hit := _CALL.match(text, at)) is not None:
        end = closing(text, hit.end() - 1)
        yield _Call(
            name=hit["name"],
            inside=text[hit.end() : end],
            at=text.count("\n", start, hit.start("name")),
        )
        at = end + 1
