"""`waltz undo` and `waltz redo`: a step back or forward again, after a preview."""

from __future__ import annotations

from argparse import Namespace

from agent.cli.context import Context
from agent.cli.now import now
from agent.cli.obstacles import ready_to_commit
from agent.conversation import taken_up
from agent.core.commits import last_worked
from agent.core.errors import SetupError, UsageError
from agent.core.events import EndpointLeft, chosen
from agent.core.reversal import to_redo, to_undo
from agent.core.session import Scoping, Waiting, Working
from agent.core.spec import Target
from agent.core.steering import may_leave
from agent.ports import Ports
from agent.repl import Conversation
from agent.sessions import Opened, Sessions, SessionSummary
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
        waits = sessions.unfinished()
        opened = _at_hand(sessions, ports, waits, endpoint) or sessions.start(ports.repo.head())
        conversation = Conversation(
            session=opened.session,
            journal=opened.journal,
            ports=ports,
            attended=context.attended and arguments.answers is None,
        )
        begun = opened.session.endpoint is None
        if begun:
            conversation.record((chosen(endpoint),))
            conversation.settle()
        move = take_back if undoes else bring_forward
        conversation.record(move(conversation.session, ports, arguments.step))
        try:
            return conversation.finish_errand()
        finally:
            if begun and waits is not None and isinstance(conversation.session.stage, Waiting):
                conversation.record((EndpointLeft(),))


def _at_hand(
    sessions: Sessions, ports: Ports, waits: SessionSummary | None, endpoint: Target
) -> Opened | None:
    """The session that waits here, where it is of this endpoint; SetupError for one that is held.

    What it waits at is open again after it, as in the conversation.
    """
    if waits is None:
        return None
    opened = sessions.reopen(waits.id)
    try:
        may_leave(opened.session)
    except UsageError as error:
        raise SetupError(f"{waits.endpoint}: {error}; `waltz` goes on there") from None
    mine = opened.session.endpoint
    at_work = isinstance(opened.session.stage, (Waiting, Scoping, Working))
    if not at_work or mine is None or mine.key != endpoint.key:
        return None
    return taken_up(opened, ports)
