from __future__ import annotations

import shlex
from dataclasses import replace

import pytest
from plain import text
from story import at

from agent.core.spec import (
    Body,
    Column,
    Endpoint,
    Excerpt,
    Limit,
    LimitKind,
    Parameter,
    Spec,
    Status,
    Table,
)
from agent.pages.tries import try_rows

FRONT = Parameter(
    name="front",
    place="body",
    source=at(12),
    type="string",
    required=True,
    limits=(Limit(kind="max_length", value="3", source=at(12)),),
)
LEVEL = Parameter(name="level", place="body", source=at(14), type="Integer", required=True)
BODY = Body(source=at(10), fields=(FRONT, LEVEL))
ID = Parameter(name="id", place="path", source=at(8), type="integer")


def spec(*codes: int, endpoint: str = "PUT /api/cards/{id}", auth: str = "") -> Spec:
    method, path = endpoint.split(" ", 1)
    return Spec(
        endpoint=Endpoint(method=method, path=path),
        title="Change a card",
        parameters=(ID,),
        request=None if method == "GET" else BODY,
        auth=Excerpt(source=at(5), text=auth) if auth else None,
        statuses=tuple(
            Status(code=code, meaning=f"means {code}", source=at(20 + n))
            for n, code in enumerate(codes)
        ),
    )


def rows(told: Spec) -> list[str]:
    return text(tuple(try_rows(told))).replace(" \\\n ", "").splitlines()[1:]


def test_a_try_for_each_status_the_documents_show_a_way_to() -> None:
    head = "curl -si -X PUT $H/api/cards/"
    signed = '-H "Authorization: Bearer $TOKEN" '
    json = "-H 'Content-Type: application/json' -d "
    body = '\'{"front": "fro", "level": 1}\''
    assert rows(spec(200, 400, 401, 403, 404, 409, 422, 500, auth="Bearer token")) == [
        "200 means 200   api-plan.md:20",
        f"{head}1 {signed}{json}{body}",
        "400 the body is no JSON   api-plan.md:21",
        f"{head}1 {signed}{json}'{{'",
        "401 nobody is signed in   api-plan.md:22",
        f"{head}1 {json}{body}",
        "403 $OTHER: who may not do this   api-plan.md:23",
        f"{head}1 {signed.replace('TOKEN', 'OTHER')}{json}{body}",
        "404 id names nothing   api-plan.md:24",
        f"{head}999999999 {signed}{json}{body}",
        "409 the line of 200 once more: means 409   api-plan.md:25",
        "422 front is missing   api-plan.md:26",
        f"{head}1 {signed}{json}'{{\"level\": 1}}'",
        "    front is too long",
        f'{head}1 {signed}{json}\'{{"front": "xxxx", "level": 1}}\'',
        "500 means 500   api-plan.md:27",
    ]


def test_what_the_status_names_is_tried_first() -> None:
    told = spec(200, 422)
    named = Status(code=422, meaning="level is no number", source=at(9))
    shown = rows(replace(told, statuses=(told.statuses[0], named)))
    assert shown[2:5:2] == ["422 level is no Integer   api-plan.md:9", "    front is missing"]


@pytest.mark.parametrize(
    ("auth", "codes", "sent"),
    [
        ("Bearer token", (200,), '-H "Authorization: Bearer $TOKEN"'),
        ("A session cookie", (200,), '-b "$TOKEN"'),
        ("Public, no authentication", (200,), ""),
        ("", (200, 401), '-H "Authorization: Bearer $TOKEN"'),
        ("", (200,), ""),
    ],
)
def test_who_is_signed_in_is_sent_where_that_is_asked(
    auth: str, codes: tuple[int, ...], sent: str
) -> None:
    shown = rows(spec(*codes, endpoint="GET /api/cards", auth=auth))
    assert shown[1] == f"curl -si $H/api/cards {sent}".rstrip()


@pytest.mark.parametrize(
    ("path", "tried"),
    [
        ("/a/:id/b", "/a/1/b"),
        ("/a/<id>", "/a/1"),
        ("/a/[id]", "/a/1"),
        ("/a", "/a"),
        ("/a;rm -rf ~", "'/a;rm -rf ~'"),
        ("/a$(id)", "'/a$(id)'"),
    ],
)
def test_a_path_is_data_in_a_command(path: str, tried: str) -> None:
    told = replace(spec(200, 404), endpoint=Endpoint(method="GET", path=path), request=None)
    shown = rows(told)
    assert shown[1] == f"curl -si $H{tried}"
    assert (len(shown) == 4) is bool(told.endpoint.parameters)


UUID = ("0b0e7f5a-2c61-4a53-9d5a-2f6f2f1d3c11", "00000000-0000-4000-8000-000000000000")


@pytest.mark.parametrize(
    ("columns", "sent", "unknown"),
    [
        ({"id": "uuid"}, *UUID),
        ({"id": "bigint", "box_id": "uuid"}, *UUID),
        ({"id": "bigserial"}, "1", "999999999"),
        ({"title": "uuid"}, "1", "no-such-one"),
    ],
)
def test_a_key_without_a_type_has_that_of_its_column(
    columns: dict[str, str], sent: str, unknown: str
) -> None:
    made = (Column(name=name, type=kind, source=at(4)) for name, kind in columns.items())
    told = replace(
        spec(200, 404, endpoint="GET /api/boxes/{boxId}"),
        parameters=(Parameter(name="boxId", place="path", source=at(2)),),
        tables=(Table(name="boxes", source=at(3), columns=tuple(made)),),
    )
    assert rows(told)[1::2] == [f"curl -si $H/api/boxes/{one}" for one in (sent, unknown)]


def test_required_headers_and_query_are_sent_encoded() -> None:
    def named(name: str, place: str, kind: LimitKind, value: str) -> Parameter:
        limit = Limit(kind=kind, value=value, source=at(3))
        whole = Parameter(name=name, place="query", source=at(3), required=True, limits=(limit,))
        return replace(whole, place="header") if place == "header" else whole

    told = replace(
        spec(200, 400, endpoint="GET /api/cards"),
        parameters=(
            named("sort by", "query", "choices", "ä b|c"),
            named("X-Tenant", "header", "choices", "acme"),
            named("Authorization", "header", "choices", "x"),
        ),
    )
    assert rows(told) == [
        "200 means 200   api-plan.md:20",
        "curl -si $H'/api/cards?sort%20by=%C3%A4%20b' -H 'X-Tenant: acme'",
        "400 sort by is none of its values   api-plan.md:21",
        "curl -si $H'/api/cards?sort%20by=no-such-choice' -H 'X-Tenant: acme'",
    ]


@pytest.mark.parametrize(
    ("example", "sent"),
    [
        ('{\n  "front": "ż"\n}', '{"front": "ż"}'),
        ('{ "front": ...,\n }', '{"front": "fro", "level": 1}'),
        ('{"front": "it\'s"}', '{"front": "it\'s"}'),
        ("[1]", "[1]"),
    ],
)
def test_the_documented_example_is_sent_as_it_stands(example: str, sent: str) -> None:
    told = replace(spec(200, 422), request=replace(BODY, example=example))
    assert shlex.split(rows(told)[1])[-1] == sent
