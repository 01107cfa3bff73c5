"""What has to hold of other rows before an action: none made twice, those before it done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.documents import Source
from agent.core.lately import latest
from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.callers.tying import alternatives
from agent.drafters.builtin.planning.facts.wording import lines_of, quoted
from agent.drafters.builtin.planning.tables.pathrows import Row
from agent.drafters.builtin.planning.tables.work import Work, alive, cited
from agent.drafters.builtin.planning.writes.demanding import demanded
from agent.drafters.builtin.planning.writes.making import made
from agent.drafters.builtin.planning.writes.transitions import Before, before, undecided, under_way
from agent.drafters.builtin.project.naming import snake

_UNIQUE = deferred(r"\b(?:unique|primary key)\b[^(]*\(([^()]*)\)(?P<where>.*)", re.IGNORECASE)
_PARTIAL = deferred(r"\bwhere\b", re.IGNORECASE)
_KEY = deferred(r"\bprimary key\b|\bPK\b", re.IGNORECASE)
_WORD = deferred(r"\w+")
_ORDER = deferred(r"(?:position|sort_order|order_index|order|sequence|step_number)$")
_IN_ORDER = deferred(
    r"\bsequential|\bout of order\b|\bin (?:order|sequence)\b|\bprevious (?!user)|\bkolejno"
    r"|\bpoprzedni",
    re.IGNORECASE,
)
_UNDONE = deferred(
    r"\b(?P<things>\w+) (?:is |are |not )?(?:incomplete|unfinished|not completed)", re.IGNORECASE
)
_ALREADY = deferred(r"\balready (\w+)", re.IGNORECASE)
_FLAGS = {"is_active": "true", "is_enabled": "true", "is_optional": "false"}
_FEWEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What must hold, when it does not, and where the documents have it."""

    text: str
    broken: str
    sources: tuple[Source, ...]
    values: tuple[str, ...] = ()


@latest(4)
def needs(work: Work) -> tuple[Need, ...]:
    """All that must hold before an action, by its row's state and by other rows."""
    states = list(demanded(work))
    known = before(work) if not states else None
    states += [known] if known is not None else []
    states = states or [*undecided(work), *_below(work)]
    return (
        *(_standing(work, one) for one in states),
        *_once(work),
        *_already(work),
        *_ordered(work),
        *_whole(work),
    )


def _below(work: Work) -> Iterator[Before]:
    """The states of a row above that let something be done below it."""
    if any(not one.told for one in made(work)):
        yield from (one for row in work.rows[:-1] for one in under_way(work, row.table))


def shared(work: Work, one: Table, other: Table) -> tuple[Column, ...]:
    """The keys of the first that the second has as well, where neither refers to the other."""
    if work.links.between(one, other) is not None:
        return ()
    there = {(link.column.name, link.name) for link in work.links.of(other)}
    keys = [link for link in work.links.of(one) if (link.column.name, link.name) in there]
    apart = all(link.of_people for link in keys)  # the same person may have much else
    return () if apart else tuple(link.column for link in keys)


def _standing(work: Work, known: Before) -> Need:
    said = {"name": known.name, "values": alternatives(work.brief, known.values)}
    return Need(
        text=work.brief.say("need-state", **said),
        broken=work.brief.say("case-state", **said),
        sources=known.sources,
        values=known.values,
    )


def _once(work: Work) -> Iterator[Need]:
    """Rows that are unique by keys which are all known: there is none yet."""
    for row in made(work):
        names = next((one for one in _keys(row.table) if set(one) <= row.values.keys()), ())
        if names:
            values = ", ".join(f"`{name}` = {row.values[name]}" for name in names)
            columns = [one for one in row.table.columns if one.name in names]
            yield Need(
                text=work.brief.say("need-none", table=row.table.name, values=values),
                broken=work.brief.say("case-there", table=row.table.name, names=quoted(names)),
                sources=cited(work.brief, row.table, *columns),
            )


def _already(work: Work) -> Iterator[Need]:
    """Rows below one of the path that a refusal calls done already: there are none yet."""
    table, brief = work.table, work.brief
    done = [word for one in brief.spec.statuses for word in _ALREADY.findall(one.meaning)]
    if table is None or brief.subject.act != "create" or not work.rows or not work.sure:
        return
    row = work.rows[-1]
    keys = [one.column for one in work.links.of(table) if one.target is row.table]
    if len(keys) == 1 and any(one.casefold().startswith(brief.subject.thing) for one in done):
        values = f"`{keys[0].name}` = `{row.parameter.name}`"
        yield Need(
            text=brief.say("need-none", table=table.name, values=values),
            broken=brief.say("case-there", table=table.name, names=quoted([keys[0].name])),
            sources=cited(brief, table, *keys),
        )


def _keys(table: Table) -> Iterator[tuple[str, ...]]:
    """Columns that are unique together: by a constraint, or as the parts of the primary key."""
    for said in table.constraints:
        hit = _UNIQUE.search(said)
        if hit is not None and not _PARTIAL.search(hit["where"]):
            yield tuple(name for name in _WORD.findall(hit[1]) if table.column(name) is not None)
    parts = tuple(one.name for one in table.columns if _KEY.search(" ".join(one.constraints)))
    if len(parts) >= _FEWEST:
        yield parts


def _ordered(work: Work) -> Iterator[Need]:
    """Rows in an order that the passage wants to be kept: those before have their row already."""
    told = next((source for source, line in _lines(work) if _IN_ORDER.search(line)), None)
    for row in made(work) if told is not None else ():
        held = work.rows[-1].table
        order = next((one for one in held.columns if _ORDER.match(snake(one.name))), None)
        same = [one for other in work.rows[:-1] for one in shared(work, held, other.table)]
        if order is not None and same and told is not None and not row.told:
            names = quoted(one.name for one in same)
            said = {"table": held.name, "keys": names, "order": order.name, "made": row.table.name}
            yield Need(
                text=work.brief.say("need-order", **said),
                broken=work.brief.say("case-order", **said),
                sources=(*cited(work.brief, order, *same), told),
            )


def keeps_order(work: Work, text: str) -> bool:
    """Whether a sentence only says that rows are done one after another, which the flow needs."""
    return _IN_ORDER.search(text) is not None and any(_ordered(work))


def _lines(work: Work) -> Iterator[tuple[Source, str]]:
    for one in work.brief.spec.excerpts[:1]:
        yield from lines_of(work.brief, one.source)


def _whole(work: Work) -> Iterator[Need]:
    """All rows of a table that a refusal calls incomplete: each has its row for this one."""
    last = work.rows[-1] if work.rows else None
    for status in work.brief.spec.statuses if last is not None else ():
        hit = _UNDONE.search(status.meaning)
        parts = work.links.named(hit["things"]) if hit is not None else None
        if parts is not None and last is not None and parts is not last.table:
            yield from _each(work, last, parts)


def _counted(work: Work, table: Table) -> str:
    """Which rows count: those that are there, in use and not optional."""
    gone = alive(table)
    flags = [f"`{one.name}` = {_FLAGS[one.name]}" for one in table.columns if one.name in _FLAGS]
    flags += [f"`{gone.name}` IS NULL"] if gone is not None else []
    return work.brief.say("need-counted", flags=", ".join(flags)) if flags else ""


def _each(work: Work, row: Row, parts: Table) -> Iterator[Need]:
    same = shared(work, parts, row.table)
    for link in work.links.into(row.table):
        back = next((one for one in work.links.of(link.table) if one.target is parts), None)
        if back is not None and same:
            yield Need(
                text=work.brief.say(
                    "need-whole",
                    table=parts.name,
                    keys=quoted(one.name for one in same),
                    counted=_counted(work, parts),
                    made=link.table.name,
                    key=link.column.name,
                    value=row.parameter.name,
                ),
                broken="",
                sources=cited(work.brief, link.table, link.column, back.column, *same),
            )
            return
