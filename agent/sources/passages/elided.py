"""Shapes that a passage leaves out as dots, `"paging": {...}`, where its document writes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.core.documents import Document

_DOTS = deferred(r"\"(?P<name>\w+)\"\s*:\s*(?:\{\s*(?:\.\.\.|…)\s*\}|\[\s*(?:\.\.\.|…)\s*\])")
_CLOSING = {"{": "}", "[": "]"}
_MOST = 4
_LONGEST = 600


def elided(own: Excerpt, document: Document) -> Iterator[Excerpt]:
    """Each shape that the passage has as dots, from the first other place that has it whole."""
    names = dict.fromkeys(hit["name"] for hit in _DOTS.finditer(own.text))
    for name in list(names)[:_MOST]:
        found = _whole(name, own, document)
        if found is not None:
            yield found


def _whole(name: str, own: Excerpt, document: Document) -> Excerpt | None:
    text = document.text.replace("\r\n", "\n")
    for hit in re.finditer(rf"\"{name}\"\s*:\s*(?=[{{\[])(?![{{\[]\s*(?:\.\.\.|…))", text):
        line = text.count("\n", 0, hit.start()) + 1
        end = _end(text, hit.end())
        if end is not None and not own.source.line <= line <= own.source.last:
            source = document.source(line, line + text.count("\n", hit.start(), end))
            return Excerpt(source=source, text=text[hit.start() : end])
    return None


def _end(text: str, start: int) -> int | None:
    """Where what opens here is closed; None where that is too far, or holds dots itself."""
    stack: list[str] = []
    for at in range(start, min(len(text), start + _LONGEST)):
        if text[at] in _CLOSING:
            stack.append(_CLOSING[text[at]])
        elif stack and text[at] == stack[-1]:
            stack.pop()
            if not stack:
                return None if _DOTS.search(text[start : at + 1]) else at + 1
    return None
