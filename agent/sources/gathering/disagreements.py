"""Documents that contradict each other: the same thing said twice, and not alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.core.documents import Source
from agent.core.findings import Finding
from agent.core.spec import Endpoint, Listed
from agent.core.values import dataclass
from agent.sources.endpoints.spelling import means
from agent.sources.passages.inputs import general_rules, rule_for, rules
from agent.sources.values.bounds import for_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agent.core.plan import Plan
    from agent.core.spec import Body, Parameter, Spec
    from agent.sources.passages.found import Found

_SUCCESS = range(200, 300)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An endpoint as a document names it, and where."""

    endpoint: Endpoint
    source: Source


def among(documents: Sequence[Sequence[Listed]]) -> Iterator[Finding]:
    """Where a later document spells an endpoint of those before it otherwise."""
    before: list[Mention] = []
    for listed in documents:
        mine = [Mention(endpoint=one.endpoint, source=one.source) for one in listed]
        yield from between(before, mine)
        before += mine


def planned(documents: Sequence[Sequence[Listed]], plans: Iterable[Plan]) -> tuple[Finding, ...]:
    """Where implementation plans mean a listed endpoint, but name another."""
    listed = [
        Mention(endpoint=one.endpoint, source=one.source) for each in documents for one in each
    ]
    said = [
        Mention(endpoint=one, source=Source(path=plan.path, line=plan.line, last=plan.line))
        for plan in plans
        for one in plan.endpoints
    ]
    return between(listed, said)


def between(listed: Sequence[Mention], others: Sequence[Mention]) -> tuple[Finding, ...]:
    """Where others mean a listed endpoint, but name another method or path."""
    keys = {one.endpoint.key for one in listed}
    named = {one.endpoint.key for one in others}
    open_ones = [one for one in listed if one.endpoint.key not in named]
    found: dict[str, Finding] = {}
    for other in others:
        if other.endpoint.key in keys or other.endpoint.key in found:
            continue
        meant = next((one for one in open_ones if means(one.endpoint, other.endpoint)), None)
        if meant is not None:
            here, there = _places(other.source, meant.source)
            found[other.endpoint.key] = _finding(
                f"`{other.endpoint}` in {here}, `{meant.endpoint}` in {there}",
                other.source,
                meant.source,
            )
    return tuple(found.values())


def _places(one: Source, other: Source) -> tuple[str, str]:
    """Both places as they are named; with their folders where the names are the same."""
    if one.path.name != other.path.name or one.path == other.path:
        return str(one), str(other)
    return f"{one.path}:{one.line}", f"{other.path}:{other.line}"


def general(found: Found, request: Body | None) -> Iterator[Finding]:
    """Limits of a field that validation, at the endpoint or for all, gives otherwise."""
    fields = request.fields if request is not None else ()
    for known in (rules(found), general_rules(found)):
        for field in fields:
            rule = rule_for(field, known, fields)
            if rule is not None:
                yield from _limits(field, rule)


def _limits(field: Parameter, rule: Parameter) -> Iterator[Finding]:
    for other in for_type(rule.limits, field.type):
        limit = field.limit(other.kind)
        if limit is None or limit.source == other.source or limit.kind in {"format", "choices"}:
            continue
        if limit.value != other.value:
            kind = limit.kind.replace("_", " ")
            yield _finding(
                f"`{field.name}` is {kind} {limit.value} in {limit.source}, "
                f"{kind} {other.value} in {other.source}",
                limit.source,
                other.source,
            )


def answers(first: Spec, second: Spec) -> Iterator[Finding]:
    """Two descriptions of one endpoint that do not succeed with the same status."""
    mine = [one for one in first.statuses if one.code in _SUCCESS]
    theirs = [one for one in second.statuses if one.code in _SUCCESS]
    if mine and theirs and not {one.code for one in mine} & {one.code for one in theirs}:
        here, there = mine[0], theirs[0]
        yield _finding(
            f"{first.endpoint} answers {here.code} in {here.source}, "
            f"{there.code} in {there.source}",
            here.source,
            there.source,
        )


def _finding(message: str, source: Source, other: Source) -> Finding:
    return Finding(
        rule="contradiction",
        severity="warning",
        message=message,
        source=source,
        evidence=(other,),
    )
