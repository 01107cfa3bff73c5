"""What a profile for ASP.NET demands of classes, validators and responses."""

from __future__ import annotations

import re

from agent.core.patterns import deferred
from agent.core.spec import LimitKind, Parameter
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import bound
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.handing import checked_before, error_form, outcome
from agent.drafters.builtin.planning.facts.wording import quoted
from agent.drafters.builtin.planning.subject import cased
from agent.drafters.builtin.project.naming import snake

_VALUE = deferred(
    r"\b(?:\w*int|int\w*|long|short|number|numeric|decimal|double|real|float|bool\w*|bit|uuid|guid"
    r"|uniqueidentifier|date\w*|time\w*)\b"
    r"|\bISO\b|YYYY",
    re.IGNORECASE,
)
_MOST = 8
_VALIDATOR = "Validator"
_COUNTED: tuple[LimitKind, ...] = ("min", "max", "above", "below")


def request_class(brief: Brief) -> str:
    """The class of what comes in: the body's, else one for the parameters."""
    return brief.names.body or f"{cased(brief.subject.function, 'pascal')}Request"


def validator(brief: Brief) -> str:
    """The name of the request's validator; empty where none is demanded or nothing comes in."""
    # A key in the path is bound by the route.
    taken = any(one.place != "path" for one in brief.inputs)
    wanted = "fluent-validation" in brief.demands and taken
    return validator_name(brief) if wanted else ""


def validator_name(brief: Brief) -> str:
    """What the validator of what comes in is called: as those of its neighbours, else its class."""
    place = brief.layout.place("validation")
    stem = place.path.name.removesuffix(place.path.suffix) if place is not None else ""
    usual = f"{cased(brief.subject.function, 'pascal')}Request{_VALIDATOR}"
    own = stem.endswith(_VALIDATOR) and stem != usual and "validation" not in brief.layout.usual
    return stem if own else f"{request_class(brief)}{_VALIDATOR}"


def classes(brief: Brief) -> list[Fact]:
    """What holds for the request's class and around the answer's."""
    lines = []
    optional = [one for one in brief.body if _is_reference(one, _stored(brief, one))]
    if "optional-references" in brief.demands and optional:
        names = quoted(cased(snake(one.name), "pascal") for one in optional[:_MOST])
        lines.append(
            _by(brief, brief.say("dotnet-optional", name=request_class(brief), names=names))
        )
    if is_wrapped(brief):
        told = brief.say("dotnet-wrapped", name=answer_name(brief), endpoint=brief.endpoint)
        lines.append(_by(brief, told))
    elif _other_forms(brief):
        forms = " + ".join(map(str, _other_forms(brief)))
        told = brief.say("dotnet-unwrapped", endpoint=brief.endpoint, forms=forms)
        lines.append(_by(brief, told))
    return lines


def _other_forms(brief: Brief) -> list[Fact]:
    """What documents have in the place of the profile's response: they come before it."""
    if "wrapped-responses" not in brief.demands:
        return []
    found = (outcome(brief, answer_name(brief)), error_form(brief))
    return [one for one in found if one is not None]


def answered(brief: Brief) -> str:
    """What the route makes of the service's response, after a semicolon."""
    if not is_wrapped(brief):
        return ""
    return brief.say("dotnet-answered", name=answer_name(brief))


def answer_name(brief: Brief) -> str:
    """The type of the data: the page's or the row's, else that which the code has for it."""
    there = (one.name for one in brief.spec.types if one.serves == "response")
    return brief.names.page or brief.names.answer or next(there, "object")


def is_wrapped(brief: Brief) -> bool:
    """Whether answers are wrapped as the profile demands, for no document has another form."""
    return "wrapped-responses" in brief.demands and not _other_forms(brief)


def validates_in_service(brief: Brief) -> bool:
    """Whether the profile demands that the service runs the validator, and no rule is against."""
    return _demands_check(brief) and checked_before(brief) is None


def _demands_check(brief: Brief) -> bool:
    return "validators-in-service" in brief.demands and bool(validator(brief))


def service_rule(brief: Brief) -> list[str]:
    """That the service runs the validator, where this is demanded; or the rule that is against."""
    if not _demands_check(brief):
        return []
    against = checked_before(brief)
    if against is None:
        return [str(_by(brief, brief.say("dotnet-in-service", name=validator(brief))))]
    told = brief.say("dotnet-before", name=validator(brief), profile=brief.profile.cited)
    return [str(Fact(text=told, sources=(against,)))]


def _by(brief: Brief, text: str) -> Fact:
    return Fact(text=text, because=brief.profile.cited)


def _stored(brief: Brief, one: Parameter) -> str:
    """The type of the column that holds it."""
    column = bound(brief.table, one.name) if brief.table is not None else None
    return column.type if column is not None else ""


def _is_reference(one: Parameter, stored: str) -> bool:
    """Whether it is a reference type in C#; one of no known type is a string most often."""
    said = (one.type or "", stored, *(each.value for each in one.limits if each.kind == "format"))
    counted = any(one.limit(kind) is not None for kind in _COUNTED)
    return "." not in one.name and not counted and not any(map(_VALUE.search, said))
