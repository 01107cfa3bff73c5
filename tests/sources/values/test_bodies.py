"""What a shown value says beside its type: that it may be null, and a remark in brackets."""

from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.spec import Endpoint, Spec
from agent.sources.gathering.gather import gather


def patch(label: str, value: str = '"string"') -> Spec:
    text = (
        f'# API\n\n### PATCH /books/{{id}}\n\n- {label}:\n\n```json\n{{ "shelf": {value} }}\n```\n'
    )
    plan = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)
    return gather(Endpoint(method="PATCH", path="/books/{id}"), (plan,), ())


@pytest.mark.parametrize(
    ("value", "kind", "note"),
    [
        ('"string (<=32|null)"', "string | null", ""),
        ('"YYYY-MM-DD|null"', "string | null", ""),
        ('"string | null"', "string | null", ""),
        ('"a" | "b" | null', "string | null", ""),
        ('"string (null until lent)"', "string", "null until lent"),
        ("\"string (initially 'open')\"", "string", "initially 'open'"),
        ('"number (seconds)"', "number", "seconds"),
        ('"string (UUID)"', "string", ""),
        ('"number (7)"', "number", ""),
        ('"string (UUID, set at the desk)"', "string", "set at the desk"),
        ('"string (e.g. upper left)"', "string", ""),
        ("\"string (default 'a shelf')\"", "string", ""),
        ('"string (max 32 chars)"', "string", ""),
        ('"null"', "null", ""),
        ('"uuid-if-lent-else-null"', "string | null", "uuid-if-lent-else-null"),
        ('"Shelf 3 or null"', "string | null", "Shelf 3 or null"),
        ('"EMAIL"', "string", ""),
        ('"UUID"', "UUID", ""),
    ],
)
def test_what_a_value_says_beside_its_type(value: str, kind: str, note: str) -> None:
    request = patch("Request body", value).request
    assert request is not None
    assert [(one.type, one.note) for one in request.fields] == [(kind, note)]


@pytest.mark.parametrize(
    ("label", "required"),
    [
        ("Request body (any subset)", False),
        ("Request body (all fields optional)", False),
        ("**Request Body** (all fields optional)", False),
        ("Request body (wszystkie pola opcjonalne)", False),
        ("Request body", None),
    ],
)
def test_a_label_says_that_no_field_must_be_there(label: str, *, required: bool | None) -> None:
    request = patch(label).request
    assert request is not None
    assert [one.required for one in request.fields] == [required]


def test_an_answer_s_text_and_what_may_be_null() -> None:
    text = (
        "# API\n\n### POST /books\n\nResponse (201):\n\n```json\n"
        '{ "message": "The book is kept.", "loan": { "id": 3 } | null, "note": "A text" }\n```\n'
    )
    plan = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)
    answer = gather(Endpoint(method="POST", path="/books"), (plan,), ()).responses[0]

    assert [(one.name, one.type, one.note) for one in answer.fields] == [
        ("message", "string", '"The book is kept."'),
        ("loan", "object | null", ""),
        ("loan.id", "integer", ""),
        ("note", "string", ""),
    ]


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ("`shelf`, `until` (date), `open`.", {"shelf": None, "until": "date", "open": None}),
        ("`shelf` and `until`", {"shelf": None, "until": None}),
        ("`Shelf`", None),
        ("`shelf` is moved", None),
    ],
)
def test_names_behind_the_label_of_a_body(said: str, fields: dict[str, str | None] | None) -> None:
    text = f"# API\n\n### POST /books\n\n- **Payload**: {said}\n"
    plan = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)
    request = gather(Endpoint(method="POST", path="/books"), (plan,), ()).request
    assert (request and {one.name: one.type for one in request.fields}) == fields


def test_the_fields_of_a_resource_that_an_answer_names() -> None:
    text = (
        "# API\n\n## Resources\n\n- **BookLoan**:\n  - Table: `BookLoan`\n"
        "  - Fields: `id`, `until`\n\n## Endpoints\n\n### GET /loans\n\n"
        "- Response: Array of BookLoan objects\n"
    )
    plan = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)
    (answer,) = gather(Endpoint(method="GET", path="/loans"), (plan,), ()).responses
    assert [one.name for one in answer.fields] == ["id", "until"]


def test_a_list_below_may_name_what_the_example_has_inside() -> None:
    text = (
        "# API\n\n### POST /books\n\n**Request body**:\n```json\n"
        '{"books": [{"title": "a", "kind": "pen"}]}\n```\n\n**Request fields**:\n'
        "- `books` (array, required)\n\n**Each of them**:\n- `title` (string, required)\n"
        "- `kind` (string): pen | ink\n\n**Validation**:\n- `ink`: must be at least 3\n"
    )
    plan = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)
    request = gather(Endpoint(method="POST", path="/books"), (plan,), ()).request
    assert request is not None
    assert [(one.name, one.required) for one in request.fields] == [
        ("books", True),
        ("books[].title", True),
        ("books[].kind", None),
    ]


@pytest.mark.parametrize(
    ("said", "names"),
    [
        (
            "  - `items`: list of `{ title }`\n    - `more`\n  - `total`: number\n",
            ["items", "total"],
        ),
        ("  - `Book` with `title`\n  - `total`: number\n", []),
        ("  - `total`: number\n", []),
        ("  - the rows, and `total`\n  - `total`: number\n", []),
    ],
)
def test_an_answer_that_only_names_its_fields(said: str, names: list[str]) -> None:
    text = f"# API\n\n### GET /books\n\n- Lists.\n- Response:\n{said}"
    plan = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)
    spec = gather(Endpoint(method="GET", path="/books"), (plan,), ())
    assert [one.name for body in spec.responses for one in body.fields] == names


def test_a_comma_too_many_parts_nothing() -> None:
    body = patch("Request body", '"string",, "row": 7').request
    assert body is not None
    assert [one.name for one in body.fields] == ["shelf", "row"]


@pytest.mark.parametrize(
    ("shown", "notes"),
    [
        ('{ "a": "x", "b": "y" } // b: p|q\n', ["", "b: p|q"]),
        ('{\n "a": "x", "b": "y" // of b\n}', ["", "of b"]),
        ('{ "a": { "b": 1 } // of a\n}', ["of a", ""]),
        ('{ "a": { "b": 1, // of b\n } }', ["", "of b"]),
        ('{\n "a": { // of a\n "b": 1 } }', ["of a", ""]),
    ],
)
def test_the_key_that_a_comment_is_of(shown: str, notes: list[str]) -> None:
    request = patch("Request body", shown).request
    assert request is not None
    assert [one.note for one in request.fields][1:] == notes
