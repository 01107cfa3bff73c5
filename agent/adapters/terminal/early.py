"""The first prompt, drawn before what reads it is loaded: the kernel shows the keys so long."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from agent import lazy
from agent.adapters.terminal.ahead import drop_typed_ahead
from agent.adapters.terminal.modes import keys_kept

if TYPE_CHECKING:
    from agent.adapters.terminal.plain import PlainReader
    from agent.adapters.terminal.reader import TerminalReader
    from agent.dialogue import Ask

# A line of its own, from whose start on a paste is told from keys.
_DRAWN = "\r\x1b[K\x1b[?2004h> "


class EarlyReader:
    """Asks at the keyboard; prompt_toolkit is loaded behind the first prompt.

    What is typed there stays with the kernel, whose first reader it is: keys in their order, an
    approval by the same keys as at any prompt, and nothing from before the prompt was drawn.
    """

    def __init__(
        self, *, keyboard: TextIO, out: TextIO, state: Path, environ: Mapping[str, str]
    ) -> None:
        self._keyboard = keyboard
        self._out = out
        self._state = state
        self._environ = environ
        self._loaded: TerminalReader | None = None

    def ask(self, ask: Ask) -> str:
        """One line, or several. EOFError when the user leaves."""
        if self._loaded is not None:
            return self._loaded.ask(ask)
        number = self._keyboard.fileno()
        if ask.approval:
            drop_typed_ahead(number)
        with keys_kept(number, shown=True):
            self._out.write(_DRAWN)
            self._out.flush()
            return self._reader().go_on(ask)

    def edit(self, text: str, name: str) -> str | None:
        """The text as it comes back from the user's editor; None when there is none to start."""
        return self._reader().edit(text, name)

    def _reader(self) -> TerminalReader:
        if self._loaded is None:
            late = lazy.load("agent.adapters.terminal.reader")
            self._loaded = late.TerminalReader(state=self._state, environ=self._environ)
        return self._loaded


def open_reader(
    *, keyboard: TextIO, out: TextIO, state: Path, environ: Mapping[str, str]
) -> EarlyReader | PlainReader:
    """The reader for the terminal that these are; one that knows no escapes gets none (F44)."""
    if environ.get("TERM", "dumb") in {"dumb", "unknown", ""}:
        plain: type[PlainReader] = lazy.load("agent.adapters.terminal.plain").PlainReader
        return plain(keyboard=keyboard.fileno(), out=out, environ=environ)
    return EarlyReader(keyboard=keyboard, out=out, state=state, environ=environ)
