"""`waltz report`: Markdown for a pull request, from git and the documents."""

from __future__ import annotations

from argparse import Namespace

from agent.board import last_worked
from agent.cli.context import Context
from agent.cli.obstacles import listed_endpoints
from agent.core.edits import CommitId
from agent.core.errors import ExitCode, UsageError
from agent.core.events import EndpointChosen, PlanFound, SessionStarted
from agent.core.fold import apply, begin
from agent.pages.report import report_text
from agent.turns.planning import find_plan
from agent.turns.wishes import choose_endpoint


def run(context: Context, arguments: Namespace) -> int:
    """Print the report of the named endpoint, else of the one worked last."""
    listed = listed_endpoints(context)
    words = " ".join(arguments.endpoint)
    endpoint = choose_endpoint(words, listed) if words else last_worked(context.history().records())
    if endpoint is None:
        raise UsageError("which endpoint? none has been worked yet; `waltz endpoints` lists them")
    ports = context.ports(context.reader(()))
    started = SessionStarted(session_id="report", worktree="", branch=None, head=CommitId(""))
    session = apply(begin(started), EndpointChosen(endpoint=endpoint))
    for event in find_plan(session, ports):
        if isinstance(event, PlanFound):
            session = apply(session, event)
    context.print(report_text(session, context.library().spec(endpoint)))
    return ExitCode.DONE
