"""`waltz demo`: a small project with its documents, and the conversation in it."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from agent import lazy
from agent.cli.context import Context
from agent.cli.talk import talk
from agent.core.errors import SetupError

_HISTORY = "agent.demo.history"
# Made with the demo, in the folder that is Waltz's own.
_MARK = Path(".git", "waltz", "demo")


def run(context: Context, arguments: Namespace) -> int:
    """Make the demo where there is none, then talk in it; `--play` types the lines itself."""
    folder = Path(arguments.folder, arguments.dir)
    if not (folder / ".git").exists():
        commits = lazy.load(_HISTORY).demo_commits()
        context.create(folder, [(one.files, one.message) for one in commits])
        context.screen.say(f"made a demo project in {folder}", "dim")
    if not (folder / _MARK).exists():
        raise SetupError(f"{folder} is a repository, but no Waltz demo; name another folder")
    there = context.elsewhere(folder)
    lines = lazy.load(_HISTORY).play_lines() if arguments.play else arguments.answers
    return talk(there, there.reader(lines), arguments)
