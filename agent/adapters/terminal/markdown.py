"""A Markdown document as rows. Every character of the source stays: the user approves its bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

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


@dataclass(slots=True)
class MarkdownLines:
    """The rows of a document, a line of it at a time: it may not be there as a whole yet."""

    _fence: str = ""

    def rows(self, text: str, width: int) -> Iterator[Row]:
        """The rows of the next line. Headings bold, code apart, items hanging under their text."""
        found = _FENCE.match(text)
        if self._fence or found:
            yield from wrap(clean((Span(text, "dim" if found else "path"),)), width=width, hang=0)
        else:
            yield from _prose(text, width)
        if found and not self._fence:
            self._fence = found[1]
        elif found and found[1].startswith(self._fence) and not text.strip(" `~"):
            self._fence = ""


def markdown_rows(document: Markdown, width: int) -> Iterator[Row]:
    """The rows of a whole document."""
    lines = MarkdownLines()
    for text in document.text.removesuffix("\n").split("\n"):
        yield from lines.rows(text, width)
