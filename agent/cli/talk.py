"""`waltz` and `waltz resume`: the conversation."""

from __future__ import annotations

from argparse import Namespace

from agent import lazy
from agent.cli.context import Context
from agent.core.errors import ExitCode, SetupError
from agent.core.page import Page, Span, line
from agent.opening import QUESTION, Opening, resume_or_not, warm
from agent.ports import Ask, Completion, Reader


def run(context: Context, arguments: Namespace) -> int:
    """Talk: at the keyboard, or with the answers of a file."""
    return talk(context, context.reader(arguments.answers), arguments)


def talk(context: Context, reader: Reader, arguments: Namespace) -> int:
    """Hold the worktree, ask the first question, and go on in the conversation."""
    sessions = context.here()
    scripted = arguments.answers is not None or getattr(arguments, "play", False)
    with sessions.hold():
        context.screen.show(header(context))
        try:
            opening = _opening(context, reader, arguments)
        except EOFError:
            return ExitCode.DONE
        conversation = lazy.load("agent.conversation")
        start = conversation.Start(opening=opening, attended=context.attended and not scripted)
        code: int = conversation.converse(start, sessions, context.ports(reader))
        return code


def _opening(context: Context, reader: Reader, arguments: Namespace) -> Opening:
    found = context.here().unfinished()
    if arguments.command == "resume":
        if arguments.session is None and found is None:
            raise SetupError("there is no unfinished session here; `waltz` begins one")
        return Opening(session_id=arguments.session or (found.id if found else None))
    if found is not None:
        opening = resume_or_not(found, context.screen, reader)
        if opening.session_id is not None:
            return opening
    context.screen.show(QUESTION)
    ask = Ask(drawn=warm, complete=lambda text: _complete(context, text))
    return Opening(words=reader.ask(ask))


def _complete(context: Context, text: str) -> tuple[Completion, ...]:
    """Endpoints for Tab; what they are read with is loaded by then, or is now."""
    found: tuple[Completion, ...] = lazy.load("agent.completing").first_completions(
        text, context.library().endpoints, context.repo().paths
    )
    return found


def header(context: Context) -> Page:
    """Where we are: the folder, its branch, and who drafts."""
    head = context.repo().head()
    where = head.branch or f"detached at {head.commit[:7]}"
    return (line(Span(context.name(), "title"), Span(f" · {where} · built-in drafter", "dim")),)
