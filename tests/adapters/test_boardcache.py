from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent.adapters.boardcache import BoardCache
from agent.core.documents import RepoPath
from agent.core.edits import CommitId

HEAD = CommitId("a" * 40)
API = RepoPath("api.md")
COUNTS = {"started": 1, "none": 1}


@pytest.fixture
def cache(tmp_path: Path) -> BoardCache:
    (tmp_path / "api.md").write_text("one")
    made = BoardCache(folder=tmp_path / "state", root=tmp_path)
    made.save(HEAD, (API, RepoPath("gone.md")), COUNTS, "pl")
    return made


def test_what_was_kept_comes_back(cache: BoardCache) -> None:
    assert cache.load(HEAD) == COUNTS


def test_its_language_comes_back_whatever_has_changed_since(cache: BoardCache) -> None:
    (cache.root / "api.md").write_text("three")
    assert cache.language() == "pl"


@pytest.mark.parametrize("data", [b"", b"[]", b'{"version": 3}', b'{"version": 3, "language": 1}'])
def test_no_language_is_english(cache: BoardCache, data: bytes) -> None:
    (cache.folder / "board.json").write_bytes(data)
    assert cache.language() == "en"


def test_another_head_or_a_changed_document_is_out_of_date(cache: BoardCache) -> None:
    assert cache.load(CommitId("b" * 40)) is None
    (cache.root / "api.md").write_text("three")
    assert cache.load(HEAD) is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("version", 99),
        ("documents", None),
        ("counts", [1]),
        ("counts", {"done": None}),
        ("counts", 3),
    ],
)
def test_a_damaged_cache_is_none(cache: BoardCache, key: str, value: object) -> None:
    file = cache.folder / "board.json"
    kept = json.loads(file.read_bytes())
    file.write_text(json.dumps({**kept, key: value}))
    assert cache.load(HEAD) is None


@pytest.mark.parametrize("data", [b"", b"\0", b"[]", b"{", b"[" * 100_000])
def test_what_is_no_cache_is_none(cache: BoardCache, data: bytes) -> None:
    (cache.folder / "board.json").write_bytes(data)
    assert cache.load(HEAD) is None


def test_F50_a_disk_that_refuses_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")
    BoardCache(folder=tmp_path / "state", root=tmp_path).save(HEAD, (), COUNTS, "pl")
    assert (tmp_path / "state").read_text() == "in the way"
