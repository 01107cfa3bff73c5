"""What the documents leave open of a value, and the project's own code does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from planprojects import asked, told

from agent.core.documents import Document, RepoPath
from agent.drafter import PlanDraft
from agent.drafters.builtin import plan as drafter
from agent.sources.types.reading import types_for

API = """# API

### GET /maps

- Description: Lists maps.
- Query parameters: `page`, `limit`, `order`, `scale` (max 9)
- Success: 200

### POST /maps

- Description: Adds a map.
- Request body: `{ "title": "string", "legend": "string", "sheet": 3, "owner": "uuid" }`
- Success: 201
"""
DB = """## Schema

```sql
CREATE TABLE maps (
  id uuid PRIMARY KEY,
  title varchar(80) NOT NULL,
  legend text
);
```
"""
CODE = """import { z } from "zod";

export const listMapsQuerySchema = z.object({
  page: z.coerce.number().int().min(1).default(1),
  limit: z.preprocess((v) => v ?? 20, z.coerce.number().min(1).max(60)),
  order: z.enum(["asc", "desc"]).default("asc"),
  scale: z.number().min(2).max(7),
});

export const createMapSchema = z.object({
  title: z
    .string()
    .min(2, "At least (two)"),
  legend: z.string().max(MOST),
  sheet: z.number().positive(),
  owner: z.string().uuid(),
});
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    Document(path=RepoPath("src/lib/schemas/maps.schema.ts"), role="types", text=CODE),
)
VALUES = [
    ("GET /maps", "page", "at least 1, default `1` (api-plan.md:6, maps.schema.ts:4)"),
    ("GET /maps", "limit", "from 1 to 60 (api-plan.md:6, maps.schema.ts:5)"),
    ("GET /maps", "order", "one of `asc`, `desc`, default `asc` (api-plan.md:6, maps.schema.ts:6)"),
    # What the documents say of one side holds.
    ("GET /maps", "scale", "from 2 to 9 (api-plan.md:6, maps.schema.ts:7)"),
    # The column bounds what the code does not.
    ("POST /maps", "title", "2 to 80 characters (api-plan.md:12, maps.schema.ts:13, db-plan.md:6)"),
    ("POST /maps", "sheet", "integer, more than 0 (api-plan.md:12, maps.schema.ts:15)"),
]


def request(call: str) -> str:
    given = asked(DOCUMENTS, call)
    types = types_for(given.spec, DOCUMENTS[2:])
    drafted = drafter.plan(replace(given, spec=replace(given.spec, types=types)))
    assert isinstance(drafted, PlanDraft)
    return drafted.text.partition("\n## 2. ")[2].partition("\n## 3. ")[0]


@pytest.mark.parametrize(("call", "name", "said"), VALUES)
def test_a_value_is_bounded_by_the_code_where_no_document_does(
    call: str, name: str, said: str
) -> None:
    line = next(one for one in request(call).split("\n") if f"`{name}`: " in one)

    assert line.endswith(said)


def test_a_bound_that_is_worked_out_and_a_format_that_is_the_type_are_not_told() -> None:
    said = request("POST /maps")

    assert "`legend` (string, optional)" in said
    assert "format uuid" not in said


def test_a_form_alone_leaves_the_length_to_the_column() -> None:
    api = "# API\n\n## Error format\n\nEvery error response is JSON with `error`, `message`,"
    api += " and optional `details`.\n\n"
    api += '### POST /maps\n\n- Request body: `{ "link": "string" }`\n- Validation:\n'
    api += "  - `link`: a valid URL\n- Success: 201\n- Errors: 400\n"
    db = "## Schema\n\n### maps\n\n- id: uuid PRIMARY KEY\n- link: varchar(300) NOT NULL\n"
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=db),
    )
    assert "format URL, at most 300 characters" in "\n".join(told(documents, "POST /maps", 2))
    every = "- Every error returns `error`, `message`, `details` (optional) ("
    assert every in "\n".join(told(documents, "POST /maps", 7))
