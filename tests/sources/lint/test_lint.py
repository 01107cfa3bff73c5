from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.findings import Finding
from agent.core.lint.rules import count, lint
from agent.core.profile import KnownStatus, Profile
from agent.sources.endpoints.listing import find_endpoints
from agent.sources.gathering.databases import schema_of
from agent.sources.gathering.gather import gather
from agent.sources.lint.ground import Surroundings, ground, matches, surroundings
from agent.sources.lint.reading import read
from agent.sources.plans.reading import read_plans
from agent.sources.profiles.sections import USUAL

API = """\
# API Plan

## Endpoints

### POST /api/books

Adds a book.

- Headers:
  - `Authorization`: Bearer token
  - `X-Shop`: which shop
  - `Accept`: JSON
- Query parameters:
  - `dry_run` (boolean, optional)
- Request body:

```json
{ "title": "Dune", "authorId": 7, "notes": [{ "kindOf": "x" }] }
```

- Success: 201 Created
- Errors:
  - 400 Bad Request: no title
  - 409 Conflict: the title is taken

### GET /api/books/{id}

One book.

- Success: 200 OK
- Errors: 404 Not Found: no such book, 410 Gone

### PATCH /api/books/{id}

Changes a book.

- Success: 200 OK
- Errors: 410 Gone
"""
DB = """\
# Database Plan

## Tables

### books

- `id` bigint primary key
- `title` text not null
- `author_id` bigint references authors(id)

### authors

- `id` bigint primary key
"""
GOOD = """\
# API Endpoint Implementation Plan: POST /api/books

## 1. Endpoint Overview

Adds a row to table `books` (db-plan.md:5); reads `authors.id`.

## 2. Request Details

`title`, `author_id`, `notes` with `kind_of`, `dryRun`; a bearer token and `X-Shop`.

## 3. Used Types

`BookDto`

## 4. Response Details

- **201 Created**: the book

## 5. Data Flow

Checks, then `INSERT INTO books`.

## 6. Security Considerations

A token; else status 401.

## 7. Error Handling

- 400 Bad Request
- `409` where the title is taken

## 8. Performance Considerations

At most 300 items a page.

## 9. Implementation Steps

1. **Service**: write `app/services/books.py`
2. **Tests**: write `tests/test_books.py`
"""
PROFILE = Profile(
    name="endpoint",
    purpose="one endpoint",
    text="",
    sections=USUAL,
    statuses=(KnownStatus(code=401, meaning="nobody", line=1),),
)
FILES = (RepoPath("app/main.py"), RepoPath("lib/books.py"))
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    Document(
        path=RepoPath("AGENTS.md"),
        role="rules",
        text="Too many requests are 429; `app/log.py` logs.\n",
    ),
)


@cache
def around(profile: Profile | None = PROFILE, *roles: str) -> Surroundings:
    documents = [one for one in DOCUMENTS if one.role in roles] if roles else DOCUMENTS
    listed = [each for one in documents if one.role == "api-plan" for each in find_endpoints(one)]
    return surroundings(documents, listed, schema_of(documents), profile, FILES)


def linted(text: str, known: Surroundings | None = None) -> tuple[Finding, ...]:
    known = known or around()
    (plan,) = read_plans(RepoPath(".ai/plan.md"), text)
    found = matches(plan.endpoints, known.listed)
    specs = [gather(one.listed, DOCUMENTS, ()) for one in found if one.listed]
    return lint(read(plan, text), ground(known, found, specs))


def shown(findings: tuple[Finding, ...]) -> list[str]:
    return [
        f"{one.source.line if one.source else 0} {one.severity[0]} {one.rule}" for one in findings
    ]


def without(title: str) -> str:
    """The plan without this section."""
    head, _, rest = GOOD.partition(f"## {title}")
    return head + rest[rest.index("\n## ") + 1 :]


def test_a_good_plan_has_nothing_wrong() -> None:
    assert linted(GOOD) == ()
    assert linted(GOOD.replace("\n", "\r\n")) == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # form
        ("## 5. Data Flow", "## 5. Thoughts", ["1 e section-missing"]),
        ("## 3. Used Types", "## 3. Thoughts", ["1 w section-missing"]),
        ("`BookDto`", "`BookDto`\n\n- **Data flow**: none", []),
        ("Checks, then", "TODO: Checks, then", ["21 e placeholder"]),
        ("Checks, then", "todo: checks, then", ["21 e placeholder"]),
        ("Checks, then", "Updates a todo (api-plan.md:3)", []),
        ("Checks, then", "`{{ x }}` {{endpoint}}", ["21 e placeholder"]),
        ("Checks, then", "[Brief description]", ["21 e placeholder"]),
        ("Checks, then", "[the guide](x.md), [x], [WIP], [Required, Max]", []),
        ("Checks, then", "TBD (api-plan.md:3)", ["21 w placeholder"]),
        ("Checks, then", "```\nTODO: {{x}}\n<analysis>\n```", []),
        ("Checks, then", "<analysis>Think</analysis>", ["21 e analysis", "21 e analysis"]),
        ("Checks, then", "### Analysis\n\nChecks, then", ["21 e analysis"]),
        ("write `app/services/books.py`", "the logic", ["38 w step-vague"]),
        # what is not treated
        ("- **201 Created**: the book", "the book", ["1 e status-untreated"]),
        ("- **201 Created**: the book", "`HttpStatus.CREATED`", []),
        ("- **201 Created**: the book", "`return CreatedAtAction(book)`", []),
        ("`409` where", "`HTTP_409_CONFLICT` where", []),
        (" with `kind_of`", "", ["1 e field-untreated"]),
        ("`dryRun`", "", ["1 w parameter-untreated"]),
        (" and `X-Shop`", "", ["1 e parameter-untreated"]),
        ("a bearer token and", "and", []),
        # what nobody knows
        ("status 401", "status 410", ["25 w status-unknown"]),
        ("status 401", "status 418", ["25 e status-unknown"]),
        ("status 401", "status 500", ["25 w status-unknown"]),
        ("status 401", "status 429", []),
        ("status 401", "status 418 (profile own)", []),
        ("status 401", "status 418 (by convention)", []),
        ("status 401", "status 418 and again status 418", ["25 e status-unknown"]),
        ("At most 300", "- 300 ms, 599", []),
        ("table `books`", "table `bookz`", ["5 e table-unknown"]),
        ("table `books`", "table `shelves`", ["5 e table-unknown"]),
        ("table `books`", "table `auth.users`", []),
        ("INSERT INTO books", "UPDATE shelves SET x", ["21 e table-unknown"]),
        ("INSERT INTO books", "supabase.from('shelves')", ["21 e table-unknown"]),
        ("INSERT INTO books", "LEFT JOIN shelves s ON s.id = 1", ["21 e table-unknown"]),
        ("INSERT INTO books", "a` JOIN instead of two, JOIN lub nic, `FROM table_name", []),
        ("INSERT INTO books", "Buffer.from('shelves'); FROM generate(1)", []),
        ("INSERT INTO books", "WITH shelves AS (SELECT 1) SELECT * FROM shelves", []),
        ("INSERT INTO books", "CREATE TABLE shelves ()` and `FROM shelves", []),
        ("`authors.id`", "`authors.born`", ["5 e column-unknown"]),
        ("`authors.id`", "`authors.idd`", ["5 e column-unknown"]),
        ("`authors.id`", "`books.py`, `shelves.id`, `authors.title`", []),
        ("`authors.id`", "`books.router`", []),
        ("`authors.id`", "`books.titl`", ["5 e column-unknown"]),
        (
            "`title`, `author_id`",
            "`title`, `author_id`\n- `titel`: a text\n",
            ["10 e field-unknown"],
        ),
        (
            "`title`, `author_id`",
            "`title`, `author_id`\n\n| `extra` | int |\n\n",
            ["11 e field-unknown"],
        ),
        (
            "`title`, `author_id`",
            '`title`, `author_id`\n```json\n{\n  "isbn": 1,\n  "isbn": 2, "dryRun": 1 }\n```\n',
            ["12 e field-unknown"],
        ),
        (
            "`title`, `author_id`",
            "`title`, `author_id`\n- `noticed`\n- **`kindOf`**: x\n",
            ["10 e field-unknown"],
        ),
        (
            "`title`, `author_id`",
            '`title`, `author_id`\n\n**Response (400):**\n\n```json\n{\n  "message": "no" }\n```\n',
            [],
        ),
        (
            "`title`, `author_id`",
            "`title`, `author_id`\n### Nagłówki\n- `etag`\n### Body\n- `extra`\n",
            ["13 e field-unknown"],
        ),
        (
            "`title`, `author_id`",
            "`title`, `author_id`\n- Typy wejściowe:\n  - `bookSchema`\n- Pola:\n  - `titel`: x\n",
            ["13 e field-unknown"],
        ),
        ("`title`, `author_id`", "`title`, `author_id`\n- `Content`: x\n- `a.b()` - y\n", []),
        ("`BookDto`", "- `extra`: of the type\n", []),
        ("write `app/services/books.py`", "update `app/books.py`", ["38 w file-unknown"]),
        ("write `app/services/books.py`", "update `app/wares.py`", ["38 w file-unknown"]),
        ("write `app/services/books.py`", "update `app/main.py`", []),
        ("write `app/services/books.py`", "update `app/log.py`", []),
        ("(db-plan.md:5)", "(db-plan.md:5-99, other.md:999)", ["5 e citation-broken"]),
        ("POST /api/books\n", "POST /books\n", ["1 w endpoint-unknown"]),
        ("POST /api/books\n", "PUT /api/shelves\n", ["1 w endpoint-unknown"]),
    ],
)
def test_each_thing_that_is_wrong_is_found_at_its_line(
    old: str, new: str, expected: list[str]
) -> None:
    assert old in GOOD

    assert shown(linted(GOOD.replace(old, new, 1))) == expected


def test_a_section_out_of_its_place_is_named_once() -> None:
    head, _, rest = without("4. Response").partition("## 5. Data Flow")
    moved = f"{head}## 5. Data Flow{rest}"
    response = "## 4. Response Details\n\n- 201 Created\n\n## Notes\n\n## 4. Responses\n\n"
    text = moved.replace("## 9.", f"{response}## 9.")

    (finding,) = linted(text)

    assert (finding.rule, finding.severity) == ("section-order", "warning")
    assert "“Response Details” stands after “Performance Considerations”" in finding.message


def test_steps_and_what_a_prompt_of_ones_own_asks_for_are_missing() -> None:
    own = Profile(name="own", purpose="mine", text="", sections=("Overview", "Rollout", "Steps"))
    text = GOOD[: GOOD.index("## 9.")]

    assert shown(linted(text)) == ["1 e steps-missing"]
    assert shown(linted(text, around(own))) == [
        "1 e section-missing",
        "1 e steps-missing",
        "25 e status-unknown",
    ]


def test_a_code_is_named_once_for_all_endpoints_of_a_plan() -> None:
    text = GOOD.replace("POST /api/books\n", "GET /api/books/{id}, PATCH /api/books/{id}\n", 1)
    found = [one for one in linted(text) if one.rule == "status-untreated"]

    assert [one.message.partition(": ")[0] for one in found] == [
        "GET /api/books/{id} answers 200, OK, and so do 1 more",
        "GET /api/books/{id} answers 404, no such book",
        "GET /api/books/{id} answers 410, Gone, and so do 1 more",
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [("Rate limiting: 60 requests a minute.", []), ("Nothing.", ["25 e status-unknown"])],
)
def test_a_limit_of_requests_is_answered_429(said: str, expected: list[str]) -> None:
    api = next(one for one in DOCUMENTS if one.role == "api-plan")
    documents = (api, Document(role="rules", path=RepoPath("limits.md"), text=said))
    known = surroundings(documents, find_endpoints(api), schema_of(documents), PROFILE, FILES)
    text = GOOD.replace("status 401", "status 429")
    assert [one for one in shown(linted(text, known)) if "status" in one] == expected


def test_without_database_documents_no_table_is_unknown() -> None:
    known = around(None, "api-plan")
    text = GOOD.replace("table `books`", "table `shelves`")

    assert shown(linted(text, known)) == ["25 e status-unknown"]


def test_a_citation_may_mean_another_file_of_that_name() -> None:
    text = GOOD.replace("(db-plan.md:5)", "(db-plan.md:99)")
    schema = schema_of(DOCUMENTS)
    files = (*FILES, RepoPath("notes/db-plan.md"))

    assert shown(linted(text)) == ["5 e citation-broken"]
    assert shown(linted(text, surroundings(DOCUMENTS, (), schema, PROFILE, files)))[1:] == []


def test_they_are_counted() -> None:
    found = linted(GOOD.replace("`dryRun`", "").replace(" with `kind_of`", ""))

    assert str(count(found)) == "1 error, 1 warning"
    assert str(count(())) == "0 errors, 0 warnings"
    assert [str(one.evidence[0]) for one in found] == ["api-plan.md:18", "api-plan.md:14"]


@pytest.mark.parametrize(("method", "untreated"), [("GET", []), ("POST", ["409"])])
def test_a_conflict_that_is_told_of_several_endpoints_is_none_of_a_read(
    method: str, untreated: list[str]
) -> None:
    text = (
        "# API\n\n## Kilns\n\n- GET /kilns - lists them\n- POST /kilns - adds one\n\n"
        "Errors: 401 Unauthorized, 409 Conflict (name taken).\n"
    )
    api = Document(role="api-plan", path=RepoPath("api-plan.md"), text=text)
    known = surroundings((api,), find_endpoints(api), schema_of((api,)), PROFILE, FILES)
    text = (
        f"# API Endpoint Implementation Plan: {method} /kilns\n\n## 1. Endpoint Overview\n\n"
        "Kilns. `401`.\n\n## 2. Implementation Steps\n\n### 1. Serve them\n\n- in `a.py`\n"
    )
    (plan,) = read_plans(RepoPath(".ai/plan.md"), text)
    matched = matches(plan.endpoints, known.listed)
    specs = [gather(one.listed, (api,), ()) for one in matched if one.listed]
    found = lint(read(plan, text), ground(known, matched, specs))
    said = [one.message for one in found if one.rule == "status-untreated"]
    assert [one.split()[3].strip(",") for one in said] == untreated


def test_codes_that_share_a_slash_are_known() -> None:
    api = replace(DOCUMENTS[0], text=API + "\nElsewhere: errors (400/418) of a teapot\n")
    known = surroundings((api,), find_endpoints(api), schema_of((api,)), PROFILE, FILES)
    found = linted(GOOD.replace("status 401", "status 418"), known)

    assert [one for one in shown(found) if "status-unknown" in one] == ["25 w status-unknown"]
