"""The face of the package: a document in; what it lists, and what it says of one endpoint, out."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from agent import lazy
from agent.core.spec import Listed
from agent.sources.openapi.apidata import Listing
from agent.sources.openapi.files import Files
from agent.sources.openapi.operation import describe as described
from agent.sources.openapi.operations import is_description, operations, title
from agent.sources.openapi.outline import Outline
from agent.sources.openapi.outlining import read_outline

if TYPE_CHECKING:
    from agent.core.documents import Document
    from agent.core.spec import Endpoint, Spec
    from agent.sources.openapi.files import Outlines, Read

_FREEFORM = "agent.sources.openapi.freeform"


@lru_cache(maxsize=8)
def outline_of(text: str) -> Outline:
    """The outline of a text, remembered."""
    return read_outline(text)


def listing(document: Document, read: Read, outlines: Outlines = outline_of) -> Listing:
    """What a YAML or JSON document lists, each endpoint once; never raises.

    `read` opens what a `$ref` leads to; `outlines` may keep what is costly to make.
    """
    files = Files(document, read, outlines)
    if not is_description(files):
        listed: tuple[Listed, ...] = lazy.load(_FREEFORM).find_endpoints(files)
        return Listing(endpoints=listed, findings=files.findings)
    found = tuple(
        Listed(
            endpoint=one.endpoint,
            title=title(files, one),
            source=one.place.sheet.source(one.place.entry),
            base=one.base,
        )
        for one in operations(files)
    )
    return Listing(endpoints=found, findings=files.findings)


def find_endpoints(
    document: Document, read: Read, outlines: Outlines = outline_of
) -> tuple[Listed, ...]:
    """The endpoints that a YAML or JSON document lists, in its order, each once."""
    return listing(document, read, outlines).endpoints


def describe(
    endpoint: Endpoint, document: Document, read: Read, outlines: Outlines = outline_of
) -> Spec | None:
    """What the document says about this endpoint; None when it does not list it."""
    files = Files(document, read, outlines)
    if not is_description(files):
        told: Spec | None = lazy.load(_FREEFORM).describe(files, endpoint)
        return told
    found = next((one for one in operations(files) if one.endpoint.key == endpoint.key), None)
    return None if found is None else described(files, endpoint, found)
