"""The whole object that an answer is, by the project's own type: a row of a list has less of it."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.core.patterns import deferred
from agent.core.shapes import TypeDefinition, TypeField
from agent.core.spec import Body, Parameter, Spec
from agent.drafters.builtin.planning.subject import Subject, fold, subject_of

_CALLED = deferred(r"(?:_?(?:DTO|Response(?:DTO)?|Object))$", re.IGNORECASE)
_OBJECT = deferred(r"\b(?:object|obiekt)\b", re.IGNORECASE)
_PLAIN = ("string", "number", "boolean", "integer")


def with_typed(spec: Spec, subject: Subject) -> Spec:
    """The spec with the type's fields, where the answer is known by a row of a list alone."""
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


def _has_more(known: TypeDefinition, body: Body, subject: Subject) -> bool:
    """Whether it is the thing's type, with all that the row shows and more."""
    own = {fold(one.name) for one in known.fields}
    shown = {fold(one.name.removesuffix("[]")) for one in body.fields}
    return fold(_CALLED.sub("", known.name)) == fold(subject.thing) and shown < own


def _given(one: TypeField) -> Parameter:
    """A field of the answer; a type that refers to another one is not repeated."""
    typed = "array" if one.type.endswith("[]") else one.type if one.type in _PLAIN else None
    return Parameter(name=one.name, place="response", source=one.source, type=typed)
