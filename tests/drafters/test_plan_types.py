"""The types of the user's code in a plan: each by what of the endpoint it is for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from planprojects import asked

from agent.core.documents import Document, RepoPath
from agent.drafter import PlanDraft
from agent.drafters.builtin import plan as drafter
from agent.sources.types.reading import types_for

API = """\
# REST API

### POST /api/lamps

Adds lamps.

Request:

```json
{ "lamps": [{ "name": "Desk", "watts": 5 }] }
```

Response 201:

```json
{ "data": [{ "id": 1, "name": "Desk", "watts": 5 }] }
```

- 400: invalid input

### GET /api/lamps

All lamps.

Response 200:

```json
{ "data": [{ "id": 1, "name": "Desk" }], "meta": { "total": 1 } }
```

### GET /api/lamps/{id}

One lamp.

Response 200:

```json
{ "name": "Desk", "watts": 5 }
```
"""
DB = """\
# Database plan

### lamps

- id: uuid, PRIMARY KEY
- name: text, NOT NULL
"""
CODE = """\
export interface LampInput { name: string; watts: number }
/** Body of POST /api/lamps */
export interface LampsCommand { lamps: LampInput[] }
export interface LampDto { id: number; name: string; watts: number }
export interface LampsResponse { data: LampDto[] }
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
)
TYPES = Document(path=RepoPath("src/types.ts"), role="types", text=CODE)


def plan(call: str, *code: Document, beside: tuple[Document, ...] = ()) -> str:
    """The plan where this is the code of types, and these files are there too."""
    request = asked((*DOCUMENTS, *code, *beside), call)
    spec = replace(request.spec, types=types_for(request.spec, code))
    drafted = drafter.plan(replace(request, spec=spec))
    assert isinstance(drafted, PlanDraft)
    return drafted.text


def a_file(path: str, text: str) -> Document:
    return Document(path=RepoPath(path), role="types", text=text)


ASTRO = a_file("astro.config.mjs", "")
NEST = a_file("nest-cli.json", "{}")
ZOD = a_file(
    "package.json",
    '{"dependencies": {"zod": "4", "class-validator": "1", "typescript": "5"}}',
)


def test_types_are_told_by_what_they_are_for() -> None:
    text = plan("POST /api/lamps", TYPES)
    for line in (
        "- Request body: `LampsCommand` (types.ts:3)",
        "- Response: `LampsResponse` (types.ts:5)",
        "- Held by these: `LampInput` (types.ts:1), `LampDto` (types.ts:4)",
    ):
        assert line in text


@pytest.mark.parametrize(
    ("types", "server", "new"),
    [
        ("web/src/types.ts", ("manage.py",), "`LampCreateSerializer` (new)"),
        ("frontend/types.ts", ("backend/nest-cli.json",), "`CreateLampDto` (new)"),
        ("backend/src/types.ts", ("backend/nest-cli.json",), ""),
        ("packages/shared/types.ts", ("backend/nest-cli.json",), ""),
        ("src/types.ts", ("astro.config.mjs",), ""),
    ],
)
def test_the_client_s_types_are_none_of_the_server_s(
    types: str, server: tuple[str, ...], new: str
) -> None:
    beside = tuple(a_file(one, "{}") for one in server)
    text = plan("POST /api/lamps", a_file(types, CODE), beside=beside)
    assert ("- In the code of the client: `LampsCommand` (types.ts:3)" in text) == bool(new)
    assert ("- Request body: `LampsCommand` (types.ts:3)" in text) != bool(new)
    assert new in text


def test_the_project_s_library_checks_what_comes_in() -> None:
    text = plan("POST /api/lamps", TYPES, beside=(ASTRO, ZOD))
    for line in (
        "Validate body (section 2) with `createLampSchema` (Zod); invalid input is `400`",
        "Validation: createLampSchema",
        "- Kind: edit; files: `src/lib/schemas/lamp.schema.ts` (new)",
        "- `createLampSchema` (Zod, new): what section 2 allows; anything else is `400`",
    ):
        assert line in text


def test_a_schema_that_is_there_is_taken() -> None:
    schema = a_file(
        "src/lib/lampSchemas.ts", "export const addLampSchema = z.object({ lamps: x });"
    )
    text = plan("POST /api/lamps", schema, beside=(ASTRO, ZOD))
    assert "- Kind: edit; files: `src/lib/lampSchemas.ts`" in text
    assert "- `addLampSchema` (Zod, exists): what section 2 allows" in text


def test_where_checks_stand_on_types_the_type_has_them() -> None:
    there = plan("POST /api/lamps", TYPES, beside=(NEST, ZOD))
    assert "Validation: LampsCommand" in there
    assert "- Kind: edit; files: `src/types.ts`" in there
    assert "- class-validator on `LampsCommand`: what section 2 allows" in there
    new = plan("POST /api/lamps", beside=(NEST, ZOD))
    assert "- class-validator on `CreateLampDto`: what section 2 allows" in new
    assert "Validation:" not in new


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ((ASTRO,), "invalid input is `400` (api-plan.md"),
        ((ASTRO, ZOD), "Validate path (section 2) with `getLampSchema` (Zod); invalid input is"),
        ((NEST, ZOD), "Validate path (section 2) with class-validator; invalid input is `400` (by"),
    ],
)
def test_a_key_that_is_no_uuid_is_refused_where_a_library_checks(
    files: tuple[Document, ...], said: str
) -> None:
    assert (said in plan("GET /api/lamps/{id}", beside=files)) is (len(files) > 1)


def test_what_holds_any_answer_is_no_type_of_the_endpoint() -> None:
    page = a_file("src/types.ts", "export interface ApiResponse { data: object; meta: object }")
    text = plan("GET /api/lamps", page, beside=(ASTRO,))
    assert "- Response: `ApiResponse`" in text
    assert "`LampListDto` (new)" in text
