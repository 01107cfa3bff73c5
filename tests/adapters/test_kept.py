from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from agent.adapters.library.kept import KeptOutlines
from agent.sources.openapi import codec
from agent.sources.openapi.outlining import read_outline

PADDING = "# a comment makes it large\n" * 4_000
TEXT = (
    "openapi: 3.0.0\npaths:\n  /a:\n    get: &g\n      summary: A żółw\n"
    f"      description: a: b\n{PADDING}"
)


def only(folder: Path) -> Path:
    (found,) = folder.glob("outline-*.json")
    return found


def test_an_outline_survives_being_packed() -> None:
    outline = read_outline(TEXT)
    assert outline.patches
    assert codec.unpacked(codec.packed(outline)) == outline


def test_a_large_one_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "waltz" / "cache"
    made = KeptOutlines(folder)(TEXT)
    file = only(folder)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    os.utime(file, (1, 1))
    assert KeptOutlines(folder)(TEXT) == made
    assert file.stat().st_mtime == 1


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: data[:0], id="empty"),
        pytest.param(lambda data: data[:-20], id="cut"),
        pytest.param(lambda data: data.replace(b"/a", b"/b"), id="changed"),
        pytest.param(lambda data: data[:0] + b"[" * 200_000, id="deep"),
        pytest.param(lambda data: b"\xff\xfe" + data, id="bytes"),
    ],
)
def test_a_damaged_one_is_made_again(tmp_path: Path, damage: object) -> None:
    assert callable(damage)
    folder = tmp_path / "cache"
    made = KeptOutlines(folder)(TEXT)
    file = only(folder)
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    assert KeptOutlines(folder)(TEXT) == made
    assert file.read_bytes() == whole


def test_one_of_another_version_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "cache"
    made = KeptOutlines(folder)(TEXT)
    before = only(folder).read_bytes()
    monkeypatch.setattr(codec, "VERSION", codec.VERSION + 1)
    assert KeptOutlines(folder)(TEXT) == made
    assert only(folder).read_bytes() != before


def test_a_symlink_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    KeptOutlines(folder)(TEXT)
    file = only(folder)
    other = tmp_path / "other.json"
    file.rename(other)
    file.symlink_to(other)
    KeptOutlines(folder)(TEXT)
    assert not file.is_symlink()


def test_only_so_many_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    kept = KeptOutlines(folder)
    for number in range(35):
        kept(f"{TEXT}x-{number}: 1\n")
    assert len(list(folder.glob("outline-*.json"))) == 32


def test_where_nothing_can_be_kept_it_is_made_each_time(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    assert KeptOutlines(tmp_path / "cache")(TEXT) == read_outline(TEXT)
    assert KeptOutlines(None)(TEXT) == read_outline(TEXT)
