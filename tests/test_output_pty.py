from __future__ import annotations

import re
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest
from inside import inside
from terminal import WALTZ, terminal

from agent import __version__
from agent.cli.commands import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

    from sandbox import Sandbox

COLOUR = re.compile(rb"\x1b\[(?:\d+;)*(?:[349][0-8]|10[0-7])(?:;\d+)*m")
API_PLAN = "# API Plan\n\n### GET /books\n\nLists books.\n"


@pytest.fixture
def shop(repo: Sandbox) -> Sandbox:
    repo.write(".ai/api-plan.md", API_PLAN)
    repo.commit("docs: api plan")
    return repo


def test_a_terminal_gets_colours_and_a_pipe_none(shop: Sandbox) -> None:
    with terminal("endpoints", cwd=shop.root) as at:
        assert at.end() == 0
        assert COLOUR.search(at.raw)
        assert re.search("GET +/books", at.told)
    done = subprocess.run([WALTZ, "endpoints"], cwd=shop.root, capture_output=True, check=True)
    assert re.search(b"GET +/books", done.stdout)
    assert b"\x1b" not in done.stdout


def test_F44_no_color_is_minded_at_every_prompt(shop: Sandbox) -> None:
    with terminal(cwd=shop.root, environ={"NO_COLOR": "1"}) as at:
        at.wait("Which endpoint")
        at.answer("GET /nope", "no document names")
        at.type("GET /b")
        at.shows("^ +GET /books +1 +no plan +Lists books +api-plan.md:3$")
        at.type("\t")
        at.shows("^> GET /books$")
        at.answer("", "Question 1 of|Save and commit")
        at.type("\x04")
        assert at.end() == 0
        assert not COLOUR.search(at.raw)


def test_nothing_to_work_on_is_said_below_the_first_prompt(repo: Sandbox) -> None:
    with terminal(cwd=repo.root) as at:
        at.shows("^no API plan is here")
        at.type("GET /books\n")
        assert at.end() == 1
    with terminal(cwd=repo.root) as at:
        at.shows("^waltz: no API plan is here")
        assert at.end() == 1
        assert "Which endpoint" not in at.told


def test_F44_a_dumb_terminal_gets_no_escape(shop: Sandbox) -> None:
    with terminal(cwd=shop.root, environ={"TERM": "dumb"}) as at:
        at.shows("^Which endpoint.*\n>$")
        at.type("GET /nope\n")
        at.shows("^no document names.*(\n.*)?\n>$")
        at.type("GET /books\n")
        at.shows(r"^(Question 1 of|Save and commit).*(\n.*)*\n>$")
        at.type("\x04")
        assert at.end() == 0
        assert b"\x1b" not in at.raw


@pytest.mark.parametrize(
    "words", ["-C shop endpoints", "endpoints -C shop", "-C . endpoints -C shop"]
)
def test_the_folder_stands_before_or_after(repo: Sandbox, shop: Sandbox, words: str) -> None:
    shop.root.rename(shop.root.with_name("shop"))
    ended = inside(*words.split(), cwd=repo.root.parent)
    assert "\n  GET  /books  no plan  Lists books  api-plan.md:3\n" in ended.out


@pytest.mark.parametrize("name", ["", *(one.name for one in COMMANDS)])
def test_help_says_it_in_80_columns_with_an_example(tmp_path: Path, name: str) -> None:
    words = [name, "--help"] if name else ["--help"]
    ended = inside(*words, cwd=tmp_path)
    assert f"example: waltz {name}".rstrip() in ended.out
    assert max(map(len, ended.out.splitlines())) <= 80
    assert (ended.code, ended.err) == (0, "")


def test_the_version(tmp_path: Path) -> None:
    done = subprocess.run([WALTZ, "--version"], cwd=tmp_path, capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (f"waltz {__version__}\n".encode(), b"")


def stopped(number: int) -> bool:
    state = subprocess.run(
        ["ps", "-o", "state=", "-p", str(number)], capture_output=True, check=True
    )
    return state.stdout.strip()[:1] == b"T"


def test_F43_stopped_and_continued_the_prompt_is_whole(shop: Sandbox) -> None:
    with terminal(cwd=shop.root) as at:
        at.wait("Which endpoint")
        at.type("GET /bo")
        at.shows("^> GET /bo")
        # In a terminal of its own nobody is there to continue it, so that SIGTSTP would not count.
        child = at.child.pid
        assert child is not None
        at.child.kill(signal.SIGSTOP)
        at.until(lambda: stopped(child))
        at.child.kill(signal.SIGCONT)
        at.type("oks")
        at.shows("^> GET /books")
        at.answer("", "Question 1 of|Save and commit")
        at.type("\x04")
        assert at.end() == 0


def test_the_next_first_prompt_is_in_the_language_of_the_documents(shop: Sandbox) -> None:
    shop.write(".ai/api-plan.md", API_PLAN.replace("Lists books.", "Lista książek, które są."))
    shop.commit("docs: api plan")
    with terminal(cwd=shop.root) as at:
        at.wait("Which endpoint")
        at.shows("endpointy: 1|1 endpoint; bez planu: 1")
        at.type("\x04")
        assert at.end() == 0
    with terminal(cwd=shop.root) as at:
        at.shows("^1 endpoint; bez planu: 1\n^Nad którym endpointem pracujemy")
        at.answer("GET /books", "Pytanie 1 z|Zapisać w commicie")
        at.type("/quit\r")
        assert at.end() == 0
    with terminal(cwd=shop.root) as at:
        at.shows(r"^GET /books, nie ma jeszcze planu, dziś \d\d:\d\d\n^Wracamy tam\?")
        at.type("q\r")
        assert at.end() == 0
