"""What an endpoint wants of an application of Django, and where rows are mapped to classes."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from planprojects import asked
from test_plan_stacks import drafted

from agent.core.documents import Document, RepoPath
from agent.core.spec import Rule
from agent.drafter import Code, PlanDraft
from agent.drafters.builtin import plan as drafter

API = """# API Plan

### POST /api/loan-items

Adds a loan item. Authentication required.

- Request body: `{"title": "a"}`
- Response: 201 Created

```json
{"id": 1, "title": "a", "readers_count": 0}
```

- Errors: 401 Unauthorized without a token, 409 Conflict when the title is taken

### PATCH /api/loan-items/{id}

Changes a loan item.

### POST /api/loan-items/returns

Adds a return.

- Request body: `{"title": "a"}`
- Response: 201 Created

```json
{"id": 1}
```

### GET /api/auth/me

Shows who calls.

- Response: 200 OK

```json
{"id": 1, "email": "a@b.c"}
```
"""
DB = """# Database

### stock_loanitem

| Column | Type | Constraints |
|--------|------|-------------|
| id | bigint | PRIMARY KEY |
| title | text | NOT NULL, UNIQUE |

Triggers: AFTER INSERT `fn_count_items()` ON stock_loanitem
"""
DRF = "- Backend: Django REST framework"
MODEL = "The table `stock_loanitem` has no model yet: write it, with its migration"
MAPPED = "It catches the exceptions of `create_loan_item` and answers their statuses"
PASSED = "those of `create_loan_item` pass"
DTOS = "Commands & DTOs: `store/domains/*_dto.py`"
SIBLING = "- Each module has a sibling `tests/` folder"


def planned(
    call: str, stack: str = DRF, *, rules: str = "", files: dict[str, str] | None = None
) -> str:
    """The plan in a project of these files."""
    documents = [
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
        Document(path=RepoPath(".ai/tech-stack.md"), role="tech-stack", text=f"# Stack\n\n{stack}"),
    ]
    documents += [
        Document(path=RepoPath(path), role="types", text=text)
        for path, text in (files or {}).items()
        if "/schemas/" in path
    ]
    request = asked(tuple(documents), call)
    rule = Rule(path=RepoPath(".cursor/rules/backend.mdc"), text=rules, always=True)
    texts = {one.path: one.text for one in documents} | {rule.path: rules}
    texts |= {RepoPath(path): text for path, text in (files or {}).items()}
    made = drafter.plan(
        replace(
            request,
            spec=replace(request.spec, rules=(rule,) if rules else ()),
            rules=(rule,) if rules else (),
            code=Code(
                listed=lambda: tuple(texts), read=lambda path: texts.get(path, "").encode() or None
            ),
        )
    )
    assert isinstance(made, PlanDraft)
    return made.text


@pytest.mark.parametrize(
    ("stack", "files", "expected"),
    [
        (DRF, {}, "`stock/models.py` (new)"),
        (DRF, {"stock/models.py": "class Shelf(Model):\n"}, "`stock/models.py` (exists)"),
        (DRF, {"stock/models.py": "class LoanItem(Model):\n"}, ""),
        ("- Backend: FastAPI, SQLAlchemy", {}, "`app/models/loan_item.py` (new)"),
        (
            "- Backend: FastAPI, SQLAlchemy",
            {"app/models/loan.py": 'class Loan(Base):\n    __tablename__ = "stock_loanitem"\n'},
            "",
        ),
        ("- Backend: FastAPI, Supabase", {}, ""),
        ("- Backend: NestJS", {}, ""),
    ],
)
def test_a_table_without_a_model_gets_one(stack: str, files: dict[str, str], expected: str) -> None:
    text = planned("POST /api/loan-items", stack, files=files)
    assert (MODEL in text) == bool(expected)
    assert expected in text
    assert bool(re.search(r"`[^`]*models[^`]*` \((?:new|exists)\)", text)) == bool(expected)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {},
            '`include("stock.urls")` in the project\'s own `urls.py`; `stock` in `INSTALLED_APPS`',
        ),
        (
            {"site/settings.py": "A = 1", "site/urls.py": "A = 1", "stock/apps.py": "A = 1"},
            '`include("stock.urls")` in `site/urls.py`\n',
        ),
        ({"stock/urls.py": "urlpatterns = []"}, ""),
    ],
)
def test_the_routes_of_a_new_application_are_included(files: dict[str, str], said: str) -> None:
    text = planned("POST /api/loan-items", files=files)
    assert said in text
    assert ("include(" in text) == bool(said)


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("", PASSED),
        ("- The view must catch domain exceptions and map them to HTTP codes.", MAPPED),
        ("- Raise domain exceptions. Map errors to HTTP codes in the view layer.", MAPPED),
        ("- Log each exception of a view.", PASSED),
    ],
)
def test_a_rule_says_who_makes_statuses_of_exceptions(rules: str, said: str) -> None:
    text = planned("POST /api/loan-items", rules=rules)
    assert [one for one in (PASSED, MAPPED) if one in text] == [said]


def test_the_service_does_what_no_trigger_does() -> None:
    text = planned("POST /api/loan-items")
    section = text.partition("## 5.")[2].partition("## 6.")[0]
    flow = re.findall(r"^(\d+)\. (.*)", section, re.MULTILINE)
    fired = next(int(number) for number, said in flow if "fn_count_items" in said)
    answered = int(flow[-1][0])
    told = re.search(r"section 5, no\. ([\d\u2013, ]+); writes `stock_loanitem`", text)
    assert "readers_count" in flow[-1][1]
    assert told is not None
    assert told[1] == f"{fired - 2}\u2013{fired - 1}, {answered}"


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ("- Commands & DTOs (`store/domains/*_dto.py`) are dataclasses", [DTOS]),
        ("- Commands & DTOs (`src/domains/*_dto.ts`) are types", []),
        ("- DTOs of the frontend (`store/domains/*_dto.py`)", []),
    ],
)
def test_types_of_a_kind_have_the_files_of_a_rule(rules: str, told: list[str]) -> None:
    text = planned("POST /api/loan-items", rules=rules)
    assert re.findall(r"Commands & DTOs: `[^`]+`", text) == told


def test_who_calls_is_of_the_application_of_accounts() -> None:
    text = planned("GET /api/auth/me", files={"account/views.py": "A = 1"})
    assert "`account/serializers.py` (new)" in text
    assert "me/" not in text.partition("Implementation Steps")[2]


def test_each_layer_has_a_test_beside_it() -> None:
    text = planned("POST /api/loan-items", rules=SIBLING)
    tests = re.findall(r"`([\w/]*tests/test_\w+\.py)` \(new\)", text)
    assert tests == [
        "stock/tests/test_loan_item_service.py",
        "stock/tests/test_loan_item_serializer.py",
        "stock/tests/test_loan_item_view.py",
    ]


@pytest.mark.parametrize(
    ("line", "app"),
    [
        ('    path("loan-items/", shown),', "desk"),
        ('    router.register(r"loan-items", shown)', "desk"),
        ('    path("loan-items/", include("other.urls")),', "stock"),
        ('    path("readers/", shown),', "stock"),
    ],
)
def test_the_application_is_the_one_that_serves_the_path(line: str, app: str) -> None:
    text = planned("POST /api/loan-items", files={"desk/urls.py": line, "desk/views.py": "A = 1"})
    assert f"`{app}/serializers.py` (new)" in text


def test_its_own_serializers_check_what_comes_in() -> None:
    text = planned("POST /api/loan-items", rules="- Use pydantic for settings")
    assert "Validate body (section 2) with Django REST framework" in text
    assert "Pydantic" not in text


def test_routes_below_the_name_of_an_application_are_its_own() -> None:
    files = {
        "site/manage.py": "import django",
        "site/stock/urls.py": "",
        "loan_items/urls.py": '    path("returns/", shown),',
        "loan_items/serializers.py": "class ReturnSerializer(Serializer):\n    pass\n",
    }
    text = planned("POST /api/loan-items/returns", files=files)
    assert "`loan_items/serializers.py` (exists)" in text
    assert "`ReturnSerializer` (exists)" in text
    assert "site/loan_items" not in text


@pytest.mark.parametrize(
    ("rules", "given"),
    [
        ("", "validated_data"),
        (
            (
                "- Adding an endpoint: (1) create Serializer + `to_command()`, (2) the Service,"
                " (3) the view, (4) tests\n"
            ),
            "to_command()",
        ),
    ],
)
def test_a_service_gets_what_the_serializer_let_through(rules: str, given: str) -> None:
    text = drafted("Django REST framework", rules=rules)
    assert f" with `LoanItemCreateSerializer.{given}` and returns `201`" in text
