"""`waltz report`: Markdown for a pull request, from sessions, git and the documents."""

from __future__ import annotations

from argparse import Namespace

from agent.cli.context import Context
from agent.cli.now import now
from agent.cli.obstacles import chosen_target, listed_endpoints
from agent.core.errors import ExitCode, UsageError
from agent.turns.reporting import report


def run(context: Context, arguments: Namespace) -> int:
    """Print the report of the named endpoint, else of the one worked last."""
    listed_endpoints(context)
    words = " ".join(arguments.endpoint)
    found = now(context, chosen_target(context, words) if words else None).session
    if found.endpoint is None:
        raise UsageError("which endpoint? none has been worked yet; `waltz endpoints` lists them")
    context.print(report(found, context.ports(context.reader(()))))
    return ExitCode.DONE
