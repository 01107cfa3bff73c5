"""The types of the user's code in a plan: each by what of the endpoint it is for."""

from __future__ import annotations

from dataclasses import replace

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
"""
CODE = """\
export interface LampInput { name: string; watts: number }
/** Body of POST /api/lamps */
export interface LampsCommand { lamps: LampInput[] }
export interface LampDto { id: number; name: string; watts: number }
export interface LampsResponse { data: LampDto[] }
"""
DOCUMENTS = (Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),)
TYPES = Document(path=RepoPath("src/types.ts"), role="types", text=CODE)


def test_types_are_told_by_what_they_are_for() -> None:
    request = asked(DOCUMENTS, "POST /api/lamps")
    spec = replace(request.spec, types=types_for(request.spec, [TYPES]))
    drafted = drafter.plan(replace(request, spec=spec))
    assert isinstance(drafted, PlanDraft)
    for line in (
        "- Request body: `LampsCommand` (types.ts:3)",
        "- Response: `LampsResponse` (types.ts:5)",
        "- Held by these: `LampInput` (types.ts:1), `LampDto` (types.ts:4)",
    ):
        assert line in drafted.text
