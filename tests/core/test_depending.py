from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from story import a_step

from agent.core.depending import reliance
from agent.core.documents import RepoPath
from agent.core.plan import CodeBlock, Step, StepFile

CODE = "export const goalSchema = z.object({});\nconst from = 1;\nconst GETTER = 2;\n"


def a_text(number: str, title: str, body: str = "", *files: str, code: str = "") -> Step:
    blocks = (CodeBlock(language="ts", text=code, line=1),) if code else ()
    named = tuple(StepFile(path=RepoPath(one)) for one in files)
    return replace(a_step(number), title=title, body=f"{body}{code}", files=named, code=blocks)


def relied(step: Step, on: Step, before: Sequence[Step] = (), *there: str) -> tuple[str, ...]:
    return reliance(step, on, before, lambda path: path.value not in there)


@pytest.mark.parametrize(
    ("on", "step", "found"),
    [
        (
            a_text("1", "Schemas: BookCreate"),
            a_text("2", "x", "takes `BookCreate`"),
            ("BookCreate",),
        ),
        (a_text("1", "Service: create()"), a_text("2", "x", "calls `create`"), ("create",)),
        (a_text("1", "Service: get()"), a_text("2", "x", "`get` it"), ()),
        (a_text("1", "x", "`add_it(a: int)`"), a_text("2", "calls add_it"), ("add_it",)),
        (a_text("1", "x", "`GoalDto` for it"), a_text("2", "GoalDto again"), ("GoalDto",)),
        (a_text("1", "x", "column `user_id`"), a_text("2", "where `user_id` is"), ()),
        (
            a_text("1", "x", "calls `drawExists` and `drawFor`"),
            a_text(
                "2", "x", code="  async drawExists(id: string): Promise<Draw> {\n  drawFor(id)\n"
            ),
            ("drawFor",),
        ),
        (a_text("1", "x", code=CODE), a_text("2", "goalSchema from GETTER"), ("goalSchema",)),
        (a_text("1", "x", "", "a/goal.ts"), a_text("2", "y", "", "a/goal.ts"), ("a/goal.ts",)),
        (a_text("1", "x", "", "a/goal.ts"), a_text("2", "y", "from goal.ts"), ("a/goal.ts",)),
        (a_text("1", "x", "", "there.ts"), a_text("2", "y", "", "there.ts"), ()),
        (a_text("1", "x"), a_text("2", "y", "as in steps 1 and 3"), ("its number is named",)),
        (a_text("3", "x"), a_text("4", "y", "jak w kroku 1 i 3"), ("its number is named",)),
        (a_text("1", "x"), a_text("2", "y", "as in step 1.2"), ()),
        (a_text("1", "x"), a_text("2", "y", "step 12"), ()),
        (
            a_text("1", "AaBb CcDd EeFf GgHh"),
            a_text("2", "GgHh FfEe EeFf CcDd AaBb"),
            ("AaBb", "CcDd", "EeFf"),
        ),
    ],
)
def test_what_a_step_may_need(on: Step, step: Step, found: tuple[str, ...]) -> None:
    assert relied(step, on, (), "there.ts") == found


def test_a_name_of_an_earlier_step_is_not_this_ones() -> None:
    one = a_text("1", "BookCreate")
    assert relied(a_text("3", "BookCreate"), a_text("2", "`BookCreate` again"), [one]) == ()
