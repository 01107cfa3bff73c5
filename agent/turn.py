"""`perform` does one action and yields its events; each is written down before it goes on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from agent.core.events import Event
from agent.core.moves import (
    Action,
    Apply,
    Commit,
    DraftPlan,
    FindChecks,
    FindPlan,
    Propose,
    ProposeFeedback,
    ProposePage,
    Record,
    Recover,
    RereadPlan,
    RunChecks,
    Summarise,
    Withdraw,
)
from agent.core.session import Session
from agent.ports import Ports
from agent.turns.applying import (
    apply,
    commit,
    record,
    recover,
    run_checks,
    summarise,
    withdraw,
)
from agent.turns.drafting import propose, propose_page
from agent.turns.feedback import propose_feedback
from agent.turns.planning import draft_plan, find_plan, reread_plan
from agent.turns.trusting import find_checks

AfterYes = Apply | Recover | Withdraw | Commit | Record | RunChecks | FindChecks | Summarise


def perform(action: Action, session: Session, ports: Ports) -> Iterator[Event]:
    """Do it. RefusedError where something outside forbids it and no event says so."""
    match action:
        case FindPlan():
            return find_plan(session, ports)
        case DraftPlan():
            return draft_plan(session, ports, action.stage)
        case RereadPlan():
            return reread_plan(session, ports)
        case Propose():
            return propose(session, ports, action.job, action.take)
        case ProposePage():
            return propose_page(session, ports)
        case ProposeFeedback():
            return propose_feedback(session, ports, action.text, action.scope)
        case _:
            return _after_yes(action, session, ports)


def _after_yes(action: AfterYes, session: Session, ports: Ports) -> Iterator[Event]:
    match action:
        case Apply():
            return apply(session, ports, action.job, action.proposal)
        case Recover():
            return recover(ports, action.intent)
        case Withdraw():
            return withdraw(session, ports, action.intent)
        case Commit():
            return commit(session, ports, action.job, action.phase)
        case FindChecks() | RunChecks():
            return _checks(action, session, ports)
        case Summarise():
            return summarise(session, ports)
        case Record():
            return record(session, ports)
        case _:
            assert_never(action)


def _checks(action: FindChecks | RunChecks, session: Session, ports: Ports) -> Iterator[Event]:
    if isinstance(action, FindChecks):
        return find_checks(ports)
    return run_checks(session, ports, action.moment)
