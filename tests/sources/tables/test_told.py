"""What a db plan says of triggers and policies in words, in blocks, and in another document."""

from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.schema import Schema, joined
from agent.core.spec import Table
from agent.sources.tables.dbplan import find_schema

TABLES = """# Schema

## Tables

### books

- id: uuid
- shelf_id: uuid

### shelves

- id: uuid

### notes

- id: uuid

"""


def schema(text: str, path: str = "db-plan.md") -> Schema:
    return find_schema(Document(path=RepoPath(path), role="db-plan", text=text))


def triggers(text: str) -> dict[str, list[str]]:
    return {one.name: [each.text for each in one.triggers] for one in schema(TABLES + text).tables}


def policies(text: str) -> dict[str, list[str]]:
    return {one.name: [each.text for each in one.policies] for one in schema(TABLES + text).tables}


NOBODY: dict[str, list[str]] = {"books": [], "shelves": [], "notes": []}

BLOCKS = """## Triggers

### 1. `keep_order`

**Table**: `books`
**Timing**: BEFORE INSERT
**Function**: `sort_books()`

**Behavior**:

### 2. `touch`

- **Tables**: `books`, `notes`
- **Event**: BEFORE UPDATE.
- **Does**: sets the time of:
  - books
  - notes
"""
NUMBERED = """## Triggers and functions

**Triggers:**

1. **touch_notes**
   - **Table**: notes
   - **Event**: BEFORE UPDATE
"""
AGAIN = """## Triggers

- Table: `books`
- Event: AFTER INSERT
- Table: `notes`
- Event: AFTER DELETE
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            BLOCKS,
            {
                "books": [
                    "keep_order \u2013 Timing: BEFORE INSERT; Function: sort_books()",
                    "touch \u2013 Event: BEFORE UPDATE; Does: sets the time of: books; notes",
                ],
                "notes": [
                    "touch \u2013 Event: BEFORE UPDATE; Does: sets the time of: books; notes"
                ],
            },
        ),
        (NUMBERED, {"notes": ["touch_notes \u2013 Event: BEFORE UPDATE"]}),
        (AGAIN, {"books": ["Event: AFTER INSERT"], "notes": ["Event: AFTER DELETE"]}),
        (
            "## Triggers\n\n- Trigger on `books` (BEFORE INSERT):\n  - sorts them;\n  - counts.\n",
            {"books": ["Trigger on books (BEFORE INSERT): sorts them; counts"]},
        ),
        ("## Triggers\n\n- **Table**: `books`\n- **Behavior**:\n", {}),
        ("## Triggers\n\n- **Event**: AFTER INSERT\n", {}),
        (
            "## Triggers\n\n`touch()`: BEFORE UPDATE on each main table sets shelf_id\n",
            {"books": ["touch(): BEFORE UPDATE on each main table sets shelf_id"]},
        ),
        (
            "## Wyzwalacze\n\nPrzed zmian\u0105 na ka\u017cdej tabeli: `NEW.shelf_id`\n",
            {"books": ["Przed zmian\u0105 na ka\u017cdej tabeli: NEW.shelf_id"]},
        ),
        ("## Triggers\n\nThe id is kept on every table\n", {}),
    ],
)
def test_blocks_that_label_their_table(text: str, expected: dict[str, list[str]]) -> None:
    assert triggers(text) == NOBODY | expected


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("- Trigger `sort()` (BEFORE INSERT) keeps the order.", True),
        ("- TRIGGER sorting at every INSERT", True),
        ("*Trigger: sets the time of a change.*", True),
        ("- Deferred trigger `sort()` keeps the order.", True),
        ("- Optional trigger that sorts.", False),
        ("- A trigger may sort them.", False),
        ("- trigger: text NOT NULL", False),
        ("- Shared trigger functions: `sort()`", False),
    ],
)
def test_a_trigger_among_the_columns_of_its_table(line: str, *, said: bool) -> None:
    (table,) = schema(f"# Schema\n\n### books\n\n- id: uuid\n\nRules:\n{line}\n").tables
    assert bool(table.triggers) is said
    assert [one.name for one in table.columns] == ["id"] + ["trigger"] * ("text" in line)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("A trigger sets the time in the tables `books` and `notes`.", "books notes"),
        ("A trigger on books, shelves and notes sets the time.", "books shelves notes"),
        ("The trigger in the notes tables sets the time.", "notes"),
        ("A trigger sets the time.", ""),
        ("A trigger on books could set the time.", ""),
        ("CREATE TRIGGER a ON books", ""),
        ("Used by the trigger on books", ""),
        ("Books are sorted by the reader.", ""),
    ],
)
def test_a_sentence_of_a_trigger_among_notes(line: str, names: str) -> None:
    found = triggers(f"## Notes\n\n- {line}\n")
    assert [name for name, said in found.items() if said] == names.split()


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ("In the tables books, notes, implement RLS. For shelves only a login.", "books notes"),
        ("Implement policies in the books and notes tables.", "books notes"),
        ("W tabelach books oraz notes nale\u017cy wdro\u017cy\u0107 polityki RLS.", "books notes"),
        ("Policies are only for users of tables (e.g. `notes`).", "notes"),
        (
            "RLS is on for user tables only (books, shelves). Others (notes) are open.",
            "books shelves",
        ),
        ("Does the table notes need RLS?", ""),
        ("- books, notes:\n  - select: own rows", "books notes"),
        ("- `books`: RLS\n- shelves, notes", "books"),
    ],
)
def test_policies_of_several_tables_in_a_sentence(lines: str, names: str) -> None:
    found = policies(f"## Row-level security\n\n{lines}\n")
    assert [name for name, said in found.items() if said] == names.split()


SHOWN = """
```sql
ALTER TABLE books ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON books FOR SELECT USING (true);
```

- Policy on `notes`: own rows
"""


@pytest.mark.parametrize(
    ("lead", "made"),
    [
        ("RLS policies are **not implemented** for the MVP. When needed:", False),
        ("**MVP:** no RLS.", False),
        ("RLS nie jest wdro\u017cony, lecz plan:", False),
        ("Na etapie MVP nie b\u0119d\u0105 wdra\u017cane zasady na poziomie wiersza.", False),
        ("Policies are not created for the service role.", True),
        ("No RLS on `shelves`.", True),
        ("Without RLS: shelves", True),
        ("RLS is enabled.", True),
    ],
)
def test_policies_that_a_plan_only_thinks_of(lead: str, *, made: bool) -> None:
    found = policies(f"## Row Level Security\n\n{lead}\n{SHOWN}")
    assert (len(found["books"]), len(found["notes"])) == ((2, 1) if made else (0, 0))


def test_a_sentence_that_leads_to_code_is_one_of_policies() -> None:
    lead = "For all tables with a user (e.g. `books`, `notes`) a policy bounds what is read by:"
    found = policies(f"## RLS\n\n{lead}\n\n```\nCREATE POLICY own ON <table>\n```\n")
    assert found == NOBODY | {"books": [plain(lead)], "notes": [plain(lead)]}
    titled = policies(f"## RLS\n\n- {lead}\n  - own rows\n")
    assert titled["books"] == ["own rows"]


def plain(text: str) -> str:
    return text.replace("`", "").removesuffix(":")


def test_a_table_that_a_trigger_keeps() -> None:
    text = "## Automation\n\n- Table `books` is brought up to date by a trigger at each change.\n"
    assert [name for name, said in triggers(text).items() if said] == ["books"]


def test_row_security_is_enabled_forced_and_disabled() -> None:
    sql = "```sql\nALTER TABLE books ENABLE ROW LEVEL SECURITY;\n{}\n```\n"
    forced = "ALTER TABLE books FORCE ROW LEVEL SECURITY;\nALTER TABLE books ADD x int;"
    found = policies("## RLS\n\n" + sql.format(forced))
    assert [one.split(" ")[3] for one in found["books"]] == ["ENABLE", "FORCE"]
    gone = "ALTER TABLE books DISABLE ROW LEVEL SECURITY;"
    assert policies("## RLS\n\n" + sql.format(gone)) == NOBODY
    kept = "ALTER TABLE books NO FORCE ROW LEVEL SECURITY;"
    assert len(policies("## RLS\n\n" + sql.format(kept))["books"]) == 1


def test_what_is_said_in_another_document_than_the_table() -> None:
    other = schema(
        "# RLS\n\n```sql\nCREATE POLICY own ON books FOR ALL USING (true);\n```\n", "b.md"
    )
    more = schema(
        "# RLS\n\n```sql\nCREATE POLICY mine ON lost FOR ALL USING (true);\n```\n", "c.md"
    )
    assert (other.tables, [one.name for one in other.beside]) == ((), ["books"])
    whole = joined((other, schema(TABLES), more, more))
    assert [one.source.path.name for one in _of(whole, "books").policies] == ["b.md"]
    assert [(one.name, len(one.policies)) for one in whole.beside] == [("lost", 1)]


def _of(found: Schema, name: str) -> Table:
    return next(one for one in found.tables if one.name == name)


def test_a_numbered_line_is_no_title_of_the_next() -> None:
    text = "## Relations\n\n1. books to shelves\n2. notes to books\n3. alone\n"
    tables = schema(TABLES + text).tables
    assert [[each.source.line for each in one.relations] for one in tables] == [
        [20, 21],
        [20],
        [21],
    ]


def test_a_label_of_constraints_is_none() -> None:
    (table,) = schema(
        "# Schema\n\n### books\n\n- id: uuid\n- Constraints:\n  - CHECK (id > 0)\n"
    ).tables
    assert "Constraints:" not in table.constraints


def test_what_stands_below_a_key_is_of_the_table_that_has_it() -> None:
    text = TABLES + (
        "### loans\n\n- **book_id**: UUID NOT NULL REFERENCES books(id)\n\n"
        "  *Trigger: sets the `updated_at` of a changed row.*\n"
    )
    said = {one.name: [each.text for each in one.triggers] for one in schema(text).tables}
    assert said == NOBODY | {"loans": ["Trigger: sets the updated_at of a changed row."]}
