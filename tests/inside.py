"""`waltz` as it is typed in a folder, but run in this process: a process costs 0.3 s."""

from __future__ import annotations

import gc
import sys
from contextlib import ExitStack, chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from agent.__main__ import main


@dataclass(frozen=True)
class Ended:
    """How it ended, and what it wrote."""

    code: int
    out: str
    err: str


def inside(*words: str, cwd: Path, stdin: bytes = b"") -> Ended:
    """Run it to its end; nothing of it is a terminal."""
    typed, out, err = (_stream(BytesIO(one)) for one in (stdin, b"", b""))
    collected = gc.get_threshold()
    with ExitStack() as stack:
        at = stack.enter_context(pytest.MonkeyPatch.context())
        at.setattr(sys, "argv", ["waltz", *words])
        at.setattr(sys, "stdin", typed)
        for one in (chdir(cwd), redirect_stdout(out), redirect_stderr(err)):
            stack.enter_context(one)
        try:
            code = main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        finally:
            gc.set_threshold(*collected)
    return Ended(code, _written(out), _written(err))


def _stream(data: BytesIO) -> TextIOWrapper:
    return TextIOWrapper(data, encoding="utf-8", write_through=True)


def _written(stream: TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()
