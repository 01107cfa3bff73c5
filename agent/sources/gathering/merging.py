"""One spec of what several documents say about an endpoint: the first wins, the rest adds."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from agent.core.findings import Contradiction, ContradictionTopic, Statement
from agent.core.spec import Body, Excerpt, Limit, Parameter, Spec

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FAMILIES = (
    ("array", re.compile(r"array|\blist|\[\]|tablica")),
    ("object", re.compile(r"object|\bjson\b|\bmap\b|record|obiekt")),
    ("boolean", re.compile(r"bool")),
    ("number", re.compile(r"\bint|number|numeric|float|double|decimal|\blong\b|bigint|liczba")),
    ("string", re.compile(r"\bstr|text|uuid|guid|\bdate|e-?mail|\bur[il]\b|tekst")),
)
_SIGNS: dict[str, str] = {
    "min": "\u2265 ", "max": "\u2264 ", "above": "> ", "below": "< ",
    "min_length": "\u2265 ", "max_length": "\u2264 ",
}  # fmt: skip
_WORDS = {True: "required", False: "optional"}


def merged(specs: Sequence[Spec]) -> Spec:
    """All of them in one; where two differ on a type, a limit or a need, a finding names both.

    At least one is given, all of the same endpoint.
    """
    return reduce(_both, specs)


def _both(first: Spec, second: Spec) -> Spec:
    codes = {one.code for one in first.statuses}
    parameters = _paired(first.parameters, second.parameters)
    return replace(
        first,
        title=first.title or second.title,
        description=first.description or second.description,
        excerpts=(*first.excerpts, *second.excerpts),
        parameters=_joined(first.parameters, parameters),
        request=_body(first.request, second.request),
        responses=_bodies(first.responses, second.responses),
        error=first.error or second.error,
        envelope=first.envelope or second.envelope,
        streamed=first.streamed or second.streamed,
        statuses=(*first.statuses, *(one for one in second.statuses if one.code not in codes)),
        auth=_own_auth(first) or _own_auth(second) or first.auth or second.auth,
        notes=_once(first.notes, second.notes),
        findings=tuple(dict.fromkeys((*first.findings, *second.findings))),
        contradictions=(
            *first.contradictions,
            *(one for one in second.contradictions if one not in first.contradictions),
            *_contradictions(first.parameters, parameters),
            *_in_bodies(first.request, second.request),
            *_in_bodies(*_firsts(first, second)),
        ),
    )


def _own_auth(spec: Spec) -> Excerpt | None:
    """Who may call, where the endpoint's own passage says it."""
    said = spec.auth.source if spec.auth is not None else None
    within = said is not None and any(
        one.source.path == said.path and one.source.line <= said.line <= one.source.last
        for one in spec.excerpts
    )
    return spec.auth if within else None


def _firsts(first: Spec, second: Spec) -> tuple[Body | None, Body | None]:
    return next(iter(first.responses), None), next(iter(second.responses), None)


def _key(one: Parameter) -> tuple[str, str]:
    return one.place, re.sub(r"[_-]", "", one.name).casefold()


def _paired(first: Sequence[Parameter], second: Sequence[Parameter]) -> tuple[Parameter, ...]:
    """The second's parameters; those in the path have the names that the first gives them."""
    mine = [one.name for one in first if one.place == "path"]
    theirs = [one.name for one in second if one.place == "path"]
    names = dict(zip(theirs, mine, strict=True)) if len(mine) == len(theirs) else {}
    return tuple(
        replace(one, name=names.get(one.name, one.name)) if one.place == "path" else one
        for one in second
    )


def _joined(first: Sequence[Parameter], second: Sequence[Parameter]) -> tuple[Parameter, ...]:
    theirs = {_key(one): one for one in second}
    out = [_value(one, theirs.pop(_key(one), None)) for one in first]
    return (*out, *theirs.values())


def _value(first: Parameter, second: Parameter | None) -> Parameter:
    if second is None:
        return first
    kinds = {one.kind for one in first.limits}
    return replace(
        first,
        type=first.type or second.type,
        required=second.required if first.required is None else first.required,
        default=second.default if first.default is None else first.default,
        limits=(*first.limits, *(one for one in second.limits if one.kind not in kinds)),
        note=first.note or second.note,
    )


def _body(first: Body | None, second: Body | None) -> Body | None:
    if first is None or second is None:
        return first or second
    fields = _joined(first.fields, second.fields)
    return replace(first, fields=fields, example=first.example or second.example)


def _bodies(first: tuple[Body, ...], second: tuple[Body, ...]) -> tuple[Body, ...]:
    """Those of the first; the body of success gets what only the second knows of it."""
    if not first or not second:
        return first or second
    one = _body(first[0], second[0])
    return first if one is None else (one, *first[1:])


def _once(first: Sequence[Excerpt], second: Sequence[Excerpt]) -> tuple[Excerpt, ...]:
    known = {" ".join(one.text.split()) for one in first}
    return (*first, *(one for one in second if " ".join(one.text.split()) not in known))


def _in_bodies(first: Body | None, second: Body | None) -> Iterator[Contradiction]:
    if first is not None and second is not None:
        yield from _contradictions(first.fields, second.fields)


def _contradictions(
    first: Sequence[Parameter], second: Sequence[Parameter]
) -> Iterator[Contradiction]:
    theirs = {_key(one): one for one in second}
    for one in first:
        other = theirs.get(_key(one))
        for topic, here, there in _differing(one, other) if other is not None else ():
            yield Contradiction(topic=topic, subject=one.name, kept=here, other=there)


def _differing(
    first: Parameter, second: Parameter
) -> Iterator[tuple[ContradictionTopic, Statement, Statement]]:
    families = _family(first.type), _family(second.type)
    if all(families) and families[0] != families[1]:
        yield "type", _said(first, f"{first.type}"), _said(second, f"{second.type}")
    needs = first.required, second.required
    if first.place != "path" and None not in needs and needs[0] != needs[1]:
        yield "need", _said(first, _WORDS[bool(needs[0])]), _said(second, _WORDS[bool(needs[1])])
    for limit in first.limits:
        other = second.limit(limit.kind)
        if other is not None and bound(limit) != bound(other):
            yield topic_of(limit), bounded(limit), bounded(other)


def _said(one: Parameter, text: str) -> Statement:
    return Statement(text=text, source=one.source)


def _family(said: str | None) -> str:
    """The kind of a type in anyone's words; empty where it is open or of several kinds."""
    text = re.sub(r"\s*(?:\||\bor\b)\s*null\b", "", (said or "").casefold())
    if re.search(r"\bor\b|\|", text):
        return ""
    return next((family for family, words in _FAMILIES if words.search(text)), "")


def topic_of(limit: Limit) -> ContradictionTopic:
    """What a limit is of."""
    if limit.kind == "choices":
        return "values"
    return "length" if limit.kind.endswith("_length") else "limit"


def bounded(limit: Limit) -> Statement:
    """A limit as its place says it."""
    return Statement(text=f"{_SIGNS.get(limit.kind, '')}{limit.value}", source=limit.source)


def bound(limit: Limit) -> object:
    """What a limit says, alike for all ways to write it."""
    if limit.kind == "choices":
        return frozenset(one.strip(" `'\"").casefold() for one in limit.value.split("|"))
    try:
        return float(limit.value.replace("_", ""))
    except ValueError:
        return re.sub(r"[\s_-]", "", limit.value).casefold()
