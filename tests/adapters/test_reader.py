from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from agent.adapters.terminal.ahead import drop_typed_ahead
from agent.adapters.terminal.burst import BurstReader
from agent.adapters.terminal.early import EarlyReader, open_reader
from agent.adapters.terminal.history import LineHistory
from agent.adapters.terminal.plain import PlainReader
from agent.adapters.terminal.reader import TerminalReader
from agent.adapters.terminal.screen import TerminalScreen
from agent.adapters.terminal.script import ScriptReader, lines_of
from agent.adapters.terminal.typing import Typing, WordCompleter
from agent.core.clean import LONGEST_ANSWER
from agent.core.errors import SetupError, UsageError, WaitingError
from agent.dialogue import Ask, Completion

PASTE = "\x1b[200~{}\x1b[201~"
CTRL_C, CTRL_D, CTRL_G, ESC_ENTER = "\x03", "\x04", "\x07", "\x1b\r"


class Typist(DummyOutput):
    """Types as soon as the prompt's line is begun, after what was typed ahead is dropped."""

    def __init__(self, keyboard: PipeInput) -> None:
        self._keyboard = keyboard
        self.then: list[str] = []

    def erase_end_of_line(self) -> None:
        if self.then:
            self._keyboard.send_text(self.then.pop(0))


class Desk:
    """A reader with a keyboard that the test types on."""

    def __init__(self, keyboard: PipeInput, state: Path, environ: dict[str, str]) -> None:
        self.keyboard = keyboard
        self.output = Typist(keyboard)
        with create_app_session(input=keyboard, output=self.output):
            self.reader = TerminalReader(state=state, environ=environ, keyboard=keyboard)

    def ask(self, *keys: str, approval: bool = False) -> str:
        self.output.then += keys
        return self.reader.ask(Ask(approval=approval))


@contextmanager
def desk(state: Path, **environ: str) -> Iterator[Desk]:
    with create_pipe_input() as keyboard:
        yield Desk(keyboard, state, environ)


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        ("n too long\r", "n too long"),
        ("\r", ""),
        ("a" + ESC_ENTER + "b\r", "a\nb"),
        (PASTE.format("a\r\nb\rc") + "\r", "a\nb\nc"),
        (PASTE.format("y") + "\r", "y"),
        ("wrong" + CTRL_C + "right\r", "right"),
        (CTRL_C + "a\r", "a"),
        ("a\x00b\r", "ab"),
        (PASTE.format("a\x1b[2Jb\x9b") + "\r", "a[2Jb"),
    ],
)
def test_what_is_typed_is_the_answer(tmp_path: Path, keys: str, answer: str) -> None:
    with desk(tmp_path) as at:
        assert at.ask(keys) == answer


@pytest.mark.parametrize("keys", [CTRL_D, CTRL_C + CTRL_C, "some words" + CTRL_C + CTRL_C])
def test_F41_leaving(tmp_path: Path, keys: str) -> None:
    with desk(tmp_path) as at, pytest.raises(EOFError):
        at.ask(keys)


def test_F41_a_first_ctrl_c_is_forgotten_when_something_is_typed(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        assert at.ask(CTRL_C + "a" + CTRL_C + "b\r") == "b"


def test_F52_a_disk_that_refuses_while_the_user_reads_ends_the_question(tmp_path: Path) -> None:
    def full(_redraw: object) -> None:
        raise SetupError("the session cannot be written down")

    with desk(tmp_path) as mine, pytest.raises(SetupError, match="written down"):
        mine.reader.ask(Ask(drawn=full))


def test_T32_what_is_typed_ahead_never_approves(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        at.keyboard.send_text("y\ry\r")
        assert at.ask("no\r", approval=True) == "no"
        assert at.ask("yes\ry\ry\r") == "yes"
        assert at.ask("no\r", approval=True) == "no"


def test_T32_what_is_typed_ahead_is_an_answer_where_nothing_is_approved(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        at.keyboard.send_text("first\rsecond\r")
        assert at.ask() == "first"
        assert at.ask() == "second"


@pytest.mark.parametrize(
    ("pasted", "answer"),
    [("y\n", "y⏎"), ("y\r\ny\r\n", "y⏎y⏎"), ("because\nof this", "because⏎of this")],
)
def test_T32_a_paste_never_approves(tmp_path: Path, pasted: str, answer: str) -> None:
    with desk(tmp_path) as at:
        assert at.ask(PASTE.format(pasted) + "\r", approval=True) == answer


def test_F45_a_megabyte_pasted_is_refused_and_its_enter_with_it(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        paste = PASTE.format("x" * (LONGEST_ANSWER + 1))
        assert at.ask("typed" + paste + "\r" + "then\r") == "then"


@pytest.mark.parametrize(
    ("data", "answer"), [(b"a\xffb\r", "a\ufffdb"), (b"\xed\xa0\x80\r", "\ufffd" * 3)]
)
def test_F45_invalid_bytes_typed(tmp_path: Path, data: bytes, answer: str) -> None:
    with desk(tmp_path) as at:
        at.keyboard.send_bytes(data)
        assert at.ask() == answer


def burst(keyboard: PipeInput) -> BurstReader:
    return BurstReader(keyboard.fileno())


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("y\r", ["y\r"]),
        ("x" * 5_000 + "\r", ["\x1b[200~" + "x" * 5_000 + "\r\x1b[201~"]),
        (PASTE.format("x" * 5_000), [PASTE.format("x" * 5_000)]),
        ("\x1b[A" * 1_000, ["\x1b[A" * 1_000]),
    ],
)
def test_F45_a_burst_is_a_paste(sent: str, read: list[str]) -> None:
    with create_pipe_input() as keyboard:
        keyboard.send_text(sent)
        assert [burst(keyboard).read()] == read


def test_F45_a_burst_within_a_paste_is_left_alone() -> None:
    with create_pipe_input() as keyboard:
        reader = burst(keyboard)
        keyboard.send_text("\x1b[200~" + "x" * 3_000)
        assert not reader.read().endswith("\x1b[201~")
        keyboard.send_text("y" * 3_000)
        assert reader.read() == "y" * 3_000
        keyboard.send_text("z\x1b[201~")
        assert reader.read() == "z\x1b[201~"
        keyboard.send_text("y" * 3_000)
        assert reader.read().startswith("\x1b[200~")


def test_a_burst_is_gathered_to_its_end() -> None:
    with create_pipe_input() as keyboard:
        keyboard.send_text("x" * 60_000)
        reader = burst(keyboard)
        assert reader.read(5_000) == PASTE.format("x" * 60_000)


def test_a_burst_ends_with_the_stream() -> None:
    read, write = os.pipe()
    os.write(write, b"x" * 3_000)
    os.close(write)
    reader = BurstReader(read)
    assert reader.read() == PASTE.format("x" * 3_000)
    assert reader.read() == ""
    os.close(read)


OFFERS = (
    Completion(text="GET /a", meta="api-plan.md:1"),
    Completion(text="bad\x1b[2J"),
    Completion(text="two\nlines"),
)


OFFERING = """
import os, sys
from pathlib import Path
from agent.adapters.terminal.reader import TerminalReader
from agent.dialogue import Ask, Completion
offers = (Completion(text="GET /a", meta="first"), Completion(text="GET /b", meta="second"))
reader = TerminalReader(state=Path(sys.argv[1]), environ=os.environ)
print("got", repr(reader.ask(Ask(complete=lambda _: offers))))
"""


def test_escape_closes_the_offers_and_keeps_what_was_typed(tmp_path: Path) -> None:
    environ = {**os.environ, "PROMPT_TOOLKIT_NO_CPR": "1", "TERM": "xterm"}
    child = pexpect.spawn(
        sys.executable, ["-c", OFFERING, str(tmp_path)], encoding="utf-8", timeout=10, env=environ
    )
    child.expect("2004h")
    child.send("get\t\t")
    child.expect("second")
    child.send("\x1b")
    child.expect("\x1b")  # the menu is drawn over
    child.delaybeforesend = 1.0
    child.send("\r")
    child.expect("got 'get'")
    child.close()


@pytest.mark.parametrize(
    ("text", "replaced"),
    [
        ("get", 3),
        ("GET /a", 6),
        ("/sk", 3),
        ("/skip 2", 7),
        ("/take @src/a", 6),
        ("see @", 1),
        ("a@b", 3),
        ("@a b", 4),
    ],
)
def test_what_a_completion_replaces(text: str, replaced: int) -> None:
    typing = Typing()
    asked: list[str] = []

    def complete(before: str) -> Sequence[Completion]:
        asked.append(before)
        return OFFERS

    typing.begin(Ask(complete=complete))
    offers = list(WordCompleter(typing).get_completions(Document(text), CompleteEvent()))
    assert [(offer.text, offer.start_position) for offer in offers] == [("GET /a", -replaced)]
    assert offers[0].display_meta_text == "api-plan.md:1"
    assert asked == [text]


@pytest.mark.parametrize(
    ("approval", "text", "wanted"),
    [(False, "", False), (False, "g", True), (True, "y", False), (True, "/s", True)],
)
def test_offers_take_no_place_from_a_plain_answer(
    approval: bool,  # noqa: FBT001 (a column of the table)
    text: str,
    wanted: bool,  # noqa: FBT001 (the same)
) -> None:
    typing = Typing()
    typing.begin(Ask(approval=approval))
    assert WordCompleter(typing).wanted(text) is wanted


def test_history_is_kept_for_the_user_alone(tmp_path: Path) -> None:
    with desk(tmp_path / "state") as at:
        for answer in ("first", "y", "two\nlines"):
            at.ask(answer.replace("\n", ESC_ENTER) + "\r")
    path = tmp_path / "state" / "history"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with path.open("ab") as file:
        file.write(b'{"no": "string"}\n\xff torn')
    assert list(LineHistory(path).load_history_strings()) == ["two\nlines", "first"]


def test_F50_without_a_folder_there_is_no_history(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with desk(tmp_path / "state") as at:
        assert at.ask("one\r") == "one"
        assert at.ask("two\r") == "two"


def editor(tmp_path: Path, script: str) -> str:
    path = tmp_path / "the editor"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return f"'{path}' --wait"


def test_the_editor_gets_a_private_file_with_the_right_suffix(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    script = f'stat -c "%a" "$2" > "{seen}"; echo "$2" >> "{seen}"; printf "c\\r\\n" >> "$2"'
    with desk(tmp_path, VISUAL=editor(tmp_path, script)) as at:
        assert at.reader.edit("a\r\nb\udcff", "src/x.spec.ts") == "a\r\nb\udcffc\r\n"
    mode, name = seen.read_text().split("\n")[:2]
    assert (mode, Path(name).suffix) == ("600", ".ts")
    assert not Path(name).exists()


def test_an_editor_that_fails_changes_nothing(tmp_path: Path) -> None:
    with desk(tmp_path, EDITOR=editor(tmp_path, 'echo x > "$2"; exit 1')) as at:
        assert at.reader.edit("a", "a.py") == "a"


@pytest.mark.parametrize("named", ["", "no-such-editor", "'unclosed"])
def test_without_an_editor_there_is_none(tmp_path: Path, named: str) -> None:
    with desk(tmp_path, EDITOR=named, PATH=str(tmp_path)) as at:
        assert at.reader.edit("a", "a.py") is None


def test_ctrl_g_opens_the_line_in_the_editor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", editor(tmp_path, 'printf " and more" >> "$2"; touch done'))
    monkeypatch.chdir(tmp_path)
    with desk(tmp_path) as at:
        assert at.ask("words" + CTRL_G + "\r") in {"words and more", "words"}


def script(text: str | bytes, out: io.StringIO | None = None) -> ScriptReader:
    data = text.encode() if isinstance(text, str) else text
    return ScriptReader(lines_of(io.BytesIO(data)), TerminalScreen(out or io.StringIO(), {}))


def test_a_script_shows_what_it_answers() -> None:
    out = io.StringIO()
    reader = script("GET /a\r\ny\n\nlast \x1b[2J", out)
    assert reader.ask(Ask()) == "GET /a"
    assert reader.ask(Ask(approval=True)) == "y"
    assert reader.ask(Ask()) == ""
    assert reader.ask(Ask()) == "last [2J"
    assert out.getvalue() == "> GET /a\n> y\n>\n> last [2J\n"
    assert reader.edit("a", "a.py") is None


@pytest.mark.parametrize("text", ["", "\n", "   \ny\n"])
def test_T32_a_script_that_says_nothing_approves_nothing(text: str) -> None:
    with pytest.raises(WaitingError):
        script(text).ask(Ask(approval=True))


def test_a_stream_is_read_a_line_at_a_time() -> None:
    stream = io.BytesIO(b"one\ntwo\n")
    reader = ScriptReader(lines_of(stream), TerminalScreen(io.StringIO(), {}))
    assert reader.ask(Ask()) == "one"
    assert stream.tell() == len(b"one\n")


def test_F45_a_script_of_odd_bytes() -> None:
    assert script(b"a\xff\x00b\xed\xa0\x80").ask(Ask()) == "a\ufffdb\ufffd\ufffd\ufffd"


def test_F45_a_line_of_a_megabyte_is_refused() -> None:
    with pytest.raises(UsageError):
        script("x" * 1_000_000).ask(Ask())


class Pressed(io.StringIO):
    """An output whose prompt is answered with Ctrl-C as often as told."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self._left = times

    def flush(self) -> None:
        if self._left and self.getvalue().endswith("> "):
            self._left -= 1
            raise KeyboardInterrupt


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    ends = os.openpty()
    yield ends
    for end in ends:
        os.close(end)


@pytest.mark.parametrize(
    ("presses", "shown", "answer"),
    [(0, "> ", "words"), (1, "> \nCtrl-C again leaves\n> ", "words")],
)
def test_F44_a_plain_terminal_asks(
    terminal: tuple[int, int], presses: int, shown: str, answer: str
) -> None:
    leader, follower = terminal
    out = Pressed(presses)
    os.write(leader, b"words\n")
    assert PlainReader(keyboard=follower, out=out, environ={}).ask(Ask()) == answer
    assert out.getvalue() == shown


def test_F41_a_plain_terminal_is_left_with_two_presses(terminal: tuple[int, int]) -> None:
    reader = PlainReader(keyboard=terminal[1], out=Pressed(2), environ={"PATH": "/none"})
    with pytest.raises(EOFError):
        reader.ask(Ask())
    assert reader.edit("a", "a.py") is None


def test_F44_a_plain_keyboard_that_ends_leaves() -> None:
    read, write = os.pipe()
    os.close(write)
    with pytest.raises(EOFError):
        PlainReader(keyboard=read, out=io.StringIO(), environ={}).ask(Ask())
    os.close(read)


def test_T32_a_plain_terminal_drops_what_was_typed_ahead(terminal: tuple[int, int]) -> None:
    leader, follower = terminal
    os.write(leader, b"y\ny\ny")
    answered = Answered(leader)
    assert PlainReader(keyboard=follower, out=answered, environ={}).ask(Ask(approval=True)) == "no"


class Answered(io.StringIO):
    """An output whose prompt is answered."""

    def __init__(self, leader: int) -> None:
        super().__init__()
        self._leader = leader

    def flush(self) -> None:
        os.write(self._leader, b"no\n")


@pytest.mark.parametrize("data", [b"y\n", b""])
def test_T32_a_closed_keyboard_has_nothing_typed_ahead(data: bytes) -> None:
    read, write = os.pipe()
    os.write(write, data)
    os.close(write)
    drop_typed_ahead(read)
    assert os.read(read, 1) == b""
    os.close(read)


@pytest.mark.parametrize(
    ("term", "kind"), [("xterm", EarlyReader), ("dumb", PlainReader), ("", PlainReader)]
)
def test_the_reader_fits_the_terminal(
    terminal: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    term: str,
    kind: type[object],
) -> None:
    with os.fdopen(os.dup(terminal[1]), encoding="utf-8") as keyboard:
        monkeypatch.setattr("sys.stdin", keyboard)
        with create_app_session(output=DummyOutput()):
            reader = open_reader(
                keyboard=keyboard, out=io.StringIO(), state=tmp_path, environ={"TERM": term}
            )
            os.write(terminal[0], b"words\n")
            assert reader.ask(Ask()) == "words"
    assert type(reader) is kind
