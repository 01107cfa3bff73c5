"""`waltz undo` and `waltz redo`: a step back or forward again, after a preview."""

from __future__ import annotations

from argparse import Namespace

from agent.cli.context import Context
from agent.cli.now import now
from agent.cli.obstacles import ready_to_commit
from agent.core.commits import last_worked
from agent.core.errors import UsageError
from agent.core.events import chosen
from agent.core.reversal import to_redo, to_undo
from agent.repl import Conversation
from agent.turns.undoing import bring_forward, take_back


def run(context: Context, arguments: Namespace) -> int:
    """Show the change, ask, and commit it; exit 5 when it is declined."""
    endpoint = last_worked(context.history().records())
    if endpoint is None:
        raise UsageError("no commit of Waltz's is in this branch's history")
    undoes = arguments.command == "undo"
    # Looked for before a session is begun for it.
    (to_undo if undoes else to_redo)(now(context, endpoint).session, arguments.step)
    sessions = context.here()
    ports = context.ports(context.reader(arguments.answers))
    with sessions.hold():
        ready_to_commit(context)
        opened = sessions.start(ports.repo.head())
        conversation = Conversation(
            session=opened.session,
            journal=opened.journal,
            ports=ports,
            attended=context.attended and arguments.answers is None,
        )
        conversation.record((chosen(endpoint),))
        conversation.settle()
        move = take_back if undoes else bring_forward
        conversation.record(move(conversation.session, ports, arguments.step))
        return conversation.finish_errand()
