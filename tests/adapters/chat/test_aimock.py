"""All four providers' clients over agent/adapters/chat, against a mock server that is not ours.

`WALTZ_AIMOCK` names the folder with `@copilotkit/aimock` in its `node_modules`; see .ci/run.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from modelserver import KEY

from agent import lazy
from agent.adapters.chat.chosen import Chosen
from agent.adapters.chat.providers import PROVIDERS, connect
from agent.chat import Answered, Chat, ChatError, Message, Said, Tool

NODE = shutil.which("node")
MOCK = Path(os.environ.get("WALTZ_AIMOCK", "")) / "node_modules" / ".bin" / "llmock"
pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.skipif(NODE is None, reason="there is no Node here"),
    pytest.mark.skipif(not MOCK.exists(), reason="WALTZ_AIMOCK names no @copilotkit/aimock"),
]
# What each server of this mock never counts: all but OpenAI's and Gemini's, what was sent.
UNCOUNTED = {"anthropic": (0, 5), "ollama": (0, 0)}
TEXT = "one two three four five six seven eight nine ten"
STATUSES = [(400, "request"), (401, "key"), (403, "forbidden"), (404, "no-model"), (429, "rate"),
            (500, "server"), (529, "server")]  # fmt: skip
READ = Tool(
    name="read_file",
    description="Reads a file.",
    parameters={"type": "object", "properties": {"path": {"type": "string"}}},
)


def fixtures() -> list[dict[str, Any]]:
    """What the mock answers, by the last words of the user."""
    usage = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
    call = {"id": "call_1", "name": "read_file", "arguments": {"path": "a.py"}}
    return [
        _says("plain", {"content": TEXT, "usage": usage}, chunkSize=8),
        _says("read", {"toolCalls": [call]}, hasToolResult=False),
        _says("read", {"content": "done"}, hasToolResult=True),
        _says("length", {"content": "a part", "finishReason": "length"}),
        _says("filter", {"content": "a part", "finishReason": "content_filter"}),
        # Without latency the mock sends nothing before it cuts.
        _says("cut", {"content": TEXT}, chunkSize=8, latency=5, truncateAfterChunks=3),
        *(
            _says(
                f"fail {status}",
                {"error": {"message": f"no {KEY}", "type": "e"}, "status": status, "retryAfter": 3},
            )
            for status, _ in STATUSES
        ),
    ]


def _says(asked: str, response: dict[str, Any], **how: object) -> dict[str, Any]:
    match: dict[str, object] = {"userMessage": asked}
    if "hasToolResult" in how:
        match["hasToolResult"] = how.pop("hasToolResult")
    return {"match": match, "response": response, **how}


@dataclass(frozen=True)
class Mock:
    url: str

    def requests(self) -> list[dict[str, Any]]:
        with urllib.request.urlopen(f"{self.url}/__aimock/journal", timeout=10) as answer:  # noqa: S310 - the loopback
            found: list[dict[str, Any]] = json.load(answer)
        return found


@pytest.fixture(scope="module")
def mock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mock]:
    path = tmp_path_factory.mktemp("aimock") / "fixtures.json"
    path.write_text(json.dumps({"fixtures": fixtures()}))
    command = [str(NODE), str(MOCK), "--port", "0", "--strict", "--fixtures", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said = next(line for line in process.stdout if "listening on" in line)
            yield Mock(said.split()[-1])
        finally:
            process.terminate()


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(
            one.name,
            marks=pytest.mark.skipif(
                not lazy.there(one.module), reason=f"{one.module} is not installed"
            ),
        )
        for one in PROVIDERS
    ],
)
def chat(request: pytest.FixtureRequest, mock: Mock) -> Iterator[Chat]:
    """One client a provider for all tests: making one takes a while."""
    name: str = request.param
    with pytest.MonkeyPatch.context() as patch:
        # The client's own default is a newer path, which the mock does not serve.
        patch.setenv("GOOGLE_GENAI_API_VERSION", "v1beta")
        connection = connect(
            f"{name}:m",
            environ={one.key: KEY for one in PROVIDERS if one.key},
            chosen=Chosen(urls={name: f"{mock.url}/v1" if name == "openai" else mock.url}),
            installed=lazy.there,
            python="python",
        )
        made = lazy.load("agent.adapters.chat.model").LangChainChat(
            connection, clock=time.monotonic, silence=10
        )
    yield made
    if name == "ollama":
        made._model._client._client.close()  # noqa: SLF001 - the one client that leaves it open


def asked(words: str) -> tuple[Message, ...]:
    return Message(role="system", text="Be brief.", stable=True), Message(role="user", text=words)


def ask(chat: Chat, *messages: Message, tools: tuple[Tool, ...] = ()) -> Answered:
    *_, last = chat.stream(messages, tools)
    assert isinstance(last, Answered)
    return last


def provider(chat: Chat) -> str:
    return chat.name.split(":")[0]


def test_an_answer_comes_in_pieces_and_is_counted(chat: Chat) -> None:
    *pieces, last = chat.stream(asked("plain"))

    assert isinstance(last, Answered)
    assert len(pieces) > 1
    assert "".join(one.text for one in pieces if isinstance(one, Said)) == TEXT
    assert (last.message.text, last.finish) == (TEXT, "stop")
    assert last.usage is not None
    assert (last.usage.sent, last.usage.received) == UNCOUNTED.get(provider(chat), (10, 5))


# The mock's own end of a Gemini call is one that the client has never heard of.
@pytest.mark.filterwarnings("ignore:FUNCTION_CALL is not a valid FinishReason")
def test_a_tool_is_offered_called_and_answered(mock: Mock, chat: Chat) -> None:
    first = ask(chat, *asked("read"), tools=(READ,))
    (call,) = first.message.calls
    result = Message(role="tool", text="x = 1", answers=call.id)
    second = ask(chat, *asked("read"), first.message, result, tools=(READ,))
    body = mock.requests()[-1]["body"]

    assert (first.finish, call.name, call.arguments) == ("tools", "read_file", {"path": "a.py"})
    assert second.message.text == "done"
    assert [one["role"] for one in body["messages"]] == ["system", "user", "assistant", "tool"]
    assert "x = 1" in str(body["messages"][-1]["content"])
    assert "read_file" in str(body["tools"])


@pytest.mark.parametrize("finish", ["length", "filter"])
def test_F31_how_it_ended_is_said(chat: Chat, finish: str) -> None:
    plain = provider(chat) == "ollama"  # the mock's Ollama knows only one end

    assert ask(chat, *asked(finish)).finish == ("stop" if plain else finish)


def test_F30_a_stream_that_is_cut_is_no_answer(chat: Chat) -> None:
    with pytest.raises(ChatError) as caught:
        ask(chat, *asked("cut"))

    assert caught.value.kind == "cut"


@pytest.mark.parametrize(("status", "kind"), STATUSES)
def test_F27_F28_a_status_is_named_and_asked_once(
    mock: Mock, chat: Chat, status: int, kind: str
) -> None:
    before = len(mock.requests())

    with pytest.raises(ChatError) as caught:
        ask(chat, *asked(f"fail {status}"))

    error = caught.value
    assert (error.kind, error.wait) == (kind, 3 if status == 429 else None)
    assert len(mock.requests()) == before + 1
    assert KEY not in str(error)
    assert "\n" not in str(error)
