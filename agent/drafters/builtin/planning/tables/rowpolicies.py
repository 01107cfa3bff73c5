"""Row policies: what the database lets the caller's own query reach of the endpoint's rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from agent.core.patterns import deferred
from agent.core.spec import Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.sentences.modelcalls import asked
from agent.drafters.builtin.planning.tables.policysql import (
    condition_of,
    is_of_service,
    is_policy,
    lets,
    name_of,
    told_for,
)
from agent.drafters.builtin.planning.tables.reach import ways
from agent.drafters.builtin.planning.tables.work import Work

# Policies that ask who the user is hold for the user's own client.
BY_USER = deferred(r"\bauth\.\w+\(", re.IGNORECASE)
_OPEN = frozenset(("true", "1 = 1", "1=1"))
_SHUT = frozenset(("false", "1 = 0", "1=0"))
_EVENTS = {"create": "insert", "update": "update", "delete": "delete"}
_CHANGES = ("PUT", "PATCH")
# A condition that is longer is named only.
_LONGEST = 240
_MOST = 3


def row_policies(
    work: Work, read: Collection[str], written: Mapping[str, str], forbidden: Table | None
) -> Iterator[Fact]:
    """In one line the policies of the rows that are read and written, with their conditions.

    What is done to the `written` stands with them. Where a model is asked, the path is called by
    what that makes: the tables are those of the flow. A row of `forbidden` that is somebody
    else's is refused, though the policies may hide it: it is looked for without them.
    """
    brief = work.brief
    rows = _named(work, read, written)
    if asked(brief) is None:
        rows = chain(_touched(work, written), _beside(work, read))
    sought = [(one, events) for one, events in _sought(rows) if not one.unguarded]
    told = {table.name: list(_told(brief, table, events)) for table, events in sought}
    if parts := [one for each in told.values() for one in each]:
        said = "; ".join(one.text for one in parts)
        text = brief.say("row-policies", endpoint=brief.endpoint, policies=said)
        own = told.get(forbidden.name, []) if forbidden is not None else []
        by_user = len(own) == 1 and "SELECT" in own[0].text and BY_USER.search(own[0].text)
        if by_user and forbidden is not None and ways(work.links, forbidden, "select"):
            text += brief.say("row-policies-hide", table=forbidden.name)
        yield Fact(text=text, sources=tuple(place for one in parts for place in one.sources))


def is_shut(table: Table, event: str) -> bool:
    """Whether its policies let no caller do this: each says `false`."""
    said = [_condition(one.text, event) for one in table.policies if lets(one.text, event)]
    return bool(said) and not table.unguarded and all(one.casefold() in _SHUT for one in said)


def lets_none(table: Table, event: str) -> bool:
    """Whether it has policies in SQL and none lets a user do this: what none lets is refused."""
    known = [one.text for one in table.policies if is_policy(one.text)]
    let = [one for one in known if lets(one, event) and not is_of_service(one)]
    told = any(told_for(one.text, event) for one in table.policies)
    return bool(known) and not (table.unguarded or let or told)


def _touched(work: Work, written: Mapping[str, str]) -> Iterator[tuple[Table, str]]:
    """The endpoint's own table with what is done to it, those above that are read, the others.

    A row that is only marked as deleted is changed.
    """
    act, method = work.brief.subject.act, work.brief.spec.endpoint.method
    if work.table is not None and (work.sure or work.own is not None):
        changed = "update" if act == "action" and method in _CHANGES else "select"
        usual, done = _EVENTS.get(act), written.get(work.table.name)
        if act == "delete" and done == "update":
            usual = done
        yield work.table, usual or (done if done == "insert" else changed)
    yield from ((one.table, "select") for one in work.above)
    for one in work.brief.spec.schema if act != "delete" else ():
        if one.name in written and one is not work.table:
            yield one, "insert" if written[one.name] == "insert" else "update"


def _beside(work: Work, read: Collection[str]) -> Iterator[tuple[Table, str]]:
    """Those that somebody signed in reads below the row or beside it."""
    known = work.links.tables if work.closed and not work.brief.subject.writes else ()
    yield from ((one, "select") for one in known if one.name in read)


def _sought(rows: Iterable[tuple[Table, str]]) -> Iterator[tuple[Table, tuple[str, ...]]]:
    """What is done to each table: a row that is changed has to be found first."""
    found: dict[str, tuple[Table, dict[str, None]]] = {}
    for table, event in rows:
        events = ("select", event) if event in {"update", "delete"} else (event,)
        found.setdefault(table.name, (table, {}))[1].update(dict.fromkeys(events))
    yield from ((table, tuple(events)) for table, events in found.values())


def _told(brief: Brief, table: Table, events: Sequence[str]) -> Iterator[Fact]:
    """The policies for each of these, once where they say the same."""
    known = ((one, _of(brief, table, one) or _in_words(brief, table, one)) for one in events)
    found = [(one, fact) for one, fact in known if fact is not None]
    for said in dict.fromkeys(fact.text for _, fact in found):
        same = [(one, fact) for one, fact in found if fact.text == said]
        shown = ", ".join(one.upper() for one, _ in same)
        text = brief.say("row-policy", table=table.name, event=shown, condition=said)
        places = (place for _, fact in same for place in fact.sources)
        yield Fact(text=text, sources=tuple(dict.fromkeys(places)))


def _in_words(brief: Brief, table: Table, event: str) -> Fact | None:
    """What policies in words say of this, where none is in SQL."""
    said = [(told_for(one.text, event), one.source) for one in table.policies]
    known = [one for one in said if one[0] and len(one[0]) <= _LONGEST][:_MOST]
    if any(lets(one.text, event) for one in table.policies):
        return None
    if not known or _OPEN.intersection(one.strip("`").casefold() for one, _ in known):
        return None
    shown = brief.say("or").join(dict.fromkeys(one for one, _ in known))
    return Fact(text=shown, sources=tuple(dict.fromkeys(place for _, place in known)))


def _named(
    work: Work, read: Collection[str], written: Collection[str]
) -> Iterator[tuple[Table, str]]:
    """These tables with what is done to them: a row that the path names is there already."""
    there = {one.table.name for one in work.rows}
    for table in work.links.tables:
        if table.name in written:
            yield table, "update" if table.name in there else "insert"
        elif table.name in read:
            yield table, "select"


def _of(brief: Brief, table: Table, event: str) -> Fact | None:
    """The conditions under which one policy of the table lets this be done."""
    found = [one for one in table.policies if lets(one.text, event) and _adds(one.text, event)]
    said = [_condition(one.text, event) for one in found]
    if not said or is_shut(table, event) or _OPEN.intersection(one.casefold() for one in said):
        return None
    told = [
        f"`{condition}`" if condition else brief.say("row-policy-named", name=name_of(one.text))
        for one, condition in zip(found, said, strict=True)
    ]
    same = {_plain(one): one for one in reversed(told)}
    shown = brief.say("or").join(one for one in dict.fromkeys(told) if one in same.values())
    return Fact(text=shown, sources=tuple(one.source for one in found))


def _plain(condition: str) -> str:
    """Equal for a condition as it is planned and as a migration has it."""
    return re.sub(r"[\s()\"]|\bselect(?=\s+auth\.)|\bpublic\.", "", condition.casefold())


def _adds(text: str, event: str) -> bool:
    """Whether it lets in a caller: any one that holds is enough, and a service passes them all."""
    return _condition(text, event).casefold() not in _SHUT and not is_of_service(text)


def _condition(text: str, event: str) -> str:
    """What a row has to fulfil; empty where that is too long for a line."""
    said = condition_of(text, event)
    return said if len(said) <= _LONGEST and "`" not in said else ""
