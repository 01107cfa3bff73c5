from __future__ import annotations

import time

import pytest

from agent.core.documents import Document, RepoPath
from agent.sources.openapi.reader import describe, listing

HEAD = "openapi: 3.0.0\ninfo: {title: x, version: 1.0}\npaths:\n"
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)


def operation(path: str, method: str = "get", summary: str = "Does") -> str:
    said = "      responses:\n        200:\n          description: OK\n"
    return f"  {path}:\n    {method}:\n      summary: {summary}\n{said}"


def read(text: str, path: str = "openapi.yaml") -> tuple[list[str], list[str]]:
    """The endpoints with their titles, and the findings with their lines; each is described."""
    document = Document(path=RepoPath(path), role="api-plan", text=text)
    found = listing(document, lambda _: None)
    specs = [describe(one.endpoint, document, lambda _: None) for one in found.endpoints[:5]]
    more = {one for spec in specs if spec is not None for one in spec.findings}
    told = sorted({*found.findings, *more}, key=lambda one: (one.source and one.source.line) or 0)
    return (
        [f"{one.endpoint} {one.title}".rstrip() for one in found.endpoints],
        [f"{one.source and one.source.line}: {one.message}" for one in told],
    )


A, B = operation("/a"), operation("/b")
TWICE = "stands here once more; where both say a thing, the last counts"


@pytest.mark.parametrize(
    ("text", "endpoints", "findings"),
    [
        pytest.param(HEAD + A + B, ["GET /a Does", "GET /b Does"], [], id="integer status"),
        pytest.param(
            "\ufeff" + (HEAD + A).replace("\n", "\r\n"), ["GET /a Does"], [], id="BOM CRLF"
        ),
        pytest.param(f"So:\n\n```yaml\n{HEAD}{A}```\nEnd.\n", ["GET /a Does"], [], id="fence"),
        pytest.param(HEAD + "  /a:\n    get:\n", ["GET /a"], [], id="null operation"),
        pytest.param(HEAD + "  /a:\n    get: {summary: A}\n", ["GET /a A"], [], id="no responses"),
        pytest.param(HEAD + "  a/b:\n    GET: {summary: A}\n", ["GET /a/b A"], [], id="odd key"),
        pytest.param(HEAD + A + "  x-note: {get: {}}\n", ["GET /a Does"], [], id="extension"),
        pytest.param(f"---\n{HEAD}{A}---\nother: 1\n", ["GET /a Does"], [], id="two documents"),
        pytest.param(
            HEAD + operation("/a", summary="x\x07\u2028\x85y") + B,
            ["GET /a x y", "GET /b Does"],
            [],
            id="control characters",
        ),
        pytest.param(
            HEAD + A.replace("    get", "\tget").replace("      ", "\t\t") + B,
            ["GET /a Does", "GET /b Does"],
            ["5: tabs indent lines; each is read as 4 blanks"],
            id="tabs",
        ),
        pytest.param(
            HEAD + A + operation("/a", "post"),
            ["GET /a Does", "POST /a Does"],
            [f"10: `/a` {TWICE}"],
            id="a path twice",
        ),
        pytest.param(
            HEAD + A + operation("/a", summary="Other"),
            ["GET /a Other"],
            [f"10: `/a` {TWICE}"],
            id="a method twice",
        ),
        pytest.param(
            f"{HEAD}{A}components: {{}}\npaths:\n{B}",
            ["GET /a Does", "GET /b Does"],
            [f"11: `paths` {TWICE}"],
            id="paths twice",
        ),
        pytest.param(
            HEAD + "  /a:\n    get: {summary: A, parameters: [{in: query, name: a, name: b}]}\n",
            ["GET /a A"],
            [f"5: `name` {TWICE}"],
            id="a deep key twice",
        ),
        pytest.param(
            HEAD + operation("/a", summary="Note: this") + B,
            ["GET /a Note: this", "GET /b Does"],
            ["6: mapping values are not allowed in this context; the value is read as text"],
            id="colon",
        ),
        pytest.param(
            HEAD + operation("/a", summary="@me") + B,
            ["GET /a @me", "GET /b Does"],
            ["6: found character that cannot start any token; the value is read as text"],
            id="at sign",
        ),
        pytest.param(
            HEAD + operation("/a", summary='"open') + B,
            ["GET /a open", "GET /b Does"],
            ["6: found unexpected end of stream; the value is read as text"],
            id="open quote",
        ),
        pytest.param(
            HEAD + A + "  oops\n" + B,
            ["GET /a Does", "GET /b Does"],
            ["10: could not find expected ':'; the line is left out"],
            id="no key",
        ),
        pytest.param(
            HEAD + "  /a:\n    get: {summary: A, responses: {200: {description: y}\n" + B,
            ["GET /a", "GET /b Does"],
            ["5: did not find expected ',' or '}'; the value is read as text"],
            id="open brace",
        ),
    ],
)
def test_invalid_files_are_read_as_far_as_they_go(
    text: str, endpoints: list[str], findings: list[str]
) -> None:
    assert read(text) == (endpoints, findings)


@pytest.mark.parametrize(
    ("text", "endpoints", "findings"),
    [
        pytest.param(
            '{ // yes\n"swagger": "2.0",\n'
            'paths: {"/a": {"get": {"summary": "A: b, \\u00e9",},}, /* x */}}',
            ["GET /a A: b, é"],
            [],
            id="comments and commas",
        ),
        pytest.param(
            '{"openapi": "3.0.0",\n"paths": {"/a": {"get": {"summary": "A"}},\n"/b": {"put": {"su',
            ["GET /a A", "PUT /b"],
            ["3: the file ends before its brackets are closed; what follows is not read"],
            id="cut",
        ),
        pytest.param(
            '{"openapi": "3.0.0", "paths": {"/a": {"get": {"summary": , "tags": }}}}',
            ["GET /a"],
            [],
            id="no values",
        ),
    ],
)
def test_invalid_json_is_read_too(text: str, endpoints: list[str], findings: list[str]) -> None:
    assert read(text, "swagger.json") == (endpoints, findings)


def test_a_parameter_in_braces_of_a_template() -> None:
    assert read(HEAD + operation("/pens/{{id}}"))[0] == ["GET /pens/{id} Does"]


def test_anchors_and_merge_keys_count_wherever_they_stand() -> None:
    text = (
        "openapi: 3.0.0\nx-p: &p {name: q, in: query, schema: &s {type: integer, maximum: 5}}\n"
        "x-c: &c\n  get: {summary: Shared, parameters: [*p]}\n"
        "paths:\n  /a:\n    <<: *c\n    put:\n"
        "      parameters:\n        - <<: *p\n          name: r\n"
    )
    document = Document(path=RepoPath("o.yaml"), role="api-plan", text=text)
    found = [
        describe(one.endpoint, document, lambda _: None)
        for one in listing(document, lambda _: None).endpoints
    ]
    told = [
        (str(one.endpoint), [(each.name, each.type, len(each.limits)) for each in one.parameters])
        for one in found
        if one is not None
    ]
    assert sorted(told) == [("GET /a", [("q", "integer", 1)]), ("PUT /a", [("r", "integer", 1)])]


@pytest.mark.parametrize(
    ("text", "endpoints"),
    [
        pytest.param(f"{HEAD}{B}  /a: {'[' * 100_000}\n", ["GET /b Does"], id="lists"),
        pytest.param(f"{HEAD}{B}  /a: {'{a: ' * 100_000}\n", ["GET /b Does"], id="mappings"),
        pytest.param(f"{HEAD}{B}  /a: {'- ' * 100_000}\n", ["GET /b Does"], id="dashes"),
        pytest.param(
            HEAD + B + "  /a:\n" + "".join(f"{' ' * (4 + n)}a:\n" for n in range(2_000)),
            ["GET /b Does"],
            id="blocks",
        ),
        pytest.param(
            '{"openapi": "3.0.0", "paths": {"/b": {"get": {}}, "/a": ' + '{"a": [' * 100_000,
            ["GET /b"],
            id="json",
        ),
    ],
)
def test_T35_what_is_too_deep_is_refused_with_a_line(text: str, endpoints: list[str]) -> None:
    start = time.process_time()
    found, findings = read(text)
    assert found == endpoints
    assert any("levels deep" in one or "not allowed" in one for one in findings)
    assert time.process_time() - start < 20  # exponential never ends


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            BOMB
            + HEAD
            + A.replace("Does", "Does\n      requestBody: {content: {j: {example: *j}}}"),
            id="alias bomb",
        ),
        pytest.param(
            f"{BOMB}all:\n  - {{method: GET, path: /a, name: Does, body: *j}}\n", id="free"
        ),
        pytest.param(
            f"x: &x\n  b: *x\n{HEAD}" + A.replace("Does", "Does\n      requestBody: *x"), id="loop"
        ),
    ],
)
def test_T35_aliases_do_not_explode(text: str) -> None:
    start = time.process_time()
    assert read(text)[0] == ["GET /a Does"]
    assert time.process_time() - start < 20  # exponential never ends


def test_T35_too_many_aliases_are_refused() -> None:
    text = f"x: &x 1\ny: [{', '.join(['*x'] * 30_000)}]\n{HEAD}{A}"
    assert read(text) == ([], ["2: more than 20,000 aliases; what follows is not read"])


@pytest.mark.parametrize("word", ["oneOf", "allOf", "anyOf"])
def test_T35_schemas_that_refer_to_each_other_in_every_way_come_to_an_end(word: str) -> None:
    names = range(12)
    all_of_them = ", ".join(f"{{$ref: '#/components/schemas/S{one}'}}" for one in names)
    schemas = "".join(f"    S{one}: {{{word}: [{all_of_them}]}}\n" for one in names)
    body = "      requestBody: {content: {j: {schema: {$ref: '#/components/schemas/S0'}}}}\n"
    start = time.process_time()
    endpoints, findings = read(f"{HEAD}{A}{body}components:\n  schemas:\n{schemas}")
    assert endpoints == ["GET /a Does"]
    assert ["so much is referred to" in one for one in findings] == [True]
    assert time.process_time() - start < 20  # exponential never ends


@pytest.mark.parametrize("text", ["", "hello", "[]", "{}", "- a\n", "openapi: 3.0.0\npaths: 1\n"])
def test_nothing_is_listed_where_nothing_is(text: str) -> None:
    assert read(text) == ([], [])


def test_what_nobody_can_read_is_left_out_with_its_lines() -> None:
    nonsense = "".join(f"%{n}\n" for n in range(60))
    endpoints, findings = read(f"{HEAD}{A}{nonsense}{B}")
    assert endpoints == ["GET /a Does", "GET /b Does"]
    assert findings[-1] == "25: found unknown directive name; lines 25 to 69 are left out"


def test_every_path_of_a_file_may_have_its_mistake() -> None:
    paths = "".join(operation(f"/p{n}", summary="a: b") for n in range(40))
    endpoints, findings = read(HEAD + paths)
    assert (len(endpoints), len(findings)) == (40, 40)
