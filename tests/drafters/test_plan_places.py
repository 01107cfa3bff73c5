"""Where files go for which rules, other plans and the convention name different folders."""

from __future__ import annotations

import pytest
from test_plan_stacks import steps


@pytest.mark.parametrize(
    ("stack", "rules", "sibling", "file"),
    [
        (
            "Astro, Supabase",
            "- Extract logic into services in `src/lib/services`",
            "src/services/loan.service.ts",
            "src/lib/services/loan-item.service.ts",
        ),
        (
            "Astro, Supabase",
            "- Services in `src/services/`, never in `src/lib/services`",
            "src/lib/services/loan.service.ts",
            "src/lib/services/loan-item.service.ts",
        ),
        (
            "FastAPI",
            "A tree:\n\n    services/   what is done",
            "backend/app/services/loan.py",
            "backend/app/services/loan_items.py",
        ),
        (
            "Astro, zod",
            "- Zod schemas (create in `src/schemas/`)",
            "",
            "src/schemas/loan-items.ts",
        ),
        (
            "FastAPI",
            "pytest tests/ -v\n\n- Add tests in `tests/api/` and `tests/services/`",
            "",
            "tests/api/test_loan_items.py",
        ),
        (
            "ASP.NET Core 9",
            "- `./Shop.Api/Repositories` - for logic executed by controllers",
            "",
            "Shop.Api/Repositories/LoanItemRepository.cs",
        ),
        (
            "ASP.NET Core 9",
            "- Test project: `Shop.Tests`\n- Put them in the subfolder IntegrationTests.",
            "",
            "Shop.Tests/IntegrationTests/CreateLoanItemTests.cs",
        ),
        (
            "ASP.NET Core 9",
            "- Testy: `Shop.Tests`\n- S\u0105 w `Integration` podfolderze.",
            "",
            "Shop.Tests/Integration/CreateLoanItemTests.cs",
        ),
        ("ASP.NET Core 9", "- Tests: `Shop.Tests`", "", "Shop.Tests/CreateLoanItemTests.cs"),
        (
            "ASP.NET Core 9, FluentValidation",
            "- `./Shop.Api/Dtos` - what is sent\n- `./Shop.Api/Services` - logic",
            "",
            "Shop.Api/Dtos/CreateLoanItemRequestValidator.cs",
        ),
        (
            "ASP.NET Core 9, FluentValidation",
            "- `./Shop.Api/Services` - logic",
            "",
            "Shop.Api/Validators/CreateLoanItemRequestValidator.cs",
        ),
        (
            "Astro, zod",
            "- Place tests under `src/__tests__` by the `*.spec.tsx` pattern.",
            "",
            "src/__tests__/createLoanItem.spec.tsx",
        ),
        ("Astro, zod", "- Use zod.", "src/components/loans/types.ts", "src/types.ts"),
    ],
)
def test_rules_come_before_other_plans_and_conventions(
    stack: str, rules: str, sibling: str, file: str
) -> None:
    assert file in steps(stack, rules=rules, sibling=sibling)


def test_files_that_are_there_come_before_rules() -> None:
    rules = "- Extract logic into services in `src/lib/services`"

    found = steps("Astro, Supabase", "src/services/loan.service.ts", rules=rules)

    assert "src/services/loan-item.service.ts" in found


def test_what_checks_a_request_is_in_the_service_where_a_rule_has_it_there() -> None:
    rule = "- Server-side validation schemas stay in service files (`src/lib/services/*.ts`)"
    found = steps("Astro, Supabase, zod", rules=rule)

    assert found.count("src/lib/services/loan-item.service.ts") == 2
    assert not any("schemas" in one for one in found)
