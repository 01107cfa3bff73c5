"""What the documents leave open: asked before the plan, answered, or open in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from agent.core.findings import Gap, GapTopic
from agent.core.patterns import deferred
from agent.core.plan import Question
from agent.core.spec import Body, Column, Parameter, Place, Spec, Status, Table
from agent.drafters.builtin.planning.facts.access import is_public
from agent.drafters.builtin.planning.facts.brief import Answer, bare_name, table_of
from agent.drafters.builtin.planning.facts.links import links_of
from agent.drafters.builtin.planning.facts.pairing import pairing
from agent.drafters.builtin.planning.subject import Subject, fold
from agent.phrases import Texts
from agent.sources.passages.statuses import entry

_MOST = 3
_FEWEST = 2
# What decides most of the plan comes first.
_WEIGHT: tuple[GapTopic, ...] = (
    "path", "table", "auth", "body", "statuses", "response", "types", "limits",
)  # fmt: skip
_SIGNED_IN = deferred(
    r"signed|logged|authenticated|owner|zalogowan|w\u0142a\u015bciciel", re.IGNORECASE
)
_OWNER = deferred(r"owner|w\u0142a\u015bciciel", re.IGNORECASE)
_MADE = deferred(r"^(?:id|(?:created|updated|deleted)_?at(?:_utc)?)$", re.IGNORECASE)
_FILLED = deferred(r"null(?:able)?|default\b.*", re.IGNORECASE)
_CODE = deferred(r"\b[1-5]\d\d\b")
_SECRET = deferred(r"passw|secret|token|hash|salt|api_?key", re.IGNORECASE)
_REFUSED = (401, 403)
_CREATED = 201
_ERRORS = 400
_WITH_ROW = (200, _CREATED)
_RUNS = deferred(r"/(?:actuator/)?(?:health|live|ready|ping)[\w-]*(?:/|$)", re.IGNORECASE)
_CHANGED = ("create", "update")
_LISTED = deferred(r"\((`?[a-z_]\w*`?(?:\s*,\s*`?[a-z_]\w*`?)+)\)")
_COMMA = deferred(r"`?\s*,\s*`?")
_OF_ROWS = ("list", "get", "create", "update")


def worded(spec: Spec, texts: Texts) -> Spec:
    """The spec with its questions, and what may be answered, in the plan's language."""
    return replace(spec, gaps=tuple(_worded(spec, gap, texts) for gap in spec.gaps))


def _worded(spec: Spec, gap: Gap, texts: Texts) -> Gap:
    if not gap.key:
        return gap
    text = texts.say(f"gap-{gap.key}", endpoint=spec.endpoint, names=", ".join(gap.names))
    options = f"gap-{gap.key}-options"
    if not gap.options or options not in texts.phrases:
        return replace(gap, question=text)
    said = texts.say(options, first=gap.options[0]).split("|")
    return replace(gap, question=text, options=tuple(said[: len(gap.options)]))


def ask(spec: Spec, still_open: Collection[Gap]) -> tuple[Question, ...]:
    """At most three questions with options, those first that decide most."""
    found = [
        Question(id=name, text=gap.question, options=gap.options)
        for name, gap in sorted(_named(spec.gaps), key=lambda one: _WEIGHT.index(one[1].topic))
        if gap in still_open and len(set(gap.options)) >= _FEWEST and _matters(spec, gap)
    ]
    return tuple(found[:_MOST])


def _matters(spec: Spec, gap: Gap) -> bool:
    """Whether an answer changes more of the plan than its own line; else it stays open in it."""
    match gap.topic:
        case "limits":
            return False
        case "auth":
            return not _is_answered_auth(spec)
        case "body" | "response":
            return bool(spec.tables)
        case _:
            return True


def told(spec: Spec, subject: Subject, gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    """The gaps that the plan itself names: those that nothing else in it answers."""
    return tuple(gap for gap in gaps if not _is_answered(spec, subject, gap))


def _is_answered(spec: Spec, subject: Subject, gap: Gap) -> bool:
    match gap.key:
        case "limits":  # a bound that nobody gives is none
            return True
        case "errors":
            return any(one.code >= _ERRORS for one in spec.statuses) or _lists_errors(spec)
        case "table":
            return _RUNS.search(spec.endpoint.path) is not None
        case "auth":
            return _is_answered_auth(spec)
        case "body":
            success = spec.success()
            made = success is None or success.code == _CREATED
            known = spec.request is not None or subject.act == "action"
            return known or (subject.act == "create" and not made)
        case "response":
            return bool(spec.responses) or subject.act in {"action", "delete"}
        case "types":
            return bool(spec.tables or spec.responses)
        case _:
            return False


def _lists_errors(spec: Spec) -> bool:
    """Whether general sections list the errors of all endpoints."""
    listed = (entry(line) for one in spec.notes for line in one.text.split("\n"))
    return any(one is not None and one[0] >= _ERRORS for one in listed)


def _is_answered_auth(spec: Spec) -> bool:
    """Whether statuses say who may not call, or the path that anybody may."""
    return is_public(spec) or any(spec.status(code) is not None for code in _REFUSED)


def with_row(spec: Spec, subject: Subject) -> Spec:
    """The spec with the row as its answer where no document shows one: the table of that name."""
    success = spec.success()
    joint = pairing(spec, subject, links_of(spec.schema))
    table = joint or table_of(spec, subject)
    named = table is not None and fold(bare_name(table)).endswith(fold(subject.things))
    shown = success is not None and success.code in _WITH_ROW and subject.act in _OF_ROWS
    if spec.responses or table is None or not (named and shown):
        return spec
    kept = [one for one in table.columns if not _SECRET.search(one.name)]
    fields = tuple(_field(column, "response") for column in kept)
    return replace(spec, responses=(Body(fields=fields, source=table.source),) if fields else ())


def settle(
    spec: Spec, answers: Sequence[tuple[str, str]]
) -> tuple[tuple[Answer, ...], tuple[Gap, ...]]:
    """The answers that were given, and the gaps that stay open."""
    given = {name: text.strip() for name, text in answers if text.strip()}
    named = list(_named(spec.gaps))
    settled = tuple(Answer(gap=gap, text=given[name]) for name, gap in named if name in given)
    return settled, tuple(gap for name, gap in named if name not in given)


def with_statuses(spec: Spec, answers: Sequence[Answer]) -> tuple[Spec, tuple[int, ...]]:
    """The spec with the statuses that the answers name, and which these are."""
    where = next((one.source for one in spec.excerpts), None)
    if where is None:
        return spec, ()
    named = [code for one in answers for code in _codes(one)]
    new = tuple(code for code in dict.fromkeys(named) if spec.status(code) is None)
    added = tuple(Status(code=code, meaning="", source=where) for code in new)
    return replace(spec, statuses=(*spec.statuses, *added)), new


def _codes(one: Answer) -> Iterator[int]:
    """The statuses that follow from an answer."""
    if one.gap.topic == "statuses":
        yield from map(int, _CODE.findall(one.text))
    elif one.gap.topic == "auth":
        yield from (401,) if _SIGNED_IN.search(one.text) else ()
        yield from (403,) if _OWNER.search(one.text) else ()


def with_fields(spec: Spec, table: Table | None, answers: Sequence[Answer]) -> Spec:
    """The spec with the types and bodies that the answers take from the table, or name."""
    for one in answers:
        match one.gap.topic:
            case "types" if one.text in one.gap.options:
                spec = replace(
                    spec, parameters=tuple(_typed(found, one.text) for found in spec.parameters)
                )
            case "body" if one.text == one.gap.options[-1] and table is not None:
                fields = [_field(column, "body") for column in table.columns if _is_given(column)]
                spec = replace(spec, request=Body(fields=tuple(fields), source=table.source))
            case "response" if one.text == one.gap.options[0] and table is not None:
                fields = [_field(column, "response") for column in table.columns]
                spec = replace(spec, responses=(Body(fields=tuple(fields), source=table.source),))
            case _:
                pass
    return spec


def with_listed(spec: Spec, subject: Subject) -> Spec:
    """The spec with the body that its description lists in brackets: "(title, due_on)"."""
    said, table = spec.description, table_of(spec, subject)
    if spec.request is not None or subject.act not in _CHANGED or not said or table is None:
        return spec
    for hit in _LISTED.finditer(said.text):
        found = [table.column(name) for name in _COMMA.split(hit[1].strip("`"))]
        columns = [one for one in found if one is not None and _is_given(one)]
        if len(columns) == len(found):
            fields = tuple(replace(_field(one, "body"), source=said.source) for one in columns)
            return replace(spec, request=Body(fields=fields, source=said.source))
    return spec


def _typed(one: Parameter, said: str) -> Parameter:
    return replace(one, type=said) if one.place == "path" and one.type is None else one


def _is_given(column: Column) -> bool:
    """Whether a caller writes the column, not the service or the database."""
    return _MADE.match(column.name) is None


def _field(column: Column, place: Place) -> Parameter:
    free = any(_FILLED.match(one) for one in column.constraints)
    return Parameter(
        name=column.name, type=column.type, place=place, required=not free, source=column.source
    )


def _named(gaps: Sequence[Gap]) -> Iterator[tuple[str, Gap]]:
    """Each gap with its id: the topic, with a number from the second on."""
    counted: dict[str, int] = {}
    for gap in gaps:
        counted[gap.topic] = counted.get(gap.topic, 0) + 1
        number = counted[gap.topic]
        yield (gap.topic if number == 1 else f"{gap.topic}-{number}"), gap
