"""What the tests of an endpoint call, and which answers they ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import together
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.dotnet import validator
from agent.drafters.builtin.planning.facts.recipe import recipe
from agent.drafters.builtin.planning.places.ground import Place, repo_path
from agent.drafters.builtin.planning.sections.checking import schema_of
from agent.drafters.builtin.planning.sections.refusals import (
    Case,
    bounded,
    own_rows,
    stands,
    tested,
)
from agent.drafters.builtin.planning.sections.refusedby import by_route, by_service
from agent.drafters.builtin.planning.sections.serving import codes, said
from agent.drafters.builtin.planning.sections.stated import beside
from agent.drafters.builtin.planning.sections.values import is_demanded
from agent.drafters.builtin.planning.subject import cased
from agent.drafters.builtin.planning.tables.work import Work, work_of

_INVALID = (400, 422)
_SERVED = deferred(r"src/test/java/.*Service(?:Impl)?Test\.java$")
_MOCKED = deferred(r"\bMockito\b")
_UNIT = deferred(r"\b(?:sub|pod)(?:folder|katalog)\w*\W{1,3}(\w*Unit\w*)", re.IGNORECASE)
_INTEGRATION = deferred(r"\w*Integration\w*$")
_FOLDER = deferred(r"`([\w./-]+/)`")


def cases(brief: Brief) -> list[str]:
    """The answers to be tested, each with when it comes and its source."""
    found = _answers(work_of(brief))
    told = [replace(one.fact, text=said(brief, one)) for one in found]
    told.sort(key=lambda one: not one.sources)
    listed = "; ".join(map(str, together(told)))
    return [_of_endpoint(brief, listed)] if found else []


def tests(brief: Brief) -> list[str]:
    """The same for a step: when they come is told with the errors, beside what a test adds."""
    if not brief.tells("errors"):
        return cases(brief)
    work = work_of(brief)
    found = _answers(work)
    if not found:
        return []
    refused = any(one.code in _INVALID for one in found)
    limits = list(_refused(work)) if refused else []
    own = [*filter(None, [own_rows(work)])]
    if _is_of_service(brief):
        return list(_apart(brief, found, limits, own))
    alone = list(_alone(brief, found, limits))
    # A validator's own test asks for its limits.
    kept = [] if alone and validator(brief) else limits
    asked = _of_endpoint(brief, "; ".join([codes(found), *kept, *own]))
    return ["; ".join([asked, *alone])]


def _refused(work: Work) -> Iterator[str]:
    """What a test gives that is refused: too much or too little, and not what has to be there."""
    names = bounded(work)
    if names:
        yield work.brief.say("case-beyond", names=names)
    if any(is_demanded(work.brief, one) for one in work.brief.inputs):
        yield work.brief.say("case-lacking")


def tested_files(brief: Brief) -> tuple[Place, ...]:
    """The tests' file, or one for each layer: without that of types where there are none.

    Beside one alone that of what is not tested there: of the route, or of the service.
    """
    found = brief.layout.all_of("tests")
    if len(found) != 1:
        return found if brief.names.needed() else (*found[:1], *found[2:])
    place, route = found[0], brief.layout.place("route")
    apart = route is not None and brief.stack.of_pages and _is_of_service(brief)
    asking = brief.layout.place("asking")
    if apart and asking is not None:
        return (place, asking)
    other = _of_route(brief, place, route) if apart and route else _of_service(brief, place)
    other = other or _of_unit(brief)
    path = repo_path(other) if other else None
    more = (Place(path=path, new=path.value not in brief.layout.there),) if path else ()
    return (place, *more)


def _of_route(brief: Brief, place: Place, route: Place) -> str:
    """In a folder of pages every file is one, but below a name that begins with a line."""
    folder, kind = route.path.folder, "spec" if ".spec." in place.path.name else "test"
    ending = f".{kind}{place.path.suffix}"
    if route.path.name.startswith("route."):
        return f"{folder}/route{ending}"
    name = f"{cased(brief.subject.things, 'kebab')}{ending}"
    if place.path.folder.endswith("/__tests__"):
        return f"{folder}/__tests__/{name}"
    top = place.path.value.partition("src/")[0] if "src/" in place.path.value else ""
    return f"{top}tests/api/{name}"


def _of_service(brief: Brief, place: Place) -> str:
    """The service's test in the other folder that the rule on adding an endpoint names."""
    service = brief.layout.place("service")
    said = " ".join(one.said for one in recipe(brief) if one.role == "tests")
    folders = [one.rstrip("/") for one in _FOLDER.findall(said)]
    apart = [one for one in folders if one != place.path.folder]
    if service is None or len(apart) != 1 or place.path.folder not in folders:
        return ""
    stem = service.path.name.removesuffix(service.path.suffix)
    stem = stem if "service" in stem.casefold() else f"{stem}_service"
    return f"{apart[0]}/test_{stem}{service.path.suffix}" if service.path.suffix == ".py" else ""


def _of_unit(brief: Brief) -> str:
    """The test of the service by itself in Java, or of the validator in .NET, as rules want it."""
    place, service = map(brief.layout.place, ("tests", "service"))
    if place is None or service is None or _is_of_service(brief):
        return ""
    texts = [*(one.text for one in brief.spec.rules), *(one.text for one in brief.spec.stack)]
    before, java, after = service.path.value.partition("src/main/java/")
    if java and place.path.suffix == ".java":
        there = any(_SERVED.search(one) for one in brief.layout.there)
        wanted = there or any(map(_MOCKED.search, texts))
        return f"{before}src/test/java/{after.removesuffix('.java')}Test.java" if wanted else ""
    unit = next(filter(None, map(_UNIT.search, texts)), None)
    inner = _INTEGRATION.search(place.path.folder)
    if not validator(brief) or unit is None or inner is None:
        return ""
    return f"{place.path.folder[: inner.start()]}{unit[1]}/{validator(brief)}Tests.cs"


def _alone(brief: Brief, found: list[Case], limits: list[str]) -> Iterator[str]:
    """What is asked of the one that a test of its own is for."""
    path = _of_unit(brief)
    if path.endswith(".java"):
        bad = [one for one in by_service(brief) if one.code in {each.code for each in found}]
        refused = brief.say("step-tests-refused", codes=codes(bad)) if bad else ""
        yield brief.say("step-tests-service", function=brief.function, cases=refused)
    elif path:
        names = ", ".join(limits) or brief.say("checked-body")
        yield brief.say("step-tests-schema", schema=validator(brief), names=names)


def _of_endpoint(brief: Brief, listed: str) -> str:
    return brief.say("step-tests-do", endpoint=brief.endpoint, codes=listed)


def _is_of_service(brief: Brief) -> bool:
    """Whether the tests' file is named after the service, which answers no request itself."""
    place, service, route = map(brief.layout.place, ("tests", "service", "route"))
    if place is None or service is None or route is None:
        return False
    stem = service.path.name.removesuffix(service.path.suffix)
    named = stem in place.path.name and not route.path.name.startswith(f"{stem}.")
    return named and "service" in place.path.value.casefold()


def _apart(brief: Brief, found: list[Case], limits: list[str], own: list[str]) -> Iterator[str]:
    """What is asked of the service and of what checks the request, and of the route alone."""
    bad = [one for one in by_service(brief) if one.code in {each.code for each in found}]
    refused = brief.say("step-tests-refused", codes=codes(bad)) if bad else ""
    asked = [brief.say("step-tests-service", function=brief.function, cases=refused), *own]
    schema = schema_of(brief)
    if limits and schema:
        asked.append(brief.say("step-tests-schema", schema=schema, names=", ".join(limits)))
    yield "; ".join(asked)
    known = {one.code for one in bad} - {one.code for one in by_route(brief)}
    rest = [one for one in found if one.code not in known]
    if rest:
        listed = "; ".join([codes(rest), *(() if schema else limits)])
        yield brief.say("step-tests-route", endpoint=brief.endpoint, codes=listed)


def _answers(work: Work) -> list[Case]:
    stand = (one for one in work.brief.spec.statuses if stands(work, one))
    return [*(tested(work, one) for one in stand), *beside(work)]
