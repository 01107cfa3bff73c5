"""What the tests of an endpoint call, and which answers they ask for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from agent.drafters.builtin.planning.callers.openrows import is_shut_list
from agent.drafters.builtin.planning.citations import together
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.places.ground import Place
from agent.drafters.builtin.planning.sections.checking import schema_of
from agent.drafters.builtin.planning.sections.refusals import Case, bounded, stands, tested
from agent.drafters.builtin.planning.sections.refusedby import by_service
from agent.drafters.builtin.planning.sections.serving import codes, said
from agent.drafters.builtin.planning.sections.stated import beside
from agent.drafters.builtin.planning.tables.work import Work, work_of

_INVALID = (400, 422)


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
    names = bounded(work) if refused else ""
    limits = [brief.say("case-beyond", names=names)] if names else []
    own = [brief.say("case-own")] if is_shut_list(work) else []
    if _is_of_service(brief):
        return ["; ".join(_apart(brief, found, limits, own))]
    return [_of_endpoint(brief, "; ".join([codes(found), *limits, *own]))]


def tested_files(brief: Brief) -> tuple[Place, ...]:
    """The tests' file, or one for each layer: without that of types where there are none."""
    found = brief.layout.all_of("tests")
    return found if brief.names.needed() else (*found[:1], *found[2:])


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
    """What is asked of the service, of what checks the request, and of the route alone."""
    bad = [one for one in by_service(brief) if one.code in {each.code for each in found}]
    refused = brief.say("step-tests-refused", codes=codes(bad)) if bad else ""
    yield "; ".join([brief.say("step-tests-service", function=brief.function, cases=refused), *own])
    schema = schema_of(brief)
    if limits and schema:
        yield brief.say("step-tests-schema", schema=schema, names=limits[0])
    known = {one.code for one in bad}
    rest = [one for one in found if one.code not in known]
    if rest:
        listed = "; ".join([codes(rest), *(() if schema else limits)])
        yield brief.say("step-tests-route", endpoint=brief.endpoint, codes=listed)


def _answers(work: Work) -> list[Case]:
    stand = (one for one in work.brief.spec.statuses if stands(work, one))
    return [*(tested(work, one) for one in stand), *beside(work)]
