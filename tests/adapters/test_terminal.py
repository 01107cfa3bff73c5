from __future__ import annotations

import os
import re
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pyte
import pytest

PROGRAM = """
import os, sys, threading
from pathlib import Path
from agent.adapters.terminal.early import open_reader
from agent.adapters.terminal.screen import TerminalScreen
from agent.core.page import line
from agent.dialogue import Ask, Completion

here = Path(sys.argv[1])
screen = TerminalScreen(sys.stdout, os.environ)
state = here / "state"
reader = open_reader(keyboard=sys.stdin, out=sys.stdout, state=state, environ=os.environ)
screen.say("working")
while not (here / "go").exists():
    threading.Event().wait(0.01)
screen.show((line("Save and commit? [y] [e]dit"),))
asks = [Ask(approval=True, toolbar=lambda: "main, clean")]
offers = ("GET /books", "POST /books")
asks += [Ask(complete=lambda text: [Completion(text=o, meta="api-plan.md") for o in offers])] * 9
try:
    for ask in asks:
        answer = reader.ask(ask)
        screen.say(f"got {len(answer)} {answer!r}")
except EOFError:
    screen.say("left")
"""


class Term:
    """A real terminal: what the program draws is read off its screen."""

    program = PROGRAM

    def __init__(self, here: Path, **environ: str) -> None:
        self.here = here
        self.screen = pyte.Screen(80, 24)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        env = {**os.environ, "TERM": "xterm", **environ}
        self.child: pexpect.spawn[bytes] = pexpect.spawn(
            sys.executable, ["-c", self.program, str(here)], env=env, dimensions=(24, 80)
        )
        self.child.delaybeforesend = None

    def size(self, rows: int, columns: int) -> None:
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    @property
    def text(self) -> str:
        return "\n".join(row.rstrip() for row in self.screen.display).rstrip()

    def until(self, shown: str | Callable[[], bool]) -> None:
        end = time.monotonic() + 10
        while not (
            re.search(shown, self.text, re.MULTILINE) if isinstance(shown, str) else shown()
        ):
            assert time.monotonic() < end, self.text
            try:
                data = self.child.read_nonblocking(65536, timeout=0.1)
            except pexpect.TIMEOUT:
                continue
            self.raw += data
            self.stream.feed(data)
            if b"\x1b[6n" in data:
                self.send(f"\x1b[{self.screen.cursor.y + 1};{self.screen.cursor.x + 1}R")

    def reading(self) -> bool:
        return not termios.tcgetattr(self.child.child_fd)[3] & termios.ICANON

    def send(self, keys: str | bytes) -> None:
        data = keys.encode() if isinstance(keys, str) else keys
        while data:
            data = data[os.write(self.child.child_fd, data[:4096]) :]

    def go(self) -> None:
        (self.here / "go").touch()
        self.until(r"^Save and commit\? \[y\] \[e\]dit\n>")
        self.until(self.reading)


@pytest.fixture
def term(tmp_path: Path) -> Iterator[Term]:
    term = Term(tmp_path)
    term.until("^working")
    yield term
    term.child.close(force=True)


def test_T32_nothing_typed_ahead_approves(term: Term) -> None:
    term.send("y\ry\ry")
    term.until(r"^y\ny$")
    term.go()
    term.until(r"^main, clean")
    assert term.text.count("got") == 0
    term.send("no\r")
    term.until(r"^got 2 'no'\n>")


def test_F41_ctrl_c_clears_and_up_brings_it_back_and_twice_leaves(term: Term) -> None:
    term.go()
    term.send("wrong")
    term.until("^> wrong")
    term.send("\x03")
    term.until("^> cleared, Up brings it back · Ctrl-C again leaves$")
    term.send("\x1b[A")
    term.until(r"^> wrong$")
    term.send("\r")
    term.until(r"^got 5 'wrong'\n>")
    term.send("\x03")
    term.until("^> Ctrl-C again leaves")
    term.send("\r")
    term.until(r"^> *\ngot 0 ''\n>")
    term.send("\x03")
    term.until("^> Ctrl-C again leaves")
    term.send("\x03")
    term.until(r"^> *\nleft")


def test_T32_a_paste_waits_for_its_own_enter(term: Term) -> None:
    term.go()
    term.send("\x1b[200~y\ny\n\x1b[201~")
    term.until("^> y⏎y⏎")
    term.send("\r")
    term.until("^got 4 'y⏎y⏎'")


@pytest.mark.parametrize(
    "data",
    [b"x" * 1_000_000, b"yes\r" * 250_000, b"\x1b[200~" + b"x" * 1_000_000 + b"\x1b[201~"],
)
def test_F45_a_megabyte_is_refused_in_time(term: Term, data: bytes) -> None:
    term.go()
    started = time.monotonic()
    term.send(data)
    term.until("^> .* characters were not taken")
    assert time.monotonic() - started < 10
    term.send("no\r")
    term.until("^got 2 'no'")


def test_F45_invalid_utf8_is_answered(term: Term) -> None:
    term.go()
    term.send(b"a\xff\xc3(\r")
    term.until("^got 4 'a\ufffd\ufffd\\('")


def test_completion_is_offered_and_taken(term: Term) -> None:
    term.go()
    term.send("no\r")
    term.until("^got 2 'no'\n>")
    term.send("p")
    term.until("POST /books +api-plan.md")
    term.send("\t\t")
    term.until("^> POST /books")
    term.send("\r")
    term.until("^got 11 'POST /books'")


@pytest.mark.parametrize(("rows", "columns"), [(24, 20), (2, 80), (5, 10)])
def test_F43_a_resized_terminal_still_asks(term: Term, rows: int, columns: int) -> None:
    term.go()
    term.size(rows, columns)
    term.send("no way at all\r")
    term.until(lambda: b"got 13" in term.raw or "got 13" in term.text.replace("\n", " "))


def test_F44_a_dumb_terminal_gets_no_escapes(tmp_path: Path) -> None:
    term = Term(tmp_path, TERM="dumb")
    term.until("^working")
    term.send("y\ry\r")
    (tmp_path / "go").touch()
    term.until(r"^Save and commit\? \[y\] \[e\]dit\n>$")
    term.send("no\r")
    term.until("^got 2 'no'\n>")
    term.send("wrong\x03")
    term.until("^Ctrl-C again leaves\n>")
    term.send("right\r")
    term.until("^got 5 'right'\n>")
    term.send("\x03")
    term.until(r"^got 5 'right'\n>[^\n]*\nCtrl-C again leaves\n>")
    term.send("\x03")
    term.until("^left")
    assert b"\x1b" not in term.raw
    term.child.close(force=True)
