"""What an action writes: a row between those of the path, or the state it is named after."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.drafters.builtin.planning.callers.signing import signed_in, signed_up
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import bound
from agent.drafters.builtin.planning.facts.links import refers_to
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.choices import values_of
from agent.drafters.builtin.planning.tables.onlyone import only_one
from agent.drafters.builtin.planning.tables.records import measured
from agent.drafters.builtin.planning.tables.work import Work
from agent.drafters.builtin.planning.tables.written import MADE, row_of, stamped, stored
from agent.drafters.builtin.planning.writes.arriving import arrived
from agent.drafters.builtin.planning.writes.assigning import told_values
from agent.drafters.builtin.planning.writes.joining import is_compared
from agent.drafters.builtin.planning.writes.keeping import changes, written_down
from agent.drafters.builtin.planning.writes.making import Made, made
from agent.drafters.builtin.planning.writes.transitions import DECIDES, STATES, stem_of, targets
from agent.drafters.builtin.project.naming import snake

_BY = deferred(r"_by(?:_\w+)?$")
# When somebody decided, and who did, whatever was decided.
_DECIDED = deferred(
    r"(?:processed|reviewed|decided|resolved|handled|responded)_(?:at|on|(?P<by>by)(?:_\w+)?)"
)
_FLAG = deferred(r"(?:is_|was_|has_been_)?(\w+)")
_BOOLEAN = deferred(r"\bbool|\bbit\b|\btinyint\(1\)", re.IGNORECASE)
_UNDOES = deferred(r"(?:un|de|dis)(\w{4,})")


def acted(work: Work) -> Iterator[Fact]:
    """A row that ties all rows of the path, else the state that the deed is named after."""
    rows = made(work)
    if not work.rows:
        yield from signed_up(work)
        yield from signed_in(work)
        yield from written_down(work)
        return
    yield from (one.fact(work.brief) for one in rows)
    yield from _own_row(work, rows)


def _own_row(work: Work, rows: Sequence[Made]) -> Iterator[Fact]:
    """The change of the row that the action is called on, or of the only one that hangs at it."""
    only = only_one(work)
    row = only.table if only is not None else work.rows[-1].table
    ties = any(not one.told for one in rows)
    found = {} if ties else changed(work, row, work.brief.subject.verb)
    found |= measured(work, row, found)
    found |= changes(work, row) | told_values(work.brief, row)
    if found:
        yield row_of(work.brief, "flow-update", row, found)
        yield from arrived(work, row, found)
        yield from stamped(work.brief, row, found)


def changed(work: Work, table: Table, verb: str) -> dict[str, str]:
    """The state and time that are named after the verb, and what the body gives."""
    sources = dict(_deeds(work, table, verb))
    for one in work.brief.body:
        column = bound(table, one.name) or _ending(table, one.name)
        compared = column is not None and is_compared(work, column, one)
        if column is not None and not MADE.match(column.name) and not compared:
            sources.setdefault(column.name, stored(work.brief, column, one))
    return sources


def _ending(table: Table, name: str) -> Column | None:
    """The only column that a plain word ends: a `reason` is its `completion_reason`."""
    end = f"_{snake(name)}"
    found = [one for one in table.columns if snake(one.name).endswith(end) and not refers_to(one)]
    return found[0] if len(found) == 1 and "_" not in end[1:] and end != "_id" else None


def _deeds(work: Work, table: Table, verb: str) -> Iterator[tuple[str, str]]:
    stem = stem_of(verb)
    for column in table.columns if stem else ():
        name = snake(column.name)
        if (flag := _flag(column, verb)) is not None:
            yield column.name, flag
        elif name.endswith(STATES):
            yield from ((column.name, f"`{value}`") for value in _state(work, table, column, stem))
        elif name.endswith("_at") and name.removesuffix("_at").startswith(stem):
            yield column.name, work.brief.say("value-now")
        elif _BY.search(name) and name.startswith(stem) and work.closed:
            yield column.name, work.brief.say("value-caller")
        elif verb.partition("_")[0] in DECIDES and (hit := _DECIDED.fullmatch(name)) is not None:
            by = hit["by"] is not None
            yield column.name, work.brief.say("value-caller" if by else "value-now")


def _flag(column: Column, verb: str) -> str | None:
    """What the flag that is called after the deed becomes, or after what the deed undoes."""
    word = _FLAG.match(snake(column.name)) if _BOOLEAN.search(column.type) else None
    deed = verb.split("_", maxsplit=1)[0]
    undone = _UNDOES.match(deed)
    for said, value in ((deed, "`true`"), (undone[1] if undone else "", "`false`")):
        stem = stem_of(said)
        if word is not None and stem and word[1].startswith(stem):
            return value
    return None


def _state(work: Work, table: Table, column: Column, stem: str) -> list[str]:
    """The state that is named after the deed; of several that are told the body has the one."""
    several = targets(work, table, column)
    if len(several) > 1 and any(bound(table, one.name) is column for one in work.brief.body):
        return []
    values = several or values_of(work.brief.spec, table, column)
    return [value for value in values if fold(value).startswith(stem)][:1]
