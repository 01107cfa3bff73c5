"""What a profile makes of a built-in plan: sections, statuses, the errors' table, the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from planprojects import demo, endpoint, profile

from agent.core.documents import RepoPath, Source
from agent.core.plan import Plan, Question
from agent.core.profile import KnownStatus, Profile
from agent.core.spec import Column, Table
from agent.drafter import PlanDraft
from agent.drafters.builtin import plan as drafter
from agent.drafters.builtin.planning.places.saving import Saving, place_of, place_question

BOOKS, ADD = endpoint("GET /api/books"), endpoint("POST /api/books")
SOURCE = Source(path=RepoPath(".ai/db-plan.md"), line=1, last=1)
VIEW = RepoPath(".ai/view-implementation-plan.md")


def plan_of(by: Profile, target: str = "POST /api/books") -> str:
    drafted = drafter.plan(demo().request(endpoint(target), by=by))
    assert isinstance(drafted, PlanDraft)
    return drafted.text


def part(text: str, number: int) -> str:
    return re.split(r"^## \d+\. [^\n]*\n", text, flags=re.MULTILINE)[number].strip()


def own(*sections: str) -> Profile:
    return replace(profile(), sections=sections)


def test_sections_of_any_prompt_are_kept_and_each_says_something() -> None:
    text = plan_of(
        own(
            "Purpose",
            "Input Validation Rules",
            "Validation",
            "Database Tables",
            "Authentication",
            "Security",
            "Testing",
            "Deployment",
            "Implementation Steps",
        )
    )

    assert re.findall(r"^## \d+\. (.*)$", text, re.MULTILINE)[-2:] == [
        "Deployment",
        "Implementation Steps",
    ]
    assert "- Validate `isbn`, `title`" in part(text, 3)
    assert "- `books` (db-plan.md:" in part(text, 4)
    assert "  - `isbn`: " in part(text, 4)
    assert part(text, 6) == "See section 5 for `POST /api/books`."
    assert part(text, 7).startswith("- One test for each response of `POST /api/books`: `201`")
    assert part(text, 8) == "The documents say nothing about this for `POST /api/books`."


def test_without_an_overview_or_steps_nothing_is_lost() -> None:
    text = plan_of(own("Data Flow", "Errors"))

    assert part(text, 1).startswith("Global, for `")
    assert "## 3. Implementation Steps" in text
    assert "section 1, no. " in part(text, 3)
    assert "once the body fits" not in text or "(the documents)" in text


def test_a_profile_s_statuses_hold_where_the_documents_name_none() -> None:
    books = demo().request(BOOKS)
    bare = replace(books, spec=replace(books.spec, statuses=(), notes=()))
    drafted = drafter.plan(bare)
    assert isinstance(drafted, PlanDraft)

    assert "- `GET /api/books` returns `200` (by convention)" in part(drafted.text, 4)
    assert "Also, for `GET`: `400`, `500` (by convention)" in part(drafted.text, 7)
    dotnet = drafter.plan(replace(bare, profile=profile("dotnet")))
    assert isinstance(dotnet, PlanDraft)
    assert "by convention" not in part(dotnet.text, 4)


def test_a_prompt_of_the_repository_is_cited_by_its_line() -> None:
    told = replace(
        profile(),
        place=".ai/prompts/p.md",
        statuses=(KnownStatus(code=500, meaning="a fault", line=7),),
    )
    books = demo().request(BOOKS, by=told)
    drafted = drafter.plan(replace(books, spec=replace(books.spec, statuses=(), notes=())))
    assert isinstance(drafted, PlanDraft)

    assert "`500` (.ai/prompts/p.md:7)" in drafted.text


@pytest.mark.parametrize(
    ("tables", "named"),
    [
        ((), ""),
        (("error_logs",), "error_logs"),
        (("loan_error_logs",), ""),
        (("loan_error_logs", "book_error_logs", "error_logs"), "book_error_logs"),
        (("api_errors",), "api_errors"),
    ],
)
def test_errors_are_logged_to_the_resource_s_table_else_the_general_one(
    tables: tuple[str, ...], named: str
) -> None:
    columns = tuple(Column(name=one, type="text", source=SOURCE) for one in ("id", "message"))
    logs = tuple(Table(name=one, source=SOURCE, columns=columns) for one in tables)
    drafted = drafter.plan(replace(demo().request(ADD), logs=logs))
    assert isinstance(drafted, PlanDraft)

    found = re.findall(r"are logged to `(\w+)`: `message`", part(drafted.text, 7))
    assert found == ([named] if named else [])


def test_threats_are_those_of_the_endpoint_s_own_names() -> None:
    text = part(plan_of(profile(), "GET /api/books"), 6)

    assert "`GET /api/books`: `sort`, `order` becomes part of a query" in text
    assert "`GET /api/books`: `q` is passed to the query as a value" in text


def saving(
    by: str = "endpoint",
    *,
    told: bool = True,
    taken: Sequence[str] = (),
    plans: Sequence[Plan] = (),
) -> Saving:
    files = {*map(RepoPath, taken), *(plan.path for plan in plans)}
    return Saving(
        endpoint=ADD, profile=profile(by), siblings=plans, taken=frozenset(files), told=told
    )


def sibling(path: str) -> Plan:
    return Plan(path=RepoPath(path), title="Books", endpoints=(BOOKS,), sections=(), steps=())


OTHER, NUMBERED = sibling(VIEW.value), ".ai/documents/api-plans/009-GET-X.md"
BESIDE = ".ai/post-api-books-implementation-plan.md"


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        (saving(), VIEW.value),
        (saving(told=False), VIEW.value),
        (saving(taken=[VIEW.value]), BESIDE),
        (saving(plans=[OTHER]), BESIDE),
        (saving(plans=[OTHER], told=False), BESIDE),
        (saving(plans=[OTHER], taken=[BESIDE]), BESIDE.replace(".md", "-2.md")),
        (saving(plans=[sibling("plans/get-api-books-plan.md")], told=False),
         "plans/post-api-books-plan.md"),
        (saving(plans=[sibling("plans/get-api-books-plan.md")]), VIEW.value),
        (saving("series"), ".ai/documents/api-plans/001-POST-API-BOOKS.md"),
        (saving("series", taken=[NUMBERED]), ".ai/documents/api-plans/010-POST-API-BOOKS.md"),
        (saving("data-management"), f".ai/endpoint_implementation_plans/{BESIDE[4:]}"),
        (saving("feature"), BESIDE),
    ],
)  # fmt: skip
def test_a_plan_is_saved_where_the_profile_says_and_over_no_other(asked: Saving, path: str) -> None:
    assert place_of(asked).value == path


def test_the_place_of_another_endpoint_s_plan_is_asked_about() -> None:
    asked = saving(plans=[OTHER])

    assert place_question(saving(), "en") is None
    assert place_question(asked, "en") == Question(
        id="save-as",
        text=f"`{VIEW}` holds the plan of GET /api/books. Where should this one be saved?",
        options=(BESIDE,),
    )
    assert place_of(asked, (("save-as", "docs/books.md"),)).value == "docs/books.md"
    for no_place in (VIEW.value, "docs/books.txt", "../books.md", ""):
        assert place_of(asked, (("save-as", no_place),)).value == BESIDE
