"""The documents' general table of errors: a code and a word for each case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, takewhile

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Status
from agent.core.values import dataclass
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.rulebook import ruled
from agent.drafters.builtin.planning.facts.wording import lines_of, quoted, sentences, trimmed
from agent.drafters.builtin.planning.sentences import overall
from agent.drafters.builtin.planning.sentences.strange import is_strange
from agent.sources.general.errorlogs import logs_errors
from agent.sources.passages.statuses import entry

_ROW = deferred(
    r"^\s*\|\s*`?(?P<code>[45]\d\d)`?\s*\|\s*`(?P<word>[\w.-]+)`\s*\|\s*(?P<when>.*?)\s*\|\s*$"
)
# The code unmarked, in capitals, and what is said to the caller.
_MESSAGE = deferred(
    r"^\s*\|\s*(?P<code>[45]\d\d)\s*\|\s*(?P<word>[A-Z]\w*_[A-Z_\d]+)\s*\|\s*(?P<said>[^|]*\S)\s*\|\s*$"
)
# A list of words alone: the usual ones say of which status they are.
_LISTED = deferred(
    r"^\s*[-*+]\s+`(?P<word>[A-Z]+(?:_[A-Z]+)*)`\s*[:\u2013\u2014-]\s*(?P<when>\S.*?)\s*$"
)
_USUAL: tuple[tuple[tuple[int, ...], re.Pattern[str]], ...] = (
    ((400, 422), deferred(r"VALIDATION_(?:ERROR|FAILED)|INVALID_INPUT")),
    ((400,), deferred(r"BAD_REQUEST")),
    ((401,), deferred(r"UNAUTHORI[SZ]ED|(?:NOT_|UN)AUTHENTICATED|AUTHENTICATION_REQUIRED")),
    ((403,), deferred(r"FORBIDDEN|(?:PERMISSION|ACCESS)_DENIED|INSUFFICIENT_PERMISSIONS?")),
    ((404,), deferred(r"(?:RESOURCE_)?NOT_FOUND")),
    ((409,), deferred(r"CONFLICT|DUPLICATE(?:_RESOURCE)?")),
    ((429,), deferred(r"RATE_LIMIT(?:_EXCEEDED|ED)?|TOO_MANY_REQUESTS")),
    ((500,), deferred(r"INTERNAL(?:_SERVER)?_ERROR|SERVER_ERROR")),
)
_OF_ONE = deferred(r"['\"`]\w+['\"`]")
# A row that names the status it may stand for.
_INSTEAD = deferred(
    r"^\s*\|\s*`?(?P<code>[45]\d\d)`?\s*\|"
    r"(?P<said>.*\b(?:alternative to|instead of|zamiast)\s+`?(?P<other>[45]\d\d)\b.*)\|\s*$",
    re.IGNORECASE,
)
# What becomes of an exception that nobody expects, by the rules.
_UNEXPECTED = deferred(
    r"\b(?:unexpected|unhandled|nieoczekiwan|nieobs\u0142u\u017con)\w*\b.*\b500\b", re.IGNORECASE
)
_MEMBER = deferred(r"\s*\"(\w+)\"\s*:")
_BELOW, _LINE = 12, 400
_SERVER, _OF_CASES = 500, (400, 409, 422)


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorCode:
    """A row of the documents' table of errors."""

    code: int
    word: str
    when: str
    source: Source


def error_codes(brief: Brief) -> Iterator[ErrorCode]:
    """The general table of errors, row by row; of a list of words those of usual statuses."""
    listed: list[tuple[Source, re.Match[str]]] = []
    for note in brief.spec.notes:
        for source, text in lines_of(brief, note.source):
            if found := _ROW.match(text):
                yield ErrorCode(
                    code=int(found["code"]), word=found["word"], when=found["when"], source=source
                )
            elif found := _LISTED.match(text):
                listed.append((source, found))
    # Where some words are of one case alone, any bad request or conflict may be one of those.
    own = any(not usual(found["word"]) for _, found in listed)
    for source, found in listed:
        for code in usual(found["word"]):
            if not (own and code in _OF_CASES):
                yield ErrorCode(code=code, word=found["word"], when=found["when"], source=source)


def usual(word: str) -> tuple[int, ...]:
    """The statuses that a word is known to stand for, whatever the endpoint."""
    return next((codes for codes, words in _USUAL if words.fullmatch(word)), ())


def message_of(brief: Brief, status: Status) -> Fact | None:
    """What the general table has callers told, in the row of the code that a status names."""
    for note in brief.spec.notes:
        for source, text in lines_of(brief, note.source):
            found = _MESSAGE.match(text)
            if (
                found is not None
                and int(found["code"]) == status.code
                and re.search(rf"\b{found['word']}\b", status.meaning)
                and _OF_ONE.search(found["said"]) is None
            ):
                return Fact(text=found["said"], sources=(source,))
    return None


def anything_else(brief: Brief) -> Iterator[Fact]:
    """What the documents say of an error of the server, where the endpoint's passage does not."""
    if brief.spec.status(_SERVER) is not None:
        return
    for one in error_codes(brief):
        if one.code == _SERVER:
            when = trimmed(one.when.partition(";")[2] or one.when)
            text = brief.say("error-else", code=one.code, word=one.word, when=when)
            yield Fact(text=text, sources=(*_naming(brief, one), one.source))
            return
    for source, hit in ruled(brief, _UNEXPECTED):
        yield Fact(text=trimmed(hit.string).rstrip("."), sources=(source,))
        return


def faults(brief: Brief) -> Iterator[Status]:
    """What a list of all statuses has for a server that fails, where no word stands for that."""
    worded = any(one.code == _SERVER for one in error_codes(brief))
    yield from (one for one in overall.faults(brief.spec) if one.code != _SERVER or not worded)


def _naming(brief: Brief, one: ErrorCode) -> Iterator[Source]:
    """The line of a list of statuses that has the code, where that of its word has none."""
    rows = (row for note in brief.spec.notes for row in lines_of(brief, note.source))
    said = dict(rows)
    if str(one.code) not in said.get(one.source, ""):
        found = (at for at, text in said.items() if (hit := entry(text)) and hit[0] == one.code)
        yield from islice(found, 1)


def logged_errors(brief: Brief) -> Iterator[Fact]:
    """What the documents want logged of any error, with the names that an example below shows."""
    told = {one.fact.sources[0] for one in brief.remarks}
    for note in brief.spec.notes:
        for source, text in lines_of(brief, note.source):
            said = next((one for one in sentences(trimmed(text, _LINE)) if logs_errors(one)), "")
            if said and source not in told and not is_strange(brief, said):
                shown = _shown_below(brief, source) if text.rstrip().endswith(":") else []
                names = f" {quoted(shown)}" if shown else ""
                yield Fact(text=said.rstrip(":.") + names, sources=(source,))


def _shown_below(brief: Brief, source: Source) -> list[str]:
    """The members of the object that is shown right below a line."""
    below = brief.passages.lines(source.path)[source.line : source.line + _BELOW]
    opened = next((at for at, line in enumerate(below) if line.lstrip().startswith("```")), None)
    if opened is None or any(line.strip() for line in below[:opened]):
        return []
    held = takewhile(lambda line: not line.lstrip().startswith("```"), below[opened + 1 :])
    return [hit[1] for line in held if (hit := _MEMBER.match(line)) is not None]


def alternatives(brief: Brief) -> Iterator[Fact]:
    """Statuses that the documents let stand for one of the endpoint's own."""
    for note in brief.spec.notes:
        for source, text in lines_of(brief, note.source):
            found = _INSTEAD.match(text)
            own = brief.spec.status(int(found["other"])) if found is not None else None
            if found is not None and own is not None and brief.is_own(own.source):
                said = ": ".join(one.strip() for one in found["said"].split("|"))
                yield Fact(text=f"`{found['code']}`: {said}", sources=(source,))
