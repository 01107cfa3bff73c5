"""What is unique stands with the refusal of a second row, and among the errors."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT.

### POST /tags

- Request body: `{ "name": "string", "slug": "string" }`
- Success: 201
- Errors: 409 name taken

### PUT /tags/{id}

- Request body: `{ "name": "string" }`
- Success: 200

### POST /votes

- Description: Creates or updates a vote.
- Request body: `{ "tag_id": "uuid" }`
- Success: 201

### POST /marks

- Request body: `{ "tag_id": "uuid", "day": "date" }`
- Success: 201

### POST /pages

- Request body: `{ "tag_id": "uuid", "number": "integer" }`
- Success: 201

## Rules

- The tag's name must be unique per user
- Unique mark: `(user_id, tag_id)`
- Each mark has a unique colour that nobody else may ever have taken before it
- Any 409 is a conflict

## Errors

- 409: a mark is there already
- 409: a page or vote of the same kind, any conflict of tags
- 409: out of order
"""
DB = """## Schema

### tags

- id: uuid, PRIMARY KEY
- user_id: uuid, NOT NULL, REFERENCES auth.users(id)
- name: text, NOT NULL
- slug: text, UNIQUE
- code: text, Unique identifier of the tag
- UNIQUE (user_id, lower(name)) WHERE name IS NOT NULL

### votes

- user_id: uuid, REFERENCES auth.users(id)
- tag_id: uuid, REFERENCES tags(id)
- PRIMARY KEY (user_id, tag_id)

### marks

- user_id: uuid, REFERENCES auth.users(id)
- tag_id: uuid, REFERENCES tags(id)
- day: date
- PRIMARY KEY (user_id, tag_id)

### pages

- id: uuid
- tag_id: uuid, REFERENCES tags(id)
- number: integer
- height: integer
- PRIMARY KEY (id)
- UNIQUE (tag_id, height)

```sql
CREATE UNIQUE INDEX one_number ON pages (tag_id, number);
```
"""
TAKEN = "Refuse with `409`: name taken (api-plan.md:9)"
PAGE = "`tag_id`, `number` are unique together in `pages`"
NAME = "`user_id`, `lower(name)` are unique together in `tags` where `name IS NOT NULL`"
MARK = "`user_id`, `tag_id` are unique together in `marks`; a conflict is `409`"


@pytest.mark.parametrize(
    ("call", "items", "errors"),
    [
        (
            "POST /tags",
            [f"{TAKEN}: `slug` is unique in `tags` (db-plan.md:8); {NAME} (db-plan.md:10)"],
            ["- `409`: name taken (api-plan.md:9)"],
        ),
        (
            "PUT /tags/{id}",
            [
                (
                    f"{NAME}, the row itself left out; a conflict is `409`"
                    " (db-plan.md:10, api-plan.md:42)"
                )
            ],
            ["- `409`: a second row with the same `user_id`, `lower(name)` (api-plan.md:42)"],
        ),
        ("POST /votes", [], []),
        (
            "POST /marks",
            [f"{MARK} (db-plan.md:23, api-plan.md:41)"],
            ["- `409`: a second row with the same `user_id`, `tag_id` (api-plan.md:41)"],
        ),
        (
            "POST /pages",
            [f"{PAGE}; a conflict is `409` (db-plan.md:35, api-plan.md:42)"],
            ["- `409`: a second row with the same `tag_id`, `number` (api-plan.md:42)"],
        ),
    ],
)
def test_a_second_row_is_refused(call: str, items: list[str], errors: list[str]) -> None:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    )
    said = [line.partition(". ")[2] for line in told(documents, call, 5)]
    bad = [line for line in told(documents, call, 7) if "`409`" in line]

    assert [one for one in said if " together " in one or "unique per" in one] == items
    assert bad == errors


def test_a_refusal_of_what_is_not_unique_is_the_documented_one() -> None:
    text = API.replace("- Errors: 409 name taken", "- 400 Bad Request when the slug is not unique")
    documents = (
        Document(
            path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text.split("## Errors")[0]
        ),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    )

    said = "\n".join(told(documents, "POST /tags", 5))

    assert "Refuse with `400` when the slug is not unique (api-plan.md:9): `slug` is unique" in said
    assert "`409`" not in said


UPSERT = """# API

All endpoints need a JWT as `Authorization: Bearer`.

### POST /hills/{hill_id}/marks

SAID Request body: `{ "mark": 1 }`

- Success: 201
"""
MARKS = """## Schema

```sql
CREATE TABLE hills (id uuid PRIMARY KEY);
CREATE TABLE marks (
  id uuid PRIMARY KEY, hill_id uuid REFERENCES hills(id), user_id uuid, mark int,
  UNIQUE (hill_id, user_id)
);
```
"""


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("Creates or updates the mark of a hill.", True),
        ("Upsert of the caller's mark.", True),
        ("Creates a mark.", False),
        ("Creates a mark, idempotent.", False),
    ],
)
def test_a_second_row_is_changed_where_that_is_said(said: str, *, changed: bool) -> None:
    documents = (
        Document(path=RepoPath("api-plan.md"), role="api-plan", text=UPSERT.replace("SAID", said)),
        Document(path=RepoPath("db-plan.md"), role="db-plan", text=MARKS),
    )
    flow = "\n".join(told(documents, "POST /hills/{hill_id}/marks", 5))

    assert ("a row with the same `hill_id`, `user_id` is changed instead" in flow) is changed
