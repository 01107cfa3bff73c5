from __future__ import annotations

import json

import pytest
from story import at

from agent.core.samples import Json, beyond, body, good, kind
from agent.core.spec import Body, Limit, LimitKind, Parameter


def field(
    name: str, said: str | None = None, *limits: tuple[LimitKind, str], required: bool | None = None
) -> Parameter:
    found = tuple(Limit(kind=kind, value=value, source=at(1)) for kind, value in limits)
    return Parameter(
        name=name, place="body", source=at(1), type=said, required=required, limits=found
    )


@pytest.mark.parametrize(
    ("parameter", "found"),
    [
        (field("a", "VARCHAR(20)"), "text"),
        (field("a", "string", ("format", "uuid")), "uuid"),
        (field("a", "string"), "text"),
        (field("a", "timestamptz"), "time"),
        (field("a", "Date"), "date"),
        (field("a", "BIGINT"), "integer"),
        (field("a", "decimal(10,2)"), "number"),
        (field("a", "string[]"), "array"),
        (field("a", "e-mail"), "email"),
        (field("user_email"), "email"),
        (field("createdAt"), "time"),
        (field("due_date"), "date"),
        (field("avatar_url"), "url"),
        (field("a"), "text"),
    ],
)
def test_a_type_comes_to_a_kind(parameter: Parameter, found: str) -> None:
    assert kind(parameter) == found


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        (field("state", "string", ("choices", "new|old")), "new"),
        (field("stars", "int", ("choices", "1|2")), 1),
        (field("n", "integer"), 1),
        (field("n", "integer", ("min", "18")), 18),
        (field("n", "integer", ("above", "5")), 6),
        (field("n", "number", ("above", "5")), 5.5),
        (field("n", "integer", ("max", "0")), 0),
        (field("n", "number", ("below", "1")), 0.5),
        (field("n", "number", ("min", "many")), 1),
        (field("tags", "array"), []),
        (field("tags", "array", ("min", "1")), ["one"]),
        (field("tag_ids", "array", ("min", "1")), [1]),
        (field("ok", "boolean"), True),
        (field("day", "date"), "2026-03-02"),
        (field("title", "string"), "title"),
        (field("author.full_name", "string"), "full name"),
        (field("title", "string", ("min_length", "8")), "title xx"),
        (field("title", "string", ("max_length", "3")), "tit"),
        (field("title", "string", ("min_length", "2")), "title"),
        (field("title", "string", ("max_length", "0")), "title"),
    ],
)
def test_a_good_value_keeps_the_limits(parameter: Parameter, value: Json) -> None:
    assert good(parameter) == value


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        (field("s", "string", ("choices", "a|b")), ("no-such-choice", "s is none of its values")),
        (field("n", "integer", ("min", "18")), (17, "n is too small")),
        (field("n", "integer", ("max", "100")), (101, "n is too large")),
        (field("n", "integer"), ("wrong", "n is no integer")),
        (field("t", "string", ("max_length", "3")), ("xxxx", "t is too long")),
        (field("t", "string", ("min_length", "1")), ("", "t is empty")),
        (field("t", "string", ("max_length", "5000")), None),
        (field("due_date"), ("wrong", "due_date is no date")),
        (field("tags", "array"), None),
    ],
)
def test_a_bad_value_breaks_one_limit(parameter: Parameter, value: tuple[Json, str] | None) -> None:
    assert beyond(parameter) == value


@pytest.mark.parametrize(
    ("example", "sent"),
    [
        ('{"title": "Emma", "n": 2}', {"title": "Emma", "n": 2}),
        ('{"title": "string", "n": "number"}', {"title": "title", "n": 18}),
        ('{"id": "uuid", "at": "timestamp | null"}', None),
        ('{"x": "long (optional)", "y": "string?", "tags": ["string[]"]}', None),
        ("{ broken", {"title": "title", "n": 18}),
        ("", {"title": "title", "n": 18}),
    ],
)
def test_an_example_that_names_types_gets_values(example: str, sent: Json) -> None:
    fields = (
        field("title", "string", required=True),
        field("n", "integer", ("min", "18"), required=True),
        field("note", "string"),
    )
    made = body(Body(source=at(1), fields=fields, example=example))
    if sent is not None:
        assert made == sent
    for word in ("uuid", "timestamp", "long", "string"):
        assert f'"{word}' not in json.dumps(list(made.values()) if isinstance(made, dict) else made)


def test_fields_stand_in_where_none_is_required() -> None:
    fields = (field("a", "string"), field("a.b", "string"), field("n", "int"))
    assert body(Body(source=at(1), fields=fields)) == {"a": "a", "n": 1}
    assert body(Body(source=at(1), example='{"m": "", "k": "text"}')) == {"m": "", "k": "k"}
