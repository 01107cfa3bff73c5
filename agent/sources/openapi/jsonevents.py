"""JSON as events; comments, trailing commas and names without quotation marks do no harm."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.sources.openapi.events import DEEPEST, TOO_DEEP, BrokenError, Event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.sources.openapi.events import Kind

_TOKEN = deferred(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|//[^\n]*|/\*.*?\*/|[^\s{}\[\],:"]+|"', re.DOTALL)
_COMMENT = ("//", "/*")
_KINDS: dict[str, Kind] = {"{": "{", "[": "[", "}": "}", "]": "]"}
_STEPS = {"{": 1, "[": 1, "}": -1, "]": -1}


def json_events(text: str, levels: int) -> Iterator[Event]:
    """The events of the first value, down to `levels`; BrokenError where it does not end."""
    depth = line = 1
    counted = 0
    for found in _TOKEN.finditer(text):
        token, start = found[0], found.start()
        step = _STEPS.get(token, 0)
        depth += step
        if depth - (step > 0) <= levels + 1 and not token.startswith(_COMMENT):
            line += text.count("\n", counted, start)
            counted = start
            yield _event(token, start, line)
        if depth > DEEPEST:
            line += text.count("\n", counted, start)
            raise BrokenError(TOO_DEEP, line=line, start=line)
        if depth == 1 and step < 0:
            return
    if depth > 1:
        line = text.count("\n") + 1
        raise BrokenError("the file ends before its brackets are closed", line=line, start=line)


def _event(token: str, start: int, line: int) -> Event:
    end = start + len(token)
    kind = _KINDS.get(token)
    if kind is not None:
        return Event(kind, start, end, line)
    if token[0] != '"':
        return Event("text", start, end, line, token, plain=True)
    value = token[1:-1]
    if "\\" in value:
        with suppress(ValueError):
            value = str(json.loads(token, strict=False))
    return Event("text", start, end, line, value)


def paired(events: Iterator[Event]) -> Iterator[Event]:
    """The events without colons and commas; a colon that no value follows gets an empty one."""
    due = False
    for one in events:
        mark = one.text if one.plain and one.text in {",", ":"} else ""
        if due and (mark or one.kind in {"}", "]"}):
            yield Event("text", one.start, one.start, one.line, "", plain=True)
        due = mark == ":"
        if not mark:
            yield one
