"""The user's editor, on a copy in a file of its own."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from agent.adapters.terminal.child import run_in_front, words

_USUAL = ("editor", "nano", "vim", "vi")
_ENCODING = ("utf-8", "surrogateescape")


def _command(environ: Mapping[str, str]) -> Sequence[str]:
    for chosen in (environ.get("VISUAL"), environ.get("EDITOR"), *_USUAL):
        command = words(chosen or "")
        if command and shutil.which(command[0], path=environ.get("PATH")):
            return command
    return ()


def edit(text: str, name: str, environ: Mapping[str, str]) -> str | None:
    """The text after editing, unchanged when the editor fails; None when there is no editor.

    The file has the suffix of `name`, is readable by the user alone, and is gone afterwards.
    """
    command = _command(environ)
    if not command:
        return None
    suffix = re.sub(r"[^A-Za-z0-9.]", "", Path(name).suffix)
    with tempfile.TemporaryDirectory(prefix="waltz-") as folder:
        path = Path(folder, f"edit{suffix}")
        path.touch(mode=0o600)
        path.write_bytes(text.encode(*_ENCODING))
        if run_in_front([*command, str(path)], environ, None) != 0:
            return text
        return path.read_bytes().decode(*_ENCODING)
