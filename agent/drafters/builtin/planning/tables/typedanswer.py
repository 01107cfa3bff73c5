"""What is sent and answered by the project's own types, where the documents show none or less."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.core.patterns import deferred
from agent.core.shapes import Serves, TypeDefinition, TypeField
from agent.core.spec import Body, Parameter, Spec
from agent.drafters.builtin.planning.subject import Subject, fold, subject_of

_CALLED = deferred(r"(?:_?(?:DTO|Response(?:DTO)?|Object))$", re.IGNORECASE)
_OBJECT = deferred(r"\b(?:object|obiekt)\b", re.IGNORECASE)
_WITH_BODY, _ADDED = ("POST", "PUT", "PATCH"), (200, 201)
_PLAIN = {one: one for one in ("string", "number", "boolean", "integer")}
_PYTHON = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}


def with_typed(spec: Spec, subject: Subject) -> Spec:
    """The spec with the types' fields, where nothing shows a body or only a row of a list does."""
    spec = _shown(spec, subject)
    body, success = next(iter(spec.responses), None), spec.success()
    if body is None or body.shown_by is None or success is None or subject.act == "list":
        return spec
    by_row = subject_of(body.shown_by).act == "list"
    if not by_row or _OBJECT.search(success.meaning) is None:
        return spec
    found = next((one for one in spec.types if _has_more(one, body, subject)), None)
    if found is None:
        return spec
    fields = tuple(map(_given, found.fields))
    return replace(spec, responses=(Body(source=found.source, fields=fields, name=found.name),))


def with_sent(spec: Spec, subject: Subject) -> Spec:
    """The spec with the body as the code's own type has it, where no document shows one."""
    found = _named(spec, subject, "body")
    if spec.request is not None or spec.endpoint.method not in _WITH_BODY or found is None:
        return spec
    fields = tuple(
        replace(
            _given(one), place="body", required=None if one.optional is None else not one.optional
        )
        for one in found.fields
    )
    gaps = tuple(one for one in spec.gaps if one.topic != "body")
    return replace(spec, request=Body(source=found.source, fields=fields), gaps=gaps)


def _shown(spec: Spec, subject: Subject) -> Spec:
    """The same with the answer."""
    success, found = spec.success(), _named(spec, subject, "response")
    if spec.responses or success is None or success.code not in _ADDED or found is None:
        return spec
    answer = Body(source=found.source, fields=tuple(map(_given, found.fields)), name=found.name)
    return replace(spec, responses=(answer,))


def _named(spec: Spec, subject: Subject, serves: Serves) -> TypeDefinition | None:
    """The first type of the server's that serves it and is called after the thing."""
    own = (one for one in spec.types if one.serves == serves and one.fields)
    return next(
        (
            one
            for one in own
            if one.source.path.suffix == ".py" and fold(subject.thing) in fold(one.name)
        ),
        None,
    )


def _has_more(known: TypeDefinition, body: Body, subject: Subject) -> bool:
    """Whether it is the thing's type, with all that the row shows and more."""
    own = {fold(one.name) for one in known.fields}
    shown = {fold(one.name.removesuffix("[]")) for one in body.fields}
    return fold(_CALLED.sub("", known.name)) == fold(subject.thing) and shown < own


def _given(one: TypeField) -> Parameter:
    """A field of the answer; a type that refers to another one is not repeated."""
    plain = one.type.partition(" |")[0]
    typed = "array" if one.type.endswith("[]") else _PLAIN.get(plain, _PYTHON.get(plain))
    return Parameter(name=one.name, place="response", source=one.source, type=typed)
