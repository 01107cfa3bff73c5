from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

## Teams

### GET /teams

- Description: List the teams that the current user belongs to.
- Success: 200

### POST /teams

- Description: Create a team. The creator becomes its `owner`.
- Request body:
  ```json
  { "name": "string" }
  ```
- Success: 201
- Errors: 400 invalid name, 401, 409 name taken

### DELETE /teams/{team_id}/members/{user_id}

- Description: Remove a member (Requires 'Owner' role).
- Success: 204
- Errors: 401, 403, 404

### GET /teams/{team_id}/boards

- Description: List the active boards of a team.
- Query parameters:
  - `search`: string
  - `from_date`: date
  - `sort`: string, one of `title`, `day`
  - `page`: integer, default 1
  - `page_size`: integer, default 20, max 50
- Response:
  ```json
  {
    "data": [{
      "id": "uuid", "title": "string", "teamName": "string", "avatar_url": "string",
      "notes": [{ "noteId": "uuid", "body": "string" }]
    }],
    "total": 1
  }
  ```
- Success: 200
- Errors: 401, 403

### GET /boards/{board_id}

- Description: One board.
- Headers: `If-None-Match`: string, optional
- Query parameters:
  - `include_notes`: boolean, default false
- Success: 200
- Errors: 304 unchanged, 401, 404

### PATCH /boards/{board_id}

- Description: Change a board (author or admin).
- Request body:
  ```json
  { "title": "string" }
  ```
- Success: 200
- Errors: 401, 403 not owner, 404

### DELETE /boards/{board_id}

- Description: Deletes a board for good, permanently.
- Success: 204
- Errors: 401, 404, 409 it has notes

### POST /boards/{board_id}/close

- Description: Closes a board; mails its members.
- Success: 200
- Errors: 401, 409 already closed, 429 ten in a minute, 503 mail service is down

### POST /boards/{board_id}/notes

- Description: Add notes to a board. A note must not be empty.
- Request body:
  ```json
  { "notes": [{ "body": "string" }] }
  ```
- Success: 201
- Errors: 401, 404

### GET /me/cards

- Description: Cards of the current user.
- Success: 200
- Errors: 401

### GET /public/boards

- Description: Boards on show (no authentication required).
- Success: 200

## Authentication

- Every call carries a JWT in the `Authorization` header.

## More

### POST /auth/login

- Request body:
  ```json
  { "email": "string", "password": "string" }
  ```
- Success: 200
- Errors: 401 wrong password

### POST /auth/register

- Request body:
  ```json
  { "email": "string", "password": "string" }
  ```
- Success: 201

### POST /boards/{board_id}/pins

- Description: Pin a board.
- Success: 201
- Errors: 401, 403 cannot pin own board, 409 pinned already

### DELETE /cards/{card_id}/stars

- Description: Take your star off a card.
- Success: 204
- Errors: 401, 404

### GET /numbers

- Description: How often stars were given in a day.
- Query parameters:
  - `date`: date
- Success: 200

### GET /drafts

- Description: List drafts.
- Success: 200
- Errors: 401

### POST /boards/{board_id}/cards/{card_id}/pick

- Description: Picks a card of a board.
- Success: 200

### GET /clock

- Description: The time; `stars` are counted anew after `GET /numbers` only.
- Success: 200

Picking a card:

1. Client calls `POST /boards/{board_id}/cards/{card_id}/pick`.
2. Backend counts:
   - the picks of a day
   - those of a week
"""
DB = """## Enums

- `member_role`: `owner`, `member`
- `board_status`: `open`, `closed`

## Tables

### users

- id: uuid PRIMARY KEY
- avatar_url: text

### teams

- id: uuid PRIMARY KEY
- name: text UNIQUE

### team_members

- team_id: uuid PRIMARY KEY REFERENCES teams(id)
- user_id: uuid PRIMARY KEY REFERENCES users(id)
- role: member_role NOT NULL

### boards

- id: uuid PRIMARY KEY
- team_id: uuid NOT NULL REFERENCES teams(id)
- created_by: uuid REFERENCES users(id)
- title: text NOT NULL
- status: board_status NOT NULL DEFAULT 'open'
- closed_at: timestamptz
- is_active: boolean NOT NULL DEFAULT true
- day: date
- updated_at: timestamptz
- deleted_at: timestamptz

### notes

- id: uuid PRIMARY KEY
- board_id: uuid REFERENCES boards(id) ON DELETE CASCADE
- body: text

### pins

- id: uuid PRIMARY KEY
- board_id: uuid REFERENCES boards(id) ON DELETE RESTRICT

### cards

- id: uuid PRIMARY KEY
- user_id: uuid REFERENCES users(id)
- board_id: uuid REFERENCES boards(id) ON DELETE SET NULL

### accounts

- id: uuid PRIMARY KEY
- email: varchar(80)
- password_hash: text

### stars

- id: uuid PRIMARY KEY
- card_id: uuid NOT NULL REFERENCES cards(id)
- user_id: uuid REFERENCES users(id)

### drafts

- id: uuid PRIMARY KEY
- user_id: uuid REFERENCES users(id)

### picks

- id: uuid PRIMARY KEY
- board_id: uuid NOT NULL REFERENCES boards(id)
- card_id: uuid NOT NULL REFERENCES cards(id)

## Policies

```sql
CREATE POLICY own_drafts ON drafts FOR ALL USING (user_id = auth.uid());
```
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
)


def flow(call: str) -> list[str]:
    return [line.partition(". ")[2] for line in told(DOCUMENTS, call, 5)[2:] if line]


@pytest.mark.parametrize(
    ("call", "items"),
    [
        (
            "GET /teams",
            [
                (
                    "Read the rows of `teams` where `team_members.team_id` = `teams.id` and"
                    " `team_members.user_id` = the caller (db-plan.md:13,"
                    " db-plan.md:20-21)"
                )
            ],
        ),
        (
            "POST /teams",
            [
                "Insert a row into `teams`: `name` (db-plan.md:13, db-plan.md:16)",
                (
                    "Insert a row into `team_members`: `team_id` = the new row of `teams`,"
                    " `user_id` = the caller, `role` = `owner`, in one transaction with `teams`"
                    " (db-plan.md:18, db-plan.md:20-22, api-plan.md:12)"
                ),
            ],
        ),
        (
            "GET /me/cards",
            [
                (
                    "Read the rows of `cards` where `cards.user_id` = the caller"
                    " (db-plan.md:48, db-plan.md:51)"
                )
            ],
        ),
        (
            "POST /boards/{board_id}/notes",
            [
                (
                    "Insert a row into `notes`: `board_id`, `body`, for each entry"
                    " of `notes` (db-plan.md:37, db-plan.md:40-41)"
                )
            ],
        ),
    ],
)
def test_rows_are_read_and_added_by_who_calls(call: str, items: list[str]) -> None:
    assert [one for one in flow(call) if one.startswith(("Read", "Insert"))] == items


def test_a_member_is_found_in_the_group_by_one_with_the_role() -> None:
    assert flow("DELETE /teams/{team_id}/members/{user_id}")[1:4] == [
        (
            "Find the row of `teams` with `id` = `team_id`; `404` if there is none"
            " (db-plan.md:13, db-plan.md:15, api-plan.md:24); the caller belongs to it:"
            " `team_members.team_id` = `teams.id` and `team_members.user_id` = the caller;"
            " otherwise `403` (db-plan.md:20-21, api-plan.md:24);"
            " find the row of `team_members` with `user_id` = `user_id`, `team_id` = `team_id`;"
            " `404` if there is none"
            " (db-plan.md:18, db-plan.md:20-21, api-plan.md:24)"
        ),
        (
            "Require the caller's `team_members.role` to be `owner`; otherwise `403`"
            " (api-plan.md:22, api-plan.md:24, db-plan.md:22)"
        ),
        "Delete the row of `team_members` (db-plan.md:18)",
    ]


def test_a_list_has_its_conditions_joins_order_and_page() -> None:
    assert flow("GET /teams/{team_id}/boards")[3:9] == [
        (
            "Read the rows of `boards`: `team_id` = `team_id`, `is_active` = true, `title` ~"
            " `search`, `day` >= `from_date`, `deleted_at` IS NULL (db-plan.md:24, db-plan.md:27,"
            " db-plan.md:29, db-plan.md:32-33, db-plan.md:35)"
        ),
        (
            "Join `teams` by `boards.team_id` for `teamName` (`name`)"
            " (db-plan.md:13, db-plan.md:16, db-plan.md:27)"
        ),
        (
            "Join `users` by `boards.created_by` for `avatar_url`; a row without one stays,"
            " with null there (db-plan.md:8, db-plan.md:11, db-plan.md:28)"
        ),
        (
            "`data[].notes[]` are rows of `notes`, joined by `notes.board_id`: `noteId` = `id`,"
            " `body` (db-plan.md:37, db-plan.md:40)"
        ),
        "Sort by `sort` (api-plan.md:32)",
        (
            "Paginate by `page`, `page_size`; `total`: the number of all rows that fit, whatever"
            " the page (api-plan.md:33-34, api-plan.md:42)"
        ),
    ]


@pytest.mark.parametrize(
    ("call", "item"),
    [
        (
            "GET /boards/{board_id}",
            (
                "With `include_notes` also read the rows of `notes`, joined by `notes.board_id`"
                " (db-plan.md:37, db-plan.md:40)"
            ),
        ),
        ("PATCH /boards/{board_id}", "Set `updated_at` to the time of the change (db-plan.md:34)"),
        (
            "DELETE /boards/{board_id}",
            "Rows that refer to it are deleted with it: `notes.board_id`",
        ),
        ("DELETE /boards/{board_id}", "References to it become null: `cards.board_id`"),
        ("DELETE /boards/{board_id}", "Refuse with `409`: it has notes (api-plan.md:71): it stays"),
        (
            "POST /boards/{board_id}/close",
            (
                "Update the row of `boards`: `status` = `closed`, `closed_at` = now"
                " (db-plan.md:24, db-plan.md:30-31)"
            ),
        ),
        ("POST /boards/{board_id}/close", "Call the external service: `503`: mail service"),
        ("POST /boards/{board_id}/close", "Apply the rate limit: `429` above it"),
        (
            "POST /auth/login",
            (
                "Find the row of `accounts` with `email` = `email` and compare the password"
                " with `password_hash`; otherwise `401`"
            ),
        ),
        ("POST /auth/login", "Validate body (section 2)"),
        (
            "POST /auth/register",
            ("Insert a row into `accounts`: `email`, `password_hash` = the hash of `password`"),
        ),
        (
            "DELETE /cards/{card_id}/stars",
            (
                "Find the row of `stars` where `card_id` = `card_id`, `stars.user_id` = the"
                " caller; `404`"
            ),
        ),
        (
            "POST /boards/{board_id}/cards/{card_id}/pick",
            "Insert a row into `picks`: `board_id`, `card_id` (db-plan.md",
        ),
        ("GET /drafts", "Read the rows of `drafts` where `drafts.user_id` = the caller"),
        ("GET /public/boards", "No sign-in is needed: `no authentication` (api-plan.md:97)"),
    ],
)
def test_an_item_of_the_flow(call: str, item: str) -> None:
    assert [one for one in flow(call) if one.startswith(item)]


def test_what_has_to_hold_comes_before_the_write() -> None:
    said = flow("POST /boards/{board_id}/notes")

    assert said.index("A note must not be empty (api-plan.md:81)") < len(said) - 2


@pytest.mark.parametrize(
    ("call", "line"),
    [
        (
            "DELETE /teams/{team_id}/members/{user_id}",
            "- `deleteMember`: section 5, no. 2\u20134; reads `teams`; writes `team_members`",
        ),
        (
            "DELETE /teams/{team_id}/members/{user_id}",
            "- Errors of `deleteMember`: `403`, `404`",
        ),
        (
            "POST /teams",
            (
                "- `createTeam`: section 5, no. 3\u20135; writes `teams`, `team_members`;"
                " in one transaction"
            ),
        ),
        (
            "GET /teams/{team_id}/boards",
            "; only rows that the caller may see",
        ),
        ("POST /auth/login", "- `loginAuth`: section 5, no. 2; reads `accounts`"),
        ("GET /boards/{board_id}", "`200`, `304`, `400`, `401`, `404`"),
    ],
)
def test_the_steps_tell_what_the_flow_says(call: str, line: str) -> None:
    assert line in "\n".join(told(DOCUMENTS, call, 9))


@pytest.mark.parametrize(
    ("call", "line"),
    [
        (
            "DELETE /teams/{team_id}/members/{user_id}",
            "- `404`: no row for `team_id`, `user_id` (api-plan.md:24)",
        ),
        (
            "GET /teams/{team_id}/boards",
            "`403`: a caller without a row there in `team_members` (api-plan.md:46)",
        ),
    ],
)
def test_an_error_says_when_it_comes_though_no_document_does(call: str, line: str) -> None:
    assert line in "\n".join(told(DOCUMENTS, call, 7))


def test_what_the_document_tells_to_add_is_written_not_read() -> None:
    api = (
        "# API\n\n## Boards\n\n### POST /boards/{board_id}/suggest\n\n- Description: Suggest.\n"
        "- Logic:\n  1. Calls the AI service.\n  2. Creates a `notes` record for each.\n"
        "  3. It does not insert into `labels`.\n- Success: 200\n"
    )
    documents = (
        Document(path=RepoPath("api-plan.md"), role="api-plan", text=api),
        Document(
            path=RepoPath("db-plan.md"),
            role="db-plan",
            text="# DB\n\n### boards\n\n- id: uuid, PK\n\n### notes\n\n- id: uuid, PK\n"
            "\n### labels\n\n- id: uuid, PK\n- name: text\n",
        ),
    )
    steps = "\n".join(told(documents, "POST /boards/{board_id}/suggest", 9))
    assert "writes `notes`" in steps
    assert "writes `labels`" not in steps


def test_a_value_is_told_once_with_need_type_and_bounds() -> None:
    fields = "".join(f"  - `f{at}`: string, optional\n" for at in range(14))
    api = (
        "# API\n\n### PATCH /boards/{board_id}\n\n- Query parameters:\n"
        "  - `status`: string, optional\n  - `limit`: integer, default 5, max 50\n"
        "- Request body:\n  - `status`: string, required\n" + fields + "- Success: 200\n"
        "- Errors: 400 malformed input\n"
    )
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        DOCUMENTS[1],
    )
    call = "PATCH /boards/{board_id}"

    given, way, steps = ("\n".join(told(documents, call, number)) for number in (2, 5, 9))

    assert "`status` (string, required, one of `open`, `closed`)" in given
    assert "`f13` (string, optional)" in given
    assert "`board_id` (uuid)" in given
    assert "Validate path, query, body (section 2); invalid input is `400`" in way
    assert "`f1`" not in way + steps
    assert f"request body of `{call}` (section 2); response of `{call}` (section 4)" in steps


@pytest.mark.parametrize(
    ("errors", "line"),
    [
        (
            "400, 422",
            "is `400`: malformed or missing input, `422`: a value outside its limits",
        ),
        ("400 bad JSON, 422 title too long", "is `400`: bad JSON, `422`: title too long"),
        ("400 bad JSON, 422 card limit reached", "is `400` (api-plan.md"),
        ("400 bad JSON, 422 card limit reached", "Refuse with `422`: card limit reached"),
        ("400 bad JSON, 400 name taken", "is `400` (api-plan.md"),
    ],
)
def test_each_of_two_codes_has_its_own_meaning(errors: str, line: str) -> None:
    api = (
        "# API\n\n### POST /cards\n\n- Request body:\n  - `title`: string, required\n"
        f"- Success: 201\n- Errors: {errors}\n"
    )
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        DOCUMENTS[1],
    )

    assert line in "\n".join(told(documents, "POST /cards", 5))


@pytest.mark.parametrize(("column", "is_bound"), [("local_date", True), ("deadline_date", False)])
def test_a_date_is_compared_with_the_day_of_a_row_alone(column: str, *, is_bound: bool) -> None:
    api = (
        "# API\n\n### GET /plans\n\n- Query parameters:\n  - `date`: date, required\n"
        "- Success: 200\n"
    )
    table = f"## Tables\n\n### plans\n\n- id: uuid PRIMARY KEY\n- {column}: date\n"
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=table),
    )

    said = "\n".join(told(documents, "GET /plans", 5))

    assert (f"`{column}` = `date`" in said) is is_bound


@pytest.mark.parametrize(
    ("description", "columns", "more"),
    [
        ("List items (global + own).", "- predefined: boolean\n", ", or `predefined` is true"),
        ("List items (global + own).", "", ", or it is `global`"),
        ("List own items.", "- predefined: boolean\n", ", or, with `include_shared`, it is"),
        ("", "", ", or, with `include_shared`, it is `shared`"),
    ],
)
def test_rows_of_others_that_the_passage_lets_in_are_read(
    description: str, columns: str, more: str
) -> None:
    flag = "- `include_shared`: boolean\n" if "shared" in more else "- `kind`: string\n"
    api = (
        f"# API\n\n### GET /my/items\n\n{description}\n\n- Query parameters:\n  {flag}"
        "- Success: 200\n- Errors: 401\n"
    )
    table = "## Tables\n\n### items\n\n- id: uuid PRIMARY KEY\n- user_id: uuid\n" + columns
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=table),
    )

    assert f"`items.user_id` = the caller{more}" in "\n".join(told(documents, "GET /my/items", 5))
    assert "own rows" not in "\n".join(told(documents, "GET /my/items", 9))


def test_a_range_is_of_no_day_where_two_could_be_meant() -> None:
    api = (
        "# API\n\n### GET /items\n\n- Query parameters:\n  - `date_from`: date\n"
        "  - `sort_by`: string\n- Success: 200\n"
    )
    table = (
        "## Tables\n\n### items\n\n- id: uuid PRIMARY KEY\n- seen_on: date\n- due: date\n"
        "- created_at: timestamptz\n"
    )
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=table),
    )

    assert "; with `date_from` (section 2)" in "\n".join(told(documents, "GET /items", 5))


RUNS = """## Tables

### plans

- id: uuid PRIMARY KEY

### runs

- id: uuid PRIMARY KEY
- plan_id: uuid REFERENCES plans(id)
- day: date

### run_stats

- plan_id: uuid REFERENCES plans(id)
- day: date
- last_run_id: uuid REFERENCES runs(id)
{more}
"""


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ("", "joined by `run_stats.last_run_id`"),
        ("- best_run_id: uuid REFERENCES runs(id)", ""),
        (
            "- best_run_id: uuid REFERENCES runs(id)\n- PRIMARY KEY (plan_id, day)",
            "joined by `run_stats.plan_id`, `run_stats.day`",
        ),
        ("- best_run_id: uuid REFERENCES runs(id)\n- PRIMARY KEY (plan_id, last_run_id)", ""),
    ],
)
def test_rows_are_joined_by_a_key_only_where_one_is_sure(more: str, line: str) -> None:
    api = (
        "# API\n\n### GET /runs/{run_id}\n\n- Query parameters:\n"
        "  - `include_stats`: boolean\n- Response JSON: Run object with nested stats.\n"
        "- Success: 200\n"
    )
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(
            path=RepoPath(".ai/db-plan.md"), role="db-plan", text=RUNS.replace("{more}", more)
        ),
    )

    way, answer = ("\n".join(told(documents, "GET /runs/{run_id}", at)) for at in (5, 4))

    assert line in way
    assert ("With `include_stats`" in way) is bool(line)
    assert "best_run_id" not in way
    assert "- Response JSON: Run object with nested stats (api-plan.md:7)" in answer


@pytest.mark.parametrize(
    ("sample", "is_cut"),
    [
        ('{\n  "id": "uuid",\n  ...\n  "title": "string"\n}', True),
        ('{\n  "items": [\n    { "id": "uuid" },\n    ...\n  ]\n}', False),
    ],
)
def test_a_sample_that_is_cut_short_is_not_told_as_whole(sample: str, *, is_cut: bool) -> None:
    api = f"# API\n\n### GET /boards\n\n- Response (200):\n\n```json\n{sample}\n```\n"
    documents = (Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),)

    said = "\n".join(told(documents, "GET /boards", 4))

    assert ("Fields (of a sample that is cut short): `id`" in said) is is_cut


def test_a_range_of_a_list_is_none_of_the_rows_inside_of_it() -> None:
    api = (
        "# API\n\n### GET /items\n\n- Query parameters:\n  - `date_from`: date\n"
        "  - `sort_by`: string, default: seen_on\n- Response:\n\n```json\n"
        '{ "items": [{ "id": "uuid", "tag": { "id": "uuid", "name": "string" } }] }\n```\n'
    )
    table = (
        "## Tables\n\n### tags\n\n- id: uuid PRIMARY KEY\n- name: text\n"
        "- created_at: timestamptz\n\n### items\n\n- id: uuid PRIMARY KEY\n"
        "- tag_id: uuid REFERENCES tags(id)\n- seen_on: date\n"
    )
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=table),
    )

    said = "\n".join(told(documents, "GET /items", 5))

    assert "`items[].tag` is the row of `tags` by `items.tag_id`" in said
    assert "created_at" not in said


def test_a_field_that_no_table_holds_is_read_from_a_key() -> None:
    api = (
        "# API\n\n### GET /items\n\n- Response:\n\n```json\n"
        '{ "items": [{ "id": "uuid", "is_owner": true, "has_public_link": true }] }\n```\n'
    )
    table = (
        "## Tables\n\n### items\n\n- id: uuid PRIMARY KEY\n- user_id: uuid\n\n"
        "### public_links\n\n- id: uuid PRIMARY KEY\n- item_id: uuid REFERENCES items(id)\n"
    )
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=table),
    )

    said = "\n".join(told(documents, "GET /items", 5))

    assert "`is_owner`: whether `items.user_id` = the caller; `has_public_link`: " in said
    assert "`has_public_link`: whether `public_links` has a row for it" in said
    assert "by `public_links.item_id`" in said


def test_what_is_counted_beside_a_page_is_told_with_it() -> None:
    api = (
        "# API\n\n### GET /offers\n\n- Query: `page`, `limit`\n- Response:\n\n```json\n"
        '{ "data": [{ "id": "uuid", "owner_name": "string", "author_login": "string", '
        '"category": "string" }], "pagination": { "total": 1, "total_pages": 1 } }\n```\n'
        "- `X-Total-Count`: all of them\n\n"
        '### GET /tags\n\n- Response:\n\n```json\n{ "data": [{ "id": 1 }], "count": 1 }\n```\n'
    )
    table = (
        "## Tables\n\n### users\n\n- id: uuid PRIMARY KEY\n- first_name: text\n"
        "- last_name: text\n\n### offers\n\n- id: uuid PRIMARY KEY\n"
        "- owner_id: uuid REFERENCES users(id)\n"
        "- category_id: uuid REFERENCES categories(id)\n- author: uuid REFERENCES users(id)\n\n"
        "### categories\n\n- id: uuid PRIMARY KEY\n- name: text\n\n"
        "### tags\n\n- id: uuid PRIMARY KEY\n"
    )
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=table),
    )

    said = "\n".join(told(documents, "GET /offers", 5))

    assert "Join `users` by `offers.owner_id` for `owner_name` (`first_name` + `last_name`)" in said
    assert "Join `categories` by `offers.category_id` for `category` (`name`)" in said
    assert "author_login" not in said
    assert (
        "Paginate by `page`, `limit`; `pagination.total`, `X-Total-Count`: the number of all rows"
        " that fit, whatever the page, `pagination.total_pages` = that / `limit`, rounded up"
    ) in said
    assert "`count`: the number of these rows" in "\n".join(told(documents, "GET /tags", 5))
