from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.sources.tables.resources import resources

TABLES = ("app.loan_entries", "loans", "shelves", "members", "fees")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- **Lendings** - who has what (`loans`)", {"lending": ("loans",)}),
        ("- Lendings (`loans`, `fees`)", {"lending": ("loans", "fees")}),
        ("- Lendings \u2192 table: `loans`", {"lending": ("loans",)}),
        ("- Lendings: the `app.loan_entries` table", {"lending": ("app.loan_entries",)}),
        ("*   **Lendings**: who has what.\n    *   Uses `loans`.", {"lending": ("loans",)}),
        ("### 1.1 Lendings\n\n**Tabela**: `loans`", {"lending": ("loans",)}),
        (
            "| Name | Table | About |\n|---|---|---|\n| Lending | `loans` | of members |",
            {"lending": ("loans",)},
        ),
        (
            "| Name | Table | About |\n|---|---|---|\n| Lending | `loans` | Lists of drawers |\n"  # noqa: ISC004 (a row)
            "| Cost | `fees` | A drawer and its reminders |",
            {"lending": ("loans",), "cost": ("fees",)},
        ),
        ("- Today (a view) - no table, derived from loans", {}),
        ("- Search: over `loans`, `shelves` and `members`", {}),
        ("- Lendings: nothing known", {}),
        ("`loans` is a table.", {}),
        ("- Lendings\n- (none)\n  - `fees`", {}),
    ],
)
def test_tables_of_resources(text: str, found: dict[str, tuple[str, ...]]) -> None:
    plan = Document(
        path=RepoPath("api-plan.md"),
        role="api-plan",
        text=f"# API\n\n## 1. Resources\n\n{text}\n\n## 2. Endpoints\n\n- Members: `members`\n",
    )

    read = resources((plan,), TABLES)
    assert read.named == found
    assert read.told == ({"reminder": ("fees",)} if "reminders" in text else {})
