from __future__ import annotations

from pathlib import Path

import pytest

from agent.adapters.config import read_settings
from agent.adapters.library import sealed
from agent.adapters.library.settled import kept_settings
from agent.core.errors import SetupError
from agent.core.settings import Settings

FULL = b"""\
profile = "demo"
language = "pl"

[documents]
api-plan = ["docs/a.md", "docs/b.md"]

[[check]]
run = "{python} -m pytest -q"
when = "step"
paths = ["*.py"]

[[format]]
run = "ruff format -"
"""
PYTHON = "/usr/bin/python3"


def kept(folder: Path, data: bytes = FULL, python: str = PYTHON) -> Settings:
    return kept_settings(folder, data, python=python)


def test_kept_settings_are_those_that_were_read(tmp_path: Path) -> None:
    folder = tmp_path / "waltz/cache"
    read = read_settings(FULL, python=PYTHON)

    assert [kept(folder) for _ in range(3)] == [read] * 3
    assert read.checks
    assert read.documents


def test_they_are_not_read_again(tmp_path: Path) -> None:
    folder = tmp_path / "waltz/cache"
    kept(folder)
    found = sealed.load(folder / "settings.json")
    assert isinstance(found, list)
    sealed.save(folder / "settings.json", [found[0], {**found[1], "profile": "seen"}])

    assert kept(folder).profile == "seen"
    assert kept(folder, FULL + b"\n").profile == "demo"
    assert kept(folder, python="/other").checks[0].run[0] == "/other"


@pytest.mark.parametrize("value", [None, {"profile": 1}, {"documents": [["prd", ["../a"]]]}])
def test_damaged_ones_are_read_again(tmp_path: Path, value: object) -> None:
    folder = tmp_path / "waltz/cache"
    read = kept(folder)
    found = sealed.load(folder / "settings.json")
    assert isinstance(found, list)
    worse = {**found[1], **value} if isinstance(value, dict) else value
    sealed.save(folder / "settings.json", [found[0], worse])

    assert kept(folder) == read
    assert sealed.load(folder / "settings.json") == found


def test_a_fault_is_told_each_time(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(SetupError, match="unknown"):
            kept(tmp_path / "waltz/cache", b"unknown = 1\n")
