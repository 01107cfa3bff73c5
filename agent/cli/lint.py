"""`waltz lint`: plans against the documents, profile and repository."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence

from agent.cli.context import Context
from agent.cli.obstacles import chosen_target
from agent.cli.plan import joined
from agent.core.documents import RepoPath
from agent.core.encodings import readable
from agent.core.errors import ExitCode, SetupError, UsageError
from agent.core.lint.rules import count
from agent.core.page import Span, line
from agent.core.plan import Plan
from agent.core.sharing import is_of
from agent.pages.lint import finding_entry, findings_page
from agent.pages.translating import page_in
from agent.phrases import phrases
from agent.turns.briefing import language
from agent.turns.linting import Linter
from agent.turns.profiling import choose


def run(context: Context, arguments: Namespace) -> ExitCode:
    """Print what is found in the plans named, or in all; exit 6 where one is an error."""
    plans = tuple(_wanted(context, arguments))
    chosen = choose(context.told, context.profiles(), context.library(), context.repo().paths)
    linter = Linter(context.library(), context.repo().paths(), chosen.profile)
    found = [one for plan in plans for one in linter.findings(plan, _text(context, plan.path))]
    counted = count(found)
    if arguments.json:
        context.answer(
            {
                "findings": [finding_entry(one) for one in found],
                "summary": {"errors": counted.errors, "warnings": counted.warnings},
            }
        )
    else:
        texts = phrases("pages/texts", language(context.library()))
        total = f"{counted} in {len(plans)} {'plan' if len(plans) == 1 else 'plans'}"
        context.screen.show(page_in((*findings_page(found), line(Span(total, "own"))), texts))
    return ExitCode.FINDINGS if counted.errors else ExitCode.DONE


def _wanted(context: Context, arguments: Namespace) -> Iterator[Plan]:
    """The plans of these files and endpoints, each once, in order."""
    plans = context.library().plans()
    if not arguments.plan:
        yield from plans
        return
    seen: list[Plan] = []
    for words in joined(arguments.plan):
        for plan in _named(context, words, plans):
            if plan not in seen:
                seen.append(plan)
                yield plan


def _named(context: Context, words: str, plans: Sequence[Plan]) -> Sequence[Plan]:
    """The plans in a file, named from wherever the shell stands, or those of an endpoint."""
    if words.endswith(".md"):
        name = words.removeprefix("./")
        found = [one for one in plans if f"/{one.path}".endswith(f"/{name}")]
        found = found or [one for one in plans if name.endswith(f"/{one.path}")]
        if not found:
            raise UsageError(f"{words}: no implementation plan can be read there")
        return found
    endpoint = chosen_target(context, words)
    found = [plan for plan in plans if is_of(plan, endpoint)]
    if not found:
        raise SetupError(f"{endpoint} has no plan yet: waltz plan '{endpoint}'")
    return found


def _text(context: Context, path: RepoPath) -> str:
    return readable(context.worktree().read(path) or b"")
