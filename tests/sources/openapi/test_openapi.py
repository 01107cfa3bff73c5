from __future__ import annotations

import json

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.spec import Body, Endpoint, Parameter, Spec
from agent.sources.openapi.reader import describe, find_endpoints

SHOP = """\
openapi: 3.0.3
info: {title: Shop, version: 1.0}
servers:
  - url: https://{host}/api/{version}/
    variables: {host: {default: x.example}, version: {default: v2}}
security:
  - bearer: []
paths:
  /books/{id}:
    parameters:
      - $ref: '#/components/parameters/Id'
      - {name: page, in: query, schema: {type: integer}}
    get:
      operationId: getBook
      description: |
        Shows a book.
        All of it.
      deprecated: true
      security: []
      parameters:
        - name: page
          in: query
          description: which page
          schema: {type: integer, format: int32, minimum: 1, default: 1}
        - {name: sort, in: query, required: true, schema: {type: string, enum: [NO, title]}}
        - {name: X-Trace, in: header, schema: {type: string, format: uuid, nullable: true}}
      responses:
        200:
          description: The book
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Book'}
        '404': {$ref: '#/components/responses/Missing'}
        default: {description: A problem}
    put:
      summary: Changes a book
      requestBody:
        content:
          text/plain: {schema: {type: string}}
          application/json:
            schema:
              allOf:
                - $ref: '#/components/schemas/Book'
                - required: [price]
                  properties:
                    price: {type: number, minimum: 0, exclusiveMinimum: true}
            example: {title: Emma, price: 012, tags: [NO]}
      responses:
        '204': {description: Changed}
components:
  parameters:
    Id: {name: id, in: path, required: true, schema: {type: string, format: uuid}}
  responses:
    Missing: {description: No such book}
  securitySchemes:
    bearer: {type: http, scheme: bearer, bearerFormat: JWT, description: Of the login}
  schemas:
    Book:
      type: object
      required: [title]
      properties:
        id: {type: integer, readOnly: true}
        title: {type: string, minLength: 1, maxLength: 200, pattern: '^\\S'}
        author: {$ref: '#/components/schemas/Author'}
        tags: {type: array, maxItems: 5, items: {type: string, enum: [old, new]}}
        parts:
          type: array
          items:
            type: object
            properties:
              name: {type: string, description: What it is called}
        counts: {type: object, additionalProperties: {type: integer}}
    Author:
      type: object
      properties:
        name: {type: string}
        books: {type: array, items: {$ref: '#/components/schemas/Book'}}
"""
SWAGGER = {
    "swagger": "2.0",
    "basePath": "/v1",
    "securityDefinitions": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
    "paths": {
        "/pens": {
            "post": {
                "summary": "Adds a pen.",
                "consumes": ["multipart/form-data"],
                "security": [{"key": ["write"]}, {}],
                "parameters": [
                    {"in": "formData", "name": "ink", "type": "string", "required": True},
                    {"in": "query", "name": "n", "type": "array", "items": {"type": "integer"}},
                ],
                "responses": {
                    "201": {
                        "description": "Made",
                        "schema": {"$ref": "#/definitions/Pen"},
                        "examples": {"application/json": {"ink": "blue"}},
                    }
                },
            },
            "put": {
                "parameters": [
                    {"in": "body", "name": "pen", "schema": {"$ref": "#/definitions/Pen"}}
                ],
                "responses": {"2XX": {"description": "Fine"}},
            },
        }
    },
    "definitions": {"Pen": {"properties": {"ink": {"type": "string", "x-nullable": True}}}},
}
NEW = """\
openapi: 3.1.0
paths:
  /x:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                a: {type: [integer, 'null'], exclusiveMinimum: 3, exclusiveMaximum: 9}
                b: {anyOf: [{type: string, format: date-time}, {type: 'null'}]}
                c: {oneOf: [{$ref: '#/components/schemas/Cat'}, {type: integer}]}
                d: {const: fixed}
                e: {type: array, items: {$ref: '#/components/schemas/Cat'}}
components:
  schemas: {Cat: {type: object, required: [purrs], properties: {purrs: {type: boolean}}}}
"""


def document(text: str, path: str = "docs/openapi.yaml") -> Document:
    return Document(path=RepoPath(path), role="api-plan", text=text)


def nowhere(path: RepoPath) -> str | None:
    del path
    return None


def spec(text: str, method: str, path: str) -> Spec:
    found = describe(Endpoint(method=method, path=path), document(text), nowhere)
    assert found is not None
    return found


def limits(one: Parameter) -> list[tuple[str, str]]:
    return [(limit.kind, limit.value) for limit in one.limits]


def fields(body: Body | None) -> dict[str, tuple[str | None, bool | None]]:
    assert body is not None
    return {one.name: (one.type, one.required) for one in body.fields}


def listed(text: str) -> list[tuple[str, str, int]]:
    found = find_endpoints(document(text), nowhere)
    return [(str(one.endpoint), one.title, one.source.line) for one in found]


def test_endpoints_with_base_path_title_and_the_line_of_the_method() -> None:
    assert listed(SHOP) == [
        ("GET /api/v2/books/{id}", "getBook (deprecated)", 13),
        ("PUT /api/v2/books/{id}", "Changes a book", 35),
    ]


def test_parameters_of_path_and_operation_with_their_lines() -> None:
    page, sort, trace, key = spec(SHOP, "GET", "/api/v2/books/{book}").parameters
    assert (page.type, page.required, page.default, page.note) == (
        "integer",
        False,
        "1",
        "which page",
    )
    assert [(one.kind, one.value, one.source.line) for one in page.limits] == [
        ("min", "1", 24),
        ("format", "int32", 24),
    ]
    assert (sort.required, limits(sort)) == (True, [("choices", "NO|title")])
    assert (trace.place, trace.type, trace.limits) == ("header", "uuid | null", ())
    assert (key.name, key.place, key.type, key.source.line) == ("id", "path", "uuid", 52)


def test_an_operation_says_what_it_is_for_and_who_may_call_it() -> None:
    found = spec(SHOP, "GET", "/api/v2/books/{id}")
    assert found.description is not None
    assert found.description.text == "Shows a book.\nAll of it."
    assert (found.description.source.line, found.description.source.last) == (16, 17)
    assert found.auth is not None
    assert found.auth.text.startswith("No authentication")
    assert [(one.text, one.source.line) for one in found.notes] == [
        ("This operation is deprecated.", 18),
        ("Any other status: A problem", 34),
    ]
    assert [(one.code, one.meaning, one.source.line) for one in found.statuses] == [
        (200, "The book", 28),
        (404, "No such book", 33),
    ]
    assert [(one.source.line, one.source.last) for one in found.excerpts] == [
        (13, 34),
        (10, 12),
        (58, 72),
        (54, 54),
        (52, 52),
        (73, 77),
    ]


def test_security_of_all_holds_for_an_operation_without_its_own() -> None:
    auth = spec(SHOP, "PUT", "/api/v2/books/{id}").auth
    assert auth is not None
    assert auth.text == "`bearer`: Bearer token (JWT), Of the login"
    assert (auth.source.line, auth.source.last) == (6, 7)


def test_where_schemes_are_defined_an_operation_that_names_none_is_open() -> None:
    text = "openapi: 3.0.0\npaths:\n  /a:\n    get: {summary: A}\n    put: {security: [{s: []}]}\n"
    defined = f"{text}components: {{securitySchemes: {{s: {{type: http, scheme: basic}}}}}}\n"
    said = [spec(one, "GET", "/a").auth for one in (text, defined)]
    assert [one and one.text for one in said] == [
        None,
        "No authentication is needed (no `security` here, nor for all).",
    ]
    assert spec(f"{text}components: {{securitySchemes: {{}}}}\n", "GET", "/a").auth is None


def test_a_body_of_joined_schemas_has_the_fields_of_all_and_names_nested_ones() -> None:
    body = spec(SHOP, "PUT", "/api/v2/books/{id}").request
    assert fields(body) == {
        "title": ("string", True),
        "author": ("object (Author)", False),
        "author.name": ("string", None),
        "author.books": ("array of Book", None),
        "author.books[].title": ("string", True),
        "author.books[].author": ("object (Author)", False),
        "author.books[].tags": ("array of string", False),
        "author.books[].parts": ("array of object", False),
        "author.books[].parts[].name": ("string", None),
        "author.books[].counts": ("map of integer", False),
        "tags": ("array of string", False),
        "parts": ("array of object", False),
        "parts[].name": ("string", None),
        "counts": ("map of integer", False),
        "price": ("number", True),
    }
    assert body is not None
    told = {one.name: limits(one) for one in body.fields}
    assert told["title"] == [("min_length", "1"), ("max_length", "200"), ("pattern", "^\\S")]
    assert told["tags"] == [("max_length", "5"), ("choices", "old|new")]
    assert told["price"] == [("above", "0")]


def test_an_example_is_shown_as_json_and_nothing_in_it_is_guessed() -> None:
    found = spec(SHOP, "PUT", "/api/v2/books/{id}")
    assert found.request is not None
    assert json.loads(found.request.example) == {"title": "Emma", "price": "012", "tags": ["NO"]}
    assert [one.text for one in found.notes] == ["Request body: application/json, text/plain"]


def test_what_only_the_answer_holds_is_not_asked_for() -> None:
    (answer,) = spec(SHOP, "GET", "/api/v2/books/{id}").responses
    assert "id" in fields(answer)
    assert "id" not in fields(spec(SHOP, "PUT", "/api/v2/books/{id}").request)


@pytest.mark.parametrize("indent", [None, 2])
def test_swagger_2_in_json(indent: int | None) -> None:
    text = json.dumps(SWAGGER, indent=indent)
    found = spec(text, "POST", "/v1/pens")
    assert found.title == "Adds a pen"
    assert fields(found.request) == {"ink": ("string", True)}
    assert [(one.name, one.type) for one in found.parameters] == [("n", "array of integer")]
    assert [(one.code, one.meaning) for one in found.statuses] == [(201, "Made")]
    assert [json.loads(one.example) for one in found.responses] == [{"ink": "blue"}]
    assert fields(found.responses[0]) == {"ink": ("string | null", None)}
    assert found.auth is not None
    assert found.auth.text == "`key`: API key `X-Key` in header; scopes write, or no authentication"
    assert [one.text for one in found.notes] == ["Request body: multipart/form-data"]
    other = spec(text, "PUT", "/v1/pens")
    assert fields(other.request) == {"ink": ("string | null", None)}
    assert [one.text for one in other.notes] == ["Status 2XX: Fine"]


def test_types_of_3_1() -> None:
    body = spec(NEW, "POST", "/x").request
    assert fields(body) == {
        "a": ("integer | null", None),
        "b": ("date-time | null", None),
        "c": ("Cat or integer", None),
        "c.purrs": ("boolean", None),
        "d": (None, None),
        "e": ("array of Cat", None),
        "e[].purrs": ("boolean", True),
    }
    assert body is not None
    told = {one.name: (limits(one), one.note) for one in body.fields}
    assert told["a"][0] == [("above", "3"), ("below", "9")]
    assert told["d"][0] == [("choices", "fixed")]
    assert told["c.purrs"][1] == "only in Cat"


@pytest.mark.parametrize(
    ("servers", "base"),
    [
        ("servers: [{url: /api/v1/}]", "/api/v1"),
        ("servers: [{url: 'http://localhost:3000'}]", ""),
        ("servers: [{url: 'localhost:3000/api'}]", "/api"),
        ("servers: [{url: '{baseUrl}/api'}]", "/api"),
        ("basePath: v3", "/v3"),
        ("host: x.example", ""),
        ("servers: []", ""),
    ],
)
def test_base_path(servers: str, base: str) -> None:
    text = f"openapi: 3.0.0\n{servers}\npaths:\n  /a: {{get: {{summary: A}}}}\n"
    assert [one[0] for one in listed(text)] == [f"GET {base}/a"]


def test_a_base_path_that_stands_in_the_paths_already_is_not_put_twice() -> None:
    text = "openapi: 3.0.0\nservers: [{url: /api}]\npaths:\n  /api/a: {get: {summary: A}}\n"
    assert listed(text) == [("GET /api/a", "A", 4)]


def test_an_endpoint_that_is_not_listed_has_no_spec() -> None:
    assert describe(Endpoint(method="GET", path="/no"), document(SHOP), nowhere) is None


def test_a_path_parameter_of_another_name_is_the_paths_own() -> None:
    text = (
        "openapi: 3.0.0\npaths:\n  /a/{id}:\n    get:\n      parameters:\n"
        "        - {name: aId, in: path, required: true, schema: {type: integer}}\n"
    )
    found = spec(text, "GET", "/a/{id}")
    assert [(one.name, one.type) for one in found.parameters] == [("id", "integer")]
    assert [(one.rule, one.source and one.source.line) for one in found.findings] == [
        ("path-parameter", 6)
    ]


@pytest.mark.parametrize(
    ("scheme", "said"),
    [
        ("{type: http, scheme: basic}", "HTTP basic"),
        ("{type: http, scheme: Bearer}", "Bearer token"),
        ("{type: basic}", "HTTP basic"),
        ("{type: oauth2, flows: {}}", "OAuth 2; scopes read, write"),
        ("{type: openIdConnect}", "OpenID Connect"),
        ("{type: mutualTLS}", "mutualtls"),
        ("{}", "a scheme of no type"),
    ],
)
def test_security_schemes_in_words(scheme: str, said: str) -> None:
    scopes = "[read, write]" if "oauth2" in scheme else "[]"
    text = (
        f"openapi: 3.0.0\npaths:\n  /a:\n    get: {{security: [{{s: {scopes}, other: []}}]}}\n"
        f"components: {{securitySchemes: {{s: {scheme}}}}}\n"
    )
    auth = spec(text, "GET", "/a").auth
    assert auth is not None
    assert auth.text == f"`s`: {said} and `other`"


@pytest.mark.parametrize(
    ("media", "example"),
    [
        ("{example: [1, true, 'true', null, 1.50]}", '[1, true, "true", null, 1.50]'),
        ("{examples: {one: {value: {a: 1}}, two: {value: 2}}}", '{ "a": 1 }'),
        ("{examples: {one: {$ref: '#/components/examples/e'}}}", '"x"'),
        ("{schema: {type: object, example: {a: }}}", '{ "a": null }'),
        ("{schema: {type: array, items: {}, examples: [[]]}}", "[]"),
        ("{example: \"{\\n  'a': 1\\n}\"}", "{ 'a': 1 }"),
        ("{schema: {type: string}}", ""),
    ],
)
def test_examples_wherever_they_stand(media: str, example: str) -> None:
    text = (
        f"openapi: 3.0.0\npaths:\n  /a:\n    put:\n"
        f"      requestBody: {{content: {{application/json: {media}}}}}\n"
        "components: {examples: {e: {value: x}}}\n"
    )
    body = spec(text, "PUT", "/a").request
    assert body is not None
    assert " ".join(body.example.split()).replace("[ ", "[").replace(" ]", "]") == example


FREE = """\
base_url: /api
endpoints:
  - method: GET
    path: /books?page=1
    description: Lists books. All of them.
    query_params:
      page: integer, default 1
      limit: {type: integer, max: 50, required: false}
    responses:
      200: the list
      401: not signed in
  - path: /books/{id}
    method: [PUT, PATCH]
    auth: the owner only
    request_body:
      title: string, required
    errors:
      - 400 bad title
      - {code: 404, description: no such book}
  - POST /books/{id}/lend:
      summary: Lends it
"""


def test_a_free_list_of_endpoints_is_read() -> None:
    assert listed(FREE) == [
        ("GET /api/books", "Lists books", 3),
        ("PUT /api/books/{id}", "", 12),
        ("PATCH /api/books/{id}", "", 12),
        ("POST /api/books/{id}/lend", "Lends it", 20),
    ]
    found = spec(FREE, "GET", "/api/books")
    assert [(one.name, one.type, one.default, limits(one)) for one in found.parameters] == [
        ("page", "integer", "1", []),
        ("limit", "integer", None, [("max", "50")]),
    ]
    assert [(one.code, one.meaning, one.source.line) for one in found.statuses] == [
        (200, "the list", 10),
        (401, "not signed in", 11),
    ]
    other = spec(FREE, "PUT", "/api/books/{id}")
    assert fields(other.request) == {"title": ("string", True)}
    assert [(one.code, one.meaning) for one in other.statuses] == [
        (400, "bad title"),
        (404, "no such book"),
    ]
    assert other.auth is not None
    assert other.auth.text == "the owner only"
    assert [(one.name, one.place) for one in other.parameters] == [("id", "path")]


PLACES = """\
openapi: 3.0.0
servers: [{url: https://x.example/api}]
paths:
  /books: {get: {responses: {default: {description: Some, content: {application/json:
    {schema: {type: object, properties: {id: {type: string}}}}}}}}}
  /files:
    servers: [{url: 'https://{host}/up/{v}', variables: {host: {default: f}, v: {default: v1}}}]
    post:
      responses:
        2XX:
          description: Stored
          headers:
            Location: {description: where it is, schema: {type: string, format: uri}}
            X-Left: {$ref: '#/components/headers/Left'}
            X-Bare: {}
        default: {description: Refused}
components:
  headers:
    Left: {schema: {type: integer}}
"""


def test_the_server_of_a_path_is_before_it() -> None:
    assert [name for name, _, _ in listed(PLACES)] == ["GET /api/books", "POST /up/v1/files"]


@pytest.mark.parametrize(
    ("operation", "path"),
    [
        ("{summary: A, servers: [{url: 'https://up.example/up'}]}", "/up/a"),
        ("{servers: [{url: '/{v}', variables: {v: {default: v2}}}], summary: A}", "/v2/a"),
        ("{summary: A, servers: [{url: 'https://up.example'}]}", "/a"),
        ("{summary: A, servers: []}", "/a"),
        ("{summary: A, x-a: {servers: [{url: /no}]}}", "/api/a"),
    ],
)
def test_the_server_of_an_operation_is_before_it_alone(operation: str, path: str) -> None:
    head = "openapi: 3.0.0\nservers: [{url: /api}]\n"
    text = f"{head}paths:\n  /a: {{get: {operation}, put: {{summary: B}}}}\n"
    assert [name for name, _, _ in listed(text)] == [f"GET {path}", "PUT /api/a"]


def test_headers_of_an_answer_and_answers_of_no_single_status() -> None:
    found = spec(PLACES, "POST", "/up/v1/files")
    assert [(one.text, one.source.line) for one in found.notes] == [
        ("Status 2XX: Stored", 10),
        ("Response header of 2XX: `Location`, string, where it is", 13),
        ("Response header of 2XX: `X-Left`, integer", 14),
        ("Response header of 2XX: `X-Bare`", 15),
        ("Any other status: Refused", 16),
    ]


def test_where_no_answer_is_told_of_success_any_is_its_body() -> None:
    (answer,) = spec(PLACES, "GET", "/api/books").responses
    assert [one.name for one in answer.fields] == ["id"]
