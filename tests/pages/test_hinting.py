from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from story import a_plan, agreed

import agent.core
from agent.core.plan import Section
from agent.pages.hinting import hinted, said_in
from agent.pages.tongue import english
from agent.phrases import phrases

POLISH = phrases("pages/texts", "pl")
CORE = Path(agent.core.__file__).parent


def sentences() -> set[str]:
    """Every text that stands in the core."""
    nodes = (node for path in CORE.glob("*.py") for node in ast.walk(ast.parse(path.read_text())))
    return {
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def plain() -> set[object]:
    """The texts of hints that hold no value."""
    nodes = (node for path in CORE.glob("*.py") for node in ast.walk(ast.parse(path.read_text())))
    calls = (one for one in nodes if isinstance(one, ast.Call) and one.keywords)
    return {
        one.keywords[0].value.value
        for one in calls
        if isinstance(one.func, ast.Name)
        and one.func.id == "Hint"
        and isinstance(one.keywords[0].value, ast.Constant)
    }


def test_every_hint_without_values_has_its_words_and_each_is_of_a_hint() -> None:
    known = set(phrases("pages/hints", "pl").phrases)
    red = {one for one in known if one.startswith("r repairs")}

    assert plain() <= known
    assert known - red <= sentences()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a letter, or your own words", "litera albo własne słowa"),
        (
            "“x” means nothing here; y saves, e edits, v shows it; or say what to change",
            "“x” nic tu nie znaczy; tak zapisuje, e edytuje, v pokazuje; albo powiedz, co zmienić",
        ),
        ("y or n: y records them, n leaves it", "tak zapisuje je, n zostawia"),
        ("step 9 is not open", "step 9 is not open"),
    ],
)
def test_a_hint_is_said_in_the_language_of_the_conversation(text: str, said: str) -> None:
    assert said_in(text, POLISH) == said
    assert said_in(text, english()) == text


def test_the_language_is_that_of_the_plan() -> None:
    body = "To jest opis oraz żądanie dla karty."
    polish = replace(a_plan(), sections=(Section(title="Przegląd", body=body, line=1),))

    assert (
        hinted("a letter, or your own words", agreed(polish).session) == "litera albo własne słowa"
    )
    assert hinted("a letter, or your own words", agreed().session) == "a letter, or your own words"
