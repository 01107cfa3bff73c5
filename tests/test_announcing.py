from __future__ import annotations

from collections.abc import Callable

import pytest
from loop import PLAN, Loop, plan_text, project, step_text
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
