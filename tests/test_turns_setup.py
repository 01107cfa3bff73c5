from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from loop import Loop, project

if TYPE_CHECKING:
    from sandbox import Sandbox

SETTINGS = ".ai/waltz.toml"
HINT = "no checks here; /setup proposes .ai/waltz.toml"


@pytest.fixture
def loop(empty: Sandbox) -> Loop:
    box = project(empty)
    box.write("go.mod", "module shop\n\ngo 1.22\n")
    box.git("add", "--", "go.mod")
    box.git("commit", "-q", "-m", "chore: begin")
    return Loop(box)


def test_the_settings_come_as_a_diff_and_are_a_commit(loop: Loop) -> None:
    run = loop.talk("none", "/setup", "y", "yes")
    assert HINT in run.seen[1]
    shown = run.seen[2]
    assert "How Waltz works in this repository" in shown
    assert 'run = "go vet ./..."' in shown
    assert "names the commands that Waltz runs" in run.seen[3]
    assert loop.box.git("log", "-1", "--format=%s").strip().startswith("chore: say how")
    assert loop.box.git("show", "--format=", "--name-only", "HEAD").strip() == SETTINGS
    assert [one.command for one in loop.settings().checks] == ["go vet ./...", "go test ./..."]
    assert HINT not in run.last


def test_a_no_writes_nothing(loop: Loop) -> None:
    loop.talk("none", "/setup", "n")
    assert not (loop.box.root / SETTINGS).exists()


def test_settings_that_are_there_stay(loop: Loop) -> None:
    loop.box.write(SETTINGS, "")
    run = loop.talk("none", "/setup")
    assert f"{SETTINGS} is there" in run.last
    assert HINT not in run.text


def test_only_at_a_wait(loop: Loop) -> None:
    assert "answer what is asked first" in loop.talk("/setup").last


def test_nothing_to_propose_is_said(empty: Sandbox) -> None:
    run = Loop(project(empty)).talk("none", "/setup")
    assert "name your commands in .ai/waltz.toml" in " ".join(run.last.split())
