"""The outline of a document, mended where it is broken."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agent.sources.openapi.events import is_json
from agent.sources.openapi.levels import Levels
from agent.sources.openapi.mending import Patch, Remark, block, mended, patched, quoted
from agent.sources.openapi.outline import Outline

if TYPE_CHECKING:
    from agent.sources.openapi.events import BrokenError

_WORK = 10_500_000  # characters read in all, where a file is mended again and again
_METHODS = frozenset({"get", "post", "put", "patch", "delete"})
_LINES, _PATCHES = 16, 32  # so many lines are left out alone, so much is mended in all
_TABS = (2, 4, 8)


def read_outline(text: str) -> Outline:
    """The outline of a document, as far as it can be read; never raises."""
    found = _outline(text, _TABS[0])
    if not any(one.rule == "tabs" for one in found.remarks) or len(text) > _WORK // len(_TABS):
        return found
    return max(found, *(_outline(text, tab) for tab in _TABS[1:]), key=_worth)


def _worth(outline: Outline) -> tuple[int, int]:
    """How much of a document an outline holds."""
    third = [each for top in outline.entries for one in top.inside for each in one.inside]
    methods = sum(one.key.casefold() in _METHODS for one in third)
    return methods, -sum(one.rule == "unreadable" for one in outline.remarks)


def _outline(raw: str, tab: int) -> Outline:
    text, remarks = mended(raw, tab)
    patches: tuple[Patch, ...] = ()
    work = len(text)
    while True:
        reader = Levels()
        error = reader.read(patched(text, patches))
        found = Outline(
            entries=reader.entries(),
            anchors=reader.anchors(),
            patches=patches,
            remarks=(*remarks, *reader.remarks),
            clean=text == raw and not patches,
            tab=tab,
        )
        if error is None:
            return found
        work += len(text)
        patch = None if is_json(text) or work > _WORK else _patch(text, error, reader, patches)
        line = error.start if patch is None else patch.line
        remark = Remark(rule="unreadable", message=_said(error, patch), line=line)
        remarks = (*remarks, remark)
        if patch is None:
            return replace(found, remarks=(*found.remarks, remark))
        patches = (*patches, patch)


def _said(error: BrokenError, patch: Patch | None) -> str:
    if patch is None:
        return f"{error.problem}; what follows is not read"
    if patch.text:
        return f"{error.problem}; the value is read as text"
    if patch.line == patch.last:
        return f"{error.problem}; the line is left out"
    return f"{error.problem}; lines {patch.line} to {patch.last} are left out"


def _patch(
    text: str, error: BrokenError, reader: Levels, before: tuple[Patch, ...]
) -> Patch | None:
    """The next smallest thing to do about an error: quote a value, leave a line out, or a path."""
    lines = text.split("\n")
    # A word that is no key stands alone; anything else may have begun a line before.
    begun = error.start if "expected ':'" in error.problem else error.start - 1
    near = [line for line in range(error.start, begun - 1, -1) if 0 < line <= len(lines)]
    tried = {line for one in before for line in range(one.line, one.last + 1)}
    for line in near:
        better = None if line in tried else quoted(lines[line - 1])
        if better is not None:
            return Patch(line=line, last=line, text=better)
    if len(before) >= _PATCHES:
        return None
    left_out = {one.line for one in before if not one.text}
    if near and near[0] not in left_out and len(before) < _LINES:
        return Patch(line=near[0], last=near[0])
    found = _region(text, lines, error.start, reader.path_line())
    return None if found in before else found


def _region(text: str, lines: list[str], at: int, key: int) -> Patch | None:
    """The path that a line belongs to; of a line behind the last one, all up to the next."""
    if not key or at > len(lines):
        return None
    columns = _indent(lines[key - 1])
    last = block(text, key, columns)
    if at <= last:
        return Patch(line=key, last=last)
    following = (n for n in range(at, len(lines)) if _indent(lines[n]) == columns and lines[n])
    return Patch(line=at, last=max(at, next(following, len(lines))))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
