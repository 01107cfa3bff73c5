"""`waltz doctor --ask`: one tiny request to the model, and how it went."""

from __future__ import annotations

import time
from collections.abc import Iterator

from agent.chat import Answered, Message, Said, Tool
from agent.cli.context import Context
from agent.core.errors import ExitCode, SetupError
from agent.core.page import Line, Span, line
from agent.core.values import dataclass

_TOOL = Tool(
    name="report",
    description="Reports that the model can call a tool.",
    parameters={
        "type": "object",
        "properties": {"ready": {"type": "boolean"}},
        "required": ["ready"],
    },
)
# Long enough to come in pieces where pieces come at all.
_WORDS = "Count from one to twenty in words, then call the tool report with ready set to true."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Went:
    """How the request went, in seconds from when it was sent."""

    first: float
    last: float
    pieces: int
    end: Answered


def ask(context: Context) -> ExitCode:
    """Print latency, streaming, tools and usage. ChatError where it does not answer."""
    name = context.models.name
    if not name:
        raise SetupError("no model is named: waltz doctor --ask --model PROVIDER:NAME")
    with context.screen.busy(f"loading {name}"):
        chat = context.models.chat(name)
    with context.screen.busy(f"asking {name}"):
        began, first, pieces, end = time.monotonic(), 0.0, 0, None
        for piece in chat.stream((Message(role="user", text=_WORDS),), (_TOOL,)):
            first = first or time.monotonic() - began
            if isinstance(piece, Said):
                pieces += 1
            else:
                end = piece
        last = time.monotonic() - began
    if end is None:
        raise SetupError(f"{name} gave no answer")
    went = _Went(first=first, last=last, pieces=pieces, end=end)
    context.screen.show((line(Span(name, "title"), " answers"), *_rows(went)))
    return ExitCode.DONE


def _rows(went: _Went) -> Iterator[Line]:
    end = went.end
    yield line(f"  latency: {went.first:.2f} s to the first piece, {went.last:.2f} s in all")
    pieces = "1 piece" if went.pieces == 1 else f"{went.pieces} pieces"
    yield line(f"  streaming: {'yes' if went.pieces > 1 else 'no'}, {pieces} of text")
    called = any(call.name == _TOOL.name and call.arguments for call in end.message.calls)
    yield line(f"  tools: {'yes' if called else 'no; reads are asked for in text'}")
    usage = end.usage
    said = "not counted"
    if usage is not None:
        parts = f"{usage.sent} tokens sent, {usage.cached} of them cached"
        said = f"{parts}; {usage.received} received, {usage.thought} of them thought"
    yield line(f"  usage: {said}", hang=9)
