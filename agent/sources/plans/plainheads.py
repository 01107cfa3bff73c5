"""Plans whose sections are numbered lines and no headings: `4) Data flow`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.sources.text.words import section_kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LINE = deferred(r"(?:\*\*)?(?P<number>\d{1,2})[.)]\s+(?P<title>[^\n]{3,80}?)(?:\*\*)?:?\s*")
_FENCE = deferred(r"\s*(?:```|~~~)")
_FEWEST = 4


def headed(text: str) -> str:
    """The text with such lines as headings, where it has no other ones; as many lines."""
    if "\n## " in text or "\n### " in text:
        return text
    lines = text.split("\n")
    found = tuple(_sections(lines))
    if len({kind for _, kind in found}) < _FEWEST:
        return text
    for at, _ in found:
        lines[at] = f"## {lines[at].replace('**', '')}"
    return "\n".join(lines)


def _sections(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The lines that title a part of a plan, with what it is, in the order of their numbers."""
    last, fenced = 0, False
    for at, line in enumerate(lines):
        fenced ^= _FENCE.match(line) is not None
        hit = None if fenced else _LINE.fullmatch(line)
        if hit is None or int(hit["number"]) <= last:
            continue
        kind = section_kind(hit["title"].strip())
        if kind is not None:
            last = int(hit["number"])
            yield at, kind
