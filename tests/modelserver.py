"""A model's server on the loopback, by script: what it is asked is kept, what it says is given."""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-test-0123456789abcdefABCDEF"


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer, in either protocol. `cut` is how many bytes of it are sent; `raw` is sent as is.

    `pieces` may be an endless iterator; `thought` counts tokens of thinking. With `hold` nothing
    is sent before the event.
    """

    text: str = ""
    calls: Sequence[tuple[str, str]] = ()
    finish: str | None = "stop"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
    cut: int | None = None
    raw: bytes | None = None
    pieces: Callable[[], Iterator[str]] | None = None
    thought: int = 0
    usage: bool = True
    hold: threading.Event | None = None
    size: int = 24

    def parts(self) -> Iterator[str]:
        if self.pieces is not None:
            return self.pieces()
        return (self.text[at : at + self.size] for at in range(0, len(self.text), self.size))


@dataclass
class Server:
    """`replies` are given in order, the last of them again and again."""

    replies: list[Reply] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def say(self, *replies: Reply | str) -> None:
        self.replies = [Reply(text=one) if isinstance(one, str) else one for one in replies]
        self.bodies.clear()
        self.headers.clear()

    def next(self) -> Reply:
        return self.replies[min(len(self.bodies), len(self.replies)) - 1]


class _Handler(BaseHTTPRequestHandler):
    server_of: Server
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        del format, args

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server = self.server_of
        server.bodies.append(body)
        server.headers.append(dict(self.headers))
        reply = server.next()
        self.close_connection = True
        if reply.hold is not None:
            reply.hold.wait(20)
        try:
            self._give(reply)
        except OSError:
            return  # the client has gone: that is what some tests are about

    def _give(self, reply: Reply) -> None:
        if reply.status != 200:
            error = {"type": "api_error", "message": reply.message or "it failed"}
            data = json.dumps({"type": "error", "error": error}).encode()
            self._head(
                reply.status,
                "application/json",
                {"Content-Length": str(len(data)), "Connection": "close"},
                reply,
            )
            self.wfile.write(data)
            return
        self._head(200, "text/event-stream", {"Connection": "close"}, reply)
        left = reply.cut
        for event in self._events(reply):
            data = event if left is None else event[:left]
            self.wfile.write(data)
            left = None if left is None else left - len(data)
            if left == 0:
                return

    def _head(self, status: int, kind: str, more: Mapping[str, str], reply: Reply) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, **more, **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def _events(self, reply: Reply) -> Iterator[bytes]:
        if reply.raw is not None:
            yield reply.raw
            return
        claude = self.path.endswith("/messages")
        for name, value in (_anthropic if claude else _openai)(reply):
            line = value if isinstance(value, str) else json.dumps(value)
            yield (f"event: {name}\n" if claude else "").encode() + f"data: {line}\n\n".encode()


def until_the_end(reply: Reply, *, claude: bool) -> list[int]:
    """How many bytes are sent by each event before the one that says how it ended."""
    sizes = []
    for name, value in (_anthropic if claude else _openai)(reply):
        line = value if isinstance(value, str) else json.dumps(value)
        if any(f'"{word}": "{reply.finish}' in line for word in ("finish_reason", "stop_reason")):
            break
        if '"stop_reason": "end_turn"' in line:
            break
        sizes.append(len(f"event: {name}\n" if claude else "") + len(f"data: {line}\n\n"))
    return list(itertools.accumulate(sizes))


def _openai(reply: Reply) -> Iterator[tuple[str, Any]]:
    def chunk(delta: dict[str, Any], end: str | None = None) -> tuple[str, Any]:
        choice = {"index": 0, "delta": delta, "finish_reason": end}
        head = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        return "", {**head, "choices": [choice]}

    yield chunk({"role": "assistant", "content": ""})
    for piece in reply.parts():
        yield chunk({"content": piece})
    for at, (name, arguments) in enumerate(reply.calls):
        function = {"name": name, "arguments": arguments}
        call = {"index": at, "id": f"call_{at}", "type": "function", "function": function}
        yield chunk({"tool_calls": [call]})
    if reply.finish is not None:
        ends = {"tools": "tool_calls", "filter": "content_filter"}
        yield chunk({}, ends.get(reply.finish, reply.finish))
    if reply.usage:
        details = {"cached_tokens": 4}
        usage = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
        thought = {"completion_tokens_details": {"reasoning_tokens": reply.thought}}
        last = chunk({})[1]
        yield (
            "",
            {
                **last,
                "choices": [],
                "usage": {**usage, "prompt_tokens_details": details, **thought},
            },
        )
    yield "", "[DONE]"


def _anthropic(reply: Reply) -> Iterator[tuple[str, Any]]:
    def event(kind: str, **more: object) -> tuple[str, Any]:
        return kind, {"type": kind, **more}

    usage = {"input_tokens": 10, "output_tokens": 1}
    head: dict[str, Any] = {
        "id": "m",
        "type": "message",
        "role": "assistant",
        "model": "m",
        "content": [],
    }
    start: dict[str, Any] = {**head, "stop_reason": None, "stop_sequence": None, "usage": usage}
    yield event("message_start", message=start)
    block: dict[str, Any] = {"type": "text", "text": ""}
    yield event("content_block_start", index=0, content_block=block)
    for piece in reply.parts():
        delta = {"type": "text_delta", "text": piece}
        yield event("content_block_delta", index=0, delta=delta)
    yield event("content_block_stop", index=0)
    for at, (name, arguments) in enumerate(reply.calls, 1):
        block = {"type": "tool_use", "id": f"toolu_{at}", "name": name, "input": {}}
        yield event("content_block_start", index=at, content_block=block)
        delta = {"type": "input_json_delta", "partial_json": arguments}
        yield event("content_block_delta", index=at, delta=delta)
        yield event("content_block_stop", index=at)
    if reply.finish is None:
        return
    ends = {"stop": "end_turn", "tools": "tool_use", "length": "max_tokens", "filter": "refusal"}
    end: dict[str, Any] = {
        "stop_reason": ends.get(reply.finish, reply.finish),
        "stop_sequence": None,
    }
    yield event("message_delta", delta=end, usage={"input_tokens": 10, "output_tokens": 5})
    yield event("message_stop")


@contextmanager
def serving() -> Iterator[Server]:
    """One server; pytest-socket must let the loopback through."""
    server = Server()
    handler = type("Handler", (_Handler,), {"server_of": server})
    listening = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    listening.daemon_threads = True
    server.port = listening.server_port
    thread = threading.Thread(target=lambda: listening.serve_forever(0.01), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()
