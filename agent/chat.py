"""The chat model's port: messages in, pieces of one answer out; what goes wrong is a closed set.

No client's own values or errors pass it, but for `Message.own`, which only goes back where it
came from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, Protocol

from agent.core.errors import ExitCode, WaltzError
from agent.core.spending import Spent, Usage
from agent.core.values import dataclass

Role = Literal["system", "user", "assistant", "tool"]
# How an answer ended. One that has no end is a ChatError, never one of these.
Finish = Literal["stop", "tools", "length", "filter", "refusal"]
FailureKind = Literal[
    "key",
    "forbidden",
    "no-model",
    "request",
    "too-long",
    "rate",
    "server",
    "connection",
    "silence",
    "cut",
    "too-large",
    "budget",
]
# Where the same request may go through a little later, if nothing of an answer has come: a kept
# connection that the server has closed meanwhile breaks off at its next use.
PASSING: frozenset[FailureKind] = frozenset(("rate", "server", "connection", "silence", "cut"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """What the model wants read; `arguments` are None where they are no JSON object."""

    id: str
    name: str
    arguments: Mapping[str, object] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One turn. `stable` ends a part that later requests begin with too, so that it is cached.

    `answers` is the id of the call that a tool's result is for. `own` is the client's value of
    an assistant's message: it goes back unchanged.
    """

    role: Role
    text: str
    calls: tuple[ToolCall, ...] = ()
    answers: str = ""
    stable: bool = False
    own: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """Something that the model may ask for; `parameters` are a JSON schema."""

    name: str
    description: str
    parameters: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The next piece of the answer's text."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The whole answer, once it has ended. `usage` is None where the server counts nothing."""

    message: Message
    finish: Finish
    usage: Usage | None = None


Piece = Said | Answered


class ChatError(WaltzError):
    """There is no answer; one line says why and what to do. `wait` is how long the server asks."""

    def __init__(self, kind: FailureKind, reason: str, *, wait: float | None = None) -> None:
        super().__init__(reason)
        self.kind = kind
        self.wait = wait
        self.exit_code = ExitCode.BUDGET if kind == "budget" else ExitCode.PROVIDER


class Chat(Protocol):
    """A model that answers."""

    @property
    def name(self) -> str:
        """`provider:model`, as the user names it."""
        ...

    @property
    def tools(self) -> bool:
        """Whether its server knows tools; else reads are asked for in text."""
        ...

    def stream(self, messages: Sequence[Message], tools: Sequence[Tool] = ()) -> Iterator[Piece]:
        """The pieces of one answer, the last of them `Answered`; closing it ends the request.

        Raises ChatError: nothing that came before it is an answer then.
        """
        ...


class Connected(Protocol):
    """A model that can be asked."""

    @property
    def url(self) -> str:
        """Where it is; empty for its provider's own place."""
        ...


class Models(Protocol):
    """The models of this run."""

    @property
    def planner(self) -> str:
        """The one that plans, where that is another one."""
        ...

    def choose(self, name: str) -> None:
        """From now on this one drafts. SetupError or UsageError where it cannot be asked."""
        ...

    def ready(self) -> None:
        """SetupError or UsageError where a model is named that cannot be asked; loads nothing."""
        ...

    def warm(self) -> None:
        """Load the clients, behind the prompt."""
        ...

    def spent(self) -> tuple[Spent, ...]:
        """What the answers since the last look used."""
        ...

    @property
    def name(self) -> str:
        """The one that drafts, as `provider:model`; empty for the built-in drafter."""
        ...

    def connection(self, name: str) -> Connected:
        """Where it is. SetupError or UsageError, with what to do, where it cannot be asked."""
        ...

    def chat(self, name: str) -> Chat:
        """The chat with it, which loads its client."""
        ...
