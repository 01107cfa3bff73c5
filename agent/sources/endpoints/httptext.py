"""Requests and answers as HTTP writes them in a fence: first line, headers, a blank line, body."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.sources.endpoints.commented import Piece, commented
from agent.sources.endpoints.curled import sent
from agent.sources.text import labels, notation
from agent.sources.text.units import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agent.core.spec import Endpoint
    from agent.sources.text.markdown import Fence

_ANSWER = deferred(r"HTTP/\d(?:\.\d)?\s+(?P<status>[1-5]\d\d\b.{0,60})")
_OPENS = ("{", "[")
_SENT = "Request body:"
_TOLD = frozenset(("response", "success", "errors", "auth", "note", "request"))


def opened(unit: Unit, endpoint: Endpoint) -> Iterator[Unit]:
    """The unit; of a message of this endpoint its body, below a label that says what it is."""
    if unit.fence is None:
        yield unit
        return
    curl = sent(unit, endpoint)
    if curl is not None:
        yield _line(unit, _SENT)
        yield curl
        return
    lines = unit.fence.text.split("\n")
    label = _label(lines[0].strip(), endpoint)
    pieces = commented(["", *lines[1:]] if label == _SENT else lines)
    if pieces:
        yield from _pieces(unit, unit.fence, pieces)
        return
    body = _body(lines) if label else None
    if body is None or (body == len(lines) and label == _SENT):
        yield unit
        return
    yield _line(unit, label)
    starts = [body, *(at for at in range(body, len(lines)) if _begins(lines[at])), len(lines)]
    for start, end in pairwise(starts):
        yield from _shown(unit, unit.fence, lines[:end], start)


def _begins(line: str) -> bool:
    """Whether a line within a message says what comes next: `Response (200 OK):`."""
    said = labels.label(line) if line[:1].isupper() and ":" in line else None
    return said is not None and said[0] in _TOLD


def _shown(unit: Unit, fence: Fence, lines: Sequence[str], start: int) -> Iterator[Unit]:
    """What stands below a label within a message: the label, and a body of its own or its lines."""
    first = start + _begins(lines[start]) if start < len(lines) else start
    if first > start:
        yield _line(unit, lines[start], unit.line + 1 + start)
    text = "\n".join(lines[first:]).strip("\n")
    if text.lstrip().startswith(_OPENS):
        own = replace(fence, info="json", text=text)
        yield replace(unit, line=unit.line + first, fence=own)
        return
    for at, line in enumerate(lines[first:], start=unit.line + 1 + first):
        if line.strip():
            told = _line(unit, line.strip().removeprefix("- "), at)
            yield replace(told, kind="item") if line.lstrip().startswith("- ") else told


def _pieces(unit: Unit, fence: Fence, pieces: Iterable[Piece]) -> Iterator[Unit]:
    """Each piece of a fence as one of its own, below its label."""
    for one in pieces:
        line = unit.line + one.at
        yield _line(unit, one.label, line + 1)
        last = line + len(one.lines)
        own = replace(fence, info="json", line=line, last=last, text="\n".join(one.lines))
        yield replace(unit, line=line, last=last, fence=own)


def _line(unit: Unit, text: str, at: int = 0) -> Unit:
    """What stands on a line of a fence, the first one if no other is given."""
    at = at or unit.line + 1
    return Unit(kind="text", line=at, last=at, text=text, depth=unit.depth, above=unit.above)


def _label(first: str, endpoint: Endpoint) -> str:
    answer = _ANSWER.match(first)
    if answer is not None:
        kind = "Error" if answer["status"] >= "4" else "Response"
        return f"{kind} {answer['status'].strip()}:"
    call = notation.call(first)
    return _SENT if call is not None and not call.before and call.names(endpoint) else ""


def _body(lines: list[str]) -> int | None:
    """The line that the body begins on, behind the last without one; None where it is none."""
    at = next((at for at, line in enumerate(lines) if at and not line.strip()), len(lines))
    at = next((at for at in range(at, len(lines)) if lines[at].strip()), len(lines))
    if at == len(lines) or lines[at].lstrip().startswith(_OPENS) or _begins(lines[at]):
        return at
    return None
