from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.spec import Endpoint
from agent.sources.openapi.reader import describe, listing

MAIN = """\
openapi: 3.0.0
paths:
  /books:
    $ref: paths/books.yaml
  /pens:
    $ref: './paths/all.yaml#/~1pens'
  /ink:
    get: {$ref: "paths\\\\ink.yaml"}
security: [{token: []}]
components:
  securitySchemes: {token: {$ref: 'parts.json#/token'}}
"""
FILES = {
    "docs/paths/books.yaml": (
        "parameters: [{$ref: '../parts.json#/page'}]\n"
        "get:\n  summary: Lists books\n  responses:\n    200: {$ref: '../parts.json#/answers/0'}\n"
    ),
    "docs/paths/all.yaml": "/pens:\n  post:\n    summary: Adds a pen\n    deprecated: true\n",
    "docs/paths/ink.yaml": "summary: Shows ink\nresponses: {'204': {description: None there}}\n",
    "docs/parts.json": (
        '{"page": {"name": "page", "in": "query", "schema": {"$ref": "#/number"}},\n'
        '"number": {"type": "integer", "minimum": 1},\n"answers": [{"description": "All"}],\n'
        '"token": {"type": "http", "scheme": "bearer"}}'
    ),
}


def document(text: str) -> Document:
    return Document(path=RepoPath("docs/openapi.yaml"), role="api-plan", text=text)


def read(path: RepoPath) -> str | None:
    return FILES.get(path.value)


def test_endpoints_of_a_description_in_several_files() -> None:
    found = listing(document(MAIN), read)
    assert found.findings == ()
    assert [(str(one.endpoint), one.title, str(one.source)) for one in found.endpoints] == [
        ("GET /books", "Lists books", "books.yaml:2"),
        ("POST /pens", "Adds a pen (deprecated)", "all.yaml:2"),
        ("GET /ink", "Shows ink", "openapi.yaml:8"),
    ]


UNSLASHED = """\
openapi: 3.0.0
paths:
  /pens: {$ref: './paths/all.yaml#/pens'}
  /pens/{id}: {$ref: './paths/nibs.yaml#/pens/{id}'}
  /old: {$ref: '#/x-old/pens/{id}'}
  /nibs: {$ref: './paths/nibs.yaml#/nibs'}
x-old:
  /pens/{id}: {delete: {summary: Drops a pen}}
"""
NIBS = {"docs/paths/nibs.yaml": "/pens/{id}:\n  get: {summary: Shows a pen}\n"}


def test_a_pointer_may_leave_the_slashes_of_a_path_as_they_are() -> None:
    found = listing(document(UNSLASHED), lambda path: {**FILES, **NIBS}.get(path.value))
    assert [(str(one.endpoint), one.title, str(one.source)) for one in found.endpoints] == [
        ("POST /pens", "Adds a pen (deprecated)", "all.yaml:2"),
        ("GET /pens/{id}", "Shows a pen", "nibs.yaml:2"),
        ("DELETE /old", "Drops a pen", "openapi.yaml:8"),
    ]
    assert [one.message for one in found.findings] == [
        "`$ref: ./paths/nibs.yaml#/nibs` leads to nothing"
    ]


def test_facts_stand_in_the_file_that_says_them() -> None:
    found = describe(Endpoint(method="GET", path="/books"), document(MAIN), read)
    assert found is not None
    (page,) = found.parameters
    assert (page.name, page.type, str(page.source)) == ("page", "integer", "parts.json:1")
    assert [str(one.source) for one in page.limits] == ["parts.json:2"]
    assert [(one.code, one.meaning, str(one.source)) for one in found.statuses] == [
        (200, "All", "books.yaml:5")
    ]
    assert found.auth is not None
    assert (found.auth.text, str(found.auth.source)) == ("`token`: Bearer token", "openapi.yaml:9")
    ink = describe(Endpoint(method="GET", path="/ink"), document(MAIN), read)
    assert ink is not None
    assert [str(one.source) for one in ink.excerpts] == ["openapi.yaml:8", "ink.yaml:1-2"]


NETWORK = "is not followed: it leads to the network, which is never asked"
OUTSIDE = "is not followed: it leads out of the repository"


@pytest.mark.parametrize(
    ("ref", "why"),
    [
        ("https://x.example/p.yaml", NETWORK),
        ("//x.example/p.yaml", NETWORK),
        ("file:///etc/passwd", NETWORK),
        ("../../../etc/passwd", OUTSIDE),
        ("/etc/passwd", OUTSIDE),
        ("%2e%2e/%2e%2e/x.yaml", OUTSIDE),
        ("../.git/config", OUTSIDE),
        ("gone.yaml", "leads to nothing"),
        ("parts.json#/none", "leads to nothing"),
        ("#/paths/~1a", "leads back to itself"),
        ("nothing", "leads to nothing"),
    ],
)
def test_T36_a_reference_that_is_not_followed_is_a_finding(ref: str, why: str) -> None:
    asked: list[str] = []

    def watched(path: RepoPath) -> str | None:
        asked.append(path.value)
        return read(path)

    text = f"openapi: 3.0.0\npaths:\n  /a:\n    $ref: '{ref}'\n  /b: {{get: {{summary: B}}}}\n"
    found = listing(document(text), watched)
    assert [str(one.endpoint) for one in found.endpoints] == ["GET /b"]
    (finding,) = found.findings
    assert why in finding.message
    assert (finding.rule, str(finding.source)) == ("ref", "openapi.yaml:3")
    assert all(path.startswith("docs/") for path in asked)


def test_T36_loops_and_chains_inside_an_operation_end() -> None:
    chain = "".join(f"    S{n}: {{$ref: '#/components/schemas/S{n + 1}'}}\n" for n in range(10_000))
    text = (
        "openapi: 3.0.0\npaths:\n  /a:\n    post:\n"
        "      parameters: [{$ref: '#/components/parameters/P'}]\n"
        "      requestBody: {content: {j: {schema: {$ref: '#/components/schemas/S0'}}}}\n"
        "components:\n  parameters:\n    P: {$ref: '#/components/parameters/Q'}\n"
        "    Q: {$ref: '#/components/parameters/P'}\n  schemas:\n" + chain
    )
    found = describe(Endpoint(method="POST", path="/a"), document(text), read)
    assert found is not None
    assert [one.message.partition("` ")[2] for one in found.findings] == [
        "leads back to itself",
        "goes too far",
    ]
