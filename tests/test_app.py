from __future__ import annotations

import stat
from argparse import Namespace
from pathlib import Path

import pytest

from agent.app import main
from agent.cli.context import Context
from agent.core.errors import SetupError, UsageError, refused


def run(action: object, *, folder: str = ".") -> int:
    def act(context: Context, arguments: Namespace) -> int:
        del arguments
        if isinstance(action, BaseException):
            raise action
        assert callable(action)
        return int(action(context) or 0)

    return int(main(Namespace(run=act, folder=folder)))


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (SetupError("no documents"), 1, "waltz: no documents\n"),
        (UsageError("which?"), 2, "waltz: which?\n"),
        (refused("symlink", "x", "no"), 3, "REFUSED symlink x: no\n"),
        (SetupError("a\nb\x1b[2J"), 1, "waltz: a<0x0A>b<0x1B>[2J\n"),
        (refused("symlink", "x\ny", "\x9b2J"), 3, "REFUSED symlink x<0x0A>y: <0x9B>2J\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_T22_an_end_is_one_line_and_a_code(
    error: BaseException, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(error) == code
    found = capsys.readouterr()
    assert (found.out, found.err) == ("", said)


def test_a_bug_is_written_down_and_named(sealed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(ZeroDivisionError("oh")) == 70
    said = capsys.readouterr().err
    (file,) = (sealed / "state" / "waltz" / "log").iterdir()
    assert str(file) in said
    assert "Traceback" not in said
    assert "ZeroDivisionError: oh" in file.read_text()


def test_T27_a_bug_s_report_holds_no_key(
    sealed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTHER_API_KEY", "as no key of a known kind looks")
    error = ValueError(f"input: as no key of a known kind looks, sk-{'a1' * 10}")
    assert run(error) == 70
    (file,) = (sealed / "state" / "waltz" / "log").iterdir()
    assert "ValueError: input: [key], [key]\n" in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.unlink()
    file.parent.rmdir()
    file.parent.write_text("in the way")
    capsys.readouterr()
    assert run(error) == 70
    assert "ValueError: input: [key], [key]\n" in capsys.readouterr().err


def test_T22_a_bug_that_cannot_be_written_down_is_shown(
    sealed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (sealed / "state").write_text("in the way")
    assert run(ZeroDivisionError("oh\x1b[2J")) == 70
    assert "ZeroDivisionError: oh<0x1B>[2J\n" in capsys.readouterr().err


def test_answers_come_from_a_file_or_from_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answers"
    file.write_text("one\ntwo\n")
    asked: list[str] = []

    def act(context: Context) -> None:
        from_file = context.reader(str(file))
        asked.append(from_file.edit("x", "y") or "no editor")
        context.reader(None)
        context.reader(("three",))
        context.reader("-")

    assert run(act) == 0
    assert asked == ["no editor"]
    assert run(lambda context: context.reader(str(tmp_path / "gone"))) == 2
    assert "gone: No such file" in capsys.readouterr().err


def test_nothing_is_looked_at_before_it_is_asked_for(tmp_path: Path) -> None:
    assert run(lambda context: context.elsewhere(tmp_path / "nowhere") and 0) == 0
    assert [one.name for one in tmp_path.iterdir()] == ["home"]
