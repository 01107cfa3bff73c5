"""Where everything down to an operation stands, from events alone, and what was wrong there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent import lazy
from agent.sources.openapi.events import BrokenError, is_json
from agent.sources.openapi.jsonevents import json_events, paired
from agent.sources.openapi.mending import Patch, Remark, block, mended, patched, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from agent.sources.openapi.events import Event

TWICE = "`{}` stands here once more; where both say a thing, the last counts"

_LEVELS = 3  # paths, a path, a method; components, schemas, a name
_ALIASES = 20_000
_REMARKS = 20
_WORK = 12_000_000  # characters read in all, where a file is mended again and again
_SAID = frozenset({"summary", "operationId", "deprecated", "$ref", "description", "<<", "url"})
_METHODS = frozenset({"get", "post", "put", "patch", "delete"})
_SHORT = 300
_LINES, _PATCHES = 8, 12  # so many lines are left out alone, so much is mended in all
_TABS = (2, 4, 8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A member: the line of its key, where its value stands, and what lies in it.

    `said` are the first words of some of its texts, so that a board needs no more; of a list,
    those of its first item; of a text at the top, itself.
    """

    key: str
    line: int
    start: int
    end: int
    said: tuple[tuple[str, str], ...] = ()
    inside: tuple[Entry, ...] = ()

    def says(self, key: str) -> str:
        """The text of this key, if it is kept."""
        return next((text for name, text in self.said if name == key), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The members of a document down to the third level, and its anchors' places.

    They are places of the text as it stands where it is `clean`, else of the mended one.
    """

    entries: tuple[Entry, ...] = ()
    anchors: tuple[tuple[str, int, int], ...] = ()
    patches: tuple[Patch, ...] = ()
    remarks: tuple[Remark, ...] = ()
    clean: bool = False
    tab: int = 2

    def entry(self, *keys: str) -> Entry | None:
        """What these keys lead to; where a key stands twice, the last that leads there."""
        return _found(self.entries, keys) if keys else None


def _found(level: tuple[Entry, ...], keys: tuple[str, ...]) -> Entry | None:
    for one in reversed(level):
        if one.key == keys[0]:
            found = one if len(keys) == 1 else _found(one.inside, keys[1:])
            if found is not None:
                return found
    return None


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
        reader = _Reader()
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


def events_of(text: str) -> Callable[[str, int], Iterator[Event]]:
    """What reads the notation of this text: its events, down to so many levels."""
    return _json if is_json(text) else _yaml


def _json(text: str, levels: int) -> Iterator[Event]:
    return paired(json_events(text, levels))


def _yaml(text: str, levels: int) -> Iterator[Event]:
    found: Iterator[Event] = lazy.load("agent.sources.openapi.yamlevents").yaml_events(text, levels)
    return found


def _said(error: BrokenError, patch: Patch | None) -> str:
    if patch is None:
        return f"{error.problem}; what follows is not read"
    if patch.text:
        return f"{error.problem}; the value is read as text"
    if patch.line == patch.last:
        return f"{error.problem}; the line is left out"
    return f"{error.problem}; lines {patch.line} to {patch.last} are left out"


def _patch(
    text: str, error: BrokenError, reader: _Reader, before: tuple[Patch, ...]
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
    left_out = {one.line for one in before if not one.text}
    if near and near[0] not in left_out and len(before) < _LINES:
        return Patch(line=near[0], last=near[0])
    key = reader.path_line()
    found = Patch(line=key, last=block(text, key, _indent(lines[key - 1]))) if key else None
    return None if found in before or len(before) >= _PATCHES else found


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


class _Level:
    """A mapping or list that is not closed yet."""

    __slots__ = ("anchor", "due", "inside", "key", "line", "mapped", "said", "seen", "start")

    def __init__(self, *, mapped: bool, start: int, anchor: str | None) -> None:
        self.mapped = mapped
        self.start = start
        self.anchor = anchor
        self.key = ""
        self.line = 0
        self.due = False  # the key's value comes next
        self.seen: set[str] = set()
        self.said: list[tuple[str, str]] = []
        self.inside: list[Entry] = []


class _Reader:
    """Takes the events of a document in their order."""

    def __init__(self) -> None:
        self.remarks: list[Remark] = []
        self._open: list[_Level] = []
        self._top: tuple[Entry, ...] = ()
        self._anchors: dict[str, tuple[int, int]] = {}
        self._aliases = 0
        self._begun: list[tuple[int, int]] = []

    def read(self, text: str) -> BrokenError | None:
        """Read all of it; the error that ended it, if one did."""
        error = None
        end = 0
        events = events_of(text)(text, _LEVELS + 1)
        try:
            for event in events:
                self._feed(event)
                end = event.end
                if self._aliases > _ALIASES:
                    self._refuse(event)
                    break
        except BrokenError as broken:
            error = broken
            self._begun = [(one.line, one.start) for one in self._open]
        while self._open:
            self._close(end)
        return error

    def entries(self) -> tuple[Entry, ...]:
        return self._top

    def anchors(self) -> tuple[tuple[str, int, int], ...]:
        return tuple((name, *place) for name, place in self._anchors.items())

    def path_line(self) -> int:
        """The line of the key on the second level that was being read when it broke."""
        return self._begun[1][0] if len(self._begun) > 1 else 0

    def _refuse(self, event: Event) -> None:
        message = f"more than {_ALIASES:,} aliases; what follows is not read"
        self.remarks.append(Remark(rule="refused", message=message, line=event.line))

    def _feed(self, event: Event) -> None:
        kind = event.kind
        if kind in "{[":
            self._open.append(_Level(mapped=kind == "{", start=event.start, anchor=event.anchor))
        elif kind in "}]":
            self._close(event.end)
        elif kind == "anchor":
            self._anchors[event.text] = (event.start, event.end)
        elif self._open:
            self._leaf(self._open[-1], event)

    def _leaf(self, level: _Level, event: Event) -> None:
        self._aliases += event.kind == "alias"
        if event.anchor:
            self._anchors[event.anchor] = (event.start, event.end)
        if level.mapped and level.due:
            level.due = False
            self._value(level, event)
        elif level.mapped:
            self._key(level, event)

    def _key(self, level: _Level, event: Event) -> None:
        key = event.text
        if key in level.seen and key != "<<" and len(self.remarks) < _REMARKS:
            message = TWICE.format(key[:80])
            self.remarks.append(Remark(rule="duplicate-key", message=message, line=event.line))
        level.seen.add(key)
        level.key, level.line, level.due = key, event.line, True

    def _value(self, level: _Level, event: Event) -> None:
        depth = len(self._open)
        if depth <= _LEVELS:
            entry = Entry(
                key=level.key,
                line=level.line,
                start=event.start,
                end=event.end,
                said=(("", event.text[:_SHORT]),) if depth == 1 else (),
            )
            level.inside.append(entry)
        if depth <= _LEVELS + 1 and level.key in _SAID:
            text = f"*{event.text}" if event.kind == "alias" else event.text[:_SHORT]
            level.said.append((level.key, text))

    def _close(self, end: int) -> None:
        if not self._open:
            return
        done = self._open.pop()
        if done.anchor:
            self._anchors[done.anchor] = (done.start, end)
        if not self._open:
            self._top = self._top or tuple(done.inside)
            return
        above = self._open[-1]
        if not above.mapped:
            above.said = above.said or done.said
            return
        if not above.due:  # the key is a mapping itself
            above.key, above.due = "", True
            return
        above.due = False
        if len(self._open) <= _LEVELS:
            entry = Entry(
                key=above.key,
                line=above.line,
                start=done.start,
                end=end,
                said=tuple(done.said),
                inside=tuple(done.inside),
            )
            above.inside.append(entry)
