"""What does the work of an endpoint: its places, and the function or the class that is called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from agent.core.documents import RepoPath, Source
from agent.core.patterns import deferred
from agent.core.spec import Rule, Spec
from agent.drafter import Code
from agent.drafters.builtin.planning.places.already import existing_function, with_schema
from agent.drafters.builtin.planning.places.calledby import called_by_route
from agent.drafters.builtin.planning.places.ground import Ground, Place
from agent.drafters.builtin.planning.places.homes import forms
from agent.drafters.builtin.planning.places.layout import Layout, lay_out
from agent.drafters.builtin.planning.places.stacks import Stack
from agent.drafters.builtin.planning.places.templates import template, usual_names
from agent.drafters.builtin.planning.subject import Subject, cased
from agent.drafters.builtin.project.naming import snake

# Services that rules part by what they do.
_PARTED = deferred(r"\bCommandService\b.*\bQueryService\b")
_CLASSES = frozenset((".cs", ".java", ".php", ".ts"))


def placed(
    spec: Spec, subject: Subject, stack: Stack, ground: Ground, code: Code
) -> tuple[Layout, str, Source | None]:
    """The places, what does the work, and where that stands already: in the service's file then."""
    layout = with_schema(lay_out(subject.filed, stack, ground), spec, ground)
    called = called_by_route(subject, layout, ground, code)
    if called is not None:
        own = ground.place(called.source.path)
        places = tuple((role, own if role == "service" else one) for role, one in layout.places)
        layout = replace(layout, places=places, usual=layout.usual - {"service"})
    there = called or existing_function(subject, stack, layout, code)
    if there is None:
        return layout, _function(subject, stack, layout, ground), None
    return layout, there.name, there.source


def parted(layout: Layout, rules: Iterable[Rule], subject: Subject) -> Layout:
    """The layout with a new service called by its kind, where rules part what writes from reads."""
    place = layout.place("service")
    usual = f"{cased(subject.thing, 'pascal')}Service"
    named = place is not None and place.new and place.path.name.startswith(f"{usual}.")
    if place is None or not named or not any(_PARTED.search(one.text) for one in rules):
        return layout
    kind = f"{usual[: -len('Service')]}{forms(subject)['Kind']}Service{place.path.suffix}"
    own = replace(place, path=RepoPath(f"{place.path.folder}/{kind}"))
    places = tuple((role, own if one is place else one) for role, one in layout.places)
    return replace(layout, places=places)


def _function(subject: Subject, stack: Stack, layout: Layout, ground: Ground) -> str:
    """What does the work: a function or a class as the stack names it."""
    service, place = stack.layer("service"), layout.place("service")
    if service is not None and service.call:
        name = service.call.format(**forms(subject))
        if place is None or place.path.name.startswith(name):
            return name
        if "." in name and (place.new or _is_of_deed(place, ground)):
            return name
    own = _class(place, ground) if place is not None else ""
    return own or cased(subject.function, stack.case) + stack.async_


def _is_of_deed(place: Place, ground: Ground) -> bool:
    one = template(place.path, usual_names(ground.there))
    return one is not None and bool(one.deed)


def _class(place: Place, ground: Ground) -> str:
    """The class of a file that is for one deed alone, where a file has one class."""
    if place.path.suffix not in _CLASSES:
        return ""
    one = template(place.path, usual_names(ground.there))
    stem = place.path.name.removesuffix(place.path.suffix)
    return cased(snake(stem), "pascal") if one is not None and one.does else ""
