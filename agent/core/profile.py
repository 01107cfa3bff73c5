"""A profile: what a plan is made from, its sections, its statuses, and where it is saved."""

from __future__ import annotations

from typing import Literal

from agent.core.documents import Role
from agent.core.values import dataclass

Covers = Literal["one", "many"]
Subject = Literal["endpoint", "feature"]

# The game's own number: a profile may ask for less, never for more.
MOST_STEPS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """What a plan is made from. `files` are named as the prompt writes them.

    `mark` is the text in the prompt that the input's content takes the place of, if any; it is
    `given` where that is the content itself. `line` is where the profile's file names it.
    """

    role: Role
    what: str
    required: bool = False
    files: tuple[str, ...] = ()
    mark: str = ""
    given: bool = False
    line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownStatus:
    """A status code that holds where the documents name none, and the line that says so."""

    code: int
    meaning: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One prompt file, understood. `text` is the prompt itself, without front matter.

    `place` is its file, empty for one of Waltz's own. `analysis` is what is thought about before
    the plan, and `rules` are those that the prompt itself holds for the code. `saved_as` is a path
    with `<number>`, `<endpoint>`, `<ENDPOINT>` or `<feature>` in it, empty where it names none.
    `asked_steps` is how many the prompt would have at once, and `steps` how many it gets.
    `remarks` say what of it was not taken as it stands.
    """

    name: str
    purpose: str
    text: str
    sections: tuple[str, ...]
    place: str = ""
    inputs: tuple[Input, ...] = ()
    analysis: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    statuses: tuple[KnownStatus, ...] = ()
    saved_as: str = ""
    covers: Covers = "one"
    subject: Subject = "endpoint"
    asked_steps: int = MOST_STEPS
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.name or not self.sections or self.asked_steps < 1:
            message = f"{self.name!r} is no profile"
            raise ValueError(message)

    def __str__(self) -> str:
        return self.place or self.name

    @property
    def steps(self) -> int:
        """The most steps between two agreements."""
        return min(self.asked_steps, MOST_STEPS)

    def status(self, code: int) -> KnownStatus | None:
        """What it says of this code, if anything."""
        return next((one for one in self.statuses if one.code == code), None)

    @property
    def cited(self) -> str:
        """How it is named in a plan: a file outside the repository has no path there."""
        if self.place.startswith("/"):
            return self.place.rpartition("/")[2]
        return self.place or f"profile {self.name}"

    def where(self, line: int) -> str:
        """How a fact of this line is cited: by file and line, or by the profile's name."""
        return f"{self.cited}:{line}" if self.place else self.cited
