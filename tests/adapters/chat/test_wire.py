from __future__ import annotations

from functools import reduce
from operator import add
from typing import Any

import pytest
from langchain_core.messages import AIMessageChunk
from scriptedmodel import ScriptedChatModel

from agent.adapters.chat.wire import answered, end_of, outgoing, tool_schema
from agent.chat import Answered, Message, Role, Tool, ToolCall

READ = Tool(name="read_file", description="Reads.", parameters={"type": "object"})
ASKED = (Message(role="system", text="Be brief."), Message(role="user", text="Hi there"))


def ask(model: ScriptedChatModel, *messages: Message) -> Answered:
    chunks = list(
        model.bind_tools([tool_schema(READ)]).stream(outgoing(messages, marks_cache=False))
    )
    whole: Any = reduce(add, chunks)
    assert isinstance(whole, AIMessageChunk)
    (finish,) = [end for one in chunks if isinstance(one, AIMessageChunk) and (end := end_of(one))]
    return answered(whole, finish)


def test_what_a_model_says_is_our_value() -> None:
    found = ask(ScriptedChatModel(text="one two three"), *ASKED)

    assert (found.message.text, found.finish, found.message.calls) == ("one two three", "stop", ())
    assert found.usage is not None
    assert (found.usage.sent, found.usage.received) == (4, 5)


@pytest.mark.parametrize("marks", [False, True])
def test_T33_what_is_sent_is_no_template(*, marks: bool) -> None:
    text = '{x} {"a": 1} {x.__class__} {{7*7}} {% raw %} %s'
    roles: tuple[Role, ...] = ("system", "user", "tool", "assistant")
    sent = outgoing([Message(role=one, text=text, stable=True) for one in roles], marks_cache=marks)

    assert [one.text for one in sent] == [text] * 4


def test_its_own_message_goes_back_unchanged() -> None:
    first = ask(ScriptedChatModel(text="", calls=(("read_file", '{"path": "a"}'),)), *ASKED)
    back = outgoing((*ASKED, first.message), marks_cache=False)

    assert first.finish == "tools"
    assert first.message.calls == (ToolCall(id="c0", name="read_file", arguments={"path": "a"}),)
    assert back[-1] is first.message.own


@pytest.mark.parametrize(
    ("said", "finish"),
    [("stop", "stop"), ("STOP", "stop"), ("MAX_TOKENS", "length"), ("max_tokens", "length"),
     ("SAFETY", "filter"), ("refusal", "refusal"), ("end_turn", "stop"), ("unheard-of", "stop")],
)  # fmt: skip
def test_F31_each_providers_end_is_one_of_ours(said: str, finish: str) -> None:
    assert ask(ScriptedChatModel(finish=said), *ASKED).finish == finish
