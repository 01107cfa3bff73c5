from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from agent.core.documents import RepoPath
from agent.sources.finding.roles import classify
from agent.sources.plans.reading import read_plans
from agent.sources.text.words import section_kind

CORPUS = Path(__file__).parents[3].parent / "shared/corpus"
HERE = RepoPath(".ai/x.md")
# A step that the truth has not, below a fence that is closed twice.
LEFT_OUT = {".ai/ai-suggestions-events-implementation-plan.md": {620}}

SECTIONS = """
## 1. Endpoint Overview
Makes a thing.

## 2. Request Details
- **HTTP Method**: POST
- **URL**: `/api/things?dry=1`

## 3. Data Flow
1. In, out.

## 4. Implementation Steps
1. Add `src/things.ts`
2. Test
"""


def corpus_plans() -> list[Any]:
    if not CORPUS.is_dir():
        return [pytest.param("", {}, marks=pytest.mark.skip(reason="no corpus beside the project"))]
    return [
        pytest.param(folder.parent.name, plan, id=f"{folder.parent.name}/{plan['path']}")
        for folder in sorted(CORPUS.glob("*/expected.json"))
        for plan in json.loads(folder.read_text())["plans"]
    ]


TITLE = "# API Endpoint Implementation Plan: PUT /a\n"


@pytest.mark.parametrize(("project", "plan"), corpus_plans())
def test_corpus_plan(project: str, plan: dict[str, Any]) -> None:
    text = (CORPUS / project / plan["path"]).read_bytes().decode()
    found = read_plans(RepoPath(plan["path"]), text)
    if plan["kind"] != "endpoint":
        assert found == ()
        return
    steps = [step for part in plan.get("subplans", [plan]) for step in part["steps"]]
    lines = {step["line"] for step in steps} | LEFT_OUT.get(plan["path"], set())
    assert [step.line for one in found for step in one.steps] == sorted(lines)
    assert found[0].line < found[0].last
    wanted = {f"{one['method']} {one['path']}" for one in plan["endpoints"]}
    said = {str(endpoint) for one in found for endpoint in one.endpoints}
    assert (
        not wanted or bool(wanted & said) or "press" in plan["path"] or "warehouse" in plan["path"]
    )


@pytest.mark.parametrize(
    ("title", "endpoints"),
    [
        ("# API Endpoint Implementation Plan: Create Thing", ["POST /api/things"]),
        ("# API Endpoint Implementation Plan: GET /read_things.php", ["GET /read_things.php"]),
        ("# API Endpoint Implementation Plan: GET /src/read.php", ["POST /api/things"]),
        ("# API Endpoint Implementation Plan: PUT /things/{id}", ["PUT /things/{id}"]),
        ("# GET/POST `/things` - Implementation Plan", ["GET /things", "POST /things"]),
        ("# Plan wdrożenia: **DELETE** /things/:id", ["DELETE /things/:id"]),
        ("# POST /api/things", ["POST /api/things"]),
        ("# Create a thing", ["POST /api/things"]),
        ("**API Endpoint Implementation Plan: Create Thing**", ["POST /api/things"]),
        ("<analysis>\nthink\n</analysis>\n\n# Endpoint Implementation Plan", ["POST /api/things"]),
    ],
)
def test_titles(title: str, endpoints: list[str]) -> None:
    (plan,) = read_plans(HERE, title + "\n" + SECTIONS)
    assert [str(one) for one in plan.endpoints] == endpoints
    assert [one.title for one in plan.steps] == ["Add `src/things.ts`", "Test"]
    assert [one.title for one in plan.sections] == [
        "Endpoint Overview",
        "Request Details",
        "Data Flow",
        "Implementation Steps",
    ]
    assert plan.sections[0].body == "Makes a thing."


@pytest.mark.parametrize(
    "title",
    [
        "# API Endpoint Implementation Plan: [Endpoint Name]",
        "# API Endpoint Implementation Plan: {{endpoint}}",
        "# View Implementation Plan: Things",
        "# Plan implementacji widoku Rzeczy",
    ],
)
def test_no_plan_by_title(title: str) -> None:
    assert read_plans(HERE, title + "\n" + SECTIONS) == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# REST API Plan\n## Endpoints\n### GET /a\n- Error codes: 404\n### POST /a\n",
        "# Implementation Summary: GET /a\n## Overview\n## Error Handling\nDone.\n",
        "# Test Plan\n## 1. Steps\n1. a\n2. b\n",
        "# Foo Service Implementation Plan\n## Errors\n## Security\n## Steps\n1. a\n2. b\n",
    ],
)
def test_no_plan_by_content(text: str) -> None:
    assert read_plans(HERE, text) == ()


@pytest.mark.parametrize(
    "title",
    [
        "# Manual tests: POST /api/things",
        "# Test Cases: POST /api/things",
        "# Testy manualne: POST /api/things",
        "# API Documentation: POST /api/things",
        "# Specyfikacja techniczna: rzeczy",
        "# Notatki z implementacji",
    ],
)
def test_what_is_written_beside_plans_is_none(title: str) -> None:
    assert read_plans(HERE, title + "\n" + SECTIONS) == ()


@pytest.mark.parametrize(
    "title", ["# Create Note", "# POST /api/test-results", "# Create Test", "# Reference data"]
)
def test_a_subject_that_sounds_like_another_document(title: str) -> None:
    assert len(read_plans(HERE, title + "\n" + SECTIONS)) == 1


def test_a_report_that_tells_of_endpoints_is_no_plan() -> None:
    inner = SECTIONS.replace("## ", "### ")
    assert read_plans(HERE, f"# Report: Things\n## 2. Done (GET /a)\n{inner}") == ()


def test_a_documentation_with_a_part_on_its_code_is_no_plan() -> None:
    parts = "".join(f"## {one}\n- a\n- b\n" for one in ("Request", "Response", "Implementation"))
    assert read_plans(HERE, "# API Endpoint: GET /a\n" + parts) == ()


def test_thoughts_left_in_a_plan_do_not_divide_it() -> None:
    text = "## Implementation Plan: PUT /a\n\n## <analysis>\nthink\n## </analysis>\n" + SECTIONS
    (plan,) = read_plans(HERE, text)
    assert (plan.title, len(plan.steps)) == ("Implementation Plan: PUT /a", 2)


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE}<analysis>\n1. Key points\n- Think.\n</analysis>\n\n{TITLE}{SECTIONS}",
        f"{TITLE}<analysis>\n## Request\nx\n## Security\nx\n</analysis>\n{TITLE}{SECTIONS}",
        f"{TITLE}\n{TITLE}{SECTIONS}",
        f"{TITLE}{SECTIONS}\n{TITLE}",
        f"# PUT /a\n\n{TITLE}{SECTIONS}",
    ],
)
def test_a_title_that_stands_there_twice_is_of_one_plan(text: str) -> None:
    (plan,) = read_plans(HERE, text)
    assert len(plan.steps) == 2


def test_two_plans_of_one_endpoint_that_both_have_steps_stay_two() -> None:
    first, second = read_plans(HERE, f"{TITLE}{SECTIONS}\n{TITLE}{SECTIONS}")
    assert (first.steps, second.steps) != ((), ())
    assert first.line < second.line


def test_of_plans_without_steps_under_one_title_the_fuller_counts() -> None:
    bare = "## Overview\nx\n## Request\nx\n## Response\nx\n## Data Flow\nx\n"
    (plan,) = read_plans(HERE, f"{TITLE}\n{TITLE}{bare}")
    assert len(plan.sections) == 4


def test_a_plan_for_several_endpoints_that_has_no_steps() -> None:
    parts = "".join(
        f"## {one} - Thing\n### Request\nx\n### Response\nx\n" for one in ("GET /a", "POST /a")
    )
    plans = read_plans(HERE, f"# API Endpoints Implementation Plan: A\n{parts}## Types\nx\n")
    assert [str(*plan.endpoints) for plan in plans] == ["GET /a", "POST /a"]
    assert [plan.steps for plan in plans] == [(), ()]


def test_sections_that_are_steps_stand_before_their_order() -> None:
    text = (
        "# Implementation Plan: GET /a\n## Goal\nx\n## Step 1: x\na\n## Step 2: y\nb\n"
        "## Order of implementation\n1. x and y\n"
    )
    (plan,) = read_plans(HERE, text)
    assert [one.title for one in plan.steps] == ["x", "y"]


def test_a_checklist_under_an_endpoints_title_holds_its_steps() -> None:
    head = "# 3. GET /a - List\n## Request\nx\n## Response\nx\n"
    (plan,) = read_plans(HERE, head + "## Checklist\n- [x] a\n- [ ] b\n")
    assert [(one.title, one.ticked) for one in plan.steps] == [("a", True), ("b", False)]


def test_an_endpoint_named_with_and_without_its_base_is_one() -> None:
    text = (
        "# Endpoint Implementation Plan: A\n## Request Details\n### GET /a/{id}\n- Method: GET\n"
        "- URL: /api/v1/a/:id\n## Data Flow\nx\n## Steps\n1. a\n2. b\n"
    )
    (plan,) = read_plans(HERE, text)
    assert [str(one) for one in plan.endpoints] == ["GET /api/v1/a/:id"]


def test_a_method_may_be_labelled_http() -> None:
    text = (
        "# Endpoint Implementation Plan: A\n## Request Details\n### Lend\n- **HTTP**: `POST`\n"
        "- **URL**: `/shelves/lend`\n### Look\n- **HTTP**: `GET`\n- **URL**: `/shelves/now`\n"
        "## Data Flow\nx\n## Steps\n1. a\n2. b\n"
    )
    (plan,) = read_plans(HERE, text)
    assert [str(one) for one in plan.endpoints] == ["POST /shelves/lend", "GET /shelves/now"]


def test_the_overview_lists_more_than_the_request_shows() -> None:
    text = (
        "# Endpoint Implementation Plan: A\n## Overview\n- `GET /a`\n- `GET /b`\n"
        "## Request Details\n- Method: GET\n- URL: /a\n## Data Flow\nx\n## Steps\n1. a\n2. b\n"
    )
    (plan,) = read_plans(HERE, text)
    assert [str(one) for one in plan.endpoints] == ["GET /a", "GET /b"]


def test_endpoints_of_a_whole_api_stand_under_any_heading() -> None:
    text = (
        "# Complete API Implementation Plan\n## Overview\nx\n## Authentication Endpoints\n"
        "### GET /me\n1. GET /no is called\n## Books\n### POST /books\nx\n## Implementation Order\n"
        "### Phase 1: One\na\n### Phase 2: Two\nb\n"
    )
    (plan,) = read_plans(HERE, text)
    assert [str(one) for one in plan.endpoints] == ["GET /me", "POST /books"]


@pytest.mark.parametrize(
    ("line", "endpoints"),
    [
        ("Create POST /auth/login endpoint for all", ["POST /auth/login"]),
        ("**Expose** the `GET /auth/me` REST route", ["GET /auth/me"]),
        ("Utworzy\u0107 endpoint POST /auth/login", ["POST /auth/login"]),
        ("Doda\u0107 POST /auth/login handler", ["POST /auth/login"]),
        ("Call POST /auth/login endpoint", None),
        ("Create a form that sends POST /auth/login", None),
    ],
)
def test_a_plan_is_of_the_endpoints_that_it_says_are_to_be_made(
    line: str, endpoints: list[str] | None
) -> None:
    text = (
        f"# Implementation Plan: Sign-in (Login)\n## 1. Requirements\n- {line}\n"
        "## 2. Technical Specification\nx\n## 3. Implementation Phases\n### Phase 1: a\nx\n"
        "### Phase 2: b\ny\n"
    )
    found = [[str(one) for one in plan.endpoints] for plan in read_plans(HERE, text)]
    assert found == ([] if endpoints is None else [endpoints])


def test_pairs_under_headings_and_in_fences() -> None:
    text = (
        "# Endpoint Implementation Plan: Me\n## Request Details\n### Metoda HTTP\n**GET**\n"
        "### Struktura URL\n```\n/api/me\n```\n### Przykład\n```http\nGET /api/me/7 HTTP/1.1\n```\n"
        "## Data Flow\nx\n## Steps\n1. a\n2. b\n"
    )
    (plan,) = read_plans(HERE, text)
    assert [str(one) for one in plan.endpoints] == ["GET /api/me"]


@pytest.mark.parametrize(
    ("parts", "endpoints"),
    [
        # Under the heading that names it shortly the path may stand with its base.
        (
            (
                "## Request Details\n### GET /pens\n- **URL**: `/api/pens`\n"
                "### PUT /pens/:id\n- **URL**: `/api/pens/[id]`\n"
            ),
            ["GET /pens", "PUT /pens/:id"],
        ),
        # Files of routes say the paths that they serve.
        (
            (
                "## Request Details\nx\n## Handlers\n### List (`src/pages/api/pens/index.ts`)\n"
                "- **GET**\n  - checks\n- **POST**\n### One (`app/api/pens/[id]/route.ts`)\n"
                "- **PATCH**: changes\n### Service (`src/lib/pens.ts`)\n- **GET**\n"
            ),
            ["GET /api/pens", "POST /api/pens", "PATCH /api/pens/[id]"],
        ),
    ],
)
def test_a_plan_of_a_resource_names_its_endpoints_in_its_parts(
    parts: str, endpoints: list[str]
) -> None:
    text = (
        f"# API Endpoint Implementation Plan: Pens\n{parts}## Data Flow\nx\n## Steps\n1. a\n2. b\n"
    )
    (plan,) = read_plans(HERE, text)
    assert [str(one) for one in plan.endpoints] == endpoints


def test_several_plans_under_their_own_titles() -> None:
    one = "# Implementation Plan: GET /a\n" + SECTIONS
    two = "# PATCH /a/{id}\n## Request Details\nx\n"
    last = "# Summary\ntext\n"
    first, second = read_plans(HERE, one + two + last)
    assert [str(end) for end in (*first.endpoints, *second.endpoints)] == [
        "GET /a",
        "PATCH /a/{id}",
    ]
    assert (second.line, second.last) == (first.last + 1, first.last + 3)


def test_a_plan_among_several_may_leave_its_steps_to_another() -> None:
    two = "# Pens API Implementation Plan\n## Request\n### GET /pens\n## Others\nAs above.\n"
    text = f"# API Implementation Plan\n## Files\nx\n{TITLE}{SECTIONS}{two}# Common\n## Env\nx\n"
    things, pens = read_plans(HERE, text)
    assert (len(things.steps), pens.steps) == (2, ())
    assert [str(one) for one in pens.endpoints] == ["GET /pens"]
    assert read_plans(HERE, two) == ()


def test_parts_that_name_their_steps_each_in_another_way() -> None:
    def part(number: int, call: str, heading: str) -> str:
        return (
            f"## {number}. {call}\n\n### 1. Overview\n\nx\n\n### 2. Request Details\n\n- {call}\n\n"
            f"### 3. Types\n\n- `A`\n\n### 4. {heading}\n\n1. File\n2. Tests\n\n"
        )

    text = "# API Endpoint Implementation Plan \u2013 Group: A\n\n## Contents\n\n1. POST /a\n\n"
    text += part(1, "POST /a", "Implementation Steps") + part(2, "GET /a/me", "Steps")
    found = [
        ([str(one) for one in plan.endpoints], len(plan.steps)) for plan in read_plans(HERE, text)
    ]
    assert found == [(["POST /a"], 2), (["GET /a/me"], 2)]


def test_several_plans_under_one_title() -> None:
    inner = SECTIONS.replace("## ", "### ")
    text = f"# Implementation Plans for Things\n## GET /a\n{inner}\n## POST /a\n{inner}"
    assert [str(plan.endpoints[0]) for plan in read_plans(HERE, text)] == ["GET /a", "POST /a"]


def test_the_demo_plan() -> None:
    demo = Path(__file__).parents[3] / "agent/demo/project/.ai/endpoints"
    (file,) = demo.glob("*.md")
    (plan,) = read_plans(HERE, file.read_text())
    assert str(plan.endpoints[0]) == "GET /api/books/{book_id}"
    assert len(plan.sections) == 9
    assert [(one.kind, len(one.files), bool(one.proof)) for one in plan.steps] == [
        ("edit", 1, True)
    ] * 5


def test_an_api_plan_with_steps_is_no_implementation_plan() -> None:
    assert read_plans(HERE, "# REST API Plan\n" + SECTIONS) == ()
    assert read_plans(HERE, "# Things API - Implementation Summary\n" + SECTIONS) == ()


def test_a_plan_without_headings() -> None:
    text = "# API Endpoint Implementation Plan: Things\n\nPOST /a\n\n1. Overview\n- Method: POST\n"
    (plan,) = read_plans(HERE, text)
    assert [str(one) for one in plan.endpoints] == ["POST /a"]


def test_phases_as_sections() -> None:
    text = (
        "# Implementation Plan: GET /a\n## Overview\n## Data Flow\n"
        "## Phase 1: Model\n1. x\n2. y\n## Phase 2: Route\n## Notes\n"
    )
    (plan,) = read_plans(HERE, text)
    assert [(one.number, one.title) for one in plan.steps] == [("1", "Model"), ("2", "Route")]
    assert [one.number for one in plan.steps[0].items] == ["1.1", "1.2"]


def test_stray_heading_amid_steps() -> None:
    text = (
        "# Implementation Plan: GET /a\n## 1. Data Flow\n## 2. Implementation Steps\n"
        "### Step 1: x\n## NOT FOR MVP\ntext\n### Step 2: y\n## 3. Notes\n### Step 3: no\n"
    )
    (plan,) = read_plans(HERE, text)
    assert [one.title for one in plan.steps] == ["x", "y"]


@pytest.mark.parametrize(
    "text",
    [
        "\0" * 1000,
        "# Implementation Plan: GET /a\n## Steps\n" + "- [ ] \n" * 2000,
        "# Implementation Plan: GET /a\n## Implementation Steps\n" + "1. same\n" * 2000,
        "# Implementation Plan: GET /a\n## Implementation Steps\n"
        + "### Step 1\n- a\n- b\n" * 1000,
        "# Implementation Plan: GET /a\n" * 1000,
        "# Implementation Plan: " + "GET,POST," * 50_000,
        "## Implementation Steps\n" + "[" * 200_000 + "\n" + "1. **" * 20_000,
        "# Endpoint Implementation Plan\n## Request Details\nURL: " + "/a" * 200_000,
        "# Endpoint Implementation Plan\n## Request Details\n" + "-" * 200_000 + ": x",
        "## Implementation Steps\n1. " + "a/" * 100_000 + "\n2. " + "`" * 100_000,
        "# Plan implementacji\n## Implementation Steps\n" + "> " * 5000 + "x",
    ],
)
def test_hostile_texts_are_read_in_time(text: str) -> None:
    start = time.process_time()
    read_plans(HERE, text)
    assert time.process_time() - start < 20  # quadratic takes minutes


@pytest.mark.parametrize(
    ("title", "asked", "flow", "steps", "step"),
    [
        ("Implementierungsplan: POST /a", "Anfrage", "Datenfluss", "Umsetzungsschritte", "Schritt"),
        ("Implementační plán: POST /a", "Požadavek", "Tok dat", "Kroky implementace", "Krok"),
        ("Umsetzungsplan für POST /a", "Anfrage", "Ablauf", "Schritte der Umsetzung", "Schritt"),
        (
            "Plan d\u2019implémentation : POST /a",
            "Requête",
            "Flux",
            "Étapes d\u2019implémentation",
            "Étape",
        ),
        (
            "Plan de implementación: POST /a",
            "Solicitud",
            "Flujo",
            "Pasos de implementación",
            "Paso",
        ),
        (
            "Plano de implementação: POST /a",
            "Requisição",
            "Fluxo",
            "Etapas de implementação",
            "Etapa",
        ),
        ("Piano di implementazione: POST /a", "Richiesta", "Flusso", "Fasi di sviluppo", "Fase"),
        ("План реализации POST /a", "Запрос", "Поток данных", "Этапы реализации", "Этап"),
        ("План реалізації POST /a", "Запит", "Потік даних", "Кроки реалізації", "Крок"),
        ("API実装計画 POST /a", "リクエスト", "データフロー", "実装手順", "ステップ"),
        ("接口实施计划 POST /a", "请求", "数据流", "实施步骤", "步骤"),
        ("구현 계획: POST /a", "요청", "흐름", "구현 단계", "단계"),
    ],
)
def test_plans_in_other_languages(title: str, asked: str, flow: str, steps: str, step: str) -> None:
    text = (
        f"# {title}\n\n## 1. {asked}\n\n- x\n\n## 2. {flow}\n\nIn, out.\n\n"
        f"## 3. {steps}\n\n### {step} 1: Model\n\n- a\n\n### {step} 2: Route\n"
    )
    assert classify(RepoPath("docs/x.md"), text) == "plan"
    (plan,) = read_plans(HERE, text)
    assert [str(one) for one in plan.endpoints] == ["POST /a"]
    assert [(one.number, one.title) for one in plan.steps] == [("1", "Model"), ("2", "Route")]
    assert sum(section_kind(one.title) is not None for one in plan.sections) == 3


def test_a_plan_of_a_whole_api_in_phases() -> None:
    text = (
        "# Shop API Implementation Plan\n\n## Overview\n\nOf a shop.\n\n## Phase 1: Base\n\n"
        "### 1.1 Authentication\n\n- a\n\n### 1.2 Error Handling\n\n- e\n\n"
        "### 1.3 Join Request Controller\n\n- `JoinController.php`\n"
        "  - POST /joins\n\n## Phase 1 Status: DONE\n\n## Phase 2: Books\n\n- b\n\n"
        "## Phase 2 Status: OPEN\n\n## Route Summary\n\n```\nPublic:\n  GET  /books\n"
        "  GET  /books/{id}\nAuth:\n  POST /joins\n```\n\n## Verification\n\n```\nGET /books\n"
        "GET /pens\nGET /inks\n```\n"
    )
    (plan,) = read_plans(HERE, text)
    assert [one.title for one in plan.steps] == ["Base", "Books"]
    assert [str(one) for one in plan.endpoints] == ["POST /joins", "GET /books", "GET /books/{id}"]


def test_whole_plans_in_groups_below_one_title() -> None:
    def part(call: str) -> str:
        return (
            f"### 2.1 {call}\n\n#### Overview\n\nx\n\n#### Request Details\n\n- {call}\n\n"
            "#### Data Flow\n\nIn, out.\n\n#### Implementation Steps\n\n1. File\n2. Tests\n\n"
        )

    text = "# Complete API Implementation Plan\n\n## 1. Overview\n\nAll.\n\n## 2. Own Endpoints\n\n"
    text += part("POST /a") + part("DELETE /a") + "## 3. Functions\n\n### 3.1 touch\n\n- all\n"
    found = [
        ([str(one) for one in plan.endpoints], len(plan.steps)) for plan in read_plans(HERE, text)
    ]
    assert found == [(["POST /a"], 2), (["DELETE /a"], 2)]


def test_a_plan_apiece_below_names_of_no_endpoint() -> None:
    def part(number: str, call: str) -> str:
        method, path = call.split()
        return (
            f"### {number} Save summary\n\n#### Request Details\n\n- **Method:** `{method}`\n"
            f"- **URL:** `{path}`\n\n#### Response Details\n\n200\n\n"
            "#### Implementation Steps\n\n1. File\n2. Tests\n\n---\n\n"
        )

    title, end = "# REST API Implementation Plans\n\n## 1. Own\n\n", "## Patterns\n\n1. Any\n"
    text = title + part("1.1", "PUT /a") + part("1.2", "PUT /b") + end
    found = read_plans(HERE, text)
    assert [str(one) for plan in found for one in plan.endpoints] == ["PUT /a", "PUT /b"]
    assert [len(plan.steps) for plan in found] == [2, 2]

    alone = read_plans(HERE, text.replace("#### Request Details", "#### Notes", 1))
    assert [str(one) for plan in alone for one in plan.endpoints] != ["PUT /a", "PUT /b"]


def test_steps_of_a_deployment_are_a_plans_where_it_has_no_others() -> None:
    text = TITLE + "\n## Request\n\nNone.\n\n## 8. Deployment Steps\n\n1. File\n2. Tests\n"
    (plan,) = read_plans(HERE, text)
    assert [step.title for step in plan.steps] == ["File", "Tests"]


def test_calls_listed_with_and_without_their_base_are_the_same() -> None:
    text = "# API Endpoint Implementation Plan: Books\n\n## 1. Endpoint Overview\n\n- GET /books\n"
    text += "- POST /books\n- GET /api/books\n\n## 2. Request\n\nNone.\n\n"
    text += "## 9. Implementation Steps\n\n1. File\n2. Tests\n"
    (plan,) = read_plans(HERE, text)
    assert [str(one) for one in plan.endpoints] == ["POST /books", "GET /api/books"]


def test_a_plan_of_a_feature_is_of_none_of_the_endpoints_that_serve_it() -> None:
    body = "\n\n## 2. Inputs\n\n- `POST /api/boats`\n\n## 9. Implementation Steps\n\n1. Go\n2. On\n"
    core = "\n## 3. Used Types\n\n- a\n\n## 5. Data Flow\n\n- b\n\n## 7. Error Handling\n\n- c\n"
    path = RepoPath(".ai/plan.md")
    [feature] = read_plans(path, f"# Feature Implementation Plan: US-1 Sail{body}{core}")
    [other] = read_plans(path, f"# Implementation Plan: Sail{body}{core}")
    assert feature.endpoints == ()
    assert [str(one) for one in other.endpoints] == ["POST /api/boats"]


def test_a_request_in_polish_is_no_task() -> None:
    text = (
        "# API Endpoint Implementation Plan: POST /lamps\n\n## 1. Żądanie\n\n- **POST** `/lamps`\n"
        "- Body: `{}`\n\n## 2. Typy\n\n- `Lamp`\n\n## 3. Kroki\n\nRoute, schema, tests.\n"
    )
    (plan,) = read_plans(HERE, text)
    assert plan.steps == ()
    assert section_kind("2. Żądanie") == "request"
