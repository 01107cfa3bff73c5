"""Methods and paths in the orders and places that people write them in."""

from __future__ import annotations

import time

import pytest

from agent.core.documents import Document, RepoPath
from agent.sources.endpoints.listing import find_endpoints
from agent.sources.text import notation


def found(text: str) -> list[str]:
    document = Document(path=RepoPath("docs/api-plan.md"), role="api-plan", text=text)
    return [str(one.endpoint) for one in find_endpoints(document)]


BOTH = ["GET /api/books", "POST /api/books"]
WAYS = {
    "method in brackets after": "### /api/books (GET)\n\nx\n\n### /api/books (POST)\n",
    "methods in square brackets": "- `/api/books` [GET, POST]\n",
    "method after a dash": "- /api/books - GET - lists\n- /api/books - POST\n",
    "method in brackets before": "- [GET] /api/books\n- (POST) /api/books\n",
    "names before": "- **List**: `/api/books` (GET)\n- **Add**: `/api/books` (POST)\n",
    "items below a path": "- `/api/books`\n  - `GET` - lists\n  - POST: adds\n",
    "items below a path, by marks alone": "- `/api/books`\n  - **GET** lists\n  - `POST` adds\n",
    "items below a title": "### `/api/books`\n\n- **GET**: lists\n- **POST**: adds\n",
    "rows below a title": "### /api/books\n\n| Method | |\n|---|---|\n| GET | a |\n| POST | b |\n",
    "labels in a line": "**Endpoint:** `/api/books` | **Method:** `GET`\n\nx\n\n"
    "- Method: POST, Path: /api/books\n",
    "a method labelled below its path": "#### A\n\n`/api/books`\n\nMethod: GET\n\n#### B\n\n"
    "URL: /api/books\nMethod: POST\n",
    "marks before": "- \U0001f512 `GET /api/books`\n\n\U0001f7e1 **POST** `/api/books`\n",
    "marks between": "#### `GET /api/books` \U0001f512 \u00b7 `POST /api/books` \U0001f512\n",
    "no slash": "- GET api/books\n- POST api/books\n",
    "a variable for the origin": "- GET ${BASE_URL}/api/books\n- POST {{base}}/api/books\n",
    "a method before a name, the path in a part": "### GET All\n\nLists.\n\n#### url\n\n"
    "`/api/books`\n\n#### Sample\n\n{}\n\n### POST One\n\n#### url\n\n`/api/books`\n",
    "no slash in a table": "| Path | Method | |\n|---|---|---|\n| `/api/books` | GET | a |\n"
    "| `api/books` | POST | b |\n",
    "words": "### Get /api/books\n\nx\n\n### post `/api/books`\n",
}


@pytest.mark.parametrize("way", WAYS)
def test_the_ways_to_write_both(way: str) -> None:
    assert found(f"# API\n\n## Books\n\n{WAYS[way]}") == BOTH


@pytest.mark.parametrize(
    "line",
    [
        "- Delete /var/books before",
        "- Delete /var/books",
        "- POST (or PUT) goes to books",
        "- The file /api/books and GET it",
        "- /api/books is cached",
        "- PATCH: see below",
        "### GET many\n\nNothing of a path.\n\n### Books\n\n`/api/books`",
        "| What | Type | Method |\n|---|---|---|\n| `int` | application/json | GET |",
        "- /books\n  - GETS: no method\n  - it has:\n    - GET: too deep",
        "## Books\n\n| Method | |\n|---|---|\n| GET | a |",
        "```sh\n# GET /api/books\n```",
    ],
)
def test_what_is_no_call(line: str) -> None:
    assert found(f"# API\n\n{line}\n") == []


def test_a_call_in_brackets_joins_no_other() -> None:
    assert found("- GET /books (or POST /books/search)\n") == ["GET /books"]


@pytest.mark.parametrize("text", ["/{n})", "/{n} x GET y", "get `/{n}` x", "GET /{n}\u201d - POST"])
def test_a_long_path_that_leads_to_nothing_is_read_at_once(text: str) -> None:
    start = time.process_time()
    notation.path(text.replace("{n}", "a" * 4_000))
    notation.call(text.replace("{n}", "a" * 4_000))
    assert time.process_time() - start < 20  # exponential never ends


def test_a_path_in_code_without_a_slash_stands_where_no_other_does() -> None:
    text = (
        "| Name | Path | Method |\n|---|---|---|\n| `a/b` | `/c` | GET |\n| x | `d/{id}` | PUT |\n"
    )
    assert found(text) == ["GET /c", "PUT /d/{id}"]
