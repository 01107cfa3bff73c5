"""What a request's body is beside its fields: its forms, and what is said of a field in words."""

from __future__ import annotations

from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

### POST /things

- Request body:
  ```json
  // For books
  { "kind": "book" | "paper", "count": 3 // the total
  }
  // For maps
  { "kind": "map", "count": 2, // how many more
    "note": "x" }
  ```
- Success: 201

### POST /parts

- Request body: `{ "name": "x" }` or `{ "code": "y" }`
- Success: 201

## Validation and Business Logic

- `note`: must be a sentence that no other thing has.
- `kind`: must be what the shelf is for, as the library says.
"""
DB = """## Schema

```sql
CREATE TABLE things (id uuid PRIMARY KEY, kind text, count decimal NOT NULL, note text);
```
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
)

LISTED = (
    "- Request body: `count` (number, stored as decimal, NOT NULL) (api-plan.md:8, db-plan.md:4)"
)
KIND = "must be what the shelf is for, as the library says (api-plan.md:8, api-plan.md:24)"
NOTE = "must be a sentence that no other thing has (api-plan.md:12, api-plan.md:23)"


def test_each_form_of_a_body_is_told_with_its_own() -> None:
    assert told(DOCUMENTS, "POST /things", 2)[3:-1] == [
        LISTED,
        f"  - `kind`: string, one of `book`, `paper`, `map`; {KIND}",
        f"  - `note`: string; {NOTE}",
        "- The body has one of 2 forms:",
        "  - For books: `kind` (`book`, `paper`), `count` (the total) (api-plan.md:8-9)",
        "  - For maps: `kind` (`map`), `count` (how many more), `note` (api-plan.md:11-12)",
    ]


def test_forms_without_words_are_numbered() -> None:
    found = told(DOCUMENTS, "POST /parts", 2)

    assert "  - form 1: `name` (api-plan.md:18)" in found
    assert "  - form 2: `code` (api-plan.md:18)" in found


def test_another_case_of_an_answer_is_told_with_the_message_that_it_alone_has() -> None:
    text = """# API

### PATCH /doors/{id}

- Response (200 OK):

```json
{ "id": 1, "message": "One hand is on it", "hint": "Push it", "by": "A" }
```

- **If both push**:

```json
{ "id": 1, "message": "The door is open", "hint": "Push it", "by": "B" }
```
"""
    documents = (Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text),)

    assert [one for one in told(documents, "PATCH /doors/{id}", 4) if "If both" in one] == [
        '  - If both push: `id`, `message` ("The door is open"), `hint`, `by` (api-plan.md:14)'
    ]
