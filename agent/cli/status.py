"""`waltz status`: where we are, from the newest session and git; from git alone without one."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from agent.cli.context import Context
from agent.cli.now import Now, now
from agent.core.batch import StepState
from agent.core.check import CheckResult
from agent.core.errors import ExitCode
from agent.core.gates import AskBatch, Gate
from agent.core.moves import next_move
from agent.core.page import Block, Span, line
from agent.core.plan import Step
from agent.core.session import Session, Waiting, Working
from agent.core.unfinished import is_open, session_standing
from agent.pages.helping import gate_name
from agent.pages.overview import status_page


def run(context: Context, arguments: Namespace) -> ExitCode:
    """Print the endpoint, its steps, the open gate and what comes next."""
    found = now(context)
    if arguments.json:
        context.answer(_entry(found))
    else:
        context.screen.show(tuple(_blocks(found)))
    return ExitCode.DONE


def _gate(session: Session | None) -> str | None:
    if session is None or not is_open(session):
        return None
    if isinstance(session.stage, Waiting) and not session.surprise and not session.stage.fresh:
        return gate_name(AskBatch(following=()))
    move = next_move(session)
    return gate_name(move) if isinstance(move, Gate) else None


def _entry(found: Now) -> dict[str, object]:
    session = found.session
    stage = session.stage
    batch = stage.batch.steps if isinstance(stage, Working) else ()
    return {
        "endpoint": str(session.endpoint) if session.endpoint else None,
        "plan": str(session.plan.path) if session.plan else None,
        "state": session_standing(session).state,
        "batch": [step.number for step in batch],
        "waiting_at": _gate(found.left),
        "steps": [_step(step, state, found) for step, state in session.steps],
        "next": [{"number": step.number, "title": step.title} for step in _next(session)],
        "changed": list(found.changed),
    }


def _step(step: Step, state: StepState, found: Now) -> dict[str, object]:
    closing = found.session.closings.get(step.id)
    result = found.results.get(closing.commit) if closing and closing.commit else None
    return {
        "number": step.number,
        "id": step.id,
        "title": step.title,
        "kind": found.session.kinds.get(step.id, step.kind),
        "state": state,
        "commit": closing.commit if closing else None,
        "checks": [_check(one) for one in result.checks] if result else [],
    }


def _check(one: CheckResult) -> dict[str, object]:
    return {"run": " ".join(one.check.run), "exit": one.exit, "verified": one.verified}


def _next(session: Session) -> tuple[Step, ...]:
    """The next steps to agree on, at most three: what is agreed already is under way."""
    states = session.states
    free = [step for step in session.open if states.get(step.id) != "agreed"]
    return tuple(free[: session.at_once])


def _blocks(found: Now) -> Iterator[Block]:
    session = found.session
    if session.endpoint is None:
        yield line("nothing worked here yet: `waltz` starts, `waltz endpoints` shows the board")
        return
    yield from status_page(session)
    waiting_at = _gate(found.left)
    if waiting_at is not None:
        yield line(f"waits at: {waiting_at}; `waltz` goes on there")
    following = _next(session)
    if following:
        yield line(
            "next: ", " · ".join(f"{step.number} {step.title}" for step in following), hang=6
        )
    for one in found.changed:
        yield line(Span(f"since then: {one}", "warn"), hang=4)
