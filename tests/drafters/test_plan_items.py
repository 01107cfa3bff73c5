"""Items of the flow: what is said alike in two places is one item with both."""

from __future__ import annotations

from agent.core.documents import RepoPath, Source
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.sections.items import Item, distinct


def _item(text: str, line: int) -> Item:
    place = Source(path=RepoPath("a.md"), line=line, last=line)
    return Item(part="guard", fact=Fact(text=text, sources=(place,)))


def test_what_two_places_say_alike_is_one_item() -> None:
    found = list(distinct([_item("Keep it", 1), _item("Add it", 2), _item("Keep it", 3)]))

    assert [one.fact.text for one in found] == ["Keep it", "Add it"]
    assert [one.line for one in found[0].fact.sources] == [1, 3]
