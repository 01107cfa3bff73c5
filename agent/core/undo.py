"""Taking one file of a step's commit back by content, whatever came after it (design.md §3.4)."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal

from agent.core.values import dataclass

# Marks before the first and after the last line: they stand where no line does.
_START: bytes = b"\n start"
_END: bytes = b"\n end"
# How far around a place its context is compared.
_REACH = 50
_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Why a file cannot be taken back; `lines` count from 1 in the file as it is now.

    `gone`: the step's lines no longer stand there. `ambiguous`: they stand in several places.
    `binary`: no lines to go by. `missing`, `exists`: the file as a whole is gone, or is back.
    """

    reason: Literal["gone", "ambiguous", "binary", "missing", "exists"]
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hunk:
    """Lines `start` to `stop` of the after-bytes, and what stood there before."""

    start: int
    stop: int
    old: Sequence[bytes]


def invert(before: bytes | None, after: bytes | None, now: bytes | None) -> bytes | Conflict | None:
    """The bytes of `now` with the change from `before` to `after` taken back; None is no file.

    Lines that the change did not touch stay as they are. With `before` and `after` swapped it
    puts a change in again.
    """
    if now == after:
        return before
    if now == before:
        return now
    if now is None:
        return Conflict(reason="missing")
    if after is None:
        return Conflict(reason="exists")
    if any(b"\0" in one for one in (before or b"", after, now)):
        return Conflict(reason="binary")
    result = _replace(_lines(before or b""), _lines(after), _lines(now))
    if isinstance(result, Conflict):
        return result
    return None if before is None and result == b"" else result


def _lines(data: bytes) -> list[bytes]:
    # Split, not splitlines: a missing final newline is then one element less, no other last line.
    return [_START, *data.split(b"\n"), _END]


def _replace(before: list[bytes], after: list[bytes], now: list[bytes]) -> bytes | Conflict:
    placed: list[tuple[int, _Hunk]] = []
    least = 0
    for hunk in _hunks(before, after):
        places = _places(hunk, after, now)
        if len(places) != 1:
            return _refusal(hunk, places, after, now)
        if places[0] < least:
            return _refusal(hunk, [], after, now)
        placed.append((places[0], hunk))
        least = places[0] + hunk.stop - hunk.start
    result = list(now)
    for place, hunk in reversed(placed):
        result[place : place + hunk.stop - hunk.start] = hunk.old
    return b"\n".join(result[1:-1])


def _hunks(before: list[bytes], after: list[bytes]) -> list[_Hunk]:
    head = alike(before, after)
    tail = alike(before[head:][::-1], after[head:][::-1])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    return [
        _Hunk(start=head + start, stop=head + stop, old=old[first:last])
        for tag, first, last, start, stop in SequenceMatcher(
            None, old, new, autojunk=False
        ).get_opcodes()
        if tag != "equal"
    ]


def alike(one: Sequence[bytes], other: Sequence[bytes]) -> int:
    """How many lines they begin with in common."""
    pairs = zip(one, other, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _places(hunk: _Hunk, after: list[bytes], now: list[bytes]) -> list[int]:
    """Where in `now` the hunk's lines stand with more of their context than any look-alike had.

    A look-alike is another place in `after` with the same lines.
    """
    own = after[hunk.start : hunk.stop]
    others = [
        _context(hunk, after, (after, place))
        for place in _occurrences(own, after)
        if place != hunk.start
    ]
    return [
        place
        for place in _occurrences(own, now)
        if _convincing(_context(hunk, after, (now, place)), others, bare=not own)
    ]


def _occurrences(own: list[bytes], lines: list[bytes]) -> list[int]:
    length = len(own)
    starts = range(1, len(lines) - length)
    first = own[:1]
    return [
        place
        for place in starts
        if lines[place : place + len(first)] == first and lines[place : place + length] == own
    ]


def _context(hunk: _Hunk, after: list[bytes], at: tuple[list[bytes], int]) -> tuple[int, int]:
    """How many lines above and below this place are those around the hunk."""
    lines, place = at
    above = _common(after[max(0, hunk.start - _REACH) : hunk.start][::-1], lines, place, -1)
    below = _common(
        after[hunk.stop : hunk.stop + _REACH], lines, place + hunk.stop - hunk.start - 1, 1
    )
    return above, below


def _common(context: list[bytes], lines: list[bytes], place: int, way: Literal[-1, 1]) -> int:
    count = 0
    for line in context:
        at = place + way * (count + 1)
        if not 0 <= at < len(lines) or lines[at] != line:
            break
        count += 1
    return count


def _convincing(found: tuple[int, int], others: list[tuple[int, int]], *, bare: bool) -> bool:
    above, below = found
    if not (above and below if bare else above or below):
        return False
    return all(above > far_above or below > far_below for far_above, far_below in others)


def _refusal(hunk: _Hunk, places: list[int], after: list[bytes], now: list[bytes]) -> Conflict:
    own = after[hunk.start : hunk.stop]
    alike = places or (_occurrences(own, now) if own else [])
    if len(alike) > 1:
        return Conflict(reason="ambiguous", lines=tuple(alike[:_SHOWN]))
    return Conflict(reason="gone", lines=(_expected(hunk.start, after, now),))


def _expected(start: int, after: list[bytes], now: list[bytes]) -> int:
    """About where a line of `after` would stand in `now`."""
    head = alike(after, now)
    line = start if start <= head else max(head, start + len(now) - len(after))
    return max(1, min(line, len(now) - 2))
