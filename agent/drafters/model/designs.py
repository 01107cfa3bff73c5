"""How the application keeps its data, as a model that plans is told it (data-management)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.documents import Document
from agent.core.resources import resource
from agent.core.spec import Spec
from agent.drafters.model.sending import Fence, within

# About 2,000 tokens; of what is longer, the sections that name what the endpoint is about.
_MOST = 8_000
_HEADING = re.compile(r"#{1,3} ")


def designs(documents: Sequence[Document], spec: Spec, fence: Fence) -> str:
    """Each document on that with its line numbers, whole where it is short."""
    words = {resource(spec.endpoint), *(one.name.rpartition(".")[2] for one in spec.tables)}
    named = re.compile("|".join(re.escape(one.rstrip("s")) for one in sorted(words)), re.IGNORECASE)
    parts = []
    for one in (one for one in documents if one.role == "data-management"):
        rows = list(enumerate(one.text.split("\n"), 1))
        if len(one.text) > _MOST:
            about = (part for part in _parts(rows) if any(named.search(line) for _, line in part))
            rows = [row for part in about for row in part]
        kept = list(within(rows, _MOST))
        if kept:
            parts.append(fence.numbered(one.path, f"document {one.path}", kept))
    return "\n\n".join(parts)


def _parts(rows: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """Each heading with what stands below it."""
    part: list[tuple[int, str]] = []
    for row in rows:
        if _HEADING.match(row[1]) and part:
            yield part
            part = []
        part.append(row)
    yield part
