"""What has to hold for a write, in the documents' sentences and in the flags of its row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.core.patterns import deferred
from agent.core.spec import Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.facts.wording import meaning_of
from agent.drafters.builtin.planning.sentences.concerns import is_condition
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.work import Work, cited, status_sources
from agent.drafters.builtin.project.naming import snake

_REFUSED = (403, 409, 422)
_FORBIDDEN = 403
# Not who may do it, but when: `BRICK_DELETE_FORBIDDEN`, "cannot be changed any more".
_RULED = deferred(r"[A-Z]_FORBIDDEN|\bcannot\b|\bnot allowed\b|nie mo\u017cna|\brule\b")
# What has to be, in any words; what a refusal has with it are the others.
_DEMANDS = deferred(
    r"\b(?:must|cannot|may not|musi|musz\u0105|nie mo\u017ce|nie mo\u017cna)\b", re.IGNORECASE
)
_QUOTED = deferred(r"\"[^\"]*\"")
_WORD = deferred(r"[^\W\d_]{4,}")
_ANY = re.compile(
    r"must|cannot|been|being|have|that|this|with|when|from|only|user|invalid|valid|request|field"
    r"|musi|by\u0107|tylko|jest|oraz|albo|niepra\w+|popraw\w+|request\w*|field\w*",
    re.IGNORECASE,
)
_OWN = (400, 402, 403, 409, 410, 422)
_INVALID = (400, 422)
_FORMAT = deferred(r"\bformat", re.IGNORECASE)
_STEM, _ALIKE = 5, 2
_FLAG = deferred(r"^(?:is_)?(?P<word>[a-z]+)$")
_BOOLEAN = deferred(r"\bbool", re.IGNORECASE)


def conditions(brief: Brief, facts: Sequence[Fact]) -> list[Fact]:
    """The sentences, of numbered conditions the fullest, each with what is refused."""
    kept = [_ending(brief, one) for one in facts]
    own = [one for one in brief.statuses(*_REFUSED) if brief.is_own(one.source)]
    own = [one for one in own if one.code != _FORBIDDEN or _RULED.search(meaning_of(one))]
    if len({one.code for one in own}) != 1:
        return kept
    tail, sources = brief.say("flow-else", code=own[0].code), status_sources(brief, own[0])
    return [
        replace(one, text=one.text + tail, sources=(*one.sources, *sources))
        if is_condition(one.text)
        else one
        for one in kept
    ]


def _ending(brief: Brief, fact: Fact) -> Fact:
    """A demand with the one refusal of the endpoint's own that is worded alike."""
    bare = _QUOTED.sub("", fact.text)
    if "; " in bare or not _DEMANDS.search(bare):
        return fact
    said = _stems(fact.text)
    found = [one for one in brief.statuses(*_OWN) if brief.is_own(one.source)]
    alike = [one for one in found if len(said & _stems(meaning_of(one))) >= _ALIKE]
    if len(alike) != 1 or (_FORMAT.search(fact.text) and alike[0].code not in _INVALID):
        return fact  # of two demands in one sentence each may have its own
    tail, sources = brief.say("flow-else", code=alike[0].code), status_sources(brief, alike[0])
    return replace(fact, text=fact.text + tail, sources=(*fact.sources, *sources))


def _stems(text: str) -> frozenset[str]:
    """What the words of a sentence begin with, but those that any rule has."""
    return frozenset(
        one[:_STEM].casefold() for one in _WORD.findall(text) if not _ANY.fullmatch(one)
    )


def flagged(work: Work) -> Iterator[Fact]:
    """Flags of the row that a refusal names: `403` for `is_global` where it says `global`."""
    row, brief = work.own, work.brief
    if row is None or brief.subject.act not in {"update", "delete"}:
        return
    for status in brief.statuses(*_REFUSED):
        said = meaning_of(status) if brief.is_own(status.source) else ""
        for column in row.table.columns:
            found = _FLAG.match(snake(column.name)) if _BOOLEAN.search(column.type) else None
            if found is not None and _names(found["word"], said, row.table):
                name = f"{row.table.name}.{column.name}"
                text = brief.say("flow-flagged-refused", code=status.code, name=name)
                sources = (*cited(brief, column), *status_sources(brief, status))
                yield Fact(text=text, sources=sources)


def joined(refused: Sequence[Fact], kept: Sequence[Fact], code: int) -> list[Fact]:
    """The refusals; one conflict and the one rule of the tables that makes it are one."""
    conflicts = [one for one in refused if f"`{code}`" in one.text]
    if len(conflicts) != 1 or len(kept) != 1:
        return [*refused, *kept]
    rule = kept[0].text[:1].lower() + kept[0].text[1:]
    known = conflicts[0].sources
    both = Fact(
        text=f"{conflicts[0]}: {rule}",
        sources=tuple(one for one in kept[0].sources if one not in known),
        beside=kept[0].beside,
    )
    return [both if one is conflicts[0] else one for one in refused]


def _names(word: str, said: str, table: Table) -> bool:
    """Whether the flag's word stands before the row's own: a `global` character."""
    found = re.search(rf"(?<!not )\b{word} (?P<thing>\w+)", said)
    return found is not None and fold(found["thing"]) == fold(bare_name(table))
