"""What section 2 says of a field: each fact once, and whether its column needs it."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

## Endpoints

### POST /things

- Request body:
  ```json
  { "name": "x", "kind": "a", "count": 3, "size": 1, "mark": "m", "code": "c" }
  ```
- Validation:
  - `name`: required, 1 to 80 characters, non-empty, unique per user
  - `kind`: one of `a`, `b`; fixed for good
  - `count`: min 1, max 9
  - `mark`: 2-9 characters each
  - `code`: maximum length: 9 characters; starts with a letter; starts with a letter and a dash
- Response: `{ "thing_id": "uuid", "name": "x" }`
- Success: 201

### POST /marks

- Request body:
  ```json
  { "marks": [{ "colour": "red", "ink_id": 4 }] }
  ```
- Field Validation:
  - `colour`:
    - Required
    - Max length: 9 characters
  - `ink_id`:
    - Optional
    - Integer
    - Required when `colour` is "red"
- Success: 201
- Errors:
  - 207 Multi-Status (when some marks were stored while others failed)
  - 400

### GET /things

- Query parameters:
  - `shade` (optional): Colour of the thing ("dark", "light"), default: dark
  - `page`: number (optional) - Page number (default: 1)
  - `since` (date, optional): Start of the view (default: 1 week ago)
  - `ident`: uuid - The thing's key
- Success: 200

### PATCH /things/{id}

- Request body: `{ "size": 1 }`
- Success: 200
"""
DB = """## Schema

```sql
CREATE TABLE things (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  kind text NOT NULL,
  count integer NOT NULL,
  size integer NOT NULL DEFAULT 1,
  mark text NULL
);
```
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
)


@pytest.mark.parametrize(
    ("call", "line"),
    [
        ("POST /things", "`name`: string, required, 1 to 80 characters; unique per user"),
        ("POST /things", "`kind`: string, required, one of `a`, `b`; fixed for good"),
        (
            "GET /things",
            "`shade`: optional, one of `dark`, `light`, default `dark`; Colour of the thing (api",
        ),
        ("GET /things", "`page`: number, optional, default `1` (api"),
        ("GET /things", "`since`: date, optional; Start of the view (default: 1 week ago) (api"),
        ("GET /things", "`ident`: uuid; The thing's key (api"),
        ("POST /things", "`count`: integer, required, from 1 to 9"),
        ("POST /things", "`code`: string, at most 9 characters; starts with a letter and a dash"),
        ("POST /things", "`size` (integer, optional, DEFAULT 1)"),
        ("POST /things", "`mark`: string, optional, 2 to 9 characters (api"),
        (
            "POST /marks",
            '`marks[].ink_id`: Integer, optional; Required when colour is "red" (api-',
        ),
        ("PATCH /things/{id}", "`size` (integer, NOT NULL)"),
    ],
)
def test_each_fact_of_a_field_is_told_once(call: str, line: str) -> None:
    assert any(line in one for one in told(DOCUMENTS, call, 2))


def test_a_key_that_is_answered_is_told_with_its_table() -> None:
    assert any("`thing_id` = `things.id`" in one for one in told(DOCUMENTS, "POST /things", 5))


def test_what_may_be_stored_in_part_says_its_status() -> None:
    assert any(
        "`207`: when some marks were stored" in one for one in told(DOCUMENTS, "POST /marks", 5)
    )
