"""Objects in files of their own: a commit that was just made, and bytes that are to be kept.

No process for what git has only now written, nor for what it would write in just this way.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import zlib
from pathlib import Path

from agent.adapters.git.place import Place
from agent.core.edits import BlobId, CommitId
from agent.core.values import dataclass

_MOST = 1 << 20
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """What a commit holds: its tree, its parents as git prints them, and its message."""

    tree: str
    parents: str
    message: str

    @property
    def subject(self) -> str:
        """The first paragraph on one line, as git's `%s` has it."""
        return " ".join(self.message.lstrip("\n").partition("\n\n")[0].splitlines())


def commit(place: Place, name: CommitId) -> Loose | None:
    """The commit of this id; None where git is to be asked: it is packed, damaged, not in UTF-8."""
    try:
        with (place.common / "objects" / name[:2] / name[2:]).open("rb") as file:
            data = zlib.decompressobj().decompress(file.read(_MOST), _MOST)
    except (OSError, zlib.error):
        return None
    kind = "sha256" if len(name) == hashlib.sha256().digest_size * 2 else "sha1"
    if hashlib.new(kind, data).hexdigest() != name:
        return None
    start, _, body = data.partition(b"\0")
    headers, _, message = body.partition(b"\n\n")
    lines = headers.decode("utf-8", "replace").split("\n")
    if not start.startswith(b"commit ") or any(one.startswith("encoding ") for one in lines):
        return None
    # What a signature goes on with begins with a space.
    parents = (one.removeprefix("parent ") for one in lines if one.startswith("parent "))
    tree = lines[0].removeprefix("tree ")
    text = message.decode("utf-8", "replace")
    return Loose(tree=tree, parents=" ".join(parents), message=text)


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
