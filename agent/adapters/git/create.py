"""Makes a new repository with a given history: for the demo."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from agent import files
from agent.adapters.git.run import Call, Git
from agent.core.documents import RepoPath
from agent.core.errors import SetupError

_VERSION = (2, 32)
_NAME, _MAIL = "Waltz demo", "demo@waltz.invalid"

NewCommit = tuple[Sequence[tuple[RepoPath, bytes]], str]


def create_repository(folder: Path, commits: Sequence[NewCommit]) -> None:
    """Fill an empty or missing folder; SetupError when something is there already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SetupError(f"{folder} is there already and is no Waltz demo; name another folder")
    program = shutil.which("git")
    if program is None:
        raise SetupError("git is not installed: Waltz needs git 2.32 or newer")
    folder.mkdir(parents=True, exist_ok=True)
    git = Git(program=program, version=_VERSION, folder=folder)
    git.read("init", "--quiet", "--initial-branch=main", "--template=")
    if not _has_identity(git):
        # This repository is ours: a machine without a git identity can still play the demo.
        git.read("config", "--local", "user.name", _NAME)
        git.read("config", "--local", "user.email", _MAIL)
    place = folder / ".git" / "waltz"
    place.mkdir(mode=0o700)
    files.write_atomic(place / "demo", b"")
    for contents, message in commits:
        for path, data in contents:
            place = folder / path.value
            place.parent.mkdir(parents=True, exist_ok=True)
            files.write_atomic(place, data, mode=0o644)
        paths = [path.value for path, _ in contents]
        git.ask(Call(args=("add", "--", *paths), kind="index"))
        args = ("commit", "--quiet", "--no-gpg-sign", "--cleanup=verbatim", "-F", "-")
        git.ask(Call(args=args, kind="commit", stdin=message.encode()))


def _has_identity(git: Git) -> bool:
    return all(
        git.run(Call(args=("config", "--get", f"user.{one}"))).out for one in ("name", "email")
    )
