"""The rule that somebody else's row is answered as one that is not there."""

from __future__ import annotations

import re

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Spec, Table
from agent.drafters.builtin.planning.facts.wording import lines_of
from agent.drafters.builtin.planning.sentences.overall import lines_for_all
from agent.drafters.builtin.planning.tables.reach import ways
from agent.drafters.builtin.planning.tables.refusal import Refusal
from agent.drafters.builtin.planning.tables.work import Work

_NOT_HIS, _NOT_THERE = 403, 404
_FORBIDDEN = re.compile(r"\b403\b")
_MISSING = re.compile(r"\b404\b")
_FOREIGN = deferred(
    r"\b(?:an)?other(?:s|'s|s'|\u2019s|s\u2019)? (?:user|tenant|person|account|resource)"
    r"|\bdifferent user|\bforeign\b|not (?:owned|the owner)|n(?:ot|'t|\u2019t) (?:own|belong)"
    r"|\bnon-?(?:members?|owners?)\b"
    r"|cudz|nie nale\u017c|innego u\u017cytkownik|nie jest w\u0142a\u015bcic",
    re.IGNORECASE,
)
_UNSEEN = deferred(
    r"not visible|\bRLS\b|row.level|\bleak|reveal|disclos|ujawni|niewidoczn", re.IGNORECASE
)
# The caller's own token is what the database is asked with.
_BY_TOKEN = deferred(
    r"(?=.*(?:\bRLS\b|row.level))(?!.*\b(?:not|never|nie)\b)"
    r".*\b(?:client|klient\w*|query|queries|zapyta\w+)\b.{0,60}"
    r"\b(?:this|caller\S*|user\S*|that|tym|tego|wywo\u0142uj\w+|u\u017cytkownika) "
    r"(?:own )?(?:JWT|(?:access )?token\w*)\b",
    re.IGNORECASE,
)
# The one status in place of the other, in the words of either language.
_INSTEAD = deferred(
    r"\b404\b[\w`* ]{0,24}\b(?:instead of|rather than|preferred (?:over|to)|zamiast|nie) `?403\b"
    r"|\b404\b[\w`* ]{0,24}[,(] ?(?:and |a )?(?:not|nie) (?:a )?`?403\b"
    r"|\b403\b.{0,80}\b(?:surfaces?|appears?|answered|returned|mapped|masked|hidden|zwracan\w+)"
    r" (?:as|to|jako) (?:a )?`?404\b",
    re.IGNORECASE,
)


def foreign(work: Work) -> Refusal | None:
    """What refuses a row of somebody else: the endpoint's own status, else as all such rows are."""
    refused = work.refusal(_NOT_HIS, _NOT_THERE)
    if refused is None or not refused.sources:
        return refused
    mine = _own(work) if refused.code == _NOT_HIS else None
    if mine is not None:
        return Refusal(code=_NOT_THERE, sources=(mine,))
    if refused.code == _NOT_THERE:
        refuses = _forbidden(work.brief.spec)
        return refused if refuses is None else Refusal(code=_NOT_HIS, sources=(refuses,))
    if any(map(work.brief.is_own, refused.sources)):
        return refused
    grouped = work.tie is not None and work.tie.group is not None
    place = hidden(work.brief.spec, grouped=grouped) or _unseen(work)
    return refused if place is None else Refusal(code=_NOT_THERE, sources=(place,))


def forbidden(work: Work) -> Table | None:
    """The table of the path's row that is refused with `403` where it is somebody else's."""
    first = next((one.table for one in work.rows), None)
    refused = foreign(work) if first is not None and work.tie is not None else None
    told = refused is not None and refused.code == _NOT_HIS and bool(refused.sources)
    return first if told and work.tied is first else None


def _unseen(work: Work) -> Source | None:
    """The line by which the caller's own token asks the database, whose policies hide foreign rows.

    None where a general `403` is said to be of these.
    """
    table = next((one.table for one in work.rows), None)
    found = ways(work.links, table, "select") if table is not None else ()
    if not found or table is not work.tied or any(one.open for one in found):
        return None
    refused = work.brief.spec.status(_NOT_HIS)
    lines = tuple(lines_for_all(work.brief.spec))
    told = any(_FORBIDDEN.search(line) and _FOREIGN.search(line) for _, line in lines)
    if told or (refused is not None and _FOREIGN.search(refused.meaning)):
        return None
    return next((source for source, line in lines if _BY_TOKEN.search(line)), None)


def _own(work: Work) -> Source | None:
    """The line of the endpoint's own passage that answers foreign rows with `404`, none with `403`.

    Its `403` is then of something else: "daily limit exceeded".
    """
    passages = (one.source for one in work.brief.spec.excerpts[:1])
    lines = [one for source in passages for one in lines_of(work.brief, source)]
    told = [one for one in lines if _FOREIGN.search(one[1])]
    if any(_FORBIDDEN.search(line) for _, line in told):
        return None
    return next((source for source, line in told if _MISSING.search(line)), None)


def _forbidden(spec: Spec) -> Source | None:
    """The line that answers foreign rows with `403`, where the endpoint's own `404` is bare."""
    own = spec.status(_NOT_THERE)
    if own is not None and _FOREIGN.search(own.meaning):
        return None
    lines = [one for one in lines_for_all(spec) if _FOREIGN.search(one[1])]
    if any(_MISSING.search(line) for _, line in lines):
        return None
    return next((source for source, line in lines if _FORBIDDEN.search(line)), None)


def hidden(spec: Spec, *, grouped: bool) -> Source | None:
    """The line that has foreign rows surface as `404`; none where a `403` is said to be theirs.

    Who is no member lacks a right first: there only the word that the one is in place of the
    other tells it.
    """
    lines = tuple(lines_for_all(spec))
    told = next((source for source, line in lines if _INSTEAD.search(line)), None)
    of_rows = [one for one in lines if _FOREIGN.search(one[1]) or _UNSEEN.search(one[1])]
    if told is not None or grouped or any(_FORBIDDEN.search(line) for _, line in of_rows):
        return told
    return next((source for source, line in of_rows if _MISSING.search(line)), None)
