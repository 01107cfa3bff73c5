from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import pytest

from agent.adapters.chat.patience import PatientChat
from agent.chat import Answered, ChatError, FailureKind, Message, Piece, Said, Tool

DONE = Answered(message=Message(role="assistant", text="hi"), finish="stop")
Turn = tuple[Piece | ChatError, ...]


class Scripted:
    """Gives these pieces, one tuple a request, the last of them again and again."""

    tools = True
    name = "openai:m"

    def __init__(self, *turns: Turn) -> None:
        self.turns = turns
        self.asked = 0

    def stream(self, messages: Sequence[Message], tools: Sequence[Tool] = ()) -> Iterator[Piece]:
        del messages, tools
        self.asked += 1
        for one in self.turns[min(self.asked, len(self.turns)) - 1]:
            if isinstance(one, ChatError):
                raise one
            yield one


def fault(kind: FailureKind, wait: float | None = None) -> Turn:
    return (ChatError(kind, "openai:m is over its limit for now", wait=wait),)


def patient(*turns: Turn) -> tuple[PatientChat, Scripted, list[float], list[str]]:
    slept: list[float] = []
    notes: list[str] = []
    chat = Scripted(*turns)
    return PatientChat(chat, sleep=slept.append, note=notes.append), chat, slept, notes


def test_F28_it_asks_again_with_a_countdown() -> None:
    chat, asked, slept, notes = patient(fault("rate", 3), fault("server"), (DONE,))

    pieces = list(chat.stream(()))

    assert pieces == [DONE]
    assert asked.asked == 3
    assert slept == [1.0, 1.0, 1.0, 1.0, 1.0]
    assert notes[0] == "openai:m is over its limit for now; again in 3 s, try 2 of 5"
    assert notes[2] == "openai:m is over its limit for now; again in 1 s, try 2 of 5"
    assert notes[-1] == ""


@pytest.mark.parametrize(
    ("turn", "asked", "said"),
    [
        (fault("key"), 1, "limit for now"),
        (fault("cut"), 5, "5 times"),
        ((Said(text="part"), ChatError("cut", "broke off")), 1, "broke off"),
        (fault("server"), 5, "5 times"),
        (fault("rate", 61), 1, "it asks to wait 61 s"),
        (fault("rate", 25), 3, "3 times"),
        ((Said(text="part"), ChatError("connection", "gone")), 1, "gone"),
    ],
)
def test_F28_what_passes_by_itself_is_waited_for_and_no_more(
    turn: Turn, asked: int, said: str
) -> None:
    chat, server, slept, _ = patient(turn)

    with pytest.raises(ChatError, match=said):
        list(chat.stream(()))

    assert server.asked == asked
    assert sum(slept) <= 60


def test_F28_ctrl_c_ends_the_wait() -> None:
    def interrupt(_seconds: float) -> None:
        raise KeyboardInterrupt

    server = Scripted(fault("rate", 9))
    chat = PatientChat(server, sleep=interrupt, note=lambda _: None)

    with pytest.raises(KeyboardInterrupt):
        list(chat.stream(()))

    assert server.asked == 1


def test_a_limit_that_one_meets_holds_for_all_that_ask_at_once() -> None:
    waiting, over = threading.Event(), threading.Event()
    order: list[str] = []

    class Limited(Scripted):
        def stream(
            self, messages: Sequence[Message], tools: Sequence[Tool] = ()
        ) -> Iterator[Piece]:
            order.append("asked")
            return super().stream(messages, tools)

    def sleep(_seconds: float) -> None:
        waiting.set()
        over.wait(20)

    chat = PatientChat(Limited(fault("rate", 1), (DONE,)), sleep=sleep, note=lambda _: None)
    first = threading.Thread(target=lambda: list(chat.stream(())))
    second = threading.Thread(target=lambda: list(chat.stream(())))
    first.start()
    waiting.wait(20)
    second.start()
    order.append("over")
    over.set()
    first.join(20)
    second.join(20)

    assert order == ["asked", "over", "asked", "asked"]
