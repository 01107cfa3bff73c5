"""A program of the user's own, pager or editor, that has the terminal while it runs."""

from __future__ import annotations

import shlex
import signal
import subprocess
from collections.abc import Mapping, Sequence


def words(chosen: str) -> list[str]:
    """The words of a command as the user's environment names it; none if it cannot be read."""
    try:
        return shlex.split(chosen)
    except ValueError:
        return []


def run_in_front(command: Sequence[str], environ: Mapping[str, str], text: bytes | None) -> int:
    """Run it on our terminal, `text` on its standard input; its exit status.

    Ctrl-C is the program's own while it runs. Raises OSError when it cannot be started.
    """
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        # The command comes from the user's own environment.
        return subprocess.run(command, input=text, env=environ, check=False).returncode  # noqa: S603 - see above
    finally:
        signal.signal(signal.SIGINT, before)
