from __future__ import annotations

from typing import get_args

import pytest
from story import ENDPOINT, a_plan, at

from agent.core.documents import RepoPath
from agent.core.plan import Step, StepFile
from agent.core.spec import Limit, LimitKind, Parameter, Spec, Status
from agent.drafter import Code, Known, StepRequest
from agent.drafters.builtin.crud.facts import facts

THERE, GONE = RepoPath("app/there.py"), RepoPath("app/gone.py")


def test_whether_a_file_exists_is_seen_not_believed() -> None:
    files = (StepFile(path=THERE, new=True), StepFile(path=GONE, new=False))
    request = StepRequest(
        step=Step(number="1", id="x", title="t", line=1, files=files),
        plan=a_plan(),
        endpoint=ENDPOINT,
        look_up=lambda: Known(
            spec=Spec(
                endpoint=ENDPOINT,
                title="",
                statuses=(Status(code=201, meaning="made", source=at(7)),),
            )
        ),
        code=Code(listed=lambda: (THERE,), read={THERE: b""}.get),
        notes=(),
    )
    assert facts(request, None) == (
        "file: app/there.py (exists)",
        "file: app/gone.py (not there yet)",
        "201: made (api-plan.md:7)",
    )


@pytest.mark.parametrize("kind", get_args(LimitKind))
def test_each_kind_of_limit_has_words(kind: LimitKind) -> None:
    limit = Limit(kind=kind, value="5", source=at(8))
    one = Parameter(name="q", place="query", type="integer", limits=(limit,), source=at(8))
    request = StepRequest(
        step=Step(number="1", id="x", title="t", line=1),
        plan=a_plan(),
        endpoint=ENDPOINT,
        look_up=lambda: Known(spec=Spec(endpoint=ENDPOINT, title="", parameters=(one,))),
        code=Code(listed=lambda: (), read=lambda _: None),
        notes=(),
    )
    (said,) = facts(request, None)
    assert said.startswith("query q: integer, ")
    assert " 5" in said
