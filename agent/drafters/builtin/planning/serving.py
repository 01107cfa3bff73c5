"""What a service does and what an endpoint refuses, in the words of its steps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from agent.drafters.builtin.planning.brief import Brief
from agent.drafters.builtin.planning.citations import Fact, together
from agent.drafters.builtin.planning.flow import way
from agent.drafters.builtin.planning.refusals import Case, beyond, stands, tested
from agent.drafters.builtin.planning.wording import quoted, when_of
from agent.drafters.builtin.planning.work import Work

_WRITES = re.compile(
    r"(?P<no>\b(?:not|never|nie)\b(?:\s\w+)?\s)?"
    r"\b(?:creat|insert|add|sav|stor|updat|delet|remov|upsert|tworz|zapis|wstaw|doda|aktualiz|usuw)"
    r"\w*\b[^`.;:]{0,40}`(?P<table>[\w.]+)`",
    re.IGNORECASE,
)


def does(brief: Brief) -> Iterator[str]:
    """Which items of the flow the service does, and on which tables; without it all of them."""
    items = way(brief)
    mine = [(number, one) for number, one in enumerate(items, start=1) if one.part != "route"]
    facts = [one.fact for _, one in mine]
    if not any(one.kind == "flow" for one in brief.outline):
        yield brief.say("step-service-plain", signature=brief.signature)
        yield from map(str, facts)
        return
    written = _written(brief, [one.fact for one in items if one.part == "write"])
    written += [one for one in _said_to_be_written(brief, facts) if one not in written]
    read = [one for one in _tables(brief, facts) if one not in written]
    parts = [brief.say("step-service-reads", names=quoted(read))] if read else []
    parts += [brief.say("step-service-writes", names=quoted(written))] if written else []
    parts += [brief.say("step-service-whole")] if len(written) > 1 else []
    told = brief.say("step-service-flow")
    if mine:
        told = brief.say("step-service-items", numbers=_spans([number for number, _ in mine]))
    what = "; ".join([told, *parts])
    yield brief.say("step-service-does", signature=brief.signature, what=what)


def _tables(brief: Brief, facts: Iterable[Fact]) -> list[str]:
    """The tables that these name, in their order."""
    known = {one.name for one in brief.spec.schema}
    names = (
        hit.partition(".")[0] for fact in facts for hit in re.findall(r"`([\w.]+)`", fact.text)
    )
    return [one for one in dict.fromkeys(names) if one in known]


def _written(brief: Brief, facts: Iterable[Fact]) -> list[str]:
    """The tables that these write to: each names its own first."""
    found = (_tables(brief, [fact])[:1] for fact in facts)
    return list(dict.fromkeys(name for names in found for name in names))


def _said_to_be_written(brief: Brief, facts: Iterable[Fact]) -> list[str]:
    """Those that a document's own sentences tell to add to, change or empty."""
    known = {one.name for one in brief.spec.schema}
    hits = (hit for fact in facts for hit in _WRITES.finditer(fact.text))
    names = (hit["table"].partition(".")[0] for hit in hits if not hit["no"])
    return [one for one in dict.fromkeys(names) if one in known]


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
    """In one line the errors that a layer answers, none when there are none."""
    if not found:
        return []
    known = [replace(one.fact, text=_said(brief, one)) for one in found]
    known.sort(key=lambda one: not one.sources)  # a source holds all before it
    cases = "; ".join(map(str, together(known)))
    return [brief.say(key, function=brief.function, cases=cases)]


def _said(brief: Brief, case: Case) -> str:
    if not case.when:
        return f"`{case.code}`"
    return brief.say("step-case", code=case.code, when=when_of(brief.texts, case.when))


def cases(brief: Brief) -> list[str]:
    """The answers to be tested, each with when it comes and its source."""
    work = Work(brief)
    stand = (one for one in brief.spec.statuses if stands(work, one))
    found = [*(tested(work, one) for one in stand), *beyond(work)]
    told = [replace(one.fact, text=_said(brief, one)) for one in found]
    told.sort(key=lambda one: not one.sources)
    listed = "; ".join(map(str, together(told)))
    return [brief.say("step-tests-do", endpoint=brief.endpoint, codes=listed)] if found else []
