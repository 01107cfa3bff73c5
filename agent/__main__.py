"""`python -m agent`, and the `waltz` command."""

from __future__ import annotations

import atexit
import gc
import sys

from agent import __version__, lazy

# Modules being loaded are nothing but live objects: looking for garbage among them costs 20 ms.
_ALLOCATIONS = 100_000


def main() -> int:
    """Answer `--version` and wrong usage at once; load the rest for anything else."""
    gc.set_threshold(_ALLOCATIONS)
    # The end of a process frees all it has: looking for garbage before costs another 25 ms.
    atexit.register(gc.freeze)
    argv = sys.argv[1:]
    code: int
    try:
        if argv == ["--version"]:
            # Flushed here: at exit nobody could say what went wrong any more.
            print(f"waltz {__version__}", flush=True)  # noqa: T201 - before any screen
            return 0
        arguments = lazy.load("agent.cli.arguments").parse(argv)
    except OSError as error:
        code = lazy.load("agent.app").unwritten(error)
        return code
    code = lazy.load("agent.app").main(arguments)
    return code


if __name__ == "__main__":
    sys.exit(main())
