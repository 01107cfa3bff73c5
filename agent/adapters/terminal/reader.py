"""The keyboard: one line at a time, nothing typed ahead taken for an approval (T32)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.filters import Condition
from prompt_toolkit.input.typeahead import clear_typeahead
from prompt_toolkit.input.vt100 import Vt100Input
from prompt_toolkit.styles import Style

from agent.adapters.terminal.ahead import drop_typed_ahead
from agent.adapters.terminal.burst import BurstReader
from agent.adapters.terminal.editor import edit
from agent.adapters.terminal.history import LineHistory
from agent.adapters.terminal.typing import Typing, WordCompleter, bindings
from agent.core.clean import one_line, typed

if TYPE_CHECKING:
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

    from agent.dialogue import Ask

_PROMPT = "> "
_TOOLBAR_WIDTH = 60
_MENU_ROWS = 6


def _keyboard() -> Input:
    keyboard = Vt100Input(sys.stdin)
    keyboard.stdin_reader = BurstReader(keyboard.fileno(), encoding=sys.stdin.encoding)
    return keyboard


def _clear_line(output: Output) -> None:
    """What was typed while Waltz worked stands on this line: the prompt begins it anew."""
    output.write_raw("\r")
    output.erase_end_of_line()
    output.flush()


def _after_drawing(drawn: Callable[[Callable[[], None]], None]) -> None:
    """Call it once the prompt is on screen, with what draws it again; its error ends the prompt."""
    app = get_app()

    def once(_: object) -> None:
        app.after_render.remove_handler(once)
        try:
            drawn(app.invalidate)
        except Exception as error:  # noqa: BLE001 - raised again where the line is asked for
            app.exit(exception=error)

    app.after_render.add_handler(once)


class TerminalReader:
    """Asks at the keyboard. The prompt is `> `, at the start of a line of its own."""

    def __init__(
        self, *, state: Path, environ: Mapping[str, str], keyboard: Input | None = None
    ) -> None:
        self._environ = environ
        self._typing = Typing()
        completer = WordCompleter(self._typing)
        self._session: PromptSession[str] = PromptSession(
            _PROMPT,
            input=keyboard or _keyboard(),
            history=LineHistory(state / "history"),
            key_bindings=bindings(self._typing),
            completer=completer,
            complete_in_thread=True,
            complete_while_typing=Condition(
                lambda: completer.wanted(get_app().current_buffer.text)
            ),
            reserve_space_for_menu=_MENU_ROWS,
            enable_open_in_editor=True,
            enable_suspend=True,
            tempfile_suffix=".md",
            prompt_continuation="  ",
            bottom_toolbar=self._below,
            placeholder=self._notice,
            style=Style.from_dict({"bottom-toolbar": "noreverse", "notice": "ansiyellow"}),
            include_default_pygments_style=False,
        )
        self._session.default_buffer.on_text_changed += self._typing.changed

    def _below(self) -> str | None:
        wide = get_app().output.get_size().columns >= _TOOLBAR_WIDTH
        return (wide and one_line(self._typing.toolbar())) or None

    def _notice(self) -> StyleAndTextTuples:
        """Below the line while it is typed: what stays on screen is what the user said."""
        return [("class:notice", "" if get_app().is_done else self._typing.notice)]

    def ask(self, ask: Ask) -> str:
        """One line, or several. EOFError when the user leaves."""
        if ask.approval:
            clear_typeahead(self._session.input)
            drop_typed_ahead(self._session.input.fileno())
        return self.go_on(ask)

    def go_on(self, ask: Ask) -> str:
        """The same at a prompt that is drawn already: what was typed there is its line."""
        self._typing.begin(ask)
        _clear_line(self._session.output)
        return typed(self._session.prompt(pre_run=lambda: _after_drawing(ask.drawn)))

    def edit(self, text: str, name: str) -> str | None:
        """The text as it comes back from the user's editor; None when there is none to start."""
        return edit(text, name, self._environ)
