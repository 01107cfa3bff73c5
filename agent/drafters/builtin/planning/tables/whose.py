"""Whose a row is: the way from a table to the column that names the caller."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.facts.links import Link, Links, is_people
from agent.drafters.builtin.project.naming import snake

_OWNER = deferred(
    r"^(?:auth_)?(?:user|owner|author|account|profile|creator)(?:_profile|_user)?_id$|^player_id$"
)
PAIR = re.compile(r"^(?:user|player)_?(?:[ab]|[12])(?:_id)?$|^(?:sender|receiver)_id$")
_MEMBERS = deferred(r"member|participant|admin", re.IGNORECASE)
_AUTH = deferred(r"^auth_?user_?id$|^auth_?id$|^supabase_?id$", re.IGNORECASE)
# `dog_profiles` are of things that people have, not of those who sign in.
_PERSON = deferred(r"(?:(?:app|auth|user|member|player)s?_)?(?:users?|profiles?|accounts?)")
_SINGLE = deferred(r"\bunique\b|\bprimary\b|\bPK\b", re.IGNORECASE)
_DEEP = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """How a row is tied to the caller.

    `over` are the joins from the row's table; one of `columns` of `holder` is the caller.
    Where `group` is set, `holder` is a table of members: its `group` is `shared` of table `at`.
    Where `value` is set, the column is no person but what this function gives for the caller.
    """

    holder: Table
    columns: tuple[Column, ...]
    over: tuple[Link, ...] = ()
    group: Column | None = None
    shared: Column | None = None
    at: str = ""
    value: str = ""

    def own_of(self, table: Table) -> bool:
        """Whether it is by columns of the row itself, which name a person."""
        bare = self.group is None and not self.over and not self.value
        return bare and self.holder is table

    @property
    def of_itself(self) -> bool:
        """Whether the row is the group."""
        return self.shared is not None and self.shared.name.casefold() == "id" and not self.over

    @property
    def role(self) -> Column | None:
        """The column that says what the caller may do."""
        return next((one for one in self.holder.columns if snake(one.name).endswith("role")), None)


def tie_of(links: Links, table: Table, deep: int = _DEEP) -> Tie | None:
    """The nearest: by members of what it belongs to, by its own column, by what it refers to."""
    found = (
        _of_members(links, table),
        own_tie(links, table),
        *(_over(links, link, deep) for link in links.of(table) if deep and _is_up(link, table)),
        _of_group_of_person(links, table),
    )
    return next((one for one in found if one is not None), None)


def owner_of(links: Links, table: Table) -> Column | None:
    """The column of the table itself that names its one owner."""
    keys = {link.column.name: link for link in links.of(table)}
    for column in table.columns:
        if _OWNER.match(snake(column.name)):
            link = keys.get(column.name)
            if link is not None and not link.of_people:
                continue
            if link is not None or not re.search(r"text|char\b", column.type, re.IGNORECASE):
                return column
    return None


def members_of(links: Links, group: Table) -> Tie | None:
    """The members of a group: a table that joins it with people, by its name or by a role."""
    if is_people(group.name) or owner_of(links, group) is not None:
        return None
    return joining(links, group)


def joining(links: Links, group: Table) -> Tie | None:
    """The table that joins rows with people, who need not have the say over them."""
    for link in links.into(group):
        people = (one for one in links.of(link.table) if one.of_people)
        person = next((one for one in people if _OWNER.match(snake(one.column.name))), None)
        if person is not None and _is_of_members(link.table, person.column):
            return Tie(holder=link.table, columns=(person.column,), group=link.column)
    return None


def _is_of_members(table: Table, person: Column) -> bool:
    """By its name, a role, or because it does nothing but join; an invited one is none yet."""
    names = {snake(one.name) for one in table.columns}
    said = _is_of_persons(table, person) or _MEMBERS.search(table.name) is not None
    return "invit" not in table.name.casefold() and (said or "role" in names or "id" not in names)


def _is_of_persons(table: Table, person: Column) -> bool:
    """Whether each row is a person: by its plain name, or since each has one row at most."""
    single = any(map(_SINGLE.search, person.constraints)) or _AUTH.match(person.name) is not None
    plain = _PERSON.fullmatch(snake(table.name).rpartition(".")[2]) is not None
    return is_people(table.name) and (single or plain)


def own_tie(links: Links, table: Table) -> Tie | None:
    """By a column of its own: a person by their identity, a row by its owner, a pair by either."""
    if is_people(table.name):
        named = [one for one in table.columns if _AUTH.match(one.name)]
        keys = named or [one for one in table.columns if one.name.casefold() == "id"]
        return Tie(holder=table, columns=tuple(keys[:1])) if keys else None
    column = owner_of(links, table)
    if column is not None:
        return Tie(holder=table, columns=(column,))
    pair = [one for one in table.columns if PAIR.match(snake(one.name))]
    return Tie(holder=table, columns=tuple(pair)) if len(pair) > 1 else None


def _of_members(links: Links, table: Table) -> Tie | None:
    """By the group that the row is of, or that it is itself."""
    itself = members_of(links, table)
    if itself is not None and itself.holder is not table:
        key = next((one for one in table.columns if one.name.casefold() == "id"), None)
        return replace(itself, shared=key, at=table.name) if key is not None else None
    for link in links.of(table):
        if link.target is not None and not link.of_people:
            found = members_of(links, link.target)
            if found is not None:
                return replace(found, shared=link.column, at=table.name)
    return None


def _of_group_of_person(links: Links, table: Table) -> Tie | None:
    """By a person that the row names, who is of the same group as the caller."""
    for link in links.of(table):
        if link.target is not None and link.of_people and link.target.name != table.name:
            found = _of_members(links, link.target)
            if found is not None:
                return replace(found, over=(link, *found.over))
    return None


def _over(links: Links, link: Link, deep: int) -> Tie | None:
    assert link.target is not None  # noqa: S101 (as _is_up says)
    found = tie_of(links, link.target, deep - 1)
    return replace(found, over=(link, *found.over)) if found is not None else None


def _is_up(link: Link, table: Table) -> bool:
    return link.target is not None and link.target.name != table.name and not link.of_people


def identity_of(table: Table) -> Column | None:
    """The column of a table of people that says who of those signed in each is."""
    return next((one for one in table.columns if _AUTH.match(one.name)), None)


def joins(tie: Tie) -> Iterator[str]:
    """The columns that lead from a row to where the tie is."""
    return (f"{one.table.name}.{one.column.name}" for one in tie.over)
