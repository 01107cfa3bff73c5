"""Settings are asked for once, and again once a file that they stand in says something else."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from agent.adapters.git.place import Place, locate
from agent.adapters.git.settings import settings
from agent.core.errors import RefusedError

if TYPE_CHECKING:
    from sandbox import Sandbox


def is_kept(place: Place) -> bool:
    """Whether git, which is not there now, need not be asked."""
    gone = f"{os.path.realpath(place.git.program)}-gone"
    try:
        settings(replace(place, git=replace(place.git, program=gone)))
    except RefusedError:
        return False
    return True


def test_they_are_what_git_lists_and_asked_once(repo: Sandbox) -> None:
    repo.git("config", "some.Odd Name.thing", "two\nlines")
    repo.git("config", "some.list", "one")
    repo.git("config", "--add", "some.list", "two")
    place = locate(repo.root)

    found = settings(place)

    listed = repo.git("config", "-z", "--list").rstrip("\0").split("\0")
    assert found == {key: value for key, _, value in (one.partition("\n") for one in listed)}
    assert found["some.Odd Name.thing"] == "two\nlines"
    assert settings(place) is found


def local(repo: Sandbox, _: pytest.MonkeyPatch) -> None:
    repo.git("config", "filter.x.clean", "cat")


def own(_: Sandbox, __: pytest.MonkeyPatch) -> None:
    file = Path(os.environ["XDG_CONFIG_HOME"], "git", "config")
    file.parent.mkdir(parents=True)
    file.write_text('[filter "x"]\n\tclean = cat\n')


def environ(_: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("COUNT", "1"), ("KEY_0", "filter.x.clean"), ("VALUE_0", "cat")):
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)


@pytest.mark.parametrize("change", [local, own, environ])
def test_T13_they_are_asked_again_when_something_changed(
    repo: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Sandbox, pytest.MonkeyPatch], None],
) -> None:
    monkeypatch.delenv("GIT_CONFIG_GLOBAL")
    place = locate(repo.root)
    settings(place)
    assert is_kept(place)

    change(repo, monkeypatch)

    assert not is_kept(place)
    assert settings(place)["filter.x.clean"] == "cat"
    assert is_kept(place)


def included(repo: Sandbox) -> None:
    repo.git("config", "include.path", "more")


def unreadable(repo: Sandbox) -> None:
    repo.write(".git/config", "[core")


def too_large(repo: Sandbox) -> None:
    file = repo.root / ".git" / "config"
    file.write_text(file.read_text() + "#" * (1 << 18))


@pytest.mark.parametrize("make", [included, unreadable, too_large])
def test_what_may_change_unseen_is_asked_each_time(
    repo: Sandbox, make: Callable[[Sandbox], None]
) -> None:
    place = locate(repo.root)
    make(repo)
    settings(place)
    assert not is_kept(place)
