"""Gates while a step is worked: its diff, the user's hands, a red check."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import assert_never

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
from agent.pages.steps import check_name
from agent.pages.tries import try_rows
from agent.pages.whole import whole_page

_TAIL = 15
_AGAIN = "[again] the checks · [k]eep it red"


def heading(session: Session, purpose: Purpose) -> Block:
    """Which step, of how many, or what else the change is for."""
    match purpose:
        case ForStep():
            return line(
                Span(f"Step {purpose.step.number}/{purpose.total}", "title"),
                f"  {purpose.step.title}",
            )
        case ForRepair():
            return line(
                Span(f"Repair of step {purpose.step.number}", "title"),
                f", {purpose.number} of {MAX_REPAIRS}",
            )
        case ForPlan():
            return line(Span("The plan", "title"))
        case ForDecision():
            return line(Span("A decision for every endpoint", "title"))
        case ForSetup():
            return line(Span("How Waltz works in this repository", "title"))
        case ForUndo() | ForRedo():
            step = session.plan.step(purpose.step_id) if session.plan else None
            verb = "Undo" if isinstance(purpose, ForUndo) else "Redo"
            title = f"  {step.title}" if step else ""
            return line(Span(f"{verb} step {step.number if step else ''}", "title"), title)
        case _:
            assert_never(purpose)


def verdict_page(session: Session, gate: AskVerdict, facts: Facts) -> Page:
    """The diff, the commit it would be, and the keys."""
    proposal, phase = gate.proposal, gate.job.phase
    keys = line(Span(_keys(session, gate), "key"))
    if isinstance(phase, Reviewing) and phase.reason:
        return (line(Span(phase.reason, "warn")), keys)
    rows = [heading(session, gate.job.purpose), *_left_out(session, gate.job.purpose, facts)]
    if isinstance(gate.job.purpose, ForRepair):
        rows.extend(_words(gate.job))
    said = (f"the model: {proposal.said}",) if proposal.said else ()
    rows.extend(line(Span(f"  {note}", "dim"), hang=4) for note in (*said, *proposal.notes))
    if isinstance(phase, Reviewing):
        rows.extend(revised_rows(phase.before, proposal.edits, facts.load))
    rows.extend(whole_page(proposal, facts.load, facts.committed))
    rows.append(subject_row(proposal))
    return (*rows, *commit_rows(session, facts), keys)


def _keys(session: Session, gate: AskVerdict) -> str:
    """Only the answers that mean something at this diff."""
    stage, proposal, job = session.stage, gate.proposal, gate.job
    some = " [y 1]" if len(proposal.edits) > 1 else ""
    edit = " [e]dit" if proposal.origin == "drafter" else ""
    yes = yes_key(proposal)
    if not isinstance(stage, Working):
        return f"{yes}{some}{edit} [m]essage [n]"
    more = stage.index + 1 < len(stage.batch.steps) and isinstance(job.purpose, ForStep)
    page = " [a]ll left as one page" if more and not proposal.flags else ""
    skip = " [s]kip" if job.base is None else ""
    return f"{yes}{some}{page}{edit} [m]essage{skip} [stop], or why not"


def page_page(session: Session, gate: AskPage, facts: Facts) -> Page:
    """Every proposal left in the batch; one verdict for all, one commit each."""
    stage = session.stage
    steps = {step.id: step for step in stage.batch.steps} if isinstance(stage, Working) else {}
    rows: list[Block] = []
    for step_id, proposal in gate.page:
        step = steps[step_id]
        rows.append(line(Span(f"Step {step.number}", "title"), f"  {step.title}"))
        rows.extend(need_rows(session, step, lambda path: not facts.exists(path)))
        rows.extend(diff_page(proposal, facts.load))
        rows.append(subject_row(proposal))
    rows.extend(commit_rows(session, facts))
    return (*rows, line(Span(f"All {len(gate.page)}? ", "title"), "[y] [n]"))


def _left_out(session: Session, purpose: Purpose, facts: Facts) -> Iterator[Block]:
    """What the step may need and the user skipped; to be undone, which steps may need it."""
    if isinstance(purpose, ForStep):
        yield from need_rows(session, purpose.step, lambda path: not facts.exists(path))
    elif isinstance(purpose, ForUndo):
        yield from undone_rows(session, purpose.step_id)


def hands_page(session: Session, gate: AskHands, facts: Facts) -> Page:
    """A step that is the user's: why, what helps, and how it comes back."""
    rows = [*_task(session, gate.job.purpose, facts), *_words(gate.job)]
    if gate.phase.reason not in gate.job.notes:
        rows.append(line(Span(gate.phase.reason, "warn")))
    rows.extend(line(Span(f"  {fact}", "dim"), hang=4) for fact in gate.phase.facts)
    return (*rows, line(Span(_hands_keys(gate), "key")))


def _words(job: Job) -> Iterator[Block]:
    """What the user said of it, for this step or for all that follow."""
    for note in dict.fromkeys(job.notes):
        if note:
            yield line(Span("you said: ", "dim"), note, hang=4)


def _hands_keys(gate: AskHands) -> str:
    """What brings it back; of a repair also all that the red check could be answered with."""
    job = gate.job
    match job.mending:
        case Red():
            return f"/take PATH… your mend · {_AGAIN} · [p]ut back · [o]utput · [stop]"
        case RedBatch():
            return f"/take PATH… your mend · {_AGAIN} · [o]utput · [stop]"
        case _:
            named = isinstance(job.purpose, (ForStep, ForRepair)) and job.purpose.step.files
            edit = " · [e]dit its files" if named else ""
            return f"/take PATH… brings your change{edit} · [s]kip · [covered] · [stop]"


def _task(session: Session, purpose: Purpose, facts: Facts) -> Iterator[Block]:
    """The heading, and of a step what the plan says and its files."""
    yield heading(session, purpose)
    yield from _left_out(session, purpose, facts)
    if isinstance(purpose, (ForStep, ForRepair)):
        yield from _body(purpose.step)


def _body(step: Step) -> Iterator[Block]:
    lines = step.body.strip().splitlines()
    for text in lines[:_TAIL]:
        yield line(f"  {text}", hang=4)
    if len(lines) > _TAIL:
        yield line(Span(f"  … {len(lines) - _TAIL} more lines; /plan shows all", "dim"))
    told = "\n".join(lines[:_TAIL])
    for file in step.files:
        if file.path.value not in told:
            yield line("  ", Span(file.path.value, "path"))


def nothing_page(session: Session, gate: AskNothing) -> Page:
    """The drafter has nothing to write for the step."""
    word = "needs no change" if gate.phase.how == "unneeded" else "was done by an earlier step"
    return (
        heading(session, gate.job.purpose),
        line(f"It {word}: {gate.phase.reason}"),
        line(Span("[y] close it so · [s]kip · [stop], or what is missing", "key")),
    )


def confirm_page(session: Session, gate: AskConfirm, facts: Facts) -> Page:
    """A step that changes no file: what to do, ready commands, and how to say how it went."""
    rows = [*_task(session, gate.job.purpose, facts)]
    spec = facts.spec()
    if spec is not None and _is_written(session, gate.job.purpose):
        rows.extend(try_rows(spec))
    keys = "[d]one · [f]ailed and what you saw · [!] run a command · [s]kip · [stop]"
    return (*rows, line(Span(keys, "key")))


def _is_written(session: Session, purpose: Purpose) -> bool:
    """Whether code comes before it: where all is to come, there is nothing to send to yet."""
    steps = session.plan.steps if session.plan else ()
    number = purpose.step.number if isinstance(purpose, ForStep) else ""
    before = tuple(takewhile(lambda one: one.number != number, steps))
    return not any(map(_writes, steps)) or any(map(_writes, before))


def _writes(step: Step) -> bool:
    return step.kind in {"edit", "take"}


def red_page(gate: AskRed) -> Page:
    """What failed, the end of its output, and what can be done."""
    rows: list[Block] = []
    for result in gate.results:
        if result.passed or result.red_before:
            continue
        if result.cancelled:
            rows.append(line(Span(f"{check_name(result)} cancelled by you", "warn")))
            continue
        how = "ran out of time" if result.exit is None else f"exit {result.exit}"
        rows.append(line(Span(f"{check_name(result)} failed ({how})", "bad")))
        rows.append(line(Span(f"  {' '.join(result.check.run)}", "dim"), hang=4))
        lines = result.tail.rstrip().splitlines()
        rows.extend(line(f"  {text}", hang=4) for text in lines[-_TAIL:])
    left = MAX_REPAIRS - gate.job.repairs
    whole = isinstance(gate.job.phase, RedBatch)
    if whole and isinstance(gate.job.purpose, ForRepair):
        number = gate.job.purpose.step.number
        rows.append(line(f"Its steps are committed; a repair of step {number} is a commit more."))
    keep = "[k]eep" if any(one.cancelled for one in gate.results) else "[k]eep it red · [o]utput"
    may = left and isinstance(gate.job.purpose, (ForStep, ForRepair))
    repair = f"[r]epair ({left} left) · " if may and keep != "[k]eep" else ""
    back = "" if whole else "[p]ut back · "
    keys = f"{repair}[again] · {back}{keep} · [stop]"
    return (*rows, line(Span(keys, "key")))
