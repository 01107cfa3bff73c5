"""The documents of real projects, read by whole processes: the worst of them, first and again."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
LISTINGS = ("endpoints", "tables", "plans")


def repositories(room: Path) -> list[Path]:
    """A copy of each project, as a repository of one commit."""
    return [_repository(one, room / one.name) for one in sorted(CORPUS.iterdir()) if one.is_dir()]


def slowest(folders: Sequence[Path], command: Sequence[str]) -> Iterator[tuple[str, Path]]:
    """Which project costs most processor time the first time, and which one again."""
    first, again = {}, {}
    for one in folders:
        forget(one)
        first[one], again[one] = _work(command, one), _work(command, one)
    yield "first", max(folders, key=lambda one: first[one])
    yield "again", max(folders, key=lambda one: again[one])


def forget(folder: Path) -> None:
    """Drop what an earlier run kept."""
    shutil.rmtree(folder / ".git" / "waltz" / "cache", ignore_errors=True)


def _work(command: Sequence[str], folder: Path) -> float:
    started = subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode:
        raise subprocess.CalledProcessError(started.returncode, command)
    return used.ru_utime + used.ru_stime


def _repository(source: Path, folder: Path) -> Path:
    shutil.copytree(source, folder)
    for arguments in (("init", "-q"), ("add", "-A", "-f"), ("commit", "-qm", "Start")):
        subprocess.run(["git", *arguments], cwd=folder, check=True)
    return folder
