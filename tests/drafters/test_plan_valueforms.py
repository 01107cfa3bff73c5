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
            "- All money: Format: decimal (api-plan.md:19-20)",
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
