"""The subcommands as a tuple; what each of them runs is loaded when it is called."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent import lazy

if TYPE_CHECKING:
    from agent.cli.context import Context

Run = Callable[["Context", Namespace], int]
Adder = Callable[[ArgumentParser], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One subcommand: its name, what it does in a line, an example, arguments and function."""

    name: str
    help: str
    example: str
    run: Run
    add_arguments: tuple[Adder, ...] = ()


def late(module: str) -> Run:
    """The `run` of a module that is loaded when it is called."""

    def run(context: Context, arguments: Namespace) -> int:
        code: int = lazy.load(module).run(context, arguments)
        return code

    return run


def _json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON on standard output")


COMMANDS: tuple[Command, ...] = (
    Command(
        name="endpoints",
        help="every endpoint of the documents and how far it is",
        example="waltz endpoints --json",
        run=late("agent.cli.endpoints"),
        add_arguments=(_json,),
    ),
    Command(
        name="tables",
        help="the tables of the db plan",
        example="waltz tables",
        run=late("agent.cli.tables"),
        add_arguments=(_json,),
    ),
    Command(
        name="plans",
        help="the implementation plans that were found",
        example="waltz plans",
        run=late("agent.cli.plans"),
        add_arguments=(_json,),
    ),
    Command(
        name="status",
        help="where we are: endpoint, steps, and what comes next",
        example="waltz status --json",
        run=late("agent.cli.status"),
        add_arguments=(_json,),
    ),
    Command(
        name="sessions",
        help="all sessions of this repository",
        example="waltz sessions",
        run=late("agent.cli.sessions"),
        add_arguments=(_json,),
    ),
    Command(
        name="doctor",
        help="what Waltz found here: git, documents and why, settings, checks",
        example="waltz doctor",
        run=late("agent.cli.doctor"),
    ),
)
