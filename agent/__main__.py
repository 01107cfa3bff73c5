"""`python -m agent`, and the `waltz` command."""

from __future__ import annotations

import sys

from agent import __version__, lazy


def main() -> int:
    """Answer `--version` and wrong usage at once; load the rest for anything else."""
    argv = sys.argv[1:]
    if argv == ["--version"]:
        sys.stdout.write(f"waltz {__version__}\n")
        return 0
    arguments = lazy.load("agent.cli.arguments").parse(argv)
    code: int = lazy.load("agent.app").main(arguments)
    return code


if __name__ == "__main__":
    sys.exit(main())
