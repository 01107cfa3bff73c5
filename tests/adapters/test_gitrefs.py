"""Git's files are read as git reads them; what they do not say plainly, git is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from agent.adapters.git import state
from agent.adapters.git.place import Place, locate
from agent.core.edits import CommitId
from agent.ports import Head

if TYPE_CHECKING:
    from pathlib import Path

    from sandbox import Sandbox


def nothing(_: Sandbox) -> None:
    """A branch with a file of its own."""


def packed(repo: Sandbox) -> None:
    repo.git("branch", "main-too")
    repo.git("pack-refs", "--all")


def packed_and_moved(repo: Sandbox) -> None:
    repo.git("pack-refs", "--all")
    repo.git("commit", "-q", "--allow-empty", "-m", "Go on")


def named_with_folders(repo: Sandbox) -> None:
    repo.git("switch", "-q", "-c", "feature/żółć+1")


def detached(repo: Sandbox) -> None:
    repo.git("switch", "-q", "--detach")


QUIET = (nothing, packed, packed_and_moved, named_with_folders, detached)


def link(repo: Sandbox) -> None:
    file = repo.root / ".git" / "HEAD"
    file.unlink()
    file.symlink_to("refs/heads/main")


def alias(repo: Sandbox) -> None:
    repo.git("symbolic-ref", "refs/heads/now", "refs/heads/main")
    repo.git("symbolic-ref", "HEAD", "refs/heads/now")


def elsewhere(repo: Sandbox) -> None:
    repo.git("update-ref", "refs/odd/one", "HEAD")
    repo.git("symbolic-ref", "HEAD", "refs/odd/one")


ASKED = (link, alias, elsewhere)


def told_by_git(repo: Sandbox) -> Head:
    name = repo.git("rev-parse", "--symbolic-full-name", "HEAD")
    branch = name.removeprefix("refs/heads/") if name.startswith("refs/heads/") else None
    return Head(commit=CommitId(repo.git("rev-parse", "HEAD")), branch=branch)


def without_git(place: Place) -> Place:
    return replace(place, git=replace(place.git, program="/nowhere/git"))


@pytest.mark.parametrize("make", [*QUIET, *ASKED])
def test_it_is_what_git_says(repo: Sandbox, make: Callable[[Sandbox], None]) -> None:
    make(repo)
    place = locate(repo.root)
    wanted = told_by_git(repo)

    assert state.head(place) == wanted
    assert state.branch(place) == wanted.branch
    if make in QUIET:
        assert state.head(without_git(place)) == wanted
        assert state.branch(without_git(place)) == wanted.branch


def test_a_worktree_has_a_head_of_its_own(repo: Sandbox, tmp_path: Path) -> None:
    other = tmp_path / "other"
    repo.git("worktree", "add", "-q", "-b", "side", str(other))
    repo.git("-C", str(other), "commit", "-q", "--allow-empty", "-m", "Beside")

    found = state.head(without_git(locate(other)))

    assert found == Head(commit=CommitId(repo.git("rev-parse", "side")), branch="side")
