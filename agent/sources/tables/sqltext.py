"""SQL as text with its places: what is a comment or a string, and where a statement ends."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from agent.core.patterns import deferred

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPEN = deferred(r"--[^\n]*|/\*|['\"`]|\$(?:[A-Za-z_]\w*)?\$")
_DOLLAR = deferred(r"\$(?:[A-Za-z_]\w*)?\$")
# A string whose end was forgotten does not swallow the statements that follow.
_QUOTED = {
    "'": re.compile(
        r"'(?:[^';]|''|;(?!\s*+(?:create|alter|drop|comment\s+on|insert)\b))*+'", re.IGNORECASE
    ),
    '"': re.compile(r'"(?:[^"\n]|"")*+"'),
    "`": re.compile(r"`[^`\n]*+`"),
}
_BLOCK = deferred(r"\bdo\s*(?:language\s+\w+\s*)?$", re.IGNORECASE)
_HEAD = (
    r"(?:create\s+(?:(?:or\s+replace|unique|temp|temporary|unlogged|materialized|constraint|global"
    r"|local|clustered|nonclustered|virtual|recursive)\s+)*"
    r"(?:table|index|type|view|trigger|policy|function|procedure|extension|schema|domain)\b"
    r"|alter\s+(?:table|type|policy|view|index)\b"
    r"|drop\s+(?:table|type|policy|trigger|(?:materialized\s+)?view|function)\b"
    r"|comment\s+on\s)"
)
# A statement ends at its semicolon, or where the next one begins though none was written.
_END = deferred(rf";|^[ \t]*(?={_HEAD})|^[ \t]*go[ \t]*$", re.IGNORECASE | re.MULTILINE)
_INNER = deferred(rf"\b(?:begin|then|else|loop)\s+(?={_HEAD})", re.IGNORECASE)
_BRACKET = deferred(r"[(),]")
_SPECIAL = deferred(r"[^\w\s\"`.$-]")
_FILLED = deferred(r"[^\n]")
_BEFORE = 40

_Kind = Literal["comment", "string", "name", "cut", "lone"]
_KINDS: dict[str, _Kind] = {"'": "string", '"': "name", "`": "name"}


@dataclass(frozen=True, slots=True)
class Sql:
    """A text with two copies of the same length, so that a place in one is a place in all.

    `bare` has blanks for comments; `masked` also has strings, function bodies and special
    characters of quoted names filled, so that brackets, commas and words in it mean SQL.
    """

    text: str
    bare: str
    masked: str
    breaks: tuple[int, ...]

    def line(self, at: int) -> int:
        """The line of a place, counted from 0."""
        return bisect_right(self.breaks, at)

    def words(self, start: int, end: int) -> str:
        """What the user wrote there, on one line and without comments."""
        return " ".join(self.bare[start:end].split())

    def statements(self) -> Iterator[tuple[int, int]]:
        """Where each statement begins and ends, the semicolon left out."""
        begin = 0
        for found in _END.finditer(self.masked):
            yield from self._statement(begin, found.start())
            begin = found.end()
        yield from self._statement(begin, len(self.masked))

    def parts(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """What stands between commas there, those inside brackets apart; blanks trimmed."""
        cuts, depth, begin = [], 0, start
        for found in _BRACKET.finditer(self.masked, start, end):
            depth += {"(": 1, ")": -1, ",": 0}[found[0]]
            if found[0] == "," and depth <= 0:
                cuts.append((begin, found.start()))
                begin = found.end()
        trimmed = (self._trimmed(one, two) for one, two in [*cuts, (begin, end)])
        return tuple((one, two) for one, two in trimmed if one < two)

    def closing(self, opened: int, end: int) -> int:
        """Where the bracket opened there is closed, else the end."""
        depth = 0
        for found in _BRACKET.finditer(self.masked, opened, end):
            depth += {"(": 1, ")": -1, ",": 0}[found[0]]
            if depth == 0:
                return found.start()
        return end

    def _statement(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        inner = [found.end() for found in _INNER.finditer(self.masked, start, end)]
        start, end = self._trimmed(inner[-1] if inner else start, end)
        if start < end:
            yield start, end

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        piece = self.bare[start:end]
        return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


@lru_cache(maxsize=8)
def read_sql(text: str) -> Sql:
    """The text with its copies; never raises."""
    bare, masked, at = [], [], 0
    for start, end, kind in _spans(text):
        piece = text[start:end]
        blank = _FILLED.sub(" ", piece)
        bare += [text[at:start], blank if kind in {"comment", "cut"} else piece]
        masked += [text[at:start], _mask(piece, blank, kind)]
        at = end
    bare.append(text[at:])
    masked.append(text[at:])
    breaks = tuple(found.end() for found in re.finditer("\n", text))
    return Sql(text, "".join(bare), "".join(masked), breaks)


def _mask(piece: str, blank: str, kind: _Kind) -> str:
    if kind in {"comment", "lone"}:
        return blank
    if kind == "cut":
        return ";" + blank[1:]
    if kind == "name":
        return piece[0] + _SPECIAL.sub("_", piece[1:-1]) + piece[-1]
    return "'" + "x" * (len(piece) - 2) + "'"


def _spans(text: str) -> Iterator[tuple[int, int, _Kind]]:
    """Comments, strings and quoted names; a quote that is never closed is a lone one."""
    tags = _Tags(text)
    commented = text.rfind("*/")
    at, block = 0, -1
    while (found := _OPEN.search(text, at)) is not None:
        start, at = found.span()
        if found[0].startswith("--"):
            yield start, at, "comment"
        elif found[0] == "/*":
            at = text.find("*/", at) + 2 if at <= commented else at
            yield start, at, "comment"
        elif found[0] in _QUOTED:
            closed = _QUOTED[found[0]].match(text, start)
            at = closed.end() if closed else at
            yield start, at, _KINDS[found[0]] if closed else "lone"
        elif start == block:
            yield start, at, "cut"
        elif (last := tags.next(found[0], at)) is not None:
            if _BLOCK.search(text[max(0, start - _BEFORE) : start]):
                block = last
                yield start, at, "cut"
            else:
                at = last + len(found[0])
                yield start, at, "string"


class _Tags:
    """Where each dollar tag stands: asked often, looked for once."""

    def __init__(self, text: str) -> None:
        self._places: dict[str, list[int]] = {}
        for found in _DOLLAR.finditer(text):
            self._places.setdefault(found[0], []).append(found.start())

    def next(self, tag: str, at: int) -> int | None:
        """Where the tag stands next."""
        places = self._places.get(tag, [])
        found = bisect_right(places, at - 1)
        return places[found] if found < len(places) else None
