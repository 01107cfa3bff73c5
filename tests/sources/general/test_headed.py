from __future__ import annotations

import pytest

from agent.sources.general.headed import headed, is_head

PLAN = """# API

## Endpoints

### GET /loans

### POST /loans

### POST /loans/import

## Business logic

### Fees of the year

**Location**: `/loans/import` endpoint + database function

**Logic**:

1. Add them up

### Lending

**Save a loan:** `POST /v1/loans` and `POST /loans/import`

- Write a line

**Validation:**

- One a day

**Sorting:**

- The newest first

**Read:** `GET /loans`, which is cached

- Not here

### Stamps

**Rules**:

- Ink has to be red

**When**:

- Applied before the loan is kept in POST /loans

### Stamps of clerks

- Applied by POST /loans and GET /loans
- Red

### Shelves

- Books go on before POST /loans
- Red

### Notes

- `GET /loans`

### Example of use

**Save a loan:** `POST /loans`

- Once
"""


def test_what_stands_below_a_line_that_names_endpoints_is_theirs() -> None:
    lines = PLAN.split("\n")
    found = {lines[line - 1]: sorted(keys) for line, keys in headed(PLAN).items()}

    both = ["POST /loans", "POST /loans/import"]
    assert found == {
        "**Location**: `/loans/import` endpoint + database function": ["POST /loans/import"],
        "**Logic**:": ["POST /loans/import"],
        "**Save a loan:** `POST /v1/loans` and `POST /loans/import`": both,
        "- Write a line": both,
        "**Validation:**": both,
        "**Rules**:": ["POST /loans"],
        "**When**:": ["POST /loans"],
    }


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("**Endpoint:** POST /loans", True),
        ("- Location: `/loans` endpoint", True),
        ("- Logic implemented in LoanController (POST `/loans` and `/loans/import`)", True),
        ("Counted as new (POST `/loans`)", False),
        ("Location: the server's", False),
        ("Saves what `POST /loans` gives", False),
        ("Call: `POST /loans` with a body", False),
    ],
)
def test_a_head_only_names_endpoints(line: str, *, names: bool) -> None:
    assert is_head(line) is names
