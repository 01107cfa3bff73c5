"""What the answer's section says of the form of times, sums and names in the whole API."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

{top}

## Endpoints

### GET /stamps/{id}

- Response: `{"firstSeenAt": "a", "price": 1}`
- Success: 200

### GET /inks/{id}

- Response: `{"colour": "red"}`
- Success: 200

## Conventions

{rules}
"""


@pytest.mark.parametrize(
    ("call", "top", "rules", "line"),
    [
        ("GET /stamps/{id}", "", "- Timestamps are ISO 8601.", "- Timestamps are ISO 8601 (api"),
        ("GET /inks/{id}", "", "- Timestamps are ISO 8601.", ""),
        ("GET /stamps/{id}", "", "- Timestamps are kept by the client in UTC.", ""),
        ("GET /stamps/{id}", "", "- Timestamps are there.", ""),
        (
            "GET /stamps/{id}",
            "",
            "**All money**:\n- Format: decimal\n- Example: `1.0`",
            "- All money: Format: decimal (api-plan.md:20)",
        ),
        (
            "GET /stamps/{id}",
            "",
            f"**All money**:\n- Format: decimal\n- {'Long ' * 40}words",
            "- All money: Format: decimal (api-plan.md:20)",
        ),
        # each line below the lead by itself, those of the client and of what is given left out
        (
            "GET /stamps/{id}",
            "",
            "**Times**:\n- Format: RFC 3339\n- Zone: UTC\n- The client shows its own epoch",
            "- Times: Format: RFC 3339; Zone: UTC (api-plan.md:20-21)",
        ),
        ("GET /stamps/{id}", "", "- `firstSeenAt`: must be valid ISO 8601 time", ""),
        # the title says of what; the second line no more than the first
        (
            "GET /stamps/{id}",
            "",
            "### Currency\n\n**Now**:\n- All in EUR\n- Shown as EUR\n- More later",
            "- Currency: All in EUR; Shown as EUR; More later (api-plan.md:22-24)",
        ),
        (
            "GET /stamps/{id}",
            "Dates are ISO-8601. Times are in UTC.",
            "-",
            "- Dates are ISO-8601; Times are in UTC (api-plan.md:3)",
        ),
        ("GET /inks/{id}", "", "**All money**:\n- Format: decimal", ""),
        (
            "GET /inks/{id}",
            "One version. JSON uses camelCase. Dates in UTC.",
            "-",
            "- JSON uses camelCase (api-plan.md:3)",
        ),
    ],
)
def test_the_form_of_values_stands_with_the_answer(
    call: str, top: str, rules: str, line: str
) -> None:
    text = API.replace("{top}", top).replace("{rules}", rules)
    document = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)

    said = [one for one in told((document,), call, 4) if one.startswith("- ")]

    kept = [one for one in said if "`" not in one and not one.startswith("- Fields")]
    assert [one[: len(line)] for one in kept] == ([line] if line else [])


WRAPPED = """# API

## Endpoints

### GET /stamps/{id}

- Response: `{"price": 1}`
- Success: 200

### GET /inks/{id}

- Response: `{"data": {"colour": "red"}}`
- Success: 200

### DELETE /inks/{id}

- Success: 204

## Response format

FORM
"""


@pytest.mark.parametrize(
    ("call", "form", "line"),
    [
        # a fence contradicts the passage, whose form is kept; a line says how both fit
        ("GET /stamps/{id}", '{ "data": {}, "at": "a" }', "- `200` ("),
        ("GET /stamps/{id}", 'All responses use an envelope: `{ "data": {} }`', "; these fields"),
        ("GET /inks/{id}", '{ "data": {}, "at": "a" }', "`200`; `data`, with `at` beside it ("),
        ("GET /inks/{id}", '{ "data": {} }', "- `200` ("),
        ("DELETE /inks/{id}", '{ "data": {}, "at": "a" }', "- `204` ("),
        ("GET /stamps/{id}", '{ "stamp": {} }', "- `200` ("),
    ],
)  # fmt: skip
def test_what_every_success_is_wrapped_in_stands_with_it(call: str, form: str, line: str) -> None:
    shown = form if form.startswith("All") else f"```json\n{form}\n```"
    text = WRAPPED.replace("FORM", shown)
    document = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)

    assert line in "\n".join(told((document,), call, 4))


def test_in_which_zone_times_are_stored_the_tables_say() -> None:
    table = "### stamps\n\n- id: uuid\n- first_seen_at: timestamp\n"
    db = f"# DB\n\n{table}\n## Notes\n\n- All times in UTC.\n"
    documents = (
        Document(path=RepoPath("api-plan.md"), role="api-plan", text=API),
        Document(path=RepoPath("db-plan.md"), role="db-plan", text=db),
    )
    assert "- All times in UTC (db-plan.md:10)" in told(documents, "GET /stamps/{id}", 4)
    assert "UTC" not in "\n".join(told(documents, "GET /inks/{id}", 4))
