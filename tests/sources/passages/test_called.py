from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.spec import Endpoint
from agent.sources.gathering.gather import gather

API = """# API

1) POST /cards
- Request:
{
  "title": "string",
  "day": "date"
}
- Response 201:
{
  "id": 1,
  "title": "string",
  "day": "date"
}

2) PATCH /cards/{id}
- Request:
{
  "title": "string",
  "day": "date"
}
- Response 200:
{
  "id": 1
}

3) GET /cards
- Response 200:
{
  "total": 1,
  "items": [{ "day": "date" }]
}

4) GET /cards/{id}
- Response 200: the card

## Models

- CardCreateRequest/CardUpdateRequest:
{
  "title": "string",
  "day": "date"
}

- CardResponse:
{
  "id": 1,
  "title": "string",
  "day": "date"
}

- DayList:
{
  "total": 1,
  "items": [{ "date": "date" }]
}

- HalfCard:
{ "id": 1,
"""


@pytest.mark.parametrize(
    ("call", "asked", "told"),
    [
        ("POST /cards", "CardCreateRequest", "CardResponse"),
        ("PATCH /cards/{id}", "CardUpdateRequest", ""),
        ("GET /cards", None, ""),
        ("GET /cards/{id}", None, None),
    ],
)
def test_a_body_has_the_name_of_the_shape_with_its_fields(
    call: str, asked: str | None, told: str | None
) -> None:
    method, _, path = call.partition(" ")
    document = Document(path=RepoPath("api-plan.md"), role="api-plan", text=API)

    spec = gather(Endpoint(method=method, path=path), [document], [])

    assert (spec.request.name if spec.request else None) == asked
    assert next((one.name for one in spec.responses), None) == told
