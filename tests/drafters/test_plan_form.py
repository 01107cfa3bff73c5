from __future__ import annotations

import re
from pathlib import Path

import pytest
from planprojects import ROOT, chosen, demo, endpoint, named

from agent.core.documents import RepoPath
from agent.drafter import PlanDraft
from agent.drafters.builtin import plan as drafter
from agent.sources.plans.reading import read_plans

TITLES = [
    "Endpoint Overview",
    "Request Details",
    "Used Types",
    "Response Details",
    "Data Flow",
    "Security Considerations",
    "Error Handling",
    "Performance Considerations",
    "Implementation Steps",
]
SHARED = 0.3
LONGEST = 120
MOST_DECISIONS = 10


def lines_of(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("name", chosen())
def test_sections_are_nine_in_order_and_none_is_empty(name: str) -> None:
    for one in named(name).endpoints:
        text = named(name).drafted(one)

        assert text.startswith(f"# API Endpoint Implementation Plan: {one}\n\n## 1. ")
        assert re.findall(r"^## \d\. (.*)$", text, re.MULTILINE) == TITLES
        assert not re.search(r"^## .*\n\n+(?=## )", text, re.MULTILINE)
        assert len(text.split("\n")) <= LONGEST


@pytest.mark.parametrize("name", chosen())
def test_read_back_a_plan_has_the_same_sections_and_steps(name: str) -> None:
    for one in named(name).endpoints:
        request = named(name).request(one)
        drafted = drafter.plan(request)
        assert isinstance(drafted, PlanDraft)

        [read] = read_plans(request.path, drafted.text)

        assert read.endpoints == (one,)
        assert [section.title for section in read.sections] == TITLES
        blocks = re.split(r"^### \d+\. ", drafted.text, flags=re.MULTILINE)[1:]
        assert [step.title for step in read.steps] == [block.split("\n")[0] for block in blocks]
        assert {step.kind for step in read.steps} == {"edit"}
        for step, block in zip(read.steps, blocks, strict=True):
            [files] = re.findall(r"^- Kind: edit; files: (.*)$", block, re.MULTILINE)
            written = re.findall(r"`([^`]+)` \((new|exists)\)", files)
            named_files = [
                (file.path.value, "new" if file.new else "exists") for file in step.files
            ]
            marked = dict(written)
            assert files == "you choose" or written == [
                one for one in named_files if one[0] in marked
            ]
            [proof] = re.findall(r"^- Proof: (.*)$", block, re.MULTILINE)
            assert step.proof == proof.replace("`", "")


@pytest.mark.parametrize("name", chosen())
def test_a_file_that_is_there_is_never_called_new(name: str) -> None:
    found = named(name)
    for one in found.endpoints:
        for path, state in re.findall(r"files: `([^`]+)` \((new|exists)\)", found.drafted(one)):
            first = RepoPath(path) in found.paths
            assert state == "exists" or not first


@pytest.mark.parametrize("name", chosen())
def test_two_endpoints_share_less_than_a_third_of_their_lines(name: str) -> None:
    found = named(name)
    texts = {one: lines_of(found.drafted(one)) for one in found.endpoints}
    sets = {one: set(lines) for one, lines in texts.items()}
    for one, lines in texts.items():
        for other in texts.keys() - {one}:
            share = sum(line in sets[other] for line in lines) / len(lines)
            assert share <= SHARED, (str(one), str(other))


@pytest.mark.parametrize("name", chosen())
def test_decisions_are_few_and_end_in_their_source(name: str) -> None:
    for one in named(name).endpoints:
        decisions = named(name).draft(one).decisions

        assert len(decisions) <= MOST_DECISIONS
        assert all(re.search(r"\((?:[\w.@-]+:\d+|your \w+)[^()]*\)$", line) for line in decisions)


def test_what_no_document_says_of_the_work_its_rows_say() -> None:
    text = demo().draft(endpoint("POST /api/members")).text

    assert (
        "- The unique key on `email` of `members` serves the check of `POST /api/members` for"
        in text
    )
    assert "The documents say nothing" not in text


def test_a_fastapi_plan_has_a_step_for_each_layer_and_the_registration() -> None:
    text = demo().draft(endpoint("POST /api/loans")).text

    assert re.findall(r"^### (.*)$", text, re.MULTILINE) == [
        "1. Schemas: LoanCreate, LoanOut",
        "2. Service: create_loan()",
        "3. Route: POST /api/loans",
        "4. Register the router of loans",
        "5. Tests: POST /api/loans",
    ]


def test_a_sibling_of_a_resource_reuses_its_files_and_types() -> None:
    text = demo().draft(endpoint("PATCH /api/books/{book_id}")).text

    assert "Register the router" not in text
    assert (
        "In `app/schemas/books.py`: `BookUpdate` (new) for the request body, `BookOut` (exists)"
        in text
    )
    assert re.findall(r"^- Kind: edit; files: `(.*?)`", text, re.MULTILINE) == [
        "app/schemas/books.py",
        "app/services/books.py",
        "app/routers/books.py",
        "tests/test_books.py",
    ]


def test_an_action_says_which_function_and_which_rules() -> None:
    text = demo().draft(endpoint("POST /api/loans/{loan_id}/return")).text

    signature = "`return_loan(session: Session, loan_id: int) -> Loan`"
    assert f"- {signature}: section 5, no. 3\u20136" in text
    assert "Takes a copy back: `returned_at` is now" in text.partition("## 5.")[2]
    assert "`409`: the loan was returned before" in text


def test_no_text_of_the_drafter_names_a_demo_file() -> None:
    planning = ROOT / "agent/drafters/builtin/planning"
    files = (*planning.rglob("*.py"), *planning.parent.glob("texts/*"), planning.parent / "plan.py")
    sources = [path.read_text() for path in files]

    assert not [text for text in sources if re.search(r"app/(?:routers|schemas|services)/", text)]
    assert Path(planning, "sections/flow.py").is_file()
