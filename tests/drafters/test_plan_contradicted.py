"""Where documents contradict each other the plan says both, and which of them it follows."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath, Role

API = """# API

All endpoints need a JWT.

### POST /api/boats

- Request body:
```json
{ "name": "string (max 300 chars)", "kind": "sail | steam" }
```
- Response 201:
```json
{ "id": 7, "name": "string" }
```
- Errors: 401

### DELETE /api/boats/{id}

- Success: 204

## Conventions

### Response format

```json
{ "data": {}, "at": "string" }
```
"""
DB = """# Database

## Tables

### boats

- id uuid PRIMARY KEY
- name varchar(120) NOT NULL
- kind text NOT NULL CHECK (kind IN ('sail', 'oar'))
- dock integer NOT NULL
"""
SQL = "CREATE TABLE boats (id bigint PRIMARY KEY, name varchar(120), dock bigint);\n"
AT = "(api-plan.md:"


def document(path: str, role: Role, text: str) -> Document:
    return Document(path=RepoPath(path), role=role, text=text)


def lines(
    *, api: str = API, db: str = DB, sql: str = "", call: str = "POST /api/boats"
) -> list[str]:
    documents = (
        document(".ai/api-plan.md", "api-plan", api),
        document(".ai/db-plan.md", "db-plan", db),
        document("migrations/1.sql", "db-schema", sql),
    )
    return [one for one in told(documents, call, 1) if one.startswith("- Contradiction")]


def test_at_most_three_are_told_the_gravest_first() -> None:
    assert lines() == [
        (
            "- Contradiction: form of the answer: `id, name` (api-plan.md:13), but `data, at`"
            " (api-plan.md:26); the plan follows the endpoint's passage"
        ),
        (
            "- Contradiction: type of `boats.id`: `integer` (api-plan.md:13), but `uuid`"
            " (db-plan.md:7); the plan follows the API plan"
        ),
        (
            "- Contradiction: values of `boats.kind`: `steam` (api-plan.md:9), but `sail, oar`"
            " (db-plan.md:9); the plan follows the API plan"
        ),
    ]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            '"data"',
            '"id"',
            "length of `boats.name`: `\u2264 300` (api-plan.md:9), but `varchar(120)`",
        ),
        (
            "(max 300 chars)",
            '(max 300 chars)", "extra": "string',
            "form of the answer",
        ),
    ],
)
def test_one_that_is_none_makes_room_for_the_next(before: str, after: str, said: str) -> None:
    assert any(said in one for one in lines(api=API.replace(before, after)))


def test_of_what_is_built_only_the_columns_of_the_endpoint_are_told() -> None:
    found = lines(api=API.replace('"id": 7', '"id": "uuid"').replace('"data"', '"id"'), sql=SQL)
    assert found[:2] == [
        (
            "- Contradiction: type of `boats.id`: `uuid` (db-plan.md:7), but `bigint` (1.sql:1);"
            " the plan follows the db plan"
        ),
        (
            "- Contradiction: values of `boats.kind`: `steam` (api-plan.md:9), but `sail, oar`"
            " (db-plan.md:9); the plan follows the API plan"
        ),
    ]
    assert lines(sql=SQL)[1].endswith("the plan follows the API plan")
    (only,) = lines(sql=SQL, call="DELETE /api/boats/{id}")
    assert "`boats.id`" in only


def test_a_caller_that_is_known_in_two_ways_is_to_be_settled() -> None:
    db = DB + "\n## RLS\n\n- `boats`: INSERT WITH CHECK (owner = auth.uid())\n"
    api = API + "\n### Security\n\n- The server sets `app.current_user_id` for row policies\n"
    assert lines(api=api, db=db)[0] == (
        "- Contradiction: caller in row policies: `auth.uid()` (db-plan.md:14), but"
        " `app.current_user_id` (api-plan.md:31); settle this first"
    )
    assert not any("caller" in one for one in lines(api=api.replace("need a", "take no"), db=DB))


BOTH = """# API

### POST /api/boats

- Request body:
```json
{ "name": "string (min 8 chars)" }
```
- Validation:
  - `name`: min 3 characters
- Success: 201
"""
OF_ALL = """
## Validation

- `name`: min %d characters
"""


@pytest.mark.parametrize(
    ("more", "by"),
    [
        ("", ["the plan follows the first"]),
        (
            OF_ALL % 8,
            ["the plan follows `\u2265 8`, as the general validation does (api-plan.md:15)"],
        ),
        (OF_ALL % 3, []),
        (OF_ALL % 5, ["the plan follows the first"]),
    ],
)
def test_of_two_in_one_passage_that_for_all_decides(more: str, by: list[str]) -> None:
    said = "length of `name`: `\u2265 8` (api-plan.md:7), but `\u2265 3` (api-plan.md:10); "
    assert [one.partition(said)[2] for one in lines(api=BOTH + more, db="# Database\n")] == by


@pytest.mark.parametrize(
    ("forbidden", "by", "left"),
    [
        (
            "Not the helmsman or the boat is at sea",
            ["the plan follows the first"],
            "Not the helmsman",
        ),
        (
            "the boat is at sea, not the helmsman",
            ["the plan follows the first"],
            "not the helmsman",
        ),
        ("The boat is at sea", ["settle this first"], "The boat is at sea"),
        (
            "Not the helmsman or the boat is sunk",
            [],
            "Not the helmsman or the boat is sunk",
        ),
    ],
)
def test_of_two_statuses_for_one_reason_that_for_it_alone_is_gone_by(
    forbidden: str, by: list[str], left: str
) -> None:
    errors = f"- Errors:\n  - 403 {forbidden}\n  - 409 The boat is at sea\n"
    api = f"# API\n\n### DELETE /api/boats/{{id}}\n\n- Success: 204\n{errors}"
    found = lines(api=api, call="DELETE /api/boats/{id}")

    assert [one.split("; ")[1] for one in found] == by
    documents = (document("api-plan.md", "api-plan", api),)
    assert f"- `403`: {left} (" in "\n".join(told(documents, "DELETE /api/boats/{id}", 7))


@pytest.mark.parametrize(
    ("notes", "refuses"),
    [
        ("- Sends up to 5,000 berths, the rest is truncated\n", False),
        ("- Sends up to 9,000 berths, the rest is truncated\n", True),
        ("- Sends up to 5,000 berths\n", True),
        ("", True),
    ],
)
def test_what_is_cut_to_a_number_is_not_refused_above_it(notes: str, *, refuses: bool) -> None:
    errors = "- Errors:\n  - 404\n  - 413 More than 5,000 berths\n"
    api = f"# API\n\n### GET /api/boats\n\n- Success: 200\n{errors}- Notes:\n{notes}"
    documents = (document("api-plan.md", "api-plan", api),)

    every = [one for part in range(1, 10) for one in told(documents, "GET /api/boats", part)]
    assert any("`413`" in one for one in every if "Contradiction" not in one) is refuses
    assert any("`413`" in one for one in lines(api=api, call="GET /api/boats")) is not refuses
