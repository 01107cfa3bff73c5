"""The one way to run the git program: hardened, bounded in time, in a session of its own."""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import partial
from pathlib import Path
from typing import IO, Literal

from agent import lazy
from agent.adapters.git.patience import DAMAGED, End, Patience, noted
from agent.core.errors import RefusedError, refused
from agent.core.values import dataclass

Stream = IO[bytes] | int
Kind = Literal["read", "config", "index", "commit"]

# A read runs nothing that the repository's config names (T13); nor does writing an index, but for
# the clean filters that make the blob. Only `git commit` has the user's hooks and signing.
_PLAIN = (
    *("--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"),
    *("-c", "safe.bareRepository=explicit", "-c", "log.showSignature=false"),
)
# These reach the hooks as well, so they are few. Collecting garbage may wait for the user's git.
_COMMIT = (
    *(
        "--no-pager",
        "-c",
        "core.fsmonitor=false",
        "-c",
        "gc.auto=0",
        "-c",
        "maintenance.auto=false",
    ),
    *("-c", "user.useConfigOnly=true", "-c", "i18n.commitEncoding=UTF-8"),
)
# Reading settings runs nothing, and they are to be seen as they are without ours.
_OPTIONS: dict[Kind, Sequence[str]] = {
    "read": _PLAIN,
    "config": ("--no-pager",),
    "index": _PLAIN,
    "commit": _COMMIT,
}

_PROMPTLESS = {"GIT_TERMINAL_PROMPT": "0"}
_LITERAL = {**_PROMPTLESS, "GIT_LITERAL_PATHSPECS": "1", "LC_ALL": "C"}
# A partial clone would fetch a missing object through a command of its config.
_OFFLINE = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none"}
SETTINGS: dict[Kind, dict[str, str]] = {
    "read": {**_LITERAL, **_OFFLINE},
    "config": {**_LITERAL, **_OFFLINE},
    "index": _LITERAL,
    "commit": _PROMPTLESS,
}
_KEPT = ("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG_")

_PIPES = (subprocess.PIPE, subprocess.PIPE, subprocess.PIPE)
_SECONDS = 60.0
_GRACE = 2.0
_ELSEWHERE = 0.005
_TAIL_BYTES = 8192
_TAIL_LINES = 12
_FSYNC_SINCE = (2, 36)
_NO_DAMAGE = re.compile(r"No space left|Disk quota|Read-only file system|Permission denied")
_ESCAPES = re.compile(r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b\[[0-?]*[ -/]*[@-~]?|\x1b.?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One run of git: its arguments, what it may do, and what it reads on standard input.

    With `patience` it may run programs of the user's, and all that it says is in `Ran.out`.
    """

    args: Sequence[str]
    kind: Kind = "read"
    stdin: bytes = b""
    env: Mapping[str, str] = field(default_factory=dict[str, str])
    seconds: float = _SECONDS
    patience: Patience | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How it ended: exit code (negative for a signal), output, and messages."""

    code: int
    out: bytes
    err: bytes
    end: End = "itself"

    @property
    def tail(self) -> str:
        """The end of all it said, fit for a screen."""
        return plain((self.out + b"\n" + self.err)[-_TAIL_BYTES:].decode(errors="replace"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Git:
    """The git program, run in one folder; its children keep the descriptors `held` open."""

    program: str
    version: tuple[int, int]
    folder: Path
    held: tuple[int, ...] = ()

    def run(self, call: Call) -> Ran:
        """Run it to its end, whatever it answers; RefusedError when it cannot be started."""
        with _startable():
            return _run(self._command(call), self, call)

    def both(self, first: Call, second: Call) -> tuple[Ran, Ran]:
        """The same for two that only read, while the other one runs."""
        with (
            _startable(),
            _start(self._command(first), self, first, _PIPES) as one,
            _start(self._command(second), self, second, _PIPES) as other,
        ):
            return _talk(one, first), _talk(other, second)

    def _command(self, call: Call) -> Sequence[str]:
        return (self.program, *_OPTIONS[call.kind], *self._durable(call), *call.args)

    def _durable(self, call: Call) -> Sequence[str]:
        if call.kind in {"read", "config"} and call.args[0] != "hash-object":
            return ()
        if self.version < _FSYNC_SINCE:
            return ("-c", "core.fsyncObjectFiles=true")
        return ("-c", "core.fsync=committed,reference")

    def read(self, *args: str, stdin: bytes = b"") -> bytes:
        """What git prints; RefusedError `git-state` when it fails."""
        return self.ask(Call(args=args, stdin=stdin))

    def ask(self, call: Call) -> bytes:
        """What git prints; RefusedError `git-state` when it fails."""
        ran = self.run(call)
        if ran.code != 0:
            raise failed(call, ran)
        return ran.out


def failed(call: Call, ran: Ran) -> RefusedError:
    """The refusal for a run that should not have failed."""
    said = ran.tail or f"it ended with {ran.code}"
    if ".lock" in said and "File exists" in said:
        return refused("busy", "git", f"{said}; another git is at work, or was killed")
    damaged = "" if _NO_DAMAGE.search(said) else DAMAGED
    return refused("git-state", f"git {call.args[0]}", f"{said}{damaged}")


def plain(said: str) -> str:
    """The last lines of a text, without control characters, on one line."""
    lines = [_CONTROL.sub(" ", line).strip() for line in _ESCAPES.sub("", said).splitlines()]
    return " / ".join([line for line in lines if line][-_TAIL_LINES:])


def is_foreign(name: str) -> bool:
    """Whether a variable of our environment may point git elsewhere."""
    return name.startswith("GIT_") and not name.startswith(_KEPT)


def environment(kind: Kind) -> dict[str, str]:
    """Our own environment without what points git elsewhere, with what hardens it."""
    kept = {name: value for name, value in os.environ.items() if not is_foreign(name)}
    return kept | SETTINGS[kind]


@contextlib.contextmanager
def _startable() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise refused("git-state", "git", f"it cannot be run: {error.strerror}") from error


def _run(command: Sequence[str], git: Git, call: Call) -> Ran:
    if call.patience is None:
        with _start(command, git, call, _PIPES) as run:
            return _talk(run, call)
    # Were we killed, git would take half a message from a pipe for the whole one; and a hook may
    # leave a child behind that keeps a pipe open. So a commit has files at both ends.
    file: Callable[[], IO[bytes]] = lazy.load("tempfile").TemporaryFile
    with file() as message, file() as spool:
        message.write(call.stdin)
        message.seek(0)
        ends = (message, spool, subprocess.STDOUT)
        with noted() as pressed, _start(command, git, call, ends) as run, _ended(run):
            end = call.patience.wait(partial(_is_over, run), pressed)
        return Ran(code=run.returncode, out=_tail(spool), err=b"", end=end)


def _start(
    command: Sequence[str], git: Git, call: Call, ends: tuple[Stream, Stream, Stream]
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - an argument list, the program found by us
        command,
        cwd=git.folder,
        env=environment(call.kind) | dict(call.env),
        stdin=ends[0],
        stdout=ends[1],
        stderr=ends[2],
        start_new_session=True,
        pass_fds=git.held,
    )


def _talk(process: subprocess.Popen[bytes], call: Call) -> Ran:
    out = err = b""
    end: End = "itself"
    with _ended(process):
        try:
            out, err = process.communicate(call.stdin, timeout=call.seconds)
        except subprocess.TimeoutExpired:
            end = "late"
    return Ran(code=process.returncode, out=out, err=err, end=end)


def _is_over(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Whether it ends within so many seconds, known at once: `wait` would look ever more rarely."""
    try:
        end = os.pidfd_open(process.pid)
    except (AttributeError, OSError):  # not on Linux
        time.sleep(min(seconds, _ELSEWHERE))
        return process.poll() is not None
    try:
        select.select([end], [], [], seconds)
    finally:
        os.close(end)
    return process.poll() is not None


@contextlib.contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """However the wait for it ends, the process and its group do as well."""
    try:
        yield
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    # Politely first: git removes its locks when it is asked to end.
    os.killpg(process.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_GRACE)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _tail(spool: IO[bytes]) -> bytes:
    spool.seek(max(0, spool.seek(0, os.SEEK_END) - _TAIL_BYTES))
    return spool.read()
