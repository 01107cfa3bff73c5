"""How a run ends that cannot go on: one line on standard error, and the exit code."""

from __future__ import annotations

import errno
import os
import re
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path

from agent import __version__, files
from agent.core.clean import harmless
from agent.core.errors import ExitCode
from agent.core.keys import masked

_NO_ROOM = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS))
_SECRET = re.compile(r"(?:KEY|TOKEN|SECRET|PASSWORD)S?$", re.IGNORECASE)


def unwritten(error: OSError, log: Path) -> ExitCode:
    """The end of a run that could not write; silent where whoever read us has seen enough."""
    if isinstance(error, BrokenPipeError):
        _mute()
        return ExitCode.DONE
    return unexpected(error, log)


def open_streams() -> None:
    """What the caller closed is the null device: else the next file opened gets its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            null = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 - until the end
            setattr(sys, name, null)


def _mute() -> None:
    """Nothing may complain when Python closes what nobody can write to."""
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(null, stream.fileno())


def unexpected(error: Exception, log: Path) -> ExitCode:
    """A disk that takes nothing more is the user's to mend; all else is a bug."""
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        where = f" to {error.filename}" if error.filename else ""
        complain(f"waltz: cannot write{where}: {error.strerror}; make room, then start again")
        _mute()
        return ExitCode.SETUP
    # What raised it may have been given a key, and say so (T27).
    secrets = [value for name, value in os.environ.items() if _SECRET.search(name)]
    trace = masked("".join(traceback.format_exception(error)), secrets)
    complain("waltz: " + _report(trace, log))
    return ExitCode.BUG


def complain(text: str) -> None:
    """One line: neither wrapped nor coloured, since a program may read it."""
    with suppress(OSError):  # nowhere is left to say it; the exit code does
        sys.stderr.write(f"{harmless(text)}\n")


def _report(trace: str, log: Path) -> str:
    """Keep the traceback in the folder of logs; where that fails, show it."""
    file = log / f"{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}.txt"
    try:
        log.mkdir(mode=0o700, parents=True, exist_ok=True)
        files.write_atomic(file, f"waltz {__version__}\n{trace}".encode())
    except OSError as error:
        return f"a bug, and it could not be written down ({error}):\n{trace}"
    return f"a bug in Waltz; nothing is lost. Please report it with {file}"
