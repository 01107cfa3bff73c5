"""Who joins a group: the row of a member, in the group that a code or an invitation names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from agent.core.patterns import deferred
from agent.core.spec import Column, Parameter, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import bound, leaf
from agent.drafters.builtin.planning.facts.brief import bare_name
from agent.drafters.builtin.planning.facts.wording import column_of, primary_key
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.whose import Tie, members_of
from agent.drafters.builtin.planning.tables.work import Work, cited, status_sources
from agent.drafters.builtin.planning.tables.written import MADE, given, row_of
from agent.drafters.builtin.planning.writes.making import person
from agent.drafters.builtin.project.naming import snake

_VERBS = frozenset(("join", "accept", "redeem"))
# English and Polish.
_JOINS = deferred(r"\bjoin\w*\b|\bdo\u0142\u0105cz\w*", re.IGNORECASE)
# What gives a row another secret.
_SETS = deferred(r"set|chang|reset|updat|rotat|protect|secure", re.IGNORECASE)
_WORD = deferred(r"[^\W\d_]+")
_CODE = deferred(r"(?:^|_)(?:token|code|pin|secret|slug)(?:_hash)?$")


def joined_group(work: Work, written: Collection[str]) -> Iterator[Fact]:
    """The row of the members, where none is written yet: the group, the caller, what is given."""
    brief = work.brief
    said = brief.spec.description.text if brief.spec.description is not None else ""
    if brief.subject.verb not in _VERBS or not _JOINS.search(f"{brief.subject.verb} {said}"):
        return
    words = {fold(one) for one in _WORD.findall(f"{brief.spec.endpoint.path} {said}")}
    for group in work.links.tables if work.closed else ():
        tie = members_of(work.links, group) if _last(group) in words else None
        key = _key(work, group) if tie is not None and tie.holder.name not in written else ""
        if tie is not None and key:
            yield row_of(brief, "flow-create", tie.holder, _values(work, tie, key))
            return


def is_compared(work: Work, column: Column, one: Parameter) -> bool:
    """Whether a secret of the body only has to be that of the row, which an action keeps."""
    hashed = snake(column.name).endswith("_hash") and snake(one.name) != snake(column.name)
    return (
        hashed and work.brief.subject.act == "action" and not _SETS.match(work.brief.subject.verb)
    )


def compared(work: Work) -> Iterator[Fact]:
    """The secret that the row in the path has, and what refuses another one."""
    brief, row = work.brief, next(iter(work.rows[-1:]), None)
    for one in brief.body if row is not None else ():
        column = bound(row.table, one.name) if row is not None else None
        if row is None or column is None or not is_compared(work, column, one):
            continue
        word = leaf(one.name).casefold()
        own = (each for each in brief.statuses(400, 401, 403, 422) if brief.is_own(each.source))
        bad = next((each for each in own if word in each.meaning.casefold()), None)
        text = brief.say("flow-compared", name=one.name, column=f"{row.table.name}.{column.name}")
        text += brief.say("flow-else", code=bad.code) if bad is not None else ""
        yield Fact(text=text, sources=cited(brief, column) + status_sources(brief, bad))


def _last(table: Table) -> str:
    return fold(snake(bare_name(table)).rpartition("_")[2])


def _values(work: Work, tie: Tie, key: str) -> dict[str, str]:
    values = {
        column.name: given(one)
        for one in work.brief.body
        if (column := bound(tie.holder, one.name)) is not None and not MADE.match(column.name)
    }
    if tie.group is not None:
        values[tie.group.name] = key
    people = (one for one in work.links.of(tie.holder) if one.column is tie.columns[0])
    return values | {one.column.name: person(work, one) for one in people}


def _key(work: Work, group: Table) -> str:
    """Which group it is: that of the path, of its row there, or the one that a code names."""
    for row in work.rows:
        if row.table is group:
            return f"`{row.parameter.name}`"
        for link in work.links.of(row.table):
            if link.target is group:
                return f"`{row.table.name}.{link.column.name}`"
    for one in work.brief.inputs:
        column = _code(group, one)
        if column is not None:
            own = primary_key(group)
            names = {"key": own.name if own is not None else "id", "table": group.name}
            return work.brief.say("value-row-by", **names, name=one.name, column=column.name)
    return ""


def _code(group: Table, one: Parameter) -> Column | None:
    """The column of a secret that a value is compared with: `invite_token`, `pin_hash`."""
    name = snake(leaf(one.name))
    exact = column_of(group, name)
    codes = [each for each in group.columns if _CODE.search(snake(each.name))]
    if not _CODE.search(name):
        return None
    if exact is not None:
        return exact
    near = (each for each in codes if set(name.split("_")) & set(snake(each.name).split("_")))
    return next(near, None)
