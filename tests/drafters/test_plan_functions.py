"""What functions of the database do that a plan names: the points below their titles."""

from __future__ import annotations

from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

### POST /tallies

- Description: Counts the sheep, checked by `is_tally_fair(tally_id)`.
- Body: `{"sheep": 3}`
- Success: 201
"""
DB = """# Schema

## tallies

- `id` int PRIMARY KEY
- `sheep` int NOT NULL

## Functions

### is_tally_fair(tally_id int)

- **Returns**: boolean

Logic:
1. Looks at each pen
2. Asks `wool_of_sheep` for its worth

### wool_of_sheep(sheep int)

- Two bags for each black one

### shear_all()

- Shears them

## Triggers

### tallies_sum

- **Table**: `tallies`
- **Event**: AFTER INSERT
- **Function**: `sum_of_pens()`
- **Purpose**: Sums the pens up.
"""
DOCUMENTS = (
    Document(path=RepoPath("api-plan.md"), text=API, role="api-plan"),
    Document(path=RepoPath("db-plan.md"), text=DB, role="db-plan"),
)


def test_the_points_of_a_named_function_stand_below_the_flow() -> None:
    lines = [one for one in told(DOCUMENTS, "POST /tallies", 5) if one.startswith("- `")]

    assert lines == [
        (
            "- `is_tally_fair()`: Looks at each pen; Asks `wool_of_sheep` for its worth "
            "(db-plan.md:15-16)"
        ),
        "- `wool_of_sheep()`: Two bags for each black one (db-plan.md:20)",
    ]


def test_a_trigger_in_words_names_the_function_that_it_runs() -> None:
    text = "\n".join(told(DOCUMENTS, "POST /tallies", 5))

    assert "After it the trigger `tallies_sum` runs `sum_of_pens()`: Sums the pens up" in text
