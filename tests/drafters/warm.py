"""Python that has loaded what all projects' tests load, and runs each in a fork of itself.

Loading it takes longer than the tests do. It reads requests as lines of JSON, and answers so.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import runpy
import sys
import tempfile
from typing import NoReturn, TypedDict

LOADED = ("aiosqlite", "fastapi.testclient", "httpx2", "pytest", "sqlalchemy.ext.asyncio")


class Wanted(TypedDict):
    """A run of Python: its arguments, where, and with which environment."""

    arguments: list[str]
    folder: str
    environ: dict[str, str]


class Ran(TypedDict):
    """How it ended."""

    code: int
    out: str
    err: str


def serve(wanted: Wanted) -> Ran:
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        process = os.fork()
        if process == 0:
            run(wanted, (out.fileno(), err.fileno()))
        _, status = os.waitpid(process, 0)
        out.seek(0)
        err.seek(0)
        return Ran(code=os.waitstatus_to_exitcode(status), out=out.read(), err=err.read())


def run(wanted: Wanted, ends: tuple[int, int]) -> NoReturn:
    """As Python does with these arguments: a module or a file, then what is for it."""
    for own, end in zip((1, 2), ends, strict=True):
        os.dup2(end, own)
    os.chdir(wanted["folder"])
    os.environ.clear()
    os.environ.update(wanted["environ"])
    sys.path[0] = wanted["folder"]
    kind, *rest = wanted["arguments"]
    code: object = 0
    try:
        if kind == "-m":
            sys.argv = rest
            runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
        else:
            sys.argv = [kind, *rest]
            runpy.run_path(kind, run_name="__main__")
    except SystemExit as ended:
        code = ended.code
    except BaseException:  # noqa: BLE001 - the interpreter's own way with what nobody catches
        sys.excepthook(*sys.exc_info())
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(int(code or 0) if isinstance(code, int | None) else 1)


def main() -> None:
    for name in LOADED:
        importlib.import_module(name)
    gc.freeze()  # what is loaded stays: no fork need look through it
    for line in sys.stdin:
        sys.stdout.write(json.dumps(serve(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
