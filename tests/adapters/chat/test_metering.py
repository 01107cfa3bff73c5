from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from agent.adapters.chat.metering import Meter, MeteredChat
from agent.chat import Answered, ChatError, Message, Piece, Tool
from agent.core.errors import ExitCode
from agent.core.spending import Price, Spent, Usage

NAME = "openai:m"
PRICES = {NAME: Price(sent=1.0, received=1.0)}
ASKED = (Message(role="user", text="x" * 400),)


class Counted:
    """Answers once a request, with this usage."""

    name = NAME
    tools = True

    def __init__(self, usage: Usage | None) -> None:
        self.usage = usage
        self.asked = 0

    def stream(self, messages: Sequence[Message], tools: Sequence[Tool] = ()) -> Iterator[Piece]:
        del messages, tools
        self.asked += 1
        message = Message(role="assistant", text="y" * 40)
        yield Answered(message=message, finish="stop", usage=self.usage)


def ask(meter: Meter, usage: Usage | None = None) -> tuple[Counted, list[str]]:
    chat, notes = Counted(usage), list[str]()
    list(MeteredChat(chat, meter, notes.append).stream(ASKED))
    return chat, notes


def test_the_providers_own_figures_count() -> None:
    meter = Meter(prices=PRICES)

    _, notes = ask(meter, Usage(sent=1_000_000, received=500_000))

    assert meter.drain() == (Spent(usage=Usage(sent=1_000_000, received=500_000), cost=1.5),)
    assert meter.drain() == ()
    assert notes == ["asking openai:m: 100 tokens, at least $0.000"]


def test_without_figures_it_is_counted_about() -> None:
    meter = Meter(prices={})

    _, notes = ask(meter)

    assert meter.drain() == (Spent(usage=Usage(sent=100, received=10)),)
    assert notes == ["asking openai:m: 100 tokens"]


def test_what_was_sent_is_counted_about_where_only_the_answer_is() -> None:
    meter = Meter(prices={})

    ask(meter, Usage(sent=0, received=8))

    assert meter.drain() == (Spent(usage=Usage(sent=100, received=8)),)


@pytest.mark.parametrize(
    ("meter", "said"),
    [
        (
            Meter(prices=PRICES, most_tokens=200),
            "110 of 200 tokens are used and the next request sends about 100: --max-tokens",
        ),
        (
            Meter(prices=PRICES, most_cost=0.0002),
            "$0.000 of $0.000 are spent and the next request costs at least $0.000: --max",
        ),
    ],
)
def test_it_stops_before_the_next_request(meter: Meter, said: str) -> None:
    ask(meter)
    chat = Counted(None)

    with pytest.raises(ChatError) as caught:
        list(MeteredChat(chat, meter, str).stream(ASKED))

    assert said in str(caught.value)
    assert caught.value.exit_code == ExitCode.BUDGET
    assert chat.asked == 0
