from __future__ import annotations

import ctypes
import os
import re
import resource
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from inside import Ended, inside
from sandbox import Sandbox
from terminal import WALTZ, terminal

from agent.adapters.git.repo import open_repository
from agent.adapters.journal.here import FileSessions
from agent.core.clean import LONGEST_ANSWER

API_PLAN = """\
# API Plan

### GET /books

Lists books. Anyone may call it. Answers `200` with the books.

### POST /books

Adds one.

### GET /books/{id}

Returns one.
"""
PLAN = """\
# API Endpoint Implementation Plan: GET /books

## 1. Endpoint Overview

Lists books.

## 9. Implementation Steps

"""
PLAN_PATH = ".ai/view-implementation-plan.md"
SAVES = ("plan", "GET /books", "--yes")
TALKS = ("--answers", "../answers")


def outside(*words: str, cwd: Path, first: Callable[[], None]) -> Ended:
    """As a process of its own, with something done first that cannot be taken back."""
    done = subprocess.run(
        [WALTZ, *words],
        cwd=cwd,
        # Where little room is left Python would write half of its byte code, and read it later.
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
        preexec_fn=first,
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


def bound() -> None:
    """Even root keeps to the permissions of files from here on."""
    if os.geteuid() == 0:
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


def state(root: Path) -> dict[str, bytes]:
    """What Waltz may not touch: the files, where the branches stand, and what is staged."""
    kept = ("HEAD", "index", "refs", "MERGE_HEAD", "packed-refs")
    found: dict[str, bytes] = {}
    for file in sorted(root.rglob("*")):
        parts = file.relative_to(root).parts
        ours = parts[0] != ".git" or (len(parts) > 1 and parts[1] in kept)
        if ours and file.is_file():
            found["/".join(parts)] = file.read_bytes() + str(file.stat().st_mode).encode()
    return found


def assert_one_line(ended: Ended, code: int, *said: str) -> None:
    assert ended.code == code, ended
    assert ended.err.count("\n") == 1, ended.err
    assert ended.err.startswith(("waltz: ", "REFUSED "))
    for one in said:
        assert one in ended.err
    assert "Traceback" not in ended.err + ended.out


@pytest.fixture
def repo(tmp_path: Path) -> Sandbox:
    (tmp_path / "answers").write_text("GET /books\na\n" + "y\n" * 9)
    root = tmp_path / "shop"
    root.mkdir()
    sandbox = Sandbox(root)
    sandbox.git("init", "-q", "--template=")
    sandbox.write(".ai/api-plan.md", API_PLAN)
    sandbox.commit("Start")
    return sandbox


Make = Callable[[Sandbox, pytest.MonkeyPatch], object]


def no_repository(repo: Sandbox, _: pytest.MonkeyPatch) -> None:
    shutil.rmtree(repo.root / ".git")


def bare(repo: Sandbox, _: pytest.MonkeyPatch) -> None:
    shutil.rmtree(repo.root)
    repo.root.mkdir()
    repo.git("init", "-q", "--bare")


def no_commit(repo: Sandbox, _: pytest.MonkeyPatch) -> None:
    shutil.rmtree(repo.root / ".git")
    repo.git("init", "-q", "--template=")


def no_git(_: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")


def old_git(repo: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = repo.root.parent / "bin/git"
    fake.parent.mkdir()
    fake.write_text("#!/bin/sh\necho git version 2.20.1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}:{os.environ['PATH']}")


def nobody(_: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)


def merging(repo: Sandbox, _: pytest.MonkeyPatch) -> None:
    repo.write(".git/MERGE_HEAD", repo.git("rev-parse", "HEAD") + "\n")


def no_documents(repo: Sandbox, _: pytest.MonkeyPatch) -> None:
    repo.git("mv", ".ai/api-plan.md", "notes.txt")
    repo.write("notes.txt", "Nothing\n")


def no_endpoints(repo: Sandbox, _: pytest.MonkeyPatch) -> None:
    repo.write(".ai/api-plan.md", "# API Plan\n\nLater.\n")


def binary(repo: Sandbox, _: pytest.MonkeyPatch) -> None:
    repo.write(".ai/api-plan.md", b"# API Plan\0\n\n### GET /books\n")


def no_utf8(repo: Sandbox, _: pytest.MonkeyPatch) -> None:
    repo.write(".ai/api-plan.md", "# План\n\n### GET /books\n".encode("cp1251"))


@pytest.mark.parametrize("words", [TALKS, SAVES], ids=["talks", "saves"])
@pytest.mark.parametrize(
    ("make", "ending"),
    [
        (no_repository, (1, "is not in a git repository: `git init` makes one")),
        (bare, (1, "is a bare repository")),
        (no_commit, (1, "has no commit yet: make a first one")),
        (no_git, (1, "git is not installed: Waltz needs git 2.32 or newer")),
        (old_git, (1, "git 2.20 is too old: Waltz needs git 2.32 or newer")),
        (nobody, (1, "git does not know who you are; run git config")),
        (merging, (3, "REFUSED git-state merge: a merge is in progress; finish or abort it")),
        (no_documents, (1, "no API plan is here: Waltz reads .ai/api-plan.md")),
        (no_endpoints, (1, "no endpoint can be read in .ai/api-plan.md")),
        (binary, (1, "no API plan can be read; .ai/api-plan.md: it is binary")),
        (
            no_utf8,
            (
                1,
                "no API plan can be read; .ai/api-plan.md: it is no text in UTF-8, UTF-16 or a",
            ),
        ),
    ],
)
def test_what_the_user_must_do_first(
    repo: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
    make: Make,
    ending: tuple[int, str],
    words: tuple[str, ...],
) -> None:
    make(repo, monkeypatch)
    before = state(repo.root)
    ended = inside(*words, cwd=repo.root)
    assert_one_line(ended, *ending)
    assert state(repo.root) == before


@pytest.mark.parametrize("make", [no_documents, no_endpoints])
def test_nothing_to_work_on_is_said_before_anything_is_asked(
    repo: Sandbox, monkeypatch: pytest.MonkeyPatch, make: Make
) -> None:
    make(repo, monkeypatch)
    ended = inside(cwd=repo.root)
    assert (ended.code, "Which endpoint" in ended.out) == (1, False)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("plan", "GET /bok"), 2, "no document names “GET /bok”; nearest: GET /books, "),
        (("plan", "books"), 2, "“books” matches 3 endpoints: GET /books, POST /books, "),
        (("report", "GET", "/nope"), 2, "no document names “GET /nope”"),
        (("undo", "7"), 2, "no commit of Waltz's is in this branch's history"),
        (("resume", "nope"), 2, "there is no session nope; `waltz sessions` lists them"),
        (("resume",), 1, "there is no unfinished session here; `waltz` begins one"),
        (("-C", "nowhere", "status"), 1, "nowhere is not a folder"),
        (("-C", ".git", "status"), 1, "is inside a git directory: start waltz in the folder above"),
        (("--answers", "nowhere"), 2, "nowhere: No such file or directory"),
        (("demo", "."), 1, "is a repository, but no Waltz demo; name another folder"),
        (("demo", ".ai"), 1, "is there already and is no Waltz demo; name another folder"),
    ],
)
def test_a_wrong_word(repo: Sandbox, words: tuple[str, ...], code: int, said: str) -> None:
    before = state(repo.root)
    assert_one_line(inside(*words, cwd=repo.root), code, said)
    assert state(repo.root) == before


@pytest.mark.parametrize(
    ("answers", "code", "said"),
    [
        (b"GET /bok\n", 2, "no document names “GET /bok”; nearest: GET /books, "),
        (b"books\n", 2, "“books” matches 3 endpoints: GET /books, "),
        (b"GET /b\xff\n", 2, "no document names “GET /b\ufffd”; nearest: GET /books, "),
        (b"", 4, "waiting for an answer, and there is nobody to give one"),
    ],
)
def test_an_answer_that_names_nothing_approves_nothing(
    repo: Sandbox, answers: bytes, code: int, said: str
) -> None:
    before = state(repo.root)
    assert_one_line(inside("--answers", "-", cwd=repo.root, stdin=answers), code, said)
    assert state(repo.root) == before


def test_a_megabyte_as_an_answer(repo: Sandbox) -> None:
    ended = inside("--answers", "-", cwd=repo.root, stdin=b"x" * 1_000_000)
    assert_one_line(ended, 2, f"an answer is longer than {LONGEST_ANSWER:,} characters")


def test_a_plan_without_steps_is_kept_and_said(repo: Sandbox) -> None:
    repo.write(PLAN_PATH, PLAN)
    repo.commit("docs: plan")
    before = state(repo.root)
    ended = inside("--answers", "-", cwd=repo.root, stdin=b"GET /books\ny\n")
    assert_one_line(ended, 4, "d drafts its steps")
    assert "This plan has no steps that can be read: " in ended.out
    assert state(repo.root) == before


@pytest.mark.parametrize("data", ["Список книг".encode("cp1251") + b"\n", PLAN.encode() + b"\0\n"])
def test_a_plan_that_cannot_be_read_is_never_written_over(repo: Sandbox, data: bytes) -> None:
    repo.write(PLAN_PATH, data)
    repo.commit("docs: plan")
    ended = inside(*SAVES, cwd=repo.root)
    assert ended.code == 0
    assert f"{PLAN_PATH}: it is " in ended.err
    assert (repo.root / PLAN_PATH).read_bytes() == data
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("words", [TALKS, SAVES, ("resume",)], ids=lambda one: one[0])
def test_F07_a_second_waltz_is_refused(repo: Sandbox, words: tuple[str, ...]) -> None:
    place, before = open_repository(repo.root).place, state(repo.root)
    with FileSessions(place.common, place.root).hold():
        ended = inside(*words, cwd=repo.root)
    assert_one_line(ended, 3, "REFUSED busy ", f"another waltz works here (pid {os.getpid()} on ")
    assert state(repo.root) == before


@pytest.mark.parametrize(
    ("frozen", "ending"),
    [
        ("*", (1, "cannot write in ")),
        (".git", (3, ".git: it is read-only, so nothing can be committed")),
    ],
    ids=["all of it", "git's"],
)
def test_F05_a_read_only_folder(repo: Sandbox, frozen: str, ending: tuple[int, str]) -> None:
    (repo.root / ".git/waltz").mkdir()
    everything = [repo.root, *repo.root.rglob("*")] if frozen == "*" else [repo.root / frozen]
    for one in everything:
        one.chmod(0o555 if one.is_dir() else 0o444)
    before = state(repo.root)
    for words in (TALKS, SAVES):
        ended = outside(*words, cwd=repo.root, first=bound)
        assert_one_line(ended, *ending)
        assert "Save and commit" not in ended.out
    assert state(repo.root) == before
    for one in everything:
        one.chmod(0o755)


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize(
    ("words", "room"), [(TALKS, 0), (TALKS, 1024), (SAVES, 0), (SAVES, 1024), (SAVES, 4096)]
)
def test_F04_a_full_disk(repo: Sandbox, words: tuple[str, ...], room: int) -> None:
    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    before = state(repo.root)
    ended = outside(*words, cwd=repo.root, first=fill)
    assert ended.code in {1, 3}, ended
    assert "Traceback" not in ended.err + ended.out
    # A slow machine says what took it so long; which profile it is comes before any writing.
    beside = re.compile(r"[\w ]+: \d+ s|profile endpoint: .*")
    said = [one for one in ended.err.splitlines() if not beside.fullmatch(one)]
    assert len(said) == 1
    assert state(repo.root) == before


OUTPUTS = ("endpoints", "endpoints --json", "--version", "--help", "undo --help")


@pytest.mark.parametrize("words", OUTPUTS)
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_F03_no_room_for_the_output(repo: Sandbox, words: str, unbuffered: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [WALTZ, *words.split()],
            cwd=repo.root,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert b"No space left on device" in done.stderr


@pytest.mark.parametrize("words", OUTPUTS)
def test_F42_nobody_reads_the_output(repo: Sandbox, words: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [WALTZ, *words.split()],
            cwd=repo.root,
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("command", ["", "endpoints"])
def test_F44_closed_streams(repo: Sandbox, command: str, closed: str) -> None:
    before = state(repo.root)
    done = subprocess.run(
        ["sh", "-c", f'"$0" {command} {closed}', WALTZ],
        cwd=repo.root,
        capture_output=True,
        check=False,
    )
    assert done.returncode == (0 if command else 4), done.stderr
    assert state(repo.root) == before


# in a terminal


@pytest.fixture
def small(repo: Sandbox) -> Iterator[Sandbox]:
    yield repo
    assert repo.git("status", "--porcelain") == ""
    assert repo.git("log", "--format=%s") == "Start"


@pytest.mark.parametrize("columns", [20, 60])
def test_F43_a_narrow_terminal(small: Sandbox, columns: int) -> None:
    with terminal(cwd=small.root, columns=columns) as at:
        at.wait("Which")
        at.type("GET /books\r")
        at.wait(r"Save\s+and\s+commit|Question 1 of")
        assert "Traceback" not in at.told
        assert max(map(len, at.text.splitlines())) <= columns
        at.size(10, 2)
        at.size(80)
        at.type("\x04")
        assert at.end() == 0


def test_F42_a_closed_terminal(small: Sandbox) -> None:
    with terminal(cwd=small.root) as at:
        at.wait("Which endpoint")
        at.answer("GET /books", "Save and commit|Question 1 of")
        at.child.kill(signal.SIGHUP)
        assert at.end() == 129
    with terminal(cwd=small.root) as at:
        at.wait("Go on there")
        at.type("\x04")
        assert at.end() == 0


def test_F45_a_megabyte_pasted_and_bytes_that_are_no_text(small: Sandbox) -> None:
    with terminal(cwd=small.root) as at:
        at.wait("Which endpoint")
        at.type(b"\x1b[200~" + b"x" * 1_000_000 + b"\x1b[201~")
        at.shows(r"^> 1,000,000 characters were not taken")
        at.type("\r")
        at.type(b"GET /b\xff\xfe\r")
        assert "no document names “GET /b\ufffd\ufffd”; nearest: GET /books" in at.wait("nearest")
        at.type("\x04")
        assert at.end() == 0
