from __future__ import annotations

import pytest

from agent.core.documents import RepoPath, Source
from agent.core.spec import Body, Endpoint, Limit, LimitKind, Parameter, Spec
from agent.drafters.builtin.crud.imports import House, with_imports
from agent.drafters.builtin.crud.insert import with_element, with_statement
from agent.drafters.builtin.crud.listing import read_listing
from agent.drafters.builtin.crud.samples import bad, edges, fits, good, other, unique
from agent.drafters.builtin.crud.shape import example, shape_of
from agent.drafters.builtin.crud.values import Value, literal, quoted, source, unsupported, value
from agent.drafters.builtin.project.models import Field, Model

LONG = """\
from app.models import (
    Author,
    Book,
    Category,
    Loan,
    Member,
    Z,
)
"""
HOUSE = House(width=60, own=frozenset({"app"}))
SOURCE = Source(path=RepoPath(".ai/api-plan.md"), line=1, last=1)


@pytest.mark.parametrize(
    ("before", "need", "after"),
    [
        ("x = 1\n", "app.db.Session", "from app.db import Session\nx = 1\n"),
        ('"""Doc."""\n\nx = 1\n', "a.b", '"""Doc."""\n\nfrom a import b\n\nx = 1\n'),
        ("from a import b\n", "a.b", "from a import b\n"),
        ("from a import b\n", "a.B", "from a import B, b\n"),
        ("from a import b as c\n", "a.b as c", "from a import b as c\n"),
        ("from a import b  # why\n", "a.c", "from a import b  # why\nfrom a import c\n"),
        ("from a import *\n", "a.c", "from a import *\nfrom a import c\n"),
        ("import re\n", "pytest", "import re\n\nimport pytest\n"),
        ("import pytest\n", "pytest", "import pytest\n"),
        ("import pytest\n", "re.match", "from re import match\n\nimport pytest\n"),
        ("import re\n\nimport app.x\n", "b.c", "import re\n\nfrom b import c\n\nimport app.x\n"),
        ("import b\n# of c\nimport c\n", "a.a", "import b\n# of c\nimport c\nfrom a import a\n"),
        ("import re\n\n# note\nfrom c import d\n", "b.x",
         "import re\n\nfrom b import x\n# note\nfrom c import d\n"),
        (
            "from fastapi import Depends, HTTPException\n",
            "fastapi.APIRouter",
            "from fastapi import APIRouter, Depends, HTTPException\n",
        ),
        (
            "from app.models import Author, Book, Category, Loan, Member\n",
            "app.models.Z",
            LONG,
        ),
        ("from .a import b\n", "app.x.y", "from .a import b\nfrom app.x import y\n"),
    ],
)  # fmt: skip
def test_an_import_goes_where_it_is_sorted(before: str, need: str, after: str) -> None:
    assert with_imports(before, (need,), name="app.own", house=HOUSE) == after


def test_a_module_does_not_import_itself() -> None:
    assert with_imports("x = 1\n", ("app.own.x",), name="app.own", house=HOUSE) == "x = 1\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("R = (a,)\n", "R = (a, b.r)\n"),
        ("R = (a, c)  # all\n", "R = (a, c, b.r)  # all\n"),
        ("R = [\n    a,  # first\n    c,\n]\n", "R = [\n    a,  # first\n    c,\n    b.r,\n]\n"),
        ("S = 1\n", None),
        ("R = f()\n", None),
    ],
)
def test_a_router_joins_a_tuple_of_routers(before: str, after: str | None) -> None:
    assert with_element(before, "R", "b.r", width=60) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("app.add(a)\nx = 1\n", "app.add(a)\napp.add(b)\nx = 1\n"),
        (
            "def make():\n    app.add(a)  # one\n    return app\n",
            "def make():\n    app.add(a)  # one\n    app.add(b)\n    return app\n",
        ),
        ("x = 1\n", None),
    ],
)
def test_a_statement_goes_behind_its_like(before: str, after: str | None) -> None:
    assert with_statement(before, "app.add(b)", after=r"app\.add\(") == after


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"a": 1}', {"a": 1}),
        ('{"a": "http://x", // why\n "b": [1, ...]}', {"a": "http://x", "b": [1]}),
        ('[{"a": 1,}, …]', [{"a": 1}]),
        ("not json", None),
    ],
)
def test_an_example_is_read_with_its_comments(text: str, found: object) -> None:
    assert example(text) == found


def spec(response: str) -> Spec:
    return Spec(
        endpoint=Endpoint(method="GET", path="/x"),
        title="",
        responses=(Body(source=SOURCE, example=response),),
    )


@pytest.mark.parametrize(
    ("response", "many", "items", "unclear"),
    [
        ('{"id": 1}', False, None, False),
        ('[{"id": 1}]', True, None, False),
        ('{"items": [{"id": 1}], "total": 1}', True, "items", False),
        ('{"data": [{"id": 1}], "meta": {"page": 1, "totalPages": 1}}', True, "data", False),
        ('{"data": [{"id": 1}], "weird": 1}', True, None, True),
        ('{"data": {"id": 1}}', False, None, True),
        ("7", False, None, True),
    ],
)
def test_the_shape_of_a_response(
    *, response: str, many: bool, items: str | None, unclear: bool
) -> None:
    shape = shape_of(spec(response))

    assert (shape.many, bool(shape.unclear)) == (many, unclear)
    assert (shape.envelope.items if shape.envelope else None) == items


MODEL = Model(
    name="Thing",
    table="things",
    module="app.models",
    fields=(
        Field(name="id", type="int", primary=True),
        Field(name="name", type="str", length=20),
        Field(name="text", type="str"),
        Field(name="size", type="int"),
        Field(name="created_at", type="datetime", default=True),
        Field(name="closed_at", type="datetime", nullable=True),
    ),
    checks=("size > 0", "size <= 9", "length(name) BETWEEN 2 AND 8"),
)


def given(name: str, kind: str = "str", note: str = "", choices: tuple[str, ...] = ()) -> Value:
    column = MODEL.field(name)
    return Value(name=name, type=kind, place="query", note=note, column=column, choices=choices)


@pytest.mark.parametrize(
    ("value_", "kind", "columns"),
    [
        (given("name"), "equal", ["name"]),
        (given("size", "int"), "equal", ["size"]),
        (given("min_size", "int"), "least", ["size"]),
        (given("size_to", "int"), "most", ["size"]),
        (given("q", note="the name or text contains it"), "contains", ["name", "text"]),
        (given("name", note="a part of the name"), "contains", ["name"]),
        (given("closed", "bool", note="`true` for those that are closed"), "null", ["closed_at"]),
    ],
)
def test_what_a_parameter_filters(value_: Value, kind: str, columns: list[str]) -> None:
    (found,) = read_listing((value_,), MODEL, "").filters

    assert (found.kind, [one.name for one in found.columns]) == (kind, columns)


@pytest.mark.parametrize(
    "values",
    [
        (given("strange"),),
        (given("open", "bool"),),
        (given("sort", choices=("name", "price")),),
        (given("order", choices=("asc", "desc")),),
        (given("sort", choices=("name",)), given("order", choices=("up", "down"))),
        (given("page", "int"),),
    ],
)
def test_a_parameter_that_is_not_understood_is_said(values: tuple[Value, ...]) -> None:
    assert read_listing(values, MODEL, "").unclear


@pytest.mark.parametrize(
    ("said", "fixed"),
    [
        ("sorted by `size` descending, then by `id` descending", (("size", True), ("id", True))),
        ("Ordered by name", (("name", False),)),
        ("the newest first", (("created_at", True),)),
        ("in any order", ()),
    ],
)
def test_a_fixed_order_is_read_from_the_text(said: str, fixed: tuple[object, ...]) -> None:
    assert read_listing((), MODEL, said).sorting.fixed == fixed


def parameter(
    kind: str,
    *limits: tuple[LimitKind, str],
    required: bool | None = None,
    default: str | None = None,
) -> Parameter:
    return Parameter(
        name="x",
        place="body",
        source=SOURCE,
        type=kind,
        required=required,
        default=default,
        limits=tuple(Limit(kind=one, value=text, source=SOURCE) for one, text in limits),
    )


@pytest.mark.parametrize(
    ("parameter_", "annotation", "bounds"),
    [
        (parameter("string", ("max_length", "9"), required=True), "str", ("max_length=9",)),
        (parameter("integer", ("min", "1_000"), required=True), "int", ("ge=1000",)),
        (parameter("number", required=False), "float | None", ()),
        (parameter("decimal", required=True), "Decimal", ()),
        (parameter("uuid", required=True), "UUID", ()),
        (parameter("date-time", required=True), "datetime", ()),
        (parameter("date", required=True), "date", ()),
        (parameter("boolean", default="true"), "bool", ()),
        (parameter("string", ("choices", "a|b"), required=True), 'Literal["a", "b"]', ()),
        (parameter("integer", ("choices", "1|2"), required=True), "Literal[1, 2]", ()),
        (parameter("string or null", required=True), "str | None", ()),
        (parameter("string", ("format", "email"), required=True), "str",
         (r'pattern=r"^[^@\s]+@[^@\s]+$"',)),
        (parameter("array of strings", required=True), "", ()),
    ],
)  # fmt: skip
def test_a_documented_value_in_python(
    parameter_: Parameter, annotation: str, bounds: tuple[str, ...]
) -> None:
    found = value(parameter_, None)

    assert (found.annotation, found.bounds) == (annotation, bounds)


@pytest.mark.parametrize(
    "value_",
    [
        Value(name="not-a-name", type="str"),
        Value(name="x", type=""),
        Value(name="x", type="str", pattern="(?=a)b"),
    ],
)
def test_what_no_template_writes_is_said(value_: Value) -> None:
    assert unsupported((value_,)) is not None


def test_T33_a_document_is_never_template_text() -> None:
    hostile = '{{ 7 * 7 }} {x.__class__} "quoted" \\ {% if %}'

    assert eval(quoted(hostile)) == hostile  # noqa: S307 (our own source, read back)
    assert eval(source({"a": [hostile, None, True]})) == {"a": [hostile, None, True]}  # noqa: S307 (the same)
    assert literal("`null`", "str") == "None"


VALUES = (
    Value(name="isbn", type="str", pattern="^[0-9]{13}$"),
    Value(name="code", type="str", pattern=r"^[A-Z]{2}\d{2}$", shortest=4, longest=4),
    Value(name="name", type="str", shortest=2, longest=5),
    Value(name="long", type="str", shortest=300),
    Value(name="count", type="int", minimum="3", maximum="7"),
    Value(name="rate", type="float", minimum="0.5"),
    Value(name="state", type="str", choices=("on", "off")),
    Value(name="level", type="int", choices=("1", "2")),
    Value(name="email", type="str", pattern=r"^[^@\s]+@[^@\s]+$", longest=30),
)


@pytest.mark.parametrize("value_", VALUES, ids=lambda one: one.name)
def test_samples_keep_a_limit_or_break_it(value_: Value) -> None:
    sample = good(value_)

    assert fits(value_, sample)
    assert fits(value_, other(value_, sample))
    assert other(value_, sample) != sample
    assert all(fits(value_, one) for one in edges(value_))
    assert bad(value_)
    assert not any(fits(value_, one) for one in bad(value_))


@pytest.mark.parametrize("value_", [one for one in VALUES if one.type == "str" and not one.choices])
def test_unique_samples_differ(value_: Value) -> None:
    text = unique(value_)

    assert text is not None
    made = {eval(text, {"numbers": iter([number])}) for number in (1, 2, 3)}  # noqa: S307 (our own source)
    assert len(made) == 3
    assert all(fits(value_, one) for one in made)
