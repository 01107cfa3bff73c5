from __future__ import annotations

import pytest
from story import SPLIT_PLAN

from agent.core.plan import step_id


@pytest.mark.parametrize(
    "title",
    [
        "Add the schema",
        "**Add** the `schema`",
        "  add   THE schema: ",
        "Add the schema.",
        "~~Add~~ _the_ schema",
    ],
)
def test_a_step_keeps_its_id_when_only_its_looks_change(title: str) -> None:
    assert step_id(title) == step_id("Add the schema")
    assert step_id(title) != step_id("Add the schemas")


def test_composed_and_decomposed_letters_are_one_title() -> None:
    assert step_id("Dodaj ścieżkę") == step_id("Dodaj s\u0301ciez\u0307ke\u0328")


def test_a_repeated_title_gets_its_own_id() -> None:
    first = step_id("Write tests")
    second = step_id("Write tests", frozenset((first,)))
    third = step_id("Write tests", frozenset((first, second)))
    assert len({first, second, third}) == 3
    assert all(len(one) == 12 and set(one) <= set("0123456789abcdef") for one in (first, third))


def test_steps_and_items_are_found_by_id() -> None:
    assert [one.number for one in SPLIT_PLAN.all_steps()] == ["1", "2", "2.1", "2.2", "3"]
    assert SPLIT_PLAN.step(step_id("Do 2.2")) == SPLIT_PLAN.steps[1].items[1]
    assert SPLIT_PLAN.step("0" * 12) is None
