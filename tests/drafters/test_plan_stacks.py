"""Where the steps of an endpoint go in each stack, by its convention or the project's habits."""

from __future__ import annotations

import re

import pytest
from planprojects import endpoint, profile

from agent.core.documents import Document, RepoPath
from agent.core.spec import Rule
from agent.drafter import Code, PlanDraft, PlanRequest
from agent.drafters.builtin import plan as drafter
from agent.sources.gather import gather
from agent.sources.plans import read_plans

API = """# API Plan

### POST /api/loan-items

Adds a loan item.

- Request body: `{"title": "a"}`
- Response: 201 Created

```json
{"id": 1, "title": "a"}
```
"""
SIBLING = """# API Endpoint Implementation Plan: GET /api/loan-items

## 1. Endpoint Overview

Lists them.

## 2. Response Details

- `200`

## 3. Data Flow

Reads them.

## 4. Implementation Steps

### 1. Service

- Files: `{file}`
"""
FILES = re.compile(r"files: (.*)$", re.MULTILINE)


def steps(stack: str, *there: str, rules: str = "", sibling: str = "") -> list[str]:
    """The files of the steps in a project of this tech stack."""
    documents = [
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
        Document(
            path=RepoPath(".ai/tech-stack.md"), role="tech-stack", text=f"# Stack\n\n{stack}\n"
        ),
    ]
    texts = {one.path: one.text for one in documents}
    rule = Rule(path=RepoPath(".cursor/rules/backend.mdc"), text=rules, always=True)
    texts[rule.path] = rules
    plan = RepoPath(".ai/get-loan-items-implementation-plan.md")
    texts[plan] = SIBLING.replace("{file}", sibling)
    target = endpoint("POST /api/loan-items")
    request = PlanRequest(
        spec=gather(target, documents, (rule,) if rules else ()),
        profile=profile(),
        path=RepoPath(".ai/p.md"),
        answers=(),
        siblings=read_plans(plan, texts[plan]) if sibling else (),
        code=Code(
            paths=tuple(RepoPath(one) for one in there),
            read=lambda path: texts.get(path, "").encode() or None,
        ),
    )
    drafted = drafter.plan(request)
    assert isinstance(drafted, PlanDraft)
    return [re.sub(r"[`]| \((?:new|exists)\)", "", one) for one in FILES.findall(drafted.text)]


CONVENTIONS = {
    "Astro 5, Supabase, zod": [
        "src/types.ts",
        "src/lib/schemas/loan-item.schema.ts",
        "src/lib/services/loan-item.service.ts",
        "src/pages/api/loan-items.ts",
        "src/lib/services/loan-item.service.test.ts",
    ],
    "Next.js 15 with Supabase": [
        "src/types.ts",
        "src/lib/services/loan-item.service.ts",
        "src/app/api/loan-items/route.ts",
        "src/lib/services/loan-item.service.test.ts",
    ],
    "ASP.NET Core 9": [
        "Dtos/LoanItemDtos.cs",
        "Services/LoanItemService.cs",
        "Controllers/LoanItemsController.cs",
        "Tests/LoanItemsControllerTests.cs",
    ],
    "FastAPI": [
        "app/schemas/loan_items.py",
        "app/services/loan_items.py",
        "app/routers/loan_items.py",
        "tests/test_loan_items.py",
    ],
    "Django REST Framework": [
        "loan_items/serializers.py",
        "loan_items/services.py",
        "loan_items/views.py",
        "loan_items/urls.py",
        "loan_items/tests/test_loan_items.py",
    ],
    "NestJS": [
        "src/loan-items/dto/create-loan-item.dto.ts",
        "src/loan-items/loan-items.service.ts",
        "src/loan-items/loan-items.controller.ts",
        "src/loan-items/loan-items.module.ts",
        "test/loan-items.e2e-spec.ts",
    ],
    "Laravel 12": [
        "app/Http/Resources/LoanItemResource.php",
        "app/Http/Requests/CreateLoanItemRequest.php",
        "app/Services/LoanItemService.php",
        "app/Http/Controllers/Api/LoanItemController.php",
        "routes/api.php",
        "tests/Feature/LoanItemTest.php",
    ],
    "Symfony 7": [
        "src/Dto/CreateLoanItemRequest.php, src/Dto/LoanItemResponse.php",
        "src/Service/LoanItemService.php",
        "src/Controller/LoanItemController.php",
        "tests/Controller/LoanItemControllerTest.php",
    ],
    "Express": [
        "src/types/loan-item.ts",
        "src/services/loan-item.service.ts",
        "src/routes/loan-items.ts",
        "src/services/loan-item.service.test.ts",
    ],
    "COBOL on a mainframe": ["you choose", "you choose", "you choose", "you choose"],
}


@pytest.mark.parametrize("stack", CONVENTIONS)
def test_where_nothing_speaks_for_a_place_the_stack_s_convention_does(stack: str) -> None:
    assert steps(stack) == CONVENTIONS[stack]


def test_spring_needs_a_package_that_something_names() -> None:
    assert steps("Spring Boot 3") == ["you choose"] * 4
    assert steps("Spring Boot 3", rules="Services are in com.acme.shop.service.") == [
        (
            "src/main/java/com/acme/shop/dto/CreateLoanItemRequest.java, "
            "src/main/java/com/acme/shop/dto/LoanItemResponse.java"
        ),
        "src/main/java/com/acme/shop/service/LoanItemService.java",
        "src/main/java/com/acme/shop/controller/LoanItemController.java",
        "src/test/java/com/acme/shop/controller/LoanItemControllerTest.java",
    ]
    there = "be/src/main/java/org/x/service/UserService.java"
    assert steps("Spring Boot 3", there)[1:3] == [
        "be/src/main/java/org/x/service/LoanItemService.java",
        "be/src/main/java/org/x/controller/LoanItemController.java",
    ]


def test_the_project_s_own_folders_come_first() -> None:
    asp = steps("ASP.NET Core 9", "Shop.Api/Controllers/UsersController.cs")
    assert asp == [
        "Shop.Api/Dtos/LoanItemDtos.cs",
        "Shop.Api/Services/LoanItemService.cs",
        "Shop.Api/Controllers/LoanItemsController.cs",
        "Shop.Api/Tests/LoanItemsControllerTests.cs",
    ]
    astro = steps(
        "Astro", "src/lib/services/user.service.ts", "src/lib/services/user.service.spec.ts"
    )
    assert astro[1] == "src/lib/services/loan-item.service.ts"
    assert astro[3] == "src/lib/services/loan-item.service.spec.ts"


def test_the_plans_of_siblings_come_before_a_convention() -> None:
    django = steps("Django", sibling="stock/services/loan_items.py")
    assert django[:3] == [
        "stock/serializers.py",
        "stock/services/loan_items.py",
        "stock/views.py",
    ]
    nuxt = steps("Nuxt", sibling="server/services/loanItem.service.ts")
    assert nuxt[1] == "server/services/loanItem.service.ts"
