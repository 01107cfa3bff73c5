from __future__ import annotations

from dataclasses import replace

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

### POST /shelves/{shelfId}/books

- Description: Put a book on a shelf
- Request body: { "bookId": UUID }
- Response 201: { "shelfId": UUID, "bookId": UUID }
- Errors: 409 already there

### DELETE /shelves/{shelfId}/books/{bookId}

- Description: Take a book off a shelf
- Response 204 No Content

### POST /shelves/{shelfId}/labels

- Description: Write a label
- Request body: { "text": string }
- Response 201: new label

### GET /shelves/{shelfId}/labels

- Response 200: { "data": [] }

## Authorization

- Tokens are made by the library
- All shelf and link endpoints require a token
- Policies: insert/update/delete only on own resources
"""

TABLES = """# Tables

### Library Shelves

- **id**: UUID PRIMARY KEY

### Books

- **id**: UUID PRIMARY KEY
- **title**: VARCHAR(255) NOT NULL

### Labels

- **id**: UUID PRIMARY KEY
- **text**: TEXT NOT NULL
- **shelf_id**: UUID NOT NULL (Foreign Key referencing `Library Shelves.id`)

### shelf_books

- **shelf_id**: UUID NOT NULL (Foreign Key referencing `Library Shelves.id`)
- **book_id**: UUID NOT NULL (Foreign Key referencing `Books.id`)
"""
DOCUMENTS = (
    Document(path=RepoPath("docs/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath("docs/db-plan.md"), role="db-plan", text=TABLES),
)


@pytest.mark.parametrize(
    ("call", "line"),
    [
        (
            "POST /shelves/{shelfId}/books",
            "Insert a row into `shelf_books`: `shelf_id`, `book_id`",
        ),
        ("DELETE /shelves/{shelfId}/books/{bookId}", "Delete the row of `shelf_books`"),
        (
            "POST /shelves/{shelfId}/labels",
            "Insert a row into `Labels`: `text`, `shelf_id`",
        ),
    ],
)
def test_the_rows_of_two_tables_are_tied_in_a_third(call: str, line: str) -> None:
    assert line in "\n".join(told(DOCUMENTS, call, 5))


def test_a_body_with_the_values_of_a_row_is_that_row() -> None:
    api = replace(DOCUMENTS[0], text=API.replace('"bookId": UUID }', '"title": string }', 1))

    lines = told((api, DOCUMENTS[1]), "POST /shelves/{shelfId}/books", 5)

    assert "Insert a row into `Books`: `title`" in "\n".join(lines)


def test_a_success_is_told_in_two_words() -> None:
    assert "- `201`: new label" in "\n".join(told(DOCUMENTS, "POST /shelves/{shelfId}/labels", 4))


@pytest.mark.parametrize(
    ("call", "words", "is_told"),
    [
        ("POST /shelves/{shelfId}/labels", "All shelf and link endpoints require a token", True),
        ("GET /shelves/{shelfId}/labels", "All shelf and link endpoints require a token", True),
        ("POST /shelves/{shelfId}/labels", "delete only on own resources", True),
        ("GET /shelves/{shelfId}/labels", "delete only on own resources", False),
    ],
)
def test_what_holds_below_an_owner_and_for_writes(
    call: str,
    words: str,
    is_told: bool,  # noqa: FBT001 (a column)
) -> None:
    assert (words in "\n".join(told(DOCUMENTS, call, 6))) is is_told


def test_people_that_the_path_names_have_rows_by_pairs() -> None:
    api = API.replace("/shelves/{shelfId}/books\n", "/children/{childId}/books\n")
    api = api.replace(
        '- Response 201: { "shelfId": UUID, "bookId": UUID }', "- Response 201: it", 1
    )
    tables = (
        TABLES
        + """
### profiles

- **id**: UUID PRIMARY KEY

### profile_books

- **profile_id**: UUID NOT NULL (Foreign Key referencing `profiles.id`)
- **book_id**: UUID NOT NULL (Foreign Key referencing `Books.id`)
- **given_by_id**: UUID (Foreign Key referencing `profiles.id`)
"""
    )
    documents = (replace(DOCUMENTS[0], text=api), replace(DOCUMENTS[1], text=tables))

    flow = "\n".join(told(documents, "POST /children/{childId}/books", 5))

    assert "Insert a row into `profile_books`" in flow
    answer = "\n".join(told(documents, "POST /children/{childId}/books", 4))
    assert "`given_by_id`" in answer
