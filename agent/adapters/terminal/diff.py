"""A file's diff as rows: nothing is left out, and what is hard to see is made visible (T31)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.adapters.terminal.rows import TAB, Row, reach, wrap
from agent.core.clean import one_line
from agent.core.page import FileDiff, Span, Style

_STYLES: dict[str, Style] = {"+": "good", "-": "bad", "@": "dim", "\\": "dim"}
_MARK = re.compile(r"(<(?:0x|U\+)[0-9A-F]{2,6}>)")
_TRAILING = re.compile(r"[ \t]+$")
_CONTINUED = "… "
_LONG = 40


def _visible_end(text: str) -> str:
    return _TRAILING.sub(lambda m: m[0].replace(" ", "·").replace("\t", "→"), text)


def _marked(text: str, style: Style) -> Iterator[Span]:
    for piece in _MARK.split(text):
        if piece:
            yield Span(piece, "warn" if _MARK.fullmatch(piece) else style)


def _line(line: str, width: int) -> Iterator[Row]:
    sign, body = line[:1], line[1:]
    style = _STYLES.get(sign, "plain")
    if sign in {"+", "-"}:
        body = _visible_end(body)
    text = one_line(body).expandtabs(TAB)
    if sign in {"@", "\\"}:
        yield from wrap((Span(sign + text, style),), width=width, hang=2)
        return
    start, gutter = 0, f"{sign} " if text else sign
    while True:
        end = _row_end(text, start, width - len(gutter))
        yield (Span(gutter, style), *_marked(text[start:end], style))
        if end >= len(text):
            return
        start, gutter = end, _CONTINUED


def _row_end(text: str, start: int, room: int) -> int:
    """Where a row that starts there ends: after a word where one ends near the right edge."""
    end = reach(text, start, room)
    if end < len(text):
        end = (text.rfind(" ", end - (end - start) // 3, end) + 1) or end
    return end


def _counts(diff: FileDiff) -> Iterator[Span]:
    yield Span(f"[{diff.number}]", "key")
    if diff.added or not diff.removed:
        yield Span(f" + {diff.added}", "good")
    if diff.removed:
        yield Span(f" - {diff.removed}", "bad")
    yield Span("  ")
    yield Span(one_line(diff.path), "path")


def _ends_in_cr(diff: FileDiff) -> bool:
    bodies = [line for line in diff.lines if line[:1] not in {"@", "\\"}]
    return bool(bodies) and all(line.endswith("\r") for line in bodies)


def _said_of(diff: FileDiff) -> str:
    change = () if diff.change == "changed" else (diff.say(f"({diff.change})").strip("()"),)
    said = (*change, "CRLF") if _ends_in_cr(diff) else change
    return f" ({', '.join(said)})" if said else ""


def _end(diff: FileDiff) -> Iterator[Span]:
    blank = sum(line[:1] == "+" and not line[1:].strip() for line in diff.lines)
    yield Span(diff.say("end of "), "dim")
    yield from _counts(diff)
    yield Span(diff.say(", {} lines shown").format(len(diff.lines)), "dim")
    if blank * 2 > diff.added:
        yield Span(diff.say(", {} of the added ones are blank").format(blank), "warn")


def _flags(diff: FileDiff, width: int) -> Iterator[Row]:
    for flag in diff.flags:
        yield from wrap((Span(f"  ! {one_line(flag)}", "bad"),), width=width, hang=4)
    for remark in diff.remarks:
        yield from wrap((Span(f"  · {one_line(remark)}", "warn"),), width=width, hang=4)


def diff_rows(diff: FileDiff, width: int) -> Iterator[Row]:
    """Header with the counts, then every line whole; after a long one the header again."""
    yield from wrap((*_counts(diff), Span(_said_of(diff), "dim")), width=width, hang=4)
    yield from _flags(diff, width)
    ending = "\r" if _ends_in_cr(diff) else ""
    count = 0
    for line in diff.lines:
        for row in _line(line.removesuffix(ending), width):
            yield row
            count += 1
    if count > _LONG:
        yield from wrap(tuple(_end(diff)), width=width, hang=4)
        yield from _flags(diff, width)
