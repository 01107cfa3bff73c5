from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sandbox import Sandbox, Work

from agent.adapters.git import private
from agent.adapters.git.place import Place
from agent.core.errors import RefusedError

ROOT = Path(__file__).parents[2]
ALL = "WALTZ_CRASH_ALL" in os.environ
EVERY = 1 if ALL else 8


@pytest.fixture
def template(repo: Sandbox) -> Sandbox:
    """A repository in which the user has things of their own under way."""
    repo.write("run.sh", "#!/bin/sh\nstaged\n")
    repo.git("add", "run.sh")
    repo.write("docs/notes.md", "dirty")
    repo.write("mine.txt", "untracked")
    return repo


@pytest.mark.timeout(600 if ALL else 60)
@pytest.mark.parametrize("fault", ["KILL", "ENOSPC", "EIO"] if ALL else ["KILL", "ENOSPC"])
@pytest.mark.parametrize(("step", "first"), [("new", 3), ("new", 7), ("known", 5)])
def test_F01_F03_every_operation(template: Sandbox, step: str, fault: str, first: int) -> None:
    if step == "known":
        template.git("restore", "--staged", "run.sh")  # git's commit takes the file up by itself
    points = (step, fault, str(first), str(EVERY))
    done = subprocess.run(
        [sys.executable, ROOT / "tests/crash.py", template.root, *points],
        env=os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()


@pytest.mark.parametrize(
    "hook",
    ["pre-commit", "commit-msg", "reference-transaction", "post-index-change", "post-commit"],
)
def test_F02_waltz_is_killed_while_git_commits(template: Sandbox, hook: str) -> None:
    # Git itself lives on and finishes.
    template.hook(hook, "test -e .git/pid && kill -9 $(cat .git/pid) && rm .git/pid; exit 0")
    code = """import os, sys
from pathlib import Path
from sandbox import Sandbox, Work

from agent.core.errors import RefusedError
work = Work.open(Sandbox(Path(sys.argv[1])))
intent = work.two()
work.tree.write(intent.edits)
Path(sys.argv[1], ".git/pid").write_text(str(os.getpid()))
work.repo.commit(intent)
"""
    work = Work.open(template)
    intent = work.two()
    others = [line for line in template.status().splitlines() if "app.py" not in line]
    killed = subprocess.run(
        [sys.executable, "-c", code, template.root],
        env=os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -9, killed.stderr.decode()
    if work.repo.landed(intent) is None:
        work.tree.write(intent.inverse())
    assert template.status().splitlines() == others
    assert work.leftovers() == []


def linked(place: Place) -> Path:
    """What a Waltz leaves that is killed while its index takes the place of the user's."""
    place.state.mkdir(exist_ok=True)
    left, lock = place.state / "index-1a", place.git_dir / "index.lock"
    left.write_bytes((place.git_dir / "index").read_bytes())
    os.link(left, lock)
    return lock


def test_F01_a_killed_waltz_s_lock_on_the_index_is_no_obstacle(work: Work) -> None:
    linked(work.repo.place)
    assert work.repo.obstacle() is None
    assert work.leftovers() == []


def test_F06_the_lock_of_a_commit_that_goes_on_stays(work: Work) -> None:
    with private.held(work.repo.place):
        lock = linked(work.repo.place)
        refusal = work.repo.obstacle()
        assert lock.exists()
    assert refusal is not None
    assert refusal.code == "busy"


def test_F06_another_git_s_lock_stays_beside_what_a_killed_waltz_left(work: Work) -> None:
    lock = linked(work.repo.place)
    lock.unlink()
    lock.write_bytes(b"")
    refusal = work.repo.obstacle()
    assert lock.exists()
    assert refusal is not None
    assert refusal.code == "busy"


@pytest.mark.parametrize("phase", ["prepared", "committed"])
def test_F02_git_is_killed_while_it_moves_the_branch(template: Sandbox, phase: str) -> None:
    template.hook("reference-transaction", f"test $1 = {phase} && kill -9 $PPID; exit 0")
    work = Work.open(template)
    before = template.status()
    intent = work.two()
    work.tree.write(intent.edits)
    if phase == "prepared":
        with pytest.raises(RefusedError, match="git-state"):
            work.repo.commit(intent)
        work.tree.write(intent.inverse())
    else:
        assert work.repo.commit(intent).surprises == ()
    (template.root / ".git/hooks/reference-transaction").unlink()
    untouched = [line for line in before.splitlines() if "app.py" not in line]
    assert template.status().splitlines() == untouched
    # Git's own lock is git's: it is named, with its age, and left to the user.
    locks = work.leftovers()
    refusal = work.repo.obstacle()
    assert (refusal is None) == (locks == [])
    if refusal is not None:
        assert refusal.code == "busy"
