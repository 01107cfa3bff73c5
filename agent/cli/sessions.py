"""`waltz sessions`: all sessions of the repository."""

from __future__ import annotations

from argparse import Namespace

from agent.cli.context import Context
from agent.core.errors import ExitCode
from agent.core.page import Span, Table
from agent.sessions import SessionSummary

_MINUTES = len("2026-11-20T11:31")


def run(context: Context, arguments: Namespace) -> ExitCode:
    """Print the sessions, the newest first."""
    found = context.sessions()
    if arguments.json:
        context.answer({"sessions": [_entry(one) for one in found]})
    elif found:
        context.screen.show((Table(rows=tuple(_cells(one) for one in found)),))
    else:
        context.screen.say("no session yet: `waltz` starts one")
    return ExitCode.DONE


def _entry(one: SessionSummary) -> dict[str, object]:
    return {
        "id": one.id,
        "endpoint": one.endpoint,
        "state": one.state,
        "started": one.started,
        "last": one.last,
        "branch": one.branch,
        "worktree": one.worktree,
    }


def _cells(one: SessionSummary) -> tuple[Span, ...]:
    last = (one.last or "")[:_MINUTES].replace("T", " ")
    return (
        Span(one.id, "key"),
        Span(one.state),
        Span(last, "dim"),
        Span(one.endpoint or "no endpoint yet"),
    )
