from __future__ import annotations

import subprocess
import sys

import pytest

from agent import __version__, lazy
from agent.cli.arguments import parse
from agent.cli.commands import COMMANDS


@pytest.mark.parametrize(
    ("words", "folder"),
    [
        ("endpoints", "."),
        ("-C a endpoints", "a"),
        ("endpoints -C a", "a"),
        ("-C a endpoints -C b", "b"),
        ("--folder a", "a"),
        ("", "."),
    ],
)
def test_the_folder_may_stand_before_or_after(words: str, folder: str) -> None:
    assert parse(words.split()).folder == folder


def test_the_conversation_is_what_no_subcommand_means(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert parse([]).command is None
    with pytest.raises(SystemExit):
        parse(["--help"])
    assert "Without a COMMAND it asks which endpoint" in capsys.readouterr().out
    assert parse(["--answers", "-"]).answers == "-"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.name)
def test_each_help_has_an_example(command: object, capsys: pytest.CaptureFixture[str]) -> None:
    name, example = getattr(command, "name", ""), getattr(command, "example", "")
    with pytest.raises(SystemExit) as caught:
        parse([name, "--help"])
    assert caught.value.code == 0
    assert f"example: {example}" in capsys.readouterr().out
    assert example.startswith(f"waltz {name}")


@pytest.mark.parametrize("words", ["dance", "endpoints --yaml", "endpoints x", "-C"])
def test_wrong_usage_is_one_line(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        parse(words.split())
    said = capsys.readouterr()
    assert (caught.value.code, said.out, said.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("endpoint", "there is no command endpoint; did you mean endpoints? (see waltz --help)"),
        ("unod", "there is no command unod; did you mean undo? (see waltz --help)"),
        ("help", "there is no command help (see waltz --help)"),
    ],
)
def test_a_command_that_is_none_is_told_the_nearest(
    word: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parse([word])
    assert capsys.readouterr().err == f"waltz: {said}\n"


def test_every_late_module_is_there() -> None:
    for name in lazy.LATE:
        if name.startswith("langchain_"):  # an extra, which need not be there
            continue
        assert lazy.load(name).__name__ == name


def test_the_version_needs_nothing_of_the_rest() -> None:
    code = (
        "import sys; sys.argv = ['waltz', '--version']\n"
        "from agent.__main__ import main\n"
        "assert main() == 0\n"
        "print([n for n in sys.modules if n.startswith(('agent.core', 'argparse', 'rich'))])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"waltz {__version__}\n[]\n"


def test_help_needs_no_value_of_the_core() -> None:
    code = (
        "import sys; sys.argv = ['waltz', '--help']\n"
        "from agent.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([n for n in sys.modules if n.startswith(('agent.core', 'rich', 'pydantic'))])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    # What values are made with is no value, and costs next to nothing.
    assert done.stdout.endswith("\n['agent.core', 'agent.core.values']\n")
