"""A Markdown document as rows. Every character of the source stays: the user approves its bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.adapters.terminal.rows import TAB, Row, clean, wrap
from agent.core.page import Markdown, Span

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}#{1,6}(\s|$)")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?")
_INLINE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)|(\*\*|__)(?=\S)(.+?)(?<=\S)\3")


def _inline(text: str) -> Iterator[Span]:
    start = 0
    for found in _INLINE.finditer(text):
        yield Span(text[start : found.start()])
        yield Span(found[0], "path" if found[1] else "key")
        start = found.end()
    yield Span(text[start:])


def _prose(text: str, width: int) -> tuple[Row, ...]:
    if _HEADING.match(text):
        return wrap(clean((Span(text, "title"),)), width=width, hang=2)
    item = _ITEM.match(text)
    hang = len(item[0].expandtabs(TAB)) if item else len(text) - len(text.lstrip(" "))
    return wrap(clean(_inline(text)), width=width, hang=hang)


def markdown_rows(document: Markdown, width: int) -> Iterator[Row]:
    """Headings bold, code and fences set apart, list items hanging under their own text."""
    fence = ""
    for text in document.text.removesuffix("\n").split("\n"):
        found = _FENCE.match(text)
        if fence or found:
            yield from wrap(clean((Span(text, "dim" if found else "path"),)), width=width, hang=0)
        else:
            yield from _prose(text, width)
        if found and not fence:
            fence = found[1]
        elif found and fence and found[1].startswith(fence) and not text.strip(" `~"):
            fence = ""
