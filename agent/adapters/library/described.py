"""API plans that are data: their endpoints and specs, from readers that are loaded late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent import lazy
from agent.sources.apidata import is_data

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from agent.core.documents import Document, RepoPath
    from agent.core.findings import Finding
    from agent.core.spec import Endpoint, Listed, Spec
    from agent.sources.openapi.outline import Outline
    from agent.sources.openapi.reader import Listing

_READER = "agent.sources.openapi.reader"


class Described:
    """Reads descriptions; `read` opens what they refer to, `outlines` keeps what is costly."""

    def __init__(
        self, read: Callable[[RepoPath], str | None], outlines: Callable[[str], Outline]
    ) -> None:
        self._read = read
        self._outlines = outlines

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
        found: Listing = lazy.load(_READER).listing(document, self._read, self._outlines)
        return found
