"""The user's own commands, run where they cannot reach the terminal, the keys or our memory."""

from __future__ import annotations

import os
import re
import select
import selectors
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import IO

from agent.core.patterns import deferred
from agent.ports import Filtered, Outcome

_KEPT = deferred(
    r"PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|CI|XDG_CACHE_HOME|DOCKER_HOST"
    r"|VIRTUAL_ENV|CONDA_PREFIX|PYTHON\w*|PYENV_\w+|UV_\w+|NODE_\w+|NVM_\w+|PNPM_HOME|BUN_INSTALL"
    r"|JAVA_HOME|MAVEN_OPTS|GRADLE_\w+|DOTNET_\w+|NUGET_PACKAGES"
    r"|GO(?:PATH|ROOT|BIN|CACHE|MODCACHE|FLAGS|PROXY|PRIVATE|TOOLCHAIN|WORK)|CARGO_HOME|RUSTUP_HOME|SSL_CERT_FILE|SSL_CERT_DIR|REQUESTS_CA_BUNDLE"
)
_SECRET = deferred(
    r"(?:^|_)(?:\w*KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL|AUTH)S?(?:_|$)", re.IGNORECASE
)
_LOGIN = deferred(r"://[^/@\s]*:[^/@\s]*@")
_ESCAPE = deferred(r"\x1b\[[0-9;:?]*[ -/]*[@-~]")
_TAIL = 16_384
_CHUNK = 65_536
_TICK = 0.05
_GRACE = 1.0
_MOST = 10_000_000
_ENDING = (signal.SIGTERM, signal.SIGHUP)
_NOT_FOUND, _NOT_STARTED, _SIGNALLED = 127, 126, 128


def environment(environ: Mapping[str, str]) -> dict[str, str]:
    """What a command may see of ours: the names on the list, and nothing that is named a secret."""
    kept = {
        name: value
        for name, value in environ.items()
        if _KEPT.fullmatch(name) and not _SECRET.search(name) and not _LOGIN.search(value)
    }
    return {**kept, "TERM": "dumb", "NO_COLOR": "1", "GIT_TERMINAL_PROMPT": "0"}


class _Tail:
    """The end of an output of any size."""

    def __init__(self) -> None:
        self._kept = b""
        self._size = 0

    def add(self, data: bytes) -> None:
        self._size += len(data)
        self._kept = (self._kept + data)[-_TAIL:]

    def text(self) -> str:
        """The text, without colours; a line drawn over itself is shown as it was left."""
        kept, cut = self._kept, self._size - len(self._kept)
        said = ""
        if cut:
            _, newline, rest = kept.partition(b"\n")
            kept = rest if newline and rest else kept
            said = f"… {self._size - len(kept):,} bytes before this are left out\n"
        lines = _ESCAPE.sub("", kept.decode("utf-8", "replace")).split("\n")
        return said + "\n".join(line.rstrip("\r").rsplit("\r", 1)[-1] for line in lines)


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the command and all that it started in its group."""
    try:
        if process.poll() is None:
            _signal_group(process, signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                process.wait(_GRACE)
    finally:
        _signal_group(process, signal.SIGKILL)
        process.wait()


@contextmanager
def _ending_with_us(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """A signal that ends us ends the command too: in a session of its own it gets none (F42)."""

    def end(number: int, _frame: object) -> None:
        _signal_group(process, signal.SIGTERM)
        time.sleep(_TICK)
        _signal_group(process, signal.SIGKILL)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    numbers = [one for one in _ENDING if signal.getsignal(one) is signal.SIG_DFL]
    for number in numbers:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in numbers:
            signal.signal(number, signal.SIG_DFL)


def _follow(process: subprocess.Popen[bytes], output: int, tail: _Tail, end: float) -> bool:
    """Read until the output is closed or the command has ended; False when time ran out first."""
    ended = False
    while (now := time.monotonic()) < end:
        if select.select([output], [], [], min(_TICK, end - now))[0]:
            data = os.read(output, _CHUNK)
            tail.add(data)
            if not data:
                break
        elif ended:
            return True
        if not ended and process.poll() is not None:
            # What it left behind may go on writing: a moment for what was written before.
            ended, end = True, min(end, now + _GRACE)
    with suppress(subprocess.TimeoutExpired):
        process.wait(max(end - time.monotonic(), 0))
    return process.returncode is not None


def _outcome(process: subprocess.Popen[bytes], output: int, seconds: float) -> Outcome:
    started, tail = time.monotonic(), _Tail()
    try:
        with _ending_with_us(process):
            in_time = _follow(process, output, tail, started + seconds)
    finally:
        _end(process)
    return Outcome(
        exit=_exit(process) if in_time else None,
        seconds=time.monotonic() - started,
        tail=tail.text(),
    )


def _exit(process: subprocess.Popen[bytes]) -> int:
    number = process.returncode
    return number if number >= 0 else _SIGNALLED - number


class _Exchange:
    """Bytes to a filter and from it at the same time, so that neither waits for the other."""

    def __init__(self, process: subprocess.Popen[bytes], data: bytes) -> None:
        self._process = process
        self._left = memoryview(data)
        self._ready = selectors.DefaultSelector()
        self.out = bytearray()
        self.said = _Tail()
        given = ((process.stdin, selectors.EVENT_WRITE, self._write),)
        made = ((process.stdout, self.out.extend), (process.stderr, self.said.add))
        taken = ((pipe, selectors.EVENT_READ, partial(self._read, to)) for pipe, to in made)
        for pipe, event, act in (*given, *taken):
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)
                self._ready.register(pipe, event, act)

    def _write(self, pipe: IO[bytes]) -> None:
        try:
            self._left = self._left[os.write(pipe.fileno(), self._left[:_CHUNK]) :]
        except BrokenPipeError:
            # It has seen enough; its exit code says whether that is right.
            self._left = self._left[:0]
        if not self._left:
            self._ready.unregister(pipe)
            pipe.close()

    def _read(self, to: Callable[[bytes], object], pipe: IO[bytes]) -> None:
        data = os.read(pipe.fileno(), _CHUNK)
        to(data)
        if not data:
            self._ready.unregister(pipe)

    def follow(self, seconds: float) -> str:
        """Until all is read or the filter has ended; which limit ended it, empty for none."""
        end, ended = time.monotonic() + seconds, False
        with self._ready:
            while self._ready.get_map() and len(self.out) <= _MOST:
                now = time.monotonic()
                ready = self._ready.select(min(_TICK, end - now)) if now < end else []
                for key, _ in ready:
                    key.data(key.fileobj)
                if not ready and (ended or now >= end):
                    break
                # What it left behind may hold its output open.
                ended = ended or self._process.poll() is not None
        if len(self.out) > _MOST:
            return f"more than {_MOST // 1_000_000} MB came out of it"
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(max(end - time.monotonic(), 0))
        return "" if self._process.returncode is not None else f"no end after {seconds:.0f} s"


def _filtered(process: subprocess.Popen[bytes], data: bytes, seconds: float) -> Filtered:
    exchange = _Exchange(process, data)
    try:
        with _ending_with_us(process):
            limit = exchange.follow(seconds)
    finally:
        _end(process)
    return Filtered(
        exit=None if limit else _exit(process),
        out=bytes(exchange.out),
        tail=limit or exchange.said.text(),
    )


def _unstarted(error: OSError | ValueError) -> tuple[int, str]:
    code = _NOT_FOUND if isinstance(error, FileNotFoundError) else _NOT_STARTED
    return code, f"cannot be started: {error}"


class ProcessRunner:
    """Runs commands from the repository's top, in a session of their own, for a limited time."""

    def __init__(self, *, top: Path, environ: Mapping[str, str]) -> None:
        self._top = top
        self._environ = environ

    def run(self, command: Sequence[str], seconds: float) -> Outcome:
        """Run without a shell. What the command leaves running is ended with it."""
        read, write = os.pipe()
        with os.fdopen(read, "rb") as output:
            with os.fdopen(write, "wb") as sink:
                try:
                    process = self._start(command, subprocess.DEVNULL, sink.fileno(), sink.fileno())
                except (OSError, ValueError) as error:
                    code, said = _unstarted(error)
                    return Outcome(exit=code, seconds=0, tail=said)
            return _outcome(process, output.fileno(), seconds)

    def _start(
        self, command: Sequence[str], given: int, out: int, said: int
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 (trusted by the user, who saw it as it runs)
            command,
            cwd=self._top,
            env=environment(self._environ),
            stdin=given,
            stdout=out,
            stderr=said,
            start_new_session=True,
        )

    def filter(self, command: Sequence[str], data: bytes, seconds: float) -> Filtered:
        """Run without a shell, its output apart from what it says on standard error."""
        try:
            process = self._start(command, subprocess.PIPE, subprocess.PIPE, subprocess.PIPE)
        except (OSError, ValueError) as error:
            code, said = _unstarted(error)
            return Filtered(exit=code, out=b"", tail=said)
        with process:
            return _filtered(process, data, seconds)

    def shell(self, command: str, seconds: float) -> Outcome:
        """Run what the user typed, by their shell."""
        return self.run([self._environ.get("SHELL") or "/bin/sh", "-c", command], seconds)
