"""Unchanged is only what git's status would not name either; in doubt, git is asked."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from agent.adapters.git import standing
from agent.adapters.git.place import Place, locate

if TYPE_CHECKING:
    from sandbox import Sandbox

OLD = 1_000_000_000


def settle(repo: Sandbox) -> Place:
    """As after a minute: the index is younger than the files."""
    repo.write("empty.py", "")
    repo.write("package/inner.py", "inner\n")
    repo.commit("More")
    for file in repo.root.rglob("*.*"):
        if ".git/" not in str(file):
            os.utime(file, (OLD, OLD))
    repo.git("update-index", "-q", "--refresh")
    return locate(repo.root)


def test_what_the_last_commit_holds_is_unchanged(repo: Sandbox) -> None:
    place = settle(repo)
    assert standing.unchanged(place, ("app.py", "run.sh", "docs/notes.md", "package/inner.py"))
    assert standing.unchanged(place, ("none.py", "docs/none.md", "none/none.md"))
    assert standing.read(place, place.git_dir / "index") is standing.at_head(place)


def rewritten(repo: Sandbox) -> None:
    repo.write("app.py", "ONE\ntwo\nthree\n")
    os.utime(repo.root / "app.py", (OLD, OLD))  # of one size, of one time


def replaced(repo: Sandbox) -> None:
    (repo.root / "app.py").rename(repo.root / "old.py")
    repo.write("app.py", "ONE\ntwo\nthree\n")


def executable(repo: Sandbox) -> None:
    (repo.root / "app.py").chmod(0o755)


def deleted(repo: Sandbox) -> None:
    (repo.root / "app.py").unlink()


def linked(repo: Sandbox) -> None:
    (repo.root / "app.py").rename(repo.root / "old.py")
    (repo.root / "app.py").symlink_to("old.py")


def a_folder(repo: Sandbox) -> None:
    (repo.root / "app.py").unlink()
    repo.write("app.py/inner.py", "")


def staged(repo: Sandbox) -> None:
    repo.write("other.py", "x")
    repo.git("add", "other.py")


def assumed(repo: Sandbox) -> None:
    repo.git("update-index", "--assume-unchanged", "app.py")


def packed(repo: Sandbox) -> None:
    repo.git("repack", "-qad")
    repo.git("prune-packed")


def unread(repo: Sandbox) -> None:
    (repo.root / ".git" / "index").unlink()


def young(repo: Sandbox) -> None:
    file = repo.root / ".git" / "index"
    os.utime(file, (OLD, OLD))


def newer(repo: Sandbox) -> None:
    repo.git("update-index", "--index-version", "4")


CHANGES = (rewritten, replaced, executable, deleted, linked, a_folder)
DOUBTS = (staged, assumed, packed, unread, young, newer)


@pytest.mark.parametrize("make", [*CHANGES, *DOUBTS])
def test_F10_anything_else_git_is_asked(repo: Sandbox, make: Callable[[Sandbox], None]) -> None:
    place = settle(repo)
    make(repo)
    assert not standing.unchanged(place, ("app.py",))


def test_F10_what_has_no_size_or_is_a_whole_folder_git_is_asked(repo: Sandbox) -> None:
    place = settle(repo)
    repo.write("untracked.py", "x")
    (repo.root / "away").symlink_to("docs")
    (repo.root / "package" / "inner.py").unlink()
    (repo.root / "package").rmdir()
    for path in ("empty.py", "untracked.py", "away/notes.md", "docs", "package"):
        assert not standing.unchanged(place, (path,)), path


def test_without_a_branch_s_commit_git_is_asked(repo: Sandbox) -> None:
    place = settle(repo)
    repo.git("symbolic-ref", "refs/heads/now", "refs/heads/main")
    repo.git("symbolic-ref", "HEAD", "refs/heads/now")
    assert standing.at_head(place) is None
