"""The section on the data flow: what is done with a request, in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.callers.authservice import let_in, takes_all
from agent.drafters.builtin.planning.callers.callers import caller, role, staff
from agent.drafters.builtin.planning.callers.fronting import guard_of, in_front
from agent.drafters.builtin.planning.callers.signing import signed_in
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.reads.beside import beside
from agent.drafters.builtin.planning.reads.checked import checked_rows
from agent.drafters.builtin.planning.reads.days import zoned
from agent.drafters.builtin.planning.reads.inner import switched
from agent.drafters.builtin.planning.reads.reading import paging, reading
from agent.drafters.builtin.planning.sections.answering import answering, unheld
from agent.drafters.builtin.planning.sections.checking import inputs
from agent.drafters.builtin.planning.sections.finding import found_rows
from agent.drafters.builtin.planning.sections.foreign import steps_of
from agent.drafters.builtin.planning.sections.general import general
from agent.drafters.builtin.planning.sections.items import Item, Part, bounded_items, joined_items
from agent.drafters.builtin.planning.sections.remarks import remarks
from agent.drafters.builtin.planning.sections.repeating import own_steps
from agent.drafters.builtin.planning.sections.required import called_for
from agent.drafters.builtin.planning.sentences.admitted import part_of, steps_for_all, steps_in
from agent.drafters.builtin.planning.sentences.guards import of_inputs, rate, states
from agent.drafters.builtin.planning.sentences.modelcalls import asked, is_replaced
from agent.drafters.builtin.planning.sentences.saying import Derived
from agent.drafters.builtin.planning.sentences.sifting import covered, is_apart, sifted
from agent.drafters.builtin.planning.sentences.telling import (
    described,
    holds_sometimes,
    is_purpose,
    logic,
    named,
)
from agent.drafters.builtin.planning.tables.bypassing import bypassing, with_server
from agent.drafters.builtin.planning.tables.referring import refers
from agent.drafters.builtin.planning.tables.stores import entered
from agent.drafters.builtin.planning.tables.triggered import beside_fired, fired
from agent.drafters.builtin.planning.tables.work import Work, work_of
from agent.drafters.builtin.planning.writes.asking import asking
from agent.drafters.builtin.planning.writes.calling import calling
from agent.drafters.builtin.planning.writes.capacity import capped
from agent.drafters.builtin.planning.writes.chronicle import chronicled
from agent.drafters.builtin.planning.writes.clashing import is_told, refused
from agent.drafters.builtin.planning.writes.conditions import conditions, flagged, joined
from agent.drafters.builtin.planning.writes.joining import compared, joined_group
from agent.drafters.builtin.planning.writes.keeping import failed
from agent.drafters.builtin.planning.writes.nesting import nested
from agent.drafters.builtin.planning.writes.placing import led, once, placed, valued
from agent.drafters.builtin.planning.writes.removing import CONFLICT, cleared, kept, marked, taken
from agent.drafters.builtin.planning.writes.rising import risen
from agent.drafters.builtin.planning.writes.sidetables import demands, own_checks
from agent.drafters.builtin.planning.writes.toldrows import is_told_row, told_rows
from agent.drafters.builtin.planning.writes.unsaying import told_behind, unset_told
from agent.drafters.builtin.planning.writes.writing import writing
from agent.sources.passages.exchange import names_body

# So many steps of a documented logic are all of the work.
_WHOLE = 3
_MOST = 15
_FEW, _FEWER = 3, 6
_MISSING = 404
_GONE = (410, 423)
# Which rows, and in which order.
_SORTS = deferred(
    r"\b(?:newest|oldest|latest|most recent)\b.{0,12}\bfirst\b|\bchronolog|\b(?:a|de)scending\b"
    r"|\b(?:sort|order)(?:s|ed|ing)? by\b|\bposortowan|\bsortowan|\b(?:male|rosn)j?\u0105c|\bfilter"
    r"|\bonly their own\b|\btylko (?:swoje|w\u0142asne)\b",
    re.IGNORECASE,
)
_TICKED = deferred(r"`([^`]+)`")


def flow(brief: Brief) -> list[str]:
    """The way of a request, numbered."""
    items = [str(one.fact) for one in way(brief)]
    items = items or [brief.say("flow-no-table", endpoint=brief.endpoint)]
    return [f"{number}. {one}" for number, one in enumerate(items, start=1)]


@lately
def way(brief: Brief) -> tuple[Item, ...]:
    """Who calls, what is checked, which rows are read, what is refused, written and answered."""
    work = work_of(brief)
    steps = logic(brief)
    before: Part = "read" if guard_of(brief) is None else "route"
    guards = [*_guards(work), *own_checks(work)] if brief.subject.writes else []
    fronted = [*in_front(brief, role(work))]
    member = before if fronted and not work.rows else "read"  # who is none has no role
    parts: tuple[tuple[Part, Iterable[Fact]], ...] = (
        ("route", caller(work)),
        ("route", rate(brief)),
        ("input", inputs(work)),
        (before, in_front(brief, staff(work))),
        ("read", bypassing(work)),
        (member, found_rows(work)),
        ("read", checked_rows(work)),
        (before, fronted),
        ("read", refers(work)),
        ("read", zoned(work)),
        ("guard", guards),
    )
    found = [Item(part=part, fact=fact) for part, facts in parts for fact in facts]
    found += _with_demands(work, _done(work, steps, [one.fact for one in found]))
    added = (*beside(work), *switched(work, [one.fact for one in found]))
    found += [Item(part="read", fact=fact) for fact in added]
    told = [one.fact for one in found]
    end: Part = "own" if unheld(work, told)[0] else "route"
    ended = [Item(part=end, fact=fact) for fact in answering(work, told)]
    most = _room(brief) + _beside_own(work, found) - len(ended)
    kept = bounded_items(brief, [*joined_items(brief, found)], most)
    return (*(one for one in kept if one.fact.text not in brief.apart), *ended)


def _with_demands(work: Work, found: Sequence[Item]) -> Iterator[Item]:
    """The work, each sentence that writes to another table with what that one wants."""
    told = [one.fact if one.part == "told" else Fact(text="") for one in found]
    derived = {_TICKED.findall(one.fact.text)[0] for one in found if _writes(one)}
    wanted = [one for one in demands(work, told) if _TICKED.findall(one[1].text)[0] not in derived]
    for at, one in enumerate(found):
        yield one
        yield from (Item(part="write", fact=fact) for place, fact in wanted if place == at)


def _writes(one: Item) -> bool:
    return one.part == "write" and _TICKED.search(one.fact.text) is not None


def _room(brief: Brief) -> int:
    """How many items the flow may have: fewer where the request alone fills many lines."""
    fields = [*brief.inputs, *(one for body in brief.spec.responses for one in body.fields)]
    apart = [one for one in fields if one.limits or one.default is not None or one.note]
    return _MOST - min(_FEWER, max(0, len(apart) - _FEW))


def _beside_own(work: Work, found: Iterable[Item]) -> int:
    """How many other tables the work writes to: they take no room from what is told."""
    written, own = {_TICKED.findall(one.fact.text)[0] for one in found if _writes(one)}, work.table
    return sum(one is not own and one.name in written for one in work.links.tables if written)


def _guards(work: Work) -> list[Fact]:
    """The flags, states and clashes that are refused, and the rows that keep another one."""
    found = capped(work, [*compared(work), *flagged(work), *refused(work)])
    told = any(f"`{CONFLICT}`" in one.text for one in found)
    return joined(found, list(kept(work, told=told)), CONFLICT)


def _done(work: Work, steps: list[Fact], first: Sequence[Fact]) -> list[Item]:
    """The work itself: what is documented in steps is all of it, else what the tables tell."""
    brief = work.brief
    whole = len([one for one in steps if not is_apart(brief, one.text)]) >= _WHOLE
    cased = holds_sometimes(brief)
    whole = whole and not cased
    told = [*(steps if whole or cased else [*steps_of(brief, described(brief)), *steps])]
    told += remarks(brief, "flow")
    if not brief.subject.writes:
        return _read(work, told)
    if whole:
        known = Derived(facts=tuple(first))
        said = steps_in(brief, _said(brief, told, ()), known)
        if any(part_of(brief, one) != "check" for one in said):
            return _told(calling(brief, said))
    return _written(work, told, first)  # of checks alone nothing comes about


def _said(brief: Brief, told: Sequence[Fact], derived: Sequence[Fact]) -> list[Fact]:
    """The documents' sentences beside what is derived; the description's where there is neither."""
    found = [
        *(told or ([] if derived else named(brief))),
        *steps_for_all(brief, own_steps(brief, general(brief, "flow"))),
    ]
    unique = work_of(brief)
    found = [one for one in found if not names_body(one.text)]  # section 2 has them
    return [one for one in sifted(brief, found, derived) if not is_told(unique, one.text)]


def _read(work: Work, told: list[Fact]) -> list[Item]:
    """Rows that are read, between the values that are refused and the rows that are gone."""
    brief, read = work.brief, [*reading(work), *entered(work.brief)]
    told = [one for one in told if not (read and is_purpose(brief, one))]
    said = calling(brief, _said(brief, told, read))
    missing = f"`{_MISSING}`" if work.rows else "\n"  # told where the row is looked for
    refused = [Item(part="guard", fact=one) for one in of_inputs(brief) if missing not in one.text]
    pages = list(paging(work)) if read else []
    found = [Item(part="read", fact=one) for one in read if one not in pages]
    paged = [Item(part="read", fact=one) for one in pages]
    # A page is cut from what is in order.
    sorts = [one for one in said if pages and _SORTS.search(one.text)]
    rest = [one for one in said if one not in sorts]
    gone = [Item(part="guard", fact=one) for one in states(brief, *_GONE)]
    return [*refused, *found, *_told(sorts), *paged, *_told(rest), *gone]


def _written(work: Work, told: list[Fact], first: Sequence[Fact]) -> list[Item]:
    """What has to hold and who is called, then the rows, once: by a sentence, or as derived."""
    brief, own = work.brief, list(writing(work))
    written = _derived(work, own)
    after = (*taken(work), *fired(work, own), *beside_fired(work, written))
    base = [Item(part="own", fact=one) for one in cleared(work)]
    base += [Item(part="base", fact=one) for one in after]
    entered = list(let_in(work))
    asks = _asks(work) or [Item(part="guard", fact=one) for one in entered]
    derived = [*(one.fact for one in asks), *written, *(one.fact for one in base)]
    said = _said(brief, told, derived)
    bad = [one.fact for one in asks if one.part == "write"]
    said = [one for one in said if not is_told_row(one, [*written, *bad])]
    said = list(unset_told(said, [*written, *refused(work)]))
    known = Derived(facts=(*first, *derived), written=tuple(written))
    said = steps_in(brief, said, known)
    written = list(marked(brief, written, said))
    if asks:
        said = [one for one in said if not is_replaced(brief, one, derived)]
    else:
        said = calling(brief, said)
    done = written or (asks and takes_all(brief, entered))
    if not (done or any(part_of(brief, one) != "check" for one in said)):
        said += [*called_for(brief)] or named(brief, whole=True)  # what is done at all
    return _around(work, [asks, base], written, list(once(conditions(brief, said))))


def _derived(work: Work, own: Sequence[Fact]) -> list[Fact]:
    """The rows that are added, changed or removed, the endpoint's own first."""
    written = [*own, *entered(work.brief), *nested(work), *risen(work)]
    written += list(told_rows(work, written))
    for more in (joined_group, chronicled):
        written += more(work, {name for one in written for name in _TICKED.findall(one.text)[:1]})
    return written


def _around(
    work: Work, beside: list[list[Item]], written: list[Fact], said: list[Fact]
) -> list[Item]:
    """The derived writes between the sentences before and after them; the calls, the base."""
    brief, (asks, base), found = work.brief, beside, placed(work.brief, said)
    now, behind = told_behind(work, [one for one in written if not covered(one, said)], said)
    deeds = [one for one in found.written if any(covered(row, [one]) for row in written)]
    leads, late = led(brief, [one for one in found.written if one not in deeds])
    values, late = valued(brief, late)
    early = [*_told(found.before), *asks, *_told([*found.behind, *leads, *deeds, *values])]
    ends = [*_rows(work, behind), *_told(found.last)]
    return [*early, *_rows(work, now), *base, *_told(late), *ends]


def _rows(work: Work, written: Sequence[Fact]) -> list[Item]:
    """The derived writes; who signs in is only looked for."""
    looked = list(signed_in(work))
    return [
        Item(part="read", fact=one)
        if one in looked
        else Item(part="write", fact=with_server(work, one))
        for one in written
    ]


def _asks(work: Work) -> list[Item]:
    """The call to a model with what is kept where it fails."""
    who = asked(work.brief)
    if who is None:
        return []
    bad = [Item(part="write", fact=one) for one in failed(work)]
    return [Item(part="guard", fact=asking(work, who)), *bad]


def _told(found: Iterable[Fact]) -> list[Item]:
    return [Item(part="told", fact=one) for one in found]
