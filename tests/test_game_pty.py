from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sandbox import Sandbox
from terminal import WALTZ, Terminal, terminal

ENDPOINT = "POST /api/books"
STEPS = ["1/4", "2/4", "3/4", "4/4"]
OR_WHY_NOT = r"\[stop\], or why not"
REASON = "no, because the file is tests/test_books_create.py"


def waltz(*words: str, cwd: Path) -> str:
    done = subprocess.run([WALTZ, *words], cwd=cwd, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def assert_played(demo: Sandbox) -> None:
    """One commit a step, nothing else changed, and a clone knows."""
    log = demo.git(
        "log", "--reverse", "--grep=^Waltz-Endpoint: POST /api/books$", "--format=%H %s"
    ).splitlines()
    trailers = [demo.git("show", "-s", "--format=%(trailers:only)", row[:40]) for row in log]
    assert log[0].endswith(f"docs: plan {ENDPOINT}")
    assert [re.findall(r"^Waltz-Step: (.*)$", one, re.MULTILINE) for one in trailers] == [
        [],
        *([step] for step in STEPS),
    ]
    for one in trailers[1:]:
        keys = [row.partition(":")[0] for row in one.splitlines()]
        assert keys == [
            "Waltz-Endpoint",
            "Waltz-Plan",
            "Waltz-Step",
            "Waltz-Step-Id",
            "Waltz-Session",
        ]
    assert demo.git("log", "-1", "--format=%H") == log[-1][:40]
    assert demo.git("status", "--porcelain") == ""
    clone = demo.root.parent / "clone"
    demo.git("clone", "-q", str(demo.root), str(clone))
    for folder in (demo.root, clone):
        status = json.loads(waltz("status", "--json", cwd=folder))
        assert (status["endpoint"], status["state"], status["next"]) == (ENDPOINT, "done", [])


def assert_green(folder: Path) -> None:
    quiet = ("-q", "-p", "no:cacheprovider")
    command = [sys.executable, "-B", "-m", "pytest", *quiet]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def assert_three_at_most(transcript: str) -> None:
    batches = re.split(r"^Agree\?", transcript, flags=re.MULTILINE)
    commits = [len(re.findall(r"  applied; ", one)) for one in batches]
    assert commits == [0, 3, 1]


def begin(at: Terminal) -> str:
    """To the diff of the second step, as a person types."""
    at.wait("Which endpoint are we working on")
    at.type("POST /api/b")
    at.shows(r"^ +POST /api/books +\d+ +no plan +Adds a book")
    at.type("\t")
    at.shows(r"^> POST /api/books$")
    at.answer("", "Save and commit")
    at.answer("y", r"Next 3 of 4 open")
    at.answer("y", "May they run")
    at.answer("y", f"(?s)Step 1/4.*{OR_WHY_NOT}")
    return at.answer("y", f"(?s)Step 2/4.*{OR_WHY_NOT}")


def test_a_game_typed_by_a_person_killed_half_way_and_resumed(tmp_path: Path) -> None:
    with terminal("demo", "demo", cwd=tmp_path) as at:
        page = begin(at)
        told = at.told
        at.kill()
    demo = Sandbox(tmp_path / "demo")
    assert demo.git("log", "-1", "--format=%(trailers:key=Waltz-Step,valueonly)").strip() == "1/4"
    with terminal(cwd=demo.root) as at:
        asked = at.wait("Go on there")
        assert re.search(rf"{ENDPOINT}, 1 of 4, (?:today|yesterday) \d\d:\d\d", asked)
        resumed = at.answer("y", OR_WHY_NOT)
        gate = page[page.index("Step 2/4") :]
        assert resumed.endswith(f"> y\nresumed; nothing has changed since\n{gate}")
        at.answer("y", f"(?s)Step 3/4.*{OR_WHY_NOT}")
        waiting = at.answer("y", r"(?s)Done 3 of 4.*Next 1 of 1 open")
        assert re.search(r"1 Schemas: BookCreate  verified  [0-9a-f]{7}", waiting)
        at.answer("", f"(?s)Step 4/4.*tests/test_books\\.py, .* shown.*{OR_WHY_NOT}")
        at.answer(REASON, f"(?s)tests/test_books_create\\.py, .* shown.*{OR_WHY_NOT}")
        done = at.answer("y", r"POST /api/books: done \(4 verified\)")
        assert "not taken" not in done
        assert "Next: [Enter] another endpoint" in done
        at.type("/quit\r")
        assert at.end() == 0
        assert_three_at_most(told + at.told)
    assert_played(demo)
    assert_green(tmp_path / "clone")


@pytest.mark.usefixtures("unmeasured")
def test_the_demo_plays_itself(tmp_path: Path) -> None:
    transcript = waltz("demo", "--play", "demo", cwd=tmp_path)
    assert "\x1b" not in transcript
    assert max(len(row) for row in transcript.splitlines()) <= 80
    assert_three_at_most(transcript)
    assert_played(Sandbox(tmp_path / "demo"))
