"""Where the work stands, and what the documents say: /status and /facts."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.batch import CLOSED, StepState
from agent.core.decided import decided
from agent.core.page import Block, Page, Span, Style, Table, line
from agent.core.plan import Step
from agent.core.session import Session, Working
from agent.core.spec import Parameter, Spec
from agent.phrases import Texts


def status_page(session: Session) -> Page:
    """The endpoint, its plan, and each step with its state and commit."""
    if session.endpoint is None:
        return (line("no endpoint chosen yet"),)
    rows: list[Block] = [line(Span(str(session.endpoint), "title"))]
    plan = session.plan
    if plan is None:
        return (*rows, line("no plan yet"))
    rows.append(line(Span(plan.path.value, "path")))
    steps = tuple(_step(step, state, session) for step, state in session.steps)
    rows.append(Table(rows=steps, yields=(3, 1)))
    if isinstance(session.stage, Working):
        numbers = ", ".join(step.number for step in session.stage.batch.steps)
        rows.append(line(Span(f"  agreed: {numbers}", "dim")))
    return tuple(rows)


def _step(step: Step, state: StepState, session: Session) -> tuple[Span, ...]:
    closing = session.closings.get(step.id)
    commit = closing.commit[:7] if closing and closing.commit else ""
    return (
        Span(f"  [{'x' if state in CLOSED else ' '}] {step.number}", "key"),
        Span(step.title),
        Span(state, _style(state)),
        Span(commit, "dim"),
    )


def _style(state: StepState) -> Style:
    return "good" if state == "verified" else "dim"


def facts_page(spec: Spec, texts: Texts) -> Page:
    """Every fact of the spec with its source, then the gaps."""
    return tuple(_facts(spec, texts))


def _facts(spec: Spec, texts: Texts) -> Iterator[Block]:
    yield line(Span(f"{spec.endpoint}  ", "title"), spec.title)
    if spec.description is not None:
        yield _fact(spec.description.text, spec.description.source)
    fields = spec.request.fields if spec.request else ()
    for parameter in (*spec.parameters, *fields):
        yield _fact(" ".join(_parameter(parameter, texts)), parameter.source)
    for status in spec.statuses:
        yield _fact(f"{status.code} {status.meaning}", status.source)
    if spec.auth is not None:
        yield _fact(spec.auth.text, spec.auth.source)
    for table in spec.tables:
        columns = ", ".join(column.name for column in table.columns)
        yield _fact(f"{texts.say('fact-table')} {table.name}: {columns}", table.source)
    for decision in decided(spec):
        yield _fact(decision.text, decision.source)
    for gap in spec.gaps:
        yield line(Span(f"  open: {gap.question}", "warn"), hang=8)


def _fact(text: str, source: object) -> Block:
    return line(f"  {' '.join(text.split())}", Span(f"  {source}", "dim"), hang=4)


def _parameter(parameter: Parameter, texts: Texts) -> Iterator[str]:
    yield from (texts.say(f"fact-{parameter.place}"), parameter.name)
    if parameter.type:
        yield parameter.type
    if parameter.required is not None:
        yield texts.say("fact-required" if parameter.required else "fact-optional")
    if parameter.default is not None:
        yield f"{texts.say('fact-default')} {parameter.default}"
    for limit in parameter.limits:
        yield f"{texts.say(f'fact-{limit.kind}')} {limit.value}"
