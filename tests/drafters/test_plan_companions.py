"""The small files of one endpoint: those that its neighbours have, named as theirs are."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from planprojects import asked, profile, told

from agent.core.documents import Document, RepoPath, Source
from agent.core.shapes import TypeDefinition
from agent.core.spec import Endpoint
from agent.drafter import PlanDraft
from agent.drafters.builtin import plan as drafter
from agent.drafters.builtin.planning.places.companions import companions
from agent.drafters.builtin.planning.places.ground import Ground
from agent.drafters.builtin.planning.places.layout import lay_out
from agent.drafters.builtin.planning.places.stacks import stacks
from agent.drafters.builtin.planning.subject import subject_of

NET = "Shop.Core/Features"
WEB = "src/main/java/org/x"
CQRS = tuple(
    f"{NET}/{area}/{deed}/{deed}{kind}.cs"
    for area, deed in (("Books", "CreateBook"), ("Feeds", "CreateFeed"))
    for kind in ("Command", "CommandHandler", "Endpoint", "Request", "Response")
) + tuple(
    f"{NET}/Books/GetBooks/GetBooks{kind}.cs" for kind in ("Query", "QueryHandler", "Endpoint")
)
SERVED = (
    "Api/Models/Book.cs",
    "Api/Models/Feed.cs",
    *tuple(
        f"Api/{folder}/{before}{name}{after}.cs"
        for name in ("Book", "Feed")
        for folder, before, after in (
            ("Controllers", "", "Controller"),
            ("Services", "", "Service"),
            ("Services/Interfaces", "I", "Service"),
            ("Repositories", "", "Repository"),
            ("Dtos", "", "Dto"),
        )
    ),
)
JAVA = tuple(
    f"{WEB}/{path}"
    for path in (
        "domain/book/Book.java", "domain/feed/Feed.java",
        "web/BookController.java", "web/FeedController.java",
        "web/BookMapper.java", "web/FeedMapper.java",
        "web/dto/book/CreateBookRequest.java", "web/dto/feed/CreateFeedRequest.java",
        "web/dto/book/BookDto.java", "web/dto/feed/FeedDto.java", "web/ErrorHandler.java",
    )
)  # fmt: skip
BESIDE = [
    ("POST /loans", CQRS,
     [("message", f"{NET}/Loans/CreateLoan/CreateLoanCommand.cs"),
      ("given", f"{NET}/Loans/CreateLoan/CreateLoanRequest.cs"),
      ("answer", f"{NET}/Loans/CreateLoan/CreateLoanResponse.cs")]),
    ("GET /loans", CQRS, [("message", f"{NET}/Loans/GetLoans/GetLoansQuery.cs")]),
    ("GET /loans", SERVED,
     [("repository", "Api/Repositories/LoanRepository.cs"),
      ("interface", "Api/Services/Interfaces/ILoanService.cs"),
      ("answer", "Api/Dtos/LoanDto.cs")]),
    ("POST /loans", JAVA,
     [("given", f"{WEB}/web/dto/loan/CreateLoanRequest.java"),
      ("mapper", f"{WEB}/web/LoanMapper.java"),
      ("answer", f"{WEB}/web/dto/loan/LoanDto.java")]),
    ("GET /loans", ("Api/Controllers/BookController.cs", "Api/Dtos/BookDto.cs"), []),
    ("GET /loans",
     ("src/Controller/AuthController.php", "src/Controller/HealthController.php",
      "src/Service/BookService.php", "src/Service/FeedService.php",
      "src/Repository/BookRepository.php", "src/Repository/FeedRepository.php"),
     [("repository", "src/Repository/LoanRepository.php")]),
]  # fmt: skip


@pytest.mark.parametrize(("target", "there", "beside"), BESIDE)
def test_ours_has_what_its_neighbours_have(
    target: str, there: tuple[str, ...], beside: list[tuple[str, str]]
) -> None:
    method, _, path = target.partition(" ")
    ground = Ground(there=tuple(map(RepoPath, there)), planned=(), named=(), subjects=frozenset())
    subject = subject_of(Endpoint(method=method, path=path))
    found = companions(subject, ground, there[0][there[0].rindex(".") :])
    assert [(role, one.value) for role, one in found] == beside


PLAN = """# API plan

### POST /loans

Lends a book.

Request Body:
```json
{"title": "string", "days": 3}
```

Response:
```json
{"id": 1, "title": "string"}
```

- 201: Created
- 400: Invalid
"""


def test_the_types_are_called_as_their_files_and_each_step_names_its_own() -> None:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=PLAN),
        Document(path=RepoPath(".ai/tech-stack.md"), role="tech-stack", text="- ASP.NET Core"),
        *(Document(path=RepoPath(one), role="types", text="") for one in ("Shop.csproj", *CQRS)),
    )
    lines = "\n".join(told(documents, "POST /loans", 9))
    own = f"{NET}/Loans/CreateLoan/CreateLoan"
    assert f"files: `{own}Request.cs` (new), `{own}Response.cs` (new)" in lines
    assert f"files: `{own}CommandHandler.cs` (new), `{own}Command.cs` (new)" in lines
    assert "of its own, as its neighbours have: `CreateLoanCommand`" in lines
    assert f"files: `{own}Endpoint.cs` (new)" in lines
    assert "with `CreateLoanCommand` (made of `CreateLoanRequest`) and returns `201`" in lines


def test_a_message_is_made_of_the_body_also_where_the_code_has_its_type() -> None:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=PLAN),
        Document(path=RepoPath(".ai/tech-stack.md"), role="tech-stack", text="- ASP.NET Core"),
        *(Document(path=RepoPath(one), role="types", text="") for one in ("Shop.csproj", *CQRS)),
    )
    request = asked(documents, "POST /loans")
    there = Source(path=RepoPath(CQRS[0]), line=1, last=1)
    own = TypeDefinition(name="NewLoan", source=there, serves="body")
    made = drafter.plan(replace(request, spec=replace(request.spec, types=(own,))))

    assert isinstance(made, PlanDraft)
    assert "with `CreateLoanCommand` (made of body) and returns `201`" in made.text


@pytest.mark.parametrize(
    ("there", "name"),
    [
        (("Commands/AddBookCommandValidator.cs", "Commands/AddFeedCommandValidator.cs",
          "Services/BookService.cs", "Services/FeedService.cs"),
         "Commands/AddLoanCommandValidator.cs"),
        ((), "Validators/CreateLoanRequestValidator.cs"),
    ],
)  # fmt: skip
def test_a_validator_is_called_as_its_neighbours_are(there: tuple[str, ...], name: str) -> None:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=PLAN),
        Document(path=RepoPath(".ai/tech-stack.md"), role="tech-stack",
                 text="- ASP.NET Core with FluentValidation"),
        *(Document(path=RepoPath(one), role="types", text="") for one in ("Shop.csproj", *there)),
    )  # fmt: skip
    made = drafter.plan(replace(asked(documents, "POST /loans"), profile=profile("dotnet")))

    assert isinstance(made, PlanDraft)
    assert f"{name}` (new)" in made.text
    stem = name.rpartition("/")[2].removesuffix(".cs")
    assert set(re.findall(r"\w+Validator\b", made.text)) == {stem}


def test_what_is_called_otherwise_than_a_repository_is_planned_still() -> None:
    there = [f"Shop/{one}{kind}.cs" for one in ("Book", "Feed") for kind in ("Service", "Repo")]
    table = "# DB\n\n### loans\n\n- id: uuid, primary key\n- title: text\n"
    documents = (
        Document(path=RepoPath("api-plan.md"), role="api-plan", text=PLAN),
        Document(path=RepoPath("db-plan.md"), role="db-plan", text=table),
        Document(path=RepoPath("tech-stack.md"), role="tech-stack", text="- ASP.NET Core"),
        *(Document(path=RepoPath(one), role="types", text="") for one in ("Shop.csproj", *there)),
    )
    assert "`Shop/LoanRepo.cs` (new)" in "\n".join(told(documents, "POST /loans", 9))


def test_django_s_application_is_the_one_named_for_the_resource_where_the_server_is() -> None:
    there = ("manage.py", "shop/services/loan_items_service.py", "shop/views.py",
             "loan_items/apps.py", "loan_items/models.py", "books/views.py")  # fmt: skip
    paths = tuple(RepoPath(f"backend/{one}") for one in there)
    stack = replace(next(one for one in stacks() if one.name == "django"), root="backend/")
    ground = Ground(there=paths, planned=(), named=(), subjects=frozenset(), root="backend/")
    places = lay_out(subject_of(Endpoint(method="GET", path="/api/loan-items")), stack, ground)
    found = {role: one.path.value for role, one in places.places}
    assert found["route"] == "backend/loan_items/views.py"
    assert found["register"] == "backend/loan_items/urls.py"


@pytest.mark.parametrize(
    ("stack", "there", "declared"),
    [
        ("aspnet", ("Api/Contracts/ILoanService.cs", "Api/Services/LoanService.cs"), False),
        (
            "spring",
            (f"{WEB}/service/LoanService.java", f"{WEB}/service/LoanServiceImpl.java"),
            True,
        ),
    ],
)
def test_the_service_that_is_there_is_not_its_interface(
    stack: str, there: tuple[str, ...], *, declared: bool
) -> None:
    paths = tuple(map(RepoPath, there))
    known = next(one for one in stacks() if one.name == stack)
    ground = Ground(there=paths, planned=(), named=(), subjects=frozenset())
    places = lay_out(subject_of(Endpoint(method="GET", path="/api/loans")), known, ground)
    service = places.place("service")
    assert service is not None
    assert service.path == paths[1]
    assert [one.path for one in places.all_of("interface")] == list(paths[:1]) * declared
