"""The plan of a feature: each demand of its passage once, where it belongs, with its line."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from planprojects import Project, corpus, demo, profile

from agent.core.documents import Document, RepoPath, Source
from agent.core.plan import Plan
from agent.core.settings import Language
from agent.core.spec import Excerpt, Feature
from agent.drafter import Code, PlanDraft, PlanRequest
from agent.drafters.builtin import plan as drafter
from agent.drafters.builtin.planning.sentences.criteria import criteria
from agent.sources.gathering.features import find_features
from agent.sources.gathering.featurespec import gather_feature
from agent.sources.plans.reading import read_plans

PRD = RepoPath(".ai/prd.md")
STORY = """\
US-01 Leave the draw
Description: As a member I want to leave.
Acceptance Criteria:
- [ ] The form has a field for the reason (max 200 characters).
- Only logged-in members leave.
- Given a draw that is over,
- When I leave,
- Then I see an error.
- The seat is free within 5 s.
- My seat is given to the next one.
- I see who is next.
"""
FEATURE = Feature(name="Leave the draw", id="US-01")


def passage(text: str) -> Excerpt:
    return Excerpt(source=Source(path=PRD, line=10, last=9 + text.count("\n")), text=text)


def test_each_demand_is_of_one_section() -> None:
    found = [(one.about, str(one.fact)) for one in criteria(passage(STORY))]
    assert found == [
        ("request", "The form has a field for the reason (max 200 characters) (prd.md:13)"),
        ("security", "Only logged-in members leave (prd.md:14)"),
        ("errors", "Given a draw that is over, When I leave, Then I see an error (prd.md:15-17)"),
        ("performance", "The seat is free within 5 s (prd.md:18)"),
        ("flow", "My seat is given to the next one (prd.md:19)"),
        ("response", "I see who is next (prd.md:20)"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [("- FR-2: Draw lots.\n", ["Draw lots (prd.md:10)"]), ("FR-2\n", [])],
)
def test_a_requirement_of_one_line_demands_what_it_says(text: str, said: list[str]) -> None:
    assert [str(one.fact) for one in criteria(passage(text))] == said


def request(project: Project, feature: Feature, language: Language, *notes: str) -> PlanRequest:
    return PlanRequest(
        spec=gather_feature(feature, project.documents, project.rules),
        profile=profile("feature"),
        path=RepoPath(".ai/feature-implementation-plan.md"),
        answers=(),
        siblings=(),
        code=Code(listed=lambda: project.paths, read=project.read),
        checks=project.checks,
        notes=notes,
        language=language,
        logs=project.logs,
    )


def drafted(asked: PlanRequest) -> tuple[Plan, str]:
    made = drafter.plan(asked)
    assert isinstance(made, PlanDraft)
    [found] = read_plans(asked.path, made.text)
    return found, made.text


@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_plan_of_a_story_has_its_demands_with_their_lines(language: Language) -> None:
    project = demo()
    plan, text = drafted(
        request(project, Feature(name=_name(project, "US-008"), id="US-008"), language)
    )

    assert len(plan.sections) == 9
    assert [len(plan.endpoints), len(plan.steps)] == [0, 4]
    assert "US-008" in plan.title
    assert "prd.md:21" in text
    assert "`members`" in text
    assert "profile feature" in text


def test_words_against_a_draft_change_it_or_are_refused() -> None:
    feature = Feature(name=_name(demo(), "US-008"), id="US-008")
    fewer, _ = drafted(request(demo(), feature, "en", "without tests"))
    assert len(fewer.steps) == 3
    assert not isinstance(drafter.plan(request(demo(), feature, "en", "make it nicer")), PlanDraft)


def _name(project: Project, number: str) -> str:
    found = (one for doc in project.documents if doc.role == "prd" for one in find_features(doc))
    return next(one.endpoint.name for one in found if one.endpoint.id == number)


@pytest.mark.parametrize("name", ["1mcodes__julklapp", "Olgagr__express_flash_cards"])
def test_every_feature_of_a_project_is_planned_and_each_citation_holds(name: str) -> None:
    project = corpus(name)
    prd = next(one for one in project.documents if one.role == "prd")
    for one in find_features(prd):
        made = drafter.plan(request(project, one.endpoint, "en"))
        assert isinstance(made, PlanDraft)
        assert made.text.count("\n") <= 100
        lines = prd.text.split("\n")
        told = made.text.partition("## 9.")[0]
        for said, number in re.findall(r"^- (.{20,}?) \(prd\.md:(\d+)\)$", told, re.MULTILINE):
            assert _words(said) <= _words(lines[int(number) - 1]), said


def _words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\w{4,}", text)}


@pytest.mark.parametrize(
    ("named", "told", "file"),
    [
        ("Zwrot pożyczonych książek", "Jako czytelnik chcę oddać książki przez okienko.", "us-09"),
        ("Return of books", "As a reader I want to give back what is due.", "books"),
    ],
)
def test_no_file_is_called_after_inflected_words(named: str, told: str, file: str) -> None:
    text = f"# PRD\n\n### US-09: {named}\n\n{told}\n\n- Zwrot trwa 5 s.\n"
    documents = (
        Document(path=PRD, role="prd", text=text),
        Document(path=RepoPath(".ai/tech-stack.md"), role="tech-stack", text="# Astro 5\n"),
    )
    feature = Feature(name=named, id="US-09")
    names = ("src/pages/api/loans.ts", "src/lib/services/loan.service.ts", "package.json")
    texts = {"package.json": b'{"dependencies": {"astro": "5"}}', PRD.value: text.encode()}
    asked = replace(
        request(demo(), feature, "en"),
        spec=gather_feature(feature, documents, ()),
        code=Code(
            listed=lambda: tuple(map(RepoPath, names)), read=lambda path: texts.get(path.value)
        ),
    )

    _, said = drafted(asked)

    assert f"`src/lib/services/{file}.service.ts`" in said
    assert "Us09`" not in said
