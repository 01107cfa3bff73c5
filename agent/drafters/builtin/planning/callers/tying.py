"""How a row is the caller's, in words: by which columns and joins, and who else reaches it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import quoted
from agent.drafters.builtin.planning.tables.claims import claim_of, known_else
from agent.drafters.builtin.planning.tables.reach import Way
from agent.drafters.builtin.planning.tables.whose import Tie, identity_of, joins
from agent.drafters.builtin.planning.tables.work import MINE, Work, cited

_FORBIDDEN = 403
_OWNER = deferred(
    r"\b(?:own|owns|owned|owner|author|creator)\b|w\u0142a\u015bcic|autor", re.IGNORECASE
)


def tied(brief: Brief, tie: Tie) -> tuple[str, tuple[Source, ...]]:
    """How a row is the caller's, in words, and where these columns stand."""
    over = list(joins(tie))
    way = brief.say("tie-over", joins=quoted(over)) if over else ""
    keys = [one.column for one in tie.over]
    if tie.group is None:
        columns = brief.say("or").join(f"`{tie.holder.name}.{one.name}`" for one in tie.columns)
        key = "tie-value" if tie.value else "tie-own"
        also, places = _unsigned(brief, tie)
        text = brief.say(key, columns=columns, value=tie.value) + also + way
        return text, cited(brief, *tie.columns, *keys) + places
    claim = _now(brief, tie)
    text = brief.say(
        "tie-same" if tie.at == tie.holder.name else "tie-members",
        claim=brief.say("tie-claim", claim=claim[0]) if claim is not None else "",
        members=tie.holder.name,
        group=tie.group.name,
        shared=f"{tie.at}.{tie.shared.name if tie.shared is not None else tie.group.name}",
        column=tie.columns[0].name,
    )
    also, places = _unsigned(brief, tie)
    places += () if claim is None else (claim[1],)
    return text + also + way, cited(brief, tie.group, *tie.columns, *keys) + places


def _unsigned(brief: Brief, tie: Tie) -> tuple[str, tuple[Source, ...]]:
    """How those are known who have no identity of the sign-in, where the tie is by that."""
    identity = identity_of(tie.holder)
    at = tie.over[0].table.name if tie.over else tie.at
    row = next((one for one in brief.spec.schema if one.name == at), None)
    found = known_else(brief, tie.holder, row) if identity in tie.columns else None
    if identity is None or found is None:
        return "", ()
    key, setting, place = found
    said = {"identity": identity.name, "key": key or f"{tie.holder.name}.id", "setting": setting}
    return brief.say("tie-unsigned-row" if key else "tie-unsigned", **said), (place,)


def _now(brief: Brief, tie: Tie) -> tuple[str, Source] | None:
    """The claim that a row's group has to be; a group that the path itself names needs none."""
    shared = tie.shared
    return claim_of(brief, shared) if shared is not None and shared.name != "id" else None


def others_of(work: Work) -> tuple[Way, ...]:
    """Who else the policies let in, where the passage does not say whose rows are meant.

    A group is told alone: beside it stand the roles that its members may have.
    """
    tie = work.tie
    path = work.brief.spec.endpoint.path
    if work.told is not None or MINE.search(path) or not any(one.tie == tie for one in work.let):
        return ()
    found = [one for one in work.let if one.tie != tie]
    said = (one.meaning for one in work.brief.statuses(_FORBIDDEN) if work.brief.is_own(one.source))
    alone = tie is None or tie.group is not None or any(map(_OWNER.search, said))
    return tuple(one for one in found if one.tie is None or not alone)


def freed(work: Work, found: Sequence[Way]) -> tuple[str, tuple[Source, ...]]:
    """Those in words: by another tie, or by a role alone."""
    brief = work.brief
    ties = dict.fromkeys(one.tie for one in found if one.tie is not None)
    told = [tied(brief, one) for one in ties]
    text = "".join(brief.say("flow-or-tied", tie=said) for said, _ in told)
    lone = [one for one in found if one.tie is None]
    values = dict.fromkeys(role for one in lone for role in one.roles)
    if values:
        text += brief.say("flow-or-role-plain", values=alternatives(brief, values))
    places = (place for _, sources in told for place in sources)
    return text, tuple(dict.fromkeys((*places, *(one.source for one in lone))))


def alternatives(brief: Brief, values: Iterable[str]) -> str:
    """Values of which one will do."""
    return brief.say("or").join(f"`{one}`" for one in values)
