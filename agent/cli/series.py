"""`waltz plan --all`: a plan for every endpoint of the documents, and one commit."""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace

from agent.chat import ChatError
from agent.cli.context import Context
from agent.cli.obstacles import listed_endpoints, writing
from agent.core.errors import DeclinedError, ExitCode, UsageError, WaitingError, WaltzError
from agent.core.keywords import YES
from agent.core.series import Job, Row, time_left
from agent.dialogue import Ask
from agent.pages.lint import finding_entry
from agent.pages.series import jobs_page, outlook_page, series_page
from agent.pages.spending import of_run
from agent.ports import Committed, Library
from agent.turns.interrupting import ended_alike, uninterrupted
from agent.turns.profiling import Choice, choose
from agent.turns.remembering import say_missing
from agent.turns.series import Outlook, Series

_USUAL = "series"
_MOST_WORKERS = 16
# Made in a quarter of a second: to wait for the disk for each costs as long again.
_TOGETHER = 16
# So many files are listed before a yes, so that what is asked does not scroll away.
_ASKED = 100


def run(context: Context, arguments: Namespace) -> int:
    """Plan what has no plan; 0 only when none failed. What was interrupted goes on here."""
    if arguments.endpoint:
        raise UsageError("--all means every endpoint: name none beside it, or use --only GLOB")
    if not 1 <= arguments.jobs <= _MOST_WORKERS:
        raise UsageError(f"-j takes 1 to {_MOST_WORKERS}")
    # Standard output is for the summary alone.
    aside = context.aside()
    library = aside.still()
    listed = library.endpoints() or listed_endpoints(aside)
    with writing(aside, yes=not arguments.dry_run):
        series = _series(aside, arguments, library)
        outlook = series.outlook(listed, arguments.only)
        if not outlook.rows and not outlook.jobs:
            raise UsageError(f"no endpoint matches {arguments.only!r}; `waltz endpoints` lists all")
        aside.screen.show(outlook_page(outlook.rows, outlook.jobs, _named(series.choice)))
        say_missing(series.ports, series.choice)
        if arguments.dry_run:
            return _dry(context, arguments, outlook)
        if outlook.jobs or any(row.outcome == "earlier" for row in outlook.rows):
            _agreed(aside, arguments, outlook)
        return _played(context, aside, arguments, series, outlook)


def _series(aside: Context, arguments: Namespace, library: Library) -> Series:
    ports = replace(aside.ports(aside.reader(())), library=library)
    kept = aside.profiles().kept()
    if aside.told or (kept is not None and kept.covers == "many"):
        choice = choose(aside.told, aside.profiles(), library, ports.repo.paths)
    else:
        profile = aside.profiles().named(_USUAL)
        choice = Choice(profile=profile, why="for every endpoint", how="project")
    # Without a model the processor is what counts, and there is one for all threads.
    workers, together = (arguments.jobs, 1) if aside.models.name else (1, _TOGETHER)
    record = aside.record()
    return Series(ports=ports, record=record, choice=choice, workers=workers, together=together)


def _named(choice: Choice) -> str:
    return f"profile {choice.profile}, {choice.why}"


def _dry(context: Context, arguments: Namespace, outlook: Outlook) -> ExitCode:
    """What it would do."""
    if arguments.json:
        there = [_entry(row, None) for row in outlook.rows]
        wanted = [{**_entry(_as_row(job), None), "saved": False} for job in outlook.jobs]
        context.answer({"plans": [*there, *wanted]})
    else:
        context.screen.show(jobs_page(outlook.jobs))
    return ExitCode.DONE


def _as_row(job: Job) -> Row:
    return Row(endpoint=job.endpoint, outcome="planned", path=job.path)


def _agreed(aside: Context, arguments: Namespace, outlook: Outlook) -> None:
    """Return on a yes to writing and committing; nobody there, or a no, ends it."""
    if arguments.yes:
        return
    aside.screen.show(jobs_page(outlook.jobs, most=_ASKED))
    if not aside.attended:
        raise WaitingError("nothing is written without a yes: waltz plan --all --yes")
    runs = aside.repo().runs().does
    beside = f" ({', '.join(runs)})" if runs else ""
    aside.screen.say(f"Write these plans, and commit them as one{beside}?   [y] [n]", "title")
    if aside.reader(None).ask(Ask(approval=True)).strip().casefold() not in YES:
        raise DeclinedError("declined; nothing was written")


def _played(
    context: Context, aside: Context, arguments: Namespace, series: Series, outlook: Outlook
) -> int:
    """Run it; whatever ends it, what was made by then is committed and told."""
    rows = list(outlook.rows)
    ended: WaltzError | None = None
    interrupted = False
    try:
        with ended_alike():
            _run(aside, series, outlook, rows)
    except KeyboardInterrupt:
        interrupted = True
    except ChatError as error:
        ended = error
    with uninterrupted(series.ports):
        done = series.commit()
    code = _told(context, arguments, rows, done)
    used = of_run(aside.models.spent())
    if used:
        aside.screen.say(f"  {used}", "dim")
    missing = len(outlook.rows) + len(outlook.jobs) - len(rows)
    if missing:
        aside.screen.say(f"{missing} to go: the same command goes on with them", "warn")
    if ended is not None:
        raise ended
    return ExitCode.INTERRUPTED if interrupted else code


def _run(aside: Context, series: Series, outlook: Outlook, rows: list[Row]) -> None:
    began, total = time.monotonic(), len(outlook.jobs)
    with aside.screen.busy(f"planning {total} endpoints"):
        for number, row in enumerate(series.run(outlook.jobs), start=1):
            rows.append(row)
            left = time_left(number, total, time.monotonic() - began)
            aside.note(f"{number}/{total} · {left} · {row.endpoint}")
    aside.note("")


def _told(
    context: Context, arguments: Namespace, rows: Sequence[Row], done: Committed | None
) -> ExitCode:
    """The summary, and what the run came to."""
    if arguments.json:
        context.answer({"plans": [_entry(row, done) for row in rows]})
    else:
        context.screen.show(series_page(rows, done))
    failed = any(row.outcome == "failed" for row in rows)
    return ExitCode.REFUSED if failed else ExitCode.DONE


def _entry(row: Row, done: Committed | None) -> dict[str, object]:
    committed = done is not None and row.path is not None and row.path.value in done.files
    return {
        "endpoint": str(row.endpoint),
        "path": row.path.value if row.path else None,
        "saved": row.path is not None,
        "commit": done.id if done is not None and committed else None,
        "findings": [finding_entry(one) for one in row.findings],
        "why": row.why or None,
    }
