"""What a careful reader finds in a passage and in what it refers to, and what no plan may say."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath
from agent.drafters.builtin.planning.facts.wording import sentences

API = """# API

## Endpoints

### POST /reports/{report_id}/sales

- Description: Sell a report.
- Success: 201
- Errors: 401, 404

### POST /reports/{id}/picture

- Description: Set a picture.
- Request body: Multipart form data with an image (PNG, at most 1 MB)
- Success: 200
- Errors: 401

### POST /prints/{id}/complete

- Description: Complete a print.
- Success: 200
- Errors: 401, 404

### POST /sales-webhook

- Description: Takes what the shop sends.
- Headers:
  - `X-Shop-Signature: <hmac>`: proves who sends
- Request body: None
- Success: 200
- Errors: 401 wrong signature

**Internal processing:**

| What is sent | What is done |
|---|---|
| `SOLD` | the sale is kept |

### GET /members

- Description: List members, with their search.
- Query parameters:
  - `search`: string
- Success: 200

### POST /reports

- Description: Submit a report, then starts report generation.
  The answer comes within 500 ms in most cases.
- Request body: `{ "value": "integer" }`
- Success: 201
- Errors: 401

### POST /reports/{id}/run

- Description: Run a report.
- Path parameters:
  - `id`: integer (report_attempts.id)
- Success: 200
- Errors: 401, 403 (not owner, not admin), 404 Report ID does not exist

### GET /reports/{id}

- Description: One report.
- Path parameters:
  - `id`: integer (report_attempts.id)
- Success: 200
- Errors: 401, 403 (not owner), 404 Report ID does not exist

### DELETE /reports/{id}

- Description: Remove a report.
- Success: 204
- Errors: 401, 404

### GET /reports/stream

- Description: Follow the reports.
- Response type: `text/event-stream`
- Event types:
  - `line`: One line more
    ```json
    {
      "of": { "id": "long" },
      "id": "string" // known again by it
    }
    ```
  - `end`:
    ```json
    { "id": "string" // known again by it
    }
    ```
  - `ping`
- Success: 200 OK with a stream

### GET /reports/{id}/file (the whole of it)

- Description: The report as a file.
- Response:
  - `Content-Type: text/csv`
- Lines end with a carriage return.
- Success: 200
- Errors: 409 Conflict when it runs

## Authorization

- Every call carries a JWT in its `Authorization` header.
- Members need the role `clerk` in their token.

## Errors

Error body:

```json
{
  "error": { "code": "string", "details": [{ "field": "string" }], "more": { "so": { "on": 1 } } },
  "at": "timestamp"
}
```

## Rules

### Reports

- Reports: the title must be unique.
- For reports without an API key the global API key is used.

**Free readers**:
- Ten pages at most while report generation goes on
- No pictures for them

### Business logic

- **Weekly Print**
  - Completion counts all of its pages.

### Rate Limiting

- Throttled on search endpoints to 7 requests per minute.

**Report Submission**:
- 10 requests per minute
"""
DB = """## Tables

### users

- id: integer PRIMARY KEY
- role: text CHECK (role IN ('admin', 'user'))

### reports

- id: integer PRIMARY KEY
- price: integer
- kind: text

### weekly_prints

- id: integer PRIMARY KEY
- pages: integer

### sales

- id: integer PRIMARY KEY
- report_id: integer REFERENCES reports(id)

### report_attempts

- id: integer PRIMARY KEY
- user_id: integer NOT NULL REFERENCES users(id)
- executed_at: text
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
)


@pytest.mark.parametrize(
    ("call", "number", "words", "is_told"),
    [
        # A row is that of the column which the parameter's own line names.
        ("POST /reports/{id}/run", 5, "Find the row of `report_attempts` with `id` = `id`", True),
        # Who is refused is "not owner, not admin": an admin is not.
        (
            "POST /reports/{id}/run",
            5,
            "= the caller, or their `users.role` is `admin`; otherwise",
            True,
        ),
        ("GET /reports/{id}", 5, "`users.role`", False),
        # What is looked for is said to be missing once.
        ("GET /reports/{id}", 5, "Report ID does not exist", False),
        # What a stream sends is told with the answer, and what is noted of a field once.
        ("GET /reports/stream", 4, "- `200 OK`: with a stream (", True),
        ("GET /reports/stream", 4, "- Response type: `text/event-stream` (", True),
        (
            "GET /reports/stream",
            4,
            "  - `line`: One line more; `of.id` (long), `id` (string; known again by it) (",
            True,
        ),
        ("GET /reports/stream", 4, "  - `end`: `id` (string) (", True),
        ("GET /reports/stream", 4, "  - `ping` (", True),
        ("GET /reports/stream", 5, "One line more", False),
        ("GET /reports/stream", 5, "event-stream", False),
        ("GET /reports/{id}/file", 4, "- `Content-Type: text/csv` (", True),
        ("GET /reports/{id}/file", 4, "Open: What does", False),
        ("GET /reports/{id}/file", 7, "- `409 Conflict`: when it runs (", True),
        # A status by convention has no line: the passage is told beside it.
        ("GET /reports/{id}/file", 5, "Lines end with a carriage return (", True),
        # A passage on what the endpoint does is its own, under whatever title it stands.
        ("POST /reports", 5, "No pictures for them (", True),
        ("POST /reports/{id}/run", 5, "No pictures for them", False),
        # What a value must be is nothing to who removes its row.
        ("POST /reports", 5, "title must be unique (", True),
        ("DELETE /reports/{id}", 5, "title must be unique (", False),
        # Who calls is no other resource.
        ("POST /reports", 6, "Members need the role `clerk`", True),
        # Some endpoints that are named by a word are not all.
        ("GET /members", 5, "7 requests per minute", True),
        ("GET /members", 8, "on search endpoints", False),
        ("POST /reports", 8, "on search endpoints", False),
        # Every error has one form.
        (
            "GET /members",
            7,
            "- Every error returns `error.code`, `error.details`, `error.more`, `at` (api-plan",
            True,
        ),
        # A body in words is one; what proves a sender is no header of the answer.
        (
            "POST /reports/{id}/picture",
            2,
            "- Request body: Multipart form data with an image (PNG, at most 1 MB) (",
            True,
        ),
        ("POST /reports/{id}/picture", 2, "no body", False),
        ("POST /sales-webhook", 2, "body: None", True),
        ("POST /sales-webhook", 5, "Identify the caller", False),
        ("POST /sales-webhook", 5, "headers: `X-Shop", False),
        # The rows of a table in its passage are its rules; the head says nothing.
        ("POST /sales-webhook", 5, "`SOLD`: the sale is kept (", True),
        ("POST /sales-webhook", 5, "What is sent", False),
        # The own table's name leads no other rows.
        ("POST /prints/{id}/complete", 5, "Completion counts all of its pages (", True),
        ("POST /reports", 5, "Completion counts", False),
        # A key for another service is not what a caller is known by.
        ("POST /reports/{id}/run", 5, "from the `API key`", False),
        # How fast it is, no step does.
        ("POST /reports", 8, "The answer comes within 500 ms in most cases", True),
        ("POST /reports", 5, "500 ms", False),
        # A deed's own limit is not that of another deed.
        ("POST /reports", 5, "10 requests per minute", True),
        ("POST /reports/{id}/run", 8, "10 requests per minute", False),
    ],
)
def test_what_is_told_where(
    call: str,
    number: int,
    words: str,
    is_told: bool,  # noqa: FBT001 (a column)
) -> None:
    assert (words in "\n".join(told(DOCUMENTS, call, number))) is is_told


def test_no_sentence_ends_at_the_question_mark_of_a_choice() -> None:
    assert sentences("score = done ? 1 : 0. Really? Yes.") == [
        "score = done ? 1 : 0.",
        "Really?",
        "Yes.",
    ]
