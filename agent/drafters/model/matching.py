"""Where a search text stands in a file: exactly, else but for what is harmless, else nowhere.

Harmless are line ends, blanks at the end of a line, and one indent more or less on all lines. Among
several places the line number in the answer decides, where it is clearly nearest to one.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Sequence
from typing import Literal

from agent.core.values import dataclass

_NUMBERED = re.compile(r"\s*(\d{1,6})[|│:](.*)")
_CLEARLY = 2
_MOST_PLACES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Lines `start` to `stop`, counted from 0, and what is put there; `how`: what was let be."""

    start: int
    stop: int
    lines: tuple[str, ...]
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """Why the text has no place; `lines` count from 1."""

    reason: Literal["empty", "same", "not-found", "ambiguous", "indent"]
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Shift:
    """How much deeper the file's lines are than the answer's; `less` where they are less deep."""

    indent: str
    less: bool = False


def place(lines: Sequence[str], search: str, text: str, near: int | None = None) -> Place | Miss:
    """The place of `search` among these lines, which have no ends, and `text` as it fits there."""
    old, new = search.split("\n")[:-1], text.split("\n")[:-1]
    if not search.strip():
        return Miss(reason="empty")
    if old == new:
        return Miss(reason="same")
    starts = _starts(lines, old)
    exact = [at for at in starts if list(lines[at : at + len(old)]) == old]
    if exact:
        return _chosen(exact, old, tuple(new), near)
    loose = {
        at: shift for at in starts if (shift := _shift(lines[at : at + len(old)], old)) is not None
    }
    if not loose:
        return _unnumbered(lines, old, new)
    found = _chosen(list(loose), old, (), near)
    if isinstance(found, Miss):
        return found
    return _shifted(found, new, loose[found.start])


def _starts(lines: Sequence[str], old: Sequence[str]) -> list[int]:
    """Where it stands but for blanks: found in one string, which is linear at its worst (T37)."""
    rows = [line.strip() for line in lines]
    ends = list(itertools.accumulate(len(row) + 1 for row in rows))
    whole = "".join(f"\n{row}" for row in rows) + "\n"
    wanted = "".join(f"\n{line.strip()}" for line in old) + "\n"
    starts: list[int] = []
    at = whole.find(wanted)
    while at >= 0 and len(starts) < _MOST_PLACES:
        starts.append(bisect.bisect_right(ends, at))
        at = whole.find(wanted, at + 1)
    return starts


def _chosen(
    starts: Sequence[int], old: Sequence[str], lines: tuple[str, ...], near: int | None
) -> Place | Miss:
    ranked = sorted(starts, key=lambda at: abs(at + 1 - (near or 0)))
    if len(ranked) > 1:
        first, second = (abs(at + 1 - (near or 0)) for at in ranked[:2])
        if near is None or first * _CLEARLY >= second:
            return Miss(reason="ambiguous", lines=tuple(at + 1 for at in sorted(starts)))
    return Place(start=ranked[0], stop=ranked[0] + len(old), lines=lines)


def _shift(lines: Sequence[str], old: Sequence[str]) -> _Shift | None:
    """The one indent between the file's lines and these; None where more than that differs."""
    shifts = set()
    for there, line in zip(lines, old, strict=True):
        there, line = there.rstrip(), line.rstrip()  # noqa: PLW2901 - blanks at the end are let be
        if not there and not line:
            continue
        if there.endswith(line) and not there[: len(there) - len(line)].strip() and line:
            shifts.add(_Shift(there[: len(there) - len(line)]))
        elif line.endswith(there) and not line[: len(line) - len(there)].strip() and there:
            shifts.add(_Shift(line[: len(line) - len(there)], less=True))
        else:
            return None
    return shifts.pop() if len(shifts) == 1 else None


def _shifted(found: Place, new: Sequence[str], shift: _Shift) -> Place | Miss:
    """The new lines with the indent that the file has."""
    if not shift.indent:
        how = "blanks at line ends differ"
        return Place(start=found.start, stop=found.stop, lines=tuple(new), how=how)
    if not shift.less:
        lines = [f"{shift.indent}{line}" if line.strip() else line for line in new]
    elif all(line.startswith(shift.indent) or not line.strip() for line in new):
        lines = [line.removeprefix(shift.indent) for line in new]
    else:
        return Miss(reason="indent", lines=(found.start + 1,))
    return Place(start=found.start, stop=found.stop, lines=tuple(lines), how="indented as the file")


def _unnumbered(lines: Sequence[str], old: Sequence[str], new: Sequence[str]) -> Place | Miss:
    """The place of text that the line numbers shown with the file were copied with."""
    numbers = [_NUMBERED.fullmatch(line) for line in old]
    if not all(numbers):
        return Miss(reason="not-found")
    first = int(numbers[0][1]) if numbers[0] else 0
    bare = [one[2] for one in numbers if one]
    start = first - 1
    if not 0 <= start <= len(lines) or list(lines[start : start + len(bare)]) != bare:
        return Miss(reason="not-found")
    mine = [_NUMBERED.fullmatch(line) for line in new]
    text = [one[2] for one in mine if one] if all(mine) else list(new)
    return Place(start=start, stop=start + len(bare), lines=tuple(text), how="line numbers dropped")
