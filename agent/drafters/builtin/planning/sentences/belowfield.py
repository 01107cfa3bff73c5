"""Lines that stand below the name of a field: what they say without a subject is said of it."""

from __future__ import annotations

from dataclasses import replace

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.sources.facts import Facts, facts
from agent.sources.leftover import leftover

_HEAD = deferred(r"\s*(?:[-*+]|\d+[.)])\s+[*_`]*(?P<name>[A-Za-z_]\w*)[*_`]*:?[*_]*\s*")
_FAR = 12


def of_field(brief: Brief, fact: Fact) -> Fact | None:
    """The sentence with the field that it is about; none where it only bounds it."""
    name = _field(brief, fact)
    if not name:
        return fact
    source = fact.sources[0]
    if facts(fact.text, source) != Facts() and not leftover(fact.text, source):
        return None
    return replace(fact, text=f"`{name}`: {fact.text[:1].lower()}{fact.text[1:]}")


def _field(brief: Brief, fact: Fact) -> str:
    """The name above a line that stands deeper, as a field is written or where it is one's."""
    source = fact.sources[0]
    lines = brief.passages.lines(source.path)[max(0, source.line - _FAR) : source.line]
    depth = _indent(lines[-1])
    above = next((one for one in reversed(lines) if one.strip() and _indent(one) < depth), "")
    hit = _HEAD.fullmatch(above)
    columns = (column.name for table in brief.spec.schema for column in table.columns)
    known = {one.casefold(): one for one in (*(one.name for one in brief.inputs), *columns)}
    name = hit["name"] if hit is not None else ""
    return name if name[:1].islower() else known.get(name.casefold(), "")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
