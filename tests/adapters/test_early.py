from __future__ import annotations

import os
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_terminal import PROGRAM, Term

from agent.adapters.terminal.modes import keys_kept

HELD = """
import sys, threading
from pathlib import Path

class Held:
    def find_spec(self, name, path=None, target=None):
        while name == "prompt_toolkit" and not (Path(sys.argv[1]) / "loaded").exists():
            threading.Event().wait(0.01)

sys.meta_path.insert(0, Held())
"""


class Early(Term):
    """A prompt that is drawn, and prompt_toolkit kept from being loaded behind it."""

    program = HELD + PROGRAM

    def load(self) -> None:
        (self.here / "loaded").touch()


@pytest.fixture
def term(tmp_path: Path) -> Iterator[Early]:
    term = Early(tmp_path)
    term.until("^working")
    term.send("y\ry\r")
    term.until(r"^y\ny$")
    term.go()
    yield term
    term.child.close(force=True)


def test_keys_are_shown_at_once_and_stay_the_lines(term: Early) -> None:
    term.send("za\u017c")
    term.until("^> za\u017c$")
    term.send("\x7f\u0105")
    term.until(r"^> za\u017c\^\?\u0105$")
    term.load()
    term.until("^> za\u0105$")
    assert "got" not in term.text
    term.send("\r")
    term.until("^got 3 'za\u0105'\n>")


def test_T32_an_enter_counts_from_where_the_question_stands(term: Early) -> None:
    term.send("no\r")
    term.until(r"^> no\^M$")
    term.load()
    term.until("^got 2 'no'\n>")
    assert term.text.count("got") == 1


def test_T32_a_paste_is_no_answer(term: Early) -> None:
    term.send("\x1b[200~y\ny\n\x1b[201~")
    term.load()
    term.until("^> y⏎y⏎")
    assert "got" not in term.text


def test_F41_ctrl_c_and_ctrl_d_are_told_from_what_is_typed(term: Early) -> None:
    before = termios.tcgetattr(term.child.child_fd)[3]
    assert not before & termios.ISIG
    term.send("words\x03")
    term.until(r"^> words\^C$")
    term.load()
    term.until("^> cleared, Up brings it back")
    term.send("\x04")
    term.until("^left")
    after = termios.tcgetattr(term.child.child_fd)[3]
    assert after & termios.ICANON
    assert after & termios.ISIG
    assert after & termios.ECHO


def test_what_is_no_terminal_keeps_its_keys_anyway() -> None:
    read, write = os.pipe()
    with keys_kept(read, shown=True):
        os.write(write, b"y")
    assert os.read(read, 9) == b"y"
    os.close(read)
    os.close(write)
