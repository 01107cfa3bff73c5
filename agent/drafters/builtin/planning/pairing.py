"""The table that joins two others, where an endpoint ties their rows or unties them."""

from __future__ import annotations

from agent.core.spec import Spec, Table
from agent.drafters.builtin.planning.links import Links
from agent.drafters.builtin.planning.subject import Subject, fold


def pairing(spec: Spec, subject: Subject, links: Links) -> Table | None:
    """The table of pairs that a nested path writes: its rows are there, and none holds the other.

    A row is tied where the body names it by its key, untied where the path does.
    """
    if not subject.owner or subject.act not in {"create", "delete"}:
        return None
    above, below = links.named(subject.owner), links.named(subject.things)
    if above is None or below is None or above is below or links.between(above, below) is not None:
        return None
    named = {fold(one.name) for one in (spec.request.fields if spec.request is not None else ())}
    for link in links.into(below):
        tied = any(one.target is above for one in links.of(link.table))
        given = fold(link.column.name) in named or subject.act == "delete"
        if tied and given:
            return link.table
    return None
