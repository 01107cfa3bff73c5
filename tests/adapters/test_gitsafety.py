from __future__ import annotations

import ast
import re
import shutil
import tomllib
from pathlib import Path

import pytest
from sandbox import Sandbox, Work

from agent.adapters.git.history import GitHistory
from agent.adapters.git.run import Call, Ran, failed

AGENT = Path(__file__).parents[2] / "agent"
# Each can lose work, skip the user's hooks, or write a config that runs programs (T16).
FLAGS = {"--hard", "--no-verify", "--force", "-f", "--discard-changes", "--keep"}
COMMANDS = {
    *("reset", "checkout", "restore", "switch", "clean", "stash", "rm", "push", "gc", "prune"),
    *("rebase", "revert", "branch", "worktree", "submodule", "reflog", "filter-branch"),
}
NAMES = {"config_writer", "config_reader", "index_add", "submodules", "clone_from"}
ALLOWED = {
    *("version", "rev-parse", "symbolic-ref", "var", "config", "log", "rev-list", "merge-base"),
    *("ls-tree", "ls-files", "status", "diff-index", "diff-tree", "cat-file", "hash-object"),
    *("read-tree", "add", "commit", "update-index", "update-ref"),
}


def constants(file: Path) -> set[str]:
    return {
        node.value
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def attributes(file: Path) -> set[str]:
    tree = ast.walk(ast.parse(file.read_text()))
    return {node.attr for node in tree if isinstance(node, ast.Attribute)}


def sources(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*.py") if "demo" not in one.relative_to(AGENT).parts]


def test_T44_T16_no_call_that_can_lose_work() -> None:
    files = sources(AGENT)
    assert len(files) > 20
    for file in files:
        assert not constants(file) & FLAGS, file
        assert not attributes(file) & NAMES, file
    for file in sources(AGENT / "adapters/git"):
        assert not constants(file) & COMMANDS, file


def test_T17_no_older_gitpython_is_installed() -> None:
    settings = tomllib.loads((AGENT.parent / "pyproject.toml").read_text())
    (wanted,) = (one for one in settings["project"]["dependencies"] if one.startswith("gitpython"))
    floor = re.match(r"gitpython>=(\d+)\.(\d+)\.(\d+)", wanted)
    assert floor is not None
    # What 3.2.1 and those before it fixed lets a repository run programs.
    assert tuple(map(int, floor.groups())) >= (3, 2, 1)


def test_T44_only_these_commands_are_run(
    repo: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, shims, log = shutil.which("git"), tmp_path / "shims", tmp_path / "log"
    shims.mkdir()
    (shims / "git").write_text(f'#!/bin/sh\necho "$@" >> {log}\nexec {real} "$@"\n')
    (shims / "git").chmod(0o755)
    with monkeypatch.context() as patched:
        patched.setenv("PATH", str(shims), prepend=":")
        work = Work.open(repo)
        intent = work.two()
        work.tree.write(intent.edits)
        made = work.repo.commit(intent)
        work.repo.landed(intent)
        work.repo.commit(work.intent(message="x"))
        work.repo.obstacle()
        work.repo.changed()
        work.repo.paths()
        history = GitHistory(work.repo.place)
        history.records()
        history.edits(made.id)
        history.since(intent.head)
    for line in log.read_text().splitlines():
        words = iter(line.split())
        command = next(
            word for word in words if not word.startswith("-") or (word == "-c" and not next(words))
        )
        assert command in ALLOWED, line


@pytest.mark.parametrize(("said", "damaged"), [("No space left on device", False), ("bad", True)])
def test_F04_a_full_disk_is_not_called_damage(said: str, *, damaged: bool) -> None:
    ran = Ran(code=128, out=b"", err=said.encode())
    assert ("git fsck" in str(failed(Call(args=("add",)), ran))) is damaged
