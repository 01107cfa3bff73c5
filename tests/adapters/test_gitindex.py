"""The index is read as git reads it; what is written in another way, git is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from agent.adapters.git.index import Index, parse

if TYPE_CHECKING:
    from pathlib import Path

    from sandbox import Sandbox


def read(repo: Sandbox, digest: str = "sha1") -> Index | None:
    return parse((repo.root / ".git" / "index").read_bytes(), 7, digest=digest)


def plain(_: Sandbox) -> None:
    """As the last commit left it."""


def staged(repo: Sandbox) -> None:
    repo.write("żółć/a b.py", "x")
    repo.git("add", "-A")


def extended(repo: Sandbox) -> None:
    """Version 3, with a file of more than 4,095 characters, which notes no length."""
    repo.git("update-index", "--skip-worktree", "app.py")
    blob = repo.git("hash-object", "-w", "app.py")
    long = "/".join(["folder" * 30] * 23)
    repo.git("update-index", "--add", "--cacheinfo", f"100644,{blob},{long}")


@pytest.mark.parametrize("make", [plain, staged, extended])
def test_it_is_what_git_lists(repo: Sandbox, make: Callable[[Sandbox], None]) -> None:
    make(repo)
    found = read(repo)
    assert found is not None
    listed = [one.split("\t") for one in repo.git("ls-files", "-z", "--stage").split("\0") if one]
    entries = {name: found.entry(name.encode()) for _, name in listed}
    assert len(found.places) == len(listed)
    assert [f"{one.mode:o} {one.blob} 0" for one in entries.values() if one] == [
        start for start, _ in listed
    ]
    assert found.entry(b"app") is None
    assert found.tree in {"", repo.git("write-tree")}
    assert bool(found.tree) == (make is plain)
    odd = {name for name, one in entries.items() if one and not one.plain}
    assert odd == ({"app.py"} if make is extended else set())


def test_it_holds_what_a_file_was_like(repo: Sandbox) -> None:
    found, status = read(repo), (repo.root / "app.py").stat()
    assert found is not None
    entry = found.entry(b"app.py")
    assert entry is not None
    second = 1_000_000_000
    assert entry.noted == (
        *divmod(status.st_ctime_ns, second),
        *divmod(status.st_mtime_ns, second),
        *(status.st_ino & 0xFFFFFFFF, status.st_uid, status.st_gid, status.st_size),
    )


def test_a_conflict_has_no_tree_and_is_not_plain(repo: Sandbox) -> None:
    blob = repo.git("hash-object", "-w", "app.py")
    rows = "".join(f"100644 {blob} {stage}\tapp.py\n" for stage in (1, 2, 3))
    repo.git("update-index", "--force-remove", "app.py")
    repo.git("update-index", "--index-info", stdin=rows.encode())
    found = read(repo)
    assert found is not None
    entry = found.entry(b"app.py")
    assert (found.tree, entry and entry.plain) == ("", False)


def test_the_other_hash(tmp_path: Path, repo: Sandbox) -> None:
    other = type(repo)(tmp_path / "other")
    other.root.mkdir()
    other.git("init", "-q", "--object-format=sha256")
    other.commit("Start", **{"app.py": "x"})
    found = read(other, "sha256")
    assert found is not None
    assert found.tree == other.git("rev-parse", "HEAD^{tree}")


def newest(repo: Sandbox) -> None:
    repo.git("update-index", "--index-version", "4")


def split(repo: Sandbox) -> None:
    repo.git("update-index", "--split-index")


def torn(repo: Sandbox) -> None:
    file = repo.root / ".git" / "index"
    file.write_bytes(file.read_bytes()[:-30])


def nothing(repo: Sandbox) -> None:
    repo.write(".git/index", "")


@pytest.mark.parametrize("make", [newest, split, torn, nothing])
def test_for_anything_else_git_is_asked(repo: Sandbox, make: Callable[[Sandbox], None]) -> None:
    make(repo)
    assert read(repo) is None
