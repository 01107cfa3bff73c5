"""`/report`: Markdown for a pull request, facts only."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.batch import StepState, units
from agent.core.session import Session
from agent.core.spec import Spec
from agent.core.summary import tally


def report_text(session: Session, spec: Spec | None) -> str:
    """Endpoint, steps with commits and checks, statuses with sources, what is open."""
    return "\n".join(_lines(session, spec)) + "\n"


def _lines(session: Session, spec: Spec | None) -> Iterator[str]:
    yield f"## {session.endpoint or 'No endpoint'}"
    plan = session.plan
    if plan is not None:
        states = session.states
        steps = units(plan, states)
        ended: list[StepState] = [states.get(step.id, "open") for step in steps]
        yield ""
        yield f"Plan: `{plan.path}` · {tally(ended)}"
        yield ""
        yield "| step | state | commit |"
        yield "|---|---|---|"
        for step, state in zip(steps, ended, strict=True):
            closing = session.closings.get(step.id)
            commit = f"`{closing.commit[:10]}`" if closing and closing.commit else ""
            yield f"| {step.number} {step.title.replace('|', chr(92) + '|')} | {state} | {commit} |"
    if spec is not None:
        yield ""
        yield "Statuses, as documented:"
        yield ""
        for status in spec.statuses:
            yield f"- `{status.code}` {status.meaning} ({status.source})"
        if spec.gaps:
            yield ""
            yield "Open in the documents:"
            yield ""
            for gap in spec.gaps:
                yield f"- {gap.question}"
