"""What a request's body is beside the list of its fields: its forms, and rules in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from agent.core.patterns import deferred
from agent.core.shapes import FormField
from agent.core.spec import Body, Parameter
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import quoted, trimmed

_NOTE = 100
# "state: 1 = open, 2 = shut": what a value means no limit tells.
_MEANS = deferred(r":\s*-?\d+ ?= ?[^\W\d]")


def body_forms(brief: Brief, body: Body) -> Iterator[str]:
    """That there are several, then a line for each: what it is for and what it has."""
    if body.forms:
        yield f"- {brief.say('body-forms', count=len(body.forms))}:"
    for number, form in enumerate(body.forms, start=1):
        said = trimmed(form.said, _NOTE) or brief.say("body-form", number=number)
        names = ", ".join(_field(body, one) for one in form.fields)
        yield f"  - {Fact(text=f'{said}: {names}', sources=(form.source,))}"


def other_cases(answer: Body) -> Iterator[str]:
    """A line for each case in which other fields are answered."""
    for form in answer.forms:
        said, names = (
            trimmed(form.said, _NOTE),
            ", ".join(_said(answer, one) for one in form.fields),
        )
        yield f"  - {Fact(text=f'{said}: {names}', sources=(form.source,))}"


def _said(answer: Body, one: FormField) -> str:
    """A field with the words that it has in this case and not in the usual one."""
    words = [f'"{said}"' for said in one.values if " " in said and said not in answer.example]
    return f"`{one.name}`" + (f" ({words[0]})" if words else "")


def ruled(brief: Brief) -> Iterator[str]:
    """What the documents' own words say of a field that has no other bounds."""
    names = {one.name: bool(one.limits) for one in brief.body}
    for one in brief.remarks:
        name = one.fact.text.partition(":")[0].strip().strip("`")
        own = one.concern == "fields" and name in names
        if own and (not names[name] or _MEANS.search(one.fact.text)):
            yield f"  - {one.fact}"


def common(body: Body) -> list[Parameter]:
    """The body's fields without the remarks that one form alone has: those it tells itself."""
    own = {one.name for form in body.forms for one in form.fields if _own_note(body, one)}
    return [replace(one, note="") if one.name in own else one for one in body.fields]


def _same(body: Body, one: FormField) -> list[FormField]:
    return [other for form in body.forms for other in form.fields if other.name == one.name]


def _own_note(body: Body, one: FormField) -> str:
    """The remark of this form alone."""
    return one.note if any(other.note != one.note for other in _same(body, one)) else ""


def _field(body: Body, one: FormField) -> str:
    """A field with what this form alone says of it."""
    values = quoted(one.values) if len({other.values for other in _same(body, one)}) > 1 else ""
    told = values or trimmed(_own_note(body, one), _NOTE)
    return f"`{one.name}`" + (f" ({told})" if told else "")
