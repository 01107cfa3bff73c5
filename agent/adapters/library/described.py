"""API plans that are data: their endpoints and specs, from readers that are loaded late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent import lazy
from agent.core.values import dataclass
from agent.sources.apidata import is_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from agent.core.documents import Document, RepoPath
    from agent.core.findings import Finding
    from agent.core.spec import Endpoint, Listed, Spec
    from agent.sources.openapi.files import Outlines, Read
    from agent.sources.openapi.reader import Listing

_READER = "agent.sources.openapi.reader"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """A listing, and the texts that it was made from."""

    text: str
    others: Mapping[RepoPath, str | None]
    listing: Listing

    def holds(self, document: Document, read: Read) -> bool:
        """Whether all of them are as they were."""
        return self.text == document.text and all(
            read(path) == text for path, text in self.others.items()
        )


class Described:
    """Reads descriptions; `read` opens what they refer to, `outlines` keeps what is costly."""

    def __init__(self, read: Read, outlines: Outlines) -> None:
        self._read = read
        self._outlines = outlines
        self._kept: dict[RepoPath, _Kept] = {}

    def endpoints(self, document: Document) -> tuple[Listed, ...]:
        """What the document lists; nothing of one that is prose alone."""
        return self._listing(document).endpoints if is_data(document) else ()

    def findings(self, documents: Iterable[Document]) -> Iterator[Finding]:
        """What could not be read of them, and where."""
        for one in documents:
            if is_data(one):
                yield from self._listing(one).findings

    def specs(self, endpoint: Endpoint, documents: Iterable[Document]) -> Iterator[Spec]:
        """What each of them says of an endpoint."""
        for one in documents:
            if one.role == "api-plan" and is_data(one):
                spec: Spec | None = lazy.load(_READER).describe(
                    endpoint, one, self._read, self._outlines
                )
                if spec is not None:
                    yield spec

    def _listing(self, document: Document) -> Listing:
        """The listing, made once while the document and all that it refers to stay the same."""
        kept = self._kept.get(document.path)
        if kept is not None and kept.holds(document, self._read):
            return kept.listing
        others: dict[RepoPath, str | None] = {}

        def read(path: RepoPath) -> str | None:
            others[path] = self._read(path)
            return others[path]

        found: Listing = lazy.load(_READER).listing(document, read, self._outlines)
        self._kept[document.path] = _Kept(text=document.text, others=others, listing=found)
        return found
