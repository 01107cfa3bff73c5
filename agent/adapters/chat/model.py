"""A chat model of langchain's, as our port: streamed, bounded, untraced, and closed on Ctrl-C."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

# Loaded here, behind the prompt: else the first request would wait for it.
import langchain_core.tracers.langchain  # noqa: F401 - as said
from langchain_core.messages import AIMessageChunk, BaseMessage

from agent import lazy
from agent.adapters.chat.bounded import bound
from agent.adapters.chat.failures import failure
from agent.adapters.chat.providers import Connection
from agent.adapters.chat.wire import answered, end_of, outgoing, together, tool_schema
from agent.chat import ChatError, Finish, Message, Piece, Said, Tool

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

# A server may be silent while its model thinks, and an answer may be long, but not for ever.
_SILENCE = 300.0
_LONGEST = 1800.0
_MOST = 2_000_000
# Pieces put together at once: one by one, each costs as much as all before it.
_MOST_PARTS = 512
# Without this, a client that knows no bound for its model cuts an answer at 4,096 tokens.
_ANTHROPIC_MOST = 16_384


class LangChainChat:
    """One model. Nothing is traced, whatever the environment says; the client never retries."""

    def __init__(
        self, connection: Connection, *, clock: Callable[[], float], silence: float = _SILENCE
    ) -> None:
        self._connection = connection
        self._clock = clock
        self._model = _model(connection, silence)
        # The clients' headers name it: found out once, by a process, and kept.
        platform.platform()
        self._untraced: Callable[..., Any] = lazy.load("langsmith").tracing_context

    @property
    def name(self) -> str:
        """`provider:model`, as the user names it."""
        return self._connection.name

    @property
    def tools(self) -> bool:
        """Whether its server knows tools; else reads are asked for in text."""
        return self._connection.tools

    def stream(self, messages: Sequence[Message], tools: Sequence[Tool] = ()) -> Iterator[Piece]:
        """The pieces of one answer, the last of them `Answered`; closing it ends the request.

        Raises ChatError: nothing that came before it is an answer then.
        """
        marks = self._connection.provider.name == "anthropic"
        sent = outgoing(messages, marks_cache=marks)
        asked = (
            self._model.bind_tools([tool_schema(one) for one in tools]) if tools else self._model
        )
        try:
            with self._untraced(enabled=False):
                yield from self._pieces(asked.stream(sent))
        except ChatError:
            raise
        except Exception as error:  # noqa: BLE001 - three kinds of errors, told apart in one place
            connection = self._connection
            raise failure(
                error,
                name=self.name,
                key_name=connection.provider.key,
                secrets=(connection.key,),
            ) from None  # what caused it may hold the key

    def _pieces(self, chunks: Iterator[BaseMessage]) -> Iterator[Piece]:
        parts: list[AIMessageChunk] = []
        finish: Finish | None = None
        size, began = 0, self._clock()
        for chunk in chunks:
            if not isinstance(chunk, AIMessageChunk):
                continue
            parts.append(chunk)
            if len(parts) >= _MOST_PARTS:
                parts = [together(parts)]
            finish = end_of(chunk) or finish
            text = chunk.text
            size += len(text) + sum(len(c["args"] or "") for c in chunk.tool_call_chunks)
            if size > _MOST:
                raise ChatError("too-large", f"{self.name} answered more than 2 MB; none is used")
            if self._clock() - began > _LONGEST:
                raise ChatError("too-large", f"{self.name} answered for half an hour; none is used")
            if text:
                yield Said(text=text)
        if not parts or finish is None:
            raise ChatError("cut", f"{self.name} broke off; nothing of the answer is used")
        yield answered(together(parts), finish)


def _model(connection: Connection, silence: float) -> BaseChatModel:
    provider = connection.provider
    key, url = provider.given
    given: dict[str, Any] = {"model": connection.model}
    if key and connection.key:
        given[key] = connection.key
    if connection.url:
        given[url] = connection.url
    match provider.name:
        case "openai":
            given |= {"max_retries": 0, "timeout": silence, "stream_usage": True}
            given |= {"max_tokens": connection.most} if connection.most else {}
        case "anthropic":
            given |= {"max_retries": 0, "timeout": silence}
            given |= {"max_tokens": connection.most or _ANTHROPIC_MOST}
        case "google_genai":
            given |= {"max_retries": 0, "timeout": silence}
            given |= {"max_output_tokens": connection.most} if connection.most else {}
        case _:
            given |= {"client_kwargs": {"timeout": silence}}
            given |= {"num_predict": connection.most} if connection.most else {}
    client: type[BaseChatModel] = getattr(lazy.load(provider.module), provider.client)
    model = client(**given)
    bound(model, provider.http, connection.name)
    return model
