"""What is stated for all, or of a column, where a passage or another document denies it."""

from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath, Role
from agent.core.spec import Endpoint
from agent.sources.gathering.gather import gather

API = """# API Plan

## Endpoints

### GET /api/books

- Query: `state` (string, one of: `new`, `lent`, `all`)
- Response 200:
```json
{ "items": [ { "id": 7, "title": "string", "shelf": { "id": 3 } } ] }
```

### POST /api/books

- Request body:
```json
{ "title": "string (max 300 chars)", "owner_id": 12 }
```
- Response 201:
```json
{ "data": { "id": 7 } }
```

## Conventions

"""
DB = """# Database plan

## Tables

### books

- id uuid PRIMARY KEY
- title varchar(120) NOT NULL
- state text NOT NULL CHECK (state IN ('new', 'used'))
- owner_id bigint NOT NULL

### shelves

- id integer PRIMARY KEY

## RLS

- `books`: SELECT USING (owner = auth.uid())
"""
ENVELOPE = """### Response format

All answers have a standard envelope:

```json
{ "data": {}, "at": "string" }
```
"""


def document(path: str, role: Role, text: str) -> Document:
    return Document(path=RepoPath(path), role=role, text=text)


def told(method: str, *, api: str = "", db: str = DB, rules: str = "") -> list[str]:
    documents = [
        document("api-plan.md", "api-plan", API + api),
        document("db-plan.md", "db-plan", db),
        document("backend.mdc", "rules", rules),
    ]
    spec = gather(Endpoint(method=method, path="/api/books"), documents, ())
    return [one.finding.message for one in spec.contradictions]


def test_what_a_row_cannot_be_is_told_with_both_places() -> None:
    assert told("GET") == [
        "values of `books.state`: lent in api-plan.md:7, new, used in db-plan.md:9",
        "type of `books.id`: integer in api-plan.md:10, uuid in db-plan.md:7",
    ]
    assert told("POST") == [
        "length of `books.title`: \u2264 300 in api-plan.md:17, varchar(120) in db-plan.md:8",
        "type of `books.id`: integer in api-plan.md:21, uuid in db-plan.md:7",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("id uuid", "id bigint"),
        ("'new', 'used'", "'new', 'lent', 'used'"),
        ("### books", "### book_marks"),
    ],
)
def test_what_a_row_can_be_is_none(before: str, after: str) -> None:
    assert len(told("GET", db=DB.replace(before, after))) < len(told("GET"))


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("All paths are prefixed with `/api/v1`.", True),
        ("Current version: `/api/v1/...`", True),
        ("Future versions will all use `/api/v2`.", False),
        ("Format: `/api/v1/{resource}`\n\nThe version prefix may be omitted for now.", False),
        ("Format: `/api/v1/{x}`\n\nW MVP wersj\u0119 mo\u017cna pomin\u0105\u0107.", False),
        ("No version prefix in URLs (all of /api/v1/)", False),
        ("The base of the shop's other API is /v1.", False),
    ],
)
def test_a_version_that_all_paths_have_and_this_one_lacks(line: str, *, found: bool) -> None:
    for said in (told("GET", api=line + "\n"), told("GET", rules=line + "\n")):
        assert (
            any(one.startswith("path of `GET /api/books`: /api/books in") for one in said) is found
        )


def test_the_form_of_all_answers_against_the_one_that_is_shown() -> None:
    (found,) = [one for one in told("GET", api=ENVELOPE) if one.startswith("form")]
    assert (
        found == "form of `GET /api/books`: items in api-plan.md:10, data, at in api-plan.md:30-32"
    )
    assert not any(one.startswith("form") for one in told("POST", api=ENVELOPE))


@pytest.mark.parametrize(
    "label",
    ["### Error format", "### Format of pagination", "### Pagination\n\na\n\nb\n\nc\n\nFormat:"],
)
def test_the_form_of_something_else_is_none(label: str) -> None:
    other = ENVELOPE.replace("### Response format\n\nAll answers have a standard envelope:", label)
    assert not any(one.startswith("form") for one in told("GET", api=other))


@pytest.mark.parametrize(
    ("api", "db", "found"),
    [
        ("The server sets `app.current_user_id` for the policies.", "", True),
        ("The server sets `app.current_user_id`; policies have auth.uid().", "", False),
        ("The server sets `app.current_user_id`.", "- guests by `app.current_user_id`", False),
        ("The server reads the token.", "", False),
    ],
)
def test_how_row_policies_know_the_caller(api: str, db: str, *, found: bool) -> None:
    said = told("GET", api=f"- {api}\n", db=f"{DB}{db}\n")
    wanted = "caller of `GET /api/books`: auth.uid() in db-plan.md:18, app.current_user_id in"
    assert any(one.startswith(wanted) for one in said) is found


def test_a_list_is_a_form_of_its_own() -> None:
    api = API.replace('{ "items": [', "[").replace(" ] }\n", " ]\n")
    documents = (document("api-plan.md", "api-plan", api + ENVELOPE),)
    spec = gather(Endpoint(method="GET", path="/api/books"), documents, ())
    assert [(one.topic, one.kept.text, one.by) for one in spec.contradictions] == [
        ("form", "[id, title, shelf]", "passage")
    ]


def test_lines_that_end_as_on_an_old_mac() -> None:
    assert told("POST", api=ENVELOPE.replace("\n", "\r")) == told("POST", api=ENVELOPE)


@pytest.mark.parametrize(("written", "found"), [("300.0", False), ("200", True)])
def test_a_limit_written_otherwise_is_the_same(written: str, *, found: bool) -> None:
    said = told("POST", api=f"## Validation\n\n### Books\n\n- `title`: max {written}\n")
    assert any(one.startswith("length of `title`") for one in said) is found
