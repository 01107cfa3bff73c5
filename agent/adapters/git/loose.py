"""Objects in files of their own: what was written just now, and bytes that are to be kept.

No process for what git has only now written, nor for what it would write in just this way.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import zlib
from pathlib import Path

from agent.adapters.git import refs
from agent.adapters.git.known import Loose
from agent.adapters.git.place import Place
from agent.core.edits import BlobId, CommitId

_MOST = 1 << 20
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def commit(place: Place, name: CommitId) -> Loose | None:
    """The commit of this id; None where git is to be asked: it is packed, damaged, not in UTF-8."""
    known = place.known.commits.get(name)
    if known is not None:
        return known
    body = _body(place, name, b"commit")
    if body is None:
        return None
    headers, _, message = body.partition(b"\n\n")
    lines = headers.decode("utf-8", "replace").split("\n")
    if any(one.startswith("encoding ") for one in lines):
        return None
    # What a signature goes on with begins with a space.
    parents = (one.removeprefix("parent ") for one in lines if one.startswith("parent "))
    tree = lines[0].removeprefix("tree ")
    text = message.decode("utf-8", "replace")
    found = Loose(tree=tree, parents=" ".join(parents), message=text)
    return place.known.keep_commit(name, found)


def blob(place: Place, name: BlobId) -> bytes | None:
    """The bytes of this id; None where git is to be asked."""
    return _body(place, name, b"blob")


def _body(place: Place, name: str, kind: bytes) -> bytes | None:
    """What an object of this kind holds; None where it is packed, damaged, large or of another."""
    packed = refs.text(f"{place.common}/objects/{name[:2]}/{name[2:]}", most=_MOST)
    try:
        data = zlib.decompressobj().decompress(packed, _MOST)
    except zlib.error:
        return None
    digest = "sha256" if len(name) == hashlib.sha256().digest_size * 2 else "sha1"
    if hashlib.new(digest, data).hexdigest() != name:
        return None
    start, _, body = data.partition(b"\0")
    return body if start.startswith(kind + b" ") else None


def keep(place: Place, name: BlobId, data: bytes) -> bool:
    """Write the bytes of this id as git does: synced, then given their name. False if they are not.

    What a killed run leaves has the name that git's own would have, so that git sweeps it.
    """
    folder = place.common / "objects" / name[:2]
    begun = folder / f"tmp_obj_{os.urandom(8).hex()}"
    try:
        with contextlib.suppress(FileExistsError):
            folder.mkdir()
        _write(begun, zlib.compress(b"blob %d\0" % len(data) + data, 1))
        begun.rename(folder / name[2:])
    except OSError:
        with contextlib.suppress(OSError):
            begun.unlink()
        return False
    return True


def _write(file: Path, data: bytes) -> None:
    with os.fdopen(os.open(file, _NEW, 0o444), "wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())
