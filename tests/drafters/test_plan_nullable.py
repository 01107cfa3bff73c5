"""Fields of an answer that may be null, as only the table tells."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT.

### GET /kilns/{id}

- Response:
  ```json
  { "id": "uuid", "name": "string", "heat": 1, "note": "string",
    "lid": "string | null", "oven": { "note": "x" } }
  ```
- Success: 200

### POST /kilns/{id}/light

- Response: `{ "id": "uuid", "note": "string" }`
- Success: 200
"""
DB = """## Schema

```sql
CREATE TABLE kilns (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  heat integer DEFAULT 0,
  note text,
  lid text
);
```
"""
LAX = DB.replace(" NOT NULL", "")


@pytest.mark.parametrize(
    ("call", "db", "said"),
    [
        ("GET /kilns/{id}", DB, ["note"]),
        # A document that demands nothing of any column leaves it open.
        ("GET /kilns/{id}", LAX, []),
        ("GET /kilns/{id}", LAX.replace("note text", "note text NULL"), ["note"]),
        # It may just have been set.
        ("POST /kilns/{id}/light", DB, []),
    ],
)
def test_what_may_be_null_in_an_answer(call: str, db: str, said: list[str]) -> None:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=db),
    )
    lines = "\n".join(told(documents, call, 4))

    names = ("id", "name", "heat", "note", "lid", "oven.note")
    assert [one for one in names if f"`{one}` (string, may be null)" in lines] == said
    assert lines.count("may be null") == len(said)
    assert ("db-plan.md:8" in lines) == bool(said)


MADE = """
### POST /kilns

- Request body:
  ```json
  { "name": "string", "heat": 1, "note": "string" }
  ```
- Success: 201
"""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (MADE, "`heat` (integer, optional, DEFAULT 0)"),
        # A passage that marks what may be left out means that the rest may not.
        (
            MADE.replace('"note": "string"', '"note": "string (optional)"'),
            "`heat` (integer, DEFAULT 0)",
        ),
    ],
)
def test_what_a_column_fills_in_may_be_left_out_where_nothing_is_marked(
    body: str, said: str
) -> None:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API + body),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    )
    assert said in "\n".join(told(documents, "POST /kilns", 2))


STORED = """# API

### GET /kilns

- Response: `{ "items": [{ "id": 1, "lit_at": "timestamp", "plan": { "heat": 1 } }] }`
- Success: 200
"""
TYPES = """## Schema

```sql
CREATE TABLE kilns (
  id BIGINT PRIMARY KEY,
  lit_at TEXT NOT NULL,
  plan jsonb NOT NULL
);
```
"""


@pytest.mark.parametrize(
    ("stack", "long"), [("Java 21, Spring Boot 3", True), ("Python 3, FastAPI", False)]
)
def test_what_a_value_is_stored_as_where_it_is_answered_as_another(
    stack: str, *, long: bool
) -> None:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=STORED),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=TYPES),
        Document(path=RepoPath(".ai/tech-stack.md"), role="tech-stack", text=f"# S\n\n{stack}\n"),
    )
    fields = "\n".join(told(documents, "GET /kilns", 4))

    assert ("`items[].id` (integer, stored as BIGINT)" in fields) is long
    assert "stored as TEXT" in fields
    assert "`items[].plan` = the JSON in `plan`" in "\n".join(told(documents, "GET /kilns", 5))


FIRED = """
### GET /kilns/{id}/fires

- Response:
  ```json
  { "id": "uuid", "name": "string",
    "pots": [{ "id": "uuid", "label": "string", "glaze": "string" }] }
  ```
- Success: 200
"""
POTS = """
```sql
CREATE TABLE pots (
  id uuid PRIMARY KEY,
  kiln_id uuid NOT NULL REFERENCES kilns(id),
  label text NOT NULL,
  glaze text
);
```
"""


def test_what_may_be_null_in_a_list_inside() -> None:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API + FIRED),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB + POTS),
    )
    lines = "\n".join(told(documents, "GET /kilns/{id}/fires", 4))
    assert "`pots[].glaze` (string, may be null)" in lines
    assert lines.count("may be null") == 1


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("note text", "`note` (string, optional)"),
        # A key may only be lost later, and a row as a whole may demand the value.
        ("note text REFERENCES notes(id)", "`note` (string)"),
        ("note text, CHECK (heat > 5 OR note IS NOT NULL)", "`note` (string)"),
    ],
)
def test_what_a_column_may_lack_may_be_left_out(column: str, said: str) -> None:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=f"# API\n{MADE}"),
        Document(path=RepoPath("db-plan.md"), role="db-plan", text=DB.replace("note text", column)),
    )

    assert said in "\n".join(told(documents, "POST /kilns", 2))


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ('{ "heat": 1, "note": "string", "lid": "string" }', "`heat`, `note`, `lid`"),
        ('{ "heat": 1, "name": "string", "lid": "string" }', "`heat`, `lid`"),
        ('{ "heat": 1, "note": "string (required)", "lid": "string" }', ""),
        ('{ "heat": 1, "note": "string", "color": "string" }', ""),
    ],
)
def test_what_another_table_keeps_and_may_lack_may_be_left_out(body: str, names: str) -> None:
    api = f"# API\n\n### POST /advices/start\n\n- Request body: `{body}`\n- Success: 200\n"
    db = DB.replace("heat integer DEFAULT 0", "heat integer")
    db = db.replace("CREATE", "CREATE TABLE advices (id uuid PRIMARY KEY);\nCREATE")
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath("db-plan.md"), role="db-plan", text=db),
    )
    lines = [one for one in told(documents, "POST /advices/start", 2) if "No document" in one]

    assert [one.partition("optional: ")[2].partition(" (")[0] for one in lines] == (
        [names] if names else []
    )
