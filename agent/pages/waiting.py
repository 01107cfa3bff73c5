"""WAIT: what the last batch did, and the next three actions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.core.batch import StepState
from agent.core.gates import AskBatch, AskSteps
from agent.core.page import Block, Page, Span, Style, line
from agent.core.plan import Step
from agent.core.session import Session
from agent.core.settings import SETTINGS
from agent.core.summary import StepResult, Summary, tally
from agent.pages.announcing import commit_rows
from agent.pages.facts import Facts
from agent.pages.spending import for_steps
from agent.pages.steps import check_words, proven_rows

_GOOD: dict[StepState, Style] = {
    "verified": "good",
    "applied": "plain",
    "taken": "plain",
    "confirmed": "plain",
    "skipped": "dim",
    "covered": "dim",
    "unneeded": "dim",
}


def wait_page(session: Session, gate: AskBatch, facts: Facts) -> Page:
    """The summary of the last batch, then what comes next and the keys."""
    rows: list[Block] = []
    if session.summary is not None:
        rows.extend(summary_rows(session, session.summary))
    if not gate.following:
        return (*rows, *_finished(session))
    count = len(gate.following)
    rows.append(line(Span(f"Next {count} of {len(session.open)} open", "title")))
    following = [replace(one, kind=session.kinds.get(one.id, one.kind)) for one in gate.following]
    rows.extend(proven_rows(following, facts))
    rows.extend(commit_rows(session, facts))
    if session.trusted is False:
        rows.append(line(Span("checks do not run, as you said; /checks asks again", "dim")))
    elif not session.closings and facts.unset():
        rows.append(line(Span(f"no checks here; /setup proposes {SETTINGS}", "dim")))
    rows.append(line(Span("Agree?", "title"), f"   {_keys(gate.following)}"))
    return tuple(rows)


def _keys(following: Sequence[Step]) -> str:
    """What can be typed here; the numbers shown are of steps that are open."""
    numbers = [step.number for step in following]
    between = numbers[1:-1]
    fewer = f" [{numbers[0]}]" if numbers[1:] else ""
    others = f" [{numbers[0]},{numbers[-1]}]" if between else ""
    split = " [split N]" if any(step.items for step in following) else ""
    return f"Enter or [y],{fewer}{others} [skip N]{split}, or words"


def _finished(session: Session) -> Iterator[Block]:
    ended = [state for _, state in session.steps]
    yield line(Span(f"{session.endpoint}: done ({tally(ended)})", "good"))
    yield line("Next: [Enter] another endpoint · /report the text for a pull request · /quit")


def stepless_page(gate: AskSteps) -> Page:
    """A plan that leaves nothing to agree on, and what can be done about it."""
    head = Span("This plan has no steps that can be read: ", "warn")
    keys = "[d]raft its steps · [e]dit the plan · [v]iew it · [Enter] read it again"
    return (
        line(head, Span(gate.plan.path.value, "path")),
        line(Span(f"{keys} · [o]ther endpoint", "key")),
    )


def summary_rows(session: Session, summary: Summary) -> Iterator[Block]:
    """A line a step: number, title, how it ended, commit, files and lines, checks."""
    done = _progress(session)
    how = "" if summary.reason == "finished" else f"   ({summary.reason})"
    yield line(Span(f"Done {done}", "title"), Span(how, "warn"))
    for result in summary.results:
        yield result_row(result)
    for note in summary.declined:
        yield line(Span(f"  not taken: {note}", "dim"), hang=4)
    spent = for_steps(session, [result.step_id for result in summary.results])
    if spent:
        yield line(Span(f"  {spent}", "dim"), hang=4)


def _progress(session: Session) -> str:
    """Counted as what is open is: a split step by its items."""
    total = len(session.steps)
    return f"{total - len(session.open)} of {total}"


def result_row(result: StepResult) -> Block:
    """How one step ended, from git's counts and exit codes."""
    commit = f"  {result.commit[:7]}" if result.commit else ""
    files = "1 file" if len(result.files) == 1 else f"{len(result.files)} files"
    size = f"  {files} +{result.added} -{result.removed}" if result.commit else ""
    note = f"  {result.note}" if result.note else ""
    return line(
        Span(f"  {result.number} ", "key"),
        Span(result.title),
        Span(f"  {result.state}", _GOOD.get(result.state, "plain")),
        Span(f"{commit}{size}{note}", "dim"),
        *check_words(result.checks),
        hang=4,
    )
