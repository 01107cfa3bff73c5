"""Games that were played through a relay, replayed: each answer belongs to the request it was for.

A cassette keeps the digest of each request. Where what is sent has changed since, it is stale:
that is said, and is no pass. `WALTZ_GOLDEN=write` stamps it anew after the game was played again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from loop import Loop
from sandbox import Sandbox  # noqa: TC002 - as every other test has it
from scripted import planned_and_written

from agent.chat import Answered, Finish, Message, Piece, Said, Tool, ToolCall
from agent.core.spending import Usage

HERE = Path(__file__).parent
WRITES = os.environ.get("WALTZ_GOLDEN") == "write"
DEMO = HERE.parent / "agent/demo/project"
SHARED = HERE.parent.parent / "shared"


@dataclass
class CassetteChat:
    """Gives the answers of a cassette in their order, and tells which requests have changed."""

    turns: list[dict[str, Any]]
    name: str = "cassette:one"
    tools: bool = True
    at: int = 0
    stale: list[int] = field(default_factory=list)

    def stream(self, messages: Sequence[Message], tools: Sequence[Tool] = ()) -> Iterator[Piece]:
        del tools
        turn = self.turns[self.at]
        self.at += 1
        digest = digest_of(messages)
        if WRITES:
            turn["request"] = digest
        if turn["request"] != digest:
            self.stale.append(self.at)
        calls = tuple(
            ToolCall(id=f"c{at}", name=one["name"], arguments=one["arguments"])
            for at, one in enumerate(turn.get("calls", ()))
        )
        text = turn.get("text", "")
        finish: Finish = "tools" if calls else "stop"
        yield Said(text=text)
        message = Message(role="assistant", text=text, calls=calls)
        yield Answered(message=message, finish=finish, usage=Usage(sent=1, received=1))


def digest_of(messages: Sequence[Message]) -> str:
    """Of all that is sent, wherever the interpreter is."""
    rows = [[one.role, one.text.replace(sys.executable, "python")] for one in messages]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


@pytest.mark.parametrize("file", sorted((HERE / "cassettes").glob("*.json")), ids=lambda f: f.stem)
def test_a_game_is_played_again(file: Path, empty: Sandbox) -> None:
    cassette = json.loads(file.read_text())
    project = DEMO if cassette["project"] == "demo" else SHARED / cassette["project"]
    if not project.is_dir():
        pytest.skip(f"{cassette['project']} is not here")
    left = shutil.ignore_patterns("SOURCE", "expected.json", "__pycache__")
    shutil.copytree(project, empty.root, dirs_exist_ok=True, ignore=left)
    empty.commit("chore: the project")
    chat = CassetteChat(cassette["turns"])

    run = Loop(empty, who=planned_and_written(chat)).speak(
        iter(cassette["keys"]), words=cassette["endpoint"]
    )

    if WRITES:
        file.write_text(json.dumps(cassette, indent=1, ensure_ascii=False) + "\n")
    if chat.stale:
        pytest.xfail(f"stale: request {chat.stale[0]} has changed; play the game again")
    assert chat.at == len(chat.turns)
    for words in cassette["ends"]:
        assert words in run.text
