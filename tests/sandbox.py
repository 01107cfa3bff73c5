from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from agent.adapters.git.repo import GitRepo, open_repository
from agent.adapters.worktree import DiskWorktree
from agent.core.documents import RepoPath
from agent.core.edits import FileEdit, FileMode, Intent
from agent.ports import Committed

MESSAGE = "feat: step\n\nThe step\n\nWaltz-Endpoint: POST /x\nWaltz-Step: 1/3\n"


@dataclass(frozen=True)
class Sandbox:
    """A repository with the user's own hands on it."""

    root: Path

    def git(self, *args: str, stdin: bytes = b"") -> str:
        return os.fsdecode(self.raw(*args, stdin=stdin)).rstrip("\n")

    def raw(self, *args: str, stdin: bytes = b"") -> bytes:
        done = subprocess.run(
            ["git", *args], cwd=self.root, input=stdin, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    def write(self, path: str, data: bytes | str) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode() if isinstance(data, str) else data)
        return file

    def commit(self, message: str = "more", **files: bytes | str) -> str:
        for path, data in files.items():
            self.write(path, data)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def hook(self, name: str, script: str) -> Path:
        hook = self.write(f".git/hooks/{name}", f"#!/bin/sh\n{script}\n")
        hook.chmod(0o755)
        return hook

    def status(self) -> str:
        return self.git("status", "--porcelain=v2", "--untracked-files=all")


@dataclass(frozen=True)
class Work:
    """The adapters in a sandbox, and what the loop does with them."""

    sandbox: Sandbox
    repo: GitRepo
    tree: DiskWorktree

    @staticmethod
    def open(
        sandbox: Sandbox, *, seconds: float = 20, say: Callable[[str], None] = lambda _text: None
    ) -> Work:
        repo = GitRepo(open_repository(sandbox.root).place, seconds=seconds, say=say)
        place = repo.place
        tree = DiskWorktree(root=place.root, notes=place.state / "folders", load=repo.load)
        return Work(sandbox, repo, tree)

    def edit(self, path: str, after: bytes | None, mode: FileMode | None = None) -> FileEdit:
        where = RepoPath(path)
        before = self.tree.read(where)
        return FileEdit(
            path=where,
            before=None if before is None else self.repo.store(before),
            after=None if after is None else self.repo.store(after),
            mode=mode or self.tree.mode(where),
        )

    def intent(self, *edits: FileEdit, message: str = MESSAGE) -> Intent:
        head = self.repo.head()
        return Intent(edits=edits, head=head.commit, branch=head.branch, message=message)

    def two(self) -> Intent:
        """A step that changes one file and makes another in a new folder."""
        return self.intent(
            self.edit("app.py", b"one\nTWO\nthree\n"), self.edit("new/deep/made.py", b"made\n")
        )

    def step(self, *edits: FileEdit) -> Committed:
        intent = self.intent(*edits)
        self.tree.write(intent.edits)
        return self.repo.commit(intent)

    def leftovers(self) -> list[str]:
        """Temporary files and locks of anybody."""
        return sorted(
            str(file.relative_to(self.sandbox.root))
            for file in self.sandbox.root.rglob("*")
            if file.name.endswith((".lock", ".tmp")) or file.name.startswith("index-")
        )
