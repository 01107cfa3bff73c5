"""Which requirements an endpoint serves, as a model that plans it is told them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from agent.core.spec import Endpoint, Feature, Listed, ListedFeature
from agent.drafter import PlanRequest
from agent.drafters.model.sending import Fence, within
from agent.sources.tables.relatedtables import normal, segments

_MOST = 1_600
_MOST_SERVED = 2
_WORD = re.compile(r"[^\W\d_]+")
_EDITS = r"edit|updat|chang|renam|correct|modif|manag|edycj|edyt|zmian|zmie[nń]|aktualiz|modyfik"
_DOES = {
    "POST": r"creat|add|register|new\b|mak(?:e|ing)|record|submit|utw|tworz|stworz|dod|rejestr"
    r"|zapis",
    "GET": r"list|view|brows|see\b|show|display|look|search|find|filter|read|przegl|wyświetl|wyszuk"
    r"|podgl",
    "PUT": _EDITS,
    "PATCH": _EDITS,
    "DELETE": r"delet|remov|usu[nńw]|kasow",
}


def served(request: PlanRequest, fence: Fence) -> str:
    """The requirements whose names say that this is done with the resource, whole."""
    texts = {one.path: one.text.split("\n") for one in request.documents}
    parts = []
    for one in _named(request):
        source = one.source
        lines = texts.get(source.path, [])[source.line - 1 : source.last]
        rows = list(within(enumerate(lines, source.line), _MOST))
        if len(rows) > 1:  # of a line the name says all
            title = f"document {source.path}, what this is for"
            parts.append(fence.numbered(source.path, title, rows))
    return "\n\n".join(parts[:_MOST_SERVED])


def _named(request: PlanRequest) -> Iterator[Listed | ListedFeature]:
    endpoint = request.spec.endpoint
    parts = segments(endpoint)
    if not (isinstance(endpoint, Endpoint) and parts):
        return
    does = re.compile(rf"\b(?:{_DOES.get(endpoint.method, '(?!)')})", re.IGNORECASE)
    thing, *above = map(normal, parts)
    for one in request.listed():
        name = one.endpoint.name if isinstance(one.endpoint, Feature) else ""
        words = _WORD.findall(name)
        known = {*map(normal, words), *(normal(f"{a} {b}") for a, b in pairwise(words))}
        if thing in known and (does.search(name) or known.intersection(above)):
            yield one
