"""The table that joins two others, where an endpoint ties their rows or unties them."""

from __future__ import annotations

from agent.core.spec import Spec, Table
from agent.drafters.builtin.planning.facts.links import OF_DEED, Link, Links
from agent.drafters.builtin.planning.subject import Subject, fold
from agent.drafters.builtin.project.naming import snake


def pairing(spec: Spec, subject: Subject, links: Links) -> Table | None:
    """The table of pairs that a nested path writes: its rows are there, and none holds the other.

    A row is tied where the body names it by its key, untied where the path does. What names no
    table above, `/children/{childId}`, may be people.
    """
    if not subject.owner or subject.act not in {"create", "delete"}:
        return None
    above, below = links.named(subject.owner), links.named(subject.things)
    if below is None or above is below or (above is None and subject.act == "delete"):
        return None
    if any(_leads(one, above) for one in links.of(below)) or (
        above is not None and any(_leads(one, below) for one in links.of(above))
    ):
        return None
    named = {fold(one.name) for one in (spec.request.fields if spec.request is not None else ())}
    for link in links.into(below):
        tied = any(_leads(one, above) for one in links.of(link.table))
        given = fold(link.column.name) in named or subject.act == "delete"
        if tied and given:
            return link.table
    return None


def _leads(link: Link, above: Table | None) -> bool:
    """Whether it holds a row of that table, or of people; `created_by` says only who did it."""
    there = link.of_people if above is None else link.target == above
    return there and not OF_DEED.search(snake(link.column.name))
