from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sandbox import Sandbox, Work

from agent.core.errors import RefusedError


def split_index(box: Sandbox) -> None:
    box.git("config", "core.splitIndex", "true")
    box.git("update-index", "--split-index")


def untracked_cache(box: Sandbox) -> None:
    box.git("config", "core.untrackedCache", "true")
    box.git("update-index", "--force-untracked-cache")


def index_v4(box: Sandbox) -> None:
    box.git("update-index", "--index-version", "4")


def sparse(box: Sandbox) -> None:
    box.git("sparse-checkout", "set", "--no-cone", "/*.py", "/*.txt", "/new/")


def ignore_case(box: Sandbox) -> None:
    box.git("config", "core.ignoreCase", "true")


def quoted(box: Sandbox) -> None:
    box.git("config", "core.quotePath", "true")
    box.commit("odd", **{'a "b\tc".txt': "x\n", "é\n.txt": "x\n", "-n": "x\n"})
    box.write("-n", "dirty\n")


def odd_settings(box: Sandbox) -> None:
    for key, value in (
        ("status.showUntrackedFiles", "no"),
        ("status.relativePaths", "true"),
        ("status.renames", "copies"),
        ("diff.renames", "copies"),
        ("diff.noprefix", "true"),
        ("diff.ignoreSubmodules", "all"),
        ("log.showRoot", "false"),
        ("log.follow", "true"),
        ("log.date", "relative"),
        ("format.pretty", "oneline"),
        ("color.ui", "always"),
        ("color.status", "always"),
        ("column.ui", "always"),
        ("commit.cleanup", "scissors"),
        ("commit.status", "true"),
        ("commit.verbose", "2"),
        ("commit.template", "/nonexistent"),
        ("core.commentChar", "W"),
        ("core.abbrev", "4"),
        ("core.fileMode", "true"),
        ("i18n.logOutputEncoding", "UTF-16"),
        ("core.preloadIndex", "false"),
        ("advice.addIgnoredFile", "false"),
        ("submodule.recurse", "true"),
        ("push.recurseSubmodules", "on-demand"),
    ):
        box.git("config", key, value)


@pytest.mark.parametrize(
    "setup",
    [split_index, untracked_cache, index_v4, sparse, ignore_case, quoted, odd_settings],
    ids=lambda one: one.__name__,
)
def test_F13_F15_a_step_in_an_odd_repository(repo: Sandbox, setup: Callable[..., None]) -> None:
    setup(repo)
    repo.write("staged.txt", "staged\n")
    repo.git("add", "staged.txt")
    before = repo.raw("-c", "color.ui=false", "status", "--porcelain=v2", "-uall", "-z")
    work = Work.open(repo)
    intent = work.two()
    work.tree.write(intent.edits)
    done = work.repo.commit(intent)
    assert done.surprises == ()
    assert done.files == ("app.py", "new/deep/made.py")
    after = repo.raw("-c", "color.ui=false", "status", "--porcelain=v2", "-uall", "-z")
    assert after == before
    assert repo.git("show", "HEAD:app.py") == "one\nTWO\nthree"
    assert work.leftovers() == []


def test_F15_outside_a_sparse_checkout_is_refused(repo: Sandbox) -> None:
    repo.git("sparse-checkout", "set", "--no-cone", "/app.py")
    work = Work.open(repo)
    intent = work.two()
    work.tree.write(intent.edits)
    with pytest.raises(RefusedError, match="git cannot add it"):
        work.repo.commit(intent)
    work.tree.write(intent.inverse())
    assert repo.status() == ""


def test_F15_a_linked_worktree_with_its_own_branch(repo: Sandbox, tmp_path: Path) -> None:
    other = Sandbox(tmp_path / "other")
    repo.git("worktree", "add", "-q", "-b", "side", str(other.root))
    work = Work.open(other)
    work.step(work.edit("app.py", b"one\nTWO\nthree\n"))
    assert other.status() == ""
    assert repo.status() == ""
    assert repo.git("log", "--format=%s", "main") == "Start"
    with pytest.raises(RefusedError):
        work.edit(".git", b"gitdir: /tmp/evil\n")
