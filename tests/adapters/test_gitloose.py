from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agent.adapters.git import loose
from agent.adapters.git.place import locate
from agent.core.edits import BlobId, CommitId, blob_id

if TYPE_CHECKING:
    from sandbox import Sandbox, Work

MESSAGES = (
    "feat: one\n",
    "feat: one\n\nText.\n\nWaltz-Step: 1/3\n",
    "feat: in\ntwo lines\n\nparent 1234\n",
    "\n\nfeat: zażółć\n",
)


@pytest.mark.parametrize("message", MESSAGES)
def test_it_is_what_git_says(repo: Sandbox, message: str) -> None:
    before = repo.git("rev-parse", "HEAD")
    made = repo.git("commit-tree", "HEAD^{tree}", "-p", before, stdin=message.encode())

    found = loose.commit(locate(repo.root), CommitId(made))

    assert found is not None
    assert found.parents == before == repo.git("log", "-1", "--format=%P", made)
    assert found.subject == repo.git("log", "-1", "--format=%s", made)
    assert found.message == message


def test_a_merge_has_two_parents_and_the_first_commit_none(repo: Sandbox) -> None:
    first = repo.git("rev-parse", "HEAD")
    side = repo.git("commit-tree", "HEAD^{tree}", "-p", first, "-m", "side")
    both = repo.git("commit-tree", "HEAD^{tree}", "-p", first, "-p", side, "-m", "both")
    place = locate(repo.root)

    parents = [loose.commit(place, CommitId(one)) for one in (first, both)]

    assert [one.parents for one in parents if one] == ["", f"{first} {side}"]


def test_for_anything_else_git_is_asked(repo: Sandbox) -> None:
    place, first = locate(repo.root), CommitId(repo.git("rev-parse", "HEAD"))
    odd = ("-c", "i18n.commitEncoding=ISO-8859-2", "commit-tree", "HEAD^{tree}")
    blob = repo.git("hash-object", "-w", "app.py")

    assert loose.commit(place, CommitId(repo.git(*odd, stdin=b"\xb1"))) is None
    assert loose.commit(place, CommitId(blob)) is None
    assert loose.blob(place, BlobId(first)) is None
    file = repo.root / ".git" / "objects" / first[:2] / first[2:]
    file.chmod(0o600)
    file.write_bytes(b"no zlib")
    assert loose.commit(place, first) is None
    file.write_bytes((file.parent.parent / blob[:2] / blob[2:]).read_bytes())
    assert loose.commit(place, first) is None
    file.unlink()
    assert loose.commit(place, first) is None


@pytest.mark.parametrize("data", [b"", b"one\r\n\0two", b"x" * 100_000])
def test_bytes_are_kept_as_git_keeps_them(repo: Sandbox, data: bytes) -> None:
    place = locate(repo.root)
    name = blob_id(data, like=place.sample)

    assert loose.keep(place, name, data)
    assert repo.raw("cat-file", "blob", name) == data == loose.blob(place, name)
    repo.git("fsck", "--strict")
    file = repo.root / ".git" / "objects" / name[:2] / name[2:]
    assert file.stat().st_mode & 0o777 == 0o444
    assert len(list(file.parent.iterdir())) == 1
    assert loose.keep(place, name, data)


def test_where_they_cannot_be_kept_so_git_sees_to_it(work: Work) -> None:
    place, box = work.repo.place, work.sandbox
    box.git("config", "core.sharedRepository", "group")
    name = work.repo.store(b"shared\n")
    file = place.common / "objects" / name[:2] / name[2:]
    assert file.stat().st_mode & 0o777 == 0o444
    assert file.parent.stat().st_mode & 0o070 == 0o070
    other = blob_id(b"other\n", like=place.sample)
    box.write(f".git/objects/{other[:2]}", "no folder")
    assert not loose.keep(place, other, b"other\n")
