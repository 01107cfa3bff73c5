"""The documents' sentences without what is derived of them: what is set, what state is wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.sentences.stepwise import is_case
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.writes.assigning import EQUALS, WRITES

_CITED = deferred(r"\s?\([\w.-]+\.\w+:[^()]*\)")
_BOUNDARY = deferred(
    r"\b(?:begin|start|commit|rozpocz\w+|zatwierd\w+) (?:transaction|transakcj)", re.IGNORECASE
)
_STATUS = deferred(r"\b(?:status\w*|state|stan\w*)\b", re.IGNORECASE)
_FILL = deferred(
    r"validate|check|verify|ensure|must|have|ha|be|only|associated|sprawd\w*|musi|mie\u0107|"
    r"[a-z]|an?|the|to|of|as|in|on|for|from|and|its|it|thi|that|set|update|updating|change|mark|status"
    r"|state|begin|start|commit|transaction|current|timestamp|now|authenticated|user|null|row|record"
    r"|field|column|value|also|via|jwt|i|na|do|w|jako|ustawia|zmienia|ustawienie|zmiana|teraz|bie\u017c\u0105cego"
    r"|u\u017cytkownika|transakcj\w+"
)
_PLACE = deferred(r"[\w.-]+\.\w+:\d+")
_SHORT = 9


def unset_told(said: Sequence[Fact], written: Sequence[Fact]) -> Iterator[Fact]:
    """The sentences without the parts that only say what the derived writes set."""
    known = {word for one in written for word in _words(one.text)}
    places = {place for one in written for place in _PLACE.findall(str(one))}
    for one in said:
        mine = {f"{place.path.name}:{place.line}" for place in one.sources}
        if mine <= places and _STATUS.search(one.text) and len(one.text.split()) <= _SHORT:
            continue  # the line that a state is demanded by
        parts = [one.text] if is_case(one.text) else one.text.split("; ")
        kept = [part for part in parts if not _is_set(part, known)]
        if len(kept) == len(parts):
            yield one
        elif kept:
            last = () if _CITED.search(kept[-1]) else one.sources
            yield replace(one, text="; ".join(kept), sources=last)


def _is_set(part: str, known: set[str]) -> bool:
    """Whether it says only what is set or demanded already, or where a transaction begins."""
    bare = _CITED.sub("", part)
    says = any(one.search(bare) for one in (WRITES, EQUALS, _BOUNDARY, _STATUS))
    return says and _words(bare) <= known


def _words(text: str) -> set[str]:
    words = (fold(one) for one in re.findall(r"[^\W_]+", _CITED.sub("", text).casefold()))
    return {one for one in words if not _FILL.fullmatch(one)}
