"""What an API plan says outside its endpoints' passages, cut into pieces that say one thing."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.endpoints.apiplan import entries
from agent.sources.text import notation
from agent.sources.text.repair import mended
from agent.sources.text.units import Unit, units
from agent.sources.text.vocabulary import is_apart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CALLED = deferred(r"(?<![\w/])/[\w\-./{}:<>\[\]]*\w[\w\-./{}:<>\[\]]*")
# A table of this kind says something else of each row's subject.
_BY_SUBJECT = deferred(
    r"resource|zas[oó]b|entity|encj|endpoint|field|pole|table|tabela|model|object|obiekt|role"
    r"|rule|regu[lł]|requirement|wymagan|route|path|ścieżk|\bmethod|metod",
    re.IGNORECASE,
)
# A line above a list that is its title: "Loans".
_CAPTION = deferred(r"[*_]*[^\W\d_][\w /&,-]{1,40}[*_]*")
_MARKED = deferred(r"^\s*(?:[-*+\u2022]\s+|\d+[.)]\s+)?")
_BOLD = deferred(r"(\*\*|__)[^*_]+(\*\*|__):?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A list item with what it holds, a paragraph, a table or an example, under `titles`.

    `caption` is a line above its list that is no heading: "Loans". `head` is the heading's line.
    """

    titles: tuple[str, ...]
    line: int
    last: int
    text: str
    caption: str = ""
    head: int = 0

    @property
    def about(self) -> str:
        """The words that say what it is about: its caption, else its title."""
        return self.caption or (self.titles[-1] if self.titles else "")

    @property
    def lead(self) -> str:
        """The words of a first line that only leads the rest: `**Loans**`, `Loan rules:`."""
        first, _, rest = self.text.partition("\n")
        said = _MARKED.sub("", first).strip()
        is_lead = said.rstrip("*_ ").endswith(":") or _BOLD.fullmatch(said) is not None
        return said.strip("*_: ") if rest.strip() and is_lead else ""


@lru_cache(maxsize=8)
def chunks(text: str) -> tuple[Chunk, ...]:
    """The plan outside of endpoints' passages and of sections about the future."""
    found = units(text)
    source = mended(text).split("\n")
    out: list[Chunk] = []
    for caption, group in _groups(text, found):
        whole = _parted(found, group, source)
        out.extend(replace(one, caption=caption) for one in whole)
    return tuple(one for one in out if not any(map(is_apart, (*one.titles, one.caption))))


def _groups(text: str, found: Sequence[Unit]) -> Iterator[tuple[str, list[Unit]]]:
    """What belongs together, with the line above its list that is its title."""
    inside = {at for entry in entries(text) for at in range(entry.at, entry.end)}
    caption = ""
    group: list[Unit] = []
    for at, unit in enumerate(found):
        rows = () if at in inside else _subjects(unit)
        starts = unit.kind == "heading" or at in inside or bool(rows) or _starts(group, unit)
        if starts and group:
            yield caption, group
            group = []
        if unit.kind == "heading" or (unit.kind == "text" and not group):
            caption = unit.text if _is_caption(unit, found[at + 1 : at + 2]) else ""
        yield from ((caption, [row]) for row in rows)
        if unit.kind != "heading" and at not in inside and not rows:
            group.append(unit)
    if group:
        yield caption, group


def _is_caption(unit: Unit, after: Sequence[Unit]) -> bool:
    return (
        unit.kind == "text"
        and any(one.kind == "item" for one in after)
        and _CAPTION.fullmatch(unit.text) is not None
    )


def _parted(found: Sequence[Unit], group: list[Unit], source: Sequence[str]) -> list[Chunk]:
    """A group as one chunk; its items apart where they, and not its lead, name endpoints."""
    whole = _chunk(found, group, source)
    depth = min((unit.depth for unit in group[1:] if unit.kind == "item"), default=0)
    if depth <= group[0].depth or not is_named(whole.text) or is_named(group[0].text):
        return [whole]
    lead = (*whole.titles, notation.bare(group[0].text).rstrip(": "))
    parts: list[list[Unit]] = []
    for unit in group[1:]:
        if not parts or (unit.kind == "item" and unit.depth == depth):
            parts.append([])
        parts[-1].append(unit)
    return [replace(_chunk(found, part, source), titles=lead) for part in parts]


def _subjects(unit: Unit) -> tuple[Unit, ...]:
    """The rows of a table that speaks of one resource or field a row, each on its own."""
    grid = unit.grid
    if grid is None or not grid.header or _BY_SUBJECT.search(grid.header[0]) is None:
        return ()
    return tuple(
        replace(unit, kind="text", line=row.line, last=row.line, grid=None) for row in grid.rows
    )


def _starts(group: Sequence[Unit], unit: Unit) -> bool:
    """Whether a unit begins a new chunk: an item or text on the level of the group's first."""
    if not group:
        return False
    if unit.kind in {"grid", "fence"}:
        return not group[-1].text.rstrip(" *").endswith(":") and unit.depth <= group[0].depth
    if unit.kind == "text":
        return unit.lead and unit.depth <= group[0].depth
    introduced = group[0].kind == "text" and group[0].text.rstrip(" *").endswith(":")
    return unit.depth <= group[0].depth and not introduced


def _chunk(found: Sequence[Unit], group: Sequence[Unit], source: Sequence[str]) -> Chunk:
    line, last = group[0].line, max(unit.last for unit in group)
    titles = tuple(notation.bare(found[at].text) for at in group[0].above)
    text = "\n".join(source[line - 1 : last]).rstrip()
    head = found[group[0].above[-1]].line if titles else 0
    return Chunk(titles=titles, line=line, last=last, text=text, head=head)


def is_named(text: str) -> bool:
    """Whether a text names an endpoint, or a path in code."""
    return any(notation.call(line) is not None or CALLED.search(line) for line in _code(text))


def _code(text: str) -> Iterator[str]:
    """Lines where a slash begins a path: in code, or after a method."""
    for line in text.split("\n"):
        yield from re.findall(r"`([^`]+)`", line)
        if notation.call(line) is not None:
            yield line
