from __future__ import annotations

from collections.abc import Sequence

import pytest
from story import ENDPOINT, PLAN_PATH

from agent.core.documents import RepoPath
from agent.core.edits import CommitId
from agent.core.plan import Plan, Step, StepFile
from agent.memory import Touch
from agent.sources.plans.evidence import evidence

A, B = RepoPath("a.py"), RepoPath("b.py")


def touch(commit: str, path: RepoPath, *, added: bool = False) -> Touch:
    return Touch(commit=CommitId(commit * 40), ago=f"{commit} days ago", path=path, added=added)


def step(*files: StepFile, ticked: bool = False) -> Step:
    return Step(number="1", id="x", title="t", line=1, files=files, ticked=ticked)


NEW, OLD, ANY = (StepFile(path=A, new=new) for new in (True, False, None))
WRITTEN = touch("5", PLAN_PATH, added=True)


@pytest.mark.parametrize(
    ("one", "touches", "signs"),
    [
        (step(), (), ()),
        (step(ticked=True), (), ("ticked",)),
        (step(NEW), (), ("file there: a.py",)),
        (step(OLD), (), ("file there: a.py, as the plan says",)),
        (step(StepFile(path=RepoPath("c.py"))), (), ()),
        (
            step(ANY, StepFile(path=B), ticked=True),
            (touch("1", A), touch("2", A), touch("3", B, added=True)),
            ("ticked", "1111111 (1 days ago) touched a.py", "3333333 (3 days ago) added b.py"),
        ),
        (
            step(NEW),
            (touch("1", A), touch("2", A, added=True)),
            ("2222222 (2 days ago) added a.py",),
        ),
        (step(NEW), (touch("1", A),), ("file there: a.py",)),
        (
            step(OLD, StepFile(path=B)),
            (WRITTEN, touch("5", B), touch("6", A)),
            (
                "6666666 (6 days ago) touched a.py, before the plan",
                "5555555 (5 days ago) touched b.py",
            ),
        ),
        (
            step(StepFile(path=RepoPath("c.py"))),
            (touch("1", RepoPath("c.py")),),
            ("1111111 (1 days ago) touched c.py, gone since",),
        ),
    ],
)
def test_what_speaks_for_a_step(
    one: Step, touches: tuple[Touch, ...], signs: tuple[str, ...]
) -> None:
    asked: list[RepoPath] = []

    def touching(paths: Sequence[RepoPath]) -> tuple[Touch, ...]:
        asked.extend(paths)
        return touches

    plan = Plan(path=PLAN_PATH, title="", endpoints=(ENDPOINT,), sections=(), steps=(one,))
    assert evidence(plan, exists={A, B}.__contains__, touching=touching) == (signs,)
    assert asked == [*(file.path for file in one.files), PLAN_PATH]
