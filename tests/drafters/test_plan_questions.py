from __future__ import annotations

from dataclasses import replace

import pytest
from planprojects import demo, endpoint, profile

from agent.core.documents import RepoPath, Source
from agent.core.findings import Gap
from agent.core.settings import LANGUAGES, Language
from agent.core.spec import Excerpt, Spec
from agent.drafter import Code, PlanDraft, PlanRequest
from agent.drafters.builtin import plan as drafter
from agent.drafters.builtin.planning.facts import questions
from agent.phrases import phrases

ENDPOINT = endpoint("POST /api/things")
API = RepoPath(".ai/api-plan.md")
TEXT = "# API\n\n## POST /api/things\n\nAdds a thing.\n"
AUTH = Gap(topic="auth", question="Who may call it?", options=("anyone", "a signed-in user"))
SUCCESS = Gap(
    topic="statuses", question="Which status on success?", options=("201 Created", "200 OK")
)
ERRORS = Gap(topic="statuses", question="Which errors?", options=("400, 404", "only 500"))
LIMITS = Gap(topic="limits", question="Which limits?", options=("those of the table", "none"))
TABLE = Gap(topic="table", question="Which table?")


def request(*gaps: Gap, answers: tuple[tuple[str, str], ...] = (), note: str = "") -> PlanRequest:
    source = Source(path=API, line=3, last=5)
    return PlanRequest(
        spec=Spec(
            endpoint=ENDPOINT,
            title="Adds a thing",
            excerpts=(Excerpt(source=source, text="\n".join(TEXT.split("\n")[2:5])),),
            gaps=gaps,
        ),
        profile=profile(),
        path=RepoPath(".ai/post-api-things-implementation-plan.md"),
        answers=answers,
        siblings=(),
        code=Code(listed=lambda: (API,), read=lambda path: TEXT.encode() if path == API else None),
        notes=(note,),
    )


def text_of(made: PlanRequest) -> str:
    drafted = drafter.plan(made)
    assert isinstance(drafted, PlanDraft)
    return drafted.text


def test_three_questions_at_most_those_first_that_decide_most() -> None:
    asked = drafter.questions(request(LIMITS, SUCCESS, ERRORS, AUTH))

    assert [one.id for one in asked] == ["auth", "statuses", "statuses-2"]
    assert all(one.options for one in asked)


def test_a_gap_without_options_is_not_asked_but_open() -> None:
    made = request(TABLE)

    assert drafter.questions(made) == ()
    assert "- Open: Which table?" in text_of(made)


def test_what_is_not_answered_is_open_in_its_section() -> None:
    text = text_of(request(AUTH))

    security = text.partition("## 6. ")[2].partition("## 7. ")[0]
    assert "- Open: Who may call it?" in security


def test_an_answer_is_a_decision_and_stands_in_the_plan() -> None:
    made = request(AUTH, answers=(("auth", "a signed-in user"),))

    drafted = drafter.plan(made)

    assert isinstance(drafted, PlanDraft)
    assert "Who may call it? a signed-in user (your answer)" in drafted.decisions
    assert "- Who may call it? a signed-in user (your answer)" in drafted.text
    assert "Open:" not in drafted.text


def test_an_answered_status_is_planned_tested_and_attributed() -> None:
    text = text_of(request(SUCCESS, answers=(("statuses", "201 Created"),)))

    assert "- `201` (your answer)" in text
    assert "returns `201` (your answer)" in text


@pytest.mark.parametrize("bad", ["{0}", "{x.__class__}", "%s {", "{{7*7}}"])
def test_T33_document_text_is_no_template(bad: str) -> None:
    gap = Gap(topic="auth", question=f"Who {bad}?", options=(bad, "b"))

    text = text_of(request(gap, answers=(("auth", bad),)))

    assert f"Who {bad}? {bad} (your answer)" in text


def test_the_demo_leaves_nothing_open() -> None:
    for one in demo().endpoints:
        assert "Open:" not in demo().draft(one).text, one


def test_a_gap_with_one_option_is_no_question() -> None:
    only = Gap(topic="statuses", question="Which status?", options=("200 OK",))

    assert drafter.questions(request(only)) == ()


def test_an_endpoint_that_no_document_describes_is_said_to_be_so() -> None:
    made = request()
    bare = replace(made, spec=Spec(endpoint=ENDPOINT, title=""))

    assert "No document describes `POST /api/things`." in text_of(bare)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_has_one_answer_is_not_asked(language: Language) -> None:
    failed = "500 Internal Server Error"
    only = Gap(topic="statuses", key="errors", question="Which?", options=(failed,))
    asked = Gap(topic="statuses", key="errors", question="Which?", options=("400", "only 500"))
    texts = phrases("drafters/builtin/texts", language)
    worded = questions.worded(replace(request().spec, gaps=(only, asked)), texts)

    assert [one.options[0] for one in worded.gaps] == [failed, "400"]
    assert [one.id for one in questions.ask(worded, worded.gaps)] == ["statuses-2"]
