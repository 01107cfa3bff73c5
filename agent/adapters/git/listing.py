"""The files of the repository, as git lists them."""

from __future__ import annotations

import os
import re
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from operator import attrgetter
from pathlib import Path

from agent.adapters.git import names
from agent.adapters.git.place import Place
from agent.core.documents import RepoPath

_TRACKED = re.compile(rb"(\d{6}) [0-9a-f]{40,64} \d\t(.+)", re.DOTALL)
_FILES = (b"100644", b"100755")


class Listing(threading.local):
    """What is listed; it is kept while the files are told to be still, in the thread told so."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._still = False
        self._kept: tuple[RepoPath, ...] = ()

    @contextmanager
    def still(self) -> Iterator[None]:
        """Within, git lists them once: for what writes no file and waits for no user."""
        self._still = True
        try:
            yield
        finally:
            self._still, self._kept = False, ()

    def paths(self) -> tuple[RepoPath, ...]:
        """Tracked and untracked files, without ignored ones, and what is below `.ai/`."""
        found = self._kept or self._list()
        if self._still:
            self._kept = found
        return found

    def _list(self) -> tuple[RepoPath, ...]:
        options = ("--stage", "--cached", "--others", "--exclude-standard")
        top = os.fsencode(self._place.root)
        found: list[bytes] = []
        loose = set(_own(top))
        for line in names.split(self._place.git.read("ls-files", "-z", *options)):
            entry = _TRACKED.fullmatch(line)
            if entry is None:
                loose.add(line)
            elif entry[1] in _FILES:
                found.append(entry[2])
        found += [name for name in loose if _is_file(top + b"/" + name)]
        return tuple(sorted(set(names.editable(found)), key=attrgetter("value")))


def _own(top: bytes) -> Iterator[bytes]:
    """What is below `.ai/`, ignored or not; a repository of its own there is not ours."""
    own = top + b"/.ai"
    for folder, inner, found in () if Path(os.fsdecode(own)).is_symlink() else os.walk(own):
        if b".git" in (*inner, *found):
            inner.clear()
            continue
        yield from (b"%s/%s" % (folder.removeprefix(top + b"/"), name) for name in found)


def _is_file(path: bytes) -> bool:
    """Whether it is there and no link, folder or pipe."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False
