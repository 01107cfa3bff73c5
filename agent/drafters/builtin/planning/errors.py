"""The section on errors: each documented status, its code if it has one, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from agent.core.documents import Source
from agent.core.spec import Status
from agent.drafters.builtin.planning.brief import Brief
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.contract import status_fact
from agent.drafters.builtin.planning.phrases import say
from agent.drafters.builtin.planning.remarks import remarks
from agent.drafters.builtin.planning.wording import lines_of, trimmed

_ERRORS = 400
_ROW = re.compile(
    r"^\s*\|\s*`?(?P<code>[45]\d\d)`?\s*\|\s*`(?P<word>[\w.-]+)`\s*\|\s*(?P<when>.*?)\s*\|\s*$"
)
_SERVER = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorCode:
    """A row of the documents' table of errors."""

    code: int
    word: str
    when: str
    source: Source


def errors(brief: Brief) -> list[str]:
    """Each status, then what the documents say of errors in general."""
    coded = {one.code: one for one in error_codes(brief)}
    bad = [one for one in brief.spec.statuses if one.code >= _ERRORS]
    lines = [f"- {_error(brief, one, coded.get(one.code))}" for one in bad]
    other = coded.get(_SERVER)
    if other is not None and all(one.code != _SERVER for one in bad):
        lines.append(f"- {_anything_else(brief, other)}")
    lines += [f"- {fact}" for fact in remarks(brief, "errors")]
    if not bad:
        lines = [say("no-errors", endpoint=brief.endpoint), *([""] if lines else []), *lines]
    return lines


def error_codes(brief: Brief) -> Iterator[ErrorCode]:
    """The general table of errors, row by row."""
    for note in brief.spec.notes:
        for source, text in lines_of(brief, note.source):
            if found := _ROW.match(text):
                yield ErrorCode(
                    code=int(found["code"]), word=found["word"], when=found["when"], source=source
                )


def _error(brief: Brief, status: Status, general: ErrorCode | None) -> Fact:
    fact = status_fact(brief, status)
    if general is None:
        return fact
    shown, _, when = fact.text.partition(": ")
    word = say("error-word", word=general.word)
    text = f"{shown}{word}" + (f": {when}" if when else "")
    return replace(fact, text=text, sources=(*fact.sources, general.source))


def _anything_else(brief: Brief, one: ErrorCode) -> Fact:
    when = trimmed(one.when.partition(";")[2] or one.when)
    text = say("error-else", endpoint=brief.endpoint, code=one.code, word=one.word, when=when)
    return Fact(text=text, sources=(one.source,))
