"""`waltz` and `waltz resume`: the conversation."""

from __future__ import annotations

from argparse import Namespace

from agent.cli.context import Context
from agent.conversation import Start, converse
from agent.core.page import Page, Span, line


def run(context: Context, arguments: Namespace) -> int:
    """Talk: at the keyboard, or with the answers of a file."""
    attended = context.attended and arguments.answers is None
    reader = context.reader(arguments.answers)
    start = Start(
        session_id=getattr(arguments, "session", None),
        ask=arguments.command != "resume",
        attended=attended,
        header=header(context),
    )
    return converse(start, context.here(), context.ports(reader))


def header(context: Context) -> Page:
    """Where we are: the folder, its branch, and who drafts."""
    head = context.repo().head()
    where = head.branch or f"detached at {head.commit[:7]}"
    return (line(Span(context.name(), "title"), Span(f" · {where} · built-in drafter", "dim")),)
