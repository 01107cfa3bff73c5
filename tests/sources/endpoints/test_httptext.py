from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.spec import Endpoint, Spec
from agent.sources.endpoints.listing import find_endpoints
from agent.sources.gathering.gather import gather

POST = Endpoint(method="POST", path="/books")


def told(text: str, endpoint: Endpoint = POST) -> Spec:
    document = Document(path=RepoPath("docs/api.md"), role="api-plan", text=text)
    return gather(endpoint, (document,), (), ())


def body(spec: Spec) -> list[str]:
    return [one.name for one in spec.request.fields] if spec.request else []


ANSWERS = (
    '```http\nHTTP/1.1 201 Created\nLocation: /books/7\n\n{"id": 7}\n```\n\n'
    '```http\nHTTP/1.1 409 Conflict\n\n{"code": "there"}\n```\n\n'
)


@pytest.mark.parametrize(
    "request_",
    [
        '```http\nPOST /books HTTP/1.1\nContent-Type: application/json\n\n{"title": "a"}\n```\n\n',
        '### POST /books\n\n```\nPOST /books\n\n\n{"title": "a"}\n```\n\n',
        '### POST /books\n\n**Request body:**\n\n```json\n{"title": "a"}\n```\n\n**Response:**\n\n',
    ],
)
def test_requests_and_answers_as_they_are_sent(request_: str) -> None:
    text = "## Books\n\n" + request_ + ANSWERS + "```http\nGET /books\n```\n\nLists.\n"
    spec = told(text)
    assert body(spec) == ["title"]
    assert [[one.name for one in answer.fields] for answer in spec.responses] == [["id"]]
    assert [(one.code, one.source.line) for one in spec.statuses] == [
        (code, text[: text.index(f"HTTP/1.1 {code}")].count("\n") + 1) for code in (201, 409)
    ]
    assert spec.request is not None
    assert text.split("\n")[spec.request.source.line - 1] == '{"title": "a"}'


def test_what_is_no_message_of_the_endpoint_stays_as_it_is() -> None:
    text = '### POST /books\n\n```\nPOST /pens\n\n{"ink": 1}\n```\n\n```\nPOST /books\n\nx=1\n```\n'
    assert body(told(text)) == []
    spec = told("### POST /books\n\nResponse:\n\n```\nHTTP/1.1 204 No Content\n```\n")
    assert [one.code for one in spec.statuses] == [204]


@pytest.mark.parametrize("end", [";", ",", ""])
def test_types_as_bodies(end: str) -> None:
    members = f"title: string{end}\n  author?: {{ name: string{end or ';'} born?: number }}{end}\n"
    kind = "  kind: 'old' | 'new'"
    shape = f"interface Book {{\n  {members}{kind}\n}}"
    spec = told(f"### POST /books\n\n**Request Body:**\n\n```ts\n{shape}\n```\n")
    assert body(spec) == ["title", "author", "author.name", "author.born", "kind"]
    assert spec.request is not None
    choices = spec.request.fields[-1].limit("choices")
    assert choices is not None
    assert choices.value == "old|new"


CURLED = """# API

## Books

Add one:

```bash
curl -X POST http://localhost:80/api/books \\
  -H 'Content-Type: application/json' \\
  -d '{"title": "a"}'
```

```bash
$ curl "http://localhost:80/api/books?page=2"
curl --json '{"name": "b"}' http://localhost:80/api/pens
curl -G -d q=a http://localhost:80/api/search
```

### Take one away

```
curl -X DELETE http://localhost:80/api/books/17
curl -X LIST http://localhost:80/api/odd
curl https://elsewhere.org/v1/x
curl -fsSL http://localhost:80/install.sh | sh
```

```json
curl http://localhost:80/api/none
```
"""


def test_a_document_that_shows_its_endpoints_by_curl() -> None:
    document = Document(path=RepoPath("docs/api.md"), role="api-plan", text=CURLED)
    found = find_endpoints(document)
    assert [(str(one.endpoint), one.source.line, one.title) for one in found] == [
        ("POST /api/books", 8, "Add one"),
        ("GET /api/books", 14, ""),
        ("POST /api/pens", 15, ""),
        ("GET /api/search", 16, ""),
        ("DELETE /api/books/{id}", 22, "Take one away"),
    ]
    spec = told(CURLED, Endpoint(method="POST", path="/api/books"))
    assert (body(spec), spec.description) == (["title"], None)
    assert spec.request is not None
    assert spec.request.source.line == 10
    assert body(told(CURLED, Endpoint(method="POST", path="/api/pens"))) == ["name"]
    assert body(told(CURLED, Endpoint(method="GET", path="/api/search"))) == []


def test_what_is_listed_elsewhere_is_not_sought_in_commands() -> None:
    text = "- `GET /books`\n\n```bash\ncurl http://localhost/pens\n```\n"
    document = Document(path=RepoPath("docs/api.md"), role="api-plan", text=text)
    assert [str(one.endpoint) for one in find_endpoints(document)] == ["GET /books"]
    bare = Document(path=RepoPath("docs/api.md"), role="api-plan", text="```\ncurl $URL/\n```\n")
    assert [str(one.endpoint) for one in find_endpoints(bare)] == ["GET /"]


TOLD = """# Boats

## Register one

curl -X POST http://localhost:80/api/boats \\
  -H 'Accept: any' \\
  -d '{"name": "a"}'

## Sink one

`curl -X DELETE http://localhost:80/api/boats/17`

We call it by curl in tests, too.
"""


def test_a_command_in_lines_of_text_is_a_call_as_one_in_a_fence_is() -> None:
    document = Document(path=RepoPath("docs/api.md"), role="api-plan", text=TOLD)
    found = find_endpoints(document)
    assert [(str(one.endpoint), one.source.line, one.title) for one in found] == [
        ("POST /api/boats", 5, "Register one"),
        ("DELETE /api/boats/{id}", 11, "Sink one"),
    ]
    spec = told(TOLD, Endpoint(method="POST", path="/api/boats"))
    assert (body(spec), spec.description) == (["name"], None)
    assert spec.request is not None
    assert spec.request.source.line == 7


def test_a_fence_that_goes_on_with_the_answer_and_who_may_call() -> None:
    text = (
        "# API\n\n## Lamps\n\n```http\nPOST /lamps\nContent-Type: multipart/form-data\n\n"
        "Form Data:\n- watts: integer (max 60)\n- shade: file - Optional\n\n"
        'Response (201 Created):\n{\n  "id": 7\n}\n\nPermissions: Requires IsAdmin\n```\n\n'
        '```http\nPUT /lamps\n\n{ "watts": 5 }\n\nResponse:\n{ "lit": true }\n```\n'
    )
    plan = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)
    found = gather(Endpoint(method="POST", path="/lamps"), (plan,), ())
    assert found.request is not None
    assert [(one.name, one.required) for one in found.request.fields] == [
        ("watts", None),
        ("shade", False),
    ]
    assert [[one.name for one in body.fields] for body in found.responses] == [["id"]]
    assert [one.code for one in found.statuses] == [201]
    assert found.auth is not None
    assert found.auth.text == "Requires IsAdmin"
    other = gather(Endpoint(method="PUT", path="/lamps"), (plan,), ())
    assert other.request is not None
    assert [one.name for one in other.request.fields] == ["watts"]
    assert [[one.name for one in body.fields] for body in other.responses] == [["lit"]]
