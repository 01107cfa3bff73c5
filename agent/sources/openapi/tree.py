"""A slice of a description as nodes: aliases and merge keys resolved, bounded in size (T35)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agent.sources.openapi.events import BrokenError
from agent.sources.openapi.node import Node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from agent.core.documents import RepoPath
    from agent.sources.openapi.events import Event

_DEEPEST = 100
_MOST = 100_000


class _Open:
    """A mapping or list that is not closed yet."""

    def __init__(self, event: Event, name: str, line: int) -> None:
        self.event = event
        self.name = name
        self.line = line
        self.key: Event | None = None
        self.members: list[Node] = []


class _Builder:
    """Takes events, gives the first value when it is whole."""

    def __init__(self, path: RepoPath, first: int, anchor: Callable[[str], Node | None]) -> None:
        self._path = path
        self._before = first - 1
        self._anchor = anchor
        self._own: dict[str, Node] = {}
        self._open: list[_Open] = []
        self._last = first
        self.top: Node | None = None
        self.doubled: list[Node] = []

    def feed(self, event: Event) -> None:
        if event.kind in "{[":
            self._open.append(_Open(event, *self._named(event)))
        elif event.kind in "}]":
            self._close()
        elif self._awaits_key():
            self._open[-1].key = event
        else:
            self._place(self._leaf(event), event.anchor)

    def finish(self) -> Node | None:
        """What is there; whatever is still open ends here."""
        while self._open:
            self._close()
        return self.top

    @property
    def depth(self) -> int:
        return len(self._open)

    def _awaits_key(self) -> bool:
        return bool(self._open) and self._open[-1].event.kind == "{" and self._open[-1].key is None

    def _named(self, event: Event) -> tuple[str, int]:
        key = self._open[-1].key if self._open else None
        found = event if key is None else key
        return ("" if key is None else key.text), found.line + self._before

    def _leaf(self, event: Event) -> Node:
        name, line = self._named(event)
        begins = event.line + self._before + event.block
        self._last = max(self._last, begins + event.text.rstrip().count("\n"))
        if event.kind == "alias":
            found = self._own.get(event.text) or self._anchor(event.text)
            if found is not None:
                return replace(found, name=name, line=found.line if found.name else line)
        plain = event.plain or event.kind == "alias"
        value = "" if event.kind == "alias" else event.text
        return Node(
            path=self._path,
            line=line,
            last=self._last,
            begins=begins,
            name=name,
            value=value,
            plain=plain,
        )

    def _close(self) -> None:
        done = self._open.pop()
        is_map = done.event.kind == "{"
        if is_map and len({one.name for one in done.members}) < len(done.members):
            self.doubled += _again(done.members)
        self._last = max(self._last, done.line)
        node = Node(
            path=self._path,
            line=done.line,
            last=self._last,
            kind="map" if is_map else "list",
            name=done.name,
            members=tuple(_merged(done.members) if is_map else done.members),
        )
        self._place(node, done.event.anchor)

    def _place(self, node: Node, anchor: str | None) -> None:
        if anchor:
            self._own[anchor] = node
        if not self._open:
            self.top = self.top or node
            return
        above = self._open[-1]
        if above.event.kind == "{" and above.key is None:  # a key that is no text
            above.key = above.event
            return
        above.key = None
        above.members.append(node)


def read_tree(
    events: Iterable[Event], path: RepoPath, first: int, anchor: Callable[[str], Node | None]
) -> tuple[Node | None, tuple[Node, ...]]:
    """The value of the events, `first` being its first line, and members that stand there twice."""
    builder = _Builder(path, first, anchor)
    try:
        for count, event in enumerate(events):
            builder.feed(event)
            if builder.depth > _DEEPEST or count > _MOST:
                break
    except BrokenError:
        pass  # the outline has said so
    return builder.finish(), tuple(builder.doubled)


def _again(members: list[Node]) -> Iterator[Node]:
    seen: set[str] = set()
    for one in members:
        if one.name in seen and one.name != "<<":
            yield one
        seen.add(one.name)


def _merged(members: list[Node]) -> Iterator[Node]:
    """The members, those of merge keys first: what stands there itself wins."""
    own = {one.name for one in members}
    for one in members:
        if one.name == "<<":
            for given in one.items():
                yield from (each for each in given.members if each.name not in own)
    yield from (one for one in members if one.name != "<<")
