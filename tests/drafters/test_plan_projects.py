"""Code of .NET stands in the project of its layer, and tests in the project for them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from planprojects import asked

from agent.core.documents import Document, RepoPath, Role
from agent.core.spec import Rule
from agent.drafter import PlanDraft
from agent.drafters.builtin import plan as drafter

API = """# API plan

### GET /loans/{id}

Shows a loan. Requires a Bearer token.

Response:
```json
{"id": 1, "title": "string"}
```

- 200: OK
- 404: No such loan
"""
DB = "# Database\n\n### Loans\n\n- Id: int PRIMARY KEY\n- Title: nvarchar(80) NOT NULL\n"
STACK = "- ASP.NET Core, minimal APIs, `Shop.Api/`"
ROLES: dict[str, Role] = {
    ".ai/api-plan.md": "api-plan",
    ".ai/db-plan.md": "db-plan",
    ".ai/tech-stack.md": "tech-stack",
}
CHAIN = (
    "- Clean Architecture: Domain \u2192 Application \u2192 Infrastructure \u2192 Api, with CQRS."
)


@pytest.mark.parametrize(
    ("said", "there", "shown"),
    [
        ((), ("src/Shop.Api/Shop.Api.csproj", "tests/Shop.Tests/Shop.Tests.csproj"),
         "files: `tests/Shop.Tests/LoansEndpointsTests.cs` (new)"),
        (("See `Api/Services/BookService.cs` and `Api/Services/FeedService.cs`.",),
         ("src/Shop.Api/Shop.Api.csproj",), "files: `src/Shop.Api/Services/LoanService.cs` (new)"),
        ((CHAIN,), (), "files: `Shop.Application/Loans/GetLoanQueryHandler.cs` (new)"),
        ((CHAIN,), (), "files: `Shop.Application/Dtos/LoanDtos.cs` (new)"),
        ((CHAIN,), ("Shop.Api/Shop.Api.csproj", "Shop.Application/Shop.Application.csproj"),
         "files: `Shop.Application/Loans/GetLoanQueryHandler.cs` (new)"),
        (("- Api > Application, with CQRS",), (),
         "files: `Shop.Api/Application/Loans/GetLoanQueryHandler.cs` (new)"),
        ((), (), "`{id:int}` in the route: any other value is `404` (by convention)"),
    ],
)  # fmt: skip
def test_the_project_of_a_layer(said: tuple[str, ...], there: tuple[str, ...], shown: str) -> None:
    texts = {".ai/api-plan.md": API, ".ai/db-plan.md": DB, ".ai/tech-stack.md": STACK}
    texts |= {"AGENTS.md": "\n".join(said), **dict.fromkeys(there, "")}
    documents = tuple(
        Document(path=RepoPath(path), role=ROLES.get(path, "types"), text=text)
        for path, text in texts.items()
    )
    request = asked(documents, "GET /loans/{id}")
    rule = Rule(path=RepoPath("AGENTS.md"), text="\n".join(said), always=True)
    made = drafter.plan(replace(request, spec=replace(request.spec, rules=(rule,)), rules=(rule,)))
    assert isinstance(made, PlanDraft)
    assert shown in made.text, made.text
