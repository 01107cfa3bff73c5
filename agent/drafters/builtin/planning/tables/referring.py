"""Rows of other tables that the body names, each of which has to be there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agent.core.spec import Column, Parameter, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.links import is_people, refers_to
from agent.drafters.builtin.planning.facts.wording import column_of
from agent.drafters.builtin.planning.sentences.overall import is_inherited
from agent.drafters.builtin.planning.tables.owning import is_shut
from agent.drafters.builtin.planning.tables.whose import owner_of
from agent.drafters.builtin.planning.tables.work import Work, cited, status_sources
from agent.drafters.builtin.project.naming import snake

_MISSING = 404
_NEEDED = re.compile(r"\bnot null\b", re.IGNORECASE)
_KEY = re.compile(r"_(?:id|uuid)$")


def refers(work: Work) -> Iterator[Fact]:
    """Fields of the body that name rows of other tables, in one item; then whose they are not."""
    brief = work.brief
    found = [one for field in brief.body for one in _row(work, field)]
    if found:
        told = [] if brief.by_convention(_MISSING) else brief.statuses(_MISSING)
        missing = [one for one in told if not is_inherited(brief.spec, one)]
        tail = brief.say("flow-missing", code=404) if missing else ""
        text = ", ".join(one.text for one in found) + tail
        places = tuple(source for one in found for source in one.sources)
        yield _not_own(work, Fact(text=text, sources=places + status_sources(brief, *missing[:1])))


def _row(work: Work, field: Parameter) -> Iterator[Fact]:
    """The row that a field names: by its column, or for an action by its own name."""
    brief = work.brief
    column = column_of(brief.table, field.name)
    target = refers_to(column) if column else ""
    if column is not None and target:
        fact = _joined(_below(work, _target(work, column)), _owned(work, column))
        name = target.removesuffix(".id")
        text = brief.say("flow-refers", name=field.name, target=f"`{name}`") + fact.text
        sources = brief.passages.holding([column.source], column.name)
        yield Fact(text=text, sources=(*sources, *fact.sources))
    elif column is None and brief.subject.act == "action" and _KEY.search(snake(field.name)):
        table = work.links.exactly(_KEY.sub("", snake(field.name)))
        fact = _below(work, table)
        if table is not None and fact.text:
            text = brief.say("flow-refers", name=field.name, target=f"`{table.name}`") + fact.text
            yield Fact(text=text, sources=(*cited(brief, table), *fact.sources))


def _joined(*facts: Fact) -> Fact:
    places = tuple(source for one in facts for source in one.sources)
    return Fact(text="".join(one.text for one in facts), sources=places)


def _below(work: Work, target: Table | None) -> Fact:
    """That the row has to hang at the path's row as well, where it refers to such rows."""
    row = work.rows[-1] if work.rows else None
    links = work.links.of(target) if target is not None and row is not None else ()
    keys = [one.column for one in links if row is not None and one.target is row.table]
    keys = [one for one in keys if _NEEDED.search(" ".join(one.constraints))]
    if row is None or target is row.table or len(keys) != 1:
        return Fact(text="")
    said = work.brief.say("refers-below", column=keys[0].name, value=row.parameter.name)
    return Fact(text=said, sources=cited(work.brief, *keys))


def _owned(work: Work, column: Column) -> Fact:
    """That the row has to be the caller's, where nobody else may see such rows."""
    target = _target(work, column)
    owner = owner_of(work.links, target) if target is not None and work.closed else None
    if target is None or owner is None or is_people(target.name) or not is_shut(work.brief, target):
        return Fact(text="", sources=())
    said = work.brief.say("refers-owned", column=f"{target.name}.{owner.name}")
    return Fact(text=said, sources=cited(work.brief, owner))


def _target(work: Work, column: Column) -> Table | None:
    table = work.table
    links = work.links.of(table) if table is not None else ()
    return next((one.target for one in links if one.column is column), None)


def _not_own(work: Work, fact: Fact) -> Fact:
    """The refusal of one's own row, by the column that names its owner."""
    brief, status, owner = work.brief, work.others, others_of(work)
    refused = work.refusal(status.code) if status is not None else None
    if owner is None or refused is None:
        return fact
    table, column = owner
    text = brief.say("flow-others", column=f"{table.name}.{column.name}")
    whole = replace(fact, text=f"{fact}; {text}", sources=cited(brief, column))
    return refused.after(whole, brief.say("flow-else", code=refused.code))


def others_of(work: Work) -> tuple[Table, Column] | None:
    """The table whose row the body names and nobody may name of their own, with its owner."""
    if work.others is None or work.rows:
        return None
    for field in work.brief.body:
        column = column_of(work.table, field.name)
        target = _target(work, column) if column is not None else None
        owner = owner_of(work.links, target) if target is not None else None
        if target is not None and owner is not None and not is_people(target.name):
            return target, owner
    return None
