"""The lines of a prompt, and the numbered lists and headings in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.text.words import fold

_ENTRY = deferred(r"^\s{0,6}(?:(\d{1,2})[.)]|[-*+])\s+(\S.*)$")
_HEADING = deferred(r"^\s{0,6}#{1,4}\s*(?:\*\*)?(?:\d{1,2}[.):]?)\s+(\S.*)$")
_TITLE_END = deferred(r"\*\*|__|\s*:\s|:$|\s+[\u2013\u2014-]\s+|\s*\(")
_LONGEST_TITLE = 80
# Longer lines hold data: no pattern needs to look further.
_LONGEST_LINE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the prompt, with its number in the file."""

    line: int
    text: str

    @property
    def folded(self) -> str:
        """In lower case and without accents."""
        return fold(self.text)


def rows_of(body: str, first: int) -> tuple[Row, ...]:
    """The lines of a prompt that begins on this line of its file."""
    lines = enumerate(body.split("\n"), first)
    return tuple(Row(line=at, text=text[:_LONGEST_LINE]) for at, text in lines)


def list_after(rows: Sequence[Row], start: int) -> tuple[str, ...]:
    """The entries of the first list below this row, each on one line.

    Entries that stand deeper than the first are left out, with the lines that go on with them.
    """
    below = rows[start + 1 :]
    begin = next((at for at, row in enumerate(below) if _ENTRY.match(row.text)), None)
    if begin is None or any(row.text.lstrip().startswith("#") for row in below[:begin]):
        return ()
    depth = _depth(below[begin].text)
    inside = takewhile(lambda row: not row.text.strip() or _goes_on(row.text, depth), below[begin:])
    found: list[str] = []
    open_entry = False
    for row in inside:
        hit = _ENTRY.match(row.text)
        if hit is None:
            if open_entry and row.text.strip():
                found[-1] = f"{found[-1]} {row.text.strip()}"
        else:
            open_entry = _depth(row.text) == depth
            found.extend([hit[2].strip()] if open_entry else [])
    return tuple(found)


def _goes_on(text: str, depth: int) -> bool:
    return _ENTRY.match(text) is not None or _depth(text) > depth


def _depth(text: str) -> int:
    return len(text) - len(text.lstrip())


def numbered_headings(rows: Sequence[Row]) -> Iterator[str]:
    """The titles of all headings that are numbered, fenced or not."""
    for row in rows:
        hit = _HEADING.match(row.text)
        if hit:
            yield title_of(hit[1])


def title_of(text: str) -> str:
    """The title in a list entry or heading: without marks, number, or what is said after it."""
    bare = re.sub(r"^\d{1,2}[.)]\s*", "", re.sub(r"^(?:\*\*|__|`)+", "", text.strip()))
    end = _TITLE_END.search(bare)
    return (bare[: end.start()] if end else bare).strip(" *_`:.#")[:_LONGEST_TITLE]
