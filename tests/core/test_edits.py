from __future__ import annotations

import hashlib
import subprocess
from dataclasses import replace

import pytest
from story import change, edit, intent

from agent.core.documents import RepoPath
from agent.core.edits import FileEdit, Proposal, blob_id, merge, protected

TWO = change(edit("app/a.py"), edit("app/b.py", "b0", "b2"))


@pytest.mark.parametrize(
    "other",
    [
        change(edit("app/a.py", None, "b9"), edit("app/b.py", "b0", "b2")),
        change(edit("app/a.py", "b0", "b1"), edit("app/b.py", "b0", "b2")),
        change(edit("app/A.py"), edit("app/b.py", "b0", "b2")),
        change(edit("app/a.py")),
        change(replace(edit("app/a.py"), mode="100755"), edit("app/b.py", "b0", "b2")),
        change(edit("app/a.py"), edit("app/b.py", "b0", None)),
    ],
    ids=["after", "before", "path", "fewer", "mode", "deleted"],
)
def test_T30_a_verdict_binds_to_every_byte(other: Proposal) -> None:
    assert other.digest != TWO.digest


@pytest.mark.parametrize(
    "same",
    [
        change(*reversed(TWO.edits)),
        replace(TWO, subject="fix: other words"),
        replace(TWO, notes=("edited by you",), dirty=(RepoPath("app/a.py"),)),
    ],
    ids=["order", "subject", "notes"],
)
def test_T30_what_is_no_byte_changes_no_digest(same: Proposal) -> None:
    assert same.digest == TWO.digest


@pytest.mark.parametrize(
    "edits", [(), (edit("a.py"), edit("a.py", "x")), (edit("A.py"), edit("a.py"))]
)
def test_a_proposal_changes_each_file_once(edits: tuple[FileEdit, ...]) -> None:
    with pytest.raises(ValueError, match="each once"):
        Proposal(edits=edits, subject="x")


@pytest.mark.parametrize("blob", ["b0", None])
def test_an_edit_changes_its_file(blob: str | None) -> None:
    with pytest.raises(ValueError, match="does not change"):
        edit("a.py", blob, blob)


def test_a_yes_to_some_files_keeps_those() -> None:
    dirty = replace(TWO, dirty=TWO.paths)
    kept = dirty.only(TWO.paths[1:])
    assert (kept.paths, kept.dirty) == (TWO.paths[1:], TWO.paths[1:])
    assert kept.digest != TWO.digest


@pytest.mark.parametrize(("count", "said"), [(2, "Adds both."), (1, "")])
def test_what_is_said_of_a_change_is_said_of_the_whole(count: int, said: str) -> None:
    whole = replace(TWO, said="Adds both.")

    assert whole.only(TWO.paths[:count]).said == said


def test_putting_back_is_the_way_back() -> None:
    forth = intent(edit("a.py", None, "b1"), edit("b.py", "b0", None))
    assert forth.inverse() == (edit("a.py", "b1", None), edit("b.py", None, "b0"))
    assert merge(forth.edits, forth.inverse()) == ()


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ((), (edit("a", "0", "1"),), (edit("a", "0", "1"),)),
        ((edit("a", "0", "1"),), (edit("a", "1", "2"),), (edit("a", "0", "2"),)),
        (
            (edit("a", "0", "1"),),
            (edit("b", "0", "1"),),
            (edit("a", "0", "1"), edit("b", "0", "1")),
        ),
        ((edit("a", None, "1"),), (edit("a", "1", None),), ()),
        ((edit("a", "0", None),), (edit("a", None, "2"),), (edit("a", "0", "2"),)),
    ],
)
def test_edits_that_follow_each_other_make_one_set(
    first: tuple[FileEdit, ...], second: tuple[FileEdit, ...], whole: tuple[FileEdit, ...]
) -> None:
    assert merge(first, second) == whole


@pytest.mark.parametrize("path", [".ai/waltz.toml", ".AI/Waltz.TOML"])
def test_T08_waltz_edits_no_settings_of_its_own(path: str) -> None:
    refusal = protected((RepoPath("app/a.py"), RepoPath(path)))
    assert refusal is not None
    assert str(refusal).startswith(f"REFUSED protected-file {path}: ")


@pytest.mark.parametrize("path", [".ai/plan.md", "waltz.toml", "app/.ai/waltz.toml"])
def test_T08_other_files_are_the_projects(path: str) -> None:
    assert protected((RepoPath(path),)) is None


@pytest.mark.parametrize("data", [b"", b"one\r\ntwo", bytes(range(256))])
def test_an_id_is_the_one_git_gives(data: bytes) -> None:
    done = subprocess.run(
        ["git", "hash-object", "--stdin"], input=data, capture_output=True, check=True
    )
    assert blob_id(data, like="0" * 40) == done.stdout.decode().strip()
    assert (
        blob_id(data, like="0" * 64) == hashlib.sha256(b"blob %d\0" % len(data) + data).hexdigest()
    )
