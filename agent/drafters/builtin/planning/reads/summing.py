"""What an answer sums up of the caller's rows, where it is no row of a table itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from agent.core.patterns import deferred
from agent.core.spec import Column, Parameter, Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.callers.callers import asked_role
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import Group, bound, groups, leaf, named
from agent.drafters.builtin.planning.facts.links import is_people
from agent.drafters.builtin.planning.reads.counted import Counted, Lot, worth
from agent.drafters.builtin.planning.reads.timed import told_of
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.filters import compared, is_plain
from agent.drafters.builtin.planning.tables.keyed import Found, by_key, said
from agent.drafters.builtin.planning.tables.whose import Tie, tie_of
from agent.drafters.builtin.planning.tables.work import Work, cited
from agent.drafters.builtin.project.naming import snake

_LEFT = deferred(r"remaining|balance|net|savings|difference|surplus")
_IN = deferred(r"income|revenue|earn|deposit|inflow|wplyw|przychod")
_OUT = deferred(r"expens|spen[dt]|cost|outflow|wydat|koszt")
_SUMS = deferred(r"(?:total|sum|amount|value)(?:_\w+)?")
_MADE = deferred(r"(?:created|inserted)_at(?:_utc)?")
_SHARES = deferred(r"percent(?:age)?|share|procent")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A part of the answer, and the rows that it is of."""

    table: Table
    fact: Fact


def summing(work: Work, view: Table | None = None) -> list[Fact]:
    """The rows that are read, and what each part of the answer is of them, but of a view's."""
    brief = work.brief
    body = next(iter(brief.spec.responses), None)
    foreign = "admin" in brief.spec.endpoint.path or asked_role(work) is not None
    if body is None or not work.closed or work.rows or foreign:
        return []
    lots = [Lot(table=one) for one in brief.spec.schema if _whose(work, one) is not None]
    plain = [one for one in body.fields if "[]" not in one.name]
    plain = [one for one in plain if view is None or bound(view, one.name) is None]
    sums = [found for one in plain if (found := told_of(brief, lots, one)) is not None]
    parts = [part for group in groups(body) for part in _of_group(work, lots, group, sums)]
    tables = [*(one.lot.table for one in sums), *(one.table for one in parts)]
    if not tables:
        return []
    rows = _rows(work, list({one.name: one for one in tables}.values()))
    told = [*(one.fact for one in sums), *_left(work, plain, sums)]
    return [rows, *_together(told), *(one.fact for one in parts)]


def is_summary(work: Work) -> bool:
    """Whether an answer tells of many rows and shows none of them."""
    known = groups(next(iter(work.brief.spec.responses), None))
    table = work.table
    if table is None or work.rows or any(one.at.endswith("[]") for one in known):
        return False
    return not any(bound(table, name) is not None for one in known for name in one.names)


def _whose(work: Work, table: Table) -> Tie | None:
    """How each row of the table is one person's: by a column of its own or of what it is of."""
    if is_people(table.name):
        return None
    tie = tie_of(work.links, table, 1)
    return tie if tie is not None and tie.group is None and len(tie.columns) == 1 else None


def _together(told: Sequence[Fact]) -> Iterator[Fact]:
    if told:
        sources = tuple(source for one in told for source in one.sources)
        yield Fact(text="; ".join(one.text for one in told), sources=sources)


def _rows(work: Work, tables: Sequence[Table]) -> Fact:
    """The caller's rows of all these, within the period that is asked for."""
    brief = work.brief
    ties = [(one, tie) for one in tables if (tie := _whose(work, one)) is not None]
    names = ", ".join(
        brief.say("summed-table", table=table.name, column=_by(tie)) for table, tie in ties
    )
    given = [one for one in named(brief.spec.parameters, "query", "path") if is_plain(one)]
    kept = dict(limit for one in given for limit in _limits(tables, one))
    text = brief.say("summed-rows", tables=names)
    if kept:
        text += brief.say("summed-when", conditions=", ".join(kept))
    places: list[Table | Column] = [table for table, _ in ties]
    places += [each for _, tie in ties for each in tie.columns]
    return Fact(text=text, sources=cited(brief, *places, *kept.values()))


def _limits(tables: Sequence[Table], one: Parameter) -> list[tuple[str, Column]]:
    """A value's conditions: on when rows were made only where none of the tables has a better."""
    found = [(text, column) for text, column in (compared(each, one) for each in tables) if column]
    own = [(text, column) for text, column in found if not _MADE.fullmatch(snake(column.name))]
    return own or found


def _by(tie: Tie) -> str:
    """The column that names the person, with the way there."""
    column = tie.columns[0].name
    return column if not tie.over else f"{tie.holder.name}.{column}"


def _left(work: Work, plain: Iterable[Parameter], sums: Sequence[Counted]) -> Iterator[Fact]:
    """What is left of what came in, where the answer has both sums."""
    came = [one for one in sums if _IN.search(snake(one.field.name)) and one.column]
    went = [one for one in sums if _OUT.search(snake(one.field.name)) and one.column]
    for one in plain:
        if _LEFT.fullmatch(snake(leaf(one.name))) and len(came) == len(went) == 1:
            text = work.brief.say(
                "field-rest",
                name=leaf(one.name),
                goal=leaf(came[0].field.name),
                has=leaf(went[0].field.name),
            )
            yield Fact(text=text)


def _of_group(
    work: Work, lots: Sequence[Lot], group: Group, sums: Sequence[Counted]
) -> Iterator[_Told]:
    """A list in the answer: rows as they are, or added up by a key of theirs."""
    if not group.at.endswith("[]") or not group.word:
        return
    same = [one.table for one in lots if fold(one.table.name) == fold(group.word)]
    if same:
        yield from _listed(work, same[0], group)
        return
    found = [told for one in lots for told in _grouped(work, one.table, group, sums)]
    if len(found) == 1:
        yield found[0]


def _listed(work: Work, table: Table, group: Group) -> Iterator[_Told]:
    own = [(name, (column,)) for name in group.names if (column := bound(table, name)) is not None]
    known = {name for name, _ in own}
    keyed = [
        one for name in group.names if name not in known and (one := by_key(work, table, name))
    ]
    if own:
        names = [*(said(*one) for one in own), *map(_keyed, keyed)]
        text = work.brief.say(
            "summed-list", name=group.at, table=table.name, names=", ".join(names)
        )
        columns = [one for each in keyed for one in each.columns]
        fact = Fact(text=text, sources=cited(work.brief, table, *columns))
        yield _Told(table=table, fact=fact)


def _keyed(one: Found) -> str:
    return f"`{one.name}` = {' + '.join(f'`{one.table.name}.{each.name}`' for each in one.columns)}"


def _grouped(work: Work, table: Table, group: Group, sums: Sequence[Counted]) -> Iterator[_Told]:
    """The rows added up by what one of their keys leads to, where each field is known."""
    keys = [one for name in group.names if (one := by_key(work, table, name)) is not None]
    rest = [name for name in group.names if name not in {one.name for one in keys}]
    value = worth(table)
    if value is None or len({one.place for one in keys}) != 1 or keys[0].link is None:
        return
    rest.sort(key=lambda name: _SHARES.fullmatch(snake(name)) is not None)
    key = keys[0].link.column
    told = [_added(work, table, value, name, sums) for name in rest]
    if rest and all(told):
        text = work.brief.say(
            "summed-groups",
            name=group.at,
            table=table.name,
            key=key.name,
            names=", ".join([*map(_keyed, keys), *told]),
        )
        columns = [key, value, *(each for one in keys for each in one.columns)]
        sources = cited(work.brief, table, keys[0].table, *columns)
        yield _Told(table=table, fact=Fact(text=text, sources=sources))


def _added(work: Work, table: Table, value: Column, name: str, sums: Sequence[Counted]) -> str:
    """What a field says of a group of rows; empty where that is not known."""
    brief, word = work.brief, snake(name)
    if _SUMS.fullmatch(word):
        return brief.say("summed-of", name=name, column=value.name)
    if _SHARES.fullmatch(word):
        all_ = (one.field.name for one in sums if one.lot.table is table and one.column is value)
        whole = next((f"`{one}`" for one in all_), brief.say("summed-whole"))
        return brief.say("summed-share", name=name, whole=whole)
    return ""
