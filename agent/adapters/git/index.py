"""The index file as git writes it by default, versions 2 and 3; any other is left to git.

gitformat-index(5): a header, entries sorted by name, extensions, and a digest of them all.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterable, Mapping

from agent.core.values import dataclass

_HEADER = struct.Struct(">4sII")
_STATUS = struct.Struct(">10I")
_FLAGS, _TWO_FLAGS = struct.Struct(">H"), struct.Struct(">HH")
_EXTENSION = struct.Struct(">4sI")
_EXTENDED, _ODD = 0x40, 0xF000
_ASSUMED, _FURTHER, _SKIPPED = 0x8000, 0x4000, 0x4000
# A whole tree: its name (none for the top), how many entries and folders it has, and its id.
_TREE = re.compile(rb"\0(\d+) \d+\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file; `plain` where git compares it with the disk, and nothing of it is in conflict.

    `unseen` where git is told not to: assume-unchanged, or left out of a sparse checkout.
    `noted` is ctime and mtime, each with its nanoseconds, inode, owner, group and size.
    """

    mode: int
    blob: str
    plain: bool
    unseen: bool
    noted: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """The files, by where they stand in `data`, the bytes of the file; `written` is its time.

    `tree` is the id of the tree that they are, empty where it is not known; they stand up to `end`.
    """

    data: bytes
    written: int
    places: Mapping[bytes, int]
    end: int
    tree: str
    size: int

    def entry(self, name: bytes) -> Entry | None:
        """The file of this name."""
        at = self.places.get(name)
        if at is None:
            return None
        blob = at + _STATUS.size
        flags, further = _TWO_FLAGS.unpack_from(self.data, blob + self.size)
        *times, _device, inode, mode, owner, group, size = _STATUS.unpack_from(self.data, at)
        return Entry(
            mode=mode,
            blob=self.data[blob : blob + self.size].hex(),
            plain=not flags & _ODD,
            unseen=bool(flags & _ASSUMED or (flags & _FURTHER and further & _SKIPPED)),
            noted=(*times, inode, owner, group, size),
        )

    def without(self, names: Iterable[bytes]) -> bytes:
        """All that is noted of the other files."""
        pieces, at = [], _HEADER.size
        for start, name in sorted((self.places[one], one) for one in names if one in self.places):
            pieces.append(self.data[at:start])
            at = _after(start, _name(self.data, start, self.size) + len(name))
        return b"".join((*pieces, self.data[at : self.end]))


def parse(data: bytes, written: int, *, digest: str) -> Index | None:
    """The index that these bytes are, its ids by this digest; None where git is to be asked."""
    size = hashlib.new(digest).digest_size
    body = data[:-size]
    # Git may be told to leave the digest out: then it is zeros.
    if len(data) < _HEADER.size + size or hashlib.new(digest, body).digest() != data[-size:]:
        return None
    kind, version, count = _HEADER.unpack_from(body)
    if kind != b"DIRC" or version not in {2, 3}:
        return None
    places: dict[bytes, int] = {}
    at = _HEADER.size
    for _ in range(count):
        name = _name(body, at, size)
        end = body.index(b"\0", name)
        places[body[name:end]] = at
        at = _after(at, end)
    tree = _tree(body, at, size, count)
    if tree is None:
        return None
    return Index(data=data, written=written, places=places, end=at, tree=tree, size=size)


def _name(data: bytes, at: int, size: int) -> int:
    """Where the name of the entry at this place begins."""
    flags = at + _STATUS.size + size
    # The extended flag is the second bit of all.
    return flags + _FLAGS.size * (2 if data[flags] & _EXTENDED else 1)


def _after(at: int, end: int) -> int:
    """Where the next entry begins: zeros make each a multiple of eight bytes, one at least."""
    return at + (end - at + 8) // 8 * 8


def _tree(body: bytes, at: int, size: int, count: int) -> str | None:
    """The id of the whole tree, empty where it is not held; None for what only git can read."""
    tree = ""
    while at < len(body):
        kind, length = _EXTENSION.unpack_from(body, at)
        at += _EXTENSION.size
        if not kind[:1].isupper():
            return None  # entries stand elsewhere, or stand for folders
        whole = _TREE.match(body, at) if kind == b"TREE" else None
        if whole and int(whole[1]) == count:
            tree = body[whole.end() : whole.end() + size].hex()
        at += length
    return tree
