from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from program import Program
from sandbox import Sandbox

from agent.app import main
from agent.cli.arguments import parse

if TYPE_CHECKING:
    from pathlib import Path

ENDPOINT = "POST /api/books"
SCHEMAS = "app/schemas/books.py"


class Demo(Program):
    """The demo in `tmp_path/demo`; its checks may not run, so that nothing is waited for."""

    def begin(self, *lines: str, code: int = 4) -> tuple[str, str]:
        file = self.root.parent / "answers"
        file.write_text("".join(f"{line}\n" for line in (ENDPOINT, "y", "y", "n", *lines)))
        ended = main(parse(["demo", str(self.root), "--answers", str(file)]))
        said = self.capsys.readouterr()
        assert ended == code, said.err
        return said.out, said.err


@pytest.fixture
def demo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Demo:
    return Demo(tmp_path / "demo", capsys)


def test_the_demo_is_made_once_and_gone_on_with(demo: Demo) -> None:
    out, err = demo.begin()
    assert re.match(r"made a demo project in\s+/", out)
    assert err == "waltz: waiting for an answer, and there is nobody to give one\n"
    git = Sandbox(demo.root).git
    count = git("rev-list", "--count", "HEAD")
    assert Sandbox(demo.root).status() == ""
    assert main(parse(["demo", str(demo.root)])) == 4
    out, _ = demo.capsys.readouterr()
    assert re.search(rf"^{ENDPOINT}, 0 of 4, (to|yester)day [0-9:]{{5}}$", out, re.MULTILINE)
    assert "\nGo on there?   Enter or [y]; [n] is for another endpoint\n" in out
    assert git("rev-list", "--count", "HEAD") == count


def test_the_board_of_the_demo_shows_one_endpoint_done(demo: Demo) -> None:
    demo.begin()
    states = {
        f"{one['method']} {one['path']}": (one["state"], one["steps"])
        for one in demo.json("endpoints")["endpoints"]
    }
    assert states.pop("GET /api/books/{book_id}") == ("done", {"done": 5, "total": 5})
    assert states.pop(ENDPOINT) == ("planned", {"done": 0, "total": 4})
    assert {state for state, _ in states.values()} == {"none"}
    assert 8 <= len(states) + 2 <= 10


@pytest.mark.parametrize(
    ("lines", "code", "said"),
    [
        ((), 4, "waltz: waiting for an answer, and there is nobody to give one\n"),
        (("",), 4, "waltz: an empty line approves nothing; answer in a word\n"),
        (("/nope",), 4, "waltz: /nope is no command; "),
        (("stop",), 5, "waltz: declined; nothing was written\n"),
        (("/quit",), 0, ""),
    ],
)
def test_how_the_unattended_conversation_ends_at_a_diff(
    demo: Demo, lines: tuple[str, ...], code: int, said: str
) -> None:
    out, err = demo.begin(*lines, code=code)
    assert "[y] [a]ll left as one page [e]dit [m]essage [s]kip [stop], or why not" in out
    assert err.startswith(said)
    assert err.count("\n") == bool(said)
    assert Sandbox(demo.root).git("log", "-1", "--format=%s") == f"docs: plan {ENDPOINT}"
    assert Sandbox(demo.root).status() == ""


def test_resume_goes_on_at_the_open_gate(demo: Demo) -> None:
    demo.begin()
    out, err = demo("resume", code=4)
    assert "resumed; nothing has changed since\nStep 1/4  Schemas: BookCreate\n" in out
    assert err.count("\n") == 1
    out, _ = demo.answered("y", "/quit", words=("resume",), code=0)
    assert "Step 2/4  Service: create_book()" in out
    (session, *_) = demo.json("sessions")["sessions"]
    assert (session["endpoint"], session["state"]) == (ENDPOINT, "started")
    assert "Step 2/4" in demo("resume", session["id"], code=4)[0]


def test_undo_and_redo_after_a_preview(demo: Demo) -> None:
    git = Sandbox(demo.root)
    assert demo.begin("y", "/quit", code=0)
    after = (demo.root / SCHEMAS).read_bytes()
    before = git.raw("show", f"HEAD~1:{SCHEMAS}")
    assert (
        "Undo step 1  Schemas: BookCreate\n[1] + 1 - 11  app/schemas/books.py\n"
        in demo("undo", code=4)[0]
    )
    assert demo.answered("n", words=("undo",), code=5)
    assert (demo.root / SCHEMAS).read_bytes() == after
    # Checks run after an undo too, and may only when they are trusted.
    assert demo.answered("y", "y", words=("undo", "1"), code=0)
    assert (demo.root / SCHEMAS).read_bytes() == before
    assert git.git("log", "-1", "--format=%(trailers:key=Waltz-Undo,valueonly)")
    assert demo.json("status")["steps"][0]["state"] == "undone"
    begun = demo("sessions")[0]
    assert "step 1: no step" in demo("undo", "1", code=2)[1]
    assert demo("sessions")[0] == begun
    assert demo.answered("y", words=("redo",), code=0)
    assert (demo.root / SCHEMAS).read_bytes() == after
    assert git.git("log", "-1", "--format=%(trailers:key=Waltz-Redo,valueonly)")
    assert git.status() == ""


def test_the_report_is_markdown_of_facts(demo: Demo) -> None:
    demo.begin("y", "/quit", code=0)
    out, err = demo("report")
    assert err == ""
    assert out.startswith(f"## {ENDPOINT}\n")
    assert "| 1 Schemas: BookCreate | applied | `" in out
    assert "| 2 Service: create_book() | agreed |  |  |" in out
    assert "- `409` a book with this isbn exists (api-plan.md:98)" in out
    done, _ = demo("report", "GET", "/api/books/{book_id}")
    assert done.startswith("## GET /api/books/{book_id}\n")
