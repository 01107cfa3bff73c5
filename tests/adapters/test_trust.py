from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent.adapters.folders import state_folder
from agent.adapters.trust import FileTrust


def trust(tmp_path: Path, top: Path, said: list[str]) -> FileTrust:
    return FileTrust(state=tmp_path / "state", top=top, say=said.append)


@pytest.fixture
def top(tmp_path: Path) -> Path:
    path = tmp_path / "repo"
    path.mkdir()
    return path


def kept_file(tmp_path: Path) -> Path:
    (path,) = (tmp_path / "state" / "trust").iterdir()
    return path


def test_a_yes_is_remembered_and_nothing_else(tmp_path: Path, top: Path) -> None:
    said: list[str] = []
    assert not trust(tmp_path, top, said).allowed("a")
    trust(tmp_path, top, said).allow("a")
    trust(tmp_path, top, said).allow("b")
    assert trust(tmp_path, top, said).allowed("a")
    assert trust(tmp_path, top, said).allowed("b")
    assert not trust(tmp_path, top, said).allowed("c")
    assert said == []
    assert kept_file(tmp_path).stat().st_mode & 0o777 == 0o600


def test_T12_trust_is_bound_to_the_real_path(tmp_path: Path, top: Path) -> None:
    said: list[str] = []
    other = tmp_path / "other"
    other.mkdir()
    (tmp_path / "link").symlink_to(top)
    trust(tmp_path, top, said).allow("a")
    assert trust(tmp_path, tmp_path / "link", said).allowed("a")
    assert not trust(tmp_path, other, said).allowed("a")


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"\xff\x00",
        b"[1]",
        b"{}",
        b'{"version": 2, "repository": "x", "allowed": ["a"]}',
        b'{"version": 1, "repository": "/elsewhere", "allowed": ["a"]}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_trusts_nothing_and_says_so_once(
    tmp_path: Path, top: Path, damage: bytes
) -> None:
    said: list[str] = []
    trust(tmp_path, top, said).allow("a")
    kept_file(tmp_path).write_bytes(damage)
    now = trust(tmp_path, top, said)
    assert not now.allowed("a")
    assert not now.allowed("b")
    assert len(said) == 1
    now.allow("b")
    assert json.loads(kept_file(tmp_path).read_bytes())["allowed"] == ["b"]


def test_F50_a_folder_that_cannot_be_written_keeps_the_yes_until_the_end(
    tmp_path: Path, top: Path
) -> None:
    said: list[str] = []
    (tmp_path / "state").write_text("a file, not a folder")
    now = trust(tmp_path, top, said)
    now.allow("a")
    assert now.allowed("a")
    assert any("could not be kept" in line for line in said)


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        ({"XDG_STATE_HOME": "/s"}, Path("/s/waltz")),
        ({"XDG_STATE_HOME": "relative"}, None),
        ({}, None),
    ],
)
def test_the_state_folder_is_the_users_own(environ: dict[str, str], folder: Path | None) -> None:
    found = state_folder(environ)
    assert found == folder if folder else found.is_relative_to(Path.home())
