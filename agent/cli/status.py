"""`waltz status`: where we are, from the newest session and git; from git alone without one."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agent.board import last_worked, plan_of
from agent.changes import changes
from agent.cli.context import Context, Past
from agent.core import gates
from agent.core.batch import MAX_STEPS, units
from agent.core.check import CheckResult
from agent.core.commits import progress
from agent.core.edits import BlobId
from agent.core.errors import ExitCode
from agent.core.events import Event, SessionResumed
from agent.core.fold import apply
from agent.core.moves import next_move
from agent.core.page import Block, Span, line
from agent.core.plan import Step
from agent.core.session import Session, Waiting, Working
from agent.core.summary import StepResult
from agent.core.unfinished import is_open, session_standing
from agent.core.work import BatchSummarised
from agent.pages.overview import status_page

_GATES: dict[type, str] = {
    gates.AskEndpoint: "endpoint",
    gates.AskDone: "done",
    gates.AskQuestion: "question",
    gates.AskPlan: "plan",
    gates.AskBatch: "agree",
    gates.AskTrust: "trust",
    gates.AskHands: "hands",
    gates.AskNothing: "nothing",
    gates.AskConfirm: "confirm",
    gates.AskDirty: "dirty",
    gates.AskVerdict: "diff",
    gates.AskBranch: "branch",
    gates.AskPage: "page",
    gates.AskRed: "red",
    gates.AskSurprise: "surprise",
    gates.AskScope: "scope",
    gates.AskRecord: "record",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Now:
    """Where we are: the session as git sees it now, its open gate, and what has changed."""

    session: Session
    waiting_at: str | None = None
    changed: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()


def run(context: Context, arguments: Namespace) -> ExitCode:
    """Print the endpoint, its steps, the open gate and what comes next."""
    past = context.past()
    now = _from_git(context) if past is None else _from_session(context, past)
    if arguments.json:
        context.answer(_entry(now))
    else:
        context.screen.show(tuple(_blocks(now)))
    return ExitCode.DONE


def _from_session(context: Context, past: Past) -> _Now:
    left = past.session
    if left.endpoint is None:
        return _from_git(context)
    repo, history = context.repo(), context.history()
    known = progress(history.records(), left.endpoint)
    resumed = SessionResumed(head=repo.head().commit, closings=known.closings)
    changed = changes(left, repo=repo, history=history, worktree=context.worktree())
    return _Now(
        session=apply(left, resumed),
        waiting_at=_gate(left),
        changed=(*changed, *known.doubts),
        events=past.events,
    )


def _from_git(context: Context) -> _Now:
    """The endpoint that was worked last, as its commits tell."""
    head = context.repo().head()
    empty = Session(session_id="", worktree="", branch=head.branch, head=head.commit)
    records = tuple(context.history().records())
    endpoint = last_worked(records)
    if endpoint is None:
        return _Now(session=empty)
    known = progress(records, endpoint)
    plan = plan_of(endpoint, context.library().plans(), known)
    session = Session(
        session_id="",
        worktree="",
        branch=head.branch,
        head=head.commit,
        stage=Waiting(fresh=True),
        endpoint=endpoint,
        plan=plan,
        plan_blob=BlobId((known.plan or "").partition("@")[2]) if plan else None,
        closings={one.step_id: one for one in known.closings},
    )
    return _Now(session=session, changed=known.doubts)


def _gate(session: Session) -> str | None:
    if not is_open(session):
        return None
    if isinstance(session.stage, Waiting) and not session.surprise and not session.stage.fresh:
        return _GATES[gates.AskBatch]
    return _GATES.get(type(next_move(session)))


def _entry(now: _Now) -> dict[str, object]:
    session = now.session
    stage = session.stage
    batch = stage.batch.steps if isinstance(stage, Working) else ()
    results = _results(now.events, session)
    steps = units(session.plan, session.states) if session.plan else ()
    return {
        "endpoint": str(session.endpoint) if session.endpoint else None,
        "plan": str(session.plan.path) if session.plan else None,
        "state": session_standing(session).state,
        "batch": [step.number for step in batch],
        "waiting_at": now.waiting_at,
        "steps": [_step(step, session, results.get(step.id)) for step in steps],
        "next": [{"number": step.number, "title": step.title} for step in _next(session)],
        "changed": list(now.changed),
    }


def _step(step: Step, session: Session, result: StepResult | None) -> dict[str, object]:
    closing = session.closings.get(step.id)
    return {
        "number": step.number,
        "id": step.id,
        "title": step.title,
        "kind": session.kinds.get(step.id, step.kind),
        "state": session.states.get(step.id, "open"),
        "commit": closing.commit if closing else None,
        "checks": [_check(one) for one in result.checks] if result else [],
    }


def _check(one: CheckResult) -> dict[str, object]:
    return {"run": " ".join(one.check.run), "exit": one.exit, "verified": one.verified}


def _results(events: Iterable[Event], session: Session) -> dict[str, StepResult]:
    """The newest result of each step, as the session's summaries and its open batch tell."""
    told = [one.summary.results for one in events if isinstance(one, BatchSummarised)]
    if isinstance(session.stage, Working):
        told.append(session.stage.results)
    return {result.step_id: result for results in told for result in results}


def _next(session: Session) -> tuple[Step, ...]:
    """The next steps to agree on, at most three: what is agreed already is under way."""
    states = session.states
    free = [step for step in session.open if states.get(step.id) != "agreed"]
    return tuple(free[:MAX_STEPS])


def _blocks(now: _Now) -> Iterator[Block]:
    session = now.session
    if session.endpoint is None:
        yield line("nothing worked here yet: `waltz` starts, `waltz endpoints` shows the board")
        return
    yield from status_page(session)
    if now.waiting_at is not None:
        yield line(f"waits at: {now.waiting_at}; `waltz` goes on there")
    following = _next(session)
    if following:
        yield line(
            "next: ", " · ".join(f"{step.number} {step.title}" for step in following), hang=6
        )
    for one in now.changed:
        yield line(Span(f"since then: {one}", "warn"), hang=4)
