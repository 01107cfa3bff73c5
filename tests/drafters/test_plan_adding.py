"""General sentences: what says no more than the plan tells anyway is not quoted."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

## Endpoints

### POST /kites

- Request body: `{ "name": "string" }`
- Success: 201
- Errors:
  - 401 Unauthorized: no valid token
  - 409 Conflict: the name is taken

### GET /kites/{id}

- Success: 200
- Errors: 401, 403, 404

### POST /sessions

- Success: 201
- Errors: 401

### GET /children/{childId}/kites

- Success: 200
- Errors: 401

## Authentication

- Callers send a JWT as `Authorization: Bearer <token>`.

## Rules

- LINE

## Rate limiting

RATE
"""
ROWS = """# Tables

### kites

- id: uuid PRIMARY KEY
- user_id: uuid NOT NULL REFERENCES users(id)
- name: text NOT NULL
"""
CROWDED = "All kites of silk need a badge with the secret of the tower"
ALL = "60 requests/min per user"


def _said(call: str, number: int, line: str = "None.", rate: str = "None.") -> str:
    filler = "".join(f"- All users send a token, {at}\n" for at in ("once", "twice", "ever"))
    api = API.replace("- LINE", f"{filler if line == CROWDED else ''}- LINE")
    api = api.replace("LINE", line).replace("RATE", rate)
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=ROWS),
    )
    return "\n".join(told(documents, call, number))


@pytest.mark.parametrize(
    ("call", "number", "line", "is_told"),
    [
        # The flow asks for the caller.
        ("POST /kites", 6, "All protected endpoints require authentication with a JWT", False),
        ("POST /kites", 6, "All endpoints require a JWT that `kites.lock` knows", True),
        ("POST /kites", 6, "All endpoints verify the token that the client sends", False),
        # The flow finds the row with its owner.
        ("GET /kites/{id}", 6, "Ownership: every access is filtered by the owner", False),
        ("GET /kites/{id}", 6, "Ownership: every access is told to the control tower", True),
        # What its callers do, and what might be one day.
        ("POST /kites", 6, "Client apps keep all tokens in the secret drawer", False),
        ("POST /kites", 6, "All requests could have a token of the secret drawer", False),
        # Sessions that are the rows are none of a sign-in.
        ("POST /sessions", 6, "All sessions of the token drawer open at noon", False),
        ("POST /sessions", 6, "All sessions are secret and open at noon", True),
        # Roles where none is asked for, and other callers.
        ("GET /kites/{id}", 6, "All role claims come from the secret drawer", False),
        ("GET /kites/{id}", 6, "Child endpoints require a playground token in blue", False),
        (
            "GET /children/{childId}/kites",
            6,
            "Child endpoints require a playground token in blue",
            True,
        ),
        # Each status has its line; what they look like has none.
        ("POST /kites", 7, "All errors have clear messages and a proper status code", False),
        ("POST /kites", 7, "All errors return `{ code, message }` to the client", True),
        ("POST /kites", 7, "All errors of standard codes: 400, 401, 404, 409, 500", False),
        ("POST /kites", 7, "All errors are RFC7807 ProblemDetails", True),
        # What goes on with what might be one day.
        ("POST /kites", 6, "Support optional keys of robots; restrict to kites of silk", False),
        # Sentences that say nothing more take no place.
        ("POST /kites", 6, CROWDED, True),
        # What makes queries fast is nothing to a write.
        ("POST /kites", 8, "All kites have an index that keeps every query fast", False),
        ("GET /kites/{id}", 8, "All kites have an index that keeps every query fast", True),
    ],
)
def test_a_general_sentence_has_to_say_more(
    call: str, number: int, line: str, *, is_told: bool
) -> None:
    assert (line in _said(call, number, line)) is is_told


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        (f"- All endpoints: {ALL}", ""),
        (f"- All endpoints: {ALL} in the Hangar middleware of the tower", "Hangar middleware"),
        (f"- All endpoints: {ALL}\n- All endpoints: 900 requests/hour per user", ""),
        (f"- {ALL}, 900 requests/hour per user", "900 requests/hour"),
        (f"- {ALL}, 7 requests/min for login routes", ""),
        (f"- {ALL}, 7 repairs per user", ""),
        (f"- {ALL}, 7 kites per user", "7 kites per user"),
        (f"- All endpoints: {ALL}; answered with `429` and a `Retry-After` header", ""),
    ],
)
def test_the_limit_that_the_flow_has_is_not_quoted_again(rate: str, said: str) -> None:
    lines = _said("POST /kites", 8, rate=rate)

    assert f"`429` above it: {ALL}" in _said("POST /kites", 5, rate=rate)
    assert lines.count("60") <= (said == "Hangar middleware")
    assert said in lines
    assert "repairs" not in lines
    assert "login" not in lines
    assert ("How often one may call `POST /kites`: section 5" in lines) is not bool(said)
