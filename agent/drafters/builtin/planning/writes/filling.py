"""Columns that a new row needs and neither its maker nor the table gives: what the service sets."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping

from agent.core.patterns import deferred
from agent.core.spec import Column, Parameter, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import bound
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.facts.links import refers_to
from agent.drafters.builtin.planning.facts.wording import column_of, primary_key, quoted
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.work import Work, cited
from agent.drafters.builtin.planning.tables.written import MADE, PLACE, default_of, is_required
from agent.drafters.builtin.planning.writes.transitions import first_state, state_of
from agent.drafters.builtin.project.naming import singular, snake

_DEFAULT = deferred(r"\bdefault|domy\u015bln|\bidentity\b|generated|auto_?incr", re.IGNORECASE)
_SERIAL = deferred(r"serial|rowversion", re.IGNORECASE)
# "(domyślnie ustawiane na FALSE na poziomie aplikacji)", below the column.
_SET_TO = deferred(
    r"(?:domy\u015blnie(?: \w+){0,2} na|\bdefault(?:s|ed)? to|\bby default(?: (?:set )?to)?)"
    r"\s+[`'\"]?(?P<value>true\b|false\b|\d+|(?<=['\"])[^'\"]+)",
    re.IGNORECASE,
)
_OF = deferred(r"^(?P<of>\w+?)_(?P<what>hash|checksum|length|size|count)$")
# "copied from catalog at insert time"
_COPIED = deferred(r"\bcop(?:y|ied)\b|\bsnapshot\b|skopiowan|kopi[aeo]", re.IGNORECASE)
_COMMON = frozenset(("id", "name", "title", "type", "status", "url", "at", "date", "value"))
_WHOLE = deferred(r"int", re.IGNORECASE)
_BOOLEAN = deferred(r"\bbool|\bbit\b|\btinyint\(1\)", re.IGNORECASE)
_MOST = 6
_BELOW = 2


def filled(work: Work, table: Table) -> Iterator[tuple[str, str]]:
    """What is kept of the request under another name, copied, or set by the application."""
    given = [one for one in work.brief.body if "." not in one.name]
    loose = [one for one in given if bound(table, one.name) is None]
    for column in table.columns:
        if any(bound(table, one.name) is column for one in given):
            continue
        value = _derived(work.brief, column, given) or _copied(work, table, column)
        value = value or _renamed(table, column, loose) or _by_application(work.brief, column)
        value = value or _next(work, table, column) or _kind(work, table, column)
        value = value or _begun(work, table, column)
        if value:
            yield column.name, value


def unset(work: Work, table: Table, written: Mapping[str, str]) -> Iterator[Fact]:
    """The columns that stay open: they may not be null, and no document says what they hold.

    Where no body is documented, or none that the row is made of, they may well be what it gives.
    """
    keys = {one.column.name for one in work.links.of(table) if one.target is not None}
    found = [
        one
        for one in table.columns
        if one.name not in written and one.name not in keys and _is_needed(table, one)
    ]
    said = " ".join(written.values())
    told = any(f"`{one.name.rpartition('[].')[2]}`" in said for one in work.brief.body)
    if found and told:
        names = quoted(one.name for one in found[:_MOST])
        text = work.brief.say("flow-unset", names=names)
        yield Fact(text=text, sources=cited(work.brief, *found[:_MOST]))


def _derived(brief: Brief, column: Column, given: list[Parameter]) -> str:
    """The hash, length or number of a value: by its name, `source_text_hash`."""
    hit = _OF.match(snake(column.name))
    one = next((one for one in given if hit is not None and snake(one.name) == hit["of"]), None)
    if hit is None or one is None:
        return ""
    what = {"checksum": "hash", "size": "length"}.get(hit["what"], hit["what"])
    return brief.say(f"value-{what}", name=one.name)


def _copied(work: Work, table: Table, column: Column) -> str:
    """What a row that body or path names holds now, where it is said or called a copy of that."""
    name, kept = snake(column.name), snake(column.name).removesuffix("_snapshot")
    if kept == name and not _COPIED.search(f"{', '.join(column.constraints)} {column.note}"):
        return ""
    keys = {bound(table, one.name) for one in work.brief.body}
    near = [one.target for one in work.links.of(table) if one.column in keys]
    for there in filter(None, (*near, *(row.table for row in work.above))):
        own = kept.removeprefix(f"{singular(snake(bare_name(there)))}_")
        held = column_of(there, kept) or column_of(there, own)
        if held is not None:
            return f"`{there.name}.{held.name}`"
    return ""


def _by_application(brief: Brief, column: Column) -> str:
    """What the application sets by default, as a line below the column says."""
    if not is_required(column) or default_of(column):
        return ""
    lines = brief.passages.lines(column.source.path)[column.source.last :]
    below = itertools.takewhile(lambda one: one.startswith((" ", "\t")), lines[:_BELOW])
    hit = next((hit for line in below if (hit := _SET_TO.search(line))), None)
    return f"`{hit['value']}`" if hit is not None else ""


def _renamed(table: Table, column: Column, loose: list[Parameter]) -> str:
    """A value without a column of its name, where this needed one alone begins with it: `cost`."""
    for one in loose if _is_needed(table, column) else ():
        stem = f"{snake(one.name)}_"
        near = [other for other in table.columns if snake(other.name).startswith(stem)]
        if near == [column] and snake(one.name) not in _COMMON:
            return f"`{one.name}`"
    return ""


def _next(work: Work, table: Table, column: Column) -> str:
    """The place of a new row behind those under the same row above: `move_order`."""
    above = {one.table.name for one in work.above}
    keys = [one.column for one in work.links.of(table) if one.name in above]
    counts = PLACE.search(snake(column.name)) and _is_needed(table, column)
    if len(keys) != 1 or not counts or not _WHOLE.search(column.type):
        return ""
    return work.brief.say("value-next", name=column.name, key=keys[0].name)


def _kind(work: Work, table: Table, column: Column) -> str:
    """The flag that tells rows of this kind from the others of their table: `is_draft`."""
    things = work.brief.subject.things
    kind = snake(column.name) == f"is_{singular(things)}" and fold(table.name) != fold(things)
    return "`true`" if kind and _BOOLEAN.search(column.type) else ""


def _begun(work: Work, table: Table, column: Column) -> str:
    """The state that the way of a row begins with."""
    begins = column is state_of(table) and _is_needed(table, column)
    value = first_state(work, table, column) if begins else ""
    return f"`{value}`" if value else ""


def _is_needed(table: Table, column: Column) -> bool:
    """Whether it may not be null, and neither a key nor the database gives it a value."""
    said = ", ".join(column.constraints)
    free = _DEFAULT.search(f"{said}, {column.note}") or _SERIAL.search(column.type)
    own = column is primary_key(table) or MADE.match(column.name) or refers_to(column)
    return is_required(column) and not (free or own)
