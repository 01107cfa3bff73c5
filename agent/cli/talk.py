"""`waltz` and `waltz resume`: the conversation."""

from __future__ import annotations

import shlex
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache, partial
from pathlib import Path

from agent import lazy
from agent.cli.context import Context
from agent.cli.obstacles import listed_endpoints, ready_to_commit
from agent.core.errors import ExitCode, SetupError, WaltzError
from agent.core.page import Page, Span, line
from agent.dialogue import Ask, Completion, Reader
from agent.opening import OF_FEATURES, QUESTION, Opening, load, resume_or_not, tally

_SPEAKING = "agent.speaking"


def run(context: Context, arguments: Namespace) -> int:
    """Talk: at the keyboard, or with the answers of a file."""
    return talk(context, context.reader(arguments.answers), arguments)


def talk(context: Context, reader: Reader, arguments: Namespace) -> int:
    """Hold the worktree, ask the first question, and go on in the conversation."""
    sessions = context.here()
    scripted = arguments.answers is not None or getattr(arguments, "play", False)
    attended = context.attended and not scripted
    with sessions.hold():
        if not attended:
            ready_to_commit(context)
        context.models.ready()
        context.screen.show(header(context))
        try:
            opening = _opening(_spoken(context), reader, arguments, attended=attended)
            if opening.words is not None and opening.session_id is None:
                listed_endpoints(context)
        except EOFError:
            return ExitCode.DONE
        conversation = lazy.load("agent.conversation")
        start = conversation.Start(
            opening=opening,
            attended=attended,
            command=_command(arguments),
            behind=partial(load, context.models.warm) if arguments.command == "resume" else None,
        )
        code: int = conversation.converse(start, sessions, context.ports(reader))
        return code


def _spoken(context: Context) -> Context:
    """The context, its screen in what was spoken here last."""
    language = context.language()
    if language == "en":
        return context
    return replace(context, screen=lazy.load(_SPEAKING).speaking_in(context.screen, language))


def _command(arguments: Namespace) -> str:
    """What goes on with this from where the shell stands."""
    folder = Path(arguments.folder, getattr(arguments, "dir", "."))
    return "waltz" if folder == Path() else f"waltz -C {shlex.quote(str(folder))}"


def _opening(context: Context, reader: Reader, arguments: Namespace, *, attended: bool) -> Opening:
    found = context.here().unfinished()
    if arguments.command == "resume":
        if arguments.session is None and found is None:
            raise SetupError("there is no unfinished session here; `waltz` begins one")
        return Opening(session_id=arguments.session or (found.id if found else None))
    if found is not None:
        now = datetime.now().astimezone()
        opening = resume_or_not(
            found, now=now, screen=context.screen, reader=reader, behind=context.models.warm
        )
        if opening != Opening():
            return opening
    known = context.counted()
    if not attended or (known is not None and not any(known.values())):
        # A keyboard need not wait for the documents to be read; nobody else is in a hurry.
        listed_endpoints(context)
    return Opening(words=reader.ask(_first(context, known)))


def _first(context: Context, known: Mapping[str, int] | None) -> Ask:
    """The first question, with the board's count above it, or below it once it is known."""
    if known is not None:
        context.screen.show((line(Span(_tally(context, known), "dim")),))
    context.screen.show(OF_FEATURES if known and "features" in known else QUESTION)
    told = {"board": ""}

    def work(redraw: Callable[[], None]) -> None:
        if known is None:
            told["board"] = _counted(context)
            redraw()
        context.models.warm()

    return Ask(
        complete=_completer(context),
        toolbar=lambda: told["board"],
        drawn=lambda redraw: lazy.behind(lambda: load(lambda: work(redraw))),
    )


def _counted(context: Context) -> str:
    """The board's count; where the documents cannot be read, why, before anybody asks for them."""
    try:
        counts = context.count()
        listed_endpoints(context)
        return _tally(context, counts)
    except WaltzError as error:
        return str(error)


def _tally(context: Context, counts: Mapping[str, int]) -> str:
    language = context.language()
    if language == "en":
        return tally(counts)
    return tally(counts, lazy.load(_SPEAKING).saying_in(language))


def _completer(context: Context) -> Callable[[str], tuple[Completion, ...]]:
    """Endpoints for Tab, with their state; what they are read with is loaded when it is asked."""

    @cache
    def made() -> Callable[[str], tuple[Completion, ...]]:
        found: Callable[[str], tuple[Completion, ...]] = lazy.load(
            "agent.completing"
        ).first_completer(rows=context.rows, paths=context.repo().paths)
        return found

    return lambda text: made()(text)  # noqa: PLW0108 - it would load and look now


def header(context: Context) -> Page:
    """Where we are: the folder, its branch, and who drafts."""
    head = context.repo().head()
    where = head.branch or f"detached at {head.commit[:7]}"
    who = context.models.name or context.models.planner or "built-in drafter"
    return (line(Span(context.name(), "title"), Span(f" · {where} · {who}", "dim")),)
