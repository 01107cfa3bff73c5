"""Who may read a row by its policy and by the words of `404`, and in which state it has to be."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

PROTECTED = "Every request to a protected endpoint must include an `Authorization: Bearer` header."
ALL = "All endpoints need a Bearer token."
BARE = "- 404 Not Found: no such lamp"
PUBLIC = "CREATE POLICY \"Allow public read\" ON lamps FOR SELECT USING (status = 'LIT');"
API = """# API

## Endpoints

### GET /lamps/{id}

- Description: Get one lamp.
- Response:
  ```json
  { "id": 1, "title": "string", "status": "LIT" }
  ```
- Success: 200
- Errors:
  ERRORS

### PATCH /lamps/{id}

- Request body: `{ "title": "string" }`
- Success: 200
- Errors:
  - 404 Not Found: no such lamp

## Authentication and Authorization

- **Authentication**: Tokens. AUTH
- **Ownership**: Users can only modify their own lamps.
"""
DB = """## Schema

```sql
CREATE TABLE lamps (
  id bigint PRIMARY KEY,
  title text NOT NULL,
  user_id uuid NOT NULL,
  is_public boolean NOT NULL,
  status text NOT NULL CHECK (status IN ('LIT', 'BROKEN', 'ASSIGNED'))
);
POLICY
```
"""


def _said(auth: str, errors: str, policy: str = "", call: str = "GET /lamps/{id}") -> str:
    api = API.replace("AUTH", auth).replace("ERRORS", errors)
    tables = DB.replace("POLICY", policy)
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=tables),
    )
    return "\n".join(line for number in (2, 5, 6, 7) for line in told(documents, call, number))


@pytest.mark.parametrize(
    ("auth", "errors", "policy", "opened"),
    [
        (PROTECTED, BARE, PUBLIC, True),
        (PROTECTED, BARE, PUBLIC.replace("public read", "reading"), False),
        (PROTECTED, BARE, PUBLIC.replace("status = 'LIT'", "user_id = auth.uid()"), False),
        (PROTECTED, BARE, "", False),
        (PROTECTED, f"{BARE}\n  - 401 Unauthorized", PUBLIC, False),
        (PROTECTED, "", PUBLIC, False),
        (ALL, BARE, PUBLIC, False),
    ],
)
def test_a_policy_opens_a_read_that_the_general_word_leaves_open(
    auth: str, errors: str, policy: str, *, opened: bool
) -> None:
    said = _said(auth, errors, policy)
    assert ("No sign-in is needed" in said) is opened
    assert ("`401`" in said) is not opened


def test_a_write_stays_closed_beside_an_open_read() -> None:
    assert "No sign-in" not in _said(PROTECTED, BARE, PUBLIC, "PATCH /lamps/{id}")


@pytest.mark.parametrize(
    ("errors", "state"),
    [
        ("- 404 Not Found: it does not exist or its status is not `LIT`", "`status` = 'LIT'"),
        ("- 404 Not Found: nie istnieje lub nie jest LIT", "`status` = 'LIT'"),
        ("- 404 Not Found: lamp not found or not public", "`is_public` = true"),
        ("- 404 Not Found: lamp not assigned to the caller", ""),
        (BARE, ""),
    ],
)
def test_the_state_that_404_names_is_a_condition_of_the_row(errors: str, state: str) -> None:
    said = _said(ALL, errors)
    found = next(line for line in said.split("\n") if "Find the row of `lamps`" in line)
    assert (state in found) if state else "`status`" not in found


def test_commands_in_brackets_are_those_of_a_policy() -> None:
    shut = 'CREATE POLICY changing ON lamps FOR (UPDATE, DELETE) USING (auth.uid() = "user_id");'
    row = "Row policies (RLS)"
    read, written = (
        next((line for line in said.split("\n") if row in line), "")
        for said in (
            _said(ALL, BARE, PUBLIC + "\n" + shut),
            _said(ALL, BARE, PUBLIC + "\n" + shut, "PATCH /lamps/{id}"),
        )
    )
    assert "user_id" not in read
    assert 'UPDATE on `lamps`: `auth.uid() = "user_id"`' in written


def test_who_may_only_change_is_nothing_to_who_reads() -> None:
    assert "only modify" not in _said(ALL, BARE)
    assert "`lamps.user_id` = the caller" in _said(ALL, BARE, "", "PATCH /lamps/{id}")
