"""Files of the cache: JSON under its digest; what is damaged is as good as not there."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from agent import files
from agent.core.errors import RefusedError

if TYPE_CHECKING:
    from pathlib import Path


_MOST = 32
_LARGE = 100_000


def digest(text: str) -> str:
    """What names a text, whatever it holds."""
    return _of_large(text) if len(text) >= _LARGE else _sum(text)


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# One of 5 MB takes 10 ms, and several ask for it.
_of_large = lru_cache(maxsize=2)(_sum)


def prune(folder: Path, pattern: str) -> None:
    """Leave the newest of the files that are kept under such names."""
    with suppress(OSError):
        kept = sorted(folder.glob(pattern), key=lambda one: one.stat().st_mtime)
        for old in kept[:-_MOST]:
            old.unlink(missing_ok=True)


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
