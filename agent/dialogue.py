"""The terminal's port: where pages go, and where the user's lines come from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from agent.core.values import dataclass

if TYPE_CHECKING:
    from agent.core.page import Page, Style


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What Tab offers: the text to insert, and a word about it."""

    text: str
    meta: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A wait for one line. With `approval`, what was typed ahead is dropped first (T32).

    `complete` gets the text before the cursor; what it returns replaces the last `@word`, else
    the whole line. It runs while the user types. `drawn` is called once the prompt is on screen,
    with a function that draws the toolbar again.
    """

    approval: bool = False
    complete: Callable[[str], Sequence[Completion]] = lambda _: ()
    toolbar: Callable[[], str] = lambda: ""
    drawn: Callable[[Callable[[], None]], None] = lambda _redraw: None


class Screen(Protocol):
    """Where pages go. Everything printed passes one sanitizer (T22)."""

    def show(self, page: Page) -> None:
        """Print a page."""
        ...

    def say(self, text: str, style: Style = "plain") -> None:
        """Print one line."""
        ...

    def once(self, text: str, style: Style = "plain") -> None:
        """Print one line, unless this run has printed it before."""
        ...

    def pager(self, page: Page) -> None:
        """Show a long page so that it can be scrolled; print it where there is no terminal."""
        ...

    def recite(self) -> Callable[[str], object]:
        """What prints a document of Markdown that is given to it a line at a time."""
        ...

    def busy(self, what: str) -> AbstractContextManager[None]:
        """Show that something runs, with seconds after the first, until the context ends."""
        ...


class Reader(Protocol):
    """Where the user's lines come from: the keyboard, or a file of answers."""

    def ask(self, ask: Ask) -> str:
        """One line (or several, pasted or after Esc-Enter).

        Raises EOFError when the user leaves, KeyboardInterrupt when the line was given up,
        WaitingError when nobody is there to answer.
        """
        ...

    def edit(self, text: str, name: str) -> str | None:
        """The text as it comes back from the user's editor; None when there is none to start."""
        ...
