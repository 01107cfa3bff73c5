"""Files of the cache: JSON under its digest; what is damaged is as good as not there."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from typing import TYPE_CHECKING

from agent import files
from agent.core.errors import RefusedError

if TYPE_CHECKING:
    from pathlib import Path


def load(file: Path) -> object:
    """What is kept there, if it is whole: its first line is the digest of the rest; else None."""
    try:
        data = files.read(file.parent, file.name)
        if data is None:
            return None
        digest, _, rest = data.partition(b"\n")
        if digest.decode() != hashlib.sha256(rest).hexdigest():
            return None
        found: object = json.loads(rest)
    except (OSError, ValueError, RecursionError, MemoryError, RefusedError):
        return None
    return found


def save(file: Path, value: object) -> None:
    """Keep it; nothing where there is no room, or no right to write."""
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    body = data.encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(body).hexdigest().encode()
    with suppress(OSError, RefusedError):
        file.parent.parent.mkdir(mode=0o700, exist_ok=True)
        file.parent.mkdir(mode=0o700, exist_ok=True)
        files.write_atomic(file, digest + b"\n" + body, sync=_not_waited_for)


def _not_waited_for(_: int) -> None:
    """What a crash leaves torn, its digest tells, and it is made again."""
