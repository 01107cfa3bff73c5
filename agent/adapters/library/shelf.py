"""Texts of the repository's files, bounded in size, read again only when a file has changed."""

from __future__ import annotations

import codecs
import os
import stat
from pathlib import Path

from agent import files
from agent.core.documents import RepoPath
from agent.core.encodings import KNOWN, decoded
from agent.core.errors import RefusedError
from agent.core.values import dataclass

# Prose is read as a whole, and may be nested; of data, only what is asked for (T35). What nobody
# can have written by hand would take longer than anybody waits.
_PROSE = (512 << 10, 8_000)
_CODE = (2 << 20, 50_000)
_DATA = (16 << 20, 600_000)
_PROSE_SUFFIXES = frozenset([".md", ".mdc", ".markdown", ".txt", ""])
_DATA_SUFFIXES = frozenset([".yaml", ".yml", ".json"])
_HEAD = 4096
_OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC

Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """The beginning of a file, or all of it, as of a stamp; or why it is left out."""

    stamp: Stamp
    text: str = ""
    whole: bool = True
    encoding: str = ""
    fault: str = ""


class Shelf:
    """Reads texts below a root; what cannot be read is None, and `notes` says why (T35, T38).

    What is in another encoding than UTF-8 is read, and `read_as` says in which.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._kept: dict[RepoPath, _Kept] = {}
        self.notes: dict[RepoPath, str] = {}
        self.read_as: dict[RepoPath, str] = {}

    def head(self, path: RepoPath) -> str | None:
        """The first 4 KB, no more where all of it has been read."""
        text = self._text(path, _HEAD)
        return text and text[:_HEAD].encode()[:_HEAD].decode("utf-8", "ignore")

    def text(self, path: RepoPath) -> str | None:
        """All of it."""
        return self._text(path, _limits(path)[0])

    def _text(self, path: RepoPath, most: int) -> str | None:
        try:
            status = os.lstat(f"{self._root}/{path.value}")  # a path for each would take longer
        except OSError:
            return None
        stamp = _stamp(status)
        kept = self._kept.get(path)
        if kept is None or kept.stamp != stamp or not (kept.whole or most == _HEAD):
            kept = _read(self._root, path, status=status, most=most)
            self._kept[path] = kept
        self.notes.pop(path, None)
        self.read_as.pop(path, None)
        if kept.fault:
            self.notes[path] = kept.fault
            return None
        if kept.encoding:
            self.read_as[path] = kept.encoding
        return kept.text


def _read(root: Path, path: RepoPath, *, status: os.stat_result, most: int) -> _Kept:
    stamp = _stamp(status)
    if not stat.S_ISREG(status.st_mode):
        return _Kept(stamp=stamp, fault="it is a symlink, or no regular file")
    bytes_, lines = _limits(path)
    if status.st_size > bytes_:
        return _Kept(stamp=stamp, fault=f"it is larger than {_size(bytes_)}")
    try:
        data = _bytes(root, path, most)
    except RefusedError as error:
        return _Kept(stamp=stamp, fault=error.refusal.reason)
    except OSError as error:
        return _Kept(stamp=stamp, fault=error.strerror or "it cannot be read")
    if data.count(b"\n") > lines:
        return _Kept(stamp=stamp, fault=f"it has more than {lines:,} lines")
    if len(data) < status.st_size and most < bytes_:
        return _begun(data, stamp) or _read(root, path, status=status, most=bytes_)
    found = decoded(data)
    if found is None:
        fault = "it is binary" if b"\0" in data else f"it is no text in {KNOWN}"
        return _Kept(stamp=stamp, fault=fault)
    return _Kept(stamp=stamp, text=found.text, encoding=found.encoding)


def _begun(data: bytes, stamp: Stamp) -> _Kept | None:
    """The beginning of a text in UTF-8, which may end inside a character; else None."""
    if b"\0" in data:
        return None
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return None
    return _Kept(stamp=stamp, text=text, whole=False)


def _limits(path: RepoPath) -> tuple[int, int]:
    """The most bytes and lines of such a file."""
    suffix = path.suffix.casefold()
    if suffix in _DATA_SUFFIXES:
        return _DATA
    return _PROSE if suffix in _PROSE_SUFFIXES else _CODE


def _size(bytes_: int) -> str:
    return f"{bytes_ >> 20} MB" if bytes_ >> 20 else f"{bytes_ >> 10} KB"


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_size, status.st_mtime_ns, status.st_ino


def _bytes(root: Path, path: RepoPath, most: int) -> bytes:
    with files.folder(root, path.folder) as parent:
        if parent is None:
            raise FileNotFoundError(path.value)
        opened = os.open(path.name, _OPEN, dir_fd=parent)
        with os.fdopen(opened, "rb") as file:
            return file.read(most)
