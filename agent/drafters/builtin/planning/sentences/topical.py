"""What a general section tells of this endpoint's deed, a step at a time.

Such a section, "Quest generation", is written for this endpoint alone: what stands there is done
here, whatever words the lines have in common with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Excerpt
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief, Concern
from agent.drafters.builtin.planning.facts.wording import column_of, lines_of, trimmed
from agent.drafters.builtin.planning.sentences.concerns import concern_of
from agent.drafters.builtin.planning.sentences.leading import CALLED, calls
from agent.drafters.builtin.planning.sentences.stepwise import (
    Line,
    below_lead,
    is_deed,
    joined,
    stepped,
)
from agent.drafters.builtin.planning.sentences.unmet import asks_model
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.project.naming import snake
from agent.sources.general.headed import is_head
from agent.sources.values.codenotes import code_notes

# The passage of what such sections say, as remarks have it.
TOPICAL = "topical"
# Who does it where the API is meant. English and Polish.
_SERVER = re.compile(
    r"\A(?:the |a )?(?:server|system|back-?end|API|service|serwer|aplikacja)\s+"
    r"(?=[a-z\u0142\u015b\u017a\u017c\u0107]+(?:s|je|uje|a|y|i)\b)",
    re.IGNORECASE,
)
_RETURNS = deferred(
    r"(?:return|respond|send back|zwr[o\u00f3]\w*|zwraca)(?:s|ing)?\b"
    r"(?!.*\bto (?!(?:the )?(?:client|user|caller|front)))",
    re.IGNORECASE,
)
# What people do before and after the call.
_PEOPLE = deferred(
    r"(?:the |a )?(?:users?|clients?|front-?end|UI|admins?|u\u017cytkowni\w+)\s+"
    r"(?:can\s+|may\s+|then\s+)?(?:submit|click|review|select|enter|open|see|view|navigat|confirm"
    r"|accept|edit|provid|receiv|upload|choos|fill|press|tap|go|calls?|sends?|paste|wybiera|klika"
    r"|widzi|przegl|wprowadza|otrzymuje|akceptuje)\w*\b",
    re.IGNORECASE,
)
# What a value has to be, with its name in the title above.
_OF_VALUE = deferred(r"(?:required|type|default|wymagane|typ|domy\u015blnie)\s*:\s", re.IGNORECASE)
_NUMBERED = deferred(r"\s*\d+[.)]\s")
# Where the rows written stand or fall together the step of the service says so.
_BRACKET = deferred(
    r"(?:begin|start|open|commit|end|rozpocz\w*|zatwierd\u017a\w*)\w*"
    r" (?:(?:an?|the|database|db) ){0,2}(?:transac\w+|transak\w+)\W*",
    re.IGNORECASE,
)
_CODE = deferred(
    r"(?<![,.])\b[45]\d\d\b(?![,.]\d)"
    r"(?! ?(?:rows|items|words|s\u0142\u00f3w|records|char|znak|[km]b|ms|%))"
)
_TICKED = deferred(r"`([^`]+)`")
_TICKS = deferred(r"`[^`]*`")
# How long a call may last, and what is done where it fails.
_POLICY = deferred(
    r"\btimeout\b|\bretr(?:y|ies)\b|\bback-?off\b|\bcircuit breaker\b|\bfallback\b"
    r"|\bponowie\w*|\bponawia\w*|\blimit czasu\b",
    re.IGNORECASE,
)
_PER = deferred(
    r"\bper (?:user|hour|day|minute|IP|second)\b|\d+ ?/ ?(?:h|hour|min|day)\b|\bna godzin",
    re.IGNORECASE,
)
_FAILS = deferred(
    r"\berrors?\b|\bfail(?:s|ed|ures?)?\b|\brollback\b|\bb\u0142\u0119d\w*|\bniepowodz\w*",
    re.IGNORECASE,
)
_MARK = deferred(r"^\s*(?:[-*+\u2022]\s+|\d+[.)]\s+)?")
_BRACKETS = deferred(r"[()]")
_WORD = deferred(r"[^\W\d_]+")
_VALIDATES = deferred(r"(?:validat|verif|check|ensur|walid|sprawd)\w*\b", re.IGNORECASE)
# What checks of the request speak of.
_OF_CHECKS = deferred(
    r"the|all|that|and|or|an?|is|are|of|for|each|every|new|updated|given|provided|any|against"
    r"|inputs?|parameters?|params|data|body|request|payload|fields?|values?|length|lengths|content"
    r"|constraints?|formats?|enums?|schemas?|types?|required|valid|chars?|characters?|max|min"
    r"|maximum|minimum|limits?|zod|between|non|empty|user|authentication|auth|token|session|jwt"
    r"|i|oraz|dane|danych|wej\u015bciow\w+|d\u0142ugo\u015b\u0107|d\u0142ugo\u015bci|znak\u00f3w"
    r"|pola|p\u00f3l|poprawno\u015b\u0107|warto\u015bci|wymagan\w+|typ\w*",
    re.IGNORECASE,
)
_FAST = deferred(
    r"\bcach|\brate.?limit|\bthrottl|\btimeout\b|\bno blocking\b|\bruns? independently\b"
    r"|\bpooling\b",
    re.IGNORECASE,
)
# What only says when, or that there are rules.
_PHASE = deferred(
    r"before|after|during|process(?:ing)?|pre|post|flow|steps?|implementation|validation|rules?"
    r"|work|procedure|algorithm|actions?|behaviou?r|details?|notes?|effects?|logic|business|requests?|the|of|and|input|output|handling|api|call|database|operations?"
    r"|creat(?:ion|e)|updat(?:e|ing)|delet(?:ion|e)|edit(?:ing)?|authorization|errors?|fields?"
    r"|constraints?|generation|transactions?|success|path|limits?|requirements?"
    r"|implementacja|walidacja|regu\u0142\w|zasady|logika|proces|przebieg|kroki|obs\u0142uga"
    r"|b\u0142\u0119d\w*",
    re.IGNORECASE,
)
_FEWEST, _SHORTEST, _LONGEST = 2, 8, 5


def topical(brief: Brief, excerpt: Excerpt) -> Iterator[tuple[Concern, Fact]]:
    """The steps of such a section with what each is of; none of what people do, and is answered.

    The first of those that a name of their own leads has it: "Easy mode: …".
    """
    if _is_of_field(brief, excerpt):
        return
    name = _name(excerpt)
    for fact in _own(brief, _steps(brief, excerpt)):
        said = _SERVER.sub("", fact.text)
        said = said[:1].upper() + said[1:] if said != fact.text else said
        if _is_told_here(brief, said):
            concern = _concern(brief, said, fact.sources[0])
            yield concern, Fact(text=f"{name}{said}", sources=fact.sources)
            name = ""


def _name(excerpt: Excerpt) -> str:
    """What leads the lines below the title of the section, where that says more than a phase."""
    lead = trimmed(excerpt.topic.within).rstrip(":* ") if excerpt.topic is not None else ""
    words = _WORD.findall(lead)
    more = any(not _PHASE.fullmatch(one) for one in words)
    return f"{lead}: " if more and len(words) <= _LONGEST else ""


def _steps(brief: Brief, excerpt: Excerpt) -> Iterator[Fact]:
    """The lines with their points; what code says in words."""
    lines = [one for one in lines_of(brief, excerpt.source) if not one[1].lstrip().startswith("|")]
    if lines and (len(lines) > 1 or "```" not in excerpt.text):
        below = below_lead(lines)
        whole = _is_made_of(excerpt, below)
        yield from [_listed(below)] if whole else map(joined, stepped(below))
    coded = code_notes(excerpt.text)
    if coded:
        yield Fact(text=coded, sources=(excerpt.source,))


def _is_made_of(excerpt: Excerpt, below: Sequence[Line]) -> bool:
    """Whether the lines are not steps, but what the deed that leads them takes: "Send to it:"."""
    lead = trimmed(excerpt.topic.within) if excerpt.topic is not None else ""
    return is_deed(lead) and not any(is_deed(trimmed(text)) for _, text in below)


def _listed(lines: Sequence[Line]) -> Fact:
    """The lines in one, as a list of what is meant."""
    (first, _), (last, _) = lines[0], lines[-1]
    text = "; ".join(trimmed(text).rstrip(".") for _, text in lines)
    return Fact(text=text, sources=(replace(first, last=last.last),))


def _own(brief: Brief, steps: Iterable[Fact]) -> Iterator[Fact]:
    """The steps up to where another endpoint is called, and again from where this one is."""
    mine = True
    for one in steps:
        if CALLED.search(one.text):
            mine = calls(brief.spec.endpoint, one.text)
        if mine:
            yield one


def _is_told_here(brief: Brief, said: str) -> bool:
    """Whether a line says something that is done here, and no other part of the plan tells."""
    return is_work(brief, said) and not _is_answer(brief, said)


def is_work(brief: Brief, said: str) -> bool:
    """Whether it says more than a value, what people do, or that something is checked or told."""
    words = len(said.split())
    if len(said) < _SHORTEST or words < _FEWEST or _is_hollow(said):
        return False
    if words < _LONGEST and _is_answer(brief, said):
        return False
    return not (_PEOPLE.match(said) or _OF_VALUE.match(said) or _only_checks(brief, said))


def _is_answer(brief: Brief, said: str) -> bool:
    """Whether it says what is returned, where the passage has a status for that."""
    answers = _RETURNS.match(said) is not None and _CODE.search(said) is None
    return answers and brief.spec.success() is not None


def _is_hollow(said: str) -> bool:
    """Whether it only names the endpoint, or where a transaction begins or ends."""
    return is_head(said) or _BRACKET.fullmatch(said) is not None


def _only_checks(brief: Brief, said: str) -> bool:
    """Whether it only wants what is given checked: "Validate the name's length"."""
    if _VALIDATES.match(said) is None:
        return False
    given = {part for one in brief.inputs for part in snake(one.name).split("_")}
    given |= {fold(one) for one in given}
    words = [one.casefold() for one in _WORD.findall(said)[1:]]
    return all(_OF_CHECKS.fullmatch(one) or one in given or fold(one) in given for one in words)


def _is_of_field(brief: Brief, excerpt: Excerpt) -> bool:
    """Whether a field leads the lines: its limits the request's details tell.

    What is computed of a column that is only read its row holds.
    """
    computes = excerpt.topic.computes if excerpt.topic is not None else ""
    if computes:
        return not brief.subject.writes and column_of(brief.table, computes) is not None
    names = {fold(one.name) for one in brief.inputs}
    names |= {fold(one.name) for one in brief.table.columns} if brief.table is not None else set()
    first, _, rest = excerpt.text.strip().partition("\n")
    lead = _MARK.sub("", first).rstrip("*` ")
    titles = (excerpt.about, lead if rest and lead.endswith(":") else "")
    said = (part.strip(" *:`") for one in titles for part in _BRACKETS.split(one))
    return any(fold(one) in names for one in said if one)


def _concern(brief: Brief, said: str, source: Source) -> Concern:
    """The section of a step: the flow but for limits, refusals and what only protects."""
    bare = _TICKS.sub("", said)
    if _CODE.search(said):
        return "errors"
    tables = {one.name for one in brief.spec.schema}
    if tables.intersection(_TICKED.findall(said)) or (_POLICY.search(bare) and asks_model(brief)):
        return "flow"
    if _PER.search(bare):
        return "performance"
    if _FAILS.search(bare):
        return "errors"
    if _FAST.search(bare) and not _NUMBERED.match(brief.passages.says(source)):
        return "performance"
    return "security" if concern_of(bare) == "security" else "flow"


def is_deed_of(excerpt: Excerpt) -> bool:
    """Whether a passage is of a section on what the endpoint does."""
    return excerpt.topic is not None and excerpt.topic.own


def is_deed_of_others(excerpt: Excerpt) -> bool:
    """Whether a passage is of a section on what other endpoints do."""
    return excerpt.topic is not None and not excerpt.topic.own


def section_of(brief: Brief, source: Source) -> str | None:
    """The title of such a section that a line stands in."""
    for one in brief.spec.notes:
        here = one.source
        inside = here.path == source.path and here.line <= source.line <= here.last
        if inside and is_deed_of(one):
            return trimmed(one.under or one.about)
    return None
