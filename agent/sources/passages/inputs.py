"""What an endpoint is given in path, query and headers, and the rules that hold for it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Parameter
from agent.sources.endpoints.candidates import Form
from agent.sources.general.generalrules import by_name, loose_rules, spoken_rules
from agent.sources.general.generalrules import rules as for_all
from agent.sources.passages.paging import paged
from agent.sources.passages.querystrings import asked
from agent.sources.text.units import units
from agent.sources.values.bounds import for_type
from agent.sources.values.examples import members
from agent.sources.values.leftover import leftover
from agent.sources.values.parameters import both, parameters
from agent.sources.values.parameters import merged as told
from agent.sources.values.ruled import ruled, told_by
from agent.sources.values.spoken import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from agent.core.spec import Body, Endpoint, Place
    from agent.sources.passages.found import Found
    from agent.sources.text.labels import Topic

_PLACES: dict[Topic, Place] = {"path": "path", "query": "query", "headers": "header"}
# One of several bodies that there may be.
# Who comes back has what was ruled when it was made.
_SIGN_IN = deferred(r"/(?:log-?in|sign-?in|token|sessions?)/?$", re.IGNORECASE)
_SIDE = deferred(r"_(?:text|content|value|body)$")
# What is said of a match is not said of a field beside `match_id`.
_WHOSE = deferred(r"_(?:text|content|value|body|id|uuid)$")
# What a value has to be in some case, without a bound.
_NEEDED = deferred(r"\b(?:required|must be|null|wymagan\w+|musi)\b", re.IGNORECASE)
_EXAMPLE = deferred(r"\b(?:example|e\.g\.|przyk\u0142ad\w*|np\.)", re.IGNORECASE)


def rules(found: Found) -> dict[str, Parameter]:
    """What the passage's own validation says of named values."""
    out: dict[str, Parameter] = {}
    for part in found.of("validation"):
        texts = [unit for unit in part.units if unit.kind in {"item", "text"} and unit.lead]
        nested = parameters(
            [unit for unit in part.units if unit.kind in {"item", "grid"}], "body", found.document
        )
        plain = [
            one
            for unit in texts
            for one in told_by(
                unit.text, list(ruled(unit.text, "body", found.document.source(unit.line)))
            )
        ]
        for one in (*nested, *plain):
            out[one.name] = told(out[one.name], one) if one.name in out else one
    return out


def _spoken(found: Found) -> list[Parameter]:
    """What sentences of the passage's own validation say of values without names in code."""
    return [
        one
        for part in found.of("validation")
        for unit in part.units
        if unit.kind in {"item", "text"}
        for one in told_by(
            unit.text, list(spoken(unit.text, "body", found.document.source(unit.line)))
        )
    ]


def validated(fields: Sequence[Parameter], found: Found) -> Iterator[Parameter]:
    """A body's fields with what validation says of them, here or for all, then those it adds."""
    own = rules(found)
    said = by_name(_spoken(found)) | own
    general = general_rules(found)
    for field in fields:
        rule, wide = rule_for(field, said, fields), rule_for(field, general, fields)
        one = _settled(field, rule, wide) if rule is not None and wide is not None else field
        known = told(one, replace(rule, name=field.name)) if rule is not None else field
        yield _with_general(known, wide)
    yield from outside_rules(fields, own, found)
    yield from _beyond_examples(fields, found)


def _settled(field: Parameter, rule: Parameter, wide: Parameter) -> Parameter:
    """The field without the limits that the passage's validation and that for all deny."""
    denied = {(one.kind, one.value) for one in rule.limits} & {
        (one.kind, one.value) for one in wide.limits
    }
    kinds = {kind for kind, _ in denied}
    kept = (one for one in field.limits if one.kind not in kinds or (one.kind, one.value) in denied)
    return replace(field, limits=tuple(kept))


def _beyond_examples(fields: Sequence[Parameter], found: Found) -> Iterator[Parameter]:
    """What the resource needs of its fields where a change is only shown by examples."""
    shown = any(_EXAMPLE.search(part.label) for part in found.of("request"))
    if found.entry.endpoint.method != "PATCH" or not shown:
        return
    named = {one.name for one in fields}
    for one in by_name(for_all(found.document, found.entry.endpoint)).values():
        if one.required and one.name not in named and (one.type or one.limits):
            yield replace(one, required=None)


def outside_rules(
    fields: Sequence[Parameter], own: Mapping[str, Parameter], found: Found
) -> Iterator[Parameter]:
    """Values that the passage's validation speaks of and nothing else names."""
    taken = {one.name for one in _plain(found)} | {_last(one) for one in fields}
    taken |= {_WHOSE.sub("", _snake(one)) for one in taken}
    taken |= set(found.entry.endpoint.parameters) | _shown(found) | _choices(fields)
    parts = found.entry.endpoint.path.split("/")
    whole = {one.removesuffix(end).title() for one in parts for end in ("", "s", "es")}
    at = _list_of(fields, own)
    # "Book must be ...": of the thing itself, no field.
    for rule in (one for one in own.values() if one.name not in whole):
        name = rule.name.casefold() if rule.name.istitle() else rule.name
        told = rule.type or rule.limits or rule.required is not None
        if (told or (at and _NEEDED.search(rule.note))) and name not in taken and "." not in name:
            yield replace(rule, name=f"{at}{name}")


def _list_of(fields: Sequence[Parameter], own: Mapping[str, Parameter]) -> str:
    """The one list of the body whose entries the rules speak of: what they add is in these."""
    ruled_ = [one.name for one in fields if one.name in own or _last(one) in own]
    lists = {name.rpartition(".")[0] for name in ruled_}
    at = lists.pop() if len(lists) == 1 else ""
    return f"{at}." if at.endswith("[]") else ""


def _shown(found: Found) -> set[str]:
    """What the examples below a table show: validation below it may be that of another row."""
    if found.entry.form is not Form.ROW:
        return set()
    below = units(found.document.text)[found.entry.at : found.entry.end]
    fences = [unit.fence.text for unit in below if unit.fence is not None]
    return {one.name for text in fences for one in members(text)}


def _choices(fields: Sequence[Parameter]) -> set[str]:
    """The values that fields may have: what is ruled for one of them is no field."""
    values = (one.value for field in fields for one in field.limits if one.kind == "choices")
    return {each for value in values for each in value.split("|")}


def _last(field: Parameter) -> str:
    return field.name.rsplit(".", 1)[-1]


def rule_for(
    field: Parameter, known: Mapping[str, Parameter], fields: Sequence[Parameter]
) -> Parameter | None:
    """The rule for a field; one inside a list or object is ruled by its own name alone."""
    if field.name in known:
        return known[field.name]
    last = _last(field)
    if sum(_last(one) == last for one in fields) > 1:
        return None
    # `Short name` is the title of `shortName`; `front` is `frontText` where none else is.
    rule = known.get(last, known.get(_snake(last)))
    short = _SIDE.sub("", _snake(last))
    others = {_snake(_last(one)) for one in fields}
    return rule if rule is not None or short in others else known.get(short)


def _snake(name: str) -> str:
    """A name in snake case."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).casefold()


def general_rules(found: Found) -> dict[str, Parameter]:
    """What the plan's own validation section says; what is changed has no default of a new one.

    A partial update requires nothing either.
    """
    endpoint = found.entry.endpoint
    coded, worded = for_all(found.document, endpoint), spoken_rules(found.document, endpoint)
    loose = loose_rules(found.document, endpoint)
    said = by_name(loose) | by_name(worded) | by_name(coded)
    if endpoint.method != "POST":
        said = {one.name: replace(one, default=None) for one in said.values()}
    partial = endpoint.method == "PATCH"
    if _SIGN_IN.search(endpoint.path):
        return {one.name: replace(one, note="") for one in said.values()}
    return {one.name: replace(one, required=None) if partial else one for one in said.values()}


def _with_general(field: Parameter, rule: Parameter | None) -> Parameter:
    if rule is None:
        return field
    kinds = {limit.kind for limit in field.limits}
    fitting = for_type(rule.limits, field.type)
    adds = tuple(limit for limit in fitting if limit.kind not in kinds)
    required = rule.required if field.required is None else field.required
    lost = (rule.source,) if len(fitting) < len(rule.limits) else ()  # the note is from there too
    return replace(
        field,
        required=required,
        default=rule.default if field.default is None and not required else field.default,
        limits=(*field.limits, *adds),
        note=both(field.note, leftover(rule.note, rule.source)),
        rules=(*field.rules, *rule.rules, *lost),
    )


def _with_choices(one: Parameter, rule: Parameter | None) -> Parameter:
    """A filter with the values that its field may have; other bounds are the field's own."""
    if rule is None or one.place != "query" or one.limit("choices") is not None:
        return one
    choices = tuple(limit for limit in rule.limits if limit.kind == "choices")
    return replace(one, limits=(*one.limits, *choices))


def _plain(found: Found) -> tuple[Parameter, ...]:
    return tuple(
        one
        for part in found.of(*_PLACES, "parameters")
        for one in parameters(part.units, _PLACES.get(part.topic, "query"), found.document)
    )


def inputs(endpoint: Endpoint, found: Found, request: Body | None) -> tuple[Parameter, ...]:
    """The parameters in path, query and headers; those of the path also where it alone has them."""
    inside = set(endpoint.parameters) | set(found.entry.endpoint.parameters)
    in_body = {one.name for one in request.fields} if request else set()
    own = {name: one for name, one in rules(found).items() if name not in in_body}
    general = general_rules(found)
    out: dict[str, Parameter] = {}
    for one in (*_plain(found), *asked(found)):
        placed = replace(one, place="path", required=True) if one.name in inside else one
        rule = own.get(one.name)
        said = told(placed, rule) if rule is not None else placed
        known = _with_choices(said, general.get(one.name))
        out.setdefault(one.name, paged(known, found.document))
    for name in found.entry.endpoint.parameters:
        line = found.document.source(found.entry.line)
        implied = Parameter(name=name, place="path", source=line, required=True)
        rule = own.get(name)
        out.setdefault(name, told(implied, replace(rule, place="path")) if rule else implied)
    return tuple(out.values())
