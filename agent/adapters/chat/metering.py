"""Counts what a chat uses, by its provider's own figures, and stops before the next call (§4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from agent.chat import Answered, Chat, ChatError, Message, Piece, Tool
from agent.core.spending import Price, Spent, Usage, counted, money, together

_CHARACTERS = 4


@dataclass(slots=True, kw_only=True)
class Meter:
    """What all models of this run used, and how much they may; `prices` are by model."""

    prices: Mapping[str, Price]
    most_tokens: int | None = None
    most_cost: float | None = None
    _all: list[Spent] = field(default_factory=list, init=False)
    _new: list[Spent] = field(default_factory=list, init=False)

    def count(self, name: str, usage: Usage) -> None:
        """Add one answer's."""
        price = self.prices.get(name)
        spent = Spent(usage=usage, cost=price.of(usage) if price else None)
        self._all.append(spent)
        self._new.append(spent)

    def drain(self) -> tuple[Spent, ...]:
        """What was counted since the last look."""
        found, self._new = tuple(self._new), []
        return found

    def estimate(self, name: str, sent: int) -> str:
        """What a request of so many tokens costs at least, in words."""
        price = self.prices.get(name)
        cost = f", at least {money(price.of(Usage(sent=sent)))}" if price else ""
        return f"{counted(sent)} tokens{cost}"

    def check(self, name: str, sent: int) -> None:
        """ChatError `budget` where the next request does not fit into what may be spent."""
        used = together(self._all) or Spent(usage=Usage(), cost=0.0)
        if self.most_tokens is not None:
            total = used.usage.sent + used.usage.received
            if total + sent > self.most_tokens:
                what = f"{counted(total)} of {counted(self.most_tokens)} tokens are used"
                more = f"and the next request sends about {counted(sent)}"
                raise ChatError("budget", f"{what} {more}: --max-tokens stops before it")
        if self.most_cost is None:
            return
        price = self.prices[name]  # without it no model is connected
        cost = sum(one.cost or 0.0 for one in self._all)
        least = price.of(Usage(sent=sent))
        if cost + least > self.most_cost:
            what = f"{money(cost)} of {money(self.most_cost)} are spent"
            more = f"and the next request costs at least {money(least)}"
            raise ChatError("budget", f"{what} {more}: --max-cost stops before it")


class MeteredChat:
    """A chat whose every answer is counted; where the server counts nothing, about as it is."""

    def __init__(self, chat: Chat, meter: Meter, note: Callable[[str], object]) -> None:
        self._chat = chat
        self._meter = meter
        self._note = note

    @property
    def name(self) -> str:
        """`provider:model`, as the user names it."""
        return self._chat.name

    @property
    def tools(self) -> bool:
        """Whether its server knows tools; else reads are asked for in text."""
        return self._chat.tools

    def stream(self, messages: Sequence[Message], tools: Sequence[Tool] = ()) -> Iterator[Piece]:
        """The pieces of one answer. ChatError `budget` before a request that would be too much."""
        sent = _tokens(messages)
        self._meter.check(self.name, sent)
        self._note(f"asking {self.name}: {self._meter.estimate(self.name, sent)}")
        for piece in self._chat.stream(messages, tools):
            if isinstance(piece, Answered):
                guess = Usage(sent=sent, received=-(-len(piece.message.text) // _CHARACTERS))
                used = piece.usage or guess
                # Some servers count only what they say, which would let a budget run on.
                self._meter.count(self.name, used if used.sent else replace(used, sent=sent))
            yield piece


def _tokens(messages: Sequence[Message]) -> int:
    return sum(-(-len(one.text) // _CHARACTERS) for one in messages)
