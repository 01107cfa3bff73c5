"""The subcommands as a tuple; what each of them runs is loaded when it is called."""

from __future__ import annotations

import argparse
import re
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

from agent import lazy
from agent.core.values import dataclass

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


def answers(parser: ArgumentParser) -> None:
    """The option that gives each gate its line."""
    parser.add_argument(
        "--answers",
        metavar="FILE",
        help="a line for each gate, from FILE or - for standard input; nothing else is approved",
    )


def model(parser: ArgumentParser) -> None:
    """The option that says who drafts."""
    parser.add_argument(
        "--model",
        default=argparse.SUPPRESS,
        metavar="PROVIDER:NAME",
        help="draft with this model, e.g. openai:gpt-5; none is the built-in drafter",
    )
    parser.add_argument(
        "--max-tokens",
        default=argparse.SUPPRESS,
        type=_count,
        metavar="N",
        help="stop before a request that makes it more, sent and received",
    )
    parser.add_argument(
        "--max-cost",
        default=argparse.SUPPRESS,
        type=_dollars,
        metavar="DOLLARS",
        help="the same in money, by the prices in your config.toml",
    )


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of tokens")
    return int(text)


def _dollars(text: str) -> float:
    if not re.fullmatch(r"\d{1,6}(?:\.\d{1,4})?", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} is no amount, as in 0.50")
    return float(text)


def profile(parser: ArgumentParser) -> None:
    """The option that says by which prompt plans are drafted."""
    parser.add_argument(
        "--profile",
        default=argparse.SUPPRESS,
        metavar="NAME|FILE",
        help="draft plans by this profile or prompt file; `waltz profiles` lists them",
    )


def _session(parser: ArgumentParser) -> None:
    parser.add_argument("session", nargs="?", metavar="ID", help="the newest, when left out")


def _demo(parser: ArgumentParser) -> None:
    parser.add_argument("dir", nargs="?", default="waltz-demo", metavar="DIR")
    parser.add_argument("--play", action="store_true", help="type the user's lines itself")


def _plan(parser: ArgumentParser) -> None:
    parser.add_argument(
        "endpoint",
        nargs="*",
        metavar="ENDPOINT",
        help="method and path, a part of them, or its number; or a feature's number or name",
    )
    parser.add_argument("--yes", action="store_true", help="save and commit what is drafted")
    parser.add_argument(
        "--together", action="store_true", help="one plan of these endpoints, by the built-in rules"
    )
    parser.add_argument("--all", action="store_true", help="a plan for every endpoint, in one go")
    parser.add_argument("--only", default="", metavar="GLOB", help="with --all: of these, no more")
    parser.add_argument(
        *("-j", "--jobs"),
        type=int,
        default=1,
        metavar="N",
        help="with --all: ask a model for N plans at once",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="write none: show the plan; with --all say which"
    )


def _lint(parser: ArgumentParser) -> None:
    parser.add_argument(
        "plan", nargs="*", metavar="PLAN|ENDPOINT", help="a plan's file, or its endpoint; else all"
    )


def _profiles(parser: ArgumentParser) -> None:
    parser.add_argument(
        "words",
        nargs="*",
        metavar="show NAME|FILE",
        help="what was understood of one of them, or of a prompt file",
    )


def _doctor(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--for",
        nargs="+",
        dest="paths",
        default=(),
        metavar="PATH",
        help="which rules hold for these files, in which order, and why",
    )
    parser.add_argument(
        "--ask", action="store_true", help="send the model one tiny request, and say how it went"
    )


def _step(parser: ArgumentParser) -> None:
    parser.add_argument("step", nargs="?", metavar="STEP", help="its number; else the last one")


def _endpoint(parser: ArgumentParser) -> None:
    parser.add_argument("endpoint", nargs="*", metavar="ENDPOINT", help="else the last worked")


TALK = late("agent.cli.talk")

COMMANDS: tuple[Command, ...] = (
    Command(
        name="demo",
        help="a small FastAPI project with its documents, to try Waltz in",
        example="waltz demo",
        run=late("agent.cli.demo"),
        add_arguments=(_demo, answers, model),
    ),
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
        name="profiles",
        help="the prompts that plans are drafted by, and which inputs they find here",
        example="waltz profiles show .ai/prompts/plan.md",
        run=late("agent.cli.profiles"),
        add_arguments=(_profiles, _json, profile),
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
        name="resume",
        help="go on with a session, without the question",
        example="waltz resume",
        run=TALK,
        add_arguments=(_session, answers, model, profile),
    ),
    Command(
        name="plan",
        help="draft plans without the conversation",
        example="waltz plan 'POST /api/books' --yes",
        run=late("agent.cli.plan"),
        add_arguments=(_plan, _json, model, profile),
    ),
    Command(
        name="lint",
        help="check plans against the documents; exit 6 where they err",
        example="waltz lint 'POST /api/books'",
        run=late("agent.cli.lint"),
        add_arguments=(_lint, _json, profile),
    ),
    Command(
        name="undo",
        help="take a step back by its content, after a preview",
        example="waltz undo 3",
        run=late("agent.cli.undo"),
        add_arguments=(_step, answers),
    ),
    Command(
        name="redo",
        help="bring an undone step back, after a preview",
        example="waltz redo 3",
        run=late("agent.cli.undo"),
        add_arguments=(_step, answers),
    ),
    Command(
        name="report",
        help="Markdown for a pull request, facts only",
        example="waltz report > pr.md",
        run=late("agent.cli.report"),
        add_arguments=(_endpoint,),
    ),
    Command(
        name="doctor",
        help="what Waltz found here: git, documents and why, settings, checks",
        example="waltz doctor --for src/api/books.ts",
        run=late("agent.cli.doctor"),
        add_arguments=(_doctor, model),
    ),
)
