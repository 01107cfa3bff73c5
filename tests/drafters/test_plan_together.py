"""One plan of several endpoints: what they have in common once, then what is each one's own."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from planprojects import asked, chosen, named

from agent.core.documents import Document, RepoPath
from agent.core.spec import Endpoint
from agent.drafters.builtin.together.labels import labels_of
from agent.drafters.builtin.together.plan import together
from agent.sources.plans.reading import read_plans

API = """# API

All endpoints need a JWT in the `Authorization` header, else 401.

### GET /api/notes

- Description: The notes of the current user.
- Query parameters:
  - `search`: string
- Response:
  ```json
  {
    "data": [{
      "id": "uuid", "title": "string", "body": "string", "status": "string", "pinned": true,
      "created_at": "string", "updated_at": "string"
    }]
  }
  ```
- Success: 200
- Errors: 401

### POST /api/notes

- Description: Adds a note of the current user. A text is checked by the spelling service.
- Request body:
  ```json
  { "title": "string", "body": "string" }
  ```
- Response:
  ```json
  {
    "id": "uuid", "title": "string", "body": "string", "status": "string", "pinned": true,
    "created_at": "string", "updated_at": "string"
  }
  ```
- Success: 201
- Errors: 400 bad title, 401

### PUT /api/notes/{note_id}

- Description: Changes a note of the current user. A text is checked by the spelling service.
- Request body:
  ```json
  { "title": "string", "body": "string" }
  ```
- Response:
  ```json
  {
    "id": "uuid", "title": "string", "body": "string", "status": "string", "pinned": true,
    "created_at": "string", "updated_at": "string"
  }
  ```
- Success: 200
- Errors: 400 bad title, 401, 404 no such note, 409 somebody was faster

### DELETE /api/notes/{note_id}

- Description: Removes a note of the current user.
- Success: 204
- Errors: 401, 404 no such note

### POST /tokens

- Description: Gives a token (no authentication required).
- Success: 201
"""
DB = """## Tables

### notes

- id: uuid PRIMARY KEY
- user_id: uuid NOT NULL REFERENCES auth.users(id)
- title: text NOT NULL
- body: text
- status: text
- pinned: boolean
- created_at: timestamptz
- updated_at: timestamptz
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    Document(path=RepoPath(".ai/tech-stack.md"), role="tech-stack", text="Astro 5, TypeScript"),
)
NOTES = ("GET /api/notes", "POST /api/notes", "PUT /api/notes/{note_id}")
GONE = "DELETE /api/notes/{note_id}"


def plan(*calls: str) -> str:
    return together([asked(DOCUMENTS, call) for call in calls]).text


def section(text: str, number: int) -> str:
    return text.partition(f"\n## {number}. ")[2].partition("\n## ")[0]


def test_it_is_read_as_the_plan_of_all_of_them() -> None:
    text = plan(*NOTES, GONE)

    [found] = read_plans(RepoPath(".ai/notes.md"), text)

    assert text.startswith(
        "# API Endpoint Implementation Plan: GET, POST /api/notes;"
        " PUT, DELETE /api/notes/{note_id}\n"
    )
    assert [str(one) for one in found.endpoints] == [*NOTES, GONE]
    made = [one.title.partition(":")[0] for one in found.steps]
    assert made == ["Types", "Service", "Route", "Tests"]


@pytest.mark.parametrize(
    ("number", "line"),
    [
        (1, "Below, paths are told without `/api/notes`. Works on `notes` ("),
        (2, "- `DELETE /{note_id}`: Path parameters: `note_id` (uuid) ("),
        (3, "`NoteDto` (new): response of `GET`, `POST`, `PUT /{note_id}`"),
        (3, "`CreateNoteCommand` (new): request body of `POST`"),
        (4, "  - the same fields as `POST`"),
        (
            5,
            "All of them begin alike:\n\n1. Identify the caller from the `JWT` in the",
        ),
        (5, "**`PUT /{note_id}`**, `updateNote`\n\n2. "),
        (7, "- `401`: a call without a valid sign-in ("),
        (7, "- `PUT /{note_id}`, `DELETE /{note_id}`: `404`: no such note ("),
        (7, "- `PUT /{note_id}`: `409`: somebody was faster ("),
        (7, "- `500` (by convention)"),
        (9, "- `updateNote`: section 5, no. 3"),
    ],
)
def test_what_is_common_is_said_once_and_the_rest_by_whose_it_is(number: int, line: str) -> None:
    assert line in section(plan(*NOTES, GONE), number)


def test_a_sentence_of_several_flows_is_told_before_them() -> None:
    text = section(plan(*NOTES), 5)

    assert text.count("spelling service") == 1
    assert "- `POST`, `PUT /{note_id}`: A text is checked by the spelling service" in text


def test_errors_stand_in_the_order_of_their_codes() -> None:
    lines = [one for one in section(plan(*NOTES, GONE), 7).split("\n") if one.startswith("- ")]

    codes = re.findall(r"`([45]\d\d)", "\n".join(lines))
    assert codes == sorted(codes)
    assert set(codes) == {"400", "401", "404", "409", "500"}


def test_a_type_for_body_and_response_is_said_to_be_both() -> None:
    rows = ["| Endpoint | Serializer |", "|---|---|", "| POST /api/notes | NoteSerializer |"]
    api = replace(DOCUMENTS[0], text="\n".join((API, "## Views", "", *rows, "")))
    stack = replace(DOCUMENTS[2], text="Django REST Framework")

    text = together([asked((api, DOCUMENTS[1], stack), call) for call in NOTES]).text

    assert "request body and response of `POST`" in text


def test_flows_that_begin_otherwise_have_nothing_in_common() -> None:
    text = plan("GET /api/notes", "POST /tokens")

    assert "begin alike" not in text
    assert "1. No sign-in is needed" in section(text, 5)


@pytest.mark.parametrize(
    ("calls", "labels"),
    [
        (["GET /a/b", "GET /a/b/{id}"], ["GET", "GET /{id}"]),
        (["GET /a/{id}/b", "PUT /a/{id}/c"], ["GET /b", "PUT /c"]),
        (["GET /a", "GET /b"], ["GET /a", "GET /b"]),
        (["GET /a"], ["GET /a"]),
        (["GET /{x}/a", "GET /{x}/b"], ["GET /{x}/a", "GET /{x}/b"]),
    ],
)
def test_labels(calls: list[str], labels: list[str]) -> None:
    targets = [Endpoint(method=one.split()[0], path=one.split()[1]) for one in calls]

    found = labels_of(targets)

    assert [found.of(one) for one in targets] == labels


@pytest.mark.parametrize("name", chosen())
def test_endpoints_of_a_project_in_one_plan_are_shorter_than_apart(name: str) -> None:
    project = named(name)
    wanted = project.endpoints[:5]

    text = together([project.request(one) for one in wanted]).text

    assert len(text.split()) < 0.8 * sum(len(project.drafted(one).split()) for one in wanted)
    [found] = read_plans(RepoPath(".ai/all.md"), text)
    assert {one.key for one in found.endpoints} == {one.key for one in wanted}
