"""The index file as git writes it by default, versions 2 and 3; any other is left to git.

gitformat-index(5): a header, entries sorted by name, extensions, and a digest of them all.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Mapping

from agent.core.values import dataclass

_HEADER = struct.Struct(">4sII")
_STATUS = struct.Struct(">10I")
_FLAGS = struct.Struct(">H")
_EXTENSION = struct.Struct(">4sI")
_EXTENDED, _ODD = 0x40, 0xF000
# A whole tree: its name (none for the top), how many entries and folders it has, and its id.
_TREE = re.compile(rb"\0(\d+) \d+\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file; `plain` where git compares it with the disk, and nothing of it is in conflict.

    `noted` is ctime and mtime, each with its nanoseconds, inode, owner, group and size.
    """

    mode: int
    blob: str
    plain: bool
    noted: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """The files, by where they stand in `data`, the bytes of the file; `written` is its time.

    `tree` is the id of the tree that they are, empty where it is not known.
    """

    data: bytes
    written: int
    places: Mapping[bytes, int]
    tree: str
    size: int

    def entry(self, name: bytes) -> Entry | None:
        """The file of this name."""
        at = self.places.get(name)
        if at is None:
            return None
        blob = at + _STATUS.size
        (flags,) = _FLAGS.unpack_from(self.data, blob + self.size)
        *times, _device, inode, mode, owner, group, size = _STATUS.unpack_from(self.data, at)
        return Entry(
            mode=mode,
            blob=self.data[blob : blob + self.size].hex(),
            plain=not flags & _ODD,
            noted=(*times, inode, owner, group, size),
        )


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
        flags = at + _STATUS.size + size
        # The extended flag is the second bit of all.
        name = flags + _FLAGS.size * (2 if body[flags] & _EXTENDED else 1)
        end = body.index(b"\0", name)
        places[body[name:end]] = at
        # As many zeros follow as make it a multiple of eight bytes, one at least.
        at += (end - at + 8) // 8 * 8
    tree = _tree(body, at, size, count)
    if tree is None:
        return None
    return Index(data=data, written=written, places=places, tree=tree, size=size)


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
