"""The upper levels of a document, from its events alone: never the tree of a large file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent import lazy
from agent.sources.openapi.events import BrokenError, is_json
from agent.sources.openapi.jsonevents import json_events, paired
from agent.sources.openapi.mending import Remark
from agent.sources.openapi.outline import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from agent.sources.openapi.events import Event

TWICE = "`{}` stands here once more; where both say a thing, the last counts"

_LEVELS = 3  # paths, a path, a method; components, schemas, a name
_ALIASES = 20_000
_REMARKS = 20
_SAID = frozenset({"summary", "operationId", "deprecated", "$ref", "description", "<<", "url"})
_SERVERS = "servers"
_SHORT = 300


def events_of(text: str) -> Callable[[str, int], Iterator[Event]]:
    """What reads the notation of this text: its events, down to so many levels."""
    return _json if is_json(text) else _yaml


def _json(text: str, levels: int) -> Iterator[Event]:
    return paired(json_events(text, levels))


def _yaml(text: str, levels: int) -> Iterator[Event]:
    found: Iterator[Event] = lazy.load("agent.sources.openapi.yamlevents").yaml_events(text, levels)
    return found


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


class Levels:
    """Takes the events of a document in their order; what lies deep is passed over."""

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
        """The members of the document."""
        return self._top

    def anchors(self) -> tuple[tuple[str, int, int], ...]:
        """The names and places of its anchors."""
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
        if key == _SERVERS and len(self._open) > _LEVELS:
            level.said.append((key, key))  # too deep to be kept: that there are some is said

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
