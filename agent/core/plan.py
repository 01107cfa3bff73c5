"""The implementation plan: sections as found, and its numbered steps."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from agent.core.documents import RepoPath
from agent.core.spec import Endpoint
from agent.core.values import dataclass

StepKind = Literal["edit", "take", "confirm", "covered"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One titled part of a plan, as it stands; `line` is that of its heading."""

    title: str
    body: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeBlock:
    """A fenced block in a step; `path` when the plan says which file it is for."""

    language: str
    text: str
    line: int
    path: RepoPath | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFile:
    """A file that a step names; `new` as the plan says it, None where it does not."""

    path: RepoPath
    new: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One item of the Implementation Steps; `items` are what `split` makes of it.

    `outside` are the paths it names that leave the repository.
    """

    number: str
    id: str
    title: str
    line: int
    body: str = ""
    kind: StepKind = "edit"
    files: tuple[StepFile, ...] = ()
    outside: tuple[str, ...] = ()
    code: tuple[CodeBlock, ...] = ()
    proof: str = ""
    ticked: bool = False
    items: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An implementation plan. The file is the truth; this is what was read in it.

    `line` and `last` bound the plan where a file holds several. `spelled` are the endpoints as the
    plan itself writes them, one for each, where it leaves out a base that the documents state.
    """

    path: RepoPath
    title: str
    endpoints: tuple[Endpoint, ...]
    sections: tuple[Section, ...]
    steps: tuple[Step, ...]
    line: int = 1
    last: int = 1
    spelled: tuple[Endpoint, ...] = ()

    @property
    def named(self) -> tuple[tuple[Endpoint, Endpoint], ...]:
        """Each endpoint, and as the plan itself writes it."""
        return tuple(zip(self.endpoints, self.spelled or self.endpoints, strict=True))

    def step(self, step_id: str) -> Step | None:
        """The step or item of this id, if any."""
        return next((one for one in self.all_steps() if one.id == step_id), None)

    def all_steps(self) -> Iterator[Step]:
        """Every step, each followed by its items."""
        for step in self.steps:
            yield step
            yield from step.items


def successor(plan: Plan, plans: Sequence[Plan]) -> Plan | None:
    """The plan among those its file holds now: of the same endpoints, or title, or the only one."""
    keys = {written.key for _, written in plan.named}
    for one in plans:
        if keys & {endpoint.key for endpoint in one.endpoints} or one.title == plan.title:
            return _spelled_as(plan, one)
    return plans[0] if len(plans) == 1 else None


def _spelled_as(plan: Plan, now: Plan) -> Plan:
    """What was read anew, of the documents' endpoints as before where it names the same ones."""
    same = plan.spelled == now.endpoints
    return replace(now, endpoints=plan.endpoints, spelled=plan.spelled) if same else now


def edited_steps(before: Plan, after: Plan) -> tuple[str, ...]:
    """The numbers of the steps that read differently now, or are new; then of those gone."""
    same = {(step.id, step.body) for step in before.steps}
    kept = {step.id for step in after.steps}
    new = [step.number for step in after.steps if (step.id, step.body) not in same]
    gone = (step.number for step in before.steps if step.id not in kept)
    return (*new, *(number for number in gone if number not in new))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something the documents leave open that would change the plan; options are short."""

    id: str
    text: str
    options: tuple[str, ...]


def step_id(title: str, before: frozenset[str] = frozenset()) -> str:
    """12 hex digits of SHA-256 of the normalised title; a repeated title gets its own.

    `before` are the ids already given in this plan.
    """
    text = unicodedata.normalize("NFC", re.sub(r"[*_`~]", "", title)).casefold()
    normal = " ".join(text.split()).rstrip(".:")
    count = 1
    found = _digest(normal)
    while found in before:
        count += 1
        found = _digest(f"{normal} ({count})")
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
