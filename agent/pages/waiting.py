"""WAIT: what the last batch did, and the next three actions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

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
from agent.pages.tongue import ended_so, number, tongue
from agent.phrases import Texts

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
    """The summary of the last batch, then what comes next and the keys, in the plan's language."""
    texts = tongue(session.plan)
    rows: list[Block] = []
    if session.summary is not None:
        rows.extend(summary_rows(session, session.summary, texts))
    if not gate.following:
        return (*rows, *_finished(session, texts))
    following = [replace(one, kind=session.kinds.get(one.id, one.kind)) for one in gate.following]
    rows.append(_next(len(following), len(session.open), texts))
    rows.extend(proven_rows(following, facts, texts, session.worded))
    rows.extend(commit_rows(session, facts))
    if session.trusted is False:
        rows.append(line(Span(texts.say("unchecked"), "dim")))
    elif not session.closings and facts.unset():
        rows.append(line(Span(texts.say("no-checks", settings=SETTINGS), "dim")))
    keys = _keys(gate.following, texts)
    rows.append(line(Span(texts.say("agree"), "title"), f"   {keys}"))
    return tuple(rows)


def _next(count: int, still: int, texts: Texts) -> Block:
    return line(Span(texts.say("next", count=count, open=still), "title"))


def _keys(following: Sequence[Step], texts: Texts) -> str:
    """What can be typed here; the numbers shown are of steps that are open."""
    numbers = [step.number for step in following]
    between = numbers[1:-1]
    shown = f" [{numbers[0]}]" if numbers[1:] else ""
    shown += f" [{numbers[0]},{numbers[-1]}]" if between else ""
    split = " [split N]" if any(step.items for step in following) else ""
    return texts.say("keys", numbers=shown, split=split)


def _finished(session: Session, texts: Texts) -> Iterator[Block]:
    states = [state for _, state in session.steps]
    ended = tally(states, partial(ended_so, texts))
    done = texts.say("finished", endpoint=session.endpoint, tally=ended)
    yield line(Span(done, "good"))
    yield line(texts.say("another"))


def stepless_page(gate: AskSteps) -> Page:
    """A plan that leaves nothing to agree on, and what can be done about it."""
    texts = tongue(gate.plan)
    return (
        line(Span(texts.say("stepless"), "warn"), Span(gate.plan.path.value, "path")),
        line(Span(texts.say("stepless-keys"), "key")),
    )


def summary_rows(session: Session, summary: Summary, texts: Texts) -> Iterator[Block]:
    """A line a step: number, title, how it ended, commit, files and lines, checks."""
    total = len(session.steps)  # counted as what is open is: a split step by its items
    done = texts.say("done", done=total - len(session.open), total=total)
    ended = summary.reason
    how = "" if ended == "finished" else f"   ({texts.say(f'reason-{ended}')})"
    yield line(Span(done, "title"), Span(how, "warn"))
    for result in summary.results:
        yield result_row(result, texts)
        if result.said:
            yield line(Span(f"    {texts.say('model', text=result.said)}", "dim"), hang=6)
    for note in summary.declined:
        yield line(Span(f"  {texts.say('declined', note=note)}", "dim"), hang=4)
    spent = for_steps(session, [result.step_id for result in summary.results], texts)
    if spent:
        yield line(Span(f"  {spent}", "dim"), hang=4)


def result_row(result: StepResult, texts: Texts) -> Block:
    """How one step ended, from git's counts and exit codes."""
    commit = f"  {result.commit[:7]}" if result.commit else ""
    count = len(result.files)
    files = texts.say(f"file-{number(count)}", count=count)
    size = f"  {files} +{result.added} -{result.removed}" if result.commit else ""
    note = f"  {result.note}" if result.note else ""
    return line(
        Span(f"  {result.number} ", "key"),
        Span(result.title),
        Span(f"  {texts.say(f'state-{result.state}')}", _GOOD.get(result.state, "plain")),
        Span(f"{commit}{size}{note}", "dim"),
        *check_words(result.checks, texts),
        hang=4,
    )
