"""What stands for all endpoints beside the sections on errors and access."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

## Endpoints

Conventions:
- Errors: ProblemDetails. Common statuses: 400, 401, 403, 404, 409, 500.
- Pages: `page` from 1.

### Books

#### POST /books/{book_id}/notes

Write a note, inserts `shelf_marks`.
- Request:
```
{
  "letter": "A",
  "comment": "fine"
}
```
- Success 201
- Errors:
  - 400 VALIDATION_ERROR
  - 403 NOTE_FORBIDDEN

## Errors

| HTTP | Code | Message |
|------|------|---------|
| 403 | NOTE_FORBIDDEN | Nobody may |
| 422 | RULE_VIOLATION | A rule is broken (alternative to 403) |
| 423 | LOCKED | It is locked (alternative to 410) |

## Authentication and Authorization

- Each call has a token in its header. REST
- Permissions:
  - Note create: authenticated.
  - Note delete: nobody.

## Validation

| Field | Constraints |
|-------|-------------|
| Note.letter | Default 'A', restricted set {A} |

- **Shelf Mark**
  - The sum of all `points` stays above zero
- **Book Fee**
  - The sum of all fees is paid at once

## Security

- Prevent HTML injection in comments (escape on output).
"""
# What a long statement on access says last, of rates.
REST = (
    "It is made at the desk and is good for a day of reading there. It ends when the library"
    " closes its doors. Nobody gives it away to another reader."
    " Rate limiting: 100 requests/min for each reader."
)
TEXT = API.replace("REST", REST)
DOCUMENTS = (Document(path=RepoPath("docs/api-plan.md"), role="api-plan", text=TEXT),)


@pytest.mark.parametrize(
    ("number", "words", "is_told"),
    [
        (2, "`letter`: string, one of `A`", True),
        (5, "The sum of all `points` stays above zero", True),
        (5, "The sum of all fees", False),
        (6, "Note create: authenticated", True),
        (6, "Note delete", False),
        (6, "Prevent HTML injection in comments", True),
        (7, "`422`: RULE_VIOLATION: A rule is broken (alternative to 403)", True),
        (7, "`423`", False),
        (7, "Errors: ProblemDetails", True),
        (7, "`500` (by convention)", True),
        (8, "Rate limiting: 100 requests/min for each reader", True),
    ],
)
def test_what_is_said_for_all_is_told(
    number: int,
    words: str,
    is_told: bool,  # noqa: FBT001 (a column)
) -> None:
    lines = "\n".join(told(DOCUMENTS, "POST /books/{book_id}/notes", number))

    assert (words in lines) is is_told


STREAM = """# API

## Endpoints

### Stream a book
- **Method**: POST
- **Path**: `/books/stream`
- **Description**: Reads a new book aloud, then puts it back
- **Response Type**: `text/event-stream`
- **Event Types**:
  - `book-start`: First event with the title of the book
- **Success Codes**: 200 OK with streaming response
"""


def test_the_form_of_a_stream_is_told() -> None:
    documents = (Document(path=RepoPath("docs/api-plan.md"), role="api-plan", text=STREAM),)

    lines = "\n".join(told(documents, "POST /books/stream", 4))

    assert "Response Type: `text/event-stream`" in lines
    assert "`book-start`: First event with the title of the book" in lines


@pytest.mark.parametrize(
    ("said", "is_usual"),
    [
        ("- Title: required, at most 500 words", True),
        ("- Title: 1\u2013500 znak\u00f3w", True),
        ("- 500 Internal Server Error: it failed", False),
    ],
)
def test_a_bound_of_a_value_is_no_status(said: str, *, is_usual: bool) -> None:
    text = f"# API\n\n### POST /books\n\n- Adds one.\n- Success: 201\n\n## Validation\n\n{said}\n"
    documents = (Document(path=RepoPath("docs/api-plan.md"), role="api-plan", text=text),)
    lines = "\n".join(told(documents, "POST /books", 7))

    assert ("`500` (by convention)" in lines) is is_usual


@pytest.mark.parametrize(
    ("call", "shown"),
    [
        ("POST /books", "`CreateBook.call`"),
        ("POST /books", "- `books#create` (by convention)"),
        ("DELETE /books/{id}", "- `books#destroy` (by convention)"),
    ],
)
def test_rails_calls_an_action_by_its_controller(call: str, shown: str) -> None:
    documents = (
        Document(path=RepoPath("docs/api-plan.md"), role="api-plan", text=f"### {call}\n\n- 201\n"),
        Document(path=RepoPath("docs/tech-stack.md"), role="tech-stack", text="- Ruby on Rails 8"),
    )
    assert shown in "\n".join(told(documents, call, 9))
