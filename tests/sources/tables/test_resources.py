from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath, Source
from agent.core.spec import Endpoint, Table
from agent.sources.tables.relatedtables import Resources, related
from agent.sources.tables.resources import resources

PLACE = Source(path=RepoPath("db-plan.md"), line=1, last=1)
TABLES = tuple(
    Table(name=name, columns=(), source=PLACE)
    for name in ("app.loan_entries", "loans", "shelves", "members", "fees")
)


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


@pytest.mark.parametrize(
    ("said", "derived"),
    [
        ("no table, derived from loans and members", ("loans", "members")),
        ("a view of fees, computed from loans", ("loans",)),
        ("no table, beside loans", None),
    ],
)
def test_what_has_no_table_is_made_from_others(said: str, derived: tuple[str, ...] | None) -> None:
    text = f"# API\n\n## 1. Resources\n\n- Standing (computed) - {said}\n"
    plan = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)

    assert resources((plan,), TABLES).derived.get("standing") == derived


@pytest.mark.parametrize(
    ("method", "names"), [("GET", ["loans", "members"]), ("POST", ["members"])]
)
def test_only_a_read_works_on_what_its_resource_is_made_from(method: str, names: list[str]) -> None:
    made = Resources(named={}, told={}, derived={"standing": ("loans", "members")})
    tables = [
        Table(name=one, source=Source(path=RepoPath("db.md"), line=1, last=1))
        for one in ("loans", "members")
    ]

    found = related(Endpoint(method=method, path="/members/{id}/standing"), (), "", tables, made)

    assert sorted(one.name for one in found) == names
