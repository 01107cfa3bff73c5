"""How far the board was when it was last seen, so that the first prompt need not wait for it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from agent.core.values import dataclass
from agent.files import write_atomic

if TYPE_CHECKING:
    from agent.core.documents import RepoPath
    from agent.core.edits import CommitId

_VERSION = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCache:
    """Kept in `folder`; it holds while HEAD and the documents below `root` stay the same."""

    folder: Path
    root: Path

    def load(self, head: CommitId) -> dict[str, int] | None:
        """How many endpoints are in which state; None when that is damaged or out of date."""
        try:
            kept = json.loads((self.folder / "board.json").read_bytes())
            if (kept["version"], kept["head"]) != (_VERSION, head):
                return None
            if kept["documents"] != self._stamps(name for name, *_ in kept["documents"]):
                return None
            return {str(state): int(count) for state, count in kept["counts"].items()}
        except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
            return None

    def save(
        self, head: CommitId, documents: Iterable[RepoPath], counts: Mapping[str, int]
    ) -> None:
        """Keep the counts that were made from these documents, where the disk allows it."""
        kept = {
            "version": _VERSION,
            "head": head,
            "documents": self._stamps(path.value for path in documents),
            "counts": dict(counts),
        }
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, exist_ok=True)
            write_atomic(self.folder / "board.json", json.dumps(kept).encode())

    def _stamps(self, names: Iterable[str]) -> list[list[object]]:
        return [[name, *_stamp(self.root / name)] for name in names]


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.lstat()
    except OSError:
        return (0, 0)
    return status.st_size, status.st_mtime_ns
