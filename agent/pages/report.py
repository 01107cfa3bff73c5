"""`/report`: Markdown for a pull request, facts only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from agent.core.batch import StepState
from agent.core.check import CheckResult
from agent.core.edits import CommitId
from agent.core.session import Session
from agent.core.spec import Spec
from agent.core.summary import StepResult, tally
from agent.core.trailers import CommitRecord
from agent.core.values import dataclass
from agent.memory import Size
from agent.pages.tongue import ended_so, number, spoken
from agent.pages.translating import said_in
from agent.phrases import Texts

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
    """Endpoint, steps with commits, lines and checks; statuses with sources; what is open.

    It is in the language of the plan.
    """
    texts = spoken(session)
    title = [f"## {session.endpoint or texts.say('report-none')}"]
    parts = (title, *_parts(session, known, texts))
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _parts(session: Session, known: Known, texts: Texts) -> Iterator[list[str]]:
    listed = partial(_listed, texts)
    steps = session.steps
    if session.plan is not None:
        ended = tally([state for _, state in steps], partial(ended_so, texts))
        yield [f"Plan: `{session.plan.path}` · {ended}"]
        yield list(_table(session, known, texts))
        yield from listed("others", _others(known.others))
        yield from listed("checks", _checks(session, known, texts))
        yield from listed("closed", _by_user(session, texts))
    if known.spec is not None:
        statuses = (f"`{s.code}` {s.meaning} ({s.source})" for s in known.spec.statuses)
        yield from listed("statuses", statuses)
        yield from listed("open", (said_in(gap.question, texts) for gap in known.spec.gaps))


def _listed(texts: Texts, title: str, rows: Iterable[str]) -> Iterator[list[str]]:
    """A title and its list; nothing where there is nothing to list."""
    found = [f"- {row}" for row in rows]
    if found:
        yield [texts.say(f"report-{title}")]
        yield found


def _table(session: Session, known: Known, texts: Texts) -> Iterator[str]:
    yield texts.say("report-columns")
    yield "|---|---|---|---|"
    for step, state in session.steps:
        closing = session.closings.get(step.id)
        commit = closing.commit if closing else None
        size = known.sizes.get(commit) if commit else None
        cells = (
            f"{step.number} {step.title.replace('|', chr(92) + '|')}",
            texts.say(f"state-{state}"),
            f"`{commit[:10]}`" if commit else "",
            _lines(size, texts) if size else "",
        )
        yield f"| {' | '.join(cells)} |"


def _lines(size: Size, texts: Texts) -> str:
    files = texts.say(f"file-{number(size.files)}", count=size.files)
    return texts.say("report-size", added=size.added, removed=size.removed, files=files)


def _others(records: Iterable[CommitRecord]) -> Iterator[str]:
    for record in records:
        yield f"`{record.id[:10]}` {record.message.partition(chr(10))[0]}"


def _checks(session: Session, known: Known, texts: Texts) -> Iterator[str]:
    """How each step's checks ended; in a clone, that only the session knows it."""
    for step, state in session.steps:
        closing = session.closings.get(step.id)
        if closing is None or closing.commit is None or state == "undone":
            continue
        result = known.results.get(closing.commit)
        said = _ended(result.checks, texts) if result else texts.say("report-unknown")
        yield texts.say("step-said", number=step.number, said=said)


def _ended(checks: Sequence[CheckResult], texts: Texts) -> str:
    return ", ".join(_check(one, texts) for one in checks) or texts.say("report-unrun")


def _check(one: CheckResult, texts: Texts) -> str:
    key = "report-timeout" if one.exit is None else "report-exit"
    said = texts.say(key, command=one.check.anywhere, exit=one.exit)
    if one.others:
        named = f" ({one.named})" if one.named else ""
        said += f" {texts.say(f'report-beside-{number(one.others)}', count=one.others)}{named}"
    red = (texts.say("report-red-before"),) if one.red_before else ()
    sure = texts.say("report-verified" if one.verified else "report-unverified")
    return ", ".join((said, *red, sure))


def _by_user(session: Session, texts: Texts) -> Iterator[str]:
    for step, state in session.steps:
        if state in _BY_USER:
            ended = texts.say(f"state-{state}")
            closing = session.closings.get(step.id)
            why = f": {closing.note}" if closing and closing.note else ""
            said = {"state": ended, "number": step.number, "title": step.title}
            yield f"{texts.say('report-by-user', **said)}{why}"
