"""Which layer refuses what: the route what it sees of a request, the service all else."""

from __future__ import annotations

from agent.drafters.builtin.planning.callers.authservice import let_in
from agent.drafters.builtin.planning.callers.callers import role, staff
from agent.drafters.builtin.planning.callers.fronting import guard_of
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.access import is_public
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.dotnet import validates_in_service
from agent.drafters.builtin.planning.sections.flow import way
from agent.drafters.builtin.planning.sections.refusals import Case, case_of, stands
from agent.drafters.builtin.planning.sections.stated import beside
from agent.drafters.builtin.planning.sentences.guards import is_of_input, of_row, rate
from agent.drafters.builtin.planning.tables.work import work_of

_BEFORE = ("route", "input", "base")
_ERRORS = 400
_INVALID = (400, 422)
_UNKNOWN, _FORBIDDEN, _MANY, _FAILED = 401, 403, 429, 500


def by_route(brief: Brief) -> list[Case]:
    """What the route refuses, and answers where nobody foresaw what happened."""
    work, mine = work_of(brief), (*_of_route(brief), *_of_guard(brief))
    known = [
        case_of(work, one)
        for one in brief.statuses(*mine)
        if one.code not in _INVALID or (is_of_input(one) and stands(work, one))
    ]
    known += [one for one in beside(work) if one.code in mine and one.code not in _INVALID]
    return known + _failed(brief)


def by_service(brief: Brief) -> list[Case]:
    """What the service refuses: of a request as such only where it asks the validator."""
    work, of_route = work_of(brief), _of_route(brief)
    told = " ".join(str(one.fact) for one in way(brief) if one.part not in _BEFORE)
    if f"`{_FORBIDDEN}`" not in told:
        of_route = (*of_route, *_of_guard(brief))
    bad = [
        case_of(work, one) for one in brief.spec.statuses
        if one.code >= _ERRORS and one.code not in (*of_route, _FAILED) and stands(work, one)
    ]  # fmt: skip
    asked = validates_in_service(brief)
    bad += [
        case_of(work, one) for one in brief.statuses(*_INVALID)
        if one.code not in {each.code for each in bad}
        and (asked or not is_of_input(one) or of_row(one.meaning) or f"`{one.code}`" in told)
    ]  # fmt: skip
    return bad + [one for one in beside(work) if one.code in _INVALID or one.code not in of_route]


def _of_route(brief: Brief) -> tuple[int, ...]:
    """What is refused before the service is called: it may be the one that asks the validator.

    Who signs in is unknown to it, not to the route.
    """
    if not brief.stack.has_routes:
        return ()
    checks = () if validates_in_service(brief) else _INVALID
    unknown = () if [*let_in(work_of(brief))] and is_public(brief.spec) else (_UNKNOWN,)
    return (*checks, *unknown, *((_MANY,) if [*rate(brief)] else ()))


def _of_guard(brief: Brief) -> tuple[int, ...]:
    """What a guard in front of the service refuses; of rows the service may refuse it too."""
    work = work_of(brief)
    asks = guard_of(brief) is not None and any((*staff(work), *role(work)))
    return (_FORBIDDEN,) if asks else ()


def _failed(brief: Brief) -> list[Case]:
    """What nobody foresaw, where a document or the profile has a status for it."""
    named = [brief.status(one) for one in brief.statuses(_FAILED)]
    why = brief.say("convention")
    usual = [Fact(text=f"`{_FAILED}`", because=why)] if brief.by_convention(_FAILED) else []
    return [Case(code=_FAILED, when="", fact=one) for one in (named or usual)[:1]]
