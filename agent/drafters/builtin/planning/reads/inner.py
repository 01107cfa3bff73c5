"""Entries inside of an answer that are rows of a table which the one around them is tied to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from agent.core.lately import latest
from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import Group, bound, entry, groups, named
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.links import Link
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.filters import FLAG, compared, is_plain
from agent.drafters.builtin.planning.tables.keyed import COMMON, NAMES, shown, stem
from agent.drafters.builtin.planning.tables.through import paired
from agent.drafters.builtin.planning.tables.whose import owner_of
from agent.drafters.builtin.planning.tables.work import Work, cited
from agent.drafters.builtin.planning.tables.written import may_be_null
from agent.drafters.builtin.project.naming import singular, snake

_FEWEST = 2
_MADE = re.compile(r"(?:created|sent|occurred|inserted)_at(?:_utc)?")
_SCORE = deferred(r"(?:likes?|votes?|points?|score|rating)(?:_count)?|\w+_(?:count|score)")
# What is worked out from such rows is none of them.
_ADDED = deferred(r"(?:^|_)(?:total|sum|average|avg)s?(?:_|$)")
_UNIQUE = deferred(r"\bunique\b", re.IGNORECASE)
_NEWEST = deferred(r"(?:last|latest|newest|recent)_")
# Whether something is done stands in the row that was made for it.
_DONE = deferred(r"status|state|(?:is_)?(?:completed|done|checked|finished)")
_HIGHEST = deferred(r"(?:top|best|highest)_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    """A group of fields, the rows that it is, and the key between them and those around it.

    `within` are rows around it that are nearer than those of the key; `far` is a pair's other key.
    """

    group: Group
    table: Table
    link: Link
    within: Table | None = None
    far: Link | None = None

    @property
    def is_key(self) -> bool:
        """Whether the row around it holds its key, so that there is one at most."""
        return self.link.target is self.table

    @property
    def word(self) -> str:
        """What the group is called, in snake case."""
        return snake(self.group.word)


def inner(work: Work, table: Table, known: Sequence[Group]) -> Iterator[tuple[Inner, Fact]]:
    """The groups from the outside in, each with what is told of it."""
    around: dict[str, Table] = {"": table}
    first = entry(known)
    if first is not None:
        around[first.at] = table
    for group in sorted(known, key=lambda one: one.at.count(".")):
        if group is first or not group.word:
            continue
        places = [around[at] for at in _outer(group.at) if at in around]
        ways = (way(work, each, group) for way in (_reached, _paired) for each in places)
        found = next((one for one in ways if one is not None), None)
        if found is not None:
            outer = {found.link.table.name, *filter(None, [_target(found.link)])}
            found = replace(found, within=places[0] if places[0].name not in outer else None)
            around[group.at] = found.table
            yield found, _told(work, found)


@latest(4)
def inside(work: Work) -> Mapping[str, Table]:
    """The tables whose rows the lists inside of what is read are."""
    if work.table is None or work.brief.subject.writes:
        return {}
    known = groups(next(iter(work.brief.spec.responses), None))
    found = (one for one, _ in inner(work, work.table, known))
    return {one.group.at: one.table for one in found if one.group.at.endswith("[]")}


def _target(link: Link) -> str:
    return link.target.name if link.target is not None else ""


def _outer(at: str) -> Iterator[str]:
    """What a group stands in, from the inside out."""
    while at:
        at = at.rpartition(".")[0]
        yield at


def _reached(work: Work, outer: Table, group: Group) -> Inner | None:
    """The rows of a group: by the key that it is named after, or the table of its name."""
    own = [one for one in work.links.of(outer) if one.target is not None]
    word = snake(group.word)
    for link in own:
        if link.target is not None and _means(link, word) and fields_of(link.target, group):
            return Inner(group=group, table=link.target, link=link)
    table = _rows_of(work, outer, group)
    by = _link(work, outer, table) if table is not None else None
    if table is None or by is None:
        return None
    return Inner(group=group, table=table, link=by)


def _paired(work: Work, outer: Table, group: Group) -> Inner | None:
    """The rows of a group that a table of pairs joins with those around it."""
    keys = paired(work, outer, snake(group.word)) if group.at.endswith("[]") else None
    rows = keys[1].target if keys is not None else None
    if keys is None or rows is None or 2 * len(fields_of(rows, group)) <= len(group.names):
        return None  # what a pair itself has is of no other row
    return Inner(group=group, table=rows, link=keys[0], far=keys[1])


def _means(link: Link, word: str) -> bool:
    """Whether a key has this name, or it with what the rows are: `checked_by_user_id`."""
    key = stem(link.column)
    thing = singular(snake(link.target.name)) if link.target is not None else ""
    return word in {key, key.removesuffix("_user"), key.removesuffix(f"_{thing}")}


def _link(work: Work, outer: Table, table: Table) -> Link | None:
    """The one key between them; of several that which the path's value is compared with."""
    own = [one for one in work.links.of(outer) if one.target is table]
    into = [one for one in work.links.of(table) if one.target is outer]
    lot = own or into
    for row in work.above:
        if row.table is outer and not own:
            lot = [one for one in into if bound(table, row.parameter.name) is one.column] or lot
    plain = [one for one in lot if "_by_" not in snake(one.column.name)] or lot
    return plain[0] if len(plain) == 1 else None


def _rows_of(work: Work, table: Table, group: Group) -> Table | None:
    """The table of a group: the one of its name, else the tied one that has most of its fields."""
    near = [one.table for one in work.links.into(table)]
    near += [one.target for one in work.links.of(table) if one.target is not None]
    held = {one.name: sum(bound(one, name) is not None for name in group.names) for one in near}
    last = snake(group.word).rpartition("_")[2]
    for word in (group.word, last):
        named_so = work.links.named(word)
        if named_so is not None and held.get(named_so.name):
            return named_so
    if _ADDED.search(snake(group.word)):
        return None
    telling = [name for name in group.names if snake(name) not in (*COMMON, *NAMES)]
    sure = {one.name: sum(bound(one, name) is not None for name in telling) for one in near}
    best = max(near, key=lambda one: sure[one.name], default=None)
    fits = best is not None and sure[best.name] >= _FEWEST
    return best if fits and best is not None and held[best.name] * 2 > len(group.names) else None


def fields_of(table: Table, group: Group) -> list[tuple[str, tuple[Column, ...]]]:
    """The group's fields that the table holds, each with its columns."""
    found = []
    for name in group.names:
        column = bound(table, name)
        columns = (column,) if column is not None else shown(table, snake(name))
        found += [(name, columns)] if columns else []
    return found


def _told(work: Work, one: Inner) -> Fact:
    brief, key = work.brief, one.link
    many = one.group.at.endswith("[]")
    called = {fold(one.group.word), fold(one.word.rpartition("_")[2])}
    flag = next((name for word, name in flags(work) if fold(word) in called), "")
    filters = [*_callers(work, one), *(_filters_of(work, one.table) if one.far is None else ())]
    fields = fields_of(one.table, one.group)
    keys = (key, one.far) if one.far is not None else (key,)
    none = "" if many else _none(brief, one)
    text = brief.say(
        "flow-inner" if many else "flow-inner-one",
        name=one.group.at,
        table=one.table.name,
        by=", ".join(f"`{each.table.name}.{each.column.name}`" for each in keys) + none,
        names=", ".join(shown_as(name, columns) for name, columns in fields),
        flag=brief.say("flow-flag", name=flag) if flag else "",
    )
    near, told = _near(work, one)
    text += told
    if filters:
        text += brief.say("flow-if", conditions=", ".join(told for told, _ in filters))
    order = _order(one)
    if order is not None:
        kind = "inner-newest" if _NEWEST.match(one.word) else "inner-highest"
        text += brief.say(kind if many else f"{kind}-one", name=order.name)
    columns = [
        *(each.column for each in keys[1:]),
        *(column for _, column in filters),
        *([order] if order is not None else []),
    ]
    return Fact(text=text, sources=cited(brief, one.table, key.column, *columns, *near))


def _none(brief: Brief, one: Inner) -> str:
    """That there may be no such row: its key is its own, or one that may be null."""
    column = one.link.column
    if one.is_key:
        return brief.say("inner-none") if may_be_null(one.link.table, column) else ""
    only = any(map(_UNIQUE.search, column.constraints))
    return brief.say("inner-at-most" if only else "inner-none")


def _near(work: Work, one: Inner) -> tuple[list[Column], str]:
    """What else ties these rows to those right around them: keys of both, and who joins the two."""
    within, brief = one.within, work.brief
    if within is None:
        return [], ""
    keys = {link.column.name: _target(link) for link in work.links.of(within)}
    same = [
        link.column
        for link in work.links.of(one.table)
        if link.column is not one.link.column and _target(link)
        if keys.get(link.column.name) == _target(link)
    ]
    names = ", ".join(f"`{column.name}`" for column in same)
    text = brief.say("inner-same", names=names, table=within.name) if same else ""
    done = next((each for each in one.group.names if _DONE.fullmatch(snake(each))), None)
    if done is None or bound(one.table, done) is not None:
        return same, text
    inner_keys = {link.table.name: link.column for link in work.links.into(one.table)}
    both = [link for link in work.links.into(within) if link.table.name in inner_keys]
    if len(both) != 1:
        return same, text
    keyed = (inner_keys[both[0].table.name], both[0].column)
    by = ", ".join(f"`{column.name}`" for column in keyed)
    text += brief.say("inner-done", name=done, table=both[0].table.name, by=by)
    return [*same, *keyed], text


def shown_as(name: str, columns: Sequence[Column]) -> str:
    """A field with its columns, where they have another name."""
    if [snake(one.name) for one in columns] == [snake(name)]:
        return f"`{name}`"
    return f"`{name}` = {' + '.join(f'`{one.name}`' for one in columns)}"


def _order(one: Inner) -> Column | None:
    """The column by which the newest or the best of several rows is found, if only one may be."""
    columns = one.table.columns
    if one.is_key:
        return None
    if _NEWEST.match(one.word):
        return next((each for each in columns if _MADE.fullmatch(snake(each.name))), None)
    if _HIGHEST.match(one.word):
        found = [each for each in columns if _SCORE.fullmatch(snake(each.name))]
        return found[0] if len(found) == 1 else None
    return None


def _callers(work: Work, one: Inner) -> Iterator[tuple[str, Column]]:
    """That it is the caller's, where one row is shown of those that several people may have."""
    owner = owner_of(work.links, one.table) if work.closed else None
    single = not (one.is_key or one.group.at.endswith("[]") or _order(one))
    if owner is not None and single and owner is not one.link.column:
        yield f"`{owner.name}` = {work.brief.say('value-caller')}", owner


def _filters_of(work: Work, table: Table) -> Iterator[tuple[str, Column]]:
    """The query's values that are columns of an inner table and of none around it.

    When an inner row was made is no such column: a range without a name is of the rows around it.
    """
    own, query = work.table, named(work.brief.spec.parameters, "query")
    for one in query:
        if not is_plain(one):
            continue
        outer = compared(own, one)[1] if own is not None else None
        text, column = compared(table, one)
        made = column is not None and snake(column.name) == "created_at"
        if outer is None and column is not None and (not made or bound(table, one.name)):
            yield text, column


def switched(work: Work, told: Sequence[Fact]) -> Iterator[Fact]:
    """What else a switch of the query adds, where no rows of the answer are told with it."""
    for one in named(work.brief.spec.parameters, "query"):
        plain = one.note and FLAG.match(snake(one.name)) and not work.brief.subject.writes
        if plain and not any(f"`{one.name}`" in fact.text for fact in told):
            sources = work.brief.passages.holding([one.source], one.name)
            yield Fact(text=f"`{one.name}`: {one.note}", sources=tuple(sources))


def flags(work: Work) -> Iterator[tuple[str, str]]:
    """What may be left out of an answer, with the value that says so."""
    for one in named(work.brief.spec.parameters, "query"):
        hit = FLAG.match(snake(one.name))
        if hit is not None:
            yield hit[1], one.name
