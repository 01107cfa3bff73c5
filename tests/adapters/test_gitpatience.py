from __future__ import annotations

import os
from pathlib import Path

import pytest
from sandbox import Sandbox, Work

from agent.adapters.git.patience import ONCE_MORE
from agent.core.edits import Intent
from agent.core.errors import RefusedError

# Both signals come from the hook itself, the second when the first was answered.
INT = f"kill -INT {os.getpid()}"
TWICE = f"{INT}; while ! test -e .git/told; do sleep 0.01; done; {INT}"
HANG = f"echo waiting; {TWICE}; sleep 3600"


def patient(box: Sandbox, heard: list[str], *, seconds: float = 20) -> Work:
    def say(text: str) -> None:
        heard.append(text)
        (box.root / ".git/told").touch()

    return Work.open(box, seconds=seconds, say=say)


def refusal(work: Work, intent: Intent) -> str:
    work.tree.write(intent.edits)
    with pytest.raises(RefusedError) as caught:
        work.repo.commit(intent)
    return str(caught.value)


def whole_before(work: Work, intent: Intent, hook: Path) -> None:
    """Nothing of it is left, no process of it either: it would hold the lock of a commit."""
    work.tree.write(intent.inverse())
    assert (work.sandbox.status(), work.repo.head().commit) == ("", intent.head)
    assert work.leftovers() == []
    hook.unlink()
    work.tree.write(intent.edits)
    assert work.repo.commit(intent).surprises == ()


@pytest.mark.parametrize("name", ["pre-commit", "prepare-commit-msg", "commit-msg"])
def test_F20_the_second_ctrl_c_cuts_a_hook_short(repo: Sandbox, name: str) -> None:
    heard: list[str] = []
    work = patient(repo, heard)
    hook = repo.hook(name, HANG)
    intent = work.two()
    said = refusal(work, intent)
    assert said == ("REFUSED git-state commit: the commit was cut short by you; it said: waiting")
    assert heard == [ONCE_MORE]
    whole_before(work, intent, hook)


def test_F20_a_hook_that_ignores_signals_is_ended(repo: Sandbox) -> None:
    work = patient(repo, [])
    hook = repo.hook("pre-commit", f"trap '' TERM INT HUP; sh -c \"trap '' TERM; {HANG}\"")
    intent = work.two()
    assert "cut short by you" in refusal(work, intent)
    whole_before(work, intent, hook)


def test_F20_what_a_hook_made_of_the_files_is_put_back(repo: Sandbox) -> None:
    work = patient(repo, [])
    hook = repo.hook("pre-commit", f"sed -i s/TWO/Two/ app.py; {HANG}")
    intent = work.two()
    assert "app.py was changed by a hook and put back" in refusal(work, intent)
    whole_before(work, intent, hook)


def test_F20_the_user_s_staged_files_stay(repo: Sandbox) -> None:
    work = patient(repo, [])
    repo.write("staged.py", "x")
    repo.git("add", "staged.py")
    repo.write("untracked.py", "x")
    status = repo.status()
    repo.hook("pre-commit", HANG)
    intent = work.two()
    refusal(work, intent)
    work.tree.write(intent.inverse())
    assert repo.status() == status


def test_F20_one_ctrl_c_is_only_noted(repo: Sandbox) -> None:
    heard: list[str] = []
    work = patient(repo, heard)
    repo.hook("pre-commit", f"{INT}; while ! test -e .git/told; do sleep 0.01; done")
    intent = work.two()
    work.tree.write(intent.edits)
    assert work.repo.commit(intent).surprises == ()
    assert heard == [ONCE_MORE]


def test_a_system_that_tells_of_no_end_is_asked_for_it(
    repo: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "pidfd_open", raising=False)
    work = patient(repo, [])
    intent = work.intent(work.edit("app.py", b"new\n"))
    work.tree.write(intent.edits)

    assert work.repo.commit(intent).files == ("app.py",)


def test_F20_a_commit_that_landed_in_spite_of_it_counts(repo: Sandbox) -> None:
    heard: list[str] = []
    work = patient(repo, heard)
    repo.hook("post-commit", HANG)
    intent = work.two()
    work.tree.write(intent.edits)
    done = work.repo.commit(intent)
    assert done.id == work.repo.head().commit != intent.head
    assert heard[1] == (
        "the commit is made and counts, though the commit was cut short by you; it said: waiting"
    )
    assert (repo.status(), work.leftovers()) == ("", [])


@pytest.mark.parametrize("name", ["pre-commit", "post-commit"])
def test_F20_the_time_limit_goes_the_same_way(repo: Sandbox, name: str) -> None:
    heard: list[str] = []
    work = patient(repo, heard, seconds=0.3)
    hook = repo.hook(name, "echo waiting; sleep 3600")
    intent = work.two()
    late = "a hook, filter or signing took more than 0 s and was ended; it said: waiting"
    if name == "pre-commit":
        assert refusal(work, intent).endswith(f"commit: {late}")
        whole_before(work, intent, hook)
    else:
        work.tree.write(intent.edits)
        assert work.repo.commit(intent).id == work.repo.head().commit
        assert heard == [f"the commit is made and counts, though {late}"]


@pytest.mark.parametrize(("script", "why"), [(HANG, "cut short"), ("sleep 3600", "took more")])
def test_F20_a_filter_that_hangs_is_ended(repo: Sandbox, script: str, why: str) -> None:
    work = patient(repo, [], seconds=20 if why == "cut short" else 0.3)
    intent = work.two()
    repo.write(".git/info/attributes", "app.py filter=slow\n")
    repo.git("config", "filter.slow.clean", script)
    assert why in refusal(work, intent)
    repo.git("config", "--unset", "filter.slow.clean")
    work.tree.write(intent.inverse())
    assert (repo.status(), work.leftovers()) == ("", [])


def test_F20_a_record_is_cut_short_too(repo: Sandbox) -> None:
    work = patient(repo, [])
    repo.hook("commit-msg", HANG)
    head = work.repo.head()
    with pytest.raises(RefusedError, match="cut short by you"):
        work.repo.commit(work.intent())
    assert work.repo.head() == head
