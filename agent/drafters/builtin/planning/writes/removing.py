"""What the keys of other tables do where a row is removed: keep it, go with it, become null."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.core.spec import Status, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.links import Link
from agent.drafters.builtin.planning.facts.storage import removal
from agent.drafters.builtin.planning.facts.wording import quoted
from agent.drafters.builtin.planning.tables.work import Work, cited, status_sources
from agent.drafters.builtin.planning.writes.writing import is_removed

CONFLICT = 409
_ALONG = ("flow-cascades", "flow-emptied")
_ON_DELETE = {
    "flow-cascades": re.compile(r"on delete cascade", re.IGNORECASE),
    "flow-emptied": re.compile(r"on delete set null", re.IGNORECASE),
    "flow-kept": re.compile(r"on delete (?:restrict|no action)", re.IGNORECASE),
}
_MARKS = re.compile(
    r"\bset\w* `?(?:is_)?(?:archived|active|deleted|hidden)(?:_at)?`?\s*(?:=|to )"
    r"|\bustaw\w* `?deleted_at",
    re.IGNORECASE,
)
_TICKED = re.compile(r"`([^`]+)`")


def marked(brief: Brief, written: Sequence[Fact], said: Sequence[Fact]) -> Iterator[Fact]:
    """The writes; a row that the documents only mark as removed is changed, and stays."""
    marks = brief.subject.act == "delete" and any(_MARKS.search(one.text) for one in said)
    for one in written:
        table = next(iter(_TICKED.findall(one.text)), "")
        if marks and one.text == brief.say("flow-delete", table=table):
            yield replace(one, text=brief.say("flow-update", table=table))
        else:
            yield one


def kept(work: Work, *, told: bool) -> Iterator[Fact]:
    """The rows that keep it, with the conflict unless that is told."""
    table = _removed(work)
    if table is not None:
        conflict = () if told else work.brief.statuses(CONFLICT)
        yield from _keys(work, table, "flow-kept", conflict)


def taken(work: Work) -> list[Fact]:
    """What goes with it in the database, by itself."""
    table = _removed(work)
    return [one for key in _ALONG for one in _keys(work, table, key)] if table is not None else []


def cleared(work: Work) -> Iterator[Fact]:
    """What goes with it in the store of its files, where the database has nothing."""
    if _removed(work) is not None and not taken(work):
        yield from removal(work.brief)


def _removed(work: Work) -> Table | None:
    """The table whose row is removed for good."""
    table = work.table if work.brief.subject.act == "delete" and work.sure else None
    return table if table is not None and is_removed(work, table) else None


def _keys(work: Work, table: Table, key: str, conflict: Sequence[Status] = ()) -> Iterator[Fact]:
    """What the keys of other tables do when a row is removed."""
    brief, words = work.brief, _ON_DELETE[key]
    found = [one for one in work.links.into(table) if words.search(_constraints(one, table))]
    if found:
        names = quoted(f"{one.table.name}.{one.column.name}" for one in found)
        tail = brief.say("flow-conflict", code=CONFLICT) if conflict else ""
        more = status_sources(brief, *conflict[:1])
        text = brief.say(key, names=names) + tail
        yield Fact(text=text, sources=cited(brief, *(one.column for one in found)) + more)


def _constraints(link: Link, table: Table) -> str:
    """What is said of a key: behind its column, or apart from the columns."""
    apart = (one for one in link.table.constraints if link.column.name in one)
    return " ".join((*link.column.constraints, *(one for one in apart if table.name in one)))
