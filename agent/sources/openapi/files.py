"""The files of one description, opened where a reference leads to them, never elsewhere (T36)."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.core.documents import Source
from agent.core.findings import Finding
from agent.core.values import dataclass
from agent.sources.openapi.events import is_json
from agent.sources.openapi.levels import TWICE, events_of
from agent.sources.openapi.mending import mended, patched
from agent.sources.openapi.node import Node
from agent.sources.openapi.outline import Entry, Outline
from agent.sources.openapi.references import Target, target
from agent.sources.openapi.tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.core.documents import Document, RepoPath

    Read = Callable[[RepoPath], str | None]
    Outlines = Callable[[str], Outline]
    Note = Callable[[str, str, Source], None]

_CHAIN = 30
_MOST_STEPS = 8_000  # of what is told of one operation (T35)
_WIDEST = 4_000
_LONGEST = 300
_MOST_FILES = 1_500
_ALL = 1_000_000
_WHOLE = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A member of a file."""

    sheet: Sheet
    entry: Entry


class Sheet:
    """One file: its outline, and slices of it as they are asked for."""

    def __init__(self, path: RepoPath, text: str, outline: Outline, note: Note) -> None:
        self.path = path
        self.outline = outline
        self._note = note
        self._raw = text
        self._text: str | None = text if outline.clean else None
        self._nodes: dict[tuple[int, int], Node | None] = {}
        self._anchoring: set[str] = set()

    @property
    def text(self) -> str:
        """The text that the outline's places are of."""
        if self._text is None:
            self._text = patched(mended(self._raw, self.outline.tab)[0], self.outline.patches)
        return self._text

    def node(self, entry: Entry) -> Node | None:
        """The value of a member, its key's line as its own."""
        found = self._slice(entry.start, entry.end)
        return None if found is None else replace(found, name=entry.key, line=entry.line)

    def whole(self) -> Node | None:
        """All of a file that is not too large."""
        text = self.text
        return self._slice(0, len(text)) if len(text) < _WHOLE else None

    def source(self, entry: Entry) -> Source:
        """The line of a member's key."""
        return Source(path=self.path, line=entry.line, last=entry.line)

    def lines(self, entry: Entry) -> tuple[int, str]:
        """A member as it stands there, and its last line."""
        begin = self.text.rfind("\n", 0, entry.start) + 1
        line = self.text.count("\n", 0, entry.start) + 1
        for _ in range(line - entry.line):
            begin = self.text.rfind("\n", 0, begin - 1) + 1
        if entry.start - begin > _WIDEST:  # all in one line
            passage = [f'"{entry.key}": {self.text[entry.start : entry.end][:_WIDEST]}']
        else:
            passage = self.text[begin : entry.end].rstrip().split("\n")[:_LONGEST]
        while len(passage) > 1 and passage[-1].lstrip()[:1] in {"", "#"}:
            passage.pop()
        return entry.line + len(passage) - 1, textwrap.dedent("\n".join(passage))

    def _slice(self, start: int, end: int) -> Node | None:
        if (start, end) not in self._nodes:
            text = self.text
            line = text.count("\n", 0, start) + 1
            blank = " " * (start - text.rfind("\n", 0, start) - 1)
            part = text[start:end] if is_json(text) else blank + text[start:end]
            events = events_of(text)(part, _ALL)
            found, doubled = read_tree(events, self.path, line, self._anchor)
            self._nodes[start, end] = found
            for one in doubled:
                self._note("duplicate-key", TWICE.format(one.name[:80]), one.key)
        return self._nodes[start, end]

    def _anchor(self, name: str) -> Node | None:
        """The value of an anchor elsewhere in the file; None for one inside itself (T35)."""
        place = next((one for one in self.outline.anchors if one[0] == name), None)
        if place is None or name in self._anchoring:
            return None
        self._anchoring.add(name)
        found = self._slice(*place[1:])
        self._anchoring.discard(name)
        return found


class Files:
    """Follows references; remembers those that lead nowhere, each once."""

    def __init__(self, document: Document, read: Read, outlines: Outlines) -> None:
        self._read = read
        self._outlines = outlines
        self._findings: dict[tuple[RepoPath, int, str], Finding] = {}
        self._sheets: dict[RepoPath, Sheet | None] = {}
        self._steps = 0
        self.top = self._opened(document.path, document.text)
        self._sheets[document.path] = self.top

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What could not be read or followed so far."""
        return tuple(self._findings.values())

    def note(self, rule: str, message: str, source: Source) -> None:
        """Keep one finding."""
        found = Finding(rule=rule, severity="warning", message=message, source=source)
        self._findings.setdefault((source.path, source.line, rule), found)

    def get(self, node: Node | None, *keys: str) -> Node | None:
        """What the keys lead to from a node, all references followed."""
        found = None if node is None else self.real(node)
        for key in keys:
            inner = None if found is None else found.member(key)
            found = None if inner is None else self.real(inner)
        return found

    def real(self, node: Node) -> Node | None:
        """The node, or what its `$ref` leads to; what stands beside the `$ref` comes first."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            if self._steps == _MOST_STEPS + 1:
                self.note("refused", "so much is referred to that the rest is not read", node.key)
            return None
        seen: set[Target] = set()
        own: list[Node] = []
        name = node.name
        while (ref := node.member("$ref")) is not None and ref.kind == "text":
            where = target(ref.text, node.path)
            if isinstance(where, str):
                self._lost(ref, f"is not followed: {where}")
                return None
            if where in seen or len(seen) >= _CHAIN:
                self._lost(ref, "leads back to itself" if where in seen else "goes too far")
                return None
            seen.add(where)
            own += [one for one in node.members if one.name != "$ref"]
            found = self.at(where)
            if found is None:
                self._lost(ref, "leads to nothing")
                return None
            node = found
        if not own or node.kind != "map":
            return replace(node, name=name) if name and name != node.name else node
        names = {one.name for one in own}
        rest = [one for one in node.members if one.name not in names]
        return replace(node, name=name, members=(*rest, *own))

    def at(self, where: Target) -> Node | None:
        """The node at a place of a file."""
        sheet = self.sheet(where.path)
        if sheet is None:
            return None
        for depth in range(len(where.keys), 0, -1):
            found = sheet.outline.entry(*where.keys[:depth])
            if found is not None:
                return self._deeper(sheet, found, where.keys[depth:])
        path = sheet.outline.referred(*where.keys)
        return self._deeper(sheet, path, () if path else where.keys)

    def _deeper(self, sheet: Sheet, entry: Entry | None, keys: tuple[str, ...]) -> Node | None:
        if entry is None and keys and sheet.outline.entries:
            return None
        node = sheet.whole() if entry is None else sheet.node(entry)
        for key in keys:
            real = None if node is None else self.real(node)
            if real is not None and real.kind == "list" and key.isdecimal():
                node = dict(enumerate(real.members)).get(int(key))
            else:
                node = None if real is None else real.member(key)
        return node

    def inside(self, place: Place) -> tuple[Place, ...]:
        """The members of a member, those of its `$ref` first."""
        own = tuple(Place(sheet=place.sheet, entry=one) for one in place.entry.inside)
        ref = place.entry.says("$ref")
        return (*self._referred(place, ref), *own) if ref else own

    def sheet(self, path: RepoPath) -> Sheet | None:
        """The file of this path, if it is there."""
        if path not in self._sheets:
            text = self._read(path) if len(self._sheets) < _MOST_FILES else None
            self._sheets[path] = None if text is None else self._opened(path, text)
        return self._sheets[path]

    def _referred(self, place: Place, ref: str) -> tuple[Place, ...]:
        """What a `$ref` in the place of a list of members leads to."""
        seen: set[Target] = set()
        here, line = place.sheet, place.entry.line
        while True:
            source = Source(path=here.path, line=line, last=line)
            where = target(ref, here.path)
            why = where if isinstance(where, str) else "leads back to itself"
            if isinstance(where, str) or where in seen:
                self.note("ref", f"`$ref: {ref[:200]}` is not followed: {why}", source)
                return ()
            seen.add(where)
            sheet = self.sheet(where.path)
            found = sheet.outline.referred(*where.keys) if sheet else None
            if sheet is None or (where.keys and found is None):
                self.note("ref", f"`$ref: {ref[:200]}` leads to nothing", source)
                return ()
            if found is None:
                return tuple(Place(sheet=sheet, entry=one) for one in sheet.outline.entries)
            if not (ref := found.says("$ref")):
                return tuple(Place(sheet=sheet, entry=one) for one in found.inside)
            here, line = sheet, found.line

    def _lost(self, ref: Node, why: str) -> None:
        self.note("ref", f"`$ref: {ref.text[:200]}` {why}", ref.key)

    def _opened(self, path: RepoPath, text: str) -> Sheet:
        sheet = Sheet(path, text, self._outlines(text), self.note)
        lines = text.count("\n") + 1
        for one in sheet.outline.remarks:
            line = max(1, min(one.line, lines))
            self.note(one.rule, one.message, Source(path=path, line=line, last=line))
        return sheet
