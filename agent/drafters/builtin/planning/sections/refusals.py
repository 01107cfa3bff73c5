"""When each status is answered: in the document's words, else by what the tables tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.core.spec import Status
from agent.core.values import dataclass
from agent.drafters.builtin.planning.callers.callers import asked_role, seeing_all
from agent.drafters.builtin.planning.callers.hiding import foreign
from agent.drafters.builtin.planning.callers.openrows import is_shut_list
from agent.drafters.builtin.planning.callers.tying import alternatives, others_of
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.wording import limits, meaning_of, names_of, quoted
from agent.drafters.builtin.planning.sentences.guards import is_of_input
from agent.drafters.builtin.planning.sentences.scope import is_of_another_act
from agent.drafters.builtin.planning.tables.filters import filters
from agent.drafters.builtin.planning.tables.reach import Way
from agent.drafters.builtin.planning.tables.whose import Tie
from agent.drafters.builtin.planning.tables.work import Work
from agent.drafters.builtin.planning.writes import clashing
from agent.drafters.builtin.planning.writes.standing import unnamed

_UNKNOWN, _FORBIDDEN, _MISSING, _SAME, _CLASH = 401, 403, 404, 304, 409
_INVALID = (400, 422)
_MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A status with when it is answered, empty where nothing says so."""

    code: int
    when: str
    fact: Fact


def stands(work: Work, status: Status) -> bool:
    """Whether a status of several endpoints can come about at this one."""
    brief, said = work.brief, meaning_of(status)
    if status.code == _FORBIDDEN and not said and asked_role(work) is None and _is_hidden(work):
        return False  # somebody else's row is one that is not there
    if brief.is_own(status.source) or not brief.status(status).sources:
        return True
    if status.code in _INVALID and not brief.inputs:
        return False
    if status.code != _CLASH:
        return True
    return brief.subject.writes and not is_of_another_act(brief.subject, f"{said}: ")


def case_of(work: Work, status: Status) -> Case:
    """When a documented status is answered."""
    when = meaning_of(status, 120)
    known = when or when_told(work, status.code)
    return Case(code=status.code, when=known, fact=work.brief.status(status))


def tested(work: Work, status: Status) -> Case:
    """The same for a test: with the values to go beyond, and whose rows may not be seen."""
    case, brief = case_of(work, status), work.brief
    if status.code < _SAME:
        return replace(case, when=own_rows(work))
    names = bounded(work) if meaning_of(status) else ""
    if status.code in _INVALID and is_of_input(status) and names:
        return replace(case, when=f"{case.when}; {brief.say('case-beyond', names=names)}")
    return case


def own_rows(work: Work) -> str:
    """Whose rows a list may show, and who sees all of them, by which value narrowed."""
    brief, tie, table = work.brief, work.tie, work.table
    if tie is None or table is None or not is_shut_list(work):
        return ""
    found = None if others_of(work) else seeing_all(work, tie)
    if found is None:
        return brief.say("case-own")
    by = [one for one, (_, column) in filters(brief, table) if column in tie.columns]
    told = brief.say("case-all-by", names=names_of(by, _MOST)) if by else ""
    return brief.say("case-own") + brief.say("case-all", value=found[1], by=told)


def bounded(work: Work) -> str:
    """The values with bounds, which a test goes beyond."""
    brief = work.brief
    found = [one for one in brief.inputs if limits(brief.texts, one.limits, one.type)]
    return names_of(found, _MOST) if found else ""


def beyond(work: Work) -> Iterator[Case]:
    """Refusals that the general sections name and the flow needs: who is no member, or no owner."""
    spec = work.brief.spec
    yield from _clashes(work)
    own = None if work.brief.by_convention(_MISSING) else spec.status(_MISSING)
    told = own is not None and work.brief.is_own(own.source)
    if (told or _is_hidden(work)) and asked_role(work) is None:
        return  # somebody else's row is one that is not there
    if spec.status(_FORBIDDEN) is None and (work.tie is not None or asked_role(work) is not None):
        refused = work.refusal(_FORBIDDEN)
        when = when_told(work, _FORBIDDEN)
        grouped = work.tie is not None and work.tie.group is not None
        bound = work.rows or asked_role(work) is not None or (grouped and work.brief.subject.writes)
        if refused is not None and when and bound:
            yield Case(
                code=_FORBIDDEN,
                when=when,
                fact=Fact(text=f"`{_FORBIDDEN}`", sources=refused.sources),
            )


def _is_hidden(work: Work) -> bool:
    """Whether the general sections have a row of somebody else be one that is not there."""
    refused = foreign(work) if work.rows else None
    return refused is not None and refused.code == _MISSING


def _clashes(work: Work) -> Iterator[Case]:
    """The refusal of a state, or of a second row, that the endpoint's passage does not name."""
    for code, when in unnamed(work):
        why = work.brief.say("convention")
        yield Case(code=code, when=when, fact=Fact(text=f"`{code}`", because=why))
        return
    for refused, when in clashing.unnamed(work):
        text, why = f"`{refused.code}`", refused.because
        fact = Fact(text=text, sources=refused.sources, because=why)
        yield Case(code=refused.code, when=when, fact=fact)


def when_told(work: Work, code: int) -> str:
    """What the flow itself tells of when a code is answered."""
    brief = work.brief
    if code == _UNKNOWN and work.closed:
        return brief.say("case-unknown")
    if code == _FORBIDDEN:
        return _forbidden(work)
    if code == _MISSING and work.rows:
        return brief.say("case-missing", names=names_of(one.parameter for one in work.rows))
    if code == _SAME:
        return brief.say("case-same")
    if code in _INVALID:
        return _invalid(work, code)
    return ""


def _forbidden(work: Work) -> str:
    brief, asked = work.brief, asked_role(work)
    if asked is not None:
        return brief.say("case-role", values=quoted(asked.values))
    if work.tie is None:
        return ""
    others = others_of(work)
    if others:
        return brief.say("case-none-of", names=quoted(_let(work, others)))
    if work.tie.group is not None:
        return brief.say("case-stranger", members=work.tie.holder.name)
    if brief.subject.act == "create" and not work.rows:
        return ""  # the new row is the caller's
    owners = [f"{work.tie.holder.name}.{one.name}" for one in work.tie.columns]
    key = "case-other-group" if work.tie.value else "case-other"
    return brief.say(key, columns=alternatives(brief, owners))


def _let(work: Work, others: Sequence[Way]) -> Iterator[str]:
    """All whom the policies let in: by a column of the row, a table of members, or a role."""
    yield from _of_tie(work.tie) if work.tie is not None else ()
    found = (name for way in others for name in (_of_tie(way.tie) if way.tie else way.roles))
    yield from dict.fromkeys(found)


def _of_tie(tie: Tie) -> Iterator[str]:
    if tie.group is not None:
        yield tie.holder.name
    else:
        yield from (f"{tie.holder.name}.{one.name}" for one in tie.columns)


def _invalid(work: Work, code: int) -> str:
    """What of the request may be wrong, as far as it is bounded."""
    brief = work.brief
    refused = [one for one in brief.statuses(code) if is_of_input(one)]
    if not refused or not brief.inputs:
        return ""
    both = code == _INVALID[0] and not any(map(is_of_input, brief.statuses(_INVALID[1])))
    names = bounded(work) if code != _INVALID[0] or both else ""
    parts = [brief.say("case-400")] if code == _INVALID[0] else []
    parts += [brief.say("case-beyond", names=names)] if names else []
    return ", ".join(parts) or brief.say("case-422")
