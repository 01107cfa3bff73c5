from __future__ import annotations

import time

import pytest

from agent.core.documents import Document, RepoPath
from agent.sources.endpoints.apiplan import entries
from agent.sources.endpoints.listing import find_endpoints
from agent.sources.text.units import units


def found(text: str) -> list[tuple[str, int]]:
    document = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)
    return [(str(one.endpoint), one.source.line) for one in find_endpoints(document)]


STYLES = {
    "heading": "#### GET /api/books\n\ntext\n\n#### POST /api/books\n",
    "heading in code": "#### `GET /api/books`\n\n\n\n#### **`POST /api/books`**\n",
    "heading, only the path in code": "#### GET `/api/books`\n\n\n\n#### POST: `/api/books`\n",
    "name before": "#### List books - GET /api/books\n\n\n\n#### Add (`POST /api/books`)\n",
    "numbered heading": "### 2.1 GET /api/books\n\n\n\n### 2.2. POST /api/books\n",
    "bullet": "- GET /api/books\n\n\n\n- **POST /api/books**: adds\n",
    "bullet with code": "- **`GET /api/books`**\n\n\n\n- `POST` `/api/books`\n",
    "numbered line": "1) GET /api/books\n- Description: x\n\n\n2) POST /api/books\n",
    "bare line": "GET /api/books\n\n\n\nPOST /api/books\n",
    "bold method": "**GET** `/api/books`\n\n\n\n**POST** `/api/books`\n",
    "query string": "- GET /api/books?limit&cursor\n\n\n\n- POST /api/books\n",
    "with origin": "- GET https://x.org/api/books\n\n\n\n- POST {{baseUrl}}/api/books\n",
}


@pytest.mark.parametrize("style", STYLES)
def test_one_line_styles(style: str) -> None:
    assert found(STYLES[style]) == [("GET /api/books", 1), ("POST /api/books", 5)]


@pytest.mark.parametrize(
    "labels",
    [
        ("Method", "Path"),
        ("HTTP Method", "URL Path"),
        ("Method", "URL"),
        ("Metoda", "\u015acie\u017cka"),
        ("Methode", "Pfad"),
        ("Verb", "Endpoint"),
        ("\u65b9\u6cd5", "\u8def\u5f84"),
    ],
)
def test_label_pairs_in_any_language(labels: tuple[str, str]) -> None:
    method, path = labels
    text = f"#### List\n- **{method}:** `GET`\n- **{path}**: `/books`\n- x: y\n\n#### Add\n"
    text += f"{path}: /books\n{method}: POST\n"
    assert found(text) == [("GET /books", 3), ("POST /books", 7)]


def test_label_pairs_with_wide_colons_hosts_and_media_types() -> None:
    text = "### 1. In\n\nURL\uff1a 10.0.0.1:80/shop/login\n\nMethod\uff1a Post\n\n"
    text += "Content-Type\uff1a application/json\n\n### 2. Out\n\nMethod: GET\n\nType: text/html\n"
    assert [one for one, _ in found(text)] == ["POST /shop/login"]


@pytest.mark.parametrize(
    ("rows", "listed"),
    [
        ("| Path | `POST /books` |\n| Method | POST |", ["POST /books"]),
        ("| Path | `/books` |\n| Method | POST |", ["POST /books"]),
        ("| Path | `POST /books` |\n| Method | GET |", []),
    ],
)
def test_a_table_of_labels_and_values_describes_one(rows: str, listed: list[str]) -> None:
    text = f"### Add\n\n| What | Said |\n|---|---|\n| Role | any |\n| Limit | 5 |\n{rows}\n"
    assert [one for one, _ in found(text)] == listed


@pytest.mark.parametrize(
    ("path", "listed"),
    [
        ("`/me` or `/books/{id}` (the own one)", ["GET /me", "GET /books/{id}"]),
        ("/me, /me, /you", ["GET /me", "GET /you"]),
        ("`/me` \u6216 `/you`", ["GET /me", "GET /you"]),
        ("`/me` oder /you", ["GET /me", "GET /you"]),
        ("`/me` (alternative: `/you`)", ["GET /me"]),
        ("/me or else", ["GET /me"]),
    ],
)
def test_several_paths_beside_one_method(path: str, listed: list[str]) -> None:
    text = f"## Endpoints\n\n- Method: GET\n  - URL: {path}\n"
    assert [one for one, _ in found(text)] == listed


WIDE = """# Backend

## Books
| Name | Method | Path | Role | Query | Body |
|---|---|---|---|---|---|
| List | GET | `/books` | - | - | - |

## Rate limits and admin
| Name | Method | Path | Role | Query | Body |
|---|---|---|---|---|---|
| All | GET | `/admin/books` | admin | `page` | - |

| Method | Path | Limit |
|---|---|---|
| GET | `/ghosts` | 5 |

## \uc694\uc57d
- `GET /books`\ub294 `200`
"""


def test_a_label_below_a_heading_gives_the_whole_path() -> None:
    text = "## Endpoints\n\n### POST /login - In\n\n**URL:** `POST /api/login`\n\n### GET /me\n\n"
    text += "- URL: /api/me\n- Method: GET\n\n### GET /you\n\n- URL: /api/they\n- Method: GET\n"
    assert [one for one, _ in found(text)] == ["POST /api/login", "GET /api/me", "GET /you"]
    index = "## Endpoints\n\n- [GET /me](#me)\n- [POST /login](#in)\n"
    text = text.replace("## Endpoints\n", index)
    assert [one for one, _ in found(text)] == ["GET /api/me", "POST /api/login", "GET /you"]


def test_a_wide_table_lists_whatever_its_title_is() -> None:
    assert [one for one, _ in found(WIDE)] == ["GET /books", "GET /admin/books"]


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("- [GET /books/:id] : one\n", ["GET /books/:id"]),
        (
            (
                "| Resource | GET | POST | `DELETE` |\n|---|---|---|---|\n"
                "| /books | \u2705 | x | \u274c |\n"
                "| `/books/{id}` | one | - | Removes it |\n| pens | x |\n"
            ),
            ["GET /books", "POST /books", "GET /books/{id}", "DELETE /books/{id}"],
        ),
        (
            "- **POST** `books/lent`\n- `GET`: `books/new?page=1`\n",
            ["POST /books/lent", "GET /books/new"],
        ),
        (
            (
                "| Area | Calls |\n|---|---|\n| Books | `GET/POST /books`, `GET /books/{id}` |\n"
                "| Ins | `POST /auth/in` · `/out` · `/users/new` · `GET /me` |\n"
                "| Loans | `POST /loans/{id}/open|shut` · `PUT …/{id}/late|lost` · `PUT …/x/y` |\n"
                "| Shelf | `GET/PUT /shelves` · `/rooms` — `?format=csv` as well |\n"
            ),
            [
                *(
                    "GET /books",
                    "POST /books",
                    "GET /books/{id}",
                    "POST /auth/in",
                    "POST /auth/out",
                ),
                *("POST /users/new", "GET /me", "POST /loans/{id}/open", "POST /loans/{id}/shut"),
                *("PUT /loans/{id}/late", "PUT /loans/{id}/lost", "GET /shelves", "PUT /shelves"),
            ],
        ),
        (
            "- __GET /books__\n\n  All.\n\n__POST /books/__init____\n\n### __PUT /books/{id}__\n",
            ["GET /books", "PUT /books/{id}"],
        ),
        ("### `GET` v1/books\n\nAll.\n\n### PUT v2x/books\n", ["GET /v1/books"]),
        ("- GET /books|lists them, all\n- GET /me · ours\n", ["GET /books", "GET /me"]),
        ("- Method: GET /books?page=\n- Method: POST /books\n", ["GET /books", "POST /books"]),
        (
            "Variants considered:\n1. All (`GET /books:all`)\n\nNone was.\n\n- GET /books\n",
            ["GET /books"],
        ),
    ],
)
def test_more_ways_to_list_one(text: str, listed: list[str]) -> None:
    assert [one for one, _ in found(f"## Endpoints\n\n{text}")] == listed


def test_tables_and_their_details() -> None:
    text = """## Endpoints

| Method | Path | Description |
|---|---|---|
| GET | `/v1/books` | List |
| POST | `/v1/books` | Add |

POST `/books` request

| Endpoint | What |
|---|---|
| `DELETE /v1/books/:id` | Remove |
"""
    assert [name for name, _ in found(text)] == [
        "GET /v1/books",
        "POST /v1/books",
        "DELETE /v1/books/:id",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("All endpoints are prefixed with `/api`.\n\n- GET /books\n", ["GET /api/books"]),
        ("Base URL: `https://x.org/api/v1/`\n\n- GET /books\n", ["GET /api/v1/books"]),
        ("Base path: /api/v1\n\n- GET /v1/books\n", ["GET /api/v1/books"]),
        ("Base path: /api\n\n- GET /api/books\n- GET /me\n", ["GET /api/books", "GET /me"]),
        (
            "Base path: /api/v1\n\n- GET /a\n- GET /b\n- GET /c\n- POST /api/paid\n",
            ["GET /api/v1/a", "GET /api/v1/b", "GET /api/v1/c", "POST /api/paid"],
        ),
        ("Every route starts with `/api/...`.\n\n- GET /api/books\n", ["GET /api/books"]),
        ("- **\u57fa\u7840 URL**: `/api/v2`\n\n- GET /books\n", ["GET /api/v2/books"]),
        ("URL base: `/api/v1`.\n\n- GET /books\n", ["GET /api/v1/books"]),
        ("Basis-URL: /api\n\n- GET /books\n", ["GET /api/books"]),
        ("## Base URL\n\nLocal:\n\n```txt\nhttp://x:80/api\n```\n\n- GET /a\n", ["GET /api/a"]),
        ("## Base URL\n\n`/api/v1/`\n\n## Books\n\n- GET /a\n", ["GET /api/v1/a"]),
        ("Recommended base path:\n\n```\n/api\n```\n\n- GET /a\n", ["GET /api/a"]),
        ("The folder:\n\n```\n/api\n```\n\n- GET /a\n", ["GET /a"]),
        ("All routes live under `/src/pages/api/*`.\n\n- GET /books\n", ["GET /books"]),
        (
            "## Base URL\n```\nA: http://x:80/api\nB: https://y.org/v1\n```\n- GET /a\n",
            ["GET /api/a"],
        ),
        ("## Base URL\n\n- Live: `https://y.org/v1/`\n\n## A\n\n- GET /a\n", ["GET /v1/a"]),
        ("## Base URL / routes\n```\n/a/x\n/b/x\n```\n## A\n\n- GET /a/x\n", ["GET /a/x"]),
        ("Put books under the shelf.\n\n- GET /books\n", ["GET /books"]),
        ("## Old (/v1)\n\n- GET /api/books\n", ["GET /api/books"]),
        (
            "### Base URL\n\n```\nLive: https://x.org/api\nLocal: http://localhost:80/api\n```\n\n"  # noqa: ISC004 (a row)
            "### List\n\n- GET /a\n",
            ["GET /api/a"],
        ),
        (
            "### Base URL\n\n```\nLive: https://x.org/api\nLocal: http://localhost/v1\n```\n\n"  # noqa: ISC004 (a row)
            "### List\n\n- GET /a\n",
            ["GET /v1/a"],
        ),
        # What a base looks like needs no language.
        ("Adresse de départ : `/api`\n\n- GET /books\n", ["GET /api/books"]),
        ("Todo se sirve desde `/api/v1`.\n\n- GET /books\n", ["GET /api/v1/books"]),
        ("所有接口以 `/api/v1` 开头。\n\n- GET /books\n", ["GET /api/v1/books"]),
        ("Later we may add `/api/v1/...`.\n\n- GET /books\n", ["GET /books"]),
        ("Versioning: by path (e.g. /v1), deferred.\n\n- GET /books\n", ["GET /books"]),
        ("Позже добавим `/api/v1/...`.\n\n- GET /books\n", ["GET /books"]),
        ("The page proxies `/api` to the server.\n\n- GET /books\n", ["GET /books"]),
        ("Siehe `/auth/v1/*` von Supabase.\n\n- GET /books\n", ["GET /books"]),
        ("Swagger: http://localhost:3000/api\n\n- GET /books\n", ["GET /books"]),
        ("Alte Version: `/api/v1`.\n\n- GET /v2/books\n", ["GET /v2/books"]),
        ("| 項目 | 値 |\n|---|---|\n| URL | `/api` |\n\n- GET /books\n", ["GET /api/books"]),
        ("| Base path | `/x` |\n|---|---|\n| A | b |\n\n- GET /books\n", ["GET /x/books"]),
        ("| Folder | `/x` |\n|---|---|\n| A | b |\n\n- GET /books\n", ["GET /books"]),
        ("Future versions: all endpoints under what we like.\n\n- GET /books\n", ["GET /books"]),
    ],
)
def test_base_path(text: str, expected: list[str]) -> None:
    assert [name for name, _ in found(text)] == expected


SERVICES = """# API

## Shop
Base URL: `http://localhost:3000/api`

- GET /books
- GET /pens

## Advice (internal)
Base URL: `/advice`

- POST /books
- GET /health
"""


def test_each_service_has_the_base_that_its_section_states() -> None:
    assert [name for name, _ in found(SERVICES)] == [
        "GET /api/books",
        "GET /api/pens",
        "POST /advice/books",
        "GET /advice/health",
    ]


def test_the_base_of_a_section_goes_below_that_of_the_document() -> None:
    text = "Base URL: /api/v1\n\n## Books\n\nBase path: `/books`\n\n- GET /\n- GET /{id}\n\n"
    text += "## Jobs\n\nBase path: `/jobs/v2`\n\n- POST /drain\n\n## Me\n\n- GET /me\n"
    assert [name for name, _ in found(text)] == [
        "GET /api/v1/books",
        "GET /api/v1/books/{id}",
        "POST /jobs/v2/drain",
        "GET /api/v1/me",
    ]


def test_a_path_in_the_title_of_a_section_is_its_base_where_all_omit_it() -> None:
    text = "Base URL: http://x/api\n\n## Auth (`/auth/*`)\n\n| POST | /login |\n\n"
    text += "## Pens - /pens\n\n- GET /pens\n- GET /{id}\n\n"
    text += "## Shop\nBase URL: /shop/api\n\n### Books (`/books`)\n\n- GET /\n"
    assert [name for name, _ in found(text)] == [
        "POST /api/auth/login",
        "GET /api/pens",
        "GET /api/{id}",
        "GET /shop/api/books",
    ]


def test_a_row_may_repeat_the_last_part_of_the_path_in_its_title() -> None:
    text = """Base URL: `/api/v1`

## Books `/api/v1/books`

- GET /books
- GET /books/{id}

## Copies `/api/v1/books/{id}/copies`

- GET /copies
- DELETE /copies/{copyId}
"""
    assert [path for path, _ in found(text)] == [
        "GET /api/v1/books",
        "GET /api/v1/books/{id}",
        "GET /api/v1/books/{id}/copies",
        "DELETE /api/v1/books/{id}/copies/{copyId}",
    ]


def test_a_row_that_omits_the_base_is_the_entry_that_has_it() -> None:
    rows = "| GET | /books/{id} |\n| GET | /pens |\n"
    text = f"Base path: /api\n\n| Method | Path |\n|---|---|\n{rows}"
    text += "\n## Books\n\n`GET /api/books/{book_id}`\n\n## Pens\n\n`GET /api/pens`\n"
    assert [name for name, _ in found(text)] == ["GET /api/books/{id}", "GET /api/pens"]


NOT_LISTED = """# API

## 2. Endpoints

#### GET /books

Like `POST /ghosts`. See also:

- POST /phantoms

### Post-MVP

- GET /later

## 3. Rate limits

- POST /books: 5 a minute
- POST /login: 3 a minute

## 4. Mapping

| Story | Endpoint |
|---|---|
| 1 | `GET /shelves` |
"""


def test_mentions_limits_and_future_are_not_listed() -> None:
    assert found(NOT_LISTED) == [("GET /books", 5)]


def test_resource_names_that_sound_like_asides_are_listed() -> None:
    text = "## Endpoints\n\n"
    for number, name in enumerate(("Planned expenses", "Summary", "Notes", "Tests"), 1):
        text += f"### 2.{number} {name}\n\n- GET /r{number}\n\n"
    assert [name for name, _ in found(text)] == ["GET /r1", "GET /r2", "GET /r3", "GET /r4"]


def test_an_index_before_the_details_cites_the_details() -> None:
    text = "| Method | Path |\n|---|---|\n| GET | /books |\n\n#### GET /books\n\nLists.\n"
    assert found(text) == [("GET /books", 5)]


def test_an_index_behind_the_details_tells_less_than_they() -> None:
    text = "## Endpoints\n\nPOST /books\n\nBody\n\n- 201 Created\n\n- POST /books (a reader's)\n"
    assert found(text) == [("POST /books", 3)]


def test_two_spellings_are_one_and_several_methods_are_several() -> None:
    text = "- GET/PUT /books/{id}\n- GET /books/:book_id\n- PATCH, DELETE /books/[id]\n"
    assert [name for name, _ in found(text)] == [
        "GET /books/{id}",
        "PUT /books/{id}",
        "PATCH /books/[id]",
        "DELETE /books/[id]",
    ]


JOINED = {
    "or": "- **PUT /books/{id}** or **PATCH /books/{id}**\n  - Description: x\n- GET /me\n",
    "comma": "- `PUT /books/{id}`, `PATCH /books/:id`: change it\n- GET /me\n",
    "lines of one list entry": "1. Books\n   PUT /books/{id} - Replace a book, with all that is"
    " known of it\n   PATCH /books/{id} - Change it\n   Readers\n   GET /me - Who\n",
    "number the list does not have": "- PUT /books/{id}\n  - 200 OK\n2.5. **PATCH /books/{id}**\n"
    "  - Errors: none\n- GET /me\n",
    "options": "- Option 1: GET /volumes\n- PUT /books/{id}\n- PATCH /books/{id}\n- GET /me\n",
    "numbered headings of one level": "## 2. Endpoints\n\nAs follows:\n\n- PUT /books/{id}\n\n"
    "## 2.1 More\n\n- PATCH /books/{id}\n- GET /me\n\n## 3. Stories\n\n- DELETE /books: never\n",
}


@pytest.mark.parametrize("way", JOINED)
def test_all_of_a_list_are_read(way: str) -> None:
    names = ["PUT /books/{id}", "PATCH /books/{id}", "GET /me"]
    assert [name.replace(":id", "{id}") for name, _ in found(JOINED[way])] == names


NAMED = """\
# API plan

## Endpoints

List users: GET /users

Returns all.

1. Read them.
2. Sort them.

To-do list: `GET /todos`

Example: GET /todos/42

Method: PUT
Path: /users/{id}

Like a user: POST /users/{id}/likes

It is the same as: GET /likes

See also: GET /people

Przykład: GET /users/43

Rename user: PATCH /users/{id}
"""


def test_paragraphs_of_a_name_and_an_endpoint_are_a_list_where_most_entries_are() -> None:
    assert found(NAMED) == [
        ("GET /users", 5),
        ("GET /todos", 12),
        ("PUT /users/{id}", 17),
        ("POST /users/{id}/likes", 19),
        ("PATCH /users/{id}", 27),
    ]


def test_a_paragraph_of_a_name_and_an_endpoint_is_a_mention_among_others() -> None:
    text = "## Endpoints\n\n- GET /a\n- GET /b\n- GET /c\n\nUsed with: GET /d\n"
    assert [name for name, _ in found(text)] == ["GET /a", "GET /b", "GET /c"]


@pytest.mark.parametrize(
    ("line", "listed"),
    [
        ("List pens of a book: GET /books/{id}/pens", True),
        ("Usuni\u0119cie pisaka: `DELETE /pens/{id}`", True),
        ("Add a pen: POST /pens", True),
        ("Cache: GET /pens", False),
        ("Get the book first: POST /pens", False),
        ("List pens: GET /pens is what the other service does", False),
        ("- List pens: GET /pens", False),
    ],
)
def test_a_paragraph_that_says_what_its_method_does_is_an_entry_of_its_own(
    line: str, *, listed: bool
) -> None:
    text = f"## Endpoints\n\n1) Books\n- Method: GET\n- Path: /books\n- Errors: 404\n\n{line}\n"
    assert len(found(text)) == 1 + listed


def test_a_section_called_after_one_endpoint_is_no_list_of_them_all() -> None:
    text = "# API\n\n"
    for name in ("books", "pens", "loans"):
        text += f"## {name}\n\n| Method | Endpoint |\n|---|---|\n| GET | `/{name}` |\n\n"
        text += f"### Query parameters (GET /{name})\n\n- page\n\n### Response: POST /no\n\n"
    text += "### Webhook endpoint\n\n- POST /hooks\n"
    assert [name for name, _ in found(text)] == [
        "GET /books",
        "GET /pens",
        "GET /loans",
        "POST /hooks",
    ]


def test_a_request_that_fills_in_a_listed_path_is_an_example() -> None:
    text = "Base path: /api\n\n- GET /books/{id}/pens\n- GET /books/mine\n- POST /books\n\n"
    text += "## Sorting\n\n```\nGET /api/books/1/pens?order=asc\n```\n\n```\nPUT /books/7\n```\n"
    assert [name for name, _ in found(text)] == [
        "GET /api/books/{id}/pens",
        "GET /api/books/mine",
        "POST /api/books",
        "PUT /api/books/7",
    ]


def test_an_empty_section_of_endpoints_hides_no_asides() -> None:
    text = "## Endpoints\n\n## Books\n\n- Method: GET\n- Path: /books\n\n"
    text += "## Mapping\n\n- Endpoints: `GET/DELETE /books`\n"
    assert found(text) == [("GET /books", 6)]


def test_wrapped_sentences_name_no_endpoint() -> None:
    text = "- GET /books\n\nWhoever wants to lend one calls the following, which is in another API:"
    text = text.removesuffix(":") + "\nPOST /loans and then waits.\n"
    assert found(text) == [("GET /books", 1)]


@pytest.mark.parametrize(
    ("title", "listed"),
    [
        ("Roadmap endpoints", True),
        ("Get roadmap", True),
        ("2.5 Roadmap", False),
        ("API roadmap (next year)", False),
    ],
)
def test_a_roadmap_may_be_a_resource(title: str, *, listed: bool) -> None:
    assert bool(found(f"## Endpoints\n\n### {title}\n\n- GET /steps\n")) is listed


def test_words_below_another_entry_introduce_no_heading() -> None:
    text = "## Endpoints\n\n### GET /a\n\nFuture fields:\n\n- x: later\n\n### GET /b\n\n"
    assert [name for name, _ in found(text)] == ["GET /a", "GET /b"]


def test_what_is_described_under_a_title_about_logic_is_listed() -> None:
    described = "**POST** `/books/guess`\nGuesses.\n\n- **Request body:** none\n- **Errors:** 400\n"
    text = f"## Endpoints\n\n**GET** `/books`\n\n### Business logic: guesses\n\n{described}"
    assert [name for name, _ in found(text)] == ["GET /books", "POST /books/guess"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Written after each `POST /api/guess`.", True),
        ("Written after each `POST /api/guess`.\n\nNot after `GET /api/books`.", False),
        ("Written by the server.", False),
    ],
)
def test_a_section_beside_that_speaks_of_one_call_is_its_passage(said: str, *, told: bool) -> None:
    text = (
        "## Endpoints\n\n### Guesses\n\n#### POST /api/guess\n\nGuesses.\n\n"
        f"#### Log of guesses\n\n{said}\n\n### Books\n\n#### GET /api/books\n\nLists.\n"
    )
    entry = entries(text)[0]
    below = [one.text for one in units(text)[entry.at : entry.end]]
    assert ("Log of guesses" in below) is told


@pytest.mark.parametrize(
    "text",
    ["", "no endpoints", "WS /live", "GET", "- GET", "\0", "| a |", "| 1 | Profile (GET/PATCH) |"],
)
def test_nothing_to_find(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "line", ["#### GET /a{n}\n\ntext\n\n", "- POST /b{n}\n", "GET /x " * 50 + "\n", "Method: GET\n"]
)
def test_long_documents_are_read_in_linear_time(line: str) -> None:
    text = "".join(line.replace("{n}", str(n)) for n in range(125_000 // len(line)))
    start = time.process_time()
    found(text)
    assert time.process_time() - start < 20  # quadratic takes minutes
