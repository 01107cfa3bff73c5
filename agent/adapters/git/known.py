"""What git's files said when they were last read, kept with the bytes that said it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from agent.core.values import dataclass

if TYPE_CHECKING:
    from agent.adapters.git.index import Index
    from agent.core.edits import BlobId

_MOST_KEPT = 16 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The last value of each setting; `texts` and `environ` are what they were read from."""

    values: Mapping[str, str]
    texts: Mapping[str, bytes]
    environ: Mapping[str, str]


class Known:
    """One repository's; whoever reads it compares first."""

    def __init__(self) -> None:
        self.settings: Settings | None = None
        self.index: Index | None = None
        self.blobs: dict[BlobId, bytes] = {}

    def keep(self, blob: BlobId, data: bytes) -> None:
        """An id has one content for ever: what was seen lately is not read by git again."""
        if len(data) <= _MOST_KEPT:
            self.blobs[blob] = data
        while sum(map(len, self.blobs.values())) > _MOST_KEPT:
            self.blobs.pop(next(iter(self.blobs)))
