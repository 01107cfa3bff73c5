"""Documents that contradict each other: the same thing said twice, and not alike."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.core.documents import Source
from agent.core.findings import Contradiction, Finding, Precedence, Statement
from agent.core.patterns import deferred
from agent.core.spec import Endpoint, Listed
from agent.core.values import dataclass
from agent.sources.endpoints.spelling import means
from agent.sources.gathering.merging import bound, bounded, topic_of
from agent.sources.passages.inputs import general_rules, rule_for, rules
from agent.sources.text.markdown import plain
from agent.sources.values.bounds import for_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agent.core.plan import Plan
    from agent.core.spec import Body, Limit, Parameter, Spec, Status
    from agent.sources.passages.found import Found

_SUCCESS = range(200, 300)
_REFUSED = 400
_REASONS = deferred(r"[,;/|]|\b(?:or|and|lub|albo|oraz)\b", re.IGNORECASE)
_WORD = deferred(r"\w+")
_COUNT = deferred(r"\d[\d., ]*\d|\d")
# "Results exceed 10,000 rows" beside "At most 10,000 rows, the rest is truncated".
_MORE = deferred(
    r"(?:exceed\w*|more than|over|przekracza\w*|ponad)\D{0,20}?(\d[\d., ]*\d)", re.IGNORECASE
)
_UP_TO = deferred(
    r"\b(?:up to|at most|first|maximum|max|maks\w*|do|co najwy\u017cej)\b", re.IGNORECASE
)
_CUT = deferred(r"\b(?:truncat\w+|cut off|obci\w+|uci\w+)|_truncated\b", re.IGNORECASE)
_FEWEST = 2  # "not found" may be of many
_OF_ALL = frozenset(("caller", "form", "path"))


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
            found[other.endpoint.key] = Finding(
                rule="contradiction",
                severity="warning",
                message=f"`{other.endpoint}` in {here}, `{meant.endpoint}` in {there}",
                source=other.source,
                evidence=(meant.source,),
            )
    return tuple(found.values())


def _places(one: Source, other: Source) -> tuple[str, str]:
    """Both places as they are named; with their folders where the names are the same."""
    if one.path.name != other.path.name or one.path == other.path:
        return str(one), str(other)
    return f"{one.path}:{one.line}", f"{other.path}:{other.line}"


def general(found: Found, request: Body | None) -> Iterator[Contradiction]:
    """Limits of a field that validation, at the endpoint or for all, gives otherwise.

    Of two in the passage that of validation for all is gone by, else the first.
    """
    fields = request.fields if request is not None else ()
    own, of_all = rules(found), general_rules(found)
    for field in fields:
        rule, wide = rule_for(field, own, fields), rule_for(field, of_all, fields)
        told = {(one.kind, one.value): one for one in wide.limits} if wide is not None else {}
        for limit, other in _limits(field, rule):
            said = told.get((limit.kind, limit.value))
            both = _contradiction(field, limit, other, "general" if said is not None else "first")
            yield replace(both, decided=said.source if said is not None else None)
        for limit, other in _limits(field, wide):
            yield _contradiction(field, limit, other, "passage")


def _contradiction(field: Parameter, kept: Limit, other: Limit, by: Precedence) -> Contradiction:
    return Contradiction(
        topic=topic_of(kept), subject=field.name, kept=bounded(kept), other=bounded(other), by=by
    )


def _limits(field: Parameter, rule: Parameter | None) -> Iterator[tuple[Limit, Limit]]:
    """Those of the field that a rule gives otherwise, with the rule's."""
    for other in for_type(rule.limits, field.type) if rule is not None else ():
        limit = field.limit(other.kind)
        if limit is None or limit.source == other.source or limit.kind in {"format", "choices"}:
            continue
        if bound(limit) != bound(other):
            yield limit, other


def answers(first: Spec, second: Spec) -> Iterator[Contradiction]:
    """Two descriptions of one endpoint that do not succeed with the same status."""
    mine, theirs = _successes(first), _successes(second)
    if mine and theirs and not {one.text for one in mine} & {one.text for one in theirs}:
        yield Contradiction(
            topic="status", subject=str(first.endpoint), kept=mine[0], other=theirs[0]
        )


def _successes(spec: Spec) -> list[Statement]:
    return [
        Statement(text=str(one.code), source=one.source)
        for one in spec.statuses
        if one.code in _SUCCESS
    ]


def refused(statuses: Iterable[Status]) -> Iterator[Contradiction]:
    """One reason that two statuses are answered for; one that has it alone is gone by."""
    known: dict[frozenset[str], tuple[Statement, bool]] = {}
    for one in statuses:
        reasons = _REASONS.split(one.meaning) if one.code >= _REFUSED else []
        for reason in reasons:
            words = frozenset(_WORD.findall(reason.casefold()))
            said = Statement(text=str(one.code), source=one.source), len(reasons) == 1
            first = known.setdefault(words, said)
            if len(words) > _FEWEST and first[0].text != said[0].text:
                kept, other = sorted((first, said), key=lambda each: not each[1])
                by: Precedence = "first" if kept[1] > other[1] else "neither"
                yield Contradiction(
                    topic="refusal", subject=reason.strip(), kept=kept[0], other=other[0], by=by
                )


def shortened(found: Found, statuses: Iterable[Status]) -> Iterator[Contradiction]:
    """A status that refuses more than a number, where a line of the passage cuts to that number."""
    lines = [unit for part in found.of("note", "description") for unit in part.units]
    for one in statuses if any(_CUT.search(unit.text) for unit in lines) else ():
        most = _MORE.search(one.meaning) if one.code >= _REFUSED else None
        for unit in lines:
            if (
                most is not None
                and most[1] in _COUNT.findall(unit.text)
                and _UP_TO.search(unit.text)
            ):
                kept = Statement(text=plain(unit.text), source=found.document.source(unit.line))
                other = Statement(text=str(one.code), source=one.source)
                yield Contradiction(topic="refusal", subject=one.meaning, kept=kept, other=other)
                break


def settled(statuses: Iterable[Status], found: Sequence[Contradiction]) -> Iterator[Status]:
    """Each status without the reasons that a plan, going by one of two, has the other for."""
    for one in statuses:
        said = (str(one.code), one.source)
        lost = [
            set(_WORD.findall(each.subject.casefold()))
            for each in found
            if each.by == "first" and (each.other.text, each.other.source) == said
        ]
        whole = set(_WORD.findall(one.meaning.casefold())) in lost
        parts = _REASONS.split(one.meaning) if lost and not whole else [one.meaning]
        left = [one.strip() for one in parts if set(_WORD.findall(one.casefold())) not in lost]
        if left:
            yield replace(one, meaning="; ".join(left))


def once(found: Iterable[Contradiction]) -> tuple[Contradiction, ...]:
    """Each once; what is stated for all endpoints only with the first that says otherwise."""
    known: dict[object, Contradiction] = {}
    for one in found:
        key = (one.topic, one.other) if one.topic in _OF_ALL else one
        known.setdefault(key, one)
    return tuple(known.values())
