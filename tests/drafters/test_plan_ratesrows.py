"""A table of limits: the row of all endpoints holds, not that of strangers or of another one."""

from __future__ import annotations

from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

## Conventions

All endpoints need a JWT as `Authorization: Bearer`.

## Endpoints

### POST /books

- Request body: `{ "title": "string" }`
- Success: 201

### POST /auth/login

- Success: 200

## Rate Limiting

| Endpoint Pattern | Limit | Window | Identifier |
|---|---|---|---|
| `POST /auth/login` | 5 attempts | 5 minutes | IP |
| All other authenticated endpoints | 60 requests | 1 minute | Book ID |
| All unauthenticated endpoints | 20 requests | 1 minute | IP |

**Response (429):**
```json
{ "message": "Too many." }
```
"""


def test_the_row_of_all_endpoints_holds() -> None:
    api = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API)

    lines = [one for one in told((api,), "POST /books", 8) if one.startswith("-")]

    said = "All other authenticated endpoints: 60 requests; 1 minute; Book ID (api-plan.md:23)"
    assert lines == [f"- In general, for `POST /books`: {said}"]
