"""`waltz doctor`: what was found here, and why."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from agent.cli.context import Context
from agent.core.check import digest
from agent.core.errors import ExitCode
from agent.core.page import Block, Span, Table, line
from agent.pages.documents import named
from agent.pages.steps import formatter_words
from agent.sources.hidden import hidden


def run(context: Context, arguments: Namespace) -> ExitCode:
    """Print git, documents and why, settings, checks and trust."""
    del arguments
    context.screen.show((*_place(context), *_documents(context), *_checks(context)))
    return ExitCode.DONE


def _place(context: Context) -> Iterator[Block]:
    head = context.repo().head()
    here = (("branch", head.branch or "none (detached)"), ("commit", head.commit[:12]))
    rows = (*context.surroundings(), *here)
    yield Table(rows=tuple((Span(name, "dim"), Span(value)) for name, value in rows))
    refusal = context.repo().obstacle()
    if refusal is None:
        yield line(Span("Commits can be made.", "good"))
    else:
        yield line(Span(str(refusal), "bad"))


def _documents(context: Context) -> Iterator[Block]:
    library = context.library()
    documents = library.documents()
    yield line("")
    yield line(Span(f"Documents: {len(documents)}", "title"))
    yield Table(
        rows=tuple(
            (Span(one.role, "key"), Span(one.path, "path"), Span(f"by {one.why}", "dim"))
            for one in named(documents)
        )
    )
    for note in context.skipped():
        yield line(Span(f"left out: {note}", "warn"))
    for warning in hidden(documents):
        yield line(Span(warning, "warn"), hang=4)
    counts = f"{len(library.endpoints())} endpoints, {len(library.tables())} tables"
    yield line(f"In them: {counts}, {len(library.plans())} implementation plans")


def _checks(context: Context) -> Iterator[Block]:
    settings = context.settings()
    yield line("")
    yield line(Span("Settings", "title"))
    yield line("drafter: the built-in one (no model, no key, no network)")
    formats = context.library().formats()
    trusted = context.trust().allowed(digest(settings.checks, formats))
    said = "you allowed these" if trusted else "asked about before they first run"
    if settings.checks:
        yield line(f"checks ({said}):")
    else:
        yield line(Span("checks: none in .ai/waltz.toml, so no step can be verified", "warn"))
    for check in settings.checks:
        where = f" for {', '.join(check.paths)}" if check.paths else ""
        yield line(f"  {check.when}: {check.command}{where}", hang=4)
    yield line(f"formatters ({said}):" if formats else "formatters: none")
    for one in formats:
        yield line(f"  {one.command}", Span(f"   {formatter_words(one)}", "dim"), hang=4)
