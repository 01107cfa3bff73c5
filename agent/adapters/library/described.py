"""API plans that are data: their endpoints and specs, from readers that are loaded late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent import lazy
from agent.adapters.library import sealed
from agent.adapters.library.readings import readers
from agent.codec import UnreadableError, decoder, encode
from agent.core.documents import RepoPath
from agent.core.errors import RefusedError
from agent.core.values import dataclass
from agent.sources.openapi.apidata import Listing, is_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from agent.core.documents import Document
    from agent.core.findings import Finding
    from agent.core.spec import Endpoint, Listed, Spec
    from agent.sources.openapi.files import Outlines, Read

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Other:
    """A file that a description refers to, by its digest; None where nothing could be read."""

    path: RepoPath
    digest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """A listing as it is kept on disk."""

    key: str
    others: tuple[_Other, ...]
    listing: Listing


class Described:
    """Reads descriptions; `read` opens what they refer to, `outlines` keeps what is costly.

    What they list is kept in `folder`, where there is one.
    """

    def __init__(self, read: Read, outlines: Outlines, folder: Path | None) -> None:
        self._read = read
        self._outlines = outlines
        self._folder = folder
        self._held: dict[RepoPath, _Kept] = {}

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

    def of(self, endpoint: Endpoint, documents: Iterable[Document]) -> Iterator[Spec]:
        """The same of those that list it so; the others need not be opened."""
        listing = (
            one
            for one in documents
            if any(each.endpoint.key == endpoint.key for each in self.endpoints(one))
        )
        return self.specs(endpoint, listing)

    def _listing(self, document: Document) -> Listing:
        """The listing, made once while the document and all that it refers to stay the same."""
        held = self._held.get(document.path)
        if held is None or not held.holds(document, self._read):
            held = self._held[document.path] = self._loaded(document) or self._made(document)
        return held.listing

    def _made(self, document: Document) -> _Kept:
        others: dict[RepoPath, str | None] = {}

        def read(path: RepoPath) -> str | None:
            others[path] = self._read(path)
            return others[path]

        found: Listing = lazy.load(_READER).listing(document, read, self._outlines)
        if self._folder is not None:
            seen = (_Other(path=path, digest=_digest(text)) for path, text in others.items())
            written = _Written(key=_key(document), others=tuple(seen), listing=found)
            sealed.save(_file(self._folder, document), encode(written))
            sealed.prune(self._folder, "described-*.json")
        return _Kept(text=document.text, others=others, listing=found)

    def _loaded(self, document: Document) -> _Kept | None:
        """The listing of an earlier run, where it holds."""
        try:
            kept: _Written = decoder(_Written)(
                sealed.load(_file(self._folder, document)) if self._folder else None
            )
        except (UnreadableError, RefusedError, ValueError):
            return None
        others = {one.path: self._read(one.path) for one in kept.others}
        shown = [_digest(text) for text in others.values()]
        if kept.key != _key(document) or shown != [one.digest for one in kept.others]:
            return None
        return _Kept(text=document.text, others=others, listing=kept.listing)


def _file(folder: Path, document: Document) -> Path:
    return folder / f"described-{sealed.digest(document.path.value)[:16]}.json"


def _key(document: Document) -> str:
    """Another one for another text, and for other readers."""
    return f"{readers()} {document.path} {document.role} {sealed.digest(document.text)}"


def _digest(text: str | None) -> str | None:
    return None if text is None else sealed.digest(text)
