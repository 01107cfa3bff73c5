"""What joins a route with the application, and what bounds work of which no document speaks."""

from __future__ import annotations

import pytest
from planprojects import endpoint, profile

from agent.core.documents import Document, RepoPath
from agent.core.spec import Rule
from agent.drafter import Code, PlanDraft, PlanRequest
from agent.drafters.builtin import plan as drafter
from agent.sources.gathering.gather import gather

API = """# API Plan

Every endpoint needs a JWT: `Authorization: Bearer <token>`; without it the answer is 401.

### {target}

Works with loans.

- Request body: `{{"title": "a"}}`
- Response: 201 Created
"""
DB = "# Database\n\n### loans\n\n- id: uuid PRIMARY KEY\n- title: text NOT NULL\n"


def drafted(
    stack: str, target: str = "POST /api/loans", rules: str = "", *there: str, db: str = DB
) -> str:
    """The plan's text in a project of this stack with these files."""
    return made(stack, target, rules, *there, db=db).text


def made(
    stack: str, target: str = "POST /api/loans", rules: str = "", *there: str, db: str = DB
) -> PlanDraft:
    """The plan with its decisions."""
    documents = [
        Document(path=RepoPath("api-plan.md"), role="api-plan", text=API.format(target=target)),
        Document(path=RepoPath("tech-stack.md"), role="tech-stack", text=f"# S\n\n{stack}\n"),
        Document(path=RepoPath("db-plan.md"), role="db-plan", text=db),
    ]
    rule = Rule(path=RepoPath("AGENTS.md"), text=rules, always=True)
    texts = {**{one.path: one.text for one in documents}, rule.path: rules}
    held = (rule,) if rules else ()
    found = drafter.plan(
        PlanRequest(
            spec=gather(endpoint(target), documents, held),
            profile=profile(),
            path=RepoPath("p.md"),
            answers=(),
            siblings=(),
            code=Code(
                listed=lambda: tuple(map(RepoPath, there)),
                read=lambda path: texts.get(path, "").encode() or None,
            ),
            rules=held,
        )
    )
    assert isinstance(found, PlanDraft)
    return found


MINIMAL = "Use minimal APIs."
PACKAGE = "Services are in com.acme.shop.service."
ADVICE = "- Catch what is thrown with `@ControllerAdvice`."
JAVA = "api/src/main/java/org/acme"
CONFIG = f"{JAVA}/config/SecurityConfig.java"
OPEN = "POST /api/auth/login"
SHOWN = """- Middleware (`src/middleware/index.ts`) attaches the user to `context.locals`
- The middleware is non-blocking
- `LoanService` has all that is done with loans
- Parse the body in try/catch for JSON errors

```
src/
├── services/
│   └── loan.service.ts
```
"""
LISTED = "`LoanService` lends.\n\n```\ntests/api/   # of the API (loans, books)\n```\n"
GLOBBED = "- Commands & DTOs (`domain/*_dto.py`) are dataclasses."
FIXTURES = "**Fixtures (conftest.py):**\n- `client` - asks the API\n- `lender` - a user\n"
APPLIED = """- `./api/src/main/java/org/acme/{entity}/application` - implementations of services
- Split services: CommandService, QueryService
"""
FAILED = "- Unexpected exceptions are globally mapped to `500`."
WIRED = [
    ("Astro", "POST /api/loans", SHOWN, (), "`src/services/loan.service.ts` (new if missing)"),
    ("Astro", "POST /api/loans", SHOWN, (), "`createLoan` is a method of `LoanService`"),
    ("Astro", "POST /api/loans", SHOWN, (), "`POST /api/loans` checks the caller itself too"),
    ("FastAPI", "POST /api/loans", LISTED, (), "`app/services/loans.py` (new if missing)"),
    ("FastAPI", "POST /api/loans", LISTED, (), "`tests/api/test_loans.py` (new if missing)"),
    (
        "FastAPI, pytest",
        "POST /api/loans",
        FIXTURES,
        (),
        "Fixtures: `client`, `lender` (AGENTS.md:",
    ),
    (
        "Spring Boot",
        "POST /api/loans",
        APPLIED,
        (),
        "`api/src/main/java/org/acme/loan/application/LoanCommandService.java` (new)",
    ),
    ("ASP.NET Core 9", "POST /api/loans", FAILED, (), "globally mapped to `500` (AGENTS.md:1"),
    ("Django REST framework", "POST /api/loans", GLOBBED, (), "`domain/loan_dto.py` (new if"),
    ("ASP.NET Core 9", "POST /api/loans", "", (), "Register `LoanService` for injection"),
    ("ASP.NET Core 9", "POST /api/loans", "", (), "`[Authorize]`"),
    ("ASP.NET Core 9", "POST /api/loans", MINIMAL, (), "Map the endpoint with the others"),
    ("ASP.NET Core 9", "POST /api/loans", MINIMAL, (), "`RequireAuthorization()`"),
    ("Spring Boot", "POST /api/loans", PACKAGE, (), "`@Valid` on the body"),
    ("Spring Boot", "POST /api/loans", PACKAGE, (), "`createLoan` is `@Transactional`"),
    ("Express", "POST /api/loans", "", (), "Mount the routes of `src/routes/loans.ts`"),
    (
        "ASP.NET Core",
        "POST /api/loans",
        "",
        ("Api/ErrorHandlingMiddleware.cs",),
        "becomes an answer in `ErrorHandlingMiddleware.cs`",
    ),
    ("Spring Boot", OPEN, "", (CONFIG,), f"`permitAll()` for it in `{CONFIG}`"),
    ("Spring Boot with Spring Security", OPEN, "", (), "for it in the `SecurityFilterChain`"),
    ("Symfony", OPEN, "", ("config/packages/security.yaml",), "`PUBLIC_ACCESS` for it in `config/"),
    ("Spring Boot", "POST /api/loans", ADVICE, (), "`GlobalExceptionHandler.java` (AGENTS.md:1)"),
    (
        "Spring Boot",
        "POST /api/loans",
        ADVICE,
        (),
        "`src/main/java/com/example/exception/GlobalExceptionHandler.java` (new if missing)\n",
    ),
    (
        "Spring Boot",
        "POST /api/loans",
        ADVICE,
        (f"{JAVA}/web/ApiExceptionHandler.java",),
        "what is thrown for `POST /api/loans` becomes an answer in `ApiExceptionHandler.java`\n",
    ),
]


@pytest.mark.parametrize(("stack", "target", "rules", "there", "said"), WIRED)
def test_a_framework_s_wiring_is_told_with_the_route(
    stack: str, target: str, rules: str, there: tuple[str, ...], said: str
) -> None:
    assert said in drafted(stack, target, rules, *there)


def test_a_file_beside_the_route_is_no_decision_of_where_the_endpoint_is() -> None:
    decided = made("Spring Boot", "POST /api/loans", ADVICE).decisions
    assert [one for one in decided if "GlobalExceptionHandler" in one] == []


def test_an_endpoint_that_is_a_class_of_its_own_is_mapped() -> None:
    there = [f"App/Features/{one}s/Create{one}/Create{one}{kind}.cs" for one in ("Book", "Feed")
             for kind in ("Handler", "Endpoint")]  # fmt: skip
    assert "Map the endpoint with" in drafted("ASP.NET Core 9", "POST /api/loans", "", *there)


def test_what_is_there_is_not_registered_again() -> None:
    there = ("src/routes/loans.ts",)
    assert "Mount the routes" not in drafted("Express", "POST /api/loans", "", *there)
    there = ("Services/LoanService.cs",)
    assert "Register `" not in drafted("ASP.NET Core", "POST /api/loans", "", *there)


def test_a_read_is_no_transaction_and_a_file_of_routes_needs_no_wiring() -> None:
    assert "@Transactional" not in drafted("Spring Boot", "GET /api/loans", PACKAGE)
    plain = drafted("Astro")
    assert "(`Program.cs`)" not in plain
    assert "Mount" not in plain


@pytest.mark.parametrize(
    "target",
    ["GET /api/loans", "GET /api/loans/{id}", "DELETE /api/loans/{id}", "POST /api/loans/send"],
)
def test_without_a_table_nothing_is_said_of_performance(target: str) -> None:
    *_, said = drafted("Astro", target, db="# Database\n").partition("Performance Considerations")
    assert said.strip().startswith("No document makes a demand on the performance")


PARTED = tuple(
    f"{JAVA}/{kind}/{name}{kind.title()}.java"
    for kind in ("service", "repository", "mapper")
    for name in ("Book", "Feed")
)


def test_what_services_leave_to_others_is_planned_with_them() -> None:
    text = drafted("Spring Boot", "POST /api/loans", "", *PARTED)
    files = ", ".join(
        f"`{JAVA}/{kind}/Loan{kind.title()}.java` (new)"
        for kind in ("service", "repository", "mapper")
    )
    assert files in text
    assert "the queries stand in `LoanRepository`" in text
    alone = drafted("Spring Boot", "POST /api/loans", "", *PARTED[2:3], *PARTED[:2])
    assert "LoanRepository" not in alone
    rows = (f"{JAVA}/entity/Book.java", f"{JAVA}/entity/Feed.java")
    stored = drafted("Spring Boot", "POST /api/loans", "", *PARTED[2:4], *rows)
    assert f"`{JAVA}/repository/LoanRepository.java` (new)" in stored
    assert "LoanService" not in stored


def test_a_guard_lets_nobody_else_in_and_is_not_told_of_where_there_is_none() -> None:
    assert "permitAll" not in drafted("Spring Boot", "POST /api/loans", "", CONFIG)
    assert "permitAll" not in drafted("Spring Boot", OPEN)


ROWS = [
    ("Spring Boot", (), "src/main/java/com/example/entity/Loan.java"),
    ("ASP.NET Core", (), "Entities/Loan.cs"),
    ("Symfony", (), "src/Entity/Loan.php"),
    ("Laravel", (), "app/Models/Loan.php"),
    ("ASP.NET Core", ("Domain/Book.cs", "Domain/Feed.cs"), "Domain/Loan.cs"),
]


@pytest.mark.parametrize(("stack", "there", "path"), ROWS)
def test_the_class_of_a_row_is_made_where_no_file_has_it(
    stack: str, there: tuple[str, ...], path: str
) -> None:
    text = drafted(stack, "POST /api/loans", "", *there)
    assert f", `{path}`" in text
    assert "a row of `loans` is a `Loan`" in text


@pytest.mark.parametrize(
    ("stack", "rules", "there"),
    [
        ("ASP.NET Core", "", ("Data/Loan.cs",)),
        ("ASP.NET Core", "", ("Data/LoanEntity.cs",)),
        ("ASP.NET Core", "- Read rows with Dapper.", ()),
        ("ASP.NET Core", "", ("Services/BookService.cs", "Services/FeedService.cs")),
        ("Express", "", ()),
    ],
)
def test_no_class_of_a_row_is_made_where_one_is_or_none_is_wanted(
    stack: str, rules: str, there: tuple[str, ...]
) -> None:
    assert "a row of" not in drafted(stack, "POST /api/loans", rules, *there)


def test_a_table_of_the_framework_s_own_has_its_class() -> None:
    db = DB.replace("loans", "AspNetLoans")
    assert "a row of" not in drafted("ASP.NET Core", "POST /api/asp-net-loans", db=db)


def test_routes_do_not_follow_rows_into_a_project_of_their_own() -> None:
    there = ("S.Data/Entities/Book.cs", "S.Data/Entities/Feed.cs")
    text = drafted("ASP.NET Core", "POST /api/loans", "", *there)
    assert ", `S.Data/Entities/Loan.cs`" in text
    assert "`Controllers/LoansController.cs` (new)" in text


def test_rows_go_where_a_document_has_them_and_not_among_other_types() -> None:
    base = "src/main/java/org/acme"
    said = f"- `./{base}/model` - DTOs of the server\n- `./{base}/db/rows` - database models"
    assert f"`{base}/db/rows/Loan.java`" in drafted("Spring Boot", "POST /api/loans", said)
    first = said.partition("\n")[0]
    assert "a row of" not in drafted("Spring Boot", "POST /api/loans", first)


def test_pages_of_angular_hold_no_server() -> None:
    pages = ("angular.json", "src/app/services/books.service.ts", "src/app/types/a.ts")
    text = drafted("Express with TypeScript", "POST /api/loans", "", *pages)
    assert "`src/services/loan.service.ts` (new)" in text
    assert "src/app" not in text


def test_a_module_that_has_its_controller_is_not_told_of_it() -> None:
    module = ("src/loans/loans.controller.ts", "src/loans/loans.module.ts")
    assert "loans.module.ts" not in drafted("NestJS", "POST /api/loans", "", *module)
    held = drafted("NestJS", "POST /api/loans", "", module[1])
    assert "`src/loans/loans.module.ts` (exists)\n" in held
    assert "- `LoansModule` has `LoansController` and provides the service\n" in held


@pytest.mark.parametrize(
    ("there", "importing"),
    [
        (("src/app.module.ts",), "src/app.module.ts"),
        (
            ("src/app.module.ts", "src/desk/desk.module.ts", "src/desk/cards/cards.controller.ts",
             "src/desk/books/books.controller.ts"),
            "src/desk/desk.module.ts",
        ),
        ((), "the application's module"),
    ],
)  # fmt: skip
def test_a_new_module_is_imported_by_the_one_around_it(
    there: tuple[str, ...], importing: str
) -> None:
    text = drafted("NestJS", "POST /api/loans", "", *there)
    assert f"provides the service; {f'`{importing}`' if there else importing} imports it" in text
    assert (f"`{importing}` (exists)" in text) is bool(there)


def test_a_service_of_another_module_is_not_the_one_of_this() -> None:
    own = [f"src/{one}/{one}.{kind}.ts" for one in ("books", "cards")
           for kind in ("controller", "service")]  # fmt: skip
    text = drafted(
        "NestJS", "POST /api/loans", "", *own, "src/store/services/stored-loan.service.ts"
    )
    assert "`src/loans/loans.service.ts` (new)" in text
    assert "src/store" not in text


@pytest.mark.parametrize(
    ("there", "file"),
    [
        (("src/desk/multer-exception.filter.ts", "src/common/filters/all-exceptions.filter.ts"),
         "all-exceptions.filter.ts"),
        (("src/common/http-exception.filter.ts",), "http-exception.filter.ts"),
    ],
)  # fmt: skip
def test_what_is_thrown_is_caught_by_the_filter_for_all(there: tuple[str, ...], file: str) -> None:
    assert f"becomes an answer in `{file}`" in drafted("NestJS", "POST /api/loans", "", *there)
