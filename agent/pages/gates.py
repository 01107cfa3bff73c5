"""The page of each gate: what is to be decided, and the keys that decide it."""

from __future__ import annotations

from dataclasses import replace
from string import ascii_lowercase
from typing import assert_never

from agent.core.gates import (
    AskBatch,
    AskBranch,
    AskConfirm,
    AskDirty,
    AskDone,
    AskEndpoint,
    AskHands,
    AskNothing,
    AskPage,
    AskPlan,
    AskQuestion,
    AskRecord,
    AskRed,
    AskScope,
    AskSteps,
    AskSurprise,
    AskTrust,
    AskVerdict,
    Gate,
)
from agent.core.page import Block, Page, Span, line
from agent.core.session import Session
from agent.core.settings import SETTINGS
from agent.opening import QUESTION
from agent.pages.announcing import commit_rows, subject_row, yes_key
from agent.pages.diffs import file_diff
from agent.pages.doubts import doubt_rows
from agent.pages.facts import Facts
from agent.pages.lint import count_row, worst_rows
from agent.pages.steps import evident_rows, formatter_words, step_rows
from agent.pages.surprising import surprise_page
from agent.pages.waiting import stepless_page, wait_page
from agent.pages.working import (
    confirm_page,
    hands_page,
    nothing_page,
    page_page,
    red_page,
    verdict_page,
)

Deciding = AskDirty | AskTrust | AskSurprise | AskScope | AskRecord | AskBranch | AskSteps


def gate_page(session: Session, gate: Gate, facts: Facts) -> Page:
    """All that this gate shows; the same for the same session and files."""
    match gate:
        case AskEndpoint():
            return QUESTION
        case AskDone():
            return _done(session, gate, facts)
        case AskQuestion():
            return _question(gate)
        case AskPlan():
            return _plan(session, gate, facts)
        case AskBatch():
            return wait_page(session, gate, facts)
        case AskVerdict() | AskPage() | AskHands() | AskNothing() | AskConfirm() | AskRed():
            return _work(session, gate, facts)
        case _:
            return _decide(session, gate, facts)


def news(page: Page, gate: Gate, before: Page, shown: Gate | None) -> Page:
    """What of this gate's page is to be shown after that one: question and keys if it is the same.

    A step that came back to the user's hands shows why, what else is new, and the keys.
    """
    match gate, shown:
        case AskHands(), AskHands() if gate.job.purpose == shown.job.purpose:
            why = line(Span(gate.phase.reason, "warn"))
            new = (one for one in page[:-1] if one == why or one not in before)
            return (*new, page[-1])
        case AskQuestion(), _:
            return page
        case AskDirty() | AskBranch() | AskNothing(), _ if gate == shown:
            return page[-2:]
        case _ if gate == shown:
            return (*(one for one in page[:-1] if one not in before), page[-1])
        case _:
            return page


def _work(
    session: Session,
    gate: AskVerdict | AskPage | AskHands | AskNothing | AskConfirm | AskRed,
    facts: Facts,
) -> Page:
    match gate:
        case AskVerdict():
            return verdict_page(session, gate, facts)
        case AskPage():
            return page_page(session, gate, facts)
        case AskHands():
            return hands_page(session, gate, facts)
        case AskNothing():
            return nothing_page(session, gate)
        case AskConfirm():
            return confirm_page(session, gate, facts)
        case AskRed():
            return red_page(gate)
        case _:
            assert_never(gate)


def _done(session: Session, gate: AskDone, facts: Facts) -> Page:
    kept = "  is a plan already; it is kept as it is"
    rows: list[Block] = [line(Span(gate.plan.path.value, "path"), kept)]
    rows.append(evident_rows(gate.plan.steps, facts.evidence(gate.plan), facts))
    rows.extend(count_row(facts.findings(gate.plan, facts.text(session.plan_blob))))
    keys = "Which steps are done?   [1-3] [2,5] [all] [none] [v]iew"
    return (*rows, line(Span(keys, "title")))


def _question(gate: AskQuestion) -> Page:
    question = gate.question
    count = f"Question {gate.number} of {gate.total}   "
    head = line(Span(count, "dim"), question.text)
    options = [
        line(Span(f"  {letter}) ", "key"), option, hang=5)
        for letter, option in zip(ascii_lowercase, question.options, strict=False)
    ]
    last = ascii_lowercase[: len(options)][-1:]
    letters = "a" if last == "a" else f"a-{last}"
    keys = f"[{letters}], or your own words" if last else "Your own words"
    return (head, *options, line(Span(keys, "key")))


def _plan(session: Session, gate: AskPlan, facts: Facts) -> Page:
    stage = gate.stage
    edit = stage.proposal.edits[0]
    answers = f"   {yes_key(stage.proposal)} [e]dit [v]iew [m]essage, or say what to change"
    keys = line(Span("Save and commit?", "title"), answers, hang=2)
    commit = subject_row(stage.proposal)
    if stage.reason:
        return (line(Span(stage.reason, "warn")), commit, keys)
    text = facts.text(edit.after)
    found = worst_rows(facts.findings(stage.plan, text))
    count = len(text.splitlines())
    size = f"   {'1 line' if count == 1 else f'{count} lines'}, [v]iew shows all"
    head = line(Span(stage.plan.path.value, "path"), Span(size, "dim"))
    if stage.seen is not None:
        # All of it was seen before: what this draft changes in it says enough.
        flags = tuple(flag.text for flag in stage.proposal.flags)
        diff = file_diff(1, replace(edit, before=stage.seen), facts.load)
        return (head, replace(diff, flags=flags), *found, commit, keys)
    rows: list[Block] = [head]
    rows.extend(doubt_rows(facts.spec()))
    if stage.decisions:
        rows.append(line(Span("Decisions", "title")))
        rows.extend(line(f"  {one}", hang=4) for one in stage.decisions)
    steps = len(stage.plan.steps)
    rows.append(line(Span("1 step" if steps == 1 else f"{steps} steps", "title")))
    rows.extend(step_rows(stage.plan.steps, facts))
    rows.extend(found)
    rows.extend(line(Span(f"  {note}", "dim"), hang=4) for note in stage.proposal.notes)
    rows.extend(line(Span(f"  ! {flag.text}", "bad"), hang=4) for flag in stage.proposal.flags)
    return (*rows, commit, *commit_rows(session, facts), keys)


def _decide(session: Session, gate: Deciding, facts: Facts) -> Page:
    match gate:
        case AskDirty():
            names = ", ".join(path.value for path in gate.proposal.dirty)
            return (
                line(Span(names, "path"), " holds changes of yours that are in no commit."),
                line("[i]nclude them in this commit, [v]iew them, or [stop]: nothing is written"),
            )
        case AskTrust():
            return _trust(session)
        case AskSurprise():
            return surprise_page(gate, facts)
        case AskSteps():
            return stepless_page(gate)
        case AskScope():
            return (
                line("Keep for [1] the next steps  [2] this plan  [3] every endpoint  [n] nothing"),
            )
        case AskRecord():
            return _record(session, facts)
        case AskBranch():
            began = session.branch or "no branch"
            return (
                line(Span(f"You are on {gate.now or 'no branch'} now; began on {began}.", "warn")),
                line("[y] go on here, or [stop] and nothing is written"),
            )
        case _:
            assert_never(gate)


def _trust(session: Session) -> Page:
    rows = [
        line(f"  {check.command}", Span(f"   after each {check.when}", "dim"), hang=4)
        for check in session.checks
    ]
    rows.extend(
        line(f"  {one.command}", Span(f"   {formatter_words(one)}", "dim"), hang=4)
        for one in session.formats
    )
    return (
        line(f"This repository's {_commands(session)} are commands that run here:"),
        *rows,
        line(Span("May they run?", "title"), "   [y] [n]; asked again when they change"),
    )


def _commands(session: Session) -> str:
    """What is asked about, and the file that says it; a guess names its own source."""
    told, guessed = f" ({SETTINGS})", any(one.why for one in session.formats)
    checks = f"checks{told if guessed or not session.formats else ''}" if session.checks else ""
    formats = f"formatters{'' if guessed else told}" if session.formats else ""
    return " and ".join(one for one in (checks, formats) if one)


def _record(session: Session, facts: Facts) -> Page:
    steps = {step.id: step for step in session.plan.all_steps()} if session.plan else {}
    rows = [
        line(f"  {steps[one.step_id].number} {steps[one.step_id].title}: {one.state}", hang=4)
        for one in session.unrecorded
        if one.step_id in steps
    ]
    return (
        line("These steps ended without a commit; a clone would not know:"),
        *rows,
        *commit_rows(session, facts),
        line(Span("Record them in a commit without files?", "title"), "   [y] [n]"),
    )
