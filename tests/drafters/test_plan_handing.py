"""A request is handed on as the rules want it: as a message, by what sends it, with its outcome."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from planprojects import asked, profile

from agent.core.documents import Document, RepoPath
from agent.drafter import PlanDraft
from agent.drafters.builtin import plan as drafter
from agent.sources.rules.rules import read_rule

API = """# API

### {call}

Request:
```json
{{"title": "a"}}
```

- Success: {code}
```json
{{"id": 1, "title": "a"}}
```
- Errors: 400 invalid, 409 taken
"""
RULES = """# Rules

- Keep to CQRS, without MediatR: `ICommandDispatcher` and `IQueryDispatcher`.
- Validation happens before the handler (pipeline of the dispatchers).
- All handlers take a `CancellationToken`.
- POST, PUT, PATCH, DELETE: send a Command by `ICommandDispatcher`.
- GET: send a Query by `IQueryDispatcher`.
- Handlers give back `Result<T>`; endpoints turn it into answers.
"""
BARE = "# Rules\n\n- Keep to CQRS.\n"


def steps(rules: str, call: str = "POST /loans", code: int = 201, name: str = "dotnet") -> str:
    texts = {
        "api-plan.md": API.format(call=call, code=code),
        "tech-stack.md": "- ASP.NET Core",
        "AGENTS.md": rules,
    }
    documents = (
        Document(path=RepoPath("api-plan.md"), role="api-plan", text=texts["api-plan.md"]),
        Document(path=RepoPath("tech-stack.md"), role="tech-stack", text="- ASP.NET Core"),
    )
    rule = read_rule(RepoPath("AGENTS.md"), rules)
    request = asked(documents, call)
    made = drafter.plan(
        replace(
            request,
            profile=profile(name),
            rules=(rule,),
            spec=replace(request.spec, rules=(rule,)),
            code=replace(
                request.code, read=lambda path: texts.get(path.value, "").encode() or None
            ),
        )
    )
    assert isinstance(made, PlanDraft)
    return made.text


HANDED = [
    (RULES, "through `ICommandDispatcher` (AGENTS.md:6)"),
    (RULES, "with `CreateLoanCommand` (made of `CreateLoanRequest`)"),
    (RULES, "`Application/Loans/CreateLoanCommand.cs` (new)"),
    (RULES, "takes `CreateLoanCommand` and gives back `Result<LoanResponse>` (AGENTS.md:8)"),
    (RULES, "gives way for `POST /loans` to `Result<LoanResponse>` (AGENTS.md:8) (profile dotnet)"),
    (RULES, "runs before the handler; the rule comes before profile dotnet"),
    (RULES, "All handlers take a `CancellationToken` (AGENTS.md:5)"),
    (RULES, "Errors of `POST /loans` itself: `400`\n"),
    (BARE, "calls `CreateLoanCommandHandler` with `CreateLoanCommand` ("),
    (f"{BARE}- Send with MediatR.\n", "through `ISender` (AGENTS.md:4)"),
]


@pytest.mark.parametrize(("rules", "said"), HANDED)
def test_a_command_is_sent_as_the_rules_have_it(rules: str, said: str) -> None:
    assert said in steps(rules)


def test_a_query_is_sent_by_what_sends_queries() -> None:
    text = steps(RULES, "GET /loans/{id}", 200, "endpoint")
    assert "through `IQueryDispatcher` (AGENTS.md:7) with `GetLoanQuery` (made of `id`" in text


def test_what_the_rules_refuse_sends_nothing_and_what_steps_tell_is_no_rule() -> None:
    assert "`ISender`" not in steps(RULES)
    (rules,) = re.findall(r"^Rules for .*$", steps(RULES), re.MULTILINE)
    assert "send a Command" not in rules
    assert "Result<T>" not in rules
    assert "pass as they are" not in steps(RULES)
    assert "through" not in steps(BARE)


PLACED = f"""{RULES}- Tests: `Shop.Tests`
- Integration tests: in the subfolder IntegrationTests
- Unit tests: in the subfolder UnitTests
"""


def test_a_validator_is_tested_by_itself_where_the_rules_have_a_folder_for_it() -> None:
    validator = "`Shop.Tests/UnitTests/CreateLoanRequestValidatorTests.cs` (new)"
    assert validator in steps(PLACED)
    assert "; `CreateLoanRequestValidator`: body\n" in steps(PLACED)
    assert "UnitTests/" not in steps(PLACED.replace("UnitTests", "Units"))
    assert "UnitTests/" not in steps(PLACED, name="endpoint")
