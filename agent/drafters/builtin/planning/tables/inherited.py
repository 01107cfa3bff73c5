"""What a new row has from the path, from the rows above it and from the caller."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.patterns import deferred
from agent.core.spec import Table
from agent.drafters.builtin.planning.facts.links import Link, is_people
from agent.drafters.builtin.planning.tables.claims import claim_of
from agent.drafters.builtin.planning.tables.whose import owner_of
from agent.drafters.builtin.planning.tables.work import Work
from agent.drafters.builtin.project.naming import snake

_MADE_BY = deferred(
    r"^(?:created|sent|posted|submitted|uploaded|requested|added)_?by"
    r"|^(?:sender|author|creator|uploader|requester|(?:user|player)_?1)(?:_?id)?$",
    re.IGNORECASE,
)

_BECOMES = deferred(
    r"\b(?:user|caller) (?:automatically )?(?:becomes|is set as|is made) (?:the |its |an? )?"
    r"(\w+(?: \w+)?)",
    re.IGNORECASE,
)
_PERSON = re.compile(r"(?:_user|_profile)?_id$")


def known(work: Work, table: Table) -> Iterator[tuple[str, str]]:
    """The columns that path and caller give: keys of rows above, who makes it, their group."""
    caller = work.brief.say("value-caller")
    links = work.links.of(table)
    for row in work.above:
        keys = (one.column.name for one in links if one.target is row.table and not _is_made(one))
        yield from ((name, f"`{row.parameter.name}`") for name in list(keys)[:1])
        yield from _shared(work, table, row.table)
    tie = work.tie
    if work.closed:
        made = (one for one in links if one.of_people and _is_made(one))
        yield from ((one.column.name, caller) for one in made)
        owner = owner_of(work.links, table)
        # Who has to be a member already adds somebody else.
        adds = tie is not None and tie.group is not None and tie.holder is table
        if owner is not None and not is_people(table.name) and not adds:
            yield owner.name, caller
        yield from ((name, caller) for name in (*_becomes(work, table), *_by_role(work, table)))
    if tie is not None and tie.shared is not None and work.tied is table:
        claim = claim_of(work.brief, tie.shared)
        said = work.brief.say("value-group", table=tie.holder.name)
        yield (
            tie.shared.name,
            said if claim is None else work.brief.say("value-claim", claim=claim[0]),
        )


def _becomes(work: Work, table: Table) -> Iterator[str]:
    """The key of what the caller is said to become by this: "becomes the organizer"."""
    said = work.brief.spec.description
    hits = _BECOMES.findall(said.text) if said is not None else ()
    words = {word.casefold() for hit in hits for word in hit.split()}
    for one in work.links.of(table) if words else ():
        if one.of_people and words.issuperset(_PERSON.sub("", snake(one.column.name)).split("_")):
            yield one.column.name


def _by_role(work: Work, table: Table) -> Iterator[str]:
    """The key that is called as the one role that may call: a `student_id` of a student."""
    role = work.asked.values if work.asked is not None else ()
    named = {f"{one}_id" for one in role} if len(role) == 1 else set()
    return (
        one.column.name
        for one in work.links.of(table)
        if one.of_people and snake(one.column.name) in named
    )


def _shared(work: Work, table: Table, above: Table) -> Iterator[tuple[str, str]]:
    """The keys that a row has of the row above it: both are of one `organization_id`."""
    held = {(one.column.name, one.target) for one in work.links.of(above) if not one.of_people}
    for one in work.links.of(table):
        if one.target is not None and (one.column.name, one.target) in held:
            yield one.column.name, f"`{above.name}.{one.column.name}`"


def _is_made(link: Link) -> bool:
    """Whether it says who made the row, so never one that the path names."""
    return _MADE_BY.match(link.column.name) is not None
