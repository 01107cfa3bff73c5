"""What the documents say of the columns of written rows, where no other line of the plan has it."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT.

### POST /voyages

- Body: `{"title": "string"}`
- Success: 201

### PATCH /voyages/{id}

- Body: `{"ended_on": "date"}`
- Success: 200

### GET /voyages/{id}

- Success: 200

### POST /voyages/{id}/landings

- Body: `{"port": "string"}`
- Success: 201

### GET /voyages/{id}/landings

- Success: 200

## Validation

### Voyages Resource

- `title`: 3 to 80 letters, no digits
- `wind`: one of the five winds
- `harbour_count`: a number

### Ports Resource

- `wind`: what is seen from the port
"""
DB = """# Schema

## voyages

- `id` int PRIMARY KEY
- `title` text NOT NULL -- what it is called
- `captain_id` int (NULL for a drifting ship), `weather` text
- `ended_on` date -- only after the last harbour
- `harbour_count` int CHECK (harbour_count IS NULL OR harbour_count > 0)
- `home_port` text REFERENCES ports(name), only for traders
- `wind` text

```sql
-- speed_knots is computed from the log
```

## ships

- `id` int PRIMARY KEY
- `hull_type` text

## landings

- `id` int PRIMARY KEY
- `voyage_id` int REFERENCES voyages(id)
- `port` text

## Notes

- `home_port` is set to the first harbour; `hull_type` is copied
- An index on `harbour_count` only for traders
- `ended_on` is set when `home_port` is reached
- `title` is set by the crew
- `harbour_count` is updated by a trigger on landings
- What is paid is calculated from `harbour_count`
- Deletion: `harbour_count` is set to 0
"""
DOCUMENTS = (
    Document(path=RepoPath("api-plan.md"), text=API, role="api-plan"),
    Document(path=RepoPath("db-plan.md"), text=DB, role="db-plan"),
)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            "POST /voyages",
            [
                "`captain_id`: NULL for a drifting ship (db-plan.md:7)",
                "`ended_on`: only after the last harbour (db-plan.md:8)",
                "`home_port`: only for traders (db-plan.md:10)",
                "`ended_on` is set when `home_port` is reached (db-plan.md:32)",
                "`wind`: one of the five winds (api-plan.md:33)",
            ],
        ),
        (
            "PATCH /voyages/{id}",
            [
                "`ended_on`: only after the last harbour (db-plan.md:8)",
                "`ended_on` is set when `home_port` is reached (db-plan.md:32)",
            ],
        ),
        (
            "POST /voyages/{id}/landings",
            ["`harbour_count` is updated by a trigger on landings (db-plan.md:34)"],
        ),
        ("GET /voyages/{id}/landings", []),
        (
            "GET /voyages/{id}",
            ["`harbour_count` is updated by a trigger on landings (db-plan.md:34)"],
        ),
    ],
)
def test_rules_of_columns_stand_below_the_flow(call: str, said: list[str]) -> None:
    lines = [one for one in told(DOCUMENTS, call, 5) if one.startswith("- Columns of ")]

    assert lines == ([f"- Columns of `voyages`: {'; '.join(said)}"] if said else [])


SHOWN = """# API

### GET /voyages/{id}

- Response: `{"title": "string", "harbour_count": 1, "kind": 1}`
- Success: 200

### GET /voyages

- Response: `{"items": [{"title": "string", "kind": 1}]}`
- Success: 200
"""
CODED = """
## voyages

- `id` int PRIMARY KEY
- `title` text NOT NULL
- `harbour_count` int
- `kind` int NOT NULL (1 = trade, 2 = war)

## Notes

- `harbour_count` is updated by a trigger on landings
- `kind`: 1 = trade, 2 = war
- `title` is calculated
"""


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("GET /voyages/{id}", ["`kind`: 1 = trade, 2 = war", "`harbour_count` is updated by a"]),
        ("GET /voyages", ["`kind`: 1 = trade, 2 = war"]),
    ],
)
def test_of_what_is_shown_codes_are_told_and_what_triggers_keep(call: str, said: list[str]) -> None:
    documents = (
        Document(path=RepoPath("api-plan.md"), text=SHOWN, role="api-plan"),
        Document(path=RepoPath("db-plan.md"), text=CODED, role="db-plan"),
    )
    lines = [one for one in told(documents, call, 5) if one.startswith("- Columns of `voyages`: ")]

    assert all(
        one.removeprefix("- Columns of `voyages`: ").startswith(rule)
        for one, rule in zip(lines, said, strict=True)
    )
    assert "\n".join(lines).count("1 = trade") == 1


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("If empty, `speed_limit` is automatically set to 3", "Sails: If empty, `speed_limit`"),
        ("`speed_limit` is automatically set to 3", "`speed_limit` is automatically set"),
    ],
)
def test_a_rule_without_a_subject_has_that_of_the_line_above(rule: str, said: str) -> None:
    api = "# API\n\n### POST /boats\n\n- Success: 201\n\n## Rules\n\n- **Sails**: any\n"
    db = "# Schema\n\n## boats\n\n- `id` int PRIMARY KEY\n- `sails` text\n- `speed_limit` int\n"
    documents = (
        Document(path=RepoPath("api-plan.md"), text=f"{api}  - {rule}\n", role="api-plan"),
        Document(path=RepoPath("db-plan.md"), text=db, role="db-plan"),
    )

    assert f"- Columns of `boats`: {said}" in "\n".join(told(documents, "POST /boats", 5))
