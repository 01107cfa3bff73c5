from __future__ import annotations

import itertools
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from brokenjson import GOOD, broken
from modelserver import KEY, Reply, Server, serving, until_the_end

from agent import lazy
from agent.adapters.chat.chosen import Chosen
from agent.adapters.chat.providers import connect
from agent.chat import Answered, Chat, ChatError, Message, Said, Tool

PROVIDERS = [
    pytest.param(
        name, marks=pytest.mark.skipif(not lazy.there(module), reason=f"{module} is not installed")
    )
    for name, module in (("openai", "langchain_openai"), ("anthropic", "langchain_anthropic"))
]
# One process loads the clients, which takes seconds, for all tests.
pytestmark = [pytest.mark.enable_socket, pytest.mark.xdist_group("clients")]
READ = Tool(
    name="read_file",
    description="Reads a file.",
    parameters={"type": "object", "properties": {"path": {"type": "string"}}},
)
ASKED = (Message(role="system", text="Be brief.", stable=True), Message(role="user", text="Hi"))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


_CHATS: dict[str, Chat] = {}


@pytest.fixture(params=PROVIDERS)
def chat(request: pytest.FixtureRequest, server: Server) -> Chat:
    """One client a provider for all tests: making one takes a while."""
    name: str = request.param
    if name not in _CHATS:
        url = f"{server.url}/v1" if name == "openai" else server.url
        connection = connect(
            f"{name}:m",
            environ={"OPENAI_API_KEY": KEY, "ANTHROPIC_API_KEY": KEY},
            chosen=Chosen(urls={name: url}),
            installed=lazy.there,
            python="python",
        )
        _CHATS[name] = lazy.load("agent.adapters.chat.model").LangChainChat(
            connection, clock=time.monotonic, silence=0.5
        )
    return _CHATS[name]


def ask(chat: Chat, *messages: Message, tools: tuple[Tool, ...] = ()) -> Answered:
    *_, last = chat.stream(messages or ASKED, tools)
    assert isinstance(last, Answered)
    return last


def failed(chat: Chat) -> ChatError:
    with pytest.raises(ChatError) as caught:
        ask(chat)
    assert KEY not in str(caught.value)
    assert caught.value.__cause__ is None
    return caught.value


def test_an_answer_comes_in_pieces_and_is_counted(server: Server, chat: Chat) -> None:
    server.say("one two three four five six seven eight")

    *pieces, last = chat.stream(ASKED)

    assert isinstance(last, Answered)
    assert len(pieces) > 1
    assert "".join(one.text for one in pieces if isinstance(one, Said)) == last.message.text
    assert last.finish == "stop"
    assert last.usage is not None
    assert (last.usage.sent, last.usage.received) == (10, 5)


def test_a_tool_is_offered_called_and_answered(server: Server, chat: Chat) -> None:
    server.say(Reply(text="", calls=[("read_file", '{"path": "a.py"}')], finish="tools"), "done")

    first = ask(chat, *ASKED, tools=(READ,))
    (call,) = first.message.calls
    result = Message(role="tool", text="x = 1", answers=call.id)
    second = ask(chat, *ASKED, first.message, result, tools=(READ,))

    assert (first.finish, call.name, call.arguments) == ("tools", "read_file", {"path": "a.py"})
    assert second.message.text == "done"
    assert "x = 1" in str(server.bodies[1]["messages"])
    assert call.id in str(server.bodies[1]["messages"])


def test_what_stays_the_same_is_marked_for_the_cache(server: Server, chat: Chat) -> None:
    server.say("yes")

    ask(chat)

    assert ("cache_control" in str(server.bodies[0])) == chat.name.startswith("anthropic")


def test_T27_the_key_is_sent_and_shown_nowhere(server: Server, chat: Chat) -> None:
    server.say(Reply(status=401, message=f"invalid key {KEY} and Bearer sk-other-12345678"))

    error = failed(chat)

    assert KEY in str(server.headers[0])
    assert "sk-other" not in str(error)
    assert "API_KEY" in str(error)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, "key"), (403, "forbidden"), (404, "no-model"), (400, "request"), (413, "too-long"),
     (429, "rate"), (500, "server"), (502, "server"), (529, "server")],
)  # fmt: skip
def test_F27_F28_a_status_is_named_and_asked_once(
    server: Server, chat: Chat, status: int, kind: str
) -> None:
    server.say(Reply(status=status, headers={"Retry-After": "3"}))

    error = failed(chat)

    assert error.kind == kind
    assert error.wait == 3
    assert len(server.bodies) == 1
    assert "\n" not in str(error)


def test_F29_a_silent_server_is_given_up(server: Server, chat: Chat) -> None:
    release = threading.Event()
    server.say(Reply(hold=release))

    error = failed(chat)
    release.set()

    assert error.kind == "silence"


def test_F30_a_stream_that_is_cut_is_no_answer(server: Server, chat: Chat) -> None:
    reply = Reply(text="## Step 1\n\nsome words that go on for a while, and longer\n", usage=False)
    events = until_the_end(reply, claude=chat.name.startswith("anthropic"))

    for end in (0, 9, *events, *(one - 5 for one in events)):
        server.say(replace(reply, cut=end))

        assert failed(chat).kind in {"cut", "server"}, end


def test_F30_an_end_without_a_reason_is_no_answer(server: Server, chat: Chat) -> None:
    server.say(Reply(text="all of it", finish=None))

    assert failed(chat).kind == "cut"


@pytest.mark.parametrize("finish", ["length", "filter"])
def test_F31_how_it_ended_is_said(server: Server, chat: Chat, finish: str) -> None:
    server.say(Reply(text="a part", finish=finish))

    refuses = chat.name.startswith("anthropic") and finish == "filter"
    assert ask(chat).finish == ("refusal" if refuses else finish)


def test_F32_broken_arguments_are_nobodys_guess(server: Server, chat: Chat) -> None:
    texts = broken()
    calls = [("read_file", one) for one in (*texts, "", "{}", GOOD)]
    server.say(Reply(calls=calls, finish="tools"))

    found = ask(chat, *ASKED, tools=(READ,)).message.calls

    assert len(texts) >= 188
    assert len(found) == len(calls)
    # A client would read `{"path": "a` as if it had ended.
    read = [text for text, call in zip(texts, found, strict=False) if call.arguments is not None]
    assert read == []
    assert [call.arguments for call in found[-3:]] == [{}, {}, json.loads(GOOD)]


def test_F33_nothing_but_thinking_is_an_empty_answer(server: Server, chat: Chat) -> None:
    server.say(Reply(text="", thought=5))

    assert ask(chat).message.text == ""


@pytest.mark.parametrize("raw", [b"data: {broken\n\n", b"<html>hello</html>", b"\x00\xff\xfe"])
def test_F32_what_is_no_answer_at_all_is_refused(server: Server, chat: Chat, raw: bytes) -> None:
    server.say(Reply(raw=raw))

    assert failed(chat).kind in {"cut", "server"}


def test_T38_50_MB_are_not_read_to_their_end(server: Server, chat: Chat) -> None:
    given: list[int] = []

    def pieces() -> Iterator[str]:
        for _ in range(1_000):
            given.append(50_000)
            yield "word " * 10_000

    server.say(Reply(pieces=pieces))

    assert failed(chat).kind == "too-large"
    assert sum(given) < 20_000_000


def test_T38_a_line_of_50_MB_is_refused_before_its_end(server: Server, chat: Chat) -> None:
    server.say(Reply(raw=b"data: " + b"x" * 50_000_000))

    error = failed(chat)

    assert error.kind == "too-large"
    assert str(error) == f"{chat.name} sent more than 4 MB in a line; none is used"


def test_T38_of_an_error_of_10_MB_a_line_is_shown(server: Server, chat: Chat) -> None:
    server.say(Reply(status=400, message=f"{KEY} " + "no " * 3_500_000))

    error = str(failed(chat))

    assert len(error) < 400
    assert "no no no" in error


def test_many_small_pieces_are_one_answer(server: Server, chat: Chat) -> None:
    text = "".join(f"{number} " for number in range(800))
    server.say(Reply(text=text, size=3))

    assert ask(chat).message.text == text


def test_F40_an_endless_answer_is_cut_and_the_connection_closed(server: Server, chat: Chat) -> None:
    server.say(Reply(pieces=lambda: itertools.repeat("x" * 50_000)))

    assert failed(chat).kind == "too-large"


def test_F40_an_answer_that_goes_on_for_ever_is_cut(
    server: Server, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat, "_clock", itertools.count(0, 1000).__next__)
    server.say(Reply(text="a word, and another one", size=4))

    assert "for half an hour" in str(failed(chat))


def test_closing_it_ends_the_request(server: Server, chat: Chat) -> None:
    gone = threading.Event()

    def pieces() -> Iterator[str]:
        try:
            yield from itertools.repeat("x" * 10_000)
        finally:
            gone.set()

    server.say(Reply(pieces=pieces))
    stream = chat.stream(ASKED)
    next(stream)

    stream.close()  # type: ignore[attr-defined] # a generator's

    assert gone.wait(10)


def test_an_unreachable_server_is_named() -> None:
    connection = connect(
        "openai:m",
        environ={"OPENAI_API_KEY": KEY},
        chosen=Chosen(urls={"openai": "http://127.0.0.1:9/v1"}),
        installed=lazy.there,
        python="python",
    )
    chat = lazy.load("agent.adapters.chat.model").LangChainChat(connection, clock=time.monotonic)

    assert failed(chat).kind == "connection"


def test_tracing_stays_off(server: Server, chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGSMITH_ENDPOINT", f"{server.url}/trace")
    monkeypatch.setenv("LANGSMITH_API_KEY", "ls-x")
    server.say("yes")

    ask(chat)

    assert len(server.bodies) == 1
