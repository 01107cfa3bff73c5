from __future__ import annotations

from collections.abc import Callable

import pytest
from loop import PLAN, Loop, check_text, plan_text, project, step_text
from sandbox import Sandbox  # noqa: TC002 - as every other test has it

SAID = "a commit here runs your hooks: pre-commit, commit-msg (.husky/)"
TWO = plan_text(step_text(1), step_text(2))


def hooked(box: Sandbox) -> Loop:
    for name in ("pre-commit", "commit-msg"):
        box.write(f".husky/{name}", "#!/bin/sh\ntouch ../ran\n").chmod(0o755)
    box.git("config", "core.hooksPath", ".husky")
    return Loop(box)


def ran(loop: Loop) -> bool:
    return (loop.box.root.parent / "ran").exists()


def test_T13_hooks_are_announced_with_the_plan_and_once(empty: Sandbox) -> None:
    loop = hooked(project(empty, plan=None))
    run = loop.talk()
    assert SAID in " ".join(run.gate.split())
    assert not ran(loop)
    run = loop.resume("y", "1", "y")
    assert ran(loop)
    assert run.text.count("a commit here") == 1


def test_T13_hooks_are_announced_with_the_first_agreement(empty: Sandbox) -> None:
    loop = hooked(project(empty, plan=TWO))
    run = loop.talk("none", "1", "y", "2")
    assert SAID in " ".join(run.seen[1].split())
    assert run.text.count("a commit here") == 1


def test_T13_hooks_are_announced_with_a_first_diff_outside_a_batch(empty: Sandbox) -> None:
    loop = hooked(project(empty, plan=TWO))
    loop.talk("none")
    loop.box.write(PLAN, TWO + "\nmore\n")
    run = loop.resume()
    assert SAID in " ".join(run.gate.split())


def test_T13_hooks_are_announced_with_a_record(empty: Sandbox) -> None:
    loop = hooked(project(empty, plan=plan_text(step_text(1))))
    run = loop.talk("none", "skip 1")
    assert SAID in " ".join(run.gate.split())
    assert "a commit here" not in loop.resume("y").last


@pytest.mark.parametrize(
    "change",
    [
        lambda box: box.hook("post-commit", ":"),
        lambda box: box.hook("pre-commit", "echo else"),
    ],
    ids=["another hook", "another text"],
)
def test_T13_F20_what_changes_is_announced_again_and_once(
    empty: Sandbox, change: Callable[[Sandbox], object]
) -> None:
    loop = Loop(project(empty, plan=plan_text(*(step_text(n) for n in (1, 2, 3)))))
    loop.box.hook("pre-commit", "echo one")

    def then(line: str) -> Callable[[], str]:
        def key() -> str:
            change(loop.box)
            return line

        return key

    run = loop.talk("none", "1,2", "y", then("/steps"), "y", "3", "y")
    assert loop.states() == ["applied"] * 3
    assert "a commit here" in run.seen[1]
    assert "a commit here" in run.seen[4]
    assert "which is new or has changed" in " ".join(run.seen[4].split())
    assert run.text.count("a commit here") == 2


def test_T13_a_hook_that_a_check_sets_up_is_said_before_it_runs(empty: Sandbox) -> None:
    script = "import pathlib; pathlib.Path('.git/hooks/post-commit').touch(0o755)"
    loop = Loop(project(empty, plan=TWO, settings=check_text(script)))
    loop.box.hook("pre-commit", ":")
    run = loop.talk("none", "1", "y")
    assert "a commit here" in run.seen[1]
    (loop.box.root / ".git/hooks/post-commit").unlink(missing_ok=True)
    run = loop.resume("y")
    said = "the commit runs your hooks: pre-commit, post-commit, which changed since you were asked"
    assert said in " ".join(run.text.split())


@pytest.mark.parametrize(
    ("set_up", "shown"),
    [
        (lambda box: box.hook("pre-commit", ":"), "committing; your hooks run"),
        (lambda box: box.git("config", "commit.gpgsign", "true"), "committing; signs with gpg"),
        (lambda _box: None, "committing"),
    ],
)
def test_F20_what_runs_is_shown_while_git_commits(
    empty: Sandbox, set_up: Callable[[Sandbox], object], shown: str
) -> None:
    loop = Loop(project(empty, plan=TWO))
    set_up(loop.box)
    assert shown in loop.talk("none", "1", "y").screen.waits
