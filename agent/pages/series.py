"""A series of plans: what is before it, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from agent.core.documents import RepoPath
from agent.core.lint.rules import count
from agent.core.page import Block, Page, Span, Style, Table, line
from agent.core.series import Job, Outcome, Row
from agent.ports import Committed

_MOST_ROWS = 100
_WORDS: dict[Outcome, tuple[str, Style]] = {
    "planned": ("planned", "good"),
    "earlier": ("planned earlier", "good"),
    "there": ("left alone", "dim"),
    "failed": ("failed", "bad"),
}


def outlook_page(rows: Sequence[Row], jobs: Sequence[Job], profile: str) -> Page:
    """How many are planned already, and how many are not."""
    there = len(rows)
    count = there + len(jobs)
    noun = "endpoint" if count == 1 else "endpoints"
    said = f"{count} {noun}: {there} planned already, {len(jobs)} to plan"
    return (line(Span(said, "title")), line(Span(profile, "dim")))


def jobs_page(jobs: Sequence[Job], most: int | None = None) -> Page:
    """Which file each gets; of more than `most` the first ones."""
    # Not as a path: of a name that is too long the beginning tells it apart.
    cells = tuple(
        (
            Span(f"  {job.endpoint.method}"),
            Span(job.endpoint.path, "key"),
            Span(job.path.name, "dim"),
        )
        for job in jobs[:most]
    )
    if not cells:
        return ()
    folder = line(Span(f"in {jobs[0].path.folder}/", "path"))
    left = len(jobs) - len(cells)
    more = (line(Span(f"  and {left} more: --dry-run lists all", "dim")),) if left else ()
    return (folder, Table(rows=cells, yields=(2, 1)), *more)


def series_page(rows: Sequence[Row], done: Committed | None) -> Page:
    """A row for each endpoint of this run, then how many of each, and the commit.

    Of very many those have one that something is to be said of.
    """
    blocks: list[Block] = []
    done_now = [row for row in rows if row.outcome in {"planned", "failed"}]
    odd = [row for row in done_now if row.findings or row.outcome == "failed"]
    shown = done_now if len(done_now) <= _MOST_ROWS else odd
    if shown:
        blocks.append(Table(rows=tuple(map(_cells, shown)), yields=(2,)))
    if len(shown) < len(done_now):
        left = len(done_now) - len(shown)
        blocks.append(line(Span(f"  {left} without a finding have no row here", "dim")))
    counted = Counter(row.outcome for row in rows)
    said = [f"{counted[one]} {words}" for one, (words, _) in _WORDS.items() if counted[one]]
    blocks.append(line(Span(", ".join(said) or "nothing was planned", "title")))
    blocks.extend(_failed(row) for row in rows if row.outcome == "failed")
    folders = dict.fromkeys(row.path.folder for row in rows if row.path and row.outcome != "there")
    where = f" in {', '.join(f'{one}/' for one in folders)}" if folders else ""
    if done is not None:
        blocks.append(line(f"{done.id[:7]} holds {len(done.files)} plans{where}"))
        if done.surprises:
            names = ", ".join(map(str, done.surprises))
            blocks.append(line(Span(f"a hook changed what was committed: {names}", "warn")))
    return tuple(blocks)


def _short(path: RepoPath | None) -> str:
    """The file's number, which says enough beside the endpoint; its name where it has none."""
    if path is None:
        return ""
    number = path.name.partition("-")[0]
    return number if number.isdigit() else path.name


def _failed(row: Row) -> Block:
    return line(Span(f"  {row.endpoint}: ", "key"), Span(row.why, "bad"), hang=4)


def _cells(row: Row) -> tuple[Span, ...]:
    word, style = _WORDS[row.outcome]
    return (
        Span(f"  {_short(row.path)}", "path"),
        Span(row.endpoint.method),
        Span(row.endpoint.path, "key"),
        Span(", ".join((word, *_found(row))), style),
    )


def _found(row: Row) -> Iterator[str]:
    found = count(row.findings)
    for number, noun in ((found.errors, "error"), (found.warnings, "warning")):
        if number:
            yield f"{number} {noun}" if number == 1 else f"{number} {noun}s"
