"""Sections that a profile has beside the usual nine."""

from __future__ import annotations

from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.facts.outline import Heading
from agent.drafters.builtin.planning.facts.wording import column_text
from agent.drafters.builtin.planning.sections.checking import plain_inputs
from agent.drafters.builtin.planning.sections.general import general_line
from agent.drafters.builtin.planning.sections.testing import cases
from agent.drafters.builtin.planning.sections.values import value_of
from agent.sources.text.words import section_kind

_MOST = 12


def beside(brief: Brief, heading: Heading) -> list[str]:
    """What the documents say under such a heading; that they say nothing is said."""
    match heading.kind:
        case "validation":
            lines = _validation(brief)
        case "tables":
            lines = _tables(brief)
        case "tests":
            lines = [f"- {line}" for line in cases(brief)]
        case _:
            lines = _elsewhere(brief, heading)
    return lines or [brief.say("not-told", endpoint=brief.endpoint)]


def unplaced(brief: Brief) -> list[str]:
    """What holds for all endpoints, where the plan has no overview to tell it."""
    if any(one.kind == "overview" for one in brief.outline):
        return []
    line = general_line(brief)
    return [line, ""] if line else []


def _validation(brief: Brief) -> list[str]:
    bounded = [value_of(brief, one).fact() for one in brief.inputs if one.limits]
    return [f"- {fact}" for fact in (*plain_inputs(brief), *bounded[:_MOST])]


def _tables(brief: Brief) -> list[str]:
    lines = []
    for table in brief.spec.tables:
        lines.append(f"- {brief.found(f'`{table.name}`', [table.source], bare_name(table))}")
        for column in table.columns[:_MOST] if table is brief.table else ():
            text = f"`{column.name}`: {column_text(column)}"
            lines.append(f"  - {brief.found(text, [column.source], column.name)}")
    return lines


def _elsewhere(brief: Brief, heading: Heading) -> list[str]:
    """Where a section of the same kind stands before this one."""
    kind = section_kind(heading.title)
    first = next((one.number for one in brief.outline if one.kind == kind), heading.number)
    if first >= heading.number:
        return []
    return [brief.say("told-above", number=first, endpoint=brief.endpoint)]
