"""An answer that is the whole object is its type, where else only a row of a list shows it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent.core.documents import RepoPath, Source
from agent.core.findings import Gap
from agent.core.shapes import Serves, TypeDefinition, TypeField
from agent.core.spec import Body, Endpoint, Parameter, Spec, Status
from agent.drafters.builtin.planning.subject import subject_of
from agent.drafters.builtin.planning.tables.typedanswer import with_sent, with_typed

HERE = Source(path=RepoPath("api-plan.md"), line=9, last=9)
THERE = Source(path=RepoPath("src/types.ts"), line=1, last=6)
LIST, GET = (Endpoint(method="GET", path=path) for path in ("/lamps", "/lamps/{id}"))
ROW = Body(
    source=HERE,
    fields=tuple(Parameter(name=one, place="response", source=HERE) for one in ("id", "title")),
    shown_by=LIST,
)


def _type(name: str, *fields: str) -> TypeDefinition:
    given = (one.partition(": ") for one in fields)
    found = tuple(TypeField(name=one, type=said, source=THERE) for one, _, said in given)
    return TypeDefinition(name=name, source=THERE, fields=found)


LAMP = _type("LampDTO", "id: string", "title: string", 'watts: Lamp["watts"]', "bulbs: Bulb[]")


@pytest.mark.parametrize(
    ("meaning", "body", "types", "whole"),
    [
        ("lamp object", ROW, (_type("Lamp"), LAMP), True),
        ("obiekt lamp", ROW, (LAMP,), True),
        ("lamp", ROW, (LAMP,), False),
        ("lamp object", replace(ROW, shown_by=GET), (LAMP,), False),
        ("lamp object", replace(ROW, shown_by=None), (LAMP,), False),
        ("lamp object", ROW, (replace(LAMP, name="LampRowDTO"),), False),
        ("lamp object", ROW, (_type("LampDTO", "id: string", "watts: number"),), False),
        ("lamp object", ROW, (), False),
    ],
)
def test_an_object_is_its_type_and_no_row_of_a_list(
    meaning: str, body: Body, types: tuple[TypeDefinition, ...], *, whole: bool
) -> None:
    status = Status(code=200, meaning=meaning, source=HERE)
    spec = Spec(endpoint=GET, title="", responses=(body,), statuses=(status,), types=types)
    (answer,) = with_typed(spec, subject_of(GET)).responses
    told = [(one.name, one.type) for one in answer.fields]
    typed = [("id", "string"), ("title", "string"), ("watts", None), ("bulbs", "array")]
    assert (told == typed) is whole
    assert (answer is body) is not whole


IN_PYTHON = Source(path=RepoPath("schemas/lamp.py"), line=1, last=4)
PATCH = Endpoint(method="PATCH", path="/lamps/{id}")


def _schema(name: str, serves: Serves, *fields: str, home: Source = IN_PYTHON) -> TypeDefinition:
    found = tuple(
        replace(one, optional=one.type.endswith("None")) for one in _type("", *fields).fields
    )
    return TypeDefinition(name=name, source=home, fields=found, serves=serves)


GIVEN = _schema("LampUpdate", "body", "title: str", "watts: int | None")
SHOWN = _schema("LampResponse", "response", "id: int", "on: bool")


@pytest.mark.parametrize(
    ("method", "types", "request_", "sent", "shown"),
    [
        ("PATCH", (GIVEN, SHOWN), None, ["title string True", "watts integer False"], ["id", "on"]),
        ("PATCH", (replace(GIVEN, name="BulbUpdate"), SHOWN), None, [], ["id", "on"]),
        ("PATCH", (replace(GIVEN, source=THERE), replace(SHOWN, fields=())), None, [], []),
        ("PATCH", (GIVEN,), Body(source=HERE), [], []),
        ("DELETE", (GIVEN, SHOWN), None, [], ["id", "on"]),
    ],
)
def test_types_in_python_show_what_no_document_shows(
    method: str,
    types: tuple[TypeDefinition, ...],
    request_: Body | None,
    sent: list[str],
    shown: list[str],
) -> None:
    call = replace(PATCH, method=method)
    gap = Gap(topic="body", key="body", question="What?", options=())
    spec = Spec(
        endpoint=call,
        title="",
        request=request_,
        statuses=(Status(code=200, meaning="", source=HERE),),
        types=types,
        gaps=(gap,),
    )
    made = with_typed(with_sent(spec, subject_of(call)), subject_of(call))
    given = made.request.fields if made.request is not None else ()
    assert [f"{one.name} {one.type} {one.required}" for one in given] == sent
    assert [one.name for body in made.responses for one in body.fields] == shown
    assert (not made.gaps) == bool(sent)
