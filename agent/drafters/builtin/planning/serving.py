"""What a service does and what an endpoint refuses, in the words of its steps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from agent.core.spec import Status
from agent.drafters.builtin.planning.brief import Brief
from agent.drafters.builtin.planning.citations import Fact, together
from agent.drafters.builtin.planning.flow import way
from agent.drafters.builtin.planning.openrows import is_shut_list
from agent.drafters.builtin.planning.refusals import (
    Case,
    beyond,
    bounded,
    cause,
    said_of,
    stands,
    tested,
)
from agent.drafters.builtin.planning.sidetables import said_to_be_written
from agent.drafters.builtin.planning.wording import meaning_of, quoted
from agent.drafters.builtin.planning.work import Work

_INVALID = (400, 422)
_MOVED, _ERRORS, _FAULT = 300, 400, 500
_SHORT = 70
_CLAUSES = re.compile(r"; |\. | [\u2013\u2014] |\u2026| \(")


def does(brief: Brief, bad: Sequence[Case]) -> Iterator[str]:
    """Which items of the flow the service does, on which tables, and what it refuses."""
    items = way(brief)
    mine = [(number, one) for number, one in enumerate(items, start=1) if one.part != "route"]
    facts = [one.fact for _, one in mine]
    refused = refusals(brief, "step-service-refuses", bad)
    if not brief.tells("flow"):
        yield brief.say("step-service-plain", signature=brief.signature)
        yield from (*map(str, facts), *refused)
        return
    written = _written(brief, [one.fact for one in items if one.part == "write"])
    facts = [one.fact for _, one in mine if one.part != "base"]
    written += [one for one in said_to_be_written(brief, facts) if one not in written]
    read = [one for one in tables_of(brief, facts) if one not in written]
    parts = [brief.say("step-service-reads", names=quoted(read))] if read else []
    parts += [brief.say("step-service-writes", names=quoted(written))] if written else []
    parts += [brief.say("step-service-whole")] if len(written) > 1 else []
    told = brief.say("step-service-flow")
    if mine:
        told = brief.say("step-service-items", numbers=_spans([number for number, _ in mine]))
    what = "; ".join([told, *parts, *refused])
    yield brief.say("step-service-does", signature=brief.signature, what=what)


def tables_of(brief: Brief, facts: Iterable[Fact]) -> list[str]:
    """The tables that these name, in their order."""
    known = {one.name for one in (*brief.spec.schema, *brief.spec.views)}
    names = (
        hit.partition(".")[0] for fact in facts for hit in re.findall(r"`([\w.]+)`", fact.text)
    )
    return [one for one in dict.fromkeys(names) if one in known]


def _written(brief: Brief, facts: Iterable[Fact]) -> list[str]:
    """The tables that these write to: each names its own first."""
    found = (tables_of(brief, [fact])[:1] for fact in facts)
    return list(dict.fromkeys(name for names in found for name in names))


def _spans(numbers: Sequence[int]) -> str:
    """Numbers, neighbours as a range."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}\u2013{run[-1]}" for run in runs)


def refusals(brief: Brief, key: str, found: Sequence[Case]) -> list[str]:
    """In one line the errors that a layer answers, for the section that tells when they come."""
    if not found:
        return []
    if brief.tells("errors"):
        return [brief.say(key, cases=_codes(found))]
    known = [replace(one.fact, text=_said(brief, one)) for one in found]
    known.sort(key=lambda one: not one.sources)  # a source holds all before it
    return [brief.say(key, cases="; ".join(map(str, together(known))))]


def _codes(found: Iterable[Case]) -> str:
    return quoted(map(str, sorted({one.code for one in found})))


def _said(brief: Brief, case: Case) -> str:
    return said_of(brief, case.code, case.when)


def cases(brief: Brief) -> list[str]:
    """The answers to be tested, each with when it comes and its source."""
    found = _answers(Work(brief))
    told = [replace(one.fact, text=_said(brief, one)) for one in found]
    told.sort(key=lambda one: not one.sources)
    listed = "; ".join(map(str, together(told)))
    said = brief.say("step-tests-do", function=brief.function, codes=listed)
    return [said] if found else []


def tests(brief: Brief) -> list[str]:
    """The same for a step, each case in a few words: the section on errors has the whole."""
    if not brief.tells("errors"):
        return cases(brief)
    work = Work(brief)
    quoted_, derived = _quoted(work), list(_derived(work))
    names = bounded(work) if any(code in _INVALID for code in (*quoted_, *dict(derived))) else ""
    facts = quoted_.values()
    cited = tuple(dict.fromkeys(source for one in facts for source in one.sources))
    told = [str(Fact(text="; ".join(one.text for one in facts), sources=cited))] if cited else []
    told += [said_of(brief, *one) for one in sorted(dict.fromkeys(derived))]
    if names and not any(names in when for _, when in derived):
        told.append(brief.say("case-beyond", names=names))
    said = brief.say("step-tests-do", function=brief.function, codes="; ".join(told))
    return [said] if told else []


def _standing(work: Work) -> list[Status]:
    return [one for one in work.brief.spec.statuses if stands(work, one)]


def _quoted(work: Work) -> dict[int, Fact]:
    """The statuses with a short case in the documents' own words."""
    brief = work.brief
    found: dict[int, Fact] = {}
    for one in _standing(work):
        said, known = _clause(meaning_of(one)), brief.status(one)
        if said and known.sources and one.code >= _ERRORS:
            text = said_of(brief, one.code, said)
            before = found.get(one.code)
            both = f"{before.text}; {text}" if before is not None else text
            found[one.code] = replace(known, text=both)
    return found


def _derived(work: Work) -> Iterator[tuple[int, str]]:
    """The other statuses, with what the flow itself tells of them; none that no test can cause."""
    brief, told = work.brief, _quoted(work)
    for one in _standing(work):
        if one.code < _ERRORS:
            shut = one.code < _MOVED and is_shut_list(work)
            yield one.code, brief.say("case-own") if shut else cause(work, one.code)
        elif one.code not in told and (one.code != _FAULT or meaning_of(one)):
            yield one.code, "" if meaning_of(one) else cause(work, one.code)
    yield from ((one.code, one.when) for one in beyond(work))
    usual = (one.code for one in brief.policy if _ERRORS <= one.code < _FAULT)
    yield from ((code, cause(work, code)) for code in usual if brief.spec.status(code) is None)


def _clause(when: str) -> str:
    """The first clause, nothing where even that is long."""
    first = _CLAUSES.split(when, maxsplit=1)[0].strip()
    whole = first.count("`") % 2 == 0 and first.count("(") == first.count(")")
    return first if whole and len(first) <= _SHORT else ""


def _answers(work: Work) -> list[Case]:
    stand = (one for one in work.brief.spec.statuses if stands(work, one))
    return [*(tested(work, one) for one in stand), *beyond(work)]
