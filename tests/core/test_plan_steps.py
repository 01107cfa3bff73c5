from __future__ import annotations

from dataclasses import replace

import pytest
from story import ENDPOINT, SPLIT_PLAN, a_plan

from agent.core.plan import Plan, Step, edited_steps, step_id, successor
from agent.core.spec import Endpoint


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


FIVE = a_plan()
ONE, TWO, THREE, *REST = FIVE.steps
OTHER = replace(FIVE, title="Decks", endpoints=(Endpoint(method="GET", path="/api/decks"),))


@pytest.mark.parametrize(
    ("plans", "found"),
    [
        ((), None),
        ((OTHER,), OTHER),
        ((OTHER, FIVE), FIVE),
        ((OTHER, replace(OTHER, title="Cards")), replace(OTHER, title="Cards")),
        ((OTHER, replace(OTHER, title="More")), None),
    ],
)
def test_a_plan_is_found_again_in_its_file(plans: tuple[Plan, ...], found: Plan | None) -> None:
    assert FIVE.endpoints == (ENDPOINT,)
    assert successor(FIVE, plans) == found


def test_a_plan_that_leaves_out_a_base_stays_that_of_the_listed_endpoint() -> None:
    short = (Endpoint(method="POST", path="/decks"),)
    read = replace(FIVE, endpoints=short, title="Anew")
    listed = replace(FIVE, spelled=short)
    assert successor(listed, (OTHER, read)) == replace(listed, title="Anew")
    again = replace(read, endpoints=(*short, *OTHER.endpoints))
    assert successor(listed, (OTHER, again)) == again


@pytest.mark.parametrize(
    ("steps", "numbers"),
    [
        (FIVE.steps, ()),
        ((ONE, replace(TWO, body="else"), THREE, *REST), ("2",)),
        ((ONE, replace(TWO, id="new", title="New"), THREE, *REST), ("2",)),
        ((ONE, TWO, *REST), ("3",)),
        (
            (replace(THREE, number="1", id="new"), replace(ONE, number="2")),
            ("1", "2", "3", "4", "5"),
        ),
    ],
)
def test_which_steps_were_edited(steps: tuple[Step, ...], numbers: tuple[str, ...]) -> None:
    assert edited_steps(FIVE, replace(FIVE, steps=steps)) == numbers
