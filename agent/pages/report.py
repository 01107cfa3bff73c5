"""`/report`: Markdown for a pull request, facts only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from agent.core.batch import StepState
from agent.core.check import CheckResult
from agent.core.edits import CommitId
from agent.core.plan import Step
from agent.core.session import Session
from agent.core.spec import Spec
from agent.core.summary import StepResult, tally
from agent.core.trailers import CommitRecord
from agent.core.values import dataclass
from agent.memory import Size

_BY_USER: frozenset[StepState] = frozenset(("confirmed", "skipped", "covered", "unneeded"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a report draws on beside the session: documents, git's counts, what sessions saw.

    `results` lacks a step's commit that no session here tells of; `others` are the endpoint's
    commits that are no step's own.
    """

    spec: Spec | None
    sizes: Mapping[CommitId, Size]
    results: Mapping[CommitId, StepResult]
    others: tuple[CommitRecord, ...] = ()


def report_text(session: Session, known: Known) -> str:
    """Endpoint, steps with commits, lines and checks; statuses with sources; what is open."""
    parts = ([f"## {session.endpoint or 'No endpoint'}"], *_parts(session, known))
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _parts(session: Session, known: Known) -> Iterator[list[str]]:
    steps = session.steps
    if session.plan is not None:
        yield [f"Plan: `{session.plan.path}` · {tally([state for _, state in steps])}"]
        yield list(_table(session, known))
        yield from _listed("Other commits:", _others(known.others))
        yield from _listed("Checks:", _checks(session, known))
        yield from _listed("Closed without a commit:", _by_user(steps))
    if known.spec is not None:
        statuses = (f"`{s.code}` {s.meaning} ({s.source})" for s in known.spec.statuses)
        yield from _listed("Statuses, as documented:", statuses)
        yield from _listed("Open in the documents:", (gap.question for gap in known.spec.gaps))


def _listed(title: str, rows: Iterable[str]) -> Iterator[list[str]]:
    """A title and its list; nothing where there is nothing to list."""
    found = [f"- {row}" for row in rows]
    if found:
        yield [title]
        yield found


def _table(session: Session, known: Known) -> Iterator[str]:
    yield "| step | state | commit | lines |"
    yield "|---|---|---|---|"
    for step, state in session.steps:
        closing = session.closings.get(step.id)
        commit = closing.commit if closing else None
        size = known.sizes.get(commit) if commit else None
        cells = (
            f"{step.number} {step.title.replace('|', chr(92) + '|')}",
            state,
            f"`{commit[:10]}`" if commit else "",
            _lines(size) if size else "",
        )
        yield f"| {' | '.join(cells)} |"


def _lines(size: Size) -> str:
    files = "1 file" if size.files == 1 else f"{size.files} files"
    return f"+{size.added} -{size.removed} in {files}"


def _others(records: Iterable[CommitRecord]) -> Iterator[str]:
    for record in records:
        yield f"`{record.id[:10]}` {record.message.partition(chr(10))[0]}"


def _checks(session: Session, known: Known) -> Iterator[str]:
    """How each step's checks ended; in a clone, that only the session knows it."""
    for step, state in session.steps:
        closing = session.closings.get(step.id)
        if closing is None or closing.commit is None or state == "undone":
            continue
        result = known.results.get(closing.commit)
        yield f"step {step.number}: {_ended(result.checks) if result else 'not known here'}"


def _ended(checks: Sequence[CheckResult]) -> str:
    return ", ".join(_check(one) for one in checks) or "none was run"


def _check(one: CheckResult) -> str:
    ended = "out of time" if one.exit is None else f"exit {one.exit}"
    files = f"{one.others} other changed file{'' if one.others == 1 else 's'}"
    named = f" ({one.named})" if one.named else ""
    others = f" with {files}{named}" if one.others else ""
    red = ", red before" if one.red_before else ""
    sure = ", verified" if one.verified else ", not verified"
    return f"`{one.check.anywhere}` {ended}{others}{red}{sure}"


def _by_user(steps: Iterable[tuple[Step, StepState]]) -> Iterator[str]:
    for step, state in steps:
        if state in _BY_USER:
            yield f"{state}: step {step.number}, {step.title}"
