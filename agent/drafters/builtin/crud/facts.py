"""What is known for a step that is left to the user: file, signature, limits, statuses."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.plan import Step
from agent.core.spec import Limit, Parameter, Spec
from agent.drafters.builtin.crud.design import Design
from agent.drafters.builtin.crud.service import signature

_WORDS = {
    "min": "at least {}",
    "max": "at most {}",
    "min_length": "at least {} characters",
    "max_length": "at most {} characters",
    "choices": "one of {}",
    "pattern": "pattern {}",
    "format": "format {}",
}


def facts(step: Step, spec: Spec, made: Design | None) -> tuple[str, ...]:
    """Lines for the screen, each with its source where a document says it."""
    return (*_files(step), *_signature(made), *_limits(spec), *_statuses(spec))


def _files(step: Step) -> Iterator[str]:
    words = {True: " (new)", False: " (exists)", None: ""}
    yield from (f"file: {one.path}{words[one.new]}" for one in step.files)


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
