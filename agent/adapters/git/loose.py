"""A commit that was just made, from its own file: no process for what git has only now written."""

from __future__ import annotations

import hashlib
import zlib

from agent.adapters.git.place import Place
from agent.core.edits import CommitId
from agent.core.values import dataclass

_MOST = 1 << 20


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
