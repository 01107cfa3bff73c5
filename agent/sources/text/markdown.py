"""Markdown as flat blocks with their lines.

Inline marks stay as written (`plain` takes them off). The reading is tolerant of what people
paste: every mark escaped, a document inside one fence, fences never closed, deep indents.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from agent import lazy
from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.text.repair import mended, split_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_MAX_NESTING = 60
# Some tick what is begun, and mark by a star what may be left out.
_CHECKBOX = deferred(r"\[([ xX~/-])\](?:\\?\*)?(?:\s+|$)")
_LINK = deferred(r"!?\[([^\]\[]*)\]\([^()\s]*\)")
_MARK = deferred(r"\\([!-/:-@\[-`{-~])|\*+|`+|~~|(?<![\w/])_{1,3}(?=\S)|(?<=[^\s/])_{1,3}(?![\w/])")
# Most texts hold none of the characters that its alternatives begin with.
_MARKED = frozenset("\\*`~_")
_COMMENT = deferred(r"\s*<!--")
_TAG = deferred(r"</?[A-Za-z][^<>]*>")
_OPENING = frozenset(("heading_open", "paragraph_open", "table_open", "fence", "html_block"))
# What a block of the kind has somewhere, below any marks of lists and quotes: a parser that is not
# asked for the kinds that a text has none of takes two thirds of the time.
_HAS = {
    "table": deferred(r"\|"),
    "fence": deferred(r"```|~~~"),
    "blockquote": deferred(r"^[ \t*+\d.)-]*>", re.MULTILINE),
    "hr": deferred(r"^[ \t>*+\d.)_-]*(?:[-*_][ \t]*){3}$", re.MULTILINE),
    "html_block": deferred(r"^[ \t>*+\d.)-]*<", re.MULTILINE),
    "lheading": deferred(r"^[ \t>*+\d.)=-]*[=-][ \t]*$", re.MULTILINE),
}
_RULE_ROW = deferred(r"[|:\-\s]*-[|:\-\s]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Lines of the document, counted from 1, and how many list items stand around it."""

    line: int
    last: int
    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading(Span):
    """A heading; `text` as written, without the hashes."""

    level: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph(Span):
    """Running text; `text` keeps the line breaks, so line `n` of it is document line `line + n`."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Span):
    """A list item's first paragraph. What it holds follows as blocks of greater depth, up to `end`.

    `number` is None for a bullet, `ticked` is None without a checkbox; neither is in `text`.
    """

    text: str
    end: int
    number: int | None = None
    ticked: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table."""

    cells: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid(Span):
    """A pipe table: header cells and rows."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence(Span):
    """A fenced block; `info` is the word after the fence; its text starts on line `line + 1`."""

    info: str
    text: str


Block = Heading | Paragraph | Item | Grid | Fence


@lru_cache(maxsize=16)
def blocks(text: str) -> tuple[Block, ...]:
    """The document's blocks in order; never raises."""
    source = mended(text)
    absent = tuple(kind for kind, pattern in _HAS.items() if not pattern.search(source))
    tokens = _parser(absent).parse(source)
    return tuple(_Walk(source.split("\n")).blocks(tokens))


def lines(block: Paragraph | Item) -> Iterator[tuple[int, str]]:
    """Each line of a text with its number."""
    for offset, text in enumerate(block.text.split("\n")):
        yield block.line + offset, text.strip()


def plain(text: str) -> str:
    """Text without emphasis, code marks, links, tags and escapes, on one line."""
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if not _MARKED.isdisjoint(text):
        text = _MARK.sub(lambda mark: mark[1] or "", text)
    return " ".join(text.split())


@lru_cache(maxsize=64)
def _parser(absent: tuple[str, ...]) -> MarkdownIt:
    # Without indented code an over-indented list stays a list; without inline rules it is fast.
    made: type[MarkdownIt] = lazy.load("markdown_it").MarkdownIt
    parser = made("commonmark", {"maxNesting": _MAX_NESTING})
    return parser.enable("table").disable(["code", "inline", "reference", *absent])


class _Walk:
    """Turns one document's tokens into blocks."""

    def __init__(self, source: list[str]) -> None:
        self._source = source

    def blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        depth = 0
        for at, token in enumerate(tokens):
            if token.type == "list_item_open":
                yield _item(token, tokens[at + 2], depth)
                depth += 1
            elif token.type == "list_item_close":
                depth -= 1
            elif token.type in _OPENING and not (
                token.type == "paragraph_open" and tokens[at - 1].type == "list_item_open"
            ):
                block = self._block(token, tokens[min(at + 1, len(tokens) - 1)].content, depth)
                if block is not None:
                    yield block

    def _block(self, token: Token, content: str, depth: int) -> Block | None:
        first, end = token.map or (0, 1)
        span = Span(line=first + 1, last=max(end, first + 1), depth=depth)
        block: Block | None = None
        if token.type == "heading_open":
            block = self._heading(span, token, content)
        elif token.type == "paragraph_open":
            block = self._text(span, content)
        elif token.type == "table_open":
            block = self._grid(span)
        elif token.type == "fence":
            info = token.info.strip()
            block = Fence(
                line=span.line, last=span.last, depth=depth, info=info, text=token.content
            )
        elif token.type == "html_block" and not _COMMENT.match(token.content):
            block = self._text(span, _TAG.sub("", token.content).rstrip())
        return block

    def _text(self, span: Span, text: str) -> Block | None:
        rows = text.split("\n")
        if len(rows) > 1 and all(row.strip().startswith("|") for row in rows):
            return self._grid(span)
        if not text.strip():
            return None
        return Paragraph(line=span.line, last=span.last, depth=span.depth, text=text)

    def _heading(self, span: Span, token: Token, text: str) -> Block | None:
        if token.markup == "-" and self._source[span.last - 1].strip(" >") == "---":
            # People draw a rule right below a paragraph; they do not mean a heading by it.
            return self._text(replace(span, last=span.last - 1), text)
        level = int(token.tag[1:])
        return Heading(line=span.line, last=span.last, depth=span.depth, level=level, text=text)

    def _grid(self, span: Span) -> Grid:
        rows = [
            Row(cells=split_row(text), line=number)
            for number, text in enumerate(self._source[span.line - 1 : span.last], span.line)
            if text.strip() and not _RULE_ROW.fullmatch(text.strip(" >\t"))
        ]
        header = rows[0].cells if rows else ()
        last = rows[-1].line if rows else span.line
        return Grid(
            line=span.line, last=last, depth=span.depth, header=header, rows=tuple(rows[1:])
        )


def _item(token: Token, inline: Token, depth: int) -> Item:
    first, end = token.map or (0, 1)
    own = inline.map if inline.type == "inline" else None
    text = inline.content if own else ""
    box = _CHECKBOX.match(text)
    return Item(
        line=(own[0] if own else first) + 1,
        last=max(own[1] if own else 0, first + 1),
        depth=depth,
        text=text[box.end() :] if box else text,
        end=max(end, first + 1),
        number=int(token.info) if token.info.isdigit() else None,
        ticked=box[1] in "xX" if box else None,
    )
