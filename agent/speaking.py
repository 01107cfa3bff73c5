"""The screen of a conversation, which says what is Waltz's own in the user's language."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial

from agent import lazy
from agent.core.page import Page, Style
from agent.core.session import Session
from agent.core.settings import Language
from agent.dialogue import Screen
from agent.pages.translating import page_in, said_in
from agent.phrases import Texts, phrases
from agent.ports import Ports

_BRIEFING = "agent.turns.briefing"


def speaking(ports: Ports, session: Callable[[], Session]) -> Ports:
    """The ports of a conversation, whose screen speaks as the session is to be spoken to."""

    def heard() -> Texts:
        found: Texts = lazy.load(_BRIEFING).heard(session(), ports)
        return found

    return replace(ports, screen=Speaking(ports.screen, heard))


def speaking_in(screen: Screen, language: Language) -> Screen:
    """What says on this screen what is Waltz's own in one language."""
    return Speaking(screen, lambda: phrases("pages/texts", language))


def saying_in(language: Language) -> Callable[[str], str]:
    """What puts a sentence of ours into this language."""
    return partial(said_in, texts=phrases("pages/texts", language))


class Speaking:
    """Says it on this screen, in the language that `texts` is in when it is said."""

    def __init__(self, screen: Screen, texts: Callable[[], Texts]) -> None:
        self._screen = screen
        self._texts = texts

    def show(self, page: Page) -> None:
        """Print a page."""
        self._screen.show(page_in(page, self._texts()))

    def say(self, text: str, style: Style = "plain") -> None:
        """Print one line."""
        self._screen.say(said_in(text, self._texts()), style)

    def once(self, text: str, style: Style = "plain") -> None:
        """Print one line, unless this run has printed it before."""
        self._screen.once(said_in(text, self._texts()), style)

    def pager(self, page: Page) -> None:
        """Show a long page so that it can be scrolled."""
        self._screen.pager(page_in(page, self._texts()))

    def recite(self) -> Callable[[str], object]:
        """What prints a document of Markdown that is given to it a line at a time."""
        return self._screen.recite()

    def busy(self, what: str) -> AbstractContextManager[None]:
        """Show that something runs, until the context ends."""
        return self._screen.busy(said_in(what, self._texts()))
