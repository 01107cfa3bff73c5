"""The rules in lines of which another section tells the limits: "Validation: … Rules: …"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from agent.core.documents import RepoPath, Source
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import lines_of, sentences
from agent.drafters.builtin.planning.sentences.saying import is_bound
from agent.drafters.builtin.planning.sentences.scope import acts_in

_RULES = deferred(
    r"^(?:business |domain )?rules?:\s+|^(?:regu\u0142y|zasady)[\w ]*:\s+", re.IGNORECASE
)
# Who may do it: the check on the caller tells that.
WHO = deferred(r"\bonly\s+(?:the\s+)?(?P<first>\w+)\b[^.;]*?\b(?:may|can)\b", re.IGNORECASE)
_SHORTEST = 2
# What a clause has that is a rule of its own. English and Polish.
_RULED = deferred(
    r"\b(?:only|must|cannot|not|never|allow\w*|unless|if|when|belong\w*|ownership|exists?"
    r"|tylko|musi|nie|nigdy|je\u015bli|gdy|nale\u017c\w+|istnie\w+)\b",
    re.IGNORECASE,
)
_CLAUSE = deferred(r";\s+")
_FEWEST = 4


def rules_in(brief: Brief) -> Iterator[tuple[Source, str]]:
    """The rules of this endpoint's deed that its passage lists behind another sentence.

    One that names no deed is for a new row.
    """
    for excerpt in brief.spec.excerpts:
        for source, text in lines_of(brief, excerpt.source) if not excerpt.referred else ():
            for sentence in sentences(text)[1:]:
                lead = _RULES.match(sentence)
                for rule in sentence[lead.end() :].split("; ") if lead is not None else ():
                    if brief.subject.act in (acts_in(rule) or ("create",)):
                        yield source, rule.strip(" .")


def untold(brief: Brief, told: Collection[tuple[RepoPath, int]]) -> Iterator[tuple[Source, str]]:
    """Those in lines that are told otherwise, but who may do it."""
    for source, rule in rules_in(brief):
        told_there = (source.path, source.line) in told
        if told_there and len(rule.split()) >= _SHORTEST and not WHO.match(rule):
            yield source, rule[:1].upper() + rule[1:]
    yield from _clauses(brief, told)


def _clauses(brief: Brief, told: Collection[tuple[RepoPath, int]]) -> Iterator[tuple[Source, str]]:
    """The clauses behind the first one of a line on limits that rule more than a value."""
    places = {
        (limit.source.path, limit.source.line) for one in brief.inputs for limit in one.limits
    }
    for excerpt in brief.spec.excerpts[:1]:
        for source, text in lines_of(brief, excerpt.source):
            if (source.path, source.line) not in told or (source.path, source.line) not in places:
                continue
            for clause in _CLAUSE.split(text)[1:]:
                rule = clause.strip(" .")
                if _is_rule(brief, rule):
                    yield source, rule[:1].upper() + rule[1:]


def _is_rule(brief: Brief, rule: str) -> bool:
    """Whether it is no bound of a value."""
    ruled = len(rule.split()) >= _FEWEST and _RULED.search(rule) is not None
    return ruled and not WHO.match(rule) and not is_bound(brief, rule)
