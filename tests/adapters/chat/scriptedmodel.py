"""A chat model of langchain's by script; langchain's own standard tests hold it (test_standard)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from operator import add
from typing import Any

from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    message_chunk_to_message,
)
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable  # noqa: TC002 - pydantic reads them
from langchain_core.tools import BaseTool  # noqa: TC002 - as above
from langchain_core.utils.function_calling import convert_to_openai_tool


class ScriptedChatModel(BaseChatModel):
    """Says `text` word by word, then calls what `calls` names, with arguments as JSON."""

    model: str = "scripted"
    text: str = "Done."
    calls: tuple[tuple[str, str], ...] = ()
    finish: str = "stop"

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,  # noqa: ANN401 - as langchain has it
    ) -> Runnable[LanguageModelInput, AIMessage]:
        schemas = [convert_to_openai_tool(one) for one in tools]
        return self.bind(tools=schemas, tool_choice=tool_choice, **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: Any = None,  # noqa: ANN401 - as langchain has it
        **kwargs: Any,  # noqa: ANN401 - as langchain has it
    ) -> ChatResult:
        pieces = list(self._stream(messages, stop, run_manager, **kwargs))
        whole = reduce(add, (one.message for one in pieces))
        message = message_chunk_to_message(whole)
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: Any = None,  # noqa: ANN401 - as langchain has it
        **kwargs: Any,  # noqa: ANN401 - as langchain has it
    ) -> Iterator[ChatGenerationChunk]:
        del stop, run_manager, kwargs
        for word in self.text.split(" "):
            yield _piece(content=word if word == self.text.split(" ")[0] else f" {word}")
        for at, (name, arguments) in enumerate(self.calls):
            call = {"name": name, "args": arguments, "id": f"c{at}", "index": at}
            yield _piece(tool_call_chunks=[{**call, "type": "tool_call_chunk"}])
        sent = sum(len(str(one.content)) for one in messages) // 4
        told = {"finish_reason": self.finish, "model_name": self.model}
        usage = {"input_tokens": sent, "output_tokens": 5, "total_tokens": sent + 5}
        yield _piece(usage_metadata=usage, response_metadata=told)


def _piece(**given: Any) -> ChatGenerationChunk:  # noqa: ANN401 - a message's own fields
    return ChatGenerationChunk(message=AIMessageChunk(**{"content": "", **given}))
