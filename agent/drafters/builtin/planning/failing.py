"""The section on errors: each documented status, when it is answered, and its code if it has one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.core.documents import Source
from agent.core.spec import Status
from agent.drafters.builtin.planning.brief import Brief
from agent.drafters.builtin.planning.outward import status_fact
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
    """A table of the statuses, then what the documents say of errors in general."""
    coded = {one.code: one for one in error_codes(brief)}
    bad = [one for one in brief.spec.statuses if one.code >= _ERRORS]
    lines: list[str] = []
    if bad:
        lines += brief.say("errors-head-coded" if coded else "errors-head").split("\n")
        lines += [_row(brief, one, coded) for one in bad]
        told = {one.code for one in bad}
        lines += [
            _general(brief, one)
            for one in coded.values()
            if one.code not in told and one.code == _SERVER
        ]
    else:
        lines.append(brief.say("no-errors", endpoint=brief.endpoint))
    said = remarks(brief, "errors")
    if said:
        lines += ["", *(f"- {fact}" for fact in said)]
    return lines


def error_codes(brief: Brief) -> Iterator[ErrorCode]:
    """The general table of errors, row by row."""
    for note in brief.spec.notes:
        for source, text in lines_of(brief, note.source):
            if found := _ROW.match(text):
                yield ErrorCode(
                    code=int(found["code"]), word=found["word"], when=found["when"], source=source
                )


def _row(brief: Brief, status: Status, coded: dict[int, ErrorCode]) -> str:
    fact = status_fact(brief, status)
    when = _cell(trimmed(status.meaning)) or brief.say("no-meaning", endpoint=brief.endpoint)
    sources = [*map(str, fact.sources), *([fact.because] if fact.because else [])]
    if not coded:
        return brief.say("errors-row", code=status.code, when=when, source=", ".join(sources))
    general = coded.get(status.code)
    word = f"`{general.word}`" if general else ""
    sources += [str(general.source)] if general else []
    return brief.say(
        "errors-row-coded", code=status.code, word=word, when=when, source=", ".join(sources)
    )


def _general(brief: Brief, one: ErrorCode) -> str:
    return brief.say(
        "errors-row-coded",
        code=one.code,
        word=f"`{one.word}`",
        when=_cell(one.when),
        source=one.source,
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
