"""The endpoints that an API plan in Markdown lists, each with a name that a person knows it by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.core.spec import Listed
from agent.sources.endpoints.apiplan import entries
from agent.sources.endpoints.passage import first_sentence, parts

if TYPE_CHECKING:
    from agent.core.documents import Document


def find_endpoints(document: Document) -> tuple[Listed, ...]:
    """The endpoints that the plan lists, in its order, each once; never raises."""
    return tuple(
        Listed(
            endpoint=entry.endpoint,
            title=entry.title or first_sentence(parts(document.text, entry)),
            source=document.source(entry.line),
            base=entry.base,
        )
        for entry in entries(document.text)
    )
