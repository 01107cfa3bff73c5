"""The command line, read without anything heavy: `--help` and a wrong word answer at once."""

from __future__ import annotations

import argparse
import re
import sys
from typing import TYPE_CHECKING, NoReturn, TextIO, cast

from agent import __version__
from agent.cli.commands import COMMANDS, TALK, answers, model, profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from _typeshed import SupportsWrite

    from agent.cli.commands import Command

_USAGE = 2


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line, and where to read more; a command that is none is told the nearest one."""
        word = re.match(r"argument COMMAND: invalid choice: '([^']*)'", message)
        if word is not None:
            near = [one.name for one in COMMANDS if one.name.startswith(word[1][:2])]
            meant = f"; did you mean {near[0]}?" if near else ""
            message = f"there is no command {word[1]}{meant}"
        self.exit(_USAGE, f"{self.prog}: {message} (see {self.prog} --help)\n")

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        """Written out at once, and not swallowed where it cannot be, as argparse does (F03)."""
        out = cast("TextIO | None", file or sys.stderr)
        if message and out is not None:
            out.write(message)
            out.flush()


def _possible(argv: Sequence[str]) -> Iterable[Command]:
    """The subcommands that these arguments may mean: to describe one takes a millisecond."""
    if not argv:
        return ()
    return [one for one in COMMANDS if one.name == argv[0]] or COMMANDS


def parse(argv: list[str]) -> argparse.Namespace:
    """The arguments; `command` is None for the conversation. Exits for help and wrong usage."""
    folder = _Parser(add_help=False)
    folder.add_argument(
        *("-C", "--folder"),
        default=argparse.SUPPRESS,
        metavar="DIR",
        help="work in DIR instead of where you stand",
    )
    parser = _Parser(
        prog="waltz",
        description="Builds a REST API one endpoint at a time, three steps between two yeses. "
        "Without a COMMAND it asks which endpoint, or goes on where you left.",
        epilog="example: waltz -C ~/shop endpoints",
        parents=[folder],
    )
    parser.add_argument("--version", action="version", version=f"waltz {__version__}")
    parsers = parser.add_subparsers(
        dest="command", metavar="COMMAND", prog=parser.prog, parser_class=_Parser
    )
    for command in _possible(argv):
        one = parsers.add_parser(
            command.name,
            help=command.help,
            description=f"{command.help[0].upper()}{command.help[1:]}.",
            epilog=f"example: {command.example}",
            parents=[folder],
        )
        for add in command.add_arguments:
            add(one)
        one.set_defaults(run=command.run)
    answers(parser)
    model(parser)
    profile(parser)
    parser.set_defaults(run=TALK)
    # As a default of the option, the subcommand's own would overwrite what stood before it.
    return parser.parse_args(argv, argparse.Namespace(folder=".", model=None, profile=""))
