"""Mends pasted Markdown before it is parsed, line for line, so that line numbers hold."""

from __future__ import annotations

import re
from functools import lru_cache

from agent.core.patterns import deferred
from agent.sources.text.fencedlists import unfenced
from agent.sources.text.wrapped import unwrapped

_NEWLINE = deferred(r"\r\n?")
_ESCAPED_HEADING = deferred(r"^\\#{1,6} ", re.MULTILINE)
_ESCAPE = deferred(r"\\([!-/:-@\[-`{-~])")
_SPACE = deferred(r"&nbsp;|&#x20;|&#32;|\u00a0")
_FENCE = deferred(r"^[ \t>]*(?:[-*+]\s+)?(`{3,}|~{3,})([^`\n]*)$")
_SECTION = deferred(r"^#{2,6} \S")
_NUMBERED = deferred(r"^(?P<kind>#{2,6} +[^\W\d_]+) (?P<number>\d{1,3})\b")
_BAR = deferred(r"(\\.|\|)")
_BAR_OR_CODE = deferred(r"(\\.|`[^`]*`|\|)")
# An item that announces what follows it.
_LEADING_ITEM = deferred(r"(\s*[-*+]\s+)\S.*:[*_`\s]*$")
_ITEM = deferred(r"(\s*[-*+]\s+)\S")
# Nobody begins that many lists on one line; each of them would be one more block to read.
_LISTS = deferred(
    r"^([ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+){2})(?=(?:\+|\d{1,9}[.)])[ \t])", re.MULTILINE
)
# A list's mark typed twice: what is indented below would not be inside.
_DOUBLED = deferred(r"^--(?= +[*`]{0,3}(?:GET|POST|PUT|PATCH|DELETE|HEAD)\b)", re.MULTILINE)
_TRIES = 4


@lru_cache(maxsize=16)
def mended(text: str) -> str:
    """The text with line breaks made one kind and pasting faults taken out; as many lines."""
    text = _NEWLINE.sub("\n", text.removeprefix("\ufeff")).replace("\0", "\ufffd")
    if len(_ESCAPED_HEADING.findall(text)) > 1:
        text = _ESCAPE.sub(r"\1", text)
    text = _LISTS.sub(r"\1\\", _DOUBLED.sub("-", _SPACE.sub(" ", text)))
    lines = _without_front_matter(text.split("\n"))
    if "```" not in text and "~~~" not in text:
        return "\n".join(lines)
    return "\n".join(unfenced(_tucked(_unswallowed(unwrapped(lines)))))


def split_row(line: str) -> tuple[str, ...]:
    """The cells of a table row; a pipe that is escaped or inside code does not part cells."""
    text = line.strip(" \t>").removeprefix("|")
    parts = (_BAR_OR_CODE if text.count("`") % 2 == 0 else _BAR).split(text)
    cells: list[list[str]] = [[]]
    for part in parts:
        if part == "|":
            cells.append([])
        else:
            cells[-1].append(part.replace("\\|", "|"))
    joined = ["".join(cell).strip() for cell in cells]
    return tuple(joined[:-1] if len(joined) > 1 and not joined[-1] else joined)


def _without_front_matter(lines: list[str]) -> list[str]:
    if lines[0].rstrip() != "---":
        return lines
    for at, line in enumerate(lines[1:80], start=1):
        if line.rstrip() == "---":
            return [""] * (at + 1) + lines[at + 1 :]
        if line.strip() and not re.match(r"\s*(#|-|[\w.-]+\s*:|[^:]*$)", line):
            break
    return lines


def _unswallowed(lines: list[str]) -> list[str]:
    """A fence that swallows the document was none: its mark is taken out.

    It is never closed and holds headings, or those in it count on from those before it.
    """
    for _ in range(_TRIES):
        at = _counted_on(lines)
        if at is None:
            at = _never_closed(lines)
            if at is None or not any(_SECTION.match(line) for line in lines[at + 1 :]):
                break
        lines = [*lines[:at], "", *lines[at + 1 :]]
    return lines


def _counted_on(lines: list[str]) -> int | None:
    """Where a bare fence begins in which `### Step 4` follows a `### Step 3` before it."""
    opened, mark, bare, last = 0, "", False, ("", 0)
    for at, line in enumerate(lines):
        found = _fence(line)
        if found is not None and not mark:
            opened, mark, bare = at, found[1], not found[2].strip()
        elif found is not None and found[1].startswith(mark) and not found[2].strip():
            mark = ""
        elif line.startswith("#") and (step := _NUMBERED.match(line)) and (bare or not mark):
            said = step["kind"].casefold(), int(step["number"])
            if mark and said == (last[0], last[1] + 1):
                return opened
            last = last if mark else said
    return None


def _tucked(lines: list[str]) -> list[str]:
    """A fence nearer to the margin than the item right above it, and that item's: moved in."""
    out = list(lines)
    item, mark, indent, leads = "", "", "", False
    for at, line in enumerate(lines):
        found = _fence(line)
        if mark:
            out[at] = indent + line if indent and line else line
            closes = found is not None and found[1].startswith(mark) and not found[2].strip()
            mark = "" if closes else mark
        elif found is not None:
            mark = found[1]
            near = line.startswith(mark) and leads
            indent = item if near or _goes_on(lines, at, item) else ""
            out[at] = indent + line
        if line.strip():
            above = None if mark else _ITEM.match(line)
            item = " " * len(above[1]) if above is not None else ""
            leads = ":" in line and _LEADING_ITEM.match(line) is not None
    return out


def _goes_on(lines: list[str], at: int, item: str) -> bool:
    """Whether the list goes on below a fence that begins here, nearer to the margin than its item.

    `item` is as wide as the mark of the one above; one at the margin itself needs no telling.
    """
    line, mark = lines[at], lines[at].strip()[:3]
    if (
        not item
        or len(line) - len(line.lstrip(" ")) >= len(item)
        or line.lstrip(" ")[:1] != mark[0]
    ):
        return False
    ends = (n for n in range(at + 1, len(lines)) if lines[n].strip() == mark)
    below = next(ends, len(lines)) + 1
    after = _ITEM.match(lines[below]) if below < len(lines) else None
    return after is not None and after[1][:1] == " " and len(after[1]) == len(item)


def _fence(line: str) -> re.Match[str] | None:
    return _FENCE.match(line) if "```" in line or "~~~" in line else None


def _never_closed(lines: list[str]) -> int | None:
    opened, mark = None, ""
    for at, line in enumerate(lines):
        found = _fence(line)
        if found is None:
            continue
        if opened is None:
            opened, mark = at, found[1]
        elif found[1].startswith(mark) and not found[2].strip():
            opened = None
    return opened
