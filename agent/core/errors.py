"""Refusals, the errors that end a command, and its exit codes (design.md §5)."""

from __future__ import annotations

from enum import IntEnum
from typing import Literal

from agent.core.values import dataclass

RefusalCode = Literal[
    "outside-repo",
    "symlink",
    "git-dir",
    "protected-file",
    "not-approved",
    "stale-file",
    "ambiguous",
    "not-found",
    "bad-answer",
    "secret",
    "untrusted-config",
    "too-large",
    "busy",
    "git-state",
]


# The subject of the refusal where git does not know who commits.
NOBODY = "user.name"


class ExitCode(IntEnum):
    """What the shell sees when `waltz` ends."""

    DONE = 0
    SETUP = 1
    USAGE = 2
    REFUSED = 3
    WAITING = 4
    DECLINED = 5
    BUDGET = 7
    FINDINGS = 6
    BUG = 70
    PROVIDER = 75
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Something Waltz did not do: a code, what it is about, and the reason with what to do."""

    code: RefusalCode
    subject: str
    reason: str

    def __str__(self) -> str:
        return f"REFUSED {self.code} {self.subject}: {self.reason}"


class WaltzError(Exception):
    """An expected end: one line for the user and an exit code."""

    exit_code = ExitCode.BUG


class SetupError(WaltzError):
    """The user must do something first: not a repository, no commit, no documents."""

    exit_code = ExitCode.SETUP


class UsageError(WaltzError):
    """Wrong usage, or an endpoint that is unknown or matches several."""

    exit_code = ExitCode.USAGE


class EndpointError(UsageError):
    """An endpoint that no document names, or a word that several match."""


class ProfileError(UsageError):
    """A prompt file that cannot be read as a profile: file, line, and what is wrong."""


class RefusedError(WaltzError):
    """Carries a refusal up to where it is shown and written down."""

    exit_code = ExitCode.REFUSED

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


class WaitingError(WaltzError):
    """Unattended, and a gate is open that no answer was given for."""

    exit_code = ExitCode.WAITING


class DeclinedError(WaltzError):
    """Unattended, and the answer given was a no."""

    exit_code = ExitCode.DECLINED


def refused(code: RefusalCode, subject: object, reason: str) -> RefusedError:
    """The error for one refusal, to be raised by the caller."""
    return RefusedError(Refusal(code=code, subject=str(subject), reason=reason))
