"""The documents' sentences without what is derived of them: what is set, what state is wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.sentences.stepwise import is_case
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.work import Work
from agent.drafters.builtin.planning.tables.written import row_of
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
# English and Polish.
_STORED = deferred(
    r"\b(?:stor|sav|persist|record|set|zapis|ustaw)\w* (?:the )?`(?P<name>\w+)`", re.IGNORECASE
)
_TICKED = deferred(r"`(\w+)")
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


def told_behind(
    work: Work, written: Sequence[Fact], said: Sequence[Fact]
) -> tuple[list[Fact], list[Fact]]:
    """The derived writes, apart those of times alone that a sentence stores, each as that has it.

    When a run began and how it ended is known behind it.
    """
    brief, table = work.brief, work.table
    first: list[Fact] = []
    behind: list[Fact] = []
    name = table.name if table is not None else ""
    row, now = (re.escape(brief.say(one, table=name)) for one in ("flow-update", "value-now"))
    for one in written:
        hit = re.fullmatch(rf"{row}: ((?:`\w+` = {now}(?:, )?)+)", one.text)
        names = _TICKED.findall(hit[1]) if hit is not None else []
        text = next((each.text for each in said if names and _stores(each.text, names)), "")
        if text and table is not None:
            values = {name: f"`{name}`" for name in _TICKED.findall(text)}
            fact = row_of(brief, "flow-update", table, values)
            behind.append(replace(fact, text=fact.text + brief.say("flow-as-told")))
        else:
            first.append(one)
    return first, behind


def _stores(text: str, names: Sequence[str]) -> bool:
    """Whether a sentence stores all of these columns."""
    return set(names) <= {hit["name"] for hit in _STORED.finditer(text)}


def _is_set(part: str, known: set[str]) -> bool:
    """Whether it says only what is set or demanded already, or where a transaction begins."""
    bare = _CITED.sub("", part)
    says = any(one.search(bare) for one in (WRITES, EQUALS, _BOUNDARY, _STATUS))
    return says and _words(bare) <= known


def _words(text: str) -> set[str]:
    words = (fold(one) for one in re.findall(r"[^\W_]+", _CITED.sub("", text).casefold()))
    return {one for one in words if not _FILL.fullmatch(one)}
