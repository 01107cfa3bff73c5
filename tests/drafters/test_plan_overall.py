"""Statuses of the general sections, where the endpoint's own passage names none for the case."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath
from agent.sources.passages.statuses import entry

API = """# API

## Endpoints

### POST /books

- Request: `{ "title": "string (max 80)" }`
- Success: 201

### PATCH /books/{book_id}

- Request: `{ "title": "string (max 80)" }`
- Success: 200
- Errors: 400 title longer than its cover

### PUT /books/{book_id}

- Request: `{ "title": "string (max 80)" }`
- Success: 200
- Errors: 400 invalid body, 404 no such book

### POST /books/{book_id}/burn

- Success: 200

## Authentication

- JWT in the `Authorization` header.

GENERAL
"""
LISTED = """## Errors

- 400 Bad Request - Malformed input
- 401 Unauthorized - No token
- 404 Not Found for missing books
- 422 Unprocessable Entity for validation failures

```
400 Bad Request: an example
```
"""
ROWS = """## Errors

| Code | Message | When |
|---|---|---|
| 400 | "Bad" | JSON does not parse, invalid schema |
| 422 | RULE | Field 'pages' must be a valid number |
"""
TOLD = """## Validation

- The API answers each request with invalid fields by `422 Unprocessable Entity`.
"""
MORE = """## Validation

- The API answers by a `422 Unprocessable Entity` with a list of invalid fields.
"""
STATE = """## Validation

- If validation of the shelf fails: the book stays, return 400 error
"""


def _documents(general: str) -> tuple[Document, ...]:
    text = API.replace("GENERAL", general)
    return (Document(path=RepoPath("docs/api-plan.md"), role="api-plan", text=text),)


@pytest.mark.parametrize(
    ("general", "call", "wanted", "unwanted"),
    [
        (LISTED, "POST /books", "`400 Bad Request`: Malformed input", "`404"),
        (LISTED, "POST /books", "`422 Unprocessable Entity`: validation failures", "example"),
        (LISTED, "PATCH /books/{book_id}", "`404 Not Found`: missing books (", "Malformed"),
        (LISTED, "PATCH /books/{book_id}", "`422 Unprocessable Entity`: validation", "Malformed"),
        (LISTED, "PUT /books/{book_id}", "`400`: invalid body", "422"),
        (LISTED, "POST /books/{book_id}/burn", "`404 Not Found`", "422"),
        (ROWS, "POST /books", "`400`: JSON does not parse, invalid schema", "pages"),
        (TOLD, "POST /books", "`422 Unprocessable Entity`: `title` outside the limits", "400"),
        (MORE, "POST /books", "`422 Unprocessable Entity`: with a list of invalid fields", "400"),
        (STATE, "POST /books", "the book stays", "title"),
    ],
)
def test_what_general_sections_refuse(general: str, call: str, wanted: str, unwanted: str) -> None:
    section = "\n".join(told(_documents(general), call, 7))
    assert wanted in section
    assert unwanted not in section


def test_it_is_checked_answered_and_tested_by_them() -> None:
    documents = _documents(LISTED)
    flow = "\n".join(told(documents, "POST /books", 5))
    steps = "\n".join(told(documents, "POST /books", 9))
    assert "invalid input is `400`: Malformed input, `422`: validation failures" in flow
    assert "`201`, `400`, `401`, `422`" in steps


def test_words_that_do_not_part_two_refusals_give_way_to_the_usual_ones() -> None:
    same = LISTED.replace("Malformed input", "Bad input").replace("validation failures", "wrong")
    flow = "\n".join(told(_documents(same), "POST /books", 5))
    usual = "`400`: malformed or missing input, `422`: a value outside its limits"
    assert f"invalid input is {usual}" in flow


@pytest.mark.parametrize(
    ("line", "known"),
    [
        ("- **404 Not Found** \u2013 no such book", (404, "no such book")),
        ('| 400 | BAD | "not a number" |', (400, "not a number")),
        ("| 401 |", (401, "")),
        ("- 422 Unprocessable Entity for closed books", (422, "closed books")),
        ("- up to 400 characters", None),
        ("- 499 words", None),
    ],
)
def test_the_status_that_a_line_begins_with(line: str, known: tuple[int, str] | None) -> None:
    assert entry(line) == known


@pytest.mark.parametrize(
    ("bad", "worse", "said"),
    [
        ("Invalid data", "Validation failed", "malformed or missing input, `422`: a value outside"),
        ("Invalid data", '"A title has 9 letters"', 'malformed or missing input, `422`: "A title'),
        ("Invalid data", "an impossible draw", "Invalid data, `422`: an impossible draw"),
        ("Malformed input", "Validation failed", "Malformed input, `422`: Validation failed"),
    ],
)
def test_words_for_any_input_do_not_part_two_statuses(bad: str, worse: str, said: str) -> None:
    body = '- Request body: `{ "title": "string" }`'
    errors = f"- Errors:\n  - 400 {bad}\n  - 422 {worse}\n"
    text = f"# API\n\n### POST /books\n\n{body}\n- Success: 201\n{errors}"
    document = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)

    assert f"invalid input is `400`: {said}" in "\n".join(told((document,), "POST /books", 5))
