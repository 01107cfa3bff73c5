"""Our messages as langchain's, and its chunks as ours."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
    message_chunk_to_message,
)
from langchain_core.messages.ai import add_ai_message_chunks

from agent.chat import Answered, Finish, Message, Tool, ToolCall
from agent.core.spending import Usage

# What the providers call the end of an answer, in lower case.
_ENDS: dict[str, Finish] = {
    "stop": "stop",
    "end_turn": "stop",
    "stop_sequence": "stop",
    "completed": "stop",
    "tool_calls": "tools",
    "function_call": "tools",
    "tool_use": "tools",
    "length": "length",
    "max_tokens": "length",
    "max_output_tokens": "length",
    "model_context_window_exceeded": "length",
    "content_filter": "filter",
    "safety": "filter",
    "recitation": "filter",
    "blocklist": "filter",
    "prohibited_content": "filter",
    "refusal": "refusal",
}
_NAMES = ("finish_reason", "stop_reason", "done_reason", "status")


def outgoing(messages: Sequence[Message], *, marks_cache: bool) -> list[BaseMessage]:
    """The messages as the client takes them; with `marks_cache` the stable ones say so."""
    return [_one(message, marks_cache=marks_cache) for message in messages]


def _one(message: Message, *, marks_cache: bool) -> BaseMessage:
    match message.role:
        case "system":
            return SystemMessage(content=_content(message, marks_cache=marks_cache))
        case "user":
            return HumanMessage(content=_content(message, marks_cache=marks_cache))
        case "tool":
            return ToolMessage(content=message.text, tool_call_id=message.answers)
        case _ if isinstance(message.own, AIMessage):
            return message.own
        case _:
            return AIMessage(content=message.text)


def _content(message: Message, *, marks_cache: bool) -> Any:  # noqa: ANN401 - langchain's own
    if not (marks_cache and message.stable):
        return message.text
    return [{"type": "text", "text": message.text, "cache_control": {"type": "ephemeral"}}]


def tool_schema(tool: Tool) -> dict[str, Any]:
    """The tool in the shape that every client of langchain's understands."""
    function = {
        "name": tool.name,
        "description": tool.description,
        "parameters": dict(tool.parameters),
    }
    return {"type": "function", "function": function}


def end_of(chunk: AIMessageChunk) -> Finish | None:
    """How the answer ended, where this piece says it; an end nobody knows is a plain one."""
    if chunk.additional_kwargs.get("refusal"):
        return "refusal"
    metadata = chunk.response_metadata
    said = next((metadata[name] for name in _NAMES if metadata.get(name)), None)
    if not isinstance(said, str):
        return None
    details = metadata.get("incomplete_details")
    if said == "incomplete" and isinstance(details, dict):
        said = str(details.get("reason"))
    return _ENDS.get(said.casefold(), "stop")


def together(parts: Sequence[AIMessageChunk]) -> AIMessageChunk:
    """One chunk of these."""
    return add_ai_message_chunks(*parts)


def answered(whole: AIMessageChunk, finish: Finish) -> Answered:
    """The whole answer as our value; its own message is kept to go back unchanged."""
    # A client guesses what cut or broken arguments were meant to be; nothing is read by a guess.
    calls = tuple(
        ToolCall(id=c["id"] or "", name=c["name"], arguments=_arguments(c["args"] or ""))
        for c in whole.tool_call_chunks
        if c["name"]
    )
    message = Message(
        role="assistant", text=whole.text, calls=calls, own=message_chunk_to_message(whole)
    )
    if calls and finish == "stop":
        finish = "tools"
    return Answered(message=message, finish=finish, usage=_usage(whole))


def _arguments(text: str) -> dict[str, object] | None:
    """The arguments of a call, None where they are no JSON object; a call may have none (F32)."""
    if not text:
        return {}
    try:
        found = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _refuse(constant: str) -> object:
    """`NaN` and the like, which are no JSON."""
    raise ValueError(constant)


def _usage(whole: AIMessageChunk) -> Usage | None:
    found = whole.usage_metadata
    if not found:
        return None
    sent = found.get("input_token_details") or {}
    received = found.get("output_token_details") or {}
    return Usage(
        sent=found["input_tokens"],
        cached=sent.get("cache_read") or 0,
        received=found["output_tokens"],
        thought=received.get("reasoning") or 0,
    )
