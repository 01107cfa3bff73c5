"""Answers that an endpoint's own passage does not show, and others of its resource do."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

### GET /api/rooms

- Description: List rooms.
- Response 200:
```json
{ "data": [{ "id": "uuid", "roomName": "string", "floorNo": 1 }], "total": 1 }
```

### POST /api/rooms

- Description: Add a room.
- Request body: `{ "roomName": "string" }`
- Response 201: {post}

### PATCH /api/rooms/{id}

- Description: Rename a room.
- Request body: `{ "roomName": "string" }`
- Response 200: {patch}

### POST /api/rooms/{id}/close

- Description: Close a room.
- Response 200: {close}
"""
DB = """# DB

### rooms

- id: uuid PRIMARY KEY
- room_name: text
- floor_no: integer
- owner_id: uuid
"""
ROW = "- Fields: `id` (uuid), `roomName` (string), `floorNo` (integer) (api-plan.md:8)"
AS_ROW = ", as each row of `GET /api/rooms` shows"
COLUMNS = "returns the columns of `rooms`, as no document shows a body"


def answer(api: str, call: str) -> str:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    )
    return "\n".join(told(documents, call, 4))


def written(post: str = "", patch: str = "", close: str = "") -> str:
    return API.replace("{post}", post).replace("{patch}", patch).replace("{close}", close)


@pytest.mark.parametrize(
    ("call", "api"),
    [
        ("POST /api/rooms", written(post="the new room")),
        ("POST /api/rooms", written(post="created object")),
        ("PATCH /api/rooms/{id}", written(patch="updated RoomDto")),
        ("POST /api/rooms/{id}/close", written(close="room with status `closed`")),
    ],
)
def test_a_row_of_the_list_shows_what_is_only_named(call: str, api: str) -> None:
    lines = answer(api, call)

    assert f"{ROW}{AS_ROW}" in lines
    assert COLUMNS not in lines


@pytest.mark.parametrize(
    ("call", "api"),
    [
        ("POST /api/rooms", written(post="a confirmation")),  # something else
        ("POST /api/rooms", written(post="None")),  # nothing
        ("PATCH /api/rooms/{id}", written(patch="room details")),  # more than a row of a list
        ("POST /api/rooms/{id}/close", written(close="")),  # a deed that does not say
        ("POST /api/rooms", written().replace('"roomName": "string", "', '"').replace("data", "x")),
        ("PATCH /api/rooms/{id}", written(patch="room").replace('"id": "uuid", ', '"a": 1, ')
         .replace('roomName": "string", "floor', 'b": 1, "c')),
    ],
)  # fmt: skip
def test_it_shows_nothing_else(call: str, api: str) -> None:
    assert AS_ROW not in answer(api, call)


ONE = """
### GET /api/rooms/{id}

- Response 200:
```json
{ "id": "uuid", "roomName": "string", "floorNo": 1, "doors": 2 }
```
"""
MADE = API.replace("{post}", '`{ "id": "uuid", "floorNo": 1, "roomName": "string" }`')
DEED = API.replace("{post}", '`{ "id": "uuid", "floorNo": 1, "queued": true }`')
BARE = written(post="the room").replace('{ "data": [', "[").replace('], "total": 1 }', "]")
DEEP = written(post="the room").replace('"data": [', '"data": { "page": 1, "rooms": [')
DEEP = DEEP.replace('}], "total": 1 }', "}] } }")


@pytest.mark.parametrize(
    ("call", "api", "shown"),
    [
        ("PATCH /api/rooms/{id}", written(patch="room") + ONE, "as `GET /api/rooms/{id}` shows"),
        ("PATCH /api/rooms/{id}", MADE.replace("{patch}", "room"), "as `POST /api/rooms` shows"),
        ("PATCH /api/rooms/{id}", DEED.replace("{patch}", "room"), AS_ROW[2:]),
        ("POST /api/rooms", BARE, AS_ROW[2:]),
        ("POST /api/rooms", DEEP, AS_ROW[2:]),
    ],
)
def test_the_nearest_of_them_is_asked(call: str, api: str, shown: str) -> None:
    assert shown in answer(api, call)


def test_rows_below_another_resource_are_the_same_where_there_is_one_such_list() -> None:
    nested = written(patch="the room").replace("GET /api/rooms", "GET /api/halls/{hallId}/rooms")
    twice = nested + nested[nested.index("### GET") : nested.index("### POST")].replace(
        "halls/{hallId}", "users/{userId}"
    )

    assert "each row of `GET /api/halls/{hallId}/rooms`" in answer(nested, "PATCH /api/rooms/{id}")
    assert "each row of" not in answer(twice, "PATCH /api/rooms/{id}")


def test_what_an_answer_is_called_stands_before_its_fields() -> None:
    said = "Response JSON: the room with its doors"
    api = written().removesuffix("- Response 200: \n") + f"- {said}\n- Success: 200\n"

    assert f"- {said} (api-plan.md:26)\n{ROW}" in answer(api, "POST /api/rooms/{id}/close")
