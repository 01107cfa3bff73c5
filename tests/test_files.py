from __future__ import annotations

import os
import resource
import stat
import sys
from pathlib import Path

import pytest

from agent import files
from agent.core.errors import RefusedError


@pytest.mark.parametrize(
    ("path", "inside"),
    [("/w/app/x", True), ("/w/app-evil/x", False), ("/w/app/../x", False), ("/w/app", False)],
)
def test_T03_roots_compare_by_part(path: str, *, inside: bool) -> None:
    assert files.is_below(Path(path), Path("/w/app")) is inside


def test_F04_a_short_write_is_no_file(tmp_path: Path) -> None:
    room = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, room[1]))
    try:
        with files.folder(tmp_path, "") as parent, pytest.raises(OSError, match="File too large"):
            files.stage(parent or 0, b"x" * 1500, mode=0o644)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, room)
    assert not list(tmp_path.glob(".waltz-*"))


def test_T40_staged_files_are_private_and_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.urandom", bytes)
    outside = tmp_path / "outside"
    (tmp_path / f".waltz-{'0' * 16}.tmp").symlink_to(outside)
    with files.folder(tmp_path, "") as parent:
        assert parent is not None
        with pytest.raises(FileExistsError):
            files.stage(parent, b"x", mode=0o644)
    assert not outside.exists()


def test_T40_a_staged_file_is_private_until_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes: list[int] = []
    monkeypatch.setattr("os.fchmod", lambda opened, _mode: modes.append(os.fstat(opened).st_mode))
    with files.folder(tmp_path, "") as parent:
        assert parent is not None
        names = {files.stage(parent, b"x", mode=0o644) for _ in range(2)}
    assert [stat.S_IMODE(mode) for mode in modes] == [0o600, 0o600]
    assert len(names) == 2


def test_T40_write_atomic_replaces_and_keeps_no_temp(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    files.write_atomic(file, b"one")
    files.write_atomic(file, b"two")
    assert file.read_bytes() == b"two"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {one.name for one in tmp_path.iterdir()} == {"state.json", "home"}


def test_F52_a_new_name_is_synced_with_its_folder(tmp_path: Path) -> None:
    done: list[str] = []

    def seen(_frame: object, event: str, called: object) -> None:
        name = getattr(called, "__name__", "")
        if event == "c_call" and name in {"fsync", "replace", "mkdir"}:
            done.append(name)

    sys.setprofile(seen)
    try:
        files.write_atomic(tmp_path / "state.json", b"one")
        files.make_folder(tmp_path, "a")
    finally:
        sys.setprofile(None)
    assert done == ["fsync", "replace", "fsync", "mkdir", "fsync"]


def test_write_atomic_over_a_folder_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "taken" / "x").mkdir(parents=True)
    with pytest.raises(IsADirectoryError):
        files.write_atomic(tmp_path / "taken", b"one")
    assert not list(tmp_path.glob(".waltz-*"))


def test_T04_no_part_may_be_a_symlink(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x").write_bytes(b"secret")
    root = tmp_path / "root"
    (root / "a").mkdir(parents=True)
    (root / "a" / "link").symlink_to(outside)
    (root / "file").symlink_to(outside / "x")
    for path in ("a/link/x", "a/link/deep/x", "file"):
        with pytest.raises(RefusedError, match="REFUSED symlink"):
            files.read(root, path)


def test_reading_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "plain").write_bytes(b"x")
    os.mkfifo(tmp_path / "pipe")
    for path in ("folder", "none", "none/x", "plain/x"):
        assert files.read(tmp_path, path) is None
    with pytest.raises(RefusedError, match="no regular file"):
        files.read(tmp_path, "pipe")


def test_folders_are_made_and_removed_only_empty(tmp_path: Path) -> None:
    files.make_folder(tmp_path, "a")
    files.make_folder(tmp_path, "a/b")
    assert not files.remove_folder(tmp_path, "a")
    assert files.remove_folder(tmp_path, "a/b")
    assert files.remove_folder(tmp_path, "a/b")
    assert files.remove_folder(tmp_path, "x/y")
    with pytest.raises(FileNotFoundError):
        files.make_folder(tmp_path, "x/y")


def test_new_mode_follows_the_umask() -> None:
    mask = os.umask(0o027)
    try:
        assert files.new_mode(executable=0) == 0o640
        assert files.new_mode(executable=0o111) == 0o750
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(mask)


def test_several_files_are_synced_or_the_fault_is_told(tmp_path: Path) -> None:
    opened = os.open(tmp_path, os.O_RDONLY)
    pipe = os.pipe()
    try:
        files.sync_all([opened] * 5)
        with pytest.raises(OSError, match="Invalid argument"):
            files.sync_all([opened, pipe[0], opened])
    finally:
        for one in (opened, *pipe):
            os.close(one)
