"""The keyboard of a terminal that knows no escapes: the kernel edits the line (F44)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, TextIO

from agent.adapters.terminal.ahead import drop_typed_ahead
from agent.adapters.terminal.editor import edit
from agent.core.clean import typed

if TYPE_CHECKING:
    from agent.dialogue import Ask


class PlainReader:
    """Asks with `> ` and nothing else; no completion, no history."""

    def __init__(self, *, keyboard: int, out: TextIO, environ: Mapping[str, str]) -> None:
        self._keyboard = keyboard
        self._out = out
        self._environ = environ

    def ask(self, ask: Ask) -> str:
        """One line. EOFError when the user leaves: Ctrl-D, or Ctrl-C twice."""
        if ask.approval:
            drop_typed_ahead(self._keyboard)
        try:
            return self._line()
        except KeyboardInterrupt:
            self._print("\nCtrl-C again leaves\n")
        try:
            return self._line()
        except KeyboardInterrupt as error:
            self._print("\n")
            raise EOFError from error

    def _line(self) -> str:
        self._print("> ")
        data = os.read(self._keyboard, 65536)
        if not data:
            raise EOFError
        return typed(data.decode("utf-8", "replace").removesuffix("\n"))

    def _print(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()

    def edit(self, text: str, name: str) -> str | None:
        """The text as it comes back from the user's editor; None when there is none to start."""
        return edit(text, name, self._environ)
