from __future__ import annotations

import time

import pytest

from agent.core.documents import Document, RepoPath, Role
from agent.core.spec import Endpoint, Rule, Spec
from agent.sources.endpoints.listing import find_endpoints
from agent.sources.gathering.citing import cites
from agent.sources.gathering.gather import gather

API = """# API

Base path: `/api`

## 2. Endpoints

#### GET /books

Lists books.

- Query parameters:
  - `page` (integer, optional, default 1, minimum 1): the page
  - `state` (string, one of `new`, `used`)
- Success: `200 OK`: the page
- Errors: 401 Unauthorized, 400 (bad page)

#### POST /books

- **Description**: Adds a book.
- Request body:

```json
{
  "title": "Emma", // shown first
  "shelf_id": 3
}
```

- Validation:
  - `title`: required, string, 1 to 200 characters
- Response 201:

```json
{ "id": 7, "title": "Emma" }
```

- Errors:
  - `409 Conflict`: the title exists

#### PUT /books/{id}

- Request body: like POST
- Success: 204 No Content
- Errors:

| status | when |
|---|---|
| 404 | no such book |

#### POST /books/{id}/lend

## 3. Authentication

- All endpoints need `Authorization: Bearer <token>`.

## 4. Validation and errors

- `shelf_id`: minimum 1
- Errors are JSON.
- `DELETE /books/{id}` never fails.

## 5. Future

- Every error has a number.
"""
DB = """## Tables

### books

- id: uuid, PRIMARY KEY
- title: text NOT NULL
- shelf_id: int REFERENCES shelves(id)

### shelves

- id: int PRIMARY KEY

### members

- id: int PRIMARY KEY
"""
STACK = "- Python 3.11\n- FastAPI\n- nice colours\n- pytest\n"
ROLES: tuple[tuple[Role, str], ...] = (("api-plan", API), ("db-plan", DB), ("tech-stack", STACK))
DOCUMENTS = tuple(
    Document(path=RepoPath(f".ai/{role}.md"), role=role, text=text) for role, text in ROLES
)


def spec(method: str, path: str) -> Spec:
    return gather(Endpoint(method=method, path=path), DOCUMENTS, ())


LISTED = """# API

## 2. Endpoints

- GET `/kinds`
  - Response 200:
    - Headers:
      - `ETag`: a hash
```
{ "data": [{ "code": "easy" }] }
```

Nothing changed
- 304 Not Modified

Errors
- 401 unauthorized
- 403 forbidden

-- POST `/kinds`
  - Request JSON:

```json
{ "code": "hard" }
```

  - Errors: 409 taken
"""


def test_what_stands_below_an_entry_of_a_list_is_its_own() -> None:
    document = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=LISTED)
    read = gather(Endpoint(method="GET", path="/kinds"), [document], [])
    write = gather(Endpoint(method="POST", path="/kinds"), [document], [])

    assert [one.code for one in read.statuses] == [200, 304, 401, 403]
    assert [one.name for body in read.responses for one in body.fields] == ["data", "data[].code"]
    assert [one.code for one in write.statuses] == [409]
    assert [one.name for one in write.request.fields] == ["code"] if write.request else False


def _of(text: str, method: str = "GET") -> Spec:
    document = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)
    return gather(Endpoint(method=method, path="/pens"), [document], [])


def test_types_and_question_marks_in_the_names_of_one_line() -> None:
    line = "Query: `ink?: string` (by name), `kind?: 'wet'|'dry'`, `page?`, `all: boolean`"
    read = _of(f"# API\n\n## Endpoints\n\nGET /pens\n- {line}\n- Response: `200`\n")
    assert [(one.name, one.type, one.required) for one in read.parameters] == [
        ("ink", "string", False),
        ("kind", None, False),
        ("page", None, False),
        ("all", "boolean", None),
    ]
    assert [one.value for one in read.parameters[1].limits] == ["wet|dry"]


def test_a_column_of_examples_says_nothing_of_a_parameter() -> None:
    head = "| Parameter | Required | Description | Example |\n|---|---|---|---|\n"
    row = "| `ink` | Yes | Colour: `red` or `blue` | `?ink=red` |\n"
    (ink,) = _of(f"# API\n\n### GET /pens\n\n**Query Parameters**\n\n{head}{row}").parameters
    assert (ink.required, ink.note) == (True, "Colour: red or blue")
    assert [one.value for one in ink.limits] == ["red|blue"]


def test_the_thing_itself_is_no_field_of_it() -> None:
    rules = "- Pen must be more than 2 days from now\n- Ink must be at most 9 characters\n"
    text = f"# API\n\n### POST /pens\n\n**Validation Rules**:\n{rules}\n**Response**: 201\n"
    read = _of(text, "POST").request
    assert read is not None
    assert [one.name for one in read.fields] == ["ink"]


def test_a_subset_of_another_body_is_that_body() -> None:
    text = '# API\n\n### POST /pens\n\n- Body: `{ "ink": "red" }`\n\n'
    read = _of(f"{text}### PATCH /pens\n\n- Body: any subset of POST fields.\n", "PATCH").request
    assert [one.name for one in (read.fields if read else ())] == ["ink"]


def test_an_error_that_is_named_for_a_validation_is_one() -> None:
    errors = (
        "**Error Responses**:\n\n*HTTP 401 - Unauthorized*:\n\n*HTTP 400 - Validation Error*:\n"
    )
    read = _of(f"# API\n\n### GET /pens\n\n{errors}")
    assert [one.code for one in read.statuses] == [401, 400]


def test_a_fence_of_headers_is_no_body() -> None:
    sent = "**Headers:**\n```\nContent-Type: text/plain\n```\n\n"
    body = '**Body:**\n```json\n{"ink": "red"}\n```\n'
    for text, names in ((sent + body, ["ink"]), (sent, [])):
        read = _of(f"# API\n\n### POST /pens\n\n#### Request\n\n{text}", "POST").request
        assert [one.name for one in (read.fields if read else ())] == names


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("\u2192 gone for good, 204.", [204]),
        ("\u2014 soft delete -> returns 204", [204]),
        ("\u2192 200 with the pen or 404.", [200, 404]),
        ("\u2192 at most 500 pens", []),
    ],
)
def test_what_the_line_of_an_endpoint_leads_to(said: str, codes: list[int]) -> None:
    text = f"# API\n\n## Endpoints\n\n- GET `/pens` {said}\n- POST `/pens`\n"
    assert [one.code for one in _of(text).statuses] == codes


def test_query_parameters_with_their_facts() -> None:
    page, state = spec("GET", "/api/books").parameters
    assert (page.name, page.place, page.type, page.required) == ("page", "query", "integer", False)
    assert (page.default, page.source.line) == ("1", 12)
    assert [(one.kind, one.value, one.source.line) for one in page.limits] == [("min", "1", 12)]
    assert [(one.kind, one.value) for one in state.limits] == [("choices", "new|used")]


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("`q` (title contains, optional)", "title contains"),
        ("q=string (title contains, optional)", "title contains"),
        ("`q` (string, optional, max 20): the title", "the title"),
        ("`q` (string, e.g. a word): the title", "the title"),
        (
            "`on` (optional; default true means that the loan is not over)",
            "default true means that the loan is not over",
        ),
        ('`q`: string (optional filter: "new", "used")', ""),
    ],
)
def test_a_bracket_says_more_than_bounds(line: str, note: str) -> None:
    text = f"# API\n\n### GET /things\n\n- Query:\n  - {line}\n"
    plan = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)

    (found,) = gather(Endpoint(method="GET", path="/things"), (plan,), ()).parameters

    assert found.note == note


def test_a_colon_in_brackets_is_no_label() -> None:
    said = "Lists things (sorted: newest first) (R-9)."
    text = f"# API\n\n### GET /things\n{said}\n- Success 200\n"
    plan = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)

    found = gather(Endpoint(method="GET", path="/things"), (plan,), ())

    assert found.description is not None
    assert found.description.text == said


def test_what_stands_beside_a_body_is_not_in_it() -> None:
    text = """# API

### POST /things

- **Request Body**:
  ```json
  { "title": "string" }
  ```
- **Response Type**: `text/event-stream`
- **Event Types**:
  - `started`: the first event
    ```json
    { "thing_id": "long" }
    ```
- **Reconnection**: with the last id
- **Success**: 200 OK
"""
    plan = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)

    found = gather(Endpoint(method="POST", path="/things"), (plan,), ())

    assert found.request is not None
    assert [one.name for one in found.request.fields] == ["title"]


RULED = """# API

## Resources

- Users: authentication of users

## Endpoints

### GET /things

- Query:
  - `state` (string)
  - `name` (string)

### POST /things

Request body:

```json
{ "shortName": "x" }
```

## Validation

- API key: of its own form

### Things Resource

- `state`: must be one of: 'new', 'used'
- `name`: at most 20 characters
- Short name: required, at most 9 characters
"""


def test_a_general_rule_for_a_filter_and_for_a_title() -> None:
    plan = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=RULED)

    found = gather(Endpoint(method="GET", path="/things"), (plan,), ())
    state, name = found.parameters
    assert ([one.value for one in state.limits], name.limits) == (["new|used"], ())
    assert found.auth is None

    body = gather(Endpoint(method="POST", path="/things"), (plan,), ()).request
    assert body is not None
    (short,) = body.fields
    assert (short.required, [one.value for one in short.limits]) == (True, ["9"])


def test_statuses_with_meanings() -> None:
    said = [(one.code, one.meaning) for one in spec("GET", "/api/books").statuses]
    assert said == [(200, "the page"), (401, "Unauthorized"), (400, "bad page")]


def test_a_status_whose_phrase_is_a_label_is_a_status() -> None:
    text = "# API\n\n### POST /things\n\n**Errors**:\n- 400 Bad Request: wrong parameters\n"
    plan = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)

    found = gather(Endpoint(method="POST", path="/things"), (plan,), ())

    assert [(one.code, one.meaning) for one in found.statuses] == [(400, "wrong parameters")]


def test_a_status_in_brackets_and_what_stands_behind_them() -> None:
    text = "# API\n\n### POST /a\n\n**Response (200 OK) - When it grew:**\n\n```json\n{}\n```\n"
    plan = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)

    found = gather(Endpoint(method="POST", path="/a"), (plan,), ())

    assert [(one.code, one.meaning) for one in found.statuses] == [(200, "When it grew")]


def test_an_error_of_a_label_means_what_stands_beside_it() -> None:
    text = '# API\n\n### POST /a\n\n- **Error (429)**: "Too many today."\n- **Error (400)**: `{}`\n'
    plan = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)

    found = gather(Endpoint(method="POST", path="/a"), (plan,), ())

    assert [(one.code, one.meaning) for one in found.statuses] == [
        (429, '"Too many today."'),
        (400, ""),
    ]


CLAUSES = """# API

## 2. Endpoints

### POST /books

Request body: `{ "kind": 1, "state": 2, "pages": 3, "isbn": "x" }`

Validation:
- For old ones: `isbn` is required, `owner_id` is null
- `pages`: from 1 to 1,000,000

Flow:

```
1. INSERT into book_rows
2. UPDATE shelf_rows
3. SELECT 1 FROM prices
```

| Code | Error | Meaning |
|---|---|---|
| 400 | `no_isbn` | No number |
| 409 | Conflict | There already |

Errors: 422 BOOK_ODD (odd pages)

### GET /readers

Lists readers.

### POST /loans

Response: `{ "loaned_at": "x", "due_on": "y", "book_no": 1 }`

## 4. Validation

- Enumerations: kind in [1, 2]; reader kind in [5, 6]; state in [3, 4].
- Readers: name required; kind in [7, 8].
"""
TABLES = """# Tables

### shelf_rows
- id: uuid
### book_rows
- id: uuid
### prices
- id: uuid
### loan_history
- loaned_at: date
- due_on: date
- book_no: int
"""


def clauses(method: str, path: str) -> Spec:
    plan = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=CLAUSES)
    tables = Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=TABLES)
    return gather(Endpoint(method=method, path=path), (plan, tables), ())


def test_of_a_rule_for_several_resources_only_its_own_clauses_hold() -> None:
    found = clauses("POST", "/books")
    assert found.request is not None
    limits = {one.name: [each.value for each in one.limits] for one in found.request.fields}
    assert limits == {
        "kind": ["1", "2"],
        "state": ["3", "4"],
        "pages": ["1", "1000000"],
        "isbn": [],
    }
    lines = [one.source.line for one in found.notes]
    assert lines == [CLAUSES.split("\n").index("## 4. Validation") + 3]


def test_what_is_required_in_one_case_is_not_always() -> None:
    found = clauses("POST", "/books")
    fields = found.request.fields if found.request is not None else ()
    assert [(one.required, one.note) for one in fields if one.name == "isbn"] == [
        (None, "is required for old ones")
    ]


def test_an_error_keeps_the_name_that_the_api_gives_it() -> None:
    said = {one.code: one.meaning for one in clauses("POST", "/books").statuses}
    assert (said[400], said[422]) == ("no_isbn: No number", "BOOK_ODD (odd pages)")
    assert said[409] == "There already"


def test_tables_that_the_passage_writes_come_first() -> None:
    names = [one.name for one in clauses("POST", "/books").tables]
    assert names == ["book_rows", "shelf_rows", "prices"]


def test_a_table_of_another_name_is_known_by_its_columns() -> None:
    assert [one.name for one in clauses("POST", "/loans").tables] == ["loan_history"]


def test_body_of_example_validation_and_general_rule() -> None:
    request = spec("POST", "/api/books").request
    assert request is not None
    title, shelf = request.fields
    assert (title.type, title.required, title.note) == ("string", True, "shown first")
    assert [(one.kind, one.value, one.source.line) for one in title.limits] == [
        ("min_length", "1", 30),
        ("max_length", "200", 30),
    ]
    assert (shelf.type, [(one.kind, one.source.line) for one in shelf.limits]) == (
        "integer",
        [("min", 58)],
    )


def test_response_and_description() -> None:
    found = spec("POST", "/api/books")
    assert found.description is not None
    assert (found.description.text, found.title) == ("Adds a book.", "Adds a book")
    assert [field.name for body in found.responses for field in body.fields] == ["id", "title"]
    assert [(one.code, one.meaning) for one in found.statuses] == [
        (201, ""),
        (409, "the title exists"),
    ]


def test_a_reference_brings_the_passage_and_its_fields() -> None:
    found = spec("PUT", "/api/books/:book")
    assert [one.source.line for one in found.excerpts] == [40, 17]
    assert found.request is not None
    assert [field.name for field in found.request.fields] == ["title", "shelf_id"]
    assert [(one.name, one.place) for one in found.parameters] == [("id", "path")]
    assert [one.code for one in found.statuses] == [204, 404]


def test_what_stands_elsewhere_and_holds() -> None:
    found = spec("GET", "/api/books")
    assert found.auth is not None
    assert found.auth.source.line == 54
    assert [one.source.line for one in found.notes] == [58, 59]
    assert [table.name for table in found.tables] == ["books"]
    assert [one.text for one in found.stack] == ["Python 3.11", "FastAPI", "pytest"]


def test_tables_by_foreign_key() -> None:
    assert [table.name for table in spec("POST", "/api/books").tables] == ["books", "shelves"]


@pytest.mark.parametrize(
    ("method", "path", "topics"),
    [
        ("POST", "/api/books/{id}/lend", ["statuses", "statuses", "body", "response"]),
        ("GET", "/api/nothing", ["path", "statuses", "statuses", "auth", "response", "table"]),
    ],
)
def test_gaps(method: str, path: str, topics: list[str]) -> None:
    assert [gap.topic for gap in spec(method, path).gaps] == topics


def test_rules_pass_through_and_no_documents_are_no_error() -> None:
    rule = Rule(path=RepoPath("AGENTS.md"), text="be short", always=True)
    found = gather(Endpoint(method="GET", path="/x"), (), (rule,))
    assert found.rules == (rule,)
    assert found.title == ""


ROWS = """## Endpoints

| Method | Path | What | Query | Success |
|---|---|---|---|---|
| GET | /books | Lists | `page`, `size` | 200 page |
| POST | /books | Adds | - | 201 |
| DELETE | /books/:id | Removes | - | 204 |

POST `/books` request

```json
{"title": "string (<= 9)"}
```

Validation: `title` required, 1 to 200; `year` optional.

Errors: 401, 422 (invalid)
"""


NOTED = """## Endpoints

| Method | Path | Description |
|---|---|---|
| GET | /books | List books (`since?`, `sold?`, pagination) |
| GET | /shelves | Lists (pagination: `page`, `size`, default 20) |
| GET | /pens | Returns pens (`id`, `name`) |
| GET | /logs | Filters by `from` |
| POST | /books | Adds one `{title, pages?, shelf?}` |
| PATCH | /books/{id} | Changes the book `{id}` |
| DELETE | /books/{id} | Takes away `{id, why}` |
"""


@pytest.mark.parametrize(
    ("call", "query", "body"),
    [
        ("GET /books", "since sold page size", ""),  # by what other pages are asked
        ("GET /shelves", "page size", ""),
        ("GET /pens", "", ""),
        ("GET /logs", "from", ""),
        ("POST /books", "", "title pages shelf"),
        ("PATCH /books/{id}", "", ""),
        ("DELETE /books/{id}", "", ""),
    ],
)
def test_what_the_description_of_a_row_names(call: str, query: str, body: str) -> None:
    plan = Document(path=RepoPath("api-plan.md"), role="api-plan", text=NOTED)
    method, path = call.split()
    spec = gather(Endpoint(method=method, path=path), (plan,), ())
    assert [one.name for one in spec.parameters if one.place == "query"] == query.split()
    assert [one.name for one in (spec.request.fields if spec.request else ())] == body.split()


def test_rows_have_their_cells_and_what_names_them_below() -> None:
    plan = Document(path=RepoPath("api-plan.md"), role="api-plan", text=ROWS)
    get = gather(Endpoint(method="GET", path="/books"), (plan,), ())
    assert [one.name for one in get.parameters] == ["page", "size"]
    assert [one.code for one in get.statuses] == [200, 401, 422]
    assert get.request is None
    post = gather(Endpoint(method="POST", path="/books"), (plan,), ())
    assert post.request is not None
    title, year = post.request.fields
    assert (title.required, [(one.kind, one.value) for one in title.limits]) == (
        True,
        [("max_length", "9"), ("min_length", "1")],
    )
    assert (year.name, year.required) == ("year", False)
    assert [one.code for one in post.statuses] == [201, 401, 422]


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ("| GET | /books | Lists | - | 200 page |", [200, 401]),
        ("| GET | /books | Lists | - | errors: 422 (odd) |", [422, 401]),
        ("| GET | /books | Lists | `page` | 200 page |", [200, 401, 422]),
        ("| GET | /books/:id | One | - | 200 |", [200, 401, 422]),
        ("| POST | /books/import | All | - | 200 |", [200, 401, 422]),
    ],
)
def test_what_takes_nothing_refuses_no_input_of_others(row: str, codes: list[int]) -> None:
    text = ROWS.replace("| GET | /books | Lists | `page`, `size` | 200 page |", row)
    text = text.replace("| Success |", "| Errors |") if "errors" in row else text
    plan = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)
    _, method, path, *_ = (cell.strip() for cell in row.split("|"))
    spec = gather(Endpoint(method=method, path=path), (plan,), ())
    assert [one.code for one in spec.statuses] == codes


def test_names_that_share_their_facts() -> None:
    text = "#### POST /x\n\n- Request body:\n  - `a`, `b`: required, string, max 9 characters\n"
    plan = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)
    request = gather(Endpoint(method="POST", path="/x"), (plan,), ()).request
    assert request is not None
    assert [(one.name, one.required, one.limits[0].value) for one in request.fields] == [
        ("a", True, "9"),
        ("b", True, "9"),
    ]


@pytest.mark.parametrize(
    "piece", ["GET, ", "a|", " ", "(", '"a" | ', "404, ", "id uuid NOT NULL ", '{"a": ', "/{", "_a"]
)
@pytest.mark.parametrize(
    "before",
    [
        "#### GET /x\n\n- Query parameters:\n  - `a` (string, ",
        '#### POST /x\n\nRequest:\n\n```json\n{"a": "string ',
        "## Tables\n\n### a_b\n\n- ",
        "```sql\nCREATE TABLE x (",
        "# ",
    ],
)
def test_a_line_without_end_is_read_in_linear_time(before: str, piece: str) -> None:
    text = before + piece * 10_000 + "\n```\n"
    roles: tuple[Role, ...] = ("api-plan", "db-plan", "tech-stack")
    read = [Document(path=RepoPath(f"{role}.md"), role=role, text=text) for role in roles]
    start = time.process_time()
    gather(Endpoint(method="GET", path="/x"), read, ())
    gather(Endpoint(method="POST", path="/x"), read, ())
    assert time.process_time() - start < 20  # quadratic takes minutes


CHAINED = """# API

## 2. Endpoints

- **GET /costs**
  - Response: `{ "data": [{ "id": "uuid", "sum": "number" }], "page": 1 }`
- **POST /costs**
  - Response: like GET with a single object.
- **PUT /costs/{id}**
  - Response: like POST.
"""


def test_what_is_like_one_that_is_a_single_item_is_one_too() -> None:
    document = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=CHAINED)
    (body,) = gather(Endpoint(method="PUT", path="/costs/{id}"), [document], []).responses

    assert [one.name for one in body.fields] == ["id", "sum"]


@pytest.mark.parametrize(
    ("rule", "asked"),
    [("- `code` must exist and be active", False), ("- `code` is shown first", True)],
)
def test_what_a_rule_says_is_not_asked(rule: str, asked: bool) -> None:  # noqa: FBT001 (a column)
    text = f"""# API

### POST /things

Request body:

```json
{{ "code": "string" }}
```

## Validation

{rule}
"""
    plan = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)

    found = gather(Endpoint(method="POST", path="/things"), (plan,), ())

    assert any(one.topic == "limits" for one in found.gaps) is asked


def test_a_body_that_is_one_of_several() -> None:
    plan = Document(
        path=RepoPath("api-plan.md"),
        role="api-plan",
        text=(
            "## Endpoints\n\n### PATCH /books/{id}\n\n"
            '* **Request:** `{"shelf": 5}` or `{"sold": true}`, answered by `{"id": 1}`\n'
        ),
    )
    spec = gather(Endpoint(method="PATCH", path="/books/{id}"), (plan,), ())
    assert spec.request is not None
    assert [(one.name, one.type) for one in spec.request.fields] == [
        ("shelf", "integer"),
        ("sold", "boolean"),
    ]


def test_bold_labels_that_no_colon_parts_from_what_they_say() -> None:
    plan = Document(
        path=RepoPath("api-plan.md"),
        role="api-plan",
        text=(
            "## Endpoints\n\n#### Create book\n\n- **Method** `POST`\n- **Path** `/books/:shelf`\n"
            "- **Description** Adds a book: a new one.\n- **Query parameters** `dry`, `loud`\n"
            "- **Errors** `400 Bad Request` - no title\n"
        ),
    )
    (listed,) = find_endpoints(plan)
    spec = gather(listed.endpoint, (plan,), ())
    assert str(listed.endpoint) == "POST /books/:shelf"
    assert spec.description is not None
    assert "Adds a book: a new one." in spec.description.text
    assert [one.name for one in spec.parameters if one.place == "query"] == ["dry", "loud"]
    assert [(one.code, one.meaning) for one in spec.statuses] == [(400, "no title")]


def test_a_rule_on_what_a_key_refers_to_adds_no_field() -> None:
    plan = Document(
        path=RepoPath("api-plan.md"),
        role="api-plan",
        text=(
            "### POST /bets\n\n**Request Body:**\n\n```json\n"
            '{ "match_id": 1, "picked": "HOME" }\n```\n\n**Validation Rules:**\n\n'
            "- `match_id`: Required, must reference a match\n- Match must have status `OPEN`\n"
            "- Match must start more than 5 minutes from now\n- Coupon must have status `NEW`\n"
        ),
    )
    spec = gather(Endpoint(method="POST", path="/bets"), (plan,), ())
    assert spec.request is not None
    assert "match" not in {one.name for one in spec.request.fields}


def gathered(text: str, method: str, path: str) -> Spec:
    plan = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)
    return gather(Endpoint(method=method, path=path), (plan,), ())


ALONE = """# Books

## 12. Shelves

### 12.3. Change a shelf API

**PATCH** `/shelves/:id`

> Changes it.

#### Request Body

```json
{ "state": 2 }
```

#### Response (200)

```json
{ "done": true }
```

### 12.4. Remove a shelf API

**DELETE** `/shelves/:id`

#### Response (204)
"""


def test_a_line_alone_below_a_heading_has_the_parts_below_it() -> None:
    found = gathered(ALONE, "PATCH", "/shelves/:id")
    assert found.title == "Change a shelf API"
    assert found.request is not None
    assert [one.name for one in found.request.fields] == ["state"]
    assert [[one.name for one in body.fields] for body in found.responses] == [["done"]]
    assert [one.code for one in gathered(ALONE, "DELETE", "/shelves/:id").statuses] == [204]


def test_what_a_table_and_the_lines_below_it_say_of_a_query() -> None:
    text = """## Endpoints

### GET /loans

**Query params**

| Param | Tipo |
|---|---|
| `state` | `open`, `late` or `shut` |

**Or use the tab:**

| Key | Value |
|---|---|
| `state` | `open` |

**Send** \u2708

- 409: Slot(s) already held
- 404: Not Found: no book

## Errors

- `401`: not authenticated, or a bad token

## Headers

All requests send `Authorization: Bearer <token>`.
"""
    found = gathered(text, "GET", "/loans")
    assert [one.name for one in found.parameters] == ["state"]
    assert found.parameters[0].limit("choices") is not None
    assert [(one.code, one.meaning) for one in found.statuses][:2] == [
        (409, "Slot(s) already held"),
        (404, "no book"),
    ]
    assert found.auth is not None
    assert "Authorization" in found.auth.text


@pytest.mark.parametrize(
    ("section", "line"),
    [
        ("- Password hashing.\n- Signed-in users only.\n", "- Signed-in users only."),
        ("- TODO\n\n## Notes\n\nSend a bearer token.\n", "Send a bearer token."),
    ],
)
def test_who_may_call_is_what_says_how_callers_are_known(section: str, line: str) -> None:
    text = f"# API\n\n## Endpoints\n\n- GET /lamps\n\n## Authentication\n\n{section}"
    plan = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)
    found = gather(Endpoint(method="GET", path="/lamps"), (plan,), ()).auth
    assert found is not None
    assert found.text == line


def test_what_the_own_passage_says_of_callers_comes_before_what_holds_for_all() -> None:
    index = "# API\n\n| Path | Method |\n|---|---|\n| /lamps | GET |\n\n## Auth\n\nBy JWT.\n"
    own = "# Lamps\n\n## All\n\n**URL**: `/lamps`\n\n**Method**: `GET`\n\n**Auth required**: No\n"
    plans = [
        Document(path=RepoPath(f"{name}.md"), role="api-plan", text=text)
        for name, text in (("endpoints", index), ("lamps", own))
    ]
    found = gather(Endpoint(method="GET", path="/lamps"), plans, ()).auth
    assert found is not None
    assert found.text == "No"


@pytest.mark.parametrize(
    "answers",
    [
        (
            '#### `201 Created` — lit\n\n```json\n{"id": 7}\n```\n\n'
            '#### `409 Conflict` — burnt\n\n```json\n{"error": "b"}\n```\n'
        ),
        (
            '- `201 Created` — lit:\n\n```json\n{"id": 7}\n```\n\n'
            '- `409 Conflict` — burnt:\n\n```json\n{"error": "b"}\n```\n'
        ),
    ],
)
def test_statuses_stand_over_what_they_answer(answers: str) -> None:
    text = (
        "# Lamps\n\n## POST /lamps\n\n### Request\n\n- **Body**:\n\n```json\n"
        '{"watts": 40}\n```\n\n- **Shell**\n\n```bash\ncurl -X POST /lamps\n```\n\n'
        f"### Responses\n\n{answers}"
    )
    plan = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)
    found = gather(Endpoint(method="POST", path="/lamps"), (plan,), ())
    assert found.request is not None
    assert [one.name for one in found.request.fields] == ["watts"]
    assert [[one.name for one in body.fields] for body in found.responses] == [["id"]]
    assert [(one.code, one.meaning) for one in found.statuses] == [(201, "lit"), (409, "burnt")]


def test_parts_of_a_call_under_headings_in_its_row() -> None:
    part = '### Request Body\n\n```json\n{{"{0}": 1}}\n```\n\n'
    calls = "".join(
        f"### {name}\n\n**URL**: `/lamps/{{id}}`\n\n**Method**: `{verb}`\n\n{part.format(name)}"
        for name, verb in (("dim", "PUT"), ("glow", "PATCH"))
    )
    text = f"# API\n\n## Lamps\n\n{calls}## Errors\n\n- 418: a teapot\n"
    plan = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)
    for name, verb in (("dim", "PUT"), ("glow", "PATCH")):
        found = gather(Endpoint(method=verb, path="/lamps/{id}"), (plan,), ())
        assert found.request is not None
        assert [one.name for one in found.request.fields] == [name]
        assert found.statuses == ()


def test_a_number_is_cited_in_lines_that_old_editors_ended() -> None:
    plan = "# API\n\n## Endpoints\n\n- GET `/pens` (US-001)\n- POST `/pens`, as US-001 has it\n"
    told = cites("US-001", plan)
    assert len(told.own) == 2
    assert cites("US-001", plan.replace("\n", "\r")) == told
