"""`waltz demo`: a small project with its documents, and the conversation in it."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from agent.cli.context import Context
from agent.cli.talk import header
from agent.conversation import Start, converse
from agent.core.commits import read_trailers
from agent.core.errors import SetupError
from agent.demo.history import demo_commits, play_lines


def run(context: Context, arguments: Namespace) -> int:
    """Make the demo where there is none, then talk in it; `--play` types the lines itself."""
    folder = Path(arguments.folder, arguments.dir)
    if not (folder / ".git").exists():
        context.create(folder, [(one.files, one.message) for one in demo_commits()])
        context.screen.say(f"made a demo project in {folder}", "dim")
    there = context.elsewhere(folder)
    _must_be_demo(there, folder)
    lines = play_lines() if arguments.play else arguments.answers
    start = Start(attended=there.attended and lines is None, header=header(there))
    return converse(start, there.here(), there.ports(there.reader(lines)))


def _must_be_demo(context: Context, folder: Path) -> None:
    for record in context.history().records():
        if (read_trailers(record.message) or {}).get("Waltz-Session") == "demo":
            return
    raise SetupError(f"{folder} is a repository, but no Waltz demo; name another folder")
