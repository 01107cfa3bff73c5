"""A chat that says what a script has it say, and keeps what it was sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from agent.chat import Answered, Chat, ChatError, Finish, Message, Piece, Said, Tool, ToolCall
from agent.core.spending import Usage
from agent.drafters.builtin.drafter import BuiltIn
from agent.drafters.model.drafter import ModelDrafter
from agent.drafters.model.planning import Planner
from agent.drafters.model.voice import Voice
from agent.drafters.model.writing import Writer

ROOT = Path(__file__).parents[1]
TEXTS = {one.stem: one.read_text() for one in (ROOT / "prompts/model").glob("*.md")}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One answer."""

    text: str = ""
    calls: tuple[ToolCall, ...] = ()
    finish: Finish = "stop"
    thought: int = 0


Saying = Line | ChatError | str | Callable[[Sequence[Message]], "Line | str"]


@dataclass
class ScriptedChat:
    """Its sayings are given in order, the last of them again and again."""

    sayings: list[Saying] = field(default_factory=list)
    tools: bool = True
    name: str = "script:one"
    sent: list[tuple[Message, ...]] = field(default_factory=list)
    offered: list[tuple[Tool, ...]] = field(default_factory=list)

    def say(self, *sayings: Saying) -> None:
        self.sayings = list(sayings)
        self.sent.clear()

    def stream(self, messages: Sequence[Message], tools: Sequence[Tool] = ()) -> Iterator[Piece]:
        self.sent.append(tuple(messages))
        self.offered.append(tuple(tools))
        saying = self.sayings[min(len(self.sent), len(self.sayings)) - 1]
        if isinstance(saying, ChatError):
            raise saying
        found = saying(messages) if callable(saying) else saying
        one = Line(text=found) if isinstance(found, str) else found
        for at in range(0, len(one.text), 7):
            yield Said(text=one.text[at : at + 7])
        finish: Finish = "tools" if one.calls and one.finish == "stop" else one.finish
        message = Message(role="assistant", text=one.text, calls=one.calls)
        usage = Usage(sent=10, received=5, thought=one.thought)
        yield Answered(message=message, finish=finish, usage=usage)

    @property
    def last(self) -> str:
        """The newest thing that it was told."""
        return self.sent[-1][-1].text


def voice(told: list[str] | None = None, notes: list[str] | None = None) -> Voice:
    return Voice(
        note=(notes if notes is not None else []).append,
        told=(told if told is not None else []).append,
        mark=lambda: "7f3a",
        now=lambda: "2026-03-02 09:30 UTC",
        texts=TEXTS,
    )


def planned_and_written(chat: Chat) -> ModelDrafter:
    """One model for all of it."""
    heard = voice()
    return ModelDrafter(planner=Planner(chat, heard), writer=Writer(chat, heard), plain=BuiltIn())


def drafter(chat: ScriptedChat, told: list[str] | None = None) -> ModelDrafter:
    heard = voice(told)
    return ModelDrafter(planner=Planner(chat, heard), writer=Writer(chat, heard), plain=BuiltIn())


def step(number: int, *blocks: str, words: str = "Does it.") -> str:
    return "\n".join((f"## Step {number}", words, *blocks, ""))


def new(path: str, text: str) -> str:
    return f"### new {path}\n<<<<<<< NEW\n{text}>>>>>>> NEW"


def edit(path: str, old: str, text: str, near: int | None = None) -> str:
    where = f" {near}" if near else ""
    return f"### edit {path}\n<<<<<<< SEARCH{where}\n{old}=======\n{text}>>>>>>> REPLACE"


def read(path: str, **more: int) -> ToolCall:
    return ToolCall(id="c1", name="read_file", arguments={"path": path, **more})


def bare(text: str) -> str:
    """Without what changes from run to run."""
    return re.sub(r"[0-9a-f]{40}", "<id>", text)
