"""What a subcommand works with; each part is made when it is first asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from agent.core.values import dataclass

if TYPE_CHECKING:
    # Only named here: the events alone cost 60 ms, and most subcommands need none.
    from pathlib import Path

    from agent.board import BoardRow
    from agent.chat import Models
    from agent.core.documents import RepoPath, Role
    from agent.core.session import Session
    from agent.core.settings import Language, Settings
    from agent.dialogue import Reader, Screen
    from agent.drafter import Profiles
    from agent.memory import Archive, History
    from agent.ports import Library, Ports, Record, Repo, Trust, Worktree
    from agent.sessions import Sessions, SessionSummary
    from agent.sources.stack.survey import Survey

# A file's name (`-` is standard input), lines as they stand, or None for the keyboard.
Answers = str | Sequence[str] | None
Commits = Sequence[tuple[Sequence[tuple["RepoPath", bytes]], str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The ports by need. `print` writes to standard output as it is, `screen` for a reader.

    `name` is the folder's; `attended` says whether somebody can answer; `past` is the newest
    session here as it was left; `rows` is the board of endpoints, `counted` how many of them were
    in which state, where that was kept and still holds, `language` what was spoken here then,
    `count` counts them now; `skipped` says
    which files were left out, and why, of those that git ignores what has such a role; `survey` is
    what lies around them; `surroundings` are names and values about machine and repository;
    `create` makes a repository of these commits; `models` are those to draft with; `still` is a
    library that reads each document once, `record` what a series has done so far, `note` shows in
    place of what is busy; `elsewhere` is the context of another folder, `aside` the one of this
    folder with its screen on standard error.
    """

    attended: bool
    told: str
    screen: Screen
    print: Callable[[str], object]
    name: Callable[[], str]
    repo: Callable[[], Repo]
    history: Callable[[], History]
    worktree: Callable[[], Worktree]
    library: Callable[[], Library]
    profiles: Callable[[], Profiles]
    settings: Callable[[], Settings]
    trust: Callable[[], Trust]
    here: Callable[[], Sessions]
    sessions: Callable[[], tuple[SessionSummary, ...]]
    archive: Callable[[], Archive]
    past: Callable[[], Session | None]
    counted: Callable[[], Mapping[str, int] | None]
    language: Callable[[], Language]
    rows: Callable[[], tuple[BoardRow, ...]]
    count: Callable[[], Mapping[str, int]]
    skipped: Callable[[Collection[Role]], tuple[str, ...]]
    survey: Callable[[], Survey]
    surroundings: Callable[[], tuple[tuple[str, str], ...]]
    reader: Callable[[Answers], Reader]
    ports: Callable[[Reader], Ports]
    create: Callable[[Path, Commits], None]
    models: Models
    still: Callable[[], Library]
    record: Callable[[], Record]
    note: Callable[[str], object]
    elsewhere: Callable[[Path], Context]
    aside: Callable[[], Context]

    def answer(self, value: Mapping[str, object]) -> None:
        """Print a JSON object with the version of its shape."""
        self.print(json.dumps({"version": 1, **value}, indent=2) + "\n")
