from __future__ import annotations

import os
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent.adapters.journal.lock import hold
from agent.core.errors import RefusedError, SetupError

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def test_F07_the_second_is_told_who_holds_it(tmp_path: Path) -> None:
    with hold(tmp_path, "/w", now=NOW):
        with pytest.raises(RefusedError, match="busy /w") as caught, hold(tmp_path, "/w", now=NOW):
            pass
        assert f"pid {os.getpid()} on {socket.gethostname()} since 2026-11-20T09:30" in str(
            caught.value
        )
        with hold(tmp_path, "/another", now=NOW):
            pass
    with hold(tmp_path, "/w", now=NOW):
        pass


def test_F07_a_note_left_by_a_dead_holder_blocks_nobody(tmp_path: Path) -> None:
    with hold(tmp_path, "/w", now=NOW):
        (note,) = (tmp_path / "locks").iterdir()
    assert f'"pid": {os.getpid()}' in note.read_text()
    with hold(tmp_path, "/w", now=NOW):
        pass


def test_F07_an_unreadable_note_still_refuses(tmp_path: Path) -> None:
    with hold(tmp_path, "/w", now=NOW):
        (note,) = (tmp_path / "locks").iterdir()
        note.write_text("[]")
        with pytest.raises(RefusedError, match="cannot be read"), hold(tmp_path, "/w", now=NOW):
            pass


def test_F50_a_state_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")
    with pytest.raises(SetupError, match="cannot write"), hold(tmp_path / "state", "/w", now=NOW):
        pass
