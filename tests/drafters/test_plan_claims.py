"""The group that a token's claim names, and which refusal a row of somebody else meets."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

### POST /items

- Request body: `{ "name": "string", "note": "string?" }`
- Success: 201

### PATCH /items/{id}

- Request body: `{ "name": "string", "note": "string?" }`
- Success: 200

### GET /items

- Success: 200

### GET /organizations/{organization_id}

- Success: 200

### POST /items/{item_id}/parts

- Request body: `{ "name": "string", "note": "Is it new?" }`
- Success: 201

## Authentication

- Every call has a JWT; who may not act gets 403.
{claim}
"""
DB = """## Schema

```sql
CREATE TABLE organizations (id uuid PRIMARY KEY);
CREATE TABLE organization_members (
  organization_id uuid REFERENCES organizations(id),
  user_id uuid REFERENCES users(id),
  role text
);
CREATE TABLE items (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations(id),
  name text NOT NULL,
  note text
);
CREATE TABLE parts (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations(id),
  item_id uuid NOT NULL REFERENCES items(id),
  sender_id uuid NOT NULL REFERENCES users(id),
  name text
);
CREATE TABLE users (id uuid PRIMARY KEY);
```
"""
CLAIM = "- A claim (e.g. `active_org_id`) says which organization is meant."
OTHER = "- A claim (e.g. `theme`) says how it looks. Claims: `active_user`."


def _documents(claim: str) -> tuple[Document, ...]:
    return (
        Document(
            path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API.replace("{claim}", claim)
        ),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    )


@pytest.mark.parametrize(
    ("claim", "taken", "set_to"),
    [
        (CLAIM, "from the claim `active_org_id` of the token", "the claim `active_org_id`"),
        (OTHER, "from the caller's row of `organization_members`", "that of the caller's row"),
    ],
)
def test_a_claim_says_of_which_group_a_new_row_is(claim: str, taken: str, set_to: str) -> None:
    flow = told(_documents(claim), "POST /items", 5)

    assert any(f"Take the `organization_id` {taken}" in one for one in flow)
    assert any(f"`organization_id` = {set_to}" in one for one in flow)


@pytest.mark.parametrize(
    ("call", "words", "is_told"),
    [
        ("GET /items", "= `items.organization_id` = the claim `active_org_id` and", True),
        ("PATCH /items/{id}", "= `items.organization_id` = the claim `active_org_id` and", True),
        ("GET /organizations/{organization_id}", "active_org_id", False),
        ("POST /items/{item_id}/parts", "`organization_id` = `items.organization_id`, ", True),
        ("POST /items/{item_id}/parts", "`sender_id` = the caller", True),
    ],
)
def test_rows_are_of_the_group_of_the_claim_and_of_the_row_above(
    call: str, words: str, *, is_told: bool
) -> None:
    assert (words in "\n".join(told(_documents(CLAIM), call, 5))) is is_told


def test_a_question_in_an_example_marks_nothing_as_optional() -> None:
    assert "required" not in "\n".join(told(_documents(CLAIM), "POST /items/{item_id}/parts", 2))


@pytest.mark.parametrize(
    ("call", "name"),
    [
        ("POST /items", "`name` (string, required)"),
        ("PATCH /items/{id}", "`name` (string, NOT NULL)"),
    ],
)
def test_what_has_no_mark_is_required_where_others_have_one(call: str, name: str) -> None:
    request = told(_documents(CLAIM), call, 2)

    assert any(name in one for one in request)
    assert any("`note` (string, optional" in one for one in request)


SHARED = """# API

### POST /lists/{list_id}/things

- Request body: `{ "name": "string" }`
- Success: 201
{errors}

## Errors

- 403 for what is not owned by the user.
- 404 for what is missing.
- Each endpoint scopes data to the authenticated user, known by a JWT.
"""
LISTS = """## Schema

```sql
CREATE TABLE lists (id uuid PRIMARY KEY, user_id uuid REFERENCES users(id));
CREATE TABLE things (id uuid PRIMARY KEY, list_id uuid REFERENCES lists(id), name text);
```
"""


@pytest.mark.parametrize(
    ("errors", "code"),
    [
        ("", 403),
        ("- Errors: 404 no such list", 403),
        ("- Errors: 404 no such list, or not owned by the caller", 404),
    ],
)
def test_an_own_refusal_of_foreign_rows_comes_before_a_general_one(errors: str, code: int) -> None:
    documents = (
        Document(
            path=RepoPath(".ai/api-plan.md"),
            role="api-plan",
            text=SHARED.replace("{errors}", errors),
        ),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=LISTS),
    )
    flow = told(documents, "POST /lists/{list_id}/things", 5)

    assert any(f"`lists.user_id` = the caller; otherwise `{code}`" in one for one in flow)


GUESTS = """# Tables

### players

- id: bigint PRIMARY KEY
- auth_user_id: uuid UNIQUEFILLED
- nick: text

### scores

- id: bigint PRIMARY KEY
- player_id: bigint NOT NULL REFERENCES players(id)
- points: integer

## Policies

- `players`: `auth_user_id = auth.uid()` or `id = current_setting('app.SETTING', true)::bigint`
"""


@pytest.mark.parametrize(
    ("filled", "setting", "is_told"),
    [
        ("", "guest_player_id", True),
        (", NOT NULL", "guest_player_id", False),
        ("", "current_player_id", False),
        ("", "theme_id", False),
    ],
)
def test_who_has_no_identity_is_known_by_the_setting(
    filled: str, setting: str, *, is_told: bool
) -> None:
    api = "# API\n\n### PATCH /players/{id}\n\n- Success: 200\n- 401: unknown\n"
    rows = GUESTS.replace("FILLED", filled).replace("SETTING", setting)
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=rows),
    )
    said = f"(a caller without `auth_user_id`: `players.id` = `app.{setting}`)"

    assert (said in "\n".join(told(documents, "PATCH /players/{id}", 5))) is is_told


CREWS = """# Tables

### crews

- id: bigint PRIMARY KEY

### players

- id: bigint PRIMARY KEY
- crew_id: bigint NOT NULL REFERENCES crews(id)
- auth_user_id: uuid UNIQUE
- nick: text

### scores

- id: bigint PRIMARY KEY
- player_id: bigint NOT NULL REFERENCES players(id)
- points: integer

## Policies

- `players`: `USING (crew_id = (SELECT crew_id FROM players p WHERE p.auth_user_id = auth.uid()))`
- `LINE = current_setting('app.guest_player_id', true)::bigint`
"""
OWN = "only where the row's `scores.player_id` ="


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("players: id", "`players.id` ="),
        ("all with `player_id`: player_id", OWN),
        ("scores: player_id", OWN),
    ],
)
def test_a_policy_on_such_rows_says_which_of_them_a_guest_reaches(line: str, said: str) -> None:
    api = "# API\n\n### PATCH /scores/{id}\n\n- Success: 200\n- 401: unknown\n"
    rows = CREWS.replace("LINE", line)
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=rows),
    )
    told_so = f"(a caller without `auth_user_id`: {said} `app.guest_player_id`)"

    assert told_so in "\n".join(told(documents, "PATCH /scores/{id}", 5))
