"""The implementation plan: sections as found, and its numbered steps."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from agent.core.documents import RepoPath
from agent.core.spec import Endpoint

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
    """One item of the Implementation Steps; `items` are what `split` makes of it."""

    number: str
    id: str
    title: str
    line: int
    body: str = ""
    kind: StepKind = "edit"
    files: tuple[StepFile, ...] = ()
    code: tuple[CodeBlock, ...] = ()
    proof: str = ""
    ticked: bool = False
    items: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An implementation plan. The file is the truth; this is what was read in it.

    `line` and `last` bound the plan where a file holds several.
    """

    path: RepoPath
    title: str
    endpoints: tuple[Endpoint, ...]
    sections: tuple[Section, ...]
    steps: tuple[Step, ...]
    line: int = 1
    last: int = 1

    def step(self, step_id: str) -> Step | None:
        """The step or item of this id, if any."""
        return next((one for one in self.all_steps() if one.id == step_id), None)

    def all_steps(self) -> Iterator[Step]:
        """Every step, each followed by its items."""
        for step in self.steps:
            yield step
            yield from step.items


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
