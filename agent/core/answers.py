"""What a line means at a gate. An empty line, or an unknown word, approves nothing by itself."""

from __future__ import annotations

import re
from string import ascii_lowercase
from typing import Literal, assert_never

from agent.core.batch import Batch, choose, named
from agent.core.errors import Refusal
from agent.core.events import (
    ErrandDropped,
    Event,
    FeedbackGiven,
    FeedbackScoped,
    PlanReviewed,
    ProgressClaimed,
    QuestionAnswered,
    RecordDecided,
    Scope,
)
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
from agent.core.keywords import NEXT, NO, YES, key, reason
from agent.core.patterns import deferred
from agent.core.plan import Step
from agent.core.replies import Hint, Reply, Wanted, in_full, slip, subject_reply
from agent.core.session import Session
from agent.core.splitting import is_split, join_reply, split_reply
from agent.core.steps import PathsRefused
from agent.core.troubles import trouble_reply
from agent.core.verdicts import (
    hands_reply,
    kind_reply,
    verdict_reply,
)
from agent.core.work import (
    BatchAgreed,
    ChecksTrusted,
    PageReviewed,
    StepClosed,
)

_STEER = deferred(
    r"(skip|pomi[nń]|(?:un)?split|kind)\s+(\d[\d.]*(?:\s*[-,]\s*\d[\d.]*)*)(?:\s+(.+))?",
    re.IGNORECASE,
)
_ALL = frozenset(("all", "wszystkie"))
_NOTHING = frozenset(("none", "0", "żadne", "żaden"))
_FRAGMENT = deferred(
    r"(?:skip|pomi[nń]|(?:un)?split)(?:\s+\S+)?|kind(?:\s+\S+){0,2}", re.IGNORECASE
)
_FORMS = "as in: skip 2, skip 2-3 why, split 2, unsplit 2, kind 2 edit|take|confirm|covered"


def answer(session: Session, gate: Gate, text: str) -> Reply:
    """The events that this line brings about at this gate, or what else is to be done."""
    line = text.strip()
    if line.startswith("?"):
        return Wanted(wish="question", words=line[1:].strip())
    match gate:
        case AskEndpoint() | AskDone() | AskQuestion() | AskPlan():
            return _before_work(gate, line)
        case AskBatch():
            return _at_wait(session, gate, line)
        case AskVerdict():
            return verdict_reply(session, gate, line)
        case AskHands() | AskNothing() | AskConfirm():
            return hands_reply(session, gate, line)
        case AskDirty() | AskRed() | AskSurprise() | AskBranch() | AskSteps():
            return trouble_reply(session, gate, line)
        case _:
            return _yes_or_no(gate, line)


def _before_work(gate: AskEndpoint | AskDone | AskQuestion | AskPlan, line: str) -> Reply:
    match gate:
        case AskEndpoint():
            if not line:
                return Hint(text="name an endpoint: method and path, a part of it, or its number")
            return Wanted(wish="choose-endpoint", words=line)
        case AskDone():
            return _done(gate, line)
        case AskQuestion():
            return _option(gate, line)
        case AskPlan():
            return _plan(gate, line)
        case _:
            assert_never(gate)


def _done(gate: AskDone, line: str) -> Reply:
    word = line.casefold()
    steps = gate.plan.steps
    if key(word) in {"v", "view"}:
        return Wanted(wish="view-plan")
    if word in _NOTHING | NO:
        return (ProgressClaimed(step_ids=()),)
    if word in _ALL:
        return (ProgressClaimed(step_ids=tuple(step.id for step in steps)),)
    if not re.fullmatch(r"[\d.,\s-]+", line):
        return Hint(text="say which are done: 1-3, 2,5, all or none; v shows the plan")
    claimed = named(line, steps)
    if isinstance(claimed, str):
        return Hint(text=claimed)
    return (ProgressClaimed(step_ids=tuple(step.id for step in claimed)),)


def _option(gate: AskQuestion, line: str) -> Reply:
    options = gate.question.options
    if not line:
        return Hint(text="a letter, or your own words")
    index = ascii_lowercase.find(line.casefold()) if len(line) == 1 else -1
    if index >= len(options):
        return Hint(text=f"there is no option {line}")
    chosen = options[index] if index >= 0 else line
    return (QuestionAnswered(question=gate.question.id, answer=chosen),)


def _plan(gate: AskPlan, line: str) -> Reply:
    digest = gate.stage.proposal.digest
    word, _, rest = line.partition(" ")
    match key(word):
        case "":
            return Hint(text="y saves it, e edits, v shows it whole; or say what to change")
        case "e" | "edit" if not rest:
            return Wanted(wish="edit-plan")
        case "v" | "view" if not rest:
            return Wanted(wish="view-plan")
        case "m" | "message" if word in "mM" or not rest:
            return subject_reply(rest)
        case yes if yes in YES and not rest:
            return in_full(gate.stage.proposal, yes, "saves it") or (
                PlanReviewed(digest=digest, verdict="yes"),
            )
        case no if no in NO:
            if not rest:
                return Hint(text="say what to change; /endpoint leaves this one")
            return (PlanReviewed(digest=digest, verdict="no", note=reason(line)),)
        case _:
            reviewed = PlanReviewed(digest=digest, verdict="no", note=line)
            return slip(line, "y saves, e edits, v shows it; or say what to change") or (reviewed,)


def _at_wait(session: Session, gate: AskBatch, line: str) -> Reply:
    if not gate.following:
        if not line or line.casefold() in YES | NEXT:
            return Wanted(wish="next-endpoint")
        return _feedback(line)
    if not line or line.casefold() in YES | NEXT:
        return _agreed(gate.following)
    if re.fullmatch(r"[\d.,\s-]+", line):
        chosen = choose(line, session.open, session.at_once)
        return Hint(text=chosen) if isinstance(chosen, str) else _agreed(chosen)
    steered = _steer(session, line)
    if steered is not None:
        return steered
    return _feedback(line)


def _feedback(line: str) -> Reply:
    if line.casefold() in NO:
        return Hint(text="nothing is agreed; say what to change, or which steps, like 2 or 2,4")
    if " " not in line:
        keys = "Enter agrees, 2 or 1,3 chooses, skip N, split N; feedback takes a few words"
        return Hint(text=f"“{line}” means nothing here; {keys}")
    if line.endswith("?"):
        return Hint(text=f"a question begins with ?, as in: ? {line}")
    return (FeedbackGiven(text=reason(line)),)


def _agreed(steps: tuple[Step, ...]) -> Reply:
    agreed = BatchAgreed(batch=Batch(steps=steps))
    paths = dict.fromkeys(path for step in steps for path in step.outside)
    if not paths:
        return (agreed,)
    reason = "path leaves the repository"
    refusals = (Refusal(code="outside-repo", subject=path, reason=reason) for path in paths)
    return (agreed, PathsRefused(refusals=tuple(refusals)))


def _steer(session: Session, line: str) -> Reply | None:
    """`skip 2-3`, `split N`, `unsplit N`, `kind N edit|take|confirm|covered`; else None."""
    match = _STEER.fullmatch(line)
    if match is None:
        return Hint(text=_FORMS) if _FRAGMENT.fullmatch(line) else None
    verb, rest = key(match[1]), (match[3] or "").strip()
    numbers = re.sub(r"\s*([-,])\s*", r"\1", match[2])
    steps = named(numbers, _steered(session, verb))
    if isinstance(steps, str):
        known = numbers.replace(".", "").isdigit()
        return Hint(text=f"step {numbers} is not open" if known else steps)
    events: list[Event] = []
    for step in steps:
        reply = _step_reply(session, step, verb, rest)
        if isinstance(reply, Hint):
            return reply
        events.extend(reply)
    return tuple(events)


def _step_reply(session: Session, step: Step, verb: str, rest: str) -> tuple[Event, ...] | Hint:
    match verb:
        case "skip":
            return (StepClosed(step_id=step.id, how="skipped", note=rest),)
        case "split":
            return split_reply(session, step)
        case "unsplit":
            return join_reply(session, step)
        case _:
            return kind_reply(step.id, rest)


def _steered(session: Session, verb: str) -> tuple[Step, ...]:
    """What the verb may be said of: what is open, for a split also what is split already."""
    whole = session.plan.steps if session.plan else ()
    split = (step for step in whole if is_split(session, step) and not session.closed(step.id))
    return (*session.open, *(split if verb.endswith("split") else ()))


def _yes_or_no(gate: AskTrust | AskPage | AskScope | AskRecord, line: str) -> Reply:
    word = line.casefold()
    if isinstance(gate, AskScope):
        return _scope(word)
    if word not in YES | NO:
        return Hint(text=f"y or n: {_yes_means(gate)}")
    verdict: Literal["yes", "no"] = "yes" if word in YES else "no"
    match gate:
        case AskTrust():
            return (ChecksTrusted(verdict=verdict),)
        case AskPage():
            digests = tuple(proposal.digest for _, proposal in gate.page)
            return (PageReviewed(digests=digests, verdict=verdict),)
        case AskRecord():
            return (RecordDecided(verdict=verdict),)
        case _:
            assert_never(gate)


def _yes_means(gate: AskTrust | AskPage | AskRecord) -> str:
    match gate:
        case AskTrust():
            return "y lets them run from now on, n goes on without them"
        case AskPage():
            return "y applies them all, n goes back to one diff at a time"
        case AskRecord():
            return "y records them, n leaves it"
        case _:
            assert_never(gate)


def _scope(word: str) -> Reply:
    scopes: dict[str, Scope] = {"1": "next", "2": "plan", "3": "every"}
    if word in scopes:
        return (FeedbackScoped(scope=scopes[word]),)
    if word in NO:
        return (ErrandDropped(),)
    return Hint(text="1 for the next steps, 2 for this plan, 3 for every endpoint, n for none")
