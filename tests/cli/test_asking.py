from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import cast

import pytest
from loop import Shown

from agent.chat import Answered, Message, Piece, Said, Tool, ToolCall
from agent.cli.asking import ask
from agent.cli.context import Context
from agent.core.errors import ExitCode, SetupError
from agent.core.spending import Usage


class Ready:
    name = "openai:m"

    def __init__(self, *pieces: Piece) -> None:
        self.pieces = pieces

    def stream(self, messages: Sequence[Message], tools: Sequence[Tool] = ()) -> Iterator[Piece]:
        assert len(messages) == len(tools) == 1
        return iter(self.pieces)


def asked(name: str, *pieces: Piece) -> str:
    pages: list[str] = []
    models = SimpleNamespace(name=name, chat=lambda _: Ready(*pieces))
    context = cast("Context", SimpleNamespace(models=models, screen=Shown(pages)))
    assert ask(context) == ExitCode.DONE
    return "".join(pages)


def test_what_the_model_can_is_said() -> None:
    call = ToolCall(id="1", name="report", arguments={"ready": True})
    message = Message(role="assistant", text="ready", calls=(call,))
    usage = Usage(sent=9, received=3)

    page = asked(
        "openai:m",
        Said(text="rea"),
        Said(text="dy"),
        Answered(message=message, finish="tools", usage=usage),
    )

    assert "openai:m answers" in page
    assert "streaming: yes, 2 pieces" in page
    assert "tools: yes" in page
    assert "9 tokens sent, 0 of them cached; 3 received" in page


def test_what_it_cannot_is_said() -> None:
    page = asked("openai:m", Answered(message=Message(role="assistant", text=""), finish="stop"))

    assert "streaming: no" in page
    assert "tools: no" in page
    assert "usage: not counted" in page


@pytest.mark.parametrize(("name", "said"), [("", "no model is named"), ("openai:m", "no answer")])
def test_who_does_not_answer_is_said(name: str, said: str) -> None:
    with pytest.raises(SetupError, match=said):
        asked(name)
