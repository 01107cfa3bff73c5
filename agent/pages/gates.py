"""The page of each gate: what is to be decided, and the keys that decide it."""

from __future__ import annotations

from collections.abc import Iterator
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
from agent.core.spec import Spec
from agent.opening import QUESTION
from agent.pages.announcing import commit_rows, subject_row, yes_key
from agent.pages.diffs import file_diff
from agent.pages.facts import Facts
from agent.pages.lint import count_row, worst_rows
from agent.pages.steps import evident_rows, formatter_words, step_rows
from agent.pages.surprising import surprise_page
from agent.pages.tongue import matching, number, spoken, tongue
from agent.pages.waiting import stepless_page, wait_page
from agent.pages.working import (
    confirm_page,
    hands_page,
    nothing_page,
    page_page,
    red_page,
    verdict_page,
)
from agent.phrases import Texts

Deciding = AskDirty | AskTrust | AskSurprise | AskScope | AskRecord | AskBranch | AskSteps
_SHOWN = 3


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
            return red_page(session, gate)
        case _:
            assert_never(gate)


def _done(session: Session, gate: AskDone, facts: Facts) -> Page:
    texts = tongue(gate.plan)
    kept = f"  {texts.say('adopted')}"
    rows: list[Block] = [line(Span(gate.plan.path.value, "path"), kept)]
    rows.append(evident_rows(gate.plan.steps, facts.evidence(gate.plan), facts, texts))
    rows.extend(count_row(facts.findings(gate.plan, facts.text(session.plan_blob))))
    first, *more = (step.number for step in gate.plan.steps)
    shown = f"[{first}-{more[-2]}] [{first},{more[-1]}]" if more[1:] else f"[{first}]"
    return (*rows, line(Span(texts.say("which-done", numbers=shown), "title")))


def _question(gate: AskQuestion) -> Page:
    question = gate.question
    texts = matching(question.text)
    count = texts.say("question-of", number=gate.number, total=gate.total)
    head = line(Span(f"{count}   ", "dim"), question.text)
    options = [
        line(Span(f"  {letter}) ", "key"), option, hang=5)
        for letter, option in zip(ascii_lowercase, question.options, strict=False)
    ]
    last = ascii_lowercase[: len(options)][-1:]
    letters = "a" if last == "a" else f"a-{last}"
    keys = texts.say("question-keys", letters=letters) if last else texts.say("question-free")
    return (head, *options, line(Span(keys, "key")))


def _plan(session: Session, gate: AskPlan, facts: Facts) -> Page:
    stage, texts = gate.stage, tongue(gate.stage.plan)
    edit = stage.proposal.edits[0]
    answers = texts.say("plan-keys", yes=yes_key(stage.proposal, texts))
    keys = line(Span(texts.say("save"), "title"), f"   {answers}", hang=2)
    commit = subject_row(stage.proposal)
    if stage.reason:
        return (line(Span(stage.reason, "warn")), commit, keys)
    text = facts.text(edit.after)
    found = worst_rows(facts.findings(stage.plan, text))
    count = len(text.splitlines())
    size = texts.say(f"lines-{number(count)}", count=count)
    head = line(Span(stage.plan.path.value, "path"), Span(f"   {size}", "dim"))
    if stage.seen is not None:
        # All of it was seen before: what this draft changes in it says enough.
        flags = tuple(flag.text for flag in stage.proposal.flags)
        diff = file_diff(1, replace(edit, before=stage.seen), facts.load)
        return (head, replace(diff, flags=flags), *found, commit, keys)
    rows: list[Block] = [head]
    rows.extend(doubt_rows(facts.spec()))
    if stage.decisions:
        rows.append(line(Span(texts.say("decisions"), "title")))
        rows.extend(line(f"  {one}", hang=4) for one in stage.decisions)
    steps = len(stage.plan.steps)
    rows.append(line(Span(texts.say(f"steps-{number(steps)}", count=steps), "title")))
    rows.extend(step_rows(stage.plan.steps, facts, texts))
    rows.extend(found)
    rows.extend(line(Span(f"  {note}", "dim"), hang=4) for note in stage.proposal.notes)
    rows.extend(line(Span(f"  ! {flag.text}", "bad"), hang=4) for flag in stage.proposal.flags)
    return (*rows, commit, *commit_rows(session, facts), keys)


def _decide(session: Session, gate: Deciding, facts: Facts) -> Page:
    texts = spoken(session)
    match gate:
        case AskDirty():
            names = ", ".join(path.value for path in gate.proposal.dirty)
            return (
                line(Span(names, "path"), texts.say("dirty")),
                line(texts.say("dirty-keys")),
            )
        case AskTrust():
            return _trust(session, texts)
        case AskSurprise():
            return surprise_page(gate, facts, texts)
        case AskSteps():
            return stepless_page(gate)
        case AskScope():
            return (line(texts.say("scope")),)
        case AskRecord():
            return _record(session, facts, texts)
        case AskBranch():
            now, began = (one or texts.say("no-branch") for one in (gate.now, session.branch))
            return (
                line(Span(texts.say("branch", now=now, began=began), "warn")),
                line(texts.say("branch-keys")),
            )
        case _:
            assert_never(gate)


def _trust(session: Session, texts: Texts) -> Page:
    rows = [
        line(f"  {one.command}", Span(f"   {texts.say(f'after-{one.when}')}", "dim"), hang=4)
        for one in session.checks
    ]
    rows.extend(
        line(f"  {one.command}", Span(f"   {formatter_words(one)}", "dim"), hang=4)
        for one in session.formats
    )
    return (
        line(texts.say("trust", what=_commands(session, texts))),
        *rows,
        line(Span(texts.say("trust-ask"), "title"), f"   {texts.say('trust-keys')}"),
    )


def _commands(session: Session, texts: Texts) -> str:
    """What is asked about, and the file that says it; a guess names its own source."""
    told, guessed = f" ({SETTINGS})", any(one.why for one in session.formats)
    named = guessed or not session.formats
    checks = f"{texts.say('checks')}{told if named else ''}" if session.checks else ""
    formats = f"{texts.say('formatters')}{'' if guessed else told}" if session.formats else ""
    return f" {texts.say('and')} ".join(one for one in (checks, formats) if one)


def _record(session: Session, facts: Facts, texts: Texts) -> Page:
    steps = {step.id: step for step in session.plan.all_steps()} if session.plan else {}
    rows = [
        line(
            f"  {steps[one.step_id].number} {steps[one.step_id].title}: "
            f"{texts.say(f'state-{one.state}')}",
            hang=4,
        )
        for one in session.unrecorded
        if one.step_id in steps
    ]
    return (
        line(texts.say("record")),
        *rows,
        *commit_rows(session, facts),
        line(Span(texts.say("record-ask"), "title"), f"   {texts.say('yes-no')}"),
    )


def doubt_rows(spec: Spec | None) -> Iterator[Block]:
    """One line for each of the first contradictions, and how many more there are."""
    told = spec.contradictions if spec is not None else ()
    found = [*(spec.findings if spec is not None else ()), *(one.finding for one in told)]
    for one in found[:_SHOWN]:
        yield line(Span("  ? ", "warn"), Span(one.message, "warn"), hang=4)
    if len(found) > _SHOWN:
        yield line(Span(f"  and {len(found) - _SHOWN} more: waltz doctor", "dim"))
