"""What of a document is an endpoint's passage, and what of that describes it."""

from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.spec import Endpoint, Spec
from agent.sources.endpoints.apiplan import entries
from agent.sources.gathering.gather import gather

FENCE = """# API

## Endpoints

```
GET    /api/books
POST   /api/books          # takes one in
# by its key
GET    /api/books/{id}

DELETE /api/books/{id}     # gives one away
```

All errors are told as `problem+json`, with a message that is in the
reader's language.
"""


def told(text: str, method: str, path: str) -> Spec:
    document = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)
    return gather(Endpoint(method=method, path=path), (document,), (), ())


@pytest.mark.parametrize(
    ("method", "path", "lines"),
    [
        ("GET", "/api/books", (6, 6)),
        ("POST", "/api/books", (7, 8)),
        ("GET", "/api/books/{id}", (9, 9)),
        ("DELETE", "/api/books/{id}", (11, 11)),
    ],
)
def test_of_a_fence_of_many_only_the_own_lines(
    method: str, path: str, lines: tuple[int, int]
) -> None:
    spec = told(FENCE, method, path)
    found = [(one.source.line, one.source.last) for one in spec.excerpts]
    assert found == [lines, (14, 15)]
    assert spec.description is None


def test_what_stands_below_a_fence_of_two_tells_of_both() -> None:
    text = "# API\n\n## Endpoints\n\n```\nGET /api/books\nPOST /api/books\n```\n\nThe own ones.\n"
    spec = told(text, "POST", "/api/books")
    assert [(one.source.line, one.source.last) for one in spec.excerpts] == [(7, 10)]
    assert spec.description is not None


def test_a_fence_of_many_at_the_end() -> None:
    spec = told(FENCE.partition("\nAll errors")[0], "DELETE", "/api/books/{id}")
    assert [(one.source.line, one.source.last) for one in spec.excerpts] == [(11, 11)]


def test_a_sentence_that_goes_on_in_the_next_line() -> None:
    text = "# API\n\n## Endpoints\n\n### GET /api/books\n\n"
    text += "Lists the books that the reader has taken home today and\n"
    text += "those that are lent to somebody.\n\n**Response:** 200\n"
    spec = told(text, "GET", "/api/books")
    assert spec.description is not None
    assert spec.description.text.split("\n")[1] == "those that are lent to somebody."


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Odpowied\u017a 200:", 200),
        ("**Odpowied\u017a 201**:", 201),
        ("Odpowied\u017a: 200 po 300 znakach", 200),
        ("Odpowied\u017a ma 200 znak\u00f3w", None),
    ],
)
def test_a_success_told_in_polish(said: str, code: int | None) -> None:
    spec = told(
        f"# API\n\n- POST `/api/books`\n  - Opis: Dodaje.\n  - {said}\n", "POST", "/api/books"
    )
    assert next((one.code for one in spec.statuses), None) == code


ROWS = """# API

#### List books

- **Method:** `GET`
- **Path:** `/rest/v1/books{first}`
- **Description:** Shows all books
- **Errors:** `401`

#### Get a book

- **Method:** `GET`
- **Path:** `/rest/v1/books{second}`
- **Description:** Shows a book
- **Errors:** `404`
"""


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        ("", "?id=eq.{id}", [401]),
        ("?select=*", "?select=*&id=eq.{id}", [401]),
        ("?id=eq.{id}", "?id=eq.{id}", [401, 404]),
        ("", "?shelf_id=eq.{id}", [401, 404]),
    ],
)
def test_the_call_for_one_row_by_its_key_is_not_that_for_all(
    first: str, second: str, codes: list[int]
) -> None:
    text = ROWS.replace("{first}", first).replace("{second}", second)
    spec = told(text, "GET", "/rest/v1/books")
    assert [one.code for one in spec.statuses] == codes


SHARED = """# API

## Endpoints

### Change or remove a book

- Method: PUT / DELETE
- Path: /api/books/{id}
- Request Payload (PUT):

```json
{ "title": "a" }
```

- Success: 200
"""


@pytest.mark.parametrize(("method", "gives"), [("PUT", True), ("DELETE", False)])
def test_a_body_is_of_the_method_that_its_label_names(method: str, *, gives: bool) -> None:
    spec = told(SHARED, method, "/api/books/{id}")
    assert (spec.request is not None) is gives


NAMED = """# API

## Endpoints

- **Take a book home**
  - `POST /api/loans` (signed in)
  - Request Body: `{ book, days: 14 }`
  - Response: `201 Created`.
- **Bring it back**
  - `DELETE /api/loans/{id}`
  - Response: `204 No Content`.
- Books
  - `GET /api/books`
  - `POST /api/books` (staff)
  - Response: `200 OK`.
"""


@pytest.mark.parametrize(
    ("method", "path", "title", "codes"),
    [
        ("POST", "/api/loans", "Take a book home", [201]),
        ("DELETE", "/api/loans/{id}", "Bring it back", [204]),
        ("POST", "/api/books", "(staff)", []),
    ],
)
def test_what_stands_below_one_name_is_of_its_one_endpoint(
    method: str, path: str, title: str, codes: list[int]
) -> None:
    spec = told(NAMED, method, path)
    assert (spec.title, [one.code for one in spec.statuses]) == (title, codes)


def test_the_body_below_one_name() -> None:
    spec = told(NAMED, "POST", "/api/loans")
    assert spec.request is not None
    assert [one.name for one in spec.request.fields] == ["book", "days"]


@pytest.mark.parametrize(
    ("label", "below", "fields"),
    [
        ("Body", '  ```json\n  { "title": "a" }\n  ```', ["title"]),
        ("Request JSON", '    ```json\n    { "title": "a" }\n    ```', ["title"]),
        ("Request body", "    - `title` (string)\n    - `year` (integer)", ["title", "year"]),
        ("Body", "  - Returns the book", None),
    ],
)
def test_a_bare_item_is_a_label_of_what_stands_below(
    label: str, below: str, fields: list[str] | None
) -> None:
    spec = told(
        f"# API\n\n## Endpoints\n\n- POST `/api/books`\n  - {label}\n{below}\n",
        "POST",
        "/api/books",
    )
    got = None if spec.request is None else [one.name for one in spec.request.fields]
    assert got == fields


PAIRS = """# API

**Take a book in**

Method: POST
URL: /books

It is dusted.

**List books**

What a reader may take.

Method: GET
URL: /books

**Errors:**
Method: DELETE
URL: /books
"""


@pytest.mark.parametrize(
    ("method", "lines"), [("POST", (6, 8)), ("GET", (15, 17)), ("DELETE", (19, 19))]
)
def test_a_bold_title_is_of_what_stands_below_it(method: str, lines: tuple[int, int]) -> None:
    spec = told(PAIRS, method, "/books")
    assert [(one.source.line, one.source.last) for one in spec.excerpts] == [lines]


ANSWERS = """# API

### POST /books

#### Success (201)

#### Validation errors (422)

- Status: 422 Unprocessable Entity
- When: the title is longer than the shelf

#### Conflict (409)

**Reason:** it stands here already

#### Not Found

Status: `404 Not Found`

When: the shelf is unknown

#### Forbidden (403)

#### Wait (500 ms)

#### Request was made before (410)
"""


def test_a_heading_that_ends_with_a_status_is_of_that_answer() -> None:
    assert [
        (one.code, one.meaning, one.source.line) for one in told(ANSWERS, "POST", "/books").statuses
    ] == [
        (201, "", 5),
        (422, "the title is longer than the shelf", 7),
        (409, "it stands here already", 12),
        (404, "the shelf is unknown", 18),
        (403, "", 22),
        (410, "", 26),
    ]


CALLS = """# Books API

## {first}

### Endpoint
```
POST /api/books/{{id}}/loans
```

### Path parameters
| Name | Type |
|---|---|
| id | uuid |

### Response (201 Created)
```json
{{"loan": 1}}
```
{second}"""
SECOND = "\n## 2. Give back\n\n### Endpoint\n```\nDELETE /api/loans/{id}\n```\n"


@pytest.mark.parametrize(
    ("text", "title", "last"),
    [
        (CALLS.format(first="1. Lend one", second=SECOND), "Lend one", 18),
        (CALLS.format(first="1. Lend one", second=""), "Lend one", 18),
        (CALLS.format(first="About", second="").replace("## About\n\n#", "#"), "Books API", 16),
    ],
)
def test_a_heading_that_only_says_that_a_call_comes_parts_nothing(
    text: str, title: str, last: int
) -> None:
    spec = told(text, "POST", "/api/books/{id}/loans")
    assert spec.excerpts[0].source.last == last
    assert entries(text)[0].title == title
    assert [(one.name, one.type) for one in spec.parameters] == [("id", "uuid")]
    assert [one.code for one in spec.statuses] == [201]


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("Lists them (`author`, `year`)", ["author", "year"]),
        ("One (with `author`, `year`)", []),
        ("M\u1ed9t (k\u00e8m `author`, `year`)", []),
    ],
)
def test_what_an_answer_comes_with_is_not_asked_for(said: str, names: list[str]) -> None:
    rows = f"## Endpoints\n\n| Method | Path | What |\n|---|---|---|\n| GET | /books | {said} |\n"
    assert [one.name for one in told(rows, "GET", "/books").parameters] == names
