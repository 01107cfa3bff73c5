from __future__ import annotations

from story import ENDPOINT, a_plan, at

from agent.core.documents import RepoPath
from agent.core.plan import Step, StepFile
from agent.core.spec import Spec, Status
from agent.drafter import Code, StepRequest
from agent.drafters.builtin.crud.facts import facts

THERE, GONE = RepoPath("app/there.py"), RepoPath("app/gone.py")


def test_whether_a_file_exists_is_seen_not_believed() -> None:
    files = (StepFile(path=THERE, new=True), StepFile(path=GONE, new=False))
    request = StepRequest(
        step=Step(number="1", id="x", title="t", line=1, files=files),
        plan=a_plan(),
        spec=Spec(
            endpoint=ENDPOINT,
            title="",
            statuses=(Status(code=201, meaning="made", source=at(7)),),
        ),
        code=Code(paths=(THERE,), read={THERE: b""}.get),
        notes=(),
    )
    assert facts(request, None) == (
        "file: app/there.py (exists)",
        "file: app/gone.py (not there yet)",
        "201: made (api-plan.md:7)",
    )
