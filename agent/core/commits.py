"""Commit messages: Waltz writes the trailers itself, and reads progress back from them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from agent.core.batch import StepState
from agent.core.edits import CommitId
from agent.core.spec import Endpoint

SUBJECT_LENGTH = 72
KEYS = (
    "Waltz-Endpoint",
    "Waltz-Plan",
    "Waltz-Step",
    "Waltz-Step-Id",
    "Waltz-Session",
    "Waltz-Repair",
    "Waltz-Undo",
    "Waltz-Redo",
    "Waltz-Closed",
)
_CLOSED_WITHOUT_COMMIT: frozenset[StepState] = frozenset(
    ("confirmed", "covered", "skipped", "unneeded", "open")
)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_TRAILER = re.compile(r"(Waltz-[A-Za-z-]+): (.*)")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_REVERTS = re.compile(r"^This reverts commit ([0-9a-f]{7,64})", re.MULTILINE)

Trailers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitRecord:
    """One commit as history shows it: its id, when (seconds since 1970), and whole message."""

    id: CommitId
    time: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """How a step ended, and the commit that holds it.

    `original` is the step's own commit where `commit` undid it or brought it back.
    """

    step_id: str
    state: StepState
    commit: CommitId | None = None
    original: CommitId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What git knows of one endpoint: the plan it was made from, its closings, what is unclear."""

    closings: tuple[Closing, ...] = ()
    plan: str | None = None
    doubts: tuple[str, ...] = ()


def compose(subject: str, body: str, trailers: Trailers) -> str:
    """The whole message: one clean subject line, the body, the trailer block last (T39)."""
    head = _clean(subject).replace("\n", " ").strip()
    if len(head) > SUBJECT_LENGTH:
        head = head[: SUBJECT_LENGTH - 1].rstrip() + "…"
    # A line of the body that looks like our trailer would join the block: it is indented.
    lines = [
        f"  {line}" if _TRAILER.match(line) else line for line in _clean(body).strip().splitlines()
    ]
    block = "\n".join(f"{key}: {_clean(value).replace(chr(10), ' ')}" for key, value in trailers)
    return "\n\n".join(part for part in (head, "\n".join(lines), block) if part) + "\n"


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)


def read_trailers(message: str) -> dict[str, str] | None:
    """The Waltz trailers of a message's last paragraph; None when a key has two values."""
    last = message.rstrip().rsplit("\n\n", 1)[-1]
    found: dict[str, str] = {}
    for line in last.splitlines():
        match = _TRAILER.fullmatch(line)
        if match is None:
            continue
        if match[1] in found:
            return None
        found[match[1]] = match[2].strip()
    return found


def closed_value(closings: Sequence[Closing]) -> str:
    """The value of `Waltz-Closed`: ids of steps that ended without a commit, and how."""
    return " ".join(f"{one.step_id}={one.state}" for one in closings)


def progress(records: Iterable[CommitRecord], endpoint: Endpoint) -> Progress:
    """What these commits, newest first, say of the endpoint's steps; the newest decides."""
    closings: dict[str, Closing] = {}
    reverted: set[str] = set()
    doubts: list[str] = []
    plan: str | None = None
    for record in records:
        reverted.update(_REVERTS.findall(record.message))
        trailers = read_trailers(record.message)
        if trailers is None:
            doubts.append(f"{record.id[:7]} gives a Waltz trailer twice; it counts for nothing")
            continue
        if not _concerns(trailers, endpoint):
            continue
        plan = plan or trailers.get("Waltz-Plan")
        undone = any(record.id.startswith(one) for one in reverted)
        for closing in _closings(record, trailers):
            state: StepState = "undone" if undone else closing.state
            closings.setdefault(closing.step_id, replace(closing, state=state))
    return Progress(closings=tuple(closings.values()), plan=plan, doubts=tuple(doubts))


def _concerns(trailers: dict[str, str], endpoint: Endpoint) -> bool:
    method, _, path = trailers.get("Waltz-Endpoint", "").partition(" ")
    if not path.startswith("/") or method != endpoint.method:
        return False
    return Endpoint(method=method, path=path).key == endpoint.key


def _closings(record: CommitRecord, trailers: dict[str, str]) -> Iterable[Closing]:
    step = trailers.get("Waltz-Step-Id")
    if step is not None:
        state: StepState = "undone" if "Waltz-Undo" in trailers else "applied"
        named = trailers.get("Waltz-Undo") or trailers.get("Waltz-Redo") or ""
        original = CommitId(named) if _COMMIT.fullmatch(named) else None
        yield Closing(step_id=step, state=state, commit=record.id, original=original)
    for pair in trailers.get("Waltz-Closed", "").split():
        closed, _, how = pair.partition("=")
        for known in _CLOSED_WITHOUT_COMMIT:
            if how == known:
                yield Closing(step_id=closed, state=known)
