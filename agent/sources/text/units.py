"""A document as units: one line of text, or one table or fence, each in its section."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.text.markdown import Fence, Grid, Heading, Item, Paragraph, blocks
from agent.sources.text.repair import mended

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

UnitKind = Literal["heading", "item", "text", "grid", "fence"]
_DASHES = deferred(r"(?:-{1,3}|[*+\u2022\u2013\u2014])\s+")
_FINISHED = deferred(r"[.:;!?]\s*$|\s{2}$|\\$")
_NUMBERED = deferred(r"\d+(?:\.\d+)*[.)]\s+\S")
_BLANKS = deferred(r"[ \t]{9,}")
_LONGEST = 4_000
# Nobody wraps a sentence before this column: a line that ends sooner was ended on purpose.
_WIDTH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A line of text without its list mark, or a whole table or fence.

    `above` are the headings it stands under, outermost first, as indexes into the units.
    `lead` is true where a thought begins: not in the middle of a wrapped sentence.
    """

    kind: UnitKind
    line: int
    last: int
    text: str
    depth: int = 0
    level: int = 0
    lead: bool = True
    number: int | None = None
    above: tuple[int, ...] = ()
    grid: Grid | None = None
    fence: Fence | None = None


@lru_cache(maxsize=8)
def units(text: str) -> tuple[Unit, ...]:
    """The document's units in order; never raises."""
    found: list[Unit] = []
    above: tuple[int, ...] = ()
    source = mended(text).split("\n")
    for block in blocks(text):
        if isinstance(block, Heading):
            while above and found[above[-1]].level >= block.level:
                above = above[:-1]
            found.append(
                Unit(
                    kind="heading",
                    line=block.line,
                    last=block.last,
                    text=_bounded(block.text),
                    level=block.level,
                    above=above,
                )
            )
            above = (*above, len(found) - 1)
        elif isinstance(block, Grid | Fence):
            found.append(_whole(block, above))
        else:
            found.extend(_lines(block, source, above))
    return tuple(found)


def is_detailed(found: Sequence[Unit], at: int) -> bool:
    """Whether an item holds items of its own: it describes, where a mere mention would not."""
    below = [unit.depth > found[at].depth for unit in found[at + 1 : at + 3]]
    return found[at].kind == "item" and len(below) > 1 and all(below)


def _bounded(text: str) -> str:
    """What of a line is read: no patterns run over what nobody wrote by hand."""
    return _BLANKS.sub(" ", text.strip()[:_LONGEST])


def _whole(block: Grid | Fence, above: tuple[int, ...]) -> Unit:
    return Unit(
        kind="grid" if isinstance(block, Grid) else "fence",
        line=block.line,
        last=block.last,
        text="",
        depth=block.depth,
        above=above,
        grid=block if isinstance(block, Grid) else None,
        fence=block if isinstance(block, Fence) else None,
    )


def _is_ended(line: str, following: str) -> bool:
    """Whether the line ends a thought: by its mark, or because the next word had room on it."""
    word = following.split(" ", 1)[0]
    return _FINISHED.search(line) is not None or len(line.strip()) + len(word) < _WIDTH


def _lines(block: Paragraph | Item, source: list[str], above: tuple[int, ...]) -> Iterator[Unit]:
    is_item = isinstance(block, Item)
    before = ""
    for offset, raw in enumerate(block.text.split("\n")):
        line = block.line + offset
        first = offset == 0
        text, depth = _bounded(raw), block.depth + (is_item and not first)
        # A dash that Markdown takes for the end of the paragraph before, but its author did not.
        dash = None if first and is_item else _DASHES.match(text)
        numbered = (not first) and _NUMBERED.match(text) is not None
        if dash is not None:
            text = text[dash.end() :]
        if dash is not None or numbered:
            depth = depth if source[line - 1][:1].isspace() else 0
        yield Unit(
            kind="item" if dash or (is_item and first) else "text",
            line=line,
            last=line,
            text=text,
            depth=depth,
            lead=first or dash is not None or numbered or _is_ended(before, text),
            number=block.number if isinstance(block, Item) and first else None,
            above=above,
        )
        before = raw
