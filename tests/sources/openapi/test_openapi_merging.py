from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.spec import Endpoint, Parameter, Spec
from agent.sources.gathering.gather import gather
from agent.sources.gathering.merging import merged
from agent.sources.openapi.apidata import is_data, is_prose
from agent.sources.openapi.reader import describe

PROSE = """# API plan

### POST /shelves/{shelf_id}/books

Adds a book.

- Query parameters:
  - `notify` (boolean, optional)
- Request body:
  - `title`: string, required, 1 to 200 characters
  - `pages`: integer
- Success: 201 Created: the book
"""
DATA = """openapi: 3.0.0
security: [{key: []}]
paths:
  /shelves/{id}/books:
    post:
      summary: Puts a book on a shelf
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer}}
        - {name: notify, in: query, required: true, schema: {type: boolean, default: false}}
        - {name: lang, in: query, schema: {type: string}}
      requestBody:
        content:
          application/json:
            schema:
              required: [title]
              properties:
                title: {type: string, maxLength: 100, pattern: '^x'}
                pages: {type: string}
                note: {type: string}
      responses:
        '201': {description: Made, content: {application/json: {example: {id: 1}}}}
        '409': {description: The title exists}
"""
ENDPOINT = Endpoint(method="POST", path="/shelves/{shelf_id}/books")


def document(path: str, text: str) -> Document:
    return Document(path=RepoPath(path), role="api-plan", text=text)


PLAN, OPENAPI = document("api-plan.md", PROSE), document("openapi.yaml", DATA)


def one(name: str, **facts: object) -> Parameter:
    said = {"place": "body", "source": PLAN.source(1), **facts}
    return Parameter(name=name, **said)  # type: ignore[arg-type] # the rows name the fields


def test_what_the_plan_lacks_comes_from_the_description() -> None:
    described = describe(ENDPOINT, OPENAPI, lambda _: None)
    assert described is not None
    found = gather(ENDPOINT, [OPENAPI, PLAN], (), [described])
    assert found.title.startswith("Adds a book")
    assert [(each.name, each.type, each.default) for each in found.parameters] == [
        ("notify", "boolean", "false"),
        ("shelf_id", "integer", None),
        ("lang", "string", None),
    ]
    assert found.request is not None
    title, pages, note = found.request.fields
    assert [(each.kind, each.value, str(each.source)) for each in title.limits] == [
        ("min_length", "1", "api-plan.md:10"),
        ("max_length", "200", "api-plan.md:10"),
        ("pattern", "^x", "openapi.yaml:17"),
    ]
    assert (pages.type, note.name) == ("integer", "note")
    assert [(each.code, str(each.source)) for each in found.statuses] == [
        (201, "api-plan.md:12"),
        (409, "openapi.yaml:22"),
    ]
    assert [each.example for each in found.responses] == ['{\n  "id": 1\n}']
    assert found.auth is not None
    assert [each.source.path.value for each in found.excerpts] == ["api-plan.md", "openapi.yaml"]


def test_contradictions_name_both_places() -> None:
    described = describe(ENDPOINT, OPENAPI, lambda _: None)
    assert described is not None
    found = gather(ENDPOINT, [PLAN, OPENAPI], (), [described])
    assert [each.finding.message for each in found.contradictions] == [
        "need of `notify`: optional in api-plan.md:8, required in openapi.yaml:9",
        "length of `title`: \u2264 200 in api-plan.md:10, \u2264 100 in openapi.yaml:17",
        "type of `pages`: integer in api-plan.md:11, string in openapi.yaml:18",
    ]
    (first, *_) = found.contradictions
    assert (first.by, first.finding.rule) == ("first", "contradiction")
    assert [str(one) for one in first.finding.evidence] == ["openapi.yaml:9"]


def test_a_description_alone_is_a_spec_without_the_gap_of_a_missing_plan() -> None:
    described = describe(ENDPOINT, OPENAPI, lambda _: None)
    assert described is not None
    found = gather(ENDPOINT, [OPENAPI], (), [described])
    assert found.title == "Puts a book on a shelf"
    assert "path" not in {gap.topic for gap in found.gaps}
    assert merged([described]) is described


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (one("a", type="text"), one("a", type="uuid | null")),
        (one("a", type="int"), one("a", type="number")),
        (one("a", type="string or integer"), one("a", type="integer")),
        (one("a", type="Genre"), one("a", type="string")),
        (one("a", type="string[]"), one("a", type="array of string")),
        (one("createdAt", type="string"), one("created_at", type="date-time")),
        (one("a", required=True), one("a")),
        (one("a", place="path", required=None), one("a", place="path", required=True)),
    ],
)
def test_the_same_in_other_words_is_no_contradiction(first: Parameter, second: Parameter) -> None:
    both = merged(
        [Spec(endpoint=ENDPOINT, title="", parameters=(each,)) for each in (first, second)]
    )
    assert both.contradictions == ()
    assert len(both.parameters) == 1


def test_which_documents_are_data() -> None:
    fenced = document("api.md", f"# API\n\n```yaml\n{DATA}```\n")
    assert [is_data(each) for each in (PLAN, OPENAPI, fenced)] == [False, True, True]
    assert [is_prose(each.path) for each in (PLAN, OPENAPI, fenced)] == [True, False, True]
    found = describe(Endpoint(method="POST", path="/shelves/{x}/books"), fenced, lambda _: None)
    assert found is not None
    assert found.excerpts[0].source.line == 8
