"""The board as it was last seen, so that the first prompt need not wait for the documents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, get_args

from agent.board import BoardRow
from agent.core.documents import RepoPath
from agent.core.edits import CommitId
from agent.core.errors import RefusedError
from agent.core.spec import Endpoint
from agent.core.standing import Standing, State
from agent.files import write_atomic

_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCache:
    """Kept in `folder`; it holds while HEAD and the documents below `root` stay the same."""

    folder: Path
    root: Path

    def load(self, head: CommitId) -> tuple[BoardRow, ...] | None:
        """The rows; None when there are none, or they are damaged or out of date."""
        try:
            kept = json.loads((self.folder / "board.json").read_bytes())
            if (kept["version"], kept["head"]) != (_VERSION, head):
                return None
            if kept["documents"] != self._stamps(name for name, *_ in kept["documents"]):
                return None
            return tuple(_row(row) for row in kept["rows"])
        except (OSError, ValueError, TypeError, LookupError, RecursionError, RefusedError):
            return None

    def save(self, head: CommitId, documents: Iterable[RepoPath], rows: Sequence[BoardRow]) -> None:
        """Keep the rows that were made from these documents, where the disk allows it."""
        kept = {
            "version": _VERSION,
            "head": head,
            "documents": self._stamps(path.value for path in documents),
            "rows": [asdict(row) for row in rows],
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


def _row(row: dict[str, Any]) -> BoardRow:
    standing = row["standing"]
    plan = row["plan"]
    if standing["state"] not in get_args(State):
        raise ValueError("no state")
    return BoardRow(
        endpoint=Endpoint(method=row["endpoint"]["method"], path=row["endpoint"]["path"]),
        title=str(row["title"]),
        path=RepoPath(row["path"]["value"]),
        line=int(row["line"]),
        standing=Standing(
            state=standing["state"], done=int(standing["done"]), total=standing["total"]
        ),
        plan=RepoPath(plan["value"]) if plan else None,
    )
