"""What is known for a step that is left to the user: file, signature, limits, statuses."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.spec import Limit, Parameter, Spec
from agent.drafter import StepRequest
from agent.drafters.builtin.crud.design import Design
from agent.drafters.builtin.crud.service import signature
from agent.drafters.builtin.phrases import spoken
from agent.phrases import Texts


def facts(request: StepRequest, made: Design | None) -> tuple[str, ...]:
    """Lines for the screen, in the plan's language, with their sources in the documents."""
    spec, texts = request.known.spec, spoken(request.plan)
    said = (*_files(request, texts), *_signature(made, texts), *_limits(spec, texts))
    return (*said, *_statuses(spec, texts))


def _files(request: StepRequest, texts: Texts) -> Iterator[str]:
    """What the plan says of a file counts less than what is there."""
    for one in request.step.files:
        there = request.code.read(one.path) is not None
        yield texts.say("hand-file-there" if there else "hand-file-new", path=one.path)


def _signature(made: Design | None, texts: Texts) -> Iterator[str]:
    if made is not None and not any(not one.type for one in (*made.body, *made.query)):
        said = signature(made).removeprefix("def ")
        yield texts.say("hand-signature", signature=said, path=made.files.service)


def _limits(spec: Spec, texts: Texts) -> Iterator[str]:
    body = spec.request.fields if spec.request else ()
    for one in (*spec.parameters, *body):
        said = [part for part in (one.type, _need(one, texts)) if part]
        said += [_limit(limit, texts) for limit in one.limits]
        place = texts.say(f"hand-{one.place}")
        yield f"{place} {one.name}: {', '.join(said) or texts.say('hand-no-type')} ({one.source})"


def _need(one: Parameter, texts: Texts) -> str:
    if one.required:
        return texts.say("required")
    if one.default is not None:
        return texts.say("hand-default", value=one.default)
    return texts.say("optional") if one.required is False else ""


def _limit(limit: Limit, texts: Texts) -> str:
    return texts.say(f"hand-{limit.kind}", value=limit.value.replace("|", ", "))


def _statuses(spec: Spec, texts: Texts) -> Iterator[str]:
    for one in spec.statuses:
        yield f"{one.code}: {one.meaning or texts.say('hand-no-meaning')} ({one.source})"
