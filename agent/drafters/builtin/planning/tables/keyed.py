"""Fields of a row that another table holds: the one that a key of the row leads to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import bound
from agent.drafters.builtin.planning.facts.links import Link, is_people
from agent.drafters.builtin.planning.facts.wording import column_of
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.through import through
from agent.drafters.builtin.planning.tables.work import Work, cited
from agent.drafters.builtin.planning.tables.written import may_be_null
from agent.drafters.builtin.project.naming import snake

# What most tables have says of no table that it is this one's.
COMMON = ("id", "created_at", "updated_at", "deleted_at", "status", "type", "role")
NAMES = ("name", "title", "description")
_CALLED = ("name", "full_name", "display_name", "username", "user_name")
_SHOWN = ("name", "display_name", "full_name", "username", "user_name", "nickname")
_PARTS = ("first_name", "last_name")
_KEY = deferred(r"_(?:id|uuid|code)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A field, the table that holds it and by which columns; `link` is what leads there."""

    name: str
    table: Table
    columns: tuple[Column, ...]
    link: Link | None

    @property
    def place(self) -> tuple[str, str]:
        """Which row it is of: fields of one are told together."""
        return self.table.name, self.link.column.name if self.link is not None else ""


def keyed(work: Work, table: Table, names: Sequence[str]) -> Iterator[Fact]:
    """The fields that other tables hold, one fact for each row that is joined."""
    found: dict[tuple[str, str], list[Found]] = {}
    for name in names:
        one = held(work, table, name)
        if one is not None:
            found.setdefault(one.place, []).append(one)
    for lot in found.values():
        yield _told(work, lot)


def held(work: Work, table: Table, name: str) -> Found | None:
    """What another table holds of a row: by the name of a key, else by that of the table."""
    if bound(table, name) is not None:
        return None
    return by_key(work, table, name) or _by_table(work, table, name)


def stem(column: Column) -> str:
    """What a key is of: `owner` of `owner_id`."""
    return _KEY.sub("", snake(column.name))


def shown(table: Table, word: str) -> tuple[Column, ...]:
    """The columns of a field: the one of its name, or what people are called by."""
    exact = column_of(table, word)
    if exact is not None:
        return (exact,)
    if word not in _CALLED or not is_people(table.name):
        return ()
    whole = (column_of(table, one) for one in _SHOWN)
    parts = [column for one in _PARTS if (column := column_of(table, one)) is not None]
    single = next((one for one in whole if one is not None), None)
    return (single,) if single is not None else tuple(parts) if len(parts) == len(_PARTS) else ()


def said(name: str, columns: Sequence[Column]) -> str:
    """A field with what it is read from, where that has another name."""
    if len(columns) == 1 and snake(columns[0].name) == snake(name):
        return f"`{name}`"
    return f"`{name}` ({' + '.join(f'`{one.name}`' for one in columns)})"


def by_key(work: Work, table: Table, name: str) -> Found | None:
    """What the row that a key of this name leads to holds: `owner_name` by `owner_id`."""
    word = snake(name)
    for link in work.links.of(table):
        of = stem(link.column)
        rest = word.removeprefix(f"{of}_")
        if link.target is None or link.target is table or of == snake(link.column.name):
            continue
        known = shown(link.target, rest) if rest != word else ()
        if word == of:  # a category without its key is told by its name
            known = next((one for each in NAMES[:2] if (one := shown(link.target, each))), ())
        if known:
            return Found(name=name, table=link.target, columns=known, link=link)
    return None


def _by_table(work: Work, table: Table, name: str) -> Found | None:
    for other in _near(work, table):
        column = _of(other, name)
        if column is not None:
            link = work.links.between(table, other)
            return Found(name=name, table=other, columns=(column,), link=link)
    return None


def _near(work: Work, table: Table) -> Iterator[Table]:
    """The tables that the table is joined with by a key, its own keys first."""
    targets = [
        link.target
        for link in work.links.of(table)
        if link.target is not None and link.target.name != table.name
    ]
    yield from sorted(targets, key=lambda one: not is_people(one.name))
    pairs = (through(work, table, row) for row in work.above)
    yield from (one.table for one in pairs if one is not None)
    if work.tie is not None and work.tie.holder.name != table.name:
        yield work.tie.holder


def _of(table: Table, name: str) -> Column | None:
    """The column of a joined table: named with it, or what people are shown by."""
    word = snake(name)
    thing = fold(table.name.rpartition(".")[2])
    for column in table.columns:
        column_name = snake(column.name)
        alone = word not in COMMON and (word not in NAMES or is_people(table.name))
        if word == column_name and alone:
            return column
        of = word.removesuffix(f"_{column_name}")
        if of != word and thing.endswith(fold(of)):
            return column
    return None


def _told(work: Work, lot: Sequence[Found]) -> Fact:
    brief, first = work.brief, lot[0]
    names = ", ".join(said(one.name, one.columns) for one in lot)
    link = first.link
    by = f"{link.table.name}.{link.column.name}" if link is not None else first.table.name
    text = brief.say("flow-joined", table=first.table.name, by=by, names=names)
    if link is not None and link.target is first.table and may_be_null(link.table, link.column):
        text += brief.say("joined-none")
    columns = [column for one in lot for column in one.columns]
    more = cited(brief, link.column) if link is not None else ()
    return Fact(text=text, sources=cited(brief, first.table, *columns) + more)
