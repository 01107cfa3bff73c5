"""How the application keeps its data, as a model that plans is told it (data-management)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.documents import Document
from agent.core.resources import resource
from agent.core.spec import Spec
from agent.drafters.model.sending import Fence

# About 2,000 tokens; of what is longer, the sections that name what the endpoint is about.
_MOST = 8_000
_HEADING = re.compile(r"#{1,3} ")


def designs(documents: tuple[Document, ...], spec: Spec, fence: Fence) -> str:
    """Each such document with its line numbers, whole where it is short."""
    words = {resource(spec.endpoint), *(one.name.rpartition(".")[2] for one in spec.tables)}
    named = re.compile("|".join(re.escape(one.rstrip("s")) for one in sorted(words)), re.IGNORECASE)
    parts = []
    for one in documents:
        rows = list(enumerate(one.text.split("\n"), 1))
        if len(one.text) > _MOST:
            about = (part for part in _parts(rows) if any(named.search(line) for _, line in part))
            rows = [row for part in about for row in part]
        kept = list(_bounded(rows))
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


def _bounded(rows: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    left = _MOST
    for number, line in rows:
        left -= len(line) + 1
        if left < 0:
            return
        if line.strip():
            yield number, line
