from __future__ import annotations

import pytest

from agent.core.documents import RepoPath
from agent.core.plan import Step, StepFile
from agent.sources.evidence import evidence

A, B = RepoPath("a.py"), RepoPath("b.py")


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (Step(number="1", id="x", title="t", line=1), ()),
        (Step(number="1", id="x", title="t", line=1, ticked=True), ("ticked",)),
        (
            Step(number="1", id="x", title="t", line=1, files=(StepFile(path=A, new=True),)),
            ("file there: a.py",),
        ),
        (
            Step(number="1", id="x", title="t", line=1, files=(StepFile(path=A, new=False),)),
            ("file there: a.py, as the plan says",),
        ),
        (
            Step(number="1", id="x", title="t", line=1, files=(StepFile(path=B),)),
            ("b.py changed in 1a2b3c",),
        ),
    ],
)
def test_evidence(step: Step, expected: tuple[str, ...]) -> None:
    assert evidence(step, exists={A, B}.__contains__, touched={B: "1a2b3c"}) == expected
