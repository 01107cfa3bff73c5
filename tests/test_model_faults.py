"""The whole loop over a provider's real client: what a model does wrong changes nothing (§5)."""

from __future__ import annotations

import itertools
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from loop import ENDPOINT, PLAN, Key, Loop, Run, project
from modelserver import KEY, Reply, Server, serving, until_the_end
from sandbox import Sandbox  # noqa: TC002 - as every other test has it

from agent import lazy
from agent.adapters.chat.chosen import Chosen
from agent.app import main
from agent.cli.arguments import parse
from agent.connecting import Models, seat
from agent.core.errors import ExitCode, SetupError
from agent.core.spending import Price

PROVIDERS = [
    pytest.param(
        name, marks=pytest.mark.skipif(not lazy.there(module), reason=f"{module} is not installed")
    )
    for name, module in (("openai", "langchain_openai"), ("anthropic", "langchain_anthropic"))
]
pytestmark = pytest.mark.enable_socket


def step(number: int, text: str = "x = 1\n") -> str:
    block = f"### new app/f{number}.py\n<<<<<<< NEW\n{text}>>>>>>> NEW\n"
    return f"## Step {number}\nMakes part {number}.\n{block}"


GOOD = step(1) + step(2) + step(3)
NO_FILE = "### edit app/no.py\n<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n"
CALL = ("read_file", '{"path": "app/main.py"}')


@dataclass(frozen=True)
class Fault:
    """What the server does, and a part of what the user reads. `told`: the step is left to them."""

    name: str
    reply: Reply
    said: str
    told: bool = False


def endless() -> Iterator[str]:
    return itertools.repeat("more and more words " * 2000)


def left(name: str, reply: Reply, said: str) -> Fault:
    return Fault(name, reply, said, told=True)


FAULTS = (
    Fault("F27_401", Reply(status=401, message=f"bad key {KEY}"), "does not accept the key; set"),
    Fault("F27_403", Reply(status=403), "does not let this key do that"),
    Fault(
        "F28_429",
        Reply(status=429, headers={"Retry-After": "1"}),
        "over its limit for now (it failed), 5 times",
    ),
    Fault("F28_429_long", Reply(status=429, headers={"Retry-After": "900"}), "asks to wait 900 s"),
    Fault("F28_500", Reply(status=500), "failed"),
    Fault("F28_529", Reply(status=529), "5 times"),
    Fault("F29_no_model", Reply(status=404), "knows no such model"),
    Fault("F30_cut", Reply(text=GOOD, finish=None), "broke off; nothing of the answer is used"),
    left("F31_length", Reply(text=GOOD, finish="length"), "reached the length"),
    left("F31_filter", Reply(text=GOOD, finish="filter"), "nothing of it is used"),
    left("F32_arguments", Reply(calls=[("read_file", "{broken")], finish="tools"), "went on"),
    left("F33_empty", Reply(text=""), "gave an empty answer"),
    left("F33_blank", Reply(text="  \n\n "), "gave an empty answer"),
    left("F33_prose", Reply(text="You should create a file."), "without a change"),
    left("F33_language", Reply(text="Oto rozwiązanie: gotowe."), "Oto rozwiązanie"),
    left("F34_others", Reply(text=step(7) + step(8)), "step 7, 8, which is refused"),
    left("F38_bad_file", Reply(text=step(1) + NO_FILE), "its edits contradict each other"),
    left("F39_claims", Reply(text="## Step 1\nDone, all tests pass."), "“Done, all tests"),
    Fault("F40_endless", Reply(pieces=endless), "answered more than 2 MB; none is used"),
    left("F40_reads", Reply(calls=[CALL], finish="tools"), "went on reading"),
    Fault("F37_markup", Reply(raw=b"<html>busy</html>"), "5 times"),
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


_MODELS: dict[str, Models] = {}


def models(name: str, server: Server, **more: object) -> Models:
    """One client a provider for all tests: making one takes a while."""
    url = f"{server.url}/v1" if name == "openai" else server.url
    chosen = Chosen(urls={name: url}, prices={f"{name}:m": Price(sent=1000.0, received=1000.0)})
    return Models(
        wanted=f"{name}:m",
        environ={"OPENAI_API_KEY": KEY, "ANTHROPIC_API_KEY": KEY},
        note=str,
        told=str,
        chosen=lambda: chosen,
        sleep=lambda _: None,
        **more,  # type: ignore[arg-type] # by name
    )


@dataclass
class Played:
    """A repository whose steps this provider's client drafts."""

    loop: Loop
    server: Server

    def agree(self, reply: Reply) -> Key:
        """The user agrees to step 1, and this is what the server says then."""

        def key() -> str:
            self.server.say(reply)
            return "1"

        return key

    def talk(self, *keys: str) -> Run:
        return self.loop.talk(*keys)


@pytest.fixture(params=PROVIDERS)
def played(request: pytest.FixtureRequest, server: Server, repo: Sandbox) -> Played:
    found = _MODELS.setdefault(request.param, models(request.param, server))
    found.spent()
    return Played(Loop(project(repo), who=seat(found), models=found), server)


def test_F27_to_F40_nothing_is_applied_it_is_said_and_the_session_goes_on(
    played: Played, repo: Sandbox
) -> None:
    before = repo.git("status", "--porcelain"), repo.git("rev-parse", "HEAD")

    keys: list[Key] = []
    for fault in FAULTS:
        keys += [played.agree(fault.reply), *(("stop",) if fault.told else ())]
    run = played.loop.talk("none", *keys, played.agree(Reply(text=step(1))), "y")

    heard = iter(run.seen[2:])
    for fault in FAULTS:
        assert fault.said in " ".join(next(heard).split()), fault.name
        if fault.told:
            next(heard)
    assert KEY not in run.text
    assert "Done 1 of 5" in run.last
    assert played.loop.subjects[-1].startswith("feat")
    assert repo.git("status", "--porcelain") == before[0]
    assert repo.git("rev-parse", "HEAD~1") == before[1]
    journal = next((repo.root / ".git/waltz/sessions").rglob("events.jsonl"))
    assert KEY not in journal.read_text()


def test_F30_an_answer_cut_after_any_piece_is_never_applied(played: Played, repo: Sandbox) -> None:
    claude = played.loop.models.name.startswith("anthropic")
    reply = Reply(text=step(1), size=16)
    cuts = until_the_end(reply, claude=claude)

    run = played.loop.talk("none", *(played.agree(replace(reply, cut=cut)) for cut in cuts))

    assert all("broke off" in one for one in run.seen[2:])
    assert len(run.seen[2:]) == len(cuts)
    assert repo.git("status", "--porcelain") == ""


def test_a_batch_is_worked_over_the_wire(played: Played) -> None:
    played.server.say(Reply(calls=[CALL], finish="tools"), Reply(text=GOOD))

    run = played.talk("none", "/context", "", "/context", "y", "y", "y", "/context")

    assert "no batch is open" in run.seen[2]
    assert "instructions" in run.seen[4]
    assert "plan .ai/cards-plan.md:1-40  its steps are worked" in run.seen[4]
    assert "file app/main.py lines 1-1 of 1" in " ".join(run.seen[4].split())
    assert "no batch is open" in run.last
    assert "Done 3 of 5" in run.seen[7]
    assert len(played.server.bodies) == 2
    assert "main = 1" in str(played.server.bodies[1])
    assert "the model: 2 requests, 20 sent" in run.seen[7]
    assert "so far" in run.typed.asks[-1].toolbar()
    assert "the model: Makes part 1." in run.text


@pytest.mark.parametrize(("budget", "option"), [((10, None), "tokens"), ((None, 0.05), "cost")])
def test_a_budget_stops_before_the_next_request(
    budget: tuple[int | None, float | None], option: str, server: Server, repo: Sandbox
) -> None:
    name = next(iter(_MODELS), "")
    if not name:
        pytest.skip("no provider's client is installed")
    server.say(Reply(text=step(1)))
    spent = models(name, server, budget=budget)

    run = Loop(project(repo), who=seat(spent), models=spent).talk("none", "1")

    assert f"--max-{option} stops before it" in run.last
    assert server.bodies == []


def test_a_budget_of_money_needs_a_price_at_the_start() -> None:
    unpriced = Models(
        wanted="openai:m",
        environ={"OPENAI_API_KEY": KEY, "XDG_CONFIG_HOME": "/home/ann/.config"},
        note=str,
        told=str,
        chosen=lambda: None,
        budget=(None, 1.0),
    )

    with pytest.raises(SetupError) as caught:
        unpriced.ready()

    assert str(caught.value) == (
        "--max-cost needs the price of openai:m: write `input` and `output`, dollars a million "
        'tokens, under `[price."openai:m"]` into /home/ann/.config/waltz/config.toml'
    )


def test_unattended_a_failure_ends_with_its_own_code(played: Played) -> None:
    played.server.say(Reply(status=401))
    played.loop.attended = False

    with pytest.raises(Exception, match="does not accept the key") as caught:
        played.talk("none", "1", "y")

    assert getattr(caught.value, "exit_code", None) == ExitCode.PROVIDER


def test_a_question_is_answered_and_changes_nothing(played: Played, repo: Sandbox) -> None:
    played.server.say("It does, `app/main.py:1`.")

    run = played.talk("none", "? does it recompute", "?")

    assert "It does" in run.seen[2]
    assert "? and what you want to know" in run.last
    assert repo.git("status", "--porcelain") == ""
    assert ENDPOINT in str(played.server.bodies[0])


def test_who_drafts_is_chosen_at_any_wait(played: Played) -> None:
    name = played.loop.models.name

    run = played.talk("none", "/model", "/model none", "/model foo", f"/model {name}")

    assert f"{name} drafts" in run.seen[2]
    assert "the built-in drafter plans" in run.seen[3]
    assert "'foo' is no model" in run.seen[4]
    assert "none is the built-in drafter" in " ".join(run.seen[4].split())
    assert f"{name} drafts" in run.last
    assert isinstance(run.exit, ExitCode)
    assert Path(played.loop.box.root).is_dir()


def test_F41_ctrl_c_closes_the_stream_and_the_step_stays_pending(
    played: Played, repo: Sandbox
) -> None:
    def words() -> Iterator[str]:
        yield "## Step 1\n"
        signal.raise_signal(signal.SIGINT)
        while True:
            time.sleep(0.01)
            yield "more\n"

    run = played.loop.talk("none", played.agree(Reply(pieces=words)), "/steps")

    assert "step 1 was cut short by you" in run.seen[2]
    assert "Agree?" in run.seen[2]
    assert repo.git("status", "--porcelain") == ""
    assert played.loop.states()[0] == "open"


PLANNED = f"""## Decisions
- 201 (api-plan.md:9)

# API Endpoint Implementation Plan: {ENDPOINT}

## 1. Overview
Makes a card.

## 2. Implementation Steps

### 1. Do it
- Files: `app/new.py`
"""


def asked_for_a_plan(played: Played, repo: Sandbox, reply: Reply) -> Played:
    (repo.root / PLAN).unlink()
    repo.commit("docs: no plan yet")
    played.server.say(reply)
    return played


def test_a_plan_is_shown_while_it_comes(played: Played, repo: Sandbox) -> None:
    shown = threading.Event()

    def words() -> Iterator[str]:
        head, rest = PLANNED.split("Makes")
        yield head
        assert shown.wait(20)
        yield f"Makes{rest}"

    asked_for_a_plan(played, repo, Reply(pieces=words))
    played.loop.heard = lambda line: shown.set() if line == "## 1. Overview" else None

    run = played.talk("a")

    assert shown.is_set(), run.text
    assert f"# API Endpoint Implementation Plan: {ENDPOINT}\n\n## 1. Overview\n" in run.text
    assert run.text.count("Makes a card.") == 1
    assert "Decisions\n  201 (api-plan.md:9)\n1 step" in run.gate
    assert "Save and commit?" in run.gate


def test_what_was_mended_after_it_was_shown_is_shown(played: Played, repo: Sandbox) -> None:
    wrong = PLANNED.replace(ENDPOINT, "POST /api/decks")
    asked_for_a_plan(played, repo, Reply(text=wrong))
    played.server.say(wrong, PLANNED, PLANNED.replace("Makes a card", "Makes one"))

    run = played.talk("a", "say one")

    assert "Plan: POST /api/decks\n" in run.text
    assert "mended since" in run.seen[1]
    assert f"+ # API Endpoint Implementation Plan: {ENDPOINT}" in run.seen[1]
    assert "\nMakes one." not in run.text
    assert "+ Makes one." in run.gate


def test_without_the_conversation_a_plan_is_printed_once_or_refused(
    played: Played,
    repo: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    name = played.loop.models.name
    provider = name.partition(":")[0]
    url = f"{played.server.url}/v1" if provider == "openai" else played.server.url
    monkeypatch.setenv(f"{provider.upper()}_BASE_URL", url)
    monkeypatch.setenv(f"{provider.upper()}_API_KEY", KEY)
    asked_for_a_plan(played, repo, Reply(text=PLANNED))
    words = ["-C", str(repo.root), "--model", name, "plan", ENDPOINT]

    played.server.say("I see.")
    refused = main(parse(words)), *capsys.readouterr()
    played.server.say(PLANNED)
    drafted = main(parse(words)), *capsys.readouterr()

    played.server.say(PLANNED)
    every = main(parse([*words[:-1], "--all", "--yes"])), *capsys.readouterr()

    assert every[0] == ExitCode.REFUSED
    assert f"{ENDPOINT.partition(' ')[2]}  planned" in every[1]
    assert "the model: 4 requests, 40 sent" in every[2]
    assert refused[:2] == (ExitCode.SETUP, "")
    assert "no plan with steps can be read in it" in refused[2]
    assert f"{ENDPOINT} has no plan" in refused[2]
    assert drafted[:2] == (ExitCode.DONE, PLANNED.partition("\n\n")[2])
    assert "Makes a card." not in drafted[2]


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(text=PLANNED, finish=None), "broke off; nothing of the answer is used"),
        (Reply(text=PLANNED.partition("## 2")[0], finish="length"), "reached the length"),
        (Reply(text="no", finish="filter"), "nothing of it is used"),
        (Reply(text=""), "gave an empty answer"),
        (Reply(text="Oto plan."), "no plan with steps can be read in it"),
        (Reply(calls=[("read_file", "{broken")], finish="tools"), "went on reading"),
        (Reply(status=401), "does not accept the key"),
    ],
)
def test_F27_to_F40_a_plan_that_fails_is_no_plan(
    played: Played, repo: Sandbox, reply: Reply, said: str
) -> None:
    run = asked_for_a_plan(played, repo, reply).talk("a")

    assert said in " ".join(run.text.split())
    assert "Save and commit?" not in run.text
    assert "Which endpoint are we working on?" in run.gate
    assert repo.git("status", "--porcelain") == ""


def test_F41_ctrl_c_closes_a_plans_stream(played: Played, repo: Sandbox) -> None:
    shown, closed = threading.Event(), threading.Event()

    def words() -> Iterator[str]:
        try:
            yield PLANNED
            assert shown.wait(20)
            signal.raise_signal(signal.SIGINT)
            while True:
                time.sleep(0.01)
                yield "more\n"
        finally:
            closed.set()

    asked_for_a_plan(played, repo, Reply(pieces=words))
    played.loop.heard = lambda line: shown.set() if line == "## 1. Overview" else None

    run = played.talk("a")

    assert closed.wait(20)
    assert "## 1. Overview" in run.text
    assert "Save and commit?" not in run.text
    assert repo.git("status", "--porcelain") == ""


_SEEN: list[tuple[str, object]] = []
_WATCHED: list[bool] = []


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if _WATCHED and event in {"socket.connect", "socket.getaddrinfo", "socket.sendto"}:
        _SEEN.append((event, arguments[1] if event != "socket.getaddrinfo" else arguments[0]))


def test_a_whole_session_talks_to_the_configured_host_alone(
    played: Played, repo: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
        monkeypatch.setenv(name, "true")
    monkeypatch.setenv("LANGSMITH_API_KEY", "none")
    played.server.say(Reply(calls=[CALL], finish="tools"), Reply(text=GOOD))
    if not _SEEN:
        sys.addaudithook(_watch)
    _SEEN.clear()
    _WATCHED.append(True)
    try:
        run = played.talk("none", "", "y", "y", "y", "? and now")
        plan = asked_for_a_plan(played, repo, Reply(text=PLANNED)).talk("a", "shorter")
    finally:
        _WATCHED.clear()

    assert "Done 3 of 5" in run.text
    assert "the same plan came again: nothing has changed" in plan.gate
    assert "Save and commit?" in plan.gate
    places = {str(where) for _, where in _SEEN}
    assert places <= {"127.0.0.1", f"('127.0.0.1', {played.server.port})"}
    assert _SEEN
