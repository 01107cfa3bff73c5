"""Checks: the user's own commands, and what their exit codes prove."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

from agent.core.documents import RepoPath

When = Literal["step", "batch"]

_WORD = re.compile(r"[\w@%+=:,./~^*?\[\]{}<>-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A command as it will be run; `paths` are globs that limit when it applies."""

    run: tuple[str, ...]
    when: When
    paths: tuple[str, ...] = ()

    @property
    def command(self) -> str:
        """The command to be read: an argument that is more than a plain word stands in quotes."""
        words = (p if _WORD.fullmatch(p) else json.dumps(p, ensure_ascii=False) for p in self.run)
        return " ".join(words)

    @property
    def short(self) -> str:
        """What it is called while it runs: `pytest -q` for `/x/bin/python -m pytest -q`."""
        program, *rest = self.run
        if rest[:1] == ["-m"] and rest[1:]:
            return " ".join(rest[1:])
        return " ".join((program.rpartition("/")[2], *rest))

    def applies(self, changed: Sequence[RepoPath]) -> bool:
        """Whether one of these files concerns this check."""
        if not self.paths:
            return True
        return any(_matches(path.value, glob) for path in changed for glob in self.paths)


def _matches(path: str, glob: str) -> bool:
    # fnmatch's `*` crosses slashes, so `app/**` and `app/*` both hold what is below `app/`.
    return fnmatchcase(path, glob) or (glob.startswith("**/") and fnmatchcase(path, glob[3:]))


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What running a check showed. `exit` is None when the time limit ended it.

    `others` counts the changed files that were not part of what was checked: with any, a pass
    proves less than it seems and the step is not verified. `red_before`: it was red already.
    """

    check: Check
    exit: int | None
    seconds: float
    tail: str
    others: int = 0
    red_before: bool = False

    @property
    def passed(self) -> bool:
        """Whether the command ended with 0."""
        return self.exit == 0

    @property
    def verified(self) -> bool:
        """Passed on exactly the tree that is committed."""
        return self.passed and self.others == 0


def digest(checks: Sequence[Check]) -> str:
    """What trust binds to: a change of any command, glob or moment asks again (T10)."""
    rows = [(check.run, check.when, check.paths) for check in checks]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()
