"""What sections on the deed of one endpoint say in its plan: the steps, in their order."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

## Endpoints

### POST /books/{id}/summarize

- Description: Writes a summary of the book with AI.
- Body: `{"length": 10}`
- Success: 201
- Errors: 404 no such book

### POST /loans

- Description: Creates a loan.
- Body: `{"day": "2026-01-01", "book_id": "1"}`
- Success: 201
- Errors: 400 bad day

### POST /loans/{id}/close

- Description: Closes a loan.
- Success: 200

## Business Logic

### AI Summary

1. **Before summarizing:**
   - Validate the length
   - Counts the pages of the book
2. **During summarizing:**
   - Call the OpenRouter API with the pages
   - Timeout of 30 seconds for the call
   - Parse the answer
3. **After summarizing:**
   - The server keeps the words in mind
   - Return the summary
   - User reviews the summary
   - If no word is left, return 422
   - Closing goes on with `POST /loans/{id}/close`

### AI Summary Limits

- Five summaries per hour
- Clerks need the role of a writer
- Errors are told to the clerk
- Answers are cached for a day

**Long books:**

- Each chapter alone

### Loan Creation

- **`day`**:
  - Not before today

### Loan Validation: Creation

- The book is on the shelf

### Closing a loan

- Gives the book back to the shelf
"""
DB = """# Database

## loans

- id: UUID PRIMARY KEY
- day: DATE NOT NULL
- book_id: UUID NOT NULL REFERENCES books(id)

## books

- id: UUID PRIMARY KEY
- name: TEXT NOT NULL
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), text=API, role="api-plan"),
    Document(path=RepoPath(".ai/db-plan.md"), text=DB, role="db-plan"),
)


@pytest.mark.parametrize(
    ("call", "number", "lines"),
    [
        (
            "POST /books/{id}/summarize",
            7,
            [
                (
                    "If no word is left, return 422 (api-plan.md:39); Errors are told to the clerk"
                    " (api-plan.md:46)"
                ),
            ],
        ),
        ("POST /books/{id}/summarize", 6, ["Clerks need the role of a writer (api-plan.md:45)"]),
        (
            "POST /books/{id}/summarize",
            8,
            [
                (
                    "Five summaries per hour (api-plan.md:44); Answers are cached for a day"
                    " (api-plan.md:47)"
                ),
            ],
        ),
        (
            "POST /loans",
            5,
            [
                "The book is on the shelf (api-plan.md:60)",
                "Insert a row into `loans`: `day`, `book_id` (db-plan.md:3, db-plan.md:6-7)",
                "Return `201` (api-plan.md:16)",
            ],
        ),
        ("POST /loans/{id}/close", 5, ["Gives the book back to the shelf (api-plan.md:64)"]),
    ],
)
def test_the_steps_of_a_section_on_the_deed(call: str, number: int, lines: list[str]) -> None:
    found = [one.partition(" ")[2] for one in told(DOCUMENTS, call, number)]
    assert [one for one in found if one in lines] == lines


@pytest.mark.parametrize("line", ["User reviews", "Return the summary", "Validate the length"])
def test_what_people_do_and_what_is_answered_is_no_step(line: str) -> None:
    flow = told(DOCUMENTS, "POST /books/{id}/summarize", 5)
    assert not any(line in one for one in flow)


def test_what_code_says_in_words_is_a_step() -> None:
    text = API.replace(
        "### AI Summary Limits",
        "**Words:**\n\n```python\ndef stamp(text):\n    # Letters only\n    # In one row\n```\n\n"
        "### AI Summary Limits",
    )
    document = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)

    way = "\n".join(told((document,), "POST /books/{id}/summarize", 5))

    assert "`stamp`: Letters only; In one row (api-plan.md:" in way


def test_what_a_model_is_sent_is_told_before_its_call() -> None:
    sent = (
        "**Chapter pass:**\n\n1. Pick the longest chapters\n2. Send the titles of chapters to the"
        " OpenRouter API\n3. Send to OpenRouter:\n   - The names of all heroes\n"
        "   - Two older summaries\n\n### AI Summary Limits"
    )
    text = API.replace("### AI Summary Limits", sent)
    document = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)

    way = "\n".join(told((document,), "POST /books/{id}/summarize", 5))

    before = way.partition("Build the prompt from `length`")[0]
    assert "Send the titles of chapters to the OpenRouter API" in before
    assert "Send to OpenRouter: The names of all heroes; Two older summaries (api-plan" in before
