from __future__ import annotations

from dataclasses import replace

import pytest
from planprojects import ROOT, asked, profile

from agent.core.documents import Document, RepoPath
from agent.drafter import PlanDraft
from agent.drafters.builtin import plan as drafter
from agent.drafters.builtin.planning.facts.demands import demands_of
from agent.sources.profiles.reading import read_profile

USUAL = {"error-table", "threats"}
DOTNET = {
    "threats",
    "optional-references",
    "fluent-validation",
    "wrapped-responses",
    "validators-in-service",
}


@pytest.mark.parametrize(
    ("seed", "name", "expected"),
    [
        ("000", "endpoint", USUAL),
        ("001", "dotnet", DOTNET),
        ("002", "series", USUAL),
        ("003", "data-management", {"threats", "consistent"}),
        ("004", "feature", USUAL),
    ],
)
def test_a_seed_and_the_profile_from_it_demand_the_same(
    seed: str, name: str, expected: set[str]
) -> None:
    text = (ROOT / f"tests/data/seeds/{seed}.txt").read_text("utf-8")
    ours = demands_of(profile(name))

    assert demands_of(read_profile(text, name=seed)) == expected
    assert ours - {"consistent"} == expected - {"consistent"}
    assert ("consistent" in ours) == (name in {"data-management", "series"})


@pytest.mark.parametrize(
    ("rule", "is_wrapped"),
    [("- All errors are RFC 7807 ProblemDetails.", False), ("- All answers are JSON.", True)],
)
def test_a_documented_form_comes_before_the_response_of_the_profile(
    rule: str, *, is_wrapped: bool
) -> None:
    passage = '### POST /tags\n\n- Request: `{ "name": "string" }`\n- Success: 201\n'
    text = f"# API\n\n{passage}\n## General\n\n{rule}\n"
    documents = (Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text),)
    request = replace(asked(documents, "POST /tags"), profile=profile("dotnet"))

    drafted = drafter.plan(request)

    assert isinstance(drafted, PlanDraft)
    assert ("`Response<T" in drafted.text) is not is_wrapped
    assert ("gives way for `POST /tags` to `ProblemDetails` (api-plan.md:" in drafted.text) is (
        not is_wrapped
    )


DATA = [
    ("GET /tags", '{"data": [{"id": 1}], "total": 3}', "TagListResponse"),
    ("GET /tags/{id}", '{"id": 1, "name": "string"}', "TagResponse"),
]


@pytest.mark.parametrize(("call", "answer", "name"), DATA)
def test_the_response_of_the_profile_holds_all_that_is_answered(
    call: str, answer: str, name: str
) -> None:
    text = f"# API\n\n### {call}\n\n- Success: 200\n```json\n{answer}\n```\n"
    said = (
        Document(path=RepoPath("api-plan.md"), role="api-plan", text=text),
        Document(path=RepoPath("tech-stack.md"), role="tech-stack", text="- ASP.NET Core"),
    )
    drafted = drafter.plan(replace(asked(said, call), profile=profile("dotnet")))

    assert isinstance(drafted, PlanDraft)
    assert f"`Response<{name}>`" in drafted.text
    assert "Validator" not in drafted.text


def test_the_route_answers_what_nobody_foresaw_as_documented() -> None:
    text = "# API\n\n### GET /tags\n\n- Success: 200\n- Errors: 401, 500 the server failed\n"
    documents = (Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text),)

    drafted = drafter.plan(asked(documents, "GET /tags"))

    assert isinstance(drafted, PlanDraft)
    assert "- Errors of `GET /tags` itself: `401`, `500`" in drafted.text
