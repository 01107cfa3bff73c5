"""What has to hold of other rows before an action: none made twice, those before it done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.documents import Source
from agent.core.lately import latest
from agent.core.patterns import deferred
from agent.core.spec import Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.callers.tying import alternatives
from agent.drafters.builtin.planning.facts.wording import quoted
from agent.drafters.builtin.planning.tables.work import Work, cited
from agent.drafters.builtin.planning.writes.demanding import demanded
from agent.drafters.builtin.planning.writes.making import made
from agent.drafters.builtin.planning.writes.transitions import Before, before, undecided

_UNIQUE = deferred(r"\b(?:unique|primary key)\b[^(]*\(([^()]*)\)(?P<where>.*)", re.IGNORECASE)
_PARTIAL = deferred(r"\bwhere\b", re.IGNORECASE)
_KEY = deferred(r"\bprimary key\b|\bPK\b", re.IGNORECASE)
_WORD = deferred(r"\w+")
_ALREADY = deferred(r"\balready (\w+)", re.IGNORECASE)
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
    states = states or list(undecided(work))
    return (*(_standing(work, one) for one in states), *_once(work), *_already(work))


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
