"""What is written: the row that is added, changed or removed, with where its values come from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.drafters.builtin.planning.callers.tying import alternatives
from agent.drafters.builtin.planning.citations import Fact, holds
from agent.drafters.builtin.planning.facts.binding import bound, leaf
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.transacting import together_with
from agent.drafters.builtin.planning.facts.wording import primary_key, quoted, trimmed
from agent.drafters.builtin.planning.sentences.modelcalls import asked
from agent.drafters.builtin.planning.tables.bypassing import makes_key
from agent.drafters.builtin.planning.tables.choices import values_of
from agent.drafters.builtin.planning.tables.inherited import known
from agent.drafters.builtin.planning.tables.through import told_pair
from agent.drafters.builtin.planning.tables.whose import Tie
from agent.drafters.builtin.planning.tables.work import Work, cited
from agent.drafters.builtin.planning.tables.written import (
    MADE,
    is_required,
    row_of,
    stamped,
    stored,
)
from agent.drafters.builtin.planning.writes import asking
from agent.drafters.builtin.planning.writes.acting import acted, changed
from agent.drafters.builtin.planning.writes.arriving import arrived
from agent.drafters.builtin.planning.writes.assigning import told_values
from agent.drafters.builtin.planning.writes.clashing import replaced
from agent.drafters.builtin.planning.writes.defaults import defaults, with_made
from agent.drafters.builtin.planning.writes.filling import filled, unset
from agent.drafters.builtin.planning.writes.keeping import written_down
from agent.drafters.builtin.planning.writes.listed import is_in, is_many, list_of_rows
from agent.drafters.builtin.planning.writes.removing import deleted
from agent.drafters.builtin.planning.writes.transitions import leading, state_of
from agent.drafters.builtin.project.naming import snake

_CONCURRENT = deferred(
    r"\bconcurrent|\bstale\b|\boptimistic|\bif-match\b|wsp\u00f3\u0142bie\u017cn|\bupdated_?at\b",
    re.IGNORECASE,
)
_VERSION = deferred(r"^(?:row_?)?version$|^updated_?at$", re.IGNORECASE)
_BECOMES = deferred(
    r"\b(?:creator|caller|user|author|maker|tw\u00f3rca|u\u017cytkownik)\b[^.]{0,60}?"
    r"\b(?:assigned|becomes?|added|role|member|owner|admin|zostaje)\b",
    re.IGNORECASE,
)


_KEYED = deferred(r"\bprimary key\b", re.IGNORECASE)
_REFERS = deferred(r"\bforeign key\b", re.IGNORECASE)
_WORD = deferred(r"\w+")


def writing(work: Work) -> Iterator[Fact]:
    """The write of the endpoint's own kind."""
    table = work.table
    if table is None:
        return
    act = work.brief.subject.act
    # Of a row that the path names a model makes something else.
    made = work.own is None or asked(work.brief) is None
    if act == "create" and work.sure and made:
        yield from _created(work, table)
    elif act == "create":
        yield from written_down(work)
    elif act == "update":
        yield from _updated(work, table)
    elif act == "delete" and work.sure:
        yield deleted(work, table)
    elif act == "action":
        yield from acted(work)


def _created(work: Work, table: Table) -> Iterator[Fact]:
    brief, sources = work.brief, _values(work, table)
    each = list_of_rows(work, table)
    if each:
        inner = {leaf(one.name): f"`{one.name}`" for one in brief.body if is_in(one, each)}
        columns = {one.name: inner[name] for name in inner if (one := bound(table, name))}
        sources.update(columns)
        fact = row_of(brief, "flow-create", table, sources)
        fact = replace(fact, text=fact.text + brief.say("flow-each", name=each))
    else:
        many = is_many(work, table)
        fact = row_of(brief, "flow-create-many" if many else "flow-create", table, sources)
    yield _or_changed(work, table, sources, with_made(brief, fact, table, sources))
    yield from _paired(work, table)
    yield from _worked_out(work, table, sources)
    yield from unset(work, table, sources)
    yield from defaults(brief, table, sources)
    if work.founds is not None:
        yield from _member(work, table, work.founds)


def _paired(work: Work, table: Table) -> Iterator[Fact]:
    """The row that ties the new one with that of the path, in a table without a name."""
    for row in work.above:
        pair = told_pair(work, table, row.table)
        if pair is not None:
            names = {"key": pair[0], "other": pair[1], "name": row.parameter.name}
            text = work.brief.say("flow-create-pair", table=table.name, **names)
            yield Fact(text=text, sources=(pair[2],))


def _or_changed(work: Work, table: Table, values: dict[str, str], fact: Fact) -> Fact:
    """The new row, or the change of the one that has the same of what is unique, where it may."""
    same, state = replaced(work)[:1], state_of(table)
    text = "".join(work.brief.say("flow-upsert", columns=quoted(one.shown)) for one in same)
    places = [place for one in same for place in one.sources]
    given = values.get(state.name, "").strip("`") if state is not None and same else ""
    known = leading(work, table, (given,)) if given else None
    if known is not None:
        said = alternatives(work.brief, known.values)
        text += work.brief.say("flow-upsert-while", name=known.column.name, values=said)
        places += known.sources
    return replace(fact, text=fact.text + text, sources=(*fact.sources, *places))


def _values(work: Work, table: Table) -> dict[str, str]:
    """Where each value of a new row comes from, what the request gives first."""
    sources = dict(_given(work, table))
    said = told_values(work.brief, table).items()
    told = (*said, *known(work, table), *asking.stored(work, table))
    made = [("id", work.brief.say("value-made-first"))] if makes_key(work) else []
    for name, value in (*told, *filled(work, table), *made):
        sources.setdefault(name, value)
    return sources


def _worked_out(work: Work, table: Table, written: dict[str, str]) -> Iterator[Fact]:
    """Keys that a new row needs and nobody gives, with what the table wants of them."""
    members = work.tie is not None and work.tie.holder is table
    pairs = [one for one in table.constraints if members and _KEYED.search(one)]
    keyed = _WORD.findall(" ".join(pairs))
    open_ = [
        one
        for one in work.links.of(table)
        if one.column.name not in written
        and one.target is not None
        and (is_required(one.column) or one.column.name in keyed)
    ]
    if not open_:
        return
    names = [one.column.name for one in open_]
    said = [trimmed(one).rstrip(".") for one in table.constraints if any(n in one for n in names)]
    said = [one for one in said if not _REFERS.search(one)]  # that they are keys is told
    text = work.brief.say(
        "flow-worked-out",
        names=quoted(names),
        tables=quoted(dict.fromkeys(one.name for one in open_)),
    )
    rules = f": {'; '.join(said)}" if said else ""
    yield Fact(text=text + rules, sources=cited(work.brief, *(one.column for one in open_)))


def _given(work: Work, table: Table) -> Iterator[tuple[str, str]]:
    """The columns that the body gives."""
    for one in reversed(work.brief.body):
        column = bound(table, one.name)
        if column is not None and not MADE.match(column.name) and "[]." not in one.name:
            yield column.name, stored(work.brief, column, one)


def _member(work: Work, table: Table, tie: Tie) -> Iterator[Fact]:
    """The first member of a new group, where the passage says that its maker becomes one."""
    brief = work.brief
    said = [one for one in (brief.spec.description, *brief.spec.excerpts[:1]) if one is not None]
    hits = [(one, hit) for one in said if (hit := _BECOMES.search(one.text))]
    if not hits or tie.group is None:
        return
    sources = {
        tie.group.name: brief.say("value-new", table=table.name),
        tie.columns[0].name: brief.say("value-caller"),
    }
    role = tie.role
    values = values_of(brief.spec, tie.holder, role) if role is not None else ()
    given = [one for one in values if any(holds(found.text, one) for found, _ in hits)]
    if role is not None and given:
        sources[role.name] = f"`{given[0]}`"
    fact = row_of(brief, "flow-create", tie.holder, sources)
    text = fact.text + together_with(brief, table.name)
    one, hit = hits[0]
    more = brief.passages.holding([one.source], hit[0].split()[-1])
    yield replace(fact, text=text, sources=fact.sources + more)


def _updated(work: Work, table: Table) -> Iterator[Fact]:
    brief = work.brief
    sources: dict[str, str] = {}
    key = primary_key(table)
    for one in brief.body:
        column = bound(table, one.name)
        if column is not None and column is not key:
            sources.setdefault(column.name, stored(brief, column, one))
    if not sources and not work.sure:
        return
    verb = snake(brief.spec.endpoint.path.rstrip("/").rpartition("/")[2])
    if not sources or brief.subject.called.startswith(f"{verb}_"):
        sources = changed(work, table, verb) | sources
    sources = told_values(brief, table) | sources
    part = brief.spec.endpoint.method == "PATCH"
    fact = row_of(brief, "flow-update-part" if part and sources else "flow-update", table, sources)
    guard = _guard(brief, table)
    if guard is not None:
        text = fact.text + brief.say("flow-unchanged", name=guard.name)
        fact = replace(fact, text=text, sources=(*fact.sources, *cited(brief, guard)))
    yield fact
    yield from arrived(work, table, sources)
    yield from stamped(brief, table, sources)


def _guard(brief: Brief, table: Table) -> Column | None:
    """The column that a concurrent change is found by, where a documented conflict is one."""
    said = " ".join(one.meaning for one in brief.statuses(409, 412) if brief.is_own(one.source))
    if not _CONCURRENT.search(said):
        return None
    return next((one for one in table.columns if _VERSION.match(one.name)), None)
