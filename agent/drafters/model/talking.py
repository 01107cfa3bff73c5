"""One conversation with a model: what was said, the reads it asks for, and one whole answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace

from agent.chat import Answered, Chat, Finish, Message, Role, Said
from agent.core.spending import Usage
from agent.core.values import dataclass
from agent.drafter import Sent
from agent.drafters.model.answer import Answer
from agent.drafters.model.lines import Lines
from agent.drafters.model.reading import AnswerReader
from agent.drafters.model.reciting import Recital
from agent.drafters.model.sending import fenced, tokens
from agent.drafters.model.tools import TOOLS, Reads

_MOST_ROUNDS = 8
_MOST_BROKEN = 2
_HEADING = "#"
_LONGEST_AT = 80
# Blank lines of documents are not sent, but read.
_BLANK = re.compile(r"^\d+\|\n", re.MULTILINE)
_ABOVE = "This stands above already, as it is now."
Recitals = Callable[[], Recital] | None
_WHO: dict[Role, str] = {
    "system": "instructions",
    "user": "what is asked",
    "assistant": "its own answer",
    "tool": "a read that found nothing",
}
# By how a part's title begins; the longest beginning counts.
_USUAL = {
    "also there": "names of what may be needed, to be read",
    "constraints of": "a step names the table",
    "decisions behind": "made when the plan was drafted",
    "document": "what it says of this, and what that refers to",
    "enumeration": "a column takes these values",
    "files": "the model listed it",
    "output": "the check failed",
    "plan": "its steps are worked",
    "search": "the model searched it",
    "steps": "they were agreed",
    "table": "it is worked on",
    "table beside": "keys tie it to those that are worked on",
    "type": "a body has it",
    "file": "the model read it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A whole answer: its text, what was read in it, and how it ended."""

    text: str
    answer: Answer
    finish: Finish
    usage: Usage | None = None

    def joined(self, before: str) -> Reply:
        """The same, with what was kept of the answer before it."""
        return replace(self, text=before + self.text)

    @property
    def trouble(self) -> str:
        """Why nothing of it can be used, if so; the words complete `the model …`."""
        match self.finish:
            case "length":
                return "reached the length of one answer; nothing of it is used"
            case "filter":
                return "was stopped by its provider's filter; nothing of it is used"
            case "refusal":
                return f"refuses, so nothing of it is used{_first(self.text)}"
            case "tools":
                return "went on reading without an answer"
            case _ if not self.text.strip():
                spent = self.usage is not None and self.usage.thought > 0
                return "gave an empty answer" + (": its tokens went into thinking" if spent else "")
            case _:
                return ""


@dataclass(slots=True)
class Talk:
    """Appended to while it lasts. What breaks off leaves no trace in it: it can be asked again."""

    chat: Chat
    reads: Reads
    note: Callable[[str], object]
    messages: list[Message] = field(default_factory=list)
    _cut: list[Message] = field(default_factory=list)

    def parts(self) -> Iterator[Sent]:
        """What was sent: each fenced part by its title, and what stands around them."""
        for message in self.messages:
            rest = message.text
            for title, text in fenced(rest):
                why = reason(title, self.reads.fence.whys)
                yield Sent(what=title, tokens=tokens(text), why=why)
                rest = rest.replace(text, "", 1)
            if rest.strip():
                yield Sent(what=_WHO[message.role], tokens=tokens(rest))

    def go_on(self, text: str, recital: Recitals = None) -> Reply:
        """The answer to this after one that is not kept, such as one that was too long."""
        self.messages = self._cut
        return self.ask(text, recital=recital)

    def ask(self, text: str, steps: Sequence[str] = (), recital: Recitals = None) -> Reply:
        """The answer to this, for these steps, once the model has read what it wants to.

        A recital is made for each turn of the model's, and hears it as it comes. ChatError where
        there is no answer.
        """
        said = [*self.messages, Message(role="user", text=text)]
        rounds, broken = 0, 0
        while True:
            end, reply = self._stream(said, steps, recital)
            said.append(end.message)
            rounds += 1
            broken += sum(call.arguments is None for call in end.message.calls)
            results = [_once(one, said) for one in self._results(end, reply)]
            if not results:
                self._cut = said
                if not reply.trouble:
                    self.messages = said
                return reply
            if rounds >= _MOST_ROUNDS or broken >= _MOST_BROKEN:
                return replace(reply, answer=Answer(), finish="tools")
            said += results

    def _results(self, end: Answered, reply: Reply) -> list[Message]:
        """What was read for the calls in it, if any."""
        if end.finish not in {"tools", "stop"}:
            return []
        results = []
        for call in end.message.calls:
            self.note(f"reading {_what(call.arguments)}")
            text = self.reads.call(call.name, call.arguments)
            results.append(Message(role="tool", text=text, answers=call.id))
        looks = () if results or reply.answer.parts else reply.answer.looks
        if looks:
            text = "\n\n".join(self.reads.look(one) for one in looks)
            results.append(Message(role="user", text=text))
        return results

    def _stream(
        self, said: Sequence[Message], steps: Sequence[str], recital: Recitals
    ) -> tuple[Answered, Reply]:
        reader, heard = AnswerReader(steps), recital() if recital else None
        end: Answered | None = None
        size, at, lines = 0, "", Lines()
        self.note("")
        for piece in self.chat.stream(said, TOOLS if self.chat.tools else ()):
            if isinstance(piece, Said):
                size += len(piece.text)
                reader.feed(piece.text)
                if heard is not None:
                    heard.feed(piece.text)
                heads = [one for one in lines.feed(piece.text) if one.startswith(_HEADING)]
                at = reader.at or (heads[-1][:_LONGEST_AT] if heads else at)
                self.note(f"{at or 'answering'} · {tokens(' ' * size)} tokens")
            else:
                end = piece
        if heard is not None:
            heard.end()
        if end is None:
            raise ValueError("a stream ends with a whole answer")
        reply = Reply(
            text=end.message.text, answer=reader.end(), finish=end.finish, usage=end.usage
        )
        return end, reply


def _first(text: str) -> str:
    line = next((one.strip() for one in text.split("\n") if one.strip()), "")
    return f": {line[:160]}" if line else ""


def _once(read: Message, said: Sequence[Message]) -> Message:
    """The read, or that it stands above: what is sent again is paid for again, each time."""
    rows = _BLANK.sub("", read.text).partition("\n")[2].rpartition("\n")[0]
    again = len(rows) > len(_ABOVE) and any(rows in _BLANK.sub("", one.text) for one in said)
    return replace(read, text=_ABOVE) if again else read


def _what(arguments: object) -> str:
    values = arguments.values() if isinstance(arguments, dict) else ()
    return " ".join(str(one)[:60] for one in values)


def reason(title: str, told: Mapping[str, str]) -> str:
    """The part's own reason, where it was `told`, else that of its kind."""
    kinds = sorted((one for one in _USUAL if title.startswith(one)), key=len)
    return told.get(title) or (_USUAL[kinds[-1]] if kinds else "")
