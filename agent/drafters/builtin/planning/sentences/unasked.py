"""General sentences on who may call, which say nothing of a call that anybody may make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.access import is_closed, is_public
from agent.drafters.builtin.planning.facts.binding import leaf
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import sentences
from agent.drafters.builtin.planning.sentences.relevance import TELLS_DATABASE
from agent.drafters.builtin.project.naming import snake

# What is asked of whoever calls: a sign-in, a role, to own the rows. English and Polish.
_OF_CALLER = deferred(
    r"\b(?:protected|secured|private|authenticated)\b.{0,30}\b(?:endpoint|route|request|user|call)"
    r"|\brequires?\b.{0,24}\b(?:auth|JWT|token|bearer|log-?in|sign)|\bmust (?:include|send|carry)"
    r"|\bauthorization\b`?:? ?`?(?:bearer|header)|\bRLS\b|\brow[- ]level\b|\bauth\.uid\b"
    r"|\bowner\w*|\bown (?:data|resources?|\w+s)\b|\bpermissions?\b|\bUNAUTHORIZED\b|\bFORBIDDEN\b"
    r"|\broles?\b|\badmin\b|^(?!no\b).*\b40[13]\b|\bCSRF\b|\bbearer\b"
    r"|\b(?:validat|verif)\w*\b.{0,40}\b(?:token|JWT|session)|\b(?:token|JWT|session)\w*\b.{0,40}\bvalidat"
    r"|\bchronion\w*|\bwymaga\w*\b.{0,24}\b(?:uwierz|autoryz|token|zalog|JWT)|\brol[aei\u0119]\b"
    r"|\bnag\u0142\u00f3w\w+\b.{0,12}\bAuthorization|\bw\u0142a\u015bciciel\w*"
    r"|\buwierzytelnion\w*|\bdost\u0119p\w*\b.{0,20}\bzas",
    re.IGNORECASE,
)
_OF_ANYBODY = deferred(
    r"\W*(?:public|publiczn\w+)\b.{0,40}?(?:\b(?:endpoints?|routes?|flows?|links?|tras\w+)\b"
    r"|\bwithout (?:auth|log|sign)|\bbez (?:logow|uwierzyt|autoryz))",
    re.IGNORECASE,
)
_TOKENS = deferred(
    r"\bJWTs?\b|\btoken\w*|\bsesj\w+|\bsessions?\b|\bcookies?\b|\bOAuth|\bSupabase Auth\b",
    re.IGNORECASE,
)
# `tokens_used` are those of a model.
_GIVEN = deferred(r"(?:^|_)(?:token|session|jwt|cookie)(?:s?$|_)")
_GIVES = deferred(r"/(?:log-?in|sign-?in|refresh|token|callback|verify)", re.IGNORECASE)


def asked_here(brief: Brief, facts: Iterable[Fact]) -> list[Fact]:
    """The facts without the sentences that speak of a caller who is known, where nobody is asked.

    What is said of tokens stays where the call gives one. Of public routes nothing is said where
    one has to be known.
    """
    if not is_public(brief.spec):
        told = ((fact, _without(fact.text, brief)) for fact in facts)
        return [replace(fact, text=text) for fact, text in told if text]
    gives = _gives(brief)
    return [one for fact in facts for one in _kept(fact, gives=gives)]


def _without(text: str, brief: Brief) -> str:
    """The sentences but those that begin with what is public."""
    if not is_closed(brief.spec) or not any(map(_OF_ANYBODY.match, sentences(text))):
        return text
    kept = [one for one in sentences(text) if not _OF_ANYBODY.match(one)]
    return " ".join(kept).rstrip(".")


def _kept(fact: Fact, *, gives: bool) -> Iterator[Fact]:
    said = [
        one
        for one in sentences(fact.text)
        if not any(words.search(one) for words in (_OF_CALLER, TELLS_DATABASE))
        and (gives or not _TOKENS.search(one))
    ]
    if said:
        yield replace(fact, text=" ".join(said).rstrip("."))


def _gives(brief: Brief) -> bool:
    """Whether one gets a token or a session here."""
    fields = (one.name for body in brief.spec.responses for one in body.fields)
    given = any(_GIVEN.search(snake(leaf(one))) for one in fields)
    return given or _GIVES.search(brief.spec.endpoint.path) is not None
