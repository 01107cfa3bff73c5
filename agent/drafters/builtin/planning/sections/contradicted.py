"""Where documents contradict each other on what a plan is made of, and which of them it follows."""

from __future__ import annotations

from typing import get_args

from agent.core.findings import Contradiction, ContradictionTopic, Statement
from agent.drafters.builtin.planning.facts.access import is_public
from agent.drafters.builtin.planning.facts.binding import leaf
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.project.naming import snake

_MOST, _MOST_NAMES = 3, 4
_OF_VALUES = frozenset(("type", "length", "limit", "need", "nulls"))
_GRAVE: tuple[ContradictionTopic, ...] = get_args(ContradictionTopic)


def contradicted(brief: Brief) -> list[str]:
    """At most three, the gravest first, each subject once, as list entries.

    What the API plan says of a column goes before what migrations do.
    """
    found: dict[tuple[str, str], Contradiction] = {}
    for one in sorted(brief.spec.contradictions, key=_order):
        if _is_met(brief, one):
            found.setdefault((one.topic, one.subject), one)
    return [f"- {_line(brief, one)}" for one in list(found.values())[:_MOST]]


def _order(one: Contradiction) -> tuple[int, bool]:
    return _GRAVE.index(one.topic), one.by == "row"


def _is_met(brief: Brief, one: Contradiction) -> bool:
    """Whether it is of the caller, where there is one, or of a column that is given or answered."""
    if one.topic == "caller":
        return not is_public(brief.spec)
    if one.by != "row":
        return True
    table, _, column = one.subject.rpartition(".")
    answered = [field for body in brief.spec.responses for field in body.fields]
    names = {snake(leaf(field.name)) for field in (*brief.inputs, *answered)}
    own = brief.table is not None and brief.table.name == table
    return own and snake(column) in names and not brief.row_answered


def _line(brief: Brief, one: Contradiction) -> str:
    return brief.say(
        "contradiction",
        subject=brief.say(f"contradicted-{one.topic}", subject=one.subject),
        kept=_said(brief, one, one.kept),
        other=_said(brief, one, one.other),
        by=brief.say(f"follows-{one.by}", value=one.kept.text, place=str(one.decided)),
    )


def _said(brief: Brief, one: Contradiction, said: Statement) -> str:
    """The words with the line that has them."""
    names = said.text.strip("[]").split(", ")
    text = ", ".join(names[:_MOST_NAMES]) + (" \u2026" if len(names) > _MOST_NAMES else "")
    text = f"[{text}]" if said.text.startswith("[") else text
    word = leaf(one.subject) if one.topic in _OF_VALUES else names[0]
    place = (brief.passages.holding([said.source], word) or (said.source,))[0]
    return f"{brief.say(text) if one.topic == 'need' else f'`{text}`'} ({place})"
