"""What leads a list in the endpoint's own passage: each entry is a check, or a step of the work."""

from __future__ import annotations

import re

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import trimmed
from agent.drafters.builtin.planning.sentences.phases import Phase, is_aside, phase_of
from agent.drafters.builtin.planning.sentences.topical import section_of

OF_CHECKS = deferred(r"valid|walid|\bcheck|condition|sprawdz|warunk", re.IGNORECASE)
# "Business Logic:", "Reguły:", and of what is given to a model.
_OF_WORK = deferred(
    r"\blogic|\brules?\b|\bbehaviou?r|\bprocess|\bsteps?\b|\bflow\b|\balgorithm|\bnotes?\b"
    r"|\beffects?\b|\bconstraints?\b|\bcontext\b|\bprompt\b"
    r"|\blogik|\bregu\u0142|\bzasad|\bkrok|\bproces|\bprzebieg|\buwag|\befekt|\bdzia\u0142ani",
    re.IGNORECASE,
)
# Of what is around the work: "Implementation notes", "Test steps".
_AROUND = deferred(
    r"implement|\btest|example|przyk\u0142ad|front-?end|\bclient|\bUI\b|\bfiles?\b|perform|wydajn"
    r"|\bauth|secur|bezpiecz|\berror|b\u0142\u0119d|response|request|odpowied|\u017c\u0105dani",
    re.IGNORECASE,
)
_ITEM = deferred(r"^(?P<depth>\s*)(?:[-*+\u2022]|\d+[.)]|[a-z][.)])\s+\S")
_LEADS = deferred(r":[*_]*\s*$|^\s*(?:[*_]{2}.+[*_]{2}|#+\s.+)\s*$")
# Code, a number or a comparison says something in however few words.
_SAYS = deferred(r"`|\d|[=\u2260<>\u2264\u2265\u2192]")
_FEWEST, _SHORT = 3, 4
_FAR = 40


def stated_part(brief: Brief, one: Fact) -> Phase | None:
    """The part of the work that a sentence is of by the list or the section it stands in."""
    place = next(iter(one.sources), None)
    if place is None:
        return None
    title = section_of(brief, place)
    if title is not None:
        named = brief.spec.endpoint.path in one.text
        return None if named else _of_section(title, one.text)
    lead = lead_of(brief, place) if brief.is_own(place) else ""
    if not lead or len(one.text.split()) < _FEWEST or _AROUND.search(lead):
        return None
    if OF_CHECKS.search(lead):
        return "check"
    works = _OF_WORK.search(lead) is not None and not is_aside(one.text)
    return "compute" if works and phase_of(one.text) is None else None


def _of_section(title: str, text: str) -> Phase | None:
    """What a section on the deed says has to hold where it is of checks, and else is done."""
    if OF_CHECKS.search(title):
        return "check"
    full = len(text.split()) >= _SHORT or _SAYS.search(text) is not None
    return "compute" if full and phase_of(text) is None and not is_aside(text) else None


def lead_of(brief: Brief, place: Source) -> str:
    """The label above the list that the line is an entry of; empty for any other line."""
    lines = brief.passages.lines(place.path)
    item = _ITEM.match(lines[place.line - 1]) if place.line <= len(lines) else None
    depth = len(item["depth"]) if item is not None else -1
    for line in reversed(lines[max(0, place.line - 1 - _FAR) : place.line - 1] if item else ()):
        entry = _ITEM.match(line)
        deeper = len(line) - len(line.lstrip()) > depth
        if not line.strip() or deeper or (entry is not None and len(entry["depth"]) == depth):
            continue
        return trimmed(line) if _LEADS.search(line) else ""
    return ""
