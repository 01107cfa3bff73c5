"""Retries that the user sees: bounded in number and time, each with its countdown (F28)."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext

from agent.chat import PASSING, Chat, ChatError, Message, Piece, Tool

_MOST = 5
# Each of these has lasted for minutes already.
_MOST_SILENCES = 2
_LONGEST = 60.0
_FIRST = 1.0


class PatientChat:
    """A chat that asks again where the server may answer a little later, and says so meanwhile.

    Only before the first piece of an answer: what has begun is paid for, and is the user's to
    ask for again. Ctrl-C during a wait ends it. Where several ask at once, the limit that one of
    them meets holds for all: nobody begins while it waits.
    """

    def __init__(
        self, chat: Chat, *, sleep: Callable[[float], object], note: Callable[[str], object]
    ) -> None:
        self._chat = chat
        self._sleep = sleep
        self._note = note
        self._limit = threading.Lock()

    @property
    def name(self) -> str:
        """`provider:model`, as the user names it."""
        return self._chat.name

    @property
    def tools(self) -> bool:
        """Whether its server knows tools; else reads are asked for in text."""
        return self._chat.tools

    def stream(self, messages: Sequence[Message], tools: Sequence[Tool] = ()) -> Iterator[Piece]:
        """The pieces of one answer. ChatError where none comes after five tries in a minute."""
        waited = 0.0
        for tries in range(1, _MOST + 1):
            began = False
            with self._limit:
                pass
            try:
                for piece in self._chat.stream(messages, tools):
                    began = True
                    yield piece
            except ChatError as error:
                wait = _FIRST * 2 ** (tries - 1) if error.wait is None else error.wait
                most = _MOST_SILENCES if error.kind == "silence" else _MOST
                if began or error.kind not in PASSING or tries == most:
                    raise _told(error, tries) from None
                if waited + wait > _LONGEST:
                    raise _told(error, tries) from None
                waited += wait
                with self._limit if error.kind == "rate" else nullcontext():
                    self._count_down(error, wait, tries)
            else:
                return

    def _count_down(self, error: ChatError, wait: float, tries: int) -> None:
        left = wait
        while left > 0:
            what = f"{error}; again in {math.ceil(left)} s, try {tries + 1} of {_MOST}"
            self._note(what)
            self._sleep(min(left, 1.0))
            left -= 1.0
        self._note("")


def _told(error: ChatError, tries: int) -> ChatError:
    """The error with how often it was tried, and when it may be worth another try."""
    said = str(error) if tries == 1 else f"{error}, {tries} times"
    if error.wait is not None and error.wait > _LONGEST:
        said = f"{said}; it asks to wait {error.wait:.0f} s"
    return ChatError(error.kind, said, wait=error.wait)
