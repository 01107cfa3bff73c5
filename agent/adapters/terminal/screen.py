"""The screen: pages printed for the width and the abilities of where they go (T22, T23, F44)."""

from __future__ import annotations

import io
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO, assert_never

from agent.adapters.terminal.child import run_in_front, words
from agent.adapters.terminal.diff import diff_rows
from agent.adapters.terminal.listing import listing_rows
from agent.adapters.terminal.markdown import MarkdownLines, markdown_rows
from agent.adapters.terminal.modes import unechoed
from agent.adapters.terminal.pairs import pair_rows
from agent.adapters.terminal.progress import Progress
from agent.adapters.terminal.rows import Row, line_rows, table_rows
from agent.core.clean import harmless
from agent.core.page import (
    Block,
    FileDiff,
    Line,
    Markdown,
    Page,
    Pairs,
    Span,
    Style,
    Table,
    Verbatim,
)

# What every terminal has (ECMA-48, SGR): bold, faint, and colours of its user's choice.
_LOOKS: dict[Style, str] = {
    "plain": "",
    "own": "",
    "title": "1",
    "dim": "2",
    "path": "36",
    "key": "1",
    "good": "32",
    "warn": "33",
    "bad": "31",
}
# What the user typed while Waltz worked was echoed on this line.
_ANEW = "\r\x1b[K"
_USUAL = (80, 24)
# What goes to a file or another program is read line by line: nothing is cut or wrapped.
_WHOLE = 1_000_000
_LEAST_WIDTH = 10
_WORTH_A_LINE = 1.0


def _rows(block: Block, width: int) -> Iterable[Row]:
    match block:
        case Line():
            return line_rows(block, width)
        case Table() if block.yields:
            return listing_rows(block, width)
        case Table():
            return table_rows(block, width)
        case Pairs():
            return pair_rows(block, width)
        case FileDiff():
            return diff_rows(block, width)
        case Markdown():
            return markdown_rows(block, width)
        case Verbatim():
            return ((Span(harmless(text)),) for text in block.text.split("\n"))
        case _:
            assert_never(block)


def _drawn(page: Page, width: int, *, coloured: bool) -> Iterator[str]:
    for block in page:
        yield from _printed(_rows(block, width), coloured=coloured)


def _printed(rows: Iterable[Row], *, coloured: bool) -> Iterator[str]:
    for row in rows:
        for span in row:
            look = _LOOKS[span.style] if coloured and span.text else ""
            yield f"\x1b[{look}m{span.text}\x1b[0m" if look else span.text
        yield "\n"


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0


class TerminalScreen:
    """Prints to a stream; escapes only where it is a terminal that knows them."""

    def __init__(self, out: TextIO, environ: Mapping[str, str]) -> None:
        self._once: set[str] = set()
        self._out = out
        self._environ = environ
        self._terminal = out.isatty()
        known = environ.get("TERM", "dumb") not in {"dumb", "unknown", ""}
        self._able = self._terminal and known
        self._coloured = self._able and not environ.get("NO_COLOR")
        if isinstance(out, io.TextIOWrapper):
            out.reconfigure(errors="backslashreplace")
        self._progress = Progress(out, width=lambda: self._size()[0])

    def _size(self) -> tuple[int, int]:
        columns, rows = 0, 0
        if self._terminal:
            columns, rows = os.get_terminal_size(self._out.fileno())
        columns = columns or _number(self._environ.get("COLUMNS"))
        usual = _USUAL[0] if self._terminal else _WHOLE
        return max(columns or usual, _LEAST_WIDTH), rows or _USUAL[1]

    def _draw(self, page: Page) -> str:
        return "".join(_drawn(page, self._size()[0], coloured=self._coloured))

    def _print(self, text: str) -> None:
        with self._progress.lock:
            self._progress.wipe()
            self._out.write(f"{_ANEW}{text}" if self._coloured else text)
            self._out.flush()

    def show(self, page: Page) -> None:
        """Print a page."""
        self._print(self._draw(page))

    def say(self, text: str, style: Style = "plain") -> None:
        """Print one line."""
        self.show((Line((Span(text, style),)),))

    def once(self, text: str, style: Style = "plain") -> None:
        """Print one line, unless this run has printed it before."""
        if text not in self._once:
            self._once.add(text)
            self.say(text, style)

    def pager(self, page: Page) -> None:
        """Show a page in the user's pager; print it where it fits or there is no terminal."""
        text = self._draw(page)
        command = words(self._environ.get("PAGER", "")) or ["less", "-R"]
        short = text.count("\n") < self._size()[1]
        if short or not self._able or not shutil.which(command[0], path=self._environ.get("PATH")):
            self._print(text)
            return
        # Where no locale says it, less would show our UTF-8 as bytes.
        own = {"LESS": self._environ.get("LESS") or "FRX", "LESSSECURE": "1"}
        environ = {"LESSCHARSET": "utf-8", **self._environ, **own}
        run_in_front(command, environ, text.encode("utf-8", "backslashreplace"))

    def recite(self) -> Callable[[str], None]:
        """What prints a document of Markdown that is given to it a line at a time."""
        lines = MarkdownLines()

        def add(text: str) -> None:
            rows = lines.rows(text, self._size()[0])
            self._print("".join(_printed(rows, coloured=self._coloured)))

        return add

    def note(self, text: str) -> None:
        """Show this in place of what `busy` says runs, until the next note; empty takes it back."""
        self._progress.note(text)

    @contextmanager
    def busy(self, what: str) -> Iterator[None]:
        """Show what runs and for how long: on a terminal as it runs, else in a line at the end."""
        started = time.monotonic()
        if self._terminal:
            with unechoed(self._out.fileno()), self._progress.running(what):
                yield
            return
        yield
        seconds = time.monotonic() - started
        if seconds >= _WORTH_A_LINE:
            self.say(f"{what}: {seconds:.0f} s", "dim")
