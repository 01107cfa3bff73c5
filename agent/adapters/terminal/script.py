"""Answers from a file or a pipe, shown as if they were typed; what is missing approves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from agent.core.clean import LONGEST_ANSWER, typed
from agent.core.errors import UsageError, WaitingError

if TYPE_CHECKING:
    from agent.dialogue import Ask, Screen


def lines_of(stream: BinaryIO) -> Iterator[str]:
    """The lines of a stream, read as they are asked for. UsageError for one that is too long."""
    while line := stream.readline(4 * LONGEST_ANSWER + 2):
        text = line.decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")
        if len(text) > LONGEST_ANSWER:
            raise UsageError(f"an answer is longer than {LONGEST_ANSWER:,} characters; shorten it")
        yield text


class ScriptReader:
    """Feeds prepared lines, one a question, through the same screen."""

    def __init__(self, lines: Iterable[str], screen: Screen) -> None:
        self._lines = iter(lines)
        self._screen = screen

    def ask(self, ask: Ask) -> str:
        """The next line. WaitingError at the end, and for an empty line where a yes is asked."""
        line = next(self._lines, None)
        if line is None:
            raise WaitingError("waiting for an answer, and there is nobody to give one")
        answer = typed(line)
        self._screen.say(f"> {answer}".rstrip())
        if ask.approval and not answer.strip():
            raise WaitingError("an empty line approves nothing; answer in a word")
        return answer

    def edit(self, text: str, name: str) -> str | None:  # noqa: ARG002 (the port's)
        """There is no editor."""
        return None
