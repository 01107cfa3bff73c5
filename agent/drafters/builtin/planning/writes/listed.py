"""The list in a body whose entries are the new rows: objects, or keys of what each row joins."""

from __future__ import annotations

from agent.core.spec import Parameter, Table
from agent.drafters.builtin.planning.citations import holds
from agent.drafters.builtin.planning.facts.binding import holds_entries, leaf, lists_of
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.work import Work
from agent.drafters.builtin.project.naming import snake


def list_of_rows(work: Work, table: Table) -> str:
    """The list in the body whose entries are the rows, empty where the body is one row.

    It is called by the table, or is the only one, by no other table's name, with its columns.
    """
    lists = lists_of(work.brief.body)
    named = next((name for name in lists if work.links.named(name) is table), "")
    if named or len(lists) != 1:
        return named
    only, fields = next(iter(lists.items()))
    free = work.links.exactly(leaf(only)) is None
    return only if free and holds_entries(table, fields) else ""


def is_in(one: Parameter, name: str) -> bool:
    """Whether a field stands in an entry of the list."""
    return one.name.startswith(f"{name}[].")


def is_many(work: Work, table: Table) -> bool:
    """Whether the description speaks of several new rows."""
    said = work.brief.spec.description
    many = snake(table.name.rpartition(".")[2]).replace("_", " ")
    plural = fold(many) != many.replace(" ", "")
    # The first word is what is done, not what with.
    told = said.text.partition(" ")[2] if said is not None else ""
    return plural and holds(told, many)
