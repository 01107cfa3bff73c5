"""Gates while a step is worked: its diff, the user's hands, a red check."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import assert_never

from agent.core.check import CheckResult
from agent.core.gates import (
    AskConfirm,
    AskHands,
    AskNothing,
    AskPage,
    AskRed,
    AskVerdict,
)
from agent.core.job import (
    MAX_REPAIRS,
    ForDecision,
    ForPlan,
    ForRedo,
    ForRepair,
    ForSetup,
    ForStep,
    ForUndo,
    Job,
    Purpose,
    Red,
    RedBatch,
    Reviewing,
)
from agent.core.page import Block, Page, Span, line
from agent.core.plan import Step
from agent.core.session import Session, Working
from agent.pages.announcing import commit_rows, subject_row, yes_key
from agent.pages.diffs import diff_page
from agent.pages.facts import Facts
from agent.pages.needing import need_rows, undone_rows
from agent.pages.revising import revised_rows
from agent.pages.tongue import spoken
from agent.pages.tries import try_rows
from agent.pages.whole import whole_page
from agent.phrases import Texts

_TAIL = 15


def heading(session: Session, purpose: Purpose) -> Block:
    """Which step, of how many, or what else the change is for."""
    texts = spoken(session)
    match purpose:
        case ForStep():
            step, total = purpose.step, purpose.total
            return _headed(texts.say("step", number=step.number, total=total), f"  {step.title}")
        case ForRepair():
            of = texts.say("of-most", number=purpose.number, most=MAX_REPAIRS)
            return _headed(texts.say("repair", number=purpose.step.number), of)
        case ForPlan():
            return _headed(texts.say("the-plan"))
        case ForDecision():
            return _headed(texts.say("the-decision"))
        case ForSetup():
            return _headed(texts.say("the-setup"))
        case ForUndo() | ForRedo():
            found = session.plan.step(purpose.step_id) if session.plan else None
            verb = "undo" if isinstance(purpose, ForUndo) else "redo"
            title = f"  {found.title}" if found else ""
            return _headed(texts.say(verb, number=found.number if found else ""), title)
        case _:
            assert_never(purpose)


def _headed(head: str, rest: str = "") -> Block:
    return line(Span(head, "title"), rest)


def verdict_page(session: Session, gate: AskVerdict, facts: Facts) -> Page:
    """The diff, the commit it would be, and the keys."""
    proposal, phase = gate.proposal, gate.job.phase
    texts = spoken(session)
    keys = line(Span(_keys(session, gate, texts), "key"))
    if isinstance(phase, Reviewing) and phase.reason:
        return (line(Span(phase.reason, "warn")), keys)
    rows = [heading(session, gate.job.purpose), *_left_out(session, gate.job.purpose, facts)]
    if isinstance(gate.job.purpose, ForRepair):
        rows.extend(_words(gate.job, texts))
    said = (texts.say("model", text=proposal.said),) if proposal.said else ()
    rows.extend(line(Span(f"  {note}", "dim"), hang=4) for note in (*said, *proposal.notes))
    if isinstance(phase, Reviewing):
        rows.extend(revised_rows(phase.before, proposal.edits, facts.load))
    rows.extend(whole_page(proposal, facts.load, facts.committed))
    rows.append(subject_row(proposal))
    return (*rows, *commit_rows(session, facts), keys)


def _keys(session: Session, gate: AskVerdict, texts: Texts) -> str:
    """Only the answers that mean something at this diff."""
    stage, proposal, job = session.stage, gate.proposal, gate.job
    some = "[y 1]" if len(proposal.edits) > 1 else ""
    edit = texts.say("key-edit") if proposal.origin == "drafter" else ""
    yes, message = yes_key(proposal, texts), texts.say("key-message")
    if not isinstance(stage, Working):
        return _joined(yes, some, edit, message, texts.say("key-no"))
    more = stage.index + 1 < len(stage.batch.steps) and isinstance(job.purpose, ForStep)
    page = texts.say("key-page") if more and not proposal.flags else ""
    skip = texts.say("key-skip") if job.base is None else ""
    return _joined(yes, some, page, edit, message, skip, texts.say("key-why"))


def _joined(*keys: str) -> str:
    return " ".join(filter(None, keys))


def page_page(session: Session, gate: AskPage, facts: Facts) -> Page:
    """Every proposal left in the batch; one verdict for all, one commit each."""
    stage = session.stage
    steps = {step.id: step for step in stage.batch.steps} if isinstance(stage, Working) else {}
    texts = spoken(session)
    rows: list[Block] = []
    for step_id, proposal in gate.page:
        step = steps[step_id]
        rows.append(_headed(texts.say("all-step", number=step.number), f"  {step.title}"))
        rows.extend(need_rows(session, step, lambda path: not facts.exists(path)))
        rows.extend(diff_page(proposal, facts.load))
        rows.append(subject_row(proposal))
    rows.extend(commit_rows(session, facts))
    head = texts.say("all-of", count=len(gate.page))
    return (*rows, _headed(head, f" {texts.say('yes-no')}"))


def _left_out(session: Session, purpose: Purpose, facts: Facts) -> Iterator[Block]:
    """What the step may need and the user skipped; to be undone, which steps may need it."""
    if isinstance(purpose, ForStep):
        yield from need_rows(session, purpose.step, lambda path: not facts.exists(path))
    elif isinstance(purpose, ForUndo):
        yield from undone_rows(session, purpose.step_id)


def hands_page(session: Session, gate: AskHands, facts: Facts) -> Page:
    """A step that is the user's: why, what helps, and how it comes back."""
    texts = spoken(session)
    rows = [*_task(session, gate.job.purpose, facts), *_words(gate.job, texts)]
    if gate.phase.reason not in gate.job.notes:
        rows.append(line(Span(gate.phase.reason, "warn")))
    rows.extend(line(Span(f"  {fact}", "dim"), hang=4) for fact in gate.phase.facts)
    return (*rows, line(Span(_hands_keys(gate, texts), "key")))


def _words(job: Job, texts: Texts) -> Iterator[Block]:
    """What the user said of it, for this step or for all that follow."""
    for note in dict.fromkeys(job.notes):
        if note:
            yield line(Span(texts.say("you-said"), "dim"), note, hang=4)


def _hands_keys(gate: AskHands, texts: Texts) -> str:
    """What brings it back; of a repair also all that the red check could be answered with."""
    job = gate.job
    if job.mending is not None:
        back = ("key-back",) if isinstance(job.mending, Red) else ()
        return _listed(texts, "key-mend", "key-again", "key-red", *back, "key-output", "stop")
    named = isinstance(job.purpose, (ForStep, ForRepair)) and job.purpose.step.files
    files = ("key-files",) if named else ()
    return _listed(texts, "key-take", *files, "key-skip", "key-covered", "stop")


def _listed(texts: Texts, *keys: str) -> str:
    return " \u00b7 ".join(texts.say(key) for key in keys)


def _task(session: Session, purpose: Purpose, facts: Facts) -> Iterator[Block]:
    """The heading, and of a step what the plan says and its files."""
    yield heading(session, purpose)
    yield from _left_out(session, purpose, facts)
    if isinstance(purpose, (ForStep, ForRepair)):
        yield from _body(purpose.step, spoken(session))


def _body(step: Step, texts: Texts) -> Iterator[Block]:
    lines = step.body.strip().splitlines()
    for text in lines[:_TAIL]:
        yield line(f"  {text}", hang=4)
    if len(lines) > _TAIL:
        more = texts.say("more-lines", count=len(lines) - _TAIL)
        yield line(Span(f"  {more}", "dim"))
    told = "\n".join(lines[:_TAIL])
    for file in step.files:
        if file.path.value not in told:
            yield line("  ", Span(file.path.value, "path"))


def nothing_page(session: Session, gate: AskNothing) -> Page:
    """The drafter has nothing to write for the step."""
    texts = spoken(session)
    how = "no-change" if gate.phase.how == "unneeded" else "done-before"
    return (
        heading(session, gate.job.purpose),
        line(texts.say(how, reason=gate.phase.reason)),
        line(Span(texts.say("nothing-keys"), "key")),
    )


def confirm_page(session: Session, gate: AskConfirm, facts: Facts) -> Page:
    """A step that changes no file: what to do, ready commands, and how to say how it went."""
    rows = [*_task(session, gate.job.purpose, facts)]
    spec = facts.spec()
    if spec is not None and _is_written(session, gate.job.purpose):
        rows.extend(try_rows(spec))
    return (*rows, line(Span(spoken(session).say("confirm-keys"), "key")))


def _is_written(session: Session, purpose: Purpose) -> bool:
    """Whether code comes before it: where all is to come, there is nothing to send to yet."""
    steps = session.plan.steps if session.plan else ()
    number = purpose.step.number if isinstance(purpose, ForStep) else ""
    before = tuple(takewhile(lambda one: one.number != number, steps))
    return not any(map(_writes, steps)) or any(map(_writes, before))


def _writes(step: Step) -> bool:
    return step.kind in {"edit", "take"}


def red_page(session: Session, gate: AskRed) -> Page:
    """Of what, what failed, the end of its output, and what can be done."""
    texts = spoken(session)
    rows: list[Block] = [heading(session, gate.job.purpose)]
    for result in gate.results:
        if not (result.passed or result.red_before):
            rows.extend(_failed(result, texts))
    whole = isinstance(gate.job.phase, RedBatch)
    if whole and isinstance(gate.job.purpose, ForRepair):
        rows.append(line(texts.say("red-committed", number=gate.job.purpose.step.number)))
    cancelled = any(one.cancelled for one in gate.results)
    left = MAX_REPAIRS - gate.job.repairs
    may = left and isinstance(gate.job.purpose, (ForStep, ForRepair)) and not cancelled
    repair = (texts.say("key-repair", count=left),) if may else ()
    back = () if whole else ("key-back",)
    keep = ("key-keep",) if cancelled else ("key-red", "key-output")
    keys = " \u00b7 ".join((*repair, _listed(texts, "key-rerun", *back, *keep, "stop")))
    return (*rows, line(Span(keys, "key")))


def _failed(result: CheckResult, texts: Texts) -> Iterator[Block]:
    name = result.check.name
    if result.cancelled:
        yield line(Span(texts.say("red-cancelled", name=name), "warn"))
        return
    how = "red-late" if result.exit is None else "red-exit"
    yield line(Span(texts.say(how, name=name, exit=result.exit), "bad"))
    yield line(Span(f"  {' '.join(result.check.run)}", "dim"), hang=4)
    for text in result.tail.rstrip().splitlines()[-_TAIL:]:
        yield line(f"  {text}", hang=4)
