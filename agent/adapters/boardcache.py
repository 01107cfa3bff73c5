"""How far the board was when it was last seen, so that the first prompt need not wait for it.

The language of its documents is kept beside it: the first prompt is spoken in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.core.values import dataclass
from agent.files import write_atomic

if TYPE_CHECKING:
    from agent.core.documents import RepoPath
    from agent.core.edits import CommitId
    from agent.core.settings import Language

_VERSION = 3
_DAMAGED = (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCache:
    """Kept in `folder`; it holds while HEAD and the documents below `root` stay the same."""

    folder: Path
    root: Path

    def load(self, head: CommitId) -> dict[str, int] | None:
        """How many endpoints are in which state; None when that is damaged or out of date."""
        try:
            kept = self._kept()
            if kept["head"] != head:
                return None
            if kept["documents"] != self._stamps(name for name, *_ in kept["documents"]):
                return None
            return {str(state): int(count) for state, count in kept["counts"].items()}
        except _DAMAGED:
            return None

    def language(self) -> Language:
        """What was spoken here last; English when that is damaged, or nothing was."""
        try:
            return "pl" if self._kept()["language"] == "pl" else "en"
        except _DAMAGED:
            return "en"

    def save(
        self,
        head: CommitId,
        documents: Iterable[RepoPath],
        counts: Mapping[str, int],
        language: Language,
    ) -> None:
        """Keep the counts that were made from these documents, where the disk allows it."""
        kept = {
            "version": _VERSION,
            "head": head,
            "documents": self._stamps(path.value for path in documents),
            "counts": dict(counts),
            "language": language,
        }
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, exist_ok=True)
            write_atomic(self.folder / "board.json", json.dumps(kept).encode())

    def _kept(self) -> dict[str, Any]:
        kept: dict[str, Any] = json.loads((self.folder / "board.json").read_bytes())
        if kept["version"] != _VERSION:
            raise LookupError(kept["version"])
        return kept

    def _stamps(self, names: Iterable[str]) -> list[list[object]]:
        return [[name, *_stamp(self.root / name)] for name in names]


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.lstat()
    except OSError:
        return (0, 0)
    return status.st_size, status.st_mtime_ns
