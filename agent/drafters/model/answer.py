"""What a model's answer says, as values: a part for each step, in it edits or words."""

from __future__ import annotations

from typing import Literal

from agent.core.values import dataclass

# What a part may say in place of edits; `ask` is a question, `amend` wants another plan.
Saying = Literal["nothing", "covered", "question", "amend"]
Looking = Literal["list", "read", "search"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replace:
    """Lines to be found in a file, and what stands there then; `near` is where they stood."""

    path: str
    search: str
    replace: str
    near: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Create:
    """A file that is not there yet."""

    path: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete:
    """A file that goes."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """A file that moves as it is; edits of either name hold for it."""

    path: str
    to: str


Edit = Replace | Create | Delete | Rename


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A read that is asked for in text, where the server knows no tools."""

    what: Looking
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What a part says in place of edits, and why."""

    saying: Saying
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The answer for one step. `words` is the sentence before its blocks.

    `runs` are commands that the user has to run, since only a tool writes what they make.
    `faults` say what of it cannot be read; with any of them nothing of the part is used.
    """

    number: str
    words: str = ""
    edits: tuple[Edit, ...] = ()
    runs: tuple[str, ...] = ()
    word: Word | None = None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole answer: parts of steps that were asked for, each once, in the order they came.

    `refused` are the numbers of the other steps it had parts for, `worded` its words for steps
    that come later, by their numbers; `prose` stands outside of all.
    """

    parts: tuple[Part, ...] = ()
    refused: tuple[str, ...] = ()
    looks: tuple[Look, ...] = ()
    prose: str = ""
    worded: tuple[tuple[str, str], ...] = ()

    def part(self, number: str) -> Part | None:
        """The part of this step, if any."""
        return next((one for one in self.parts if one.number == number), None)
