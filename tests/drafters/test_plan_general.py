"""What general sections say of an endpoint: by their titles, their rows, and what it cites."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

## Endpoints

### POST /loans

- Description: Creates a loan.
- Success: 201
- Errors: 400 bad day, 404 no such book

### PATCH /loans/{loan_id}

- Success: 200
- Errors: 404 no such loan

### POST /loans/{id}/prolong

- Description: Prolongs a loan by days.
- Success: 200
- Errors: 404 no such loan

### POST /members

- Success: 201

## Business Logic

- **Loan**
  - The day begins at noon in the library.
- **Member**
  - A loan is told to the member by mail every day.
- **Later (`PATCH /loans/{id}` with a new day)**:
  1. Checks the day.
  2. Writes the day.
  3. Tells the member.

### Loan Prolongation Process

**Work**:
1. Reads the loan and its book
2. Handles the days:
   - **Short**:
     - writes it
3. Counts all days of it
4. Returns 423 while the book is asked for

### Loan Limits

- Nobody prolongs a loan of another library.
"""
DOCUMENTS = (Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),)


@pytest.mark.parametrize(
    ("call", "number", "line"),
    [
        ("POST /loans", 5, "The day begins at noon in the library (api-plan.md:29)"),
        (
            "PATCH /loans/{loan_id}",
            5,
            "Later (`PATCH /loans/{id}` with a new day) (api-plan.md:32)",
        ),
        ("PATCH /loans/{loan_id}", 5, "Checks the day (api-plan.md:33)"),
        (
            "POST /loans/{id}/prolong",
            5,
            (
                "Reads the loan and its book (api-plan.md:40); Handles the days: Short: writes it"
                " (api-plan.md:41-43); Counts all days of it (api-plan.md:44)"
            ),
        ),
        (
            "POST /loans/{id}/prolong",
            7,
            "Returns 423 while the book is asked for (api-plan.md:45)",
        ),
    ],
)
def test_a_general_passage_is_told(call: str, number: int, line: str) -> None:
    lines = [one.partition(" ")[2] for one in told(DOCUMENTS, call, number)]

    assert line in lines


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("POST /loans", "by mail every day"),
        ("POST /loans", "Handles the days"),
        ("POST /members", "The day begins"),
    ],
)
def test_a_passage_about_something_else_is_not(call: str, words: str) -> None:
    assert words not in "\n".join(told(DOCUMENTS, call, 5))
