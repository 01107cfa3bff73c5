"""Where the steps of an endpoint go in each stack, by its convention or the project's habits."""

from __future__ import annotations

import re

import pytest
from planprojects import endpoint, profile

from agent.core.documents import Document, RepoPath
from agent.core.spec import Rule
from agent.drafter import Code, PlanDraft, PlanRequest
from agent.drafters.builtin import plan as drafter
from agent.sources.gathering.gather import gather
from agent.sources.plans.reading import read_plans

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
PARTS = (("use_cases", ""), ("dto", "_command"))
APPS = tuple(
    f"{app}/services/{before}{thing}_{deed}_service.py"
    for app, thing, deeds in (
        ("stock", "loan_item", ("update", "delete")),
        ("people", "member", ("create", "update", "delete")),
        ("people", "guest", ("create", "update")),
    )
    for deed in deeds
    for before in ("", "tests/test_")
)
FILES = re.compile(r"files: (.*)$", re.MULTILINE)


DB = """# Database

### stock_loanitem

| Column | Type | Constraints |
|--------|------|-------------|
| id | bigint | PRIMARY KEY |
| title | text | NOT NULL |
"""


def drafted(
    stack: str, *there: str, rules: str = "", sibling: str = "", table: str = "", by_hand: str = ""
) -> str:
    """The plan in a project of this tech stack."""
    documents = [
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
        Document(
            path=RepoPath(".ai/tech-stack.md"), role="tech-stack", text=f"# Stack\n\n{stack}\n"
        ),
    ]
    if table:
        db = DB.replace("stock_loanitem", table)
        documents.append(Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=db))
    texts = {one.path: one.text for one in documents}
    rule = Rule(
        path=RepoPath(f".cursor/rules/{by_hand or 'backend'}.mdc"), text=rules, always=not by_hand
    )
    texts[rule.path] = rules
    plan = RepoPath(".ai/get-loan-items-implementation-plan.md")
    texts[plan] = SIBLING.replace("{file}", sibling)
    target = endpoint("POST /api/loan-items")
    request = PlanRequest(
        spec=gather(target, documents, (rule,) if rules and not by_hand else ()),
        profile=profile(),
        path=RepoPath(".ai/p.md"),
        answers=(),
        siblings=read_plans(plan, texts[plan]) if sibling else (),
        code=Code(
            listed=lambda: tuple(RepoPath(one) for one in there),
            read=lambda path: texts.get(path, "").encode() or None,
        ),
        rules=(rule,) if rules else (),
    )
    made = drafter.plan(request)
    assert isinstance(made, PlanDraft)
    return made.text


def steps(
    stack: str, *there: str, rules: str = "", sibling: str = "", table: str = ""
) -> list[str]:
    """The files of the steps in a project of this tech stack."""
    text = drafted(stack, *there, rules=rules, sibling=sibling, table=table)
    found = FILES.findall(text)
    return [re.sub(r"[`]| \((?:new|new if missing|exists)\)", "", one) for one in found]


CONVENTIONS = {
    "Astro 5, Supabase, zod": [
        "src/types.ts",
        "src/lib/schemas/loan-item.schema.ts",
        "src/lib/services/loan-item.service.ts",
        "src/pages/api/loan-items.ts",
        "src/lib/services/loan-item.service.test.ts, tests/api/loan-items.test.ts",
    ],
    "Next.js 15 with Supabase": [
        "src/types.ts",
        "src/lib/services/loan-item.service.ts",
        "src/app/api/loan-items/route.ts",
        "src/lib/services/loan-item.service.test.ts, src/app/api/loan-items/route.test.ts",
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


STATED = (
    "Services are in com.acme.shop.service.",
    "- The base package is `com.acme.shop`.",
    "- Group: com.acme.shop",
    "- `./src/main/java/com/acme/shop/controller` - REST controllers",
)


@pytest.mark.parametrize("rules", STATED)
def test_the_package_of_java_is_that_which_documents_name(rules: str) -> None:
    assert steps("Spring Boot 3", rules=rules) == [
        (
            "src/main/java/com/acme/shop/dto/CreateLoanItemRequest.java, "
            "src/main/java/com/acme/shop/dto/LoanItemResponse.java"
        ),
        "src/main/java/com/acme/shop/service/LoanItemService.java",
        "src/main/java/com/acme/shop/controller/LoanItemController.java",
        "src/test/java/com/acme/shop/controller/LoanItemControllerTest.java",
    ]
    assert "com.example" not in drafted("Spring Boot 3", rules=rules)


def test_the_package_of_java_is_that_of_its_files() -> None:
    there = "be/src/main/java/org/x/service/UserService.java"
    assert steps("Spring Boot 3", there)[1:3] == [
        "be/src/main/java/org/x/service/LoanItemService.java",
        "be/src/main/java/org/x/controller/LoanItemController.java",
    ]
    begun = "src/main/java/org/x/shop/ShopApplication.java"
    assert "src/main/java/org/x/shop/service/LoanItemService.java" in steps("Spring Boot 3", begun)


def test_a_package_that_nothing_names_has_a_stand_in_that_the_plan_names() -> None:
    files = steps("Spring Boot 3", rules="- `./backend/src/main/java` - sources")
    assert files[1] == "backend/src/main/java/com/example/service/LoanItemService.java"
    told = "`com.example` stands for the base package, which no document and no file names"
    assert drafted("Spring Boot 3").count(told) == 1
    later = drafted("Spring Boot 3", sibling="src/main/java/com/example/service/BookService.java")
    assert "src/main/java/com/example/service/LoanItemService.java" in later
    assert told not in later


def test_a_test_of_the_controller_stands_in_its_package() -> None:
    files = steps("Spring Boot 3", rules="- `./src/test/java/org/x/service/` - tests of services")
    assert files[3] == "src/test/java/org/x/controller/LoanItemControllerTest.java"


def test_the_queries_of_spring_stand_in_the_repository_of_their_table() -> None:
    found = drafted("Spring Boot 3", table="loan_items")
    assert "/com/example/repository/LoanItemRepository.java` (new)" in found
    stored = drafted("Spring Boot 3", table="stock_loanitem")
    assert "/com/example/repository/StockLoanitemRepository.java` (new)" in stored
    known = "src/main/java/com/example/repository/LoanItemRepository.java"
    assert f"`{known}` (exists)" in drafted("Spring Boot 3", known, table="loan_items")
    alone = "src/main/java/org/x/service/UserService.java"
    assert "Repository" not in drafted("Spring Boot 3", alone, table="loan_items")


def test_the_project_s_own_folders_come_first() -> None:
    asp = steps("ASP.NET Core 9", "Shop.Api/Controllers/UsersController.cs")
    assert asp == [
        "Shop.Api/Dtos/LoanItemDtos.cs",
        "Shop.Api/Services/LoanItemService.cs",
        "Shop.Api/Controllers/LoanItemsController.cs",
        "Shop.Api.Tests/LoanItemsControllerTests.cs",
    ]
    astro = steps(
        "Astro", "src/lib/services/user.service.ts", "src/lib/services/user.service.spec.ts"
    )
    assert astro[1] == "src/lib/services/loan-item.service.ts"
    assert astro[3].startswith("src/lib/services/loan-item.service.spec.ts, ")
    assert astro[3].endswith(" tests/api/loan-items.spec.ts")


def test_the_plans_of_siblings_come_before_a_convention() -> None:
    django = steps("Django", sibling="stock/services/loan_items.py")
    assert django[:3] == [
        "stock/serializers.py",
        "stock/services/loan_items.py",
        "stock/views.py",
    ]
    nuxt = steps("Nuxt", sibling="server/services/loanItem.service.ts")
    assert nuxt[1] == "server/services/loanItem.service.ts"


@pytest.mark.parametrize(
    ("stack", "rules", "files"),
    [
        ("Ruby on Rails 8", "", ["test/controllers/api/loan_items_controller_test.rb"]),
        ("Ruby on Rails 8", "- Test with RSpec.", ["spec/requests/loan_items_spec.rb"]),
        (
            "ASP.NET Core 9",
            "- Use Minimal APIs.\n- `Shop.Api/` holds the server.\n- Keep to CQRS.",
            [
                (
                    "Shop.Api/Application/LoanItems/CreateLoanItemCommandHandler.cs, "
                    "Shop.Api/Application/LoanItems/CreateLoanItemCommand.cs"
                ),
                "Shop.Api/Endpoints/LoanItemsEndpoints.cs",
                "Shop.Api.Tests/LoanItemsEndpointsTests.cs",
            ],
        ),
        (
            "Spring Boot 3",
            "- `./be/src/main/java/org/x/model` - DTOs of the server\n- org.x.service has services",
            [
                (
                    "be/src/main/java/org/x/model/CreateLoanItemRequest.java, "
                    "be/src/main/java/org/x/model/LoanItemResponse.java"
                ),
                "be/src/main/java/org/x/service/LoanItemService.java",
            ],
        ),
        (
            "Spring Boot 3",
            "- `./backend/src/main/java` - sources\n- org.x.service has services",
            ["backend/src/main/java/org/x/service/LoanItemService.java"],
        ),
    ],
)
def test_the_way_to_build_is_that_of_the_rules(stack: str, rules: str, files: list[str]) -> None:
    found = steps(stack, rules=rules)

    assert [one for one in files if one not in found] == []


def test_a_handler_is_called_by_its_name() -> None:
    text = drafted("ASP.NET Core 9", rules="Keep to CQS.")

    assert "calls `CreateLoanItemCommandHandler`" in text


@pytest.mark.parametrize(
    ("table", "app"),
    [("stock_loanitem", "stock"), ("stock_shelf", "loan_items"), ("items", "loan_items")],
)
def test_a_django_table_names_its_application(table: str, app: str) -> None:
    assert steps("Django", table=table)[0] == f"{app}/serializers.py"


def test_the_folder_around_the_layers_is_the_project_s() -> None:
    found = steps("FastAPI", "src/services/users.py", "src/routers/users.py")

    assert found[0] == "src/schemas/loan_items.py"


def test_a_file_that_is_not_this_endpoint_s_alone_is_new_only_if_missing() -> None:
    said = "- `src/types.ts` - shared types"

    assert "files: `src/types.ts` (new if missing)\n" in drafted("Astro", rules=said)
    assert "files: `config/routes.rb` (new if missing)\n" in drafted("Ruby on Rails 8")


@pytest.mark.parametrize(
    ("sibling", "told"), [("src/lib/stock/loan-item.service.ts", False), ("", True)]
)
def test_a_rule_on_another_folder_gives_way_to_what_is_there(sibling: str, *, told: bool) -> None:
    rules = "- Extract logic into services in `src/lib/services`\n- Use `prerender` in API routes\n"

    text = drafted("Astro", *((sibling,) if sibling else ()), rules=rules, sibling=sibling)
    assert ("Extract logic into services" in text) is told
    assert (f"src/lib/{'services' if told else 'stock'}/" in text) is True


def test_the_rules_tell_how_a_request_is_handed_on() -> None:
    rules = """- Use Minimal APIs for endpoints.
- POST/PUT/PATCH/DELETE: send a Command by `ICommandDispatcher`
- GET: send a Query by `IQueryDispatcher`
- Validate input with Zod schemas and TypeScript types.
"""
    (said,) = re.findall(r"^Rules for .*$", drafted("ASP.NET Core 9", rules=rules), re.MULTILINE)

    assert said.startswith("Rules for `CreateLoanItemAsync`. Route: Use Minimal APIs for endpoints")
    assert "send a Command by" in said
    assert "send a Query by" not in said
    assert "Zod" not in said


def test_each_rule_stands_with_the_layer_that_it_is_of() -> None:
    rules = """- The database schema is in `db/Types.java`
- Use annotations as they are meant (e.g. `@RestController`, `@Service`)
- Use DTOs as immutable `record` types
- Use a `@RestController` for each resource
- Services are tested with a `TestClient` in a fixture
- Keep `@Transactional` on service methods
- Use proper error handling and logging
"""
    (said,) = re.findall(r"^Rules for .*$", drafted("Spring Boot", rules=rules), re.MULTILINE)

    heads = ["Rules for `createLoanItem`", "Types", "Service", "Route", "Tests"]
    assert [one.partition(": ")[0] for one in said.split(". ")] == heads
    assert "Types: Use DTOs as immutable `record` types (" in said
    assert "Use proper error handling and logging (" in said
    assert "as they are meant" not in said


def test_a_rule_is_of_the_layer_that_it_names_first() -> None:
    rules = "- Use class-based views (`APIView`) with serializers\n"
    (said,) = re.findall(r"^Rules for .*$", drafted("Django", rules=rules), re.MULTILINE)

    assert said.startswith("Rules for `create_loan_item`. Route: Use class-based views")


def test_a_rule_on_checks_is_told_once_for_types_and_checks() -> None:
    both = "- Use Zod schemas for data\n- Use zod for what `routes` take, as a schema\n"
    (said,) = re.findall(r"^Rules for .*$", drafted("Astro", rules=both), re.MULTILINE)

    assert said.startswith("Rules for `createLoanItem`. Validation: Use Zod schemas for data (")
    assert "as a schema" not in said


THIN = "# Rules\n\n- Use service objects such as `BorrowBook` for what a request does.\n"


@pytest.mark.parametrize(
    ("stack", "called", "is_told"),
    [
        ("Ruby on Rails", "rails", True),
        ("Ruby on Rails", "ruby", True),
        ("Ruby on Rails", "backend", True),
        ("Ruby on Rails", "backend-django", False),
        ("Spring Boot", "spring", True),
        ("Spring Boot", "java-style", True),
        ("Spring Boot", "ruby", False),
        ("Spring Boot", "frontend", False),
        ("Spring Boot", "naming", False),
    ],
)
def test_rules_that_are_called_after_the_stack_hold_though_they_are_not_always_on(
    stack: str, called: str, *, is_told: bool
) -> None:
    text = drafted(stack, "src/main/java/org/acme/App.java", rules=THIN, by_hand=called)

    assert ("Use service objects such as" in text) is is_told


@pytest.mark.parametrize(
    ("stack", "there", "called"),
    [
        ("Symfony", "src/Action/{0}/Create{0}CommandHandler.php", "CreateLoanItemCommandHandler"),
        ("NestJS", "src/{0}/create-{0}.handler.ts", "CreateLoanItemHandler"),
        ("Symfony", "src/Service/{0}Service.php", "createLoanItem"),
        ("FastAPI", "app/use_cases/create_{0}_handler.py", "create_loan_item"),
    ],
)
def test_a_file_for_one_deed_has_the_class_that_does_it(
    stack: str, there: str, called: str
) -> None:
    words = ("Book", "Feed") if there.endswith(".php") else ("book", "feed")
    assert f"Service: {called}()" in drafted(stack, *(there.format(one) for one in words))


def test_what_is_nearer_to_the_route_is_more_like_it() -> None:
    names = ("Book", "Feed", "Tag")
    there = [f"app/Http/Controllers/{one}Controller.php" for one in names]
    there += [f"app/Http/Resources/{one}Resource.php" for one in names[:2]]
    there += [f"app/Panel/Resources/{one}Resource.php" for one in names]
    assert "app/Http/Resources/LoanItemResource.php" in steps("Laravel", *there)


@pytest.mark.parametrize(
    ("there", "told"),
    [
        (
            (
                "src/DTO/Request/{0}/Create{0}RequestDTO.php",
                "src/DTO/Response/{0}/{0}ResponseDTO.php",
            ),
            ("`CreateLoanItemRequestDTO` ({state}) for the request body",
             "`LoanItemResponseDTO` ({state}) for the response"),
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize(("own", "state"), [((), "new"), (("LoanItem",), "exists")])
def test_a_type_stands_with_those_of_its_side(
    there: tuple[str, ...], told: tuple[str, ...], own: tuple[str, ...], state: str
) -> None:
    names = ("Book", "Feed", *own)
    beside = ["src/Entity/Book.php", "src/Entity/Feed.php"]
    beside += [f"src/Controller/{one}Controller.php" for one in names]
    text = drafted("Symfony", *beside, *(one.format(name) for one in there for name in names))
    for path, said in zip(there, told, strict=True):
        folder = path.format("LoanItem").rpartition("/")[0]
        assert f"- In `{folder}`: {said.format(state=state)}" in text
        assert (f"`{path.format('LoanItem')}` (new)" in text) == (state == "new")


def test_in_a_folder_of_deeds_ours_is_named_for_its_own() -> None:
    deeds = ("create_book", "delete_book", "create_feed", "list_books")
    others = ("grant_pass", "revoke_pass", "notify_feed", "settle_fee")
    names = (*deeds, *others, "update_book")
    there = [f"app/{part}/{one}{end}.py" for part, end in PARTS for one in names]
    found = steps("FastAPI", "app/routers/books.py", "app/services/auth_service.py", *there)
    assert "app/use_cases/create_loan_item.py" in found
    assert all("use_cases/loan_item" not in one for one in found)


def test_the_area_with_files_of_the_resource_has_ours() -> None:
    found = steps("Django", "manage.py", *APPS)
    assert "stock/services/loan_item_create_service.py" in found


def test_where_tests_stand_beside_their_source_so_does_ours() -> None:
    found = steps("Django", "manage.py", *APPS)
    assert "stock/services/tests/test_loan_item_create_service.py" in found
    apart = [one.replace("services/tests", "tests") for one in APPS]
    assert "stock/services/tests" not in "".join(steps("Django", "manage.py", *apart))
