"""What is known for a step that is left to the user: file, signature, limits, statuses."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.spec import Limit, Parameter, Spec
from agent.drafter import StepRequest
from agent.drafters.builtin.crud.design import Design
from agent.drafters.builtin.crud.service import signature

_WORDS = {
    "min": "at least {}",
    "max": "at most {}",
    "above": "more than {}",
    "below": "less than {}",
    "min_length": "at least {} characters",
    "max_length": "at most {} characters",
    "choices": "one of {}",
    "pattern": "pattern {}",
    "format": "format {}",
}


def facts(request: StepRequest, made: Design | None) -> tuple[str, ...]:
    """Lines for the screen, each with its source where a document says it."""
    spec = request.spec
    return (*_files(request), *_signature(made), *_limits(spec), *_statuses(spec))


def _files(request: StepRequest) -> Iterator[str]:
    """What the plan says of a file counts less than what is there."""
    for one in request.step.files:
        there = request.code.read(one.path) is not None
        yield f"file: {one.path} ({'exists' if there else 'not there yet'})"


def _signature(made: Design | None) -> Iterator[str]:
    if made is not None and not any(not one.type for one in (*made.body, *made.query)):
        yield f"signature: {signature(made).removeprefix('def ')} in {made.files.service}"


def _limits(spec: Spec) -> Iterator[str]:
    body = spec.request.fields if spec.request else ()
    for one in (*spec.parameters, *body):
        said = [part for part in (one.type, _need(one)) if part]
        said += [_limit(limit) for limit in one.limits]
        yield f"{one.place} {one.name}: {', '.join(said) or 'no type documented'} ({one.source})"


def _need(one: Parameter) -> str:
    if one.required:
        return "required"
    if one.default is not None:
        return f"default {one.default}"
    return "optional" if one.required is False else ""


def _limit(limit: Limit) -> str:
    return _WORDS[limit.kind].format(limit.value.replace("|", ", "))


def _statuses(spec: Spec) -> Iterator[str]:
    for one in spec.statuses:
        yield f"{one.code}: {one.meaning or 'no meaning documented'} ({one.source})"
