from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.spec import Endpoint, Spec
from agent.sources.endpoints.apart import find_apart
from agent.sources.gathering.disagreements import Mention, between
from agent.sources.gathering.gather import gather

BOOKS = """# REST API Plan

## 2. Endpoints

### 2.1 Books

#### List Books
- Method: GET
- Path: /books
- Response: `{ "data": [{ "id": "uuid", "title": "string" }], "total": 3 }`
- Errors: 401

#### Create a Book
- Method: POST
- Path: /books
- Request: `{ "title": "string (max 90 chars)", "year?": 1999 }`
- Response: BODY
- Success: 201
- Errors: 400, 409

#### Change a Book
- Method: PUT
- Path: /books/{id}
- Request: LIKE
- Response: `BookDto`
- Success: 200

### 2.2 Shapes

#### BookDto

```json
{ "id": "uuid", "author": { "name": "string" } }
```
"""


def read(text: str, method: str, path: str) -> Spec:
    plan = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)
    return gather(Endpoint(method=method, path=path), (plan,), ())


def put(like: str, body: str = "none") -> Spec:
    return read(BOOKS.replace("LIKE", like).replace("BODY", body), "PUT", "/books/{id}")


@pytest.mark.parametrize(
    "like",
    [
        "like POST above",
        "same as POST /books",
        'as in "Create a Book"',
        "Podobne do POST",
        "jak wyżej",
        "as above",
        "mirrors POST",
        "same as create",
        "the same structure as the create payload",
    ],
)
def test_a_body_is_that_of_the_passage_it_refers_to(like: str) -> None:
    spec = put(like)
    assert spec.request is not None
    assert [(one.name, one.source.line) for one in spec.request.fields] == [
        ("title", 16),
        ("year", 16),
    ]
    assert [(one.source.line, one.referred) for one in spec.excerpts][:2] == [
        (23, False),
        (15, True),
    ]


def test_a_named_shape_is_the_body_that_is_named() -> None:
    (body,) = put("none").responses
    assert [one.name for one in body.fields] == ["id", "author", "author.name"]
    assert [one.source.line for one in put("none").excerpts if one.referred] == [30]


def test_references_that_go_round_end() -> None:
    text = BOOKS.replace("BODY", "same as PUT /books/{id}").replace("`BookDto`", "same as POST")
    spec = read(text.replace("LIKE", "like POST"), "PUT", "/books/{id}")
    assert spec.request is not None
    assert spec.responses == ()


def test_what_stands_for_a_single_one_of_a_list() -> None:
    spec = read(BOOKS.replace("BODY", "like GET with a single object"), "POST", "/books")
    (body,) = spec.responses
    assert [one.name for one in body.fields] == ["id", "title"]


WORDED = """# API

## POST /auth/signup

- Request: `{ "email": "a" }`

## POST /auth/signin

- Request: same structure as signup.

## GET /pens

- Response: `{ "data": [{ "id": 1, "ink": "red" }], "total": 1 }`

## GET /pens/{id}

- Response: Same as list item
"""


def test_what_is_like_the_end_of_a_path_or_an_item_of_the_list() -> None:
    spec = read(WORDED, "POST", "/auth/signin")
    assert spec.request is not None
    assert [one.name for one in spec.request.fields] == ["email"]
    (body,) = read(WORDED, "GET", "/pens/{id}").responses
    assert [one.name for one in body.fields] == ["id", "ink"]
    other = read(WORDED.replace("as signup", "as ever"), "POST", "/auth/signin")
    assert other.request is None


def test_of_several_that_a_word_names_the_one_of_this_method() -> None:
    text = (
        '# API\n\n## GET /pens\n\n- Response: `{ "total": 1 }`\n\n## POST /pens\n\n'
        '- Response: `{ "id": 1 }`\n\n## GET /inks\n\n- Response: same envelope as pens.\n'
        "- Success: `200 OK`; errors `400`, `401`.\n"
    )
    spec = read(text, "GET", "/inks")
    assert [[one.name for one in body.fields] for body in spec.responses] == [["total"]]
    assert [(one.code, one.meaning) for one in spec.statuses] == [(200, "OK"), (400, ""), (401, "")]


def test_errors_of_another_endpoint_that_are_named_are_all() -> None:
    text = BOOKS.replace("- Success: 200\n", "- Success: 200\n- Errors: same as POST (400)\n")
    assert [one.code for one in read(text, "PUT", "/books/{id}").statuses] == [200, 400]


def test_errors_of_another_endpoint_are_its_own() -> None:
    text = BOOKS.replace("- Success: 200\n", "- Success: 200\n- Errors: same as POST\n")
    assert [one.code for one in read(text, "PUT", "/books/{id}").statuses] == [200, 400, 409]


APART = """# REST API Plan

## 2. Endpoints

All endpoints are prefixed with `/api`.

### GET /books

- ~~DELETE /books/{id}~~ gone

### POST /books (planned)

### Future endpoints

- GET /books/export: for later
- GET /books

### Removed

- `PUT /books/{id}`: was never used
"""


def test_later_and_removed_ones_are_kept_apart() -> None:
    plan = Document(path=RepoPath("api-plan.md"), role="api-plan", text=APART)
    assert [(str(one.endpoint), one.standing, one.source.line) for one in find_apart(plan)] == [
        ("DELETE /api/books/{id}", "removed", 9),
        ("POST /api/books", "later", 11),
        ("GET /api/books/export", "later", 15),
        ("PUT /api/books/{id}", "removed", 20),
    ]


TWICE = """## Endpoints

#### PUT /books/:book_id

- Request: `{ "title": "string (max 90 chars)" }`
- Success: 200

#### PUT /books/{id}

- Request: `{ "title": "integer", "year": "integer" }`
- Success: 204

## Validation

- Books: `title` max 80 characters
"""


def test_an_endpoint_that_is_described_twice_is_one_with_findings() -> None:
    spec = read(TWICE, "PUT", "/books/{id}")
    assert spec.request is not None
    assert [one.name for one in spec.request.fields] == ["title", "year"]
    assert [one.name for one in spec.parameters] == ["book_id"]
    assert [one.finding.message for one in spec.contradictions] == [
        "length of `title`: \u2264 90 in api-plan.md:5, \u2264 80 in api-plan.md:15",
        "type of `title`: string in api-plan.md:5, integer in api-plan.md:10",
        "length of `title`: \u2264 90 in api-plan.md:5, \u2264 80 in api-plan.md:15",
        "status of `PUT /books/{id}`: 200 in api-plan.md:6, 204 in api-plan.md:11",
    ]


@pytest.mark.parametrize(
    ("listed", "planned", "found"),
    [
        ("PUT /api/books/{id}", "PATCH /api/books/:id", True),
        ("GET /api/v1/books", "GET /books", True),
        ("GET /error-logs", "GET /error_log", True),
        ("GET /books", "POST /books", False),
        ("GET /books", "GET /books", False),
        ("GET /books", "GET /members", False),
    ],
)
def test_a_plan_for_another_method_or_path(listed: str, planned: str, *, found: bool) -> None:
    def mention(text: str, file: str) -> Mention:
        method, path = text.split(" ")
        document = Document(path=RepoPath(file), role="api-plan", text="")
        return Mention(endpoint=Endpoint(method=method, path=path), source=document.source(1))

    findings = between((mention(listed, "a.md"),), (mention(planned, "b.md"),))
    assert [one.message for one in findings] == (
        [f"`{planned}` in b.md:1, `{listed}` in a.md:1"] if found else []
    )


FENCED = """## Endpoints

- GET /books
  - Response:

```json
{"total": 2}
```

  - Errors: 404

- POST /books. Body:

```json
{"city": "string"}
```

  - Errors: 400
"""


def test_a_fence_at_the_margin_belongs_to_the_item_above() -> None:
    get, post = read(FENCED, "GET", "/books"), read(FENCED, "POST", "/books")
    assert [one.name for one in get.responses[0].fields] == ["total"]
    assert [one.code for one in get.statuses] == [404]
    assert post.request is not None
    assert [one.name for one in post.request.fields] == ["city"]
    assert [one.code for one in post.statuses] == [400]


@pytest.mark.parametrize(
    ("column", "open_"),
    [
        ("city TEXT", True),
        ("city TEXT CHECK (city <> '')", False),
        ("city VARCHAR(9)", False),
    ],
)
def test_limits_that_a_column_states_are_not_asked_for(column: str, *, open_: bool) -> None:
    plan = Document(path=RepoPath("api-plan.md"), role="api-plan", text=FENCED)
    text = f"# Tables\n\n```sql\nCREATE TABLE books (\n  id INT PRIMARY KEY,\n  {column}\n);\n```\n"
    tables = Document(path=RepoPath("db-plan.md"), role="db-plan", text=text)
    spec = gather(Endpoint(method="POST", path="/books"), (plan, tables), ())
    assert ("limits" in [one.topic for one in spec.gaps]) == open_


@pytest.mark.parametrize(
    ("like", "fields"),
    [
        ("like POST plus `lent` (boolean, optional) and `to`", ["title", "year", "lent", "to"]),
        ("same as POST, without `year`", ["title"]),
        ("same as POST with `lent`, except `title`. `x` is new", ["year", "lent"]),
        ("Podobne do POST oraz `lent`, bez `year`", ["title", "lent"]),
        ("like POST; `lent` plus `to`", ["title", "year"]),
        ("`title` like POST", ["title", "year"]),
    ],
)
def test_what_a_reference_adds_and_takes_away(like: str, fields: list[str]) -> None:
    found = put(like).request
    assert found is not None
    assert [one.name for one in found.fields] == fields


def test_what_is_added_stands_where_it_is_added() -> None:
    found = put("like POST plus `lent` (boolean, optional)").request
    assert found is not None
    lent = found.fields[-1]
    assert (lent.type, lent.required, lent.source.line, lent.place) == (
        "boolean",
        False,
        24,
        "body",
    )


MOVES = """# REST API Plan

## Endpoints

### POST /moves

- Request Body (Example of a move that takes a book away or back):
  ```json
  // of a shelf
  { "kind": "take" | "bring", "shelf": "uuid" }
  // of two
  { "kind": "swap", "shelf": "uuid", "other": "uuid", "count": 0..N }
  // of none
  { "kind": "x" | "y", "shelf": "a" }
  ```
- Response (201 Created): The move as it was made.

### DELETE /moves/{id}

- Success 204 No Content: No body is sent
"""


def test_examples_in_turn_add_the_values_of_a_choice() -> None:
    request = read(MOVES, "POST", "/moves").request
    assert request is not None
    limits = {one.name: [(each.kind, each.value) for each in one.limits] for one in request.fields}
    assert limits == {
        "kind": [("choices", "take|bring|swap|x|y")],
        "shelf": [],
        "other": [],
        "count": [("min", "0")],
    }


def test_what_stands_beside_a_success_says_what_it_is() -> None:
    said = [(one.code, one.meaning) for one in read(MOVES, "POST", "/moves").statuses]
    assert said == [(201, "The move as it was made")]
    assert [one.code for one in read(MOVES, "DELETE", "/moves/{id}").statuses] == [204]


@pytest.mark.parametrize("said", ["Response JSON mirrors PUT.", "Response is the same as PUT"])
def test_an_answer_is_that_of_another_without_a_colon_too(said: str) -> None:
    shown = BOOKS.replace("`BookDto`", '`{ "id": "uuid", "pages": 3 }`')

    spec = read(shown.replace("- Response: BODY\n", f"- {said}\n"), "POST", "/books")

    assert [one.name for body in spec.responses for one in body.fields] == ["id", "pages"]


@pytest.mark.parametrize("said", ["same pagination envelope as", "ta sama koperta jak dla"])
def test_an_envelope_like_anothers_holds_none_of_its_items(said: str) -> None:
    answer = '`{ "items": [{ "id": "uuid", "pages": 3 }], "page": 1 }`'
    text = (
        f"# API\n\n## Endpoints\n\n### GET /books\n\n- Response: {answer}\n\n"
        f"### GET /pens\n\n- Response: {said} GET /books.\n"
    )

    spec = read(text, "GET", "/pens")

    assert [one.name for body in spec.responses for one in body.fields] == ["items", "page"]


def test_a_request_is_that_of_another_without_a_colon_too() -> None:
    spec = read(BOOKS.replace("- Request: LIKE\n", "- Body jak w POST\n"), "PUT", "/books/{id}")

    assert spec.request is not None
    assert [one.name for one in spec.request.fields] == ["title", "year"]


def test_a_refusal_that_is_like_above_means_what_the_entry_above_says() -> None:
    text = """# API

- GET `/links/{token}`
  - Errors: 404 (unknown), 410 (expired), 409 (already used).

- POST `/links/{token}/notes`
  - Errors: 400 no text, 404/410/409 like above.

- POST `/others`
  - Errors: 404 (as above), 418 as above and more.
"""
    first, second = read(text, "POST", "/links/{token}/notes"), read(text, "POST", "/others")

    assert {one.code: one.meaning for one in first.statuses} == {
        400: "no text",
        404: "unknown",
        410: "expired",
        409: "already used",
    }
    assert {one.code: one.meaning for one in second.statuses}[418] == "as above and more"


def test_a_success_that_is_like_another_answer_keeps_its_own_status() -> None:
    text = BOOKS.replace("- Response: BODY\n- Success: 201", "- Success 201: SAID")
    told = "the new row (same shape as the GET single item)"
    spec = read(
        text.replace("SAID", told).replace("- Errors: 401", "- Success: 200"), "POST", "/books"
    )
    assert [one.code for one in spec.statuses] == [201, 400, 409]
    assert [one.name for body in spec.responses for one in body.fields] == ["id", "title"]
