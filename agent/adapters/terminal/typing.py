"""What happens while one line is typed: its keys, its completion and the word below it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prompt_toolkit.completion import CompleteEvent, Completer
from prompt_toolkit.completion import Completion as Offer
from prompt_toolkit.enums import DEFAULT_BUFFER
from prompt_toolkit.filters import Condition, has_completions, has_focus
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys

from agent.core.clean import LONGEST_ANSWER, harmless, typed

if TYPE_CHECKING:
    from prompt_toolkit.buffer import Buffer
    from prompt_toolkit.document import Document

    from agent.dialogue import Ask, Completion

_WORD = re.compile(r"(?:^|(?<=\s))@\S*$|^/\S*$")
_PASTED_NEWLINE = "⏎"
_LEAVE = "Ctrl-C again leaves"
_CLEARED = f"cleared, Up brings it back · {_LEAVE}"


@dataclass(slots=True)
class Typing:
    """The line that is asked for now. The only thing here that changes."""

    approval: bool = False
    complete: Callable[[str], Sequence[Completion]] = lambda _: ()
    toolbar: Callable[[], str] = lambda: ""
    notice: str = ""
    leaving: bool = False
    refused: bool = False

    def begin(self, ask: Ask) -> None:
        """Forget the last line."""
        self.approval, self.complete, self.toolbar = ask.approval, ask.complete, ask.toolbar
        self.notice, self.leaving, self.refused = "", False, False

    def changed(self, _: Buffer) -> None:
        """The user typed: what was said of the line no longer holds."""
        self.notice, self.leaving, self.refused = "", False, False


class WordCompleter(Completer):
    """Offers what the ask completes: for the last `@word`, the `/word`, or the whole line."""

    def __init__(self, typing: Typing) -> None:
        self._typing = typing

    def get_completions(self, document: Document, _: CompleteEvent) -> Iterator[Offer]:
        """The offers for the text before the cursor, those with unprintable text left out."""
        text = document.text_before_cursor
        word = _WORD.search(text)
        length = len(word[0]) if word else len(text)
        for offer in self._typing.complete(text):
            if harmless(offer.text) == offer.text and "\n" not in offer.text:
                yield Offer(offer.text, start_position=-length, display_meta=harmless(offer.meta))

    def wanted(self, text: str) -> bool:
        """Whether offers are worth their place: not below an empty line or a plain answer."""
        return bool(text) and (not self._typing.approval or _WORD.search(text) is not None)


def _paste(event: KeyPressEvent, typing: Typing) -> None:
    text = typed(event.data.replace("\r\n", "\n").replace("\r", "\n"))
    if typing.approval:
        text = text.replace("\n", _PASTED_NEWLINE)
    buffer = event.current_buffer
    if len(buffer.text) + len(text) <= LONGEST_ANSWER:
        buffer.insert_text(text)
        return
    buffer.reset()
    limit = f"at most {LONGEST_ANSWER:,}: save it and name the file, @path"
    typing.notice = f"{len(text):,} characters were not taken, {limit}"
    typing.refused = True


def _give_up(event: KeyPressEvent, typing: Typing) -> None:
    buffer = event.current_buffer
    if typing.leaving and not buffer.text:
        event.app.exit(exception=EOFError())
        return
    typing.notice = _CLEARED if buffer.text else _LEAVE
    if buffer.text:
        buffer.append_to_history()
        buffer.reset()
    typing.leaving = True


def bindings(typing: Typing) -> KeyBindings:
    """Paste is never an answer, Ctrl-C clears then leaves, Esc-Enter breaks, Ctrl-G edits."""
    keys = KeyBindings()
    on_line = has_focus(DEFAULT_BUFFER)

    @keys.add(Keys.BracketedPaste, filter=on_line)
    def _(event: KeyPressEvent) -> None:
        _paste(event, typing)

    @keys.add("c-c", filter=on_line)
    @keys.add("<sigint>")
    def _(event: KeyPressEvent) -> None:
        _give_up(event, typing)

    @keys.add("c-@", filter=on_line)
    def _(_: KeyPressEvent) -> None:
        """A NUL marks nothing: what is typed after it would be swallowed."""

    @keys.add("escape", eager=True, filter=on_line & has_completions)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.cancel_completion()

    @keys.add("escape", "enter", filter=on_line)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.newline(copy_margin=False)

    @keys.add("enter", filter=on_line & Condition(lambda: typing.refused))
    def _(_: KeyPressEvent) -> None:
        typing.refused = False  # it was meant for the text that was not taken

    @keys.add("c-g", filter=on_line)
    def _(event: KeyPressEvent) -> None:
        _ = event.current_buffer.open_in_editor()

    return keys
