"""`waltz doctor`: what was found here, and why."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from agent.cli.asking import ask
from agent.cli.context import Context
from agent.core.check import digest
from agent.core.documents import RepoPath
from agent.core.errors import ExitCode, WaltzError
from agent.core.page import Block, Span, Table, line
from agent.core.settings import SETTINGS
from agent.pages.found import (
    documents_page,
    findings_page,
    near_page,
    proposal_page,
    rules_page,
    stack_page,
)
from agent.pages.steps import formatter_words
from agent.sources.rules.held import others, rules_for
from agent.sources.text.hidden import hidden


def run(context: Context, arguments: Namespace) -> ExitCode:
    """Print git, documents and why, the stack, settings, checks and trust; or rules for files."""
    if arguments.paths:
        files = tuple(RepoPath(one.removeprefix("./").rstrip("/")) for one in arguments.paths)
        rules = context.library().rules()
        context.screen.show(tuple(rules_page(files, rules_for(rules, files), others(rules, files))))
        return ExitCode.DONE
    if arguments.ask:
        return ask(context)
    survey = context.survey()
    context.screen.show(
        (
            *_place(context),
            *_documents(context),
            *near_page(survey.near),
            *stack_page(survey.stack),
            *_checks(context),
            *(proposal_page(survey.proposal) if _is_unset(context) else ()),
        )
    )
    return ExitCode.DONE


def _is_unset(context: Context) -> bool:
    return context.worktree().read(SETTINGS) is None


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
    plans = {plan.path.value for plan in library.plans()}
    count = len(plans | {one.path.value for one in documents})
    yield line("")
    yield line(Span(f"Documents: {count}", "title"))
    yield from documents_page(documents, (plan.path.value for plan in library.plans()))
    yield from findings_page(library.findings())
    for warning in hidden(documents):
        yield line(Span(warning, "warn"), hang=4)
    counts = (
        (len(library.endpoints()), "endpoint"),
        (len(library.schema().tables), "table"),
        (len(library.plans()), "implementation plan"),
    )
    said = (f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts)
    yield line(f"In them: {', '.join(said)}")


def _checks(context: Context) -> Iterator[Block]:
    settings = context.settings()
    yield line("")
    yield line(Span("Settings", "title"))
    yield line(f"drafter: {_drafter(context)}", hang=9)
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


def _drafter(context: Context) -> str:
    name = context.models.name
    if not name:
        return "the built-in one (no model, no key, no network)"
    try:
        connection = context.models.connection(name)
    except WaltzError as error:
        return str(error)
    where = f" at {connection.url}" if connection.url else ""
    return f"{name}{where}; its key is in the environment; --ask tries it"
