"""The form of every plan of every project: what issue #2 says of plans, measured."""

from __future__ import annotations

import itertools
import re

import pytest
from planprojects import Project, everywhere, named
from test_plan_citations import pieces, unproved
from test_plan_form import LONGEST, SHARED, TITLES, lines_of

from agent.core.spec import Endpoint
from agent.drafter import PlanDraft
from agent.drafters.builtin import plan as drafter

VALUES = re.compile(r"^- (?:Path parameters|Query parameters|Headers|Request body|Fields)[^:`]*: ")
NAME = re.compile(r"(?:^|, )`([\w$.\[\]-]+)`(?= \(|, `|$)")
STATUS = re.compile(r"`(\d{3})(?: [A-Z][\w' -]*)?`")


def shares(project: Project) -> dict[tuple[Endpoint, Endpoint], float]:
    texts = {one: lines_of(project.drafted(one)) for one in project.endpoints}
    sets = {one: set(lines) for one, lines in texts.items()}
    return {
        (one, other): sum(line in sets[other] for line in texts[one]) / len(texts[one])
        for one, other in itertools.permutations(texts, 2)
    }


def unnamed(project: Project, line: str) -> list[str]:
    """Names and statuses that none of the lines cited after them holds."""
    bad = []
    for text, sources in pieces(line):
        said = "\n".join(project.lines(*source) for source in sources).casefold()
        values = NAME.findall(VALUES.sub("", text).strip()) if VALUES.match(text) else []
        wanted = [*values, *STATUS.findall(text)]
        own = [(one, one.removesuffix("[]").rpartition(".")[2]) for one in wanted]
        bad += [f"{one} of {line!r}" for one, last in own if last.casefold() not in said]
    return bad


@pytest.mark.parametrize("name", everywhere())
def test_plans_share_little_and_are_short_and_whole(name: str) -> None:
    project = named(name)
    for one in project.endpoints:
        text = project.drafted(one)
        steps = text.count("\n### ")

        assert re.findall(r"^## \d\. (.*)$", text, re.MULTILINE) == TITLES
        assert len(text.split("\n")) <= LONGEST
        assert "None" not in re.findall(r"`([^`]*)`", text)
        assert steps
        assert len(re.findall(r"^- Kind: \w+; files: \S", text, re.MULTILINE)) == steps
        assert len(re.findall(r"^- Proof: \S", text, re.MULTILINE)) == steps
    over = {pair: share for pair, share in shares(project).items() if share > SHARED}
    assert over == {}


@pytest.mark.parametrize("name", everywhere())
def test_each_cited_line_holds_its_names_and_statuses(name: str) -> None:
    project = named(name)

    bad = [line for one in project.endpoints for line in unproved(project, one)]
    for one in project.endpoints:
        for line in project.drafted(one).split("\n"):
            bad += unnamed(project, line)

    assert bad == []


@pytest.mark.parametrize("name", everywhere())
def test_each_answer_changes_the_plan_beyond_its_own_line(name: str) -> None:
    project = named(name)
    for one in project.endpoints:
        asked = drafter.questions(project.request(one))
        assert len(asked) <= 3
        for question in asked:
            texts = []
            for option in question.options:
                drafted = drafter.plan(project.request(one, answers=((question.id, option),)))
                assert isinstance(drafted, PlanDraft)
                texts.append(
                    re.sub(r"^- .* \(your answer\)$", "", drafted.text, flags=re.MULTILINE)
                )
            known = set(texts)
            assert len(known) > 1, (str(one), question)
