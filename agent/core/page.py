"""What is shown, as values: a page is blocks of styled text, without colours or widths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from agent.core.values import dataclass

# What a piece of text is; the screen decides how that looks, and shows it without colour too.
# Plain text may be anybody's; a plain sentence of Waltz's own is `own`.
Style = Literal["plain", "own", "title", "dim", "path", "key", "good", "warn", "bad"]

_BLANK = ", {} of the added ones are blank"
DIFF_WORDS = ("(new)", "(deleted)", "end of ", ", {} lines shown", _BLANK)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in one style. The text may be foreign: the screen makes it harmless."""

    text: str
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Line:
    """One line; where it is too long it wraps, indented by `hang` columns."""

    spans: tuple[Span, ...]
    hang: int = 2

    @property
    def text(self) -> str:
        """The line without its styles."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of cells under no header; a last column that is too long wraps in its place.

    With `yields` each row keeps to one line: these columns, in this order, are shortened and then
    left out where the width asks for it; a row of one cell is a heading.
    """

    rows: tuple[tuple[Span, ...], ...]
    yields: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """What a text on the left says, and on the right: side by side where both fit on one line.

    Elsewhere the right one stands below, indented by `hang`.
    """

    rows: tuple[tuple[Span, Span], ...]
    hang: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDiff:
    """One file's unified diff, computed from bytes; `number` is how an answer names it.

    `flags` must be seen before it is approved, `remarks` are worth a look. `words` are what is
    said around it in another language, by what it is in ours.
    """

    number: int
    path: str
    change: Literal["new", "changed", "deleted"]
    added: int
    removed: int
    lines: tuple[str, ...]
    flags: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)

    def say(self, text: str) -> str:
        """One of `DIFF_WORDS` in the language of the page."""
        return self.words.get(text, text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Markdown:
    """A document shown as it reads, headings and lists kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Text to be copied: its lines stay whole, and the terminal wraps what is too wide."""

    text: str


Block = Line | Table | Pairs | FileDiff | Markdown | Verbatim
Page = tuple[Block, ...]


def text_page(text: str) -> Page:
    """Plain text, a line each."""
    return tuple(line(one) for one in text.rstrip("\n").split("\n"))


def line(*parts: str | Span, hang: int = 2) -> Line:
    """A line of these parts, plain where no style is given."""
    spans = tuple(Span(part) if isinstance(part, str) else part for part in parts)
    return Line(spans, hang)
