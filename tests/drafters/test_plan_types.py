"""The names of types: one for what siblings answer alike, others for other shapes."""

from __future__ import annotations

import re

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

### GET /rooms

- Description: List rooms.
- Success: 200
```json
{ "data": [{ "id": "uuid", "name": "string" }], "page": 1 }
```

### GET /rooms/{id}

- Description: One room.
- Success: 200
```json
{ "id": "uuid", "name": "string", "floor": 1 }
```

### POST /rooms

- Description: Add a room.
- Request body: `{ "name": "string" }`
- Success: 201
```json
{ "id": "uuid", "name": "string", "floor": 1 }
```

### DELETE /rooms/{id}

- Description: Remove a room.
- Success: 200
```json
{ "message": "string" }
```

### GET /halls/{id}

- Description: One hall.
- Success: 200

### GET /halls/{id}/halls

- Description: The halls beside it.
- Success: 200
```json
[{ "id": "uuid" }]
```

### POST /halls

- Description: Add a hall.
- Request body: `{ "name": "string" }`
- Success: 201

### POST /auth/login

- Description: Sign in.
- Request body: `{ "email": "string" }`
- Success: 200
```json
{ "token": "string" }
```
"""
DB = """# DB

### rooms

- id: uuid PRIMARY KEY
- name: text
- floor: integer

### halls

- id: uuid PRIMARY KEY
- name: text
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
)


@pytest.mark.parametrize(
    ("stack", "call", "name"),
    [
        ("Astro", "GET /rooms/{id}", "RoomDto"),
        ("Astro", "POST /rooms", "RoomDto"),
        ("Astro", "GET /rooms", "RoomListItemDto"),
        ("Astro", "DELETE /rooms/{id}", "DeleteRoomResultDto"),
        ("Astro", "GET /halls/{id}", "HallDto"),
        ("Astro", "POST /halls", "HallDto"),
        ("Astro", "GET /halls/{id}/halls", "HallListItemDto"),
        ("Astro", "POST /auth/login", "LoginAuthResultDto"),
        ("ASP.NET Core 9", "DELETE /rooms/{id}", "DeleteRoomResponse"),
    ],
)
def test_a_shape_has_one_name(stack: str, call: str, name: str) -> None:
    said = Document(path=RepoPath(".ai/tech-stack.md"), role="tech-stack", text=f"- {stack}\n")

    lines = "\n".join(told((*DOCUMENTS, said), call, 3))

    assert re.findall(r"`(\w+)` \(new\) for the response", lines) == [name]
