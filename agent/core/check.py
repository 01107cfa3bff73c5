"""Checks and formatters: the user's own commands, and what they prove."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Literal

from agent.core.documents import RepoPath
from agent.core.patterns import deferred
from agent.core.values import dataclass

When = Literal["step", "batch"]

_PYTHON = re.compile(r"^python[\d.]*$")
# Where a program lies that is not in the repository.
_OF_MACHINE = deferred(r"^[/~]|(?:^|/)\.?v?env/")
_SHELL = deferred(r"(?:^|/)(?:ba|da|z)?sh$")
_SUBCOMMAND = deferred(r"[a-z][\w:-]*")
_WORD = deferred(r"[\w@%+=:,./~^*?\[\]{}<>-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A command as it will be run; `paths` are globs that limit when it applies."""

    run: tuple[str, ...]
    when: When
    paths: tuple[str, ...] = ()

    @property
    def command(self) -> str:
        """The command to be read: an argument that is more than a plain word stands in quotes."""
        return _command(self.run)

    @property
    def anywhere(self) -> str:
        """The command for any machine: where its program lies on this one does not matter."""
        program, *rest = self.run
        if rest[:1] == ["-c"] and len(rest) > 1 and _SHELL.search(program):
            return rest[1]
        name = program.rpartition("/")[2] if _OF_MACHINE.search(program) else program
        return _command((_PYTHON.sub("python", name), *rest))

    @property
    def name(self) -> str:
        """What it is called afterwards: `pytest` for `pytest -q`, `npm run lint` as it is."""
        first, *rest = _named(_in_shell(self.run))
        if self.run[1:2] == ("-m",):
            return first
        plain = itertools.takewhile(_SUBCOMMAND.fullmatch, _without_options(rest)[:2])
        return " ".join((first, *plain))

    @property
    def short(self) -> str:
        """What it is called while it runs: `pytest -q` for `/x/bin/python -m pytest -q`."""
        return " ".join(_named(self.run))

    def applies(self, changed: Sequence[RepoPath]) -> bool:
        """Whether one of these files concerns this check."""
        return not self.paths or any(_matches(path.value, self.paths) for path in changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Formatter:
    """A filter for a proposed file's bytes: unformatted on standard input, formatted on output.

    `{path}` in `run` is the file's path; `paths` are globs that limit which files it is for.
    `why` says what it was guessed by, empty where the settings name it.
    """

    run: tuple[str, ...]
    paths: tuple[str, ...] = ()
    why: str = ""

    @property
    def command(self) -> str:
        """The command to be read, as `Check.command`."""
        return _command(self.run)

    @property
    def short(self) -> str:
        """What it is called: `ruff format` for `/x/bin/python -m ruff format --quiet -`."""
        plain = itertools.takewhile(lambda part: part[:1] not in {"-", "{"}, _named(self.run))
        return " ".join(plain) or self.command

    def formats(self, path: RepoPath) -> bool:
        """Whether it is for this file."""
        return not self.paths or _matches(path.value, self.paths)

    def command_for(self, path: RepoPath) -> tuple[str, ...]:
        """The command that runs; a path is never taken for an option."""
        name = f"./{path}" if path.value.startswith("-") else path.value
        return tuple(part.replace("{path}", name) for part in self.run)


def _command(run: Sequence[str]) -> str:
    return " ".join(p if _WORD.fullmatch(p) else json.dumps(p, ensure_ascii=False) for p in run)


def _named(run: Sequence[str]) -> tuple[str, ...]:
    """The words without where the program lies, or which Python runs the module."""
    program, *rest = run
    if rest[:1] == ["-m"] and rest[1:]:
        return tuple(rest[1:])
    return (program.rpartition("/")[2], *rest)


def _in_shell(run: Sequence[str]) -> Sequence[str]:
    """The words of the last command that a shell is given in one; else the command itself."""
    program, *rest = run
    given = rest[1:2] if _SHELL.search(program) and rest[:1] == ["-c"] else []
    words = given[0].rpartition("&&")[2].split() if given else []
    return words or run


def _without_options(words: Sequence[str]) -> Sequence[str]:
    """What follows the options that stand first; a long one without `=` has a value."""
    at = 0
    while at < len(words) and words[at].startswith("-"):
        valued = words[at].startswith("--") and "=" not in words[at]
        at += 2 if valued else 1
    return words[at:]


def _matches(path: str, globs: Sequence[str]) -> bool:
    # fnmatch's `*` crosses slashes, so `app/**` and `app/*` both hold what is below `app/`.
    return any(
        fnmatchcase(path, glob) or (glob.startswith("**/") and fnmatchcase(path, glob[3:]))
        for glob in globs
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """What a commit does beside committing, as phrases; `digest` is of the programs' own text.

    It is empty where nothing runs.
    """

    does: tuple[str, ...] = ()
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What running a check showed. `exit` is None when the time limit ended it.

    `others` counts the changed files that were not part of what was checked, `beside` names the
    first of them: with any, a pass proves less than it seems and the step is not verified.
    `red_before`: it was red already. `cancelled`: the user ended it.
    """

    check: Check
    exit: int | None
    seconds: float
    tail: str
    others: int = 0
    beside: tuple[RepoPath, ...] = ()
    red_before: bool = False
    cancelled: bool = False

    @property
    def passed(self) -> bool:
        """Whether the command ended with 0."""
        return self.exit == 0

    @property
    def named(self) -> str:
        """The first of the other changed files, with a sign that there are more."""
        more = ("\u2026",) if len(self.beside) < self.others else ()
        return ", ".join((*(one.value for one in self.beside), *more)) if self.beside else ""

    @property
    def verified(self) -> bool:
        """Passed on exactly the tree that is committed."""
        return self.passed and self.others == 0


def digest(checks: Sequence[Check], formats: Sequence[Formatter] = ()) -> str:
    """What trust binds to: a change of any command, glob or moment asks again (T10)."""
    rows = [[check.run, check.when, check.paths] for check in checks]
    filters = [[one.run, one.paths] for one in formats]
    bound = {"checks": rows, "formats": filters} if filters else rows
    return hashlib.sha256(json.dumps(bound).encode()).hexdigest()
