"""Source text as a syntax tree: the one home of tree-sitter, each grammar loaded when needed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cache

import tree_sitter

from agent import lazy
from agent.core.values import dataclass

Node = tree_sitter.Node

# Suffix -> module of the grammar, the function in it that gives the language.
_GRAMMARS = {
    ".ts": ("tree_sitter_typescript", "language_typescript"),
    ".mts": ("tree_sitter_typescript", "language_typescript"),
    ".cts": ("tree_sitter_typescript", "language_typescript"),
    ".tsx": ("tree_sitter_typescript", "language_tsx"),
    ".py": ("tree_sitter_python", "language"),
    ".cs": ("tree_sitter_c_sharp", "language"),
    ".java": ("tree_sitter_java", "language"),
}
_LONGEST = 120
_FEWEST, _BYTES = 200, 50
_READ = 1 << 11  # each node's text is a copy of a piece of this size
_LOST = 40
_DECLARES = re.compile(
    rb"^(?:export |public |internal |abstract |sealed |final |partial |declare |default )*"
    rb"(?:interface|type|class|const|record|struct|enum|namespace|@dataclass)\b",
    re.MULTILINE,
)
_MOST_PIECES = 300
_MOST_PARSED = 20_000_000  # each piece costs as much as the whole is long
_BRACKETS = re.compile(r"[{}()\[\]]")
_DEEPEST = 200
# So many marks without a word between them nest as deep, and nobody writes them.
_MARKS = re.compile(r"(?:[-+!~*&<>=|^%?:.@\\/#`]\s*+){1000}")
# TypeScript takes it wherever a type stands; its grammar knows no call `f<typeof import("x")>()`.
_IMPORTED = re.compile(r"(\btypeof )(import\([\"'][^\"'()\n]*[\"']\))")
# What a declaration stands in alone.
_AROUND = frozenset(
    ["export_statement", "lexical_declaration", "variable_declaration", "decorated_definition"]
)
_RUN = re.compile(r"[^\n]{4000,}")


@cache
def _language(suffix: str) -> tree_sitter.Language:
    module, function = _GRAMMARS[suffix]
    capsule: object = getattr(lazy.load(module), function)()
    return tree_sitter.Language(capsule)


@cache
def _query(suffix: str, kinds: tuple[str, ...]) -> tree_sitter.Query:
    either = " ".join(f"({kind})" for kind in kinds)
    return tree_sitter.Query(_language(suffix), f"[{either}] @found")


def _parser(suffix: str) -> tree_sitter.Parser:
    return tree_sitter.Parser(_language(suffix))


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What was found in a text; `until` is the line at which reading ended early, 0 for none."""

    nodes: tuple[Node, ...] = ()
    until: int = 0


class _Work:
    """Parses a text as long as that gets on: a grammar's recovery from errors may never end.

    Of 4,237 files of code the worst took 14 reports of progress a KB, none of them from amid a
    recovery; what is no code takes up to 45, each ten times as long, and where the grammar has lost
    its way 3 ms, two of five from there. `until` is the line at which it was given up, 0 for none.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._taken = self._lost = 0
        self.until = 0

    def parse(self, parser: tree_sitter.Parser) -> tree_sitter.Tree | None:
        """The tree; None where the work was too much."""
        try:
            return parser.parse(self._read, progress_callback=self._goes_on_too_long)
        except ValueError:
            return None

    def _read(self, at: int, _: tree_sitter.Point) -> bytes:
        return self._data[at : at + _READ]

    def _goes_on_too_long(self, at: int, broken: bool) -> bool:  # noqa: FBT001 (the library's)
        self._taken += 1
        self._lost += broken
        ended = self._taken > _FEWEST + at // _BYTES or self._lost > _LOST
        if ended and not self.until:
            self.until = self._data.count(b"\n", 0, at) + 1
        return ended


def read(suffix: str, text: str, kinds: Sequence[str]) -> Code:
    """The nodes of these kinds at any depth, in order, beside whatever does not parse."""
    shallow, deep = _shallow(text)
    data = shallow.encode("utf-8", "replace")
    query = _query(suffix, tuple(kinds))
    whole, parted = _Work(data), _Work(data)
    tree = whole.parse(_parser(suffix))
    found = () if tree is None else _captured(tree, query)
    if tree is None or tree.root_node.has_error:
        known = {one.start_byte for one in found}
        alone = (one for piece in _pieces(suffix, parted, data) for one in _captured(piece, query))
        found = (*found, *(one for one in alone if one.start_byte not in known))
    nodes = tuple(sorted(found, key=lambda node: node.start_byte))
    return Code(nodes=nodes, until=whole.until or parted.until or deep)


def flaws(suffix: str, text: str) -> tuple[int, ...]:
    """The lines at which it does not parse; none for a language without a grammar here."""
    if suffix not in _GRAMMARS or _shallow(text) != (text, 0):
        return ()
    text = _IMPORTED.sub(lambda found: found[1] + "_" * len(found[2]), text)
    tree = _Work(text.encode("utf-8", "replace")).parse(_parser(suffix))
    if tree is None or not tree.root_node.has_error:
        return ()
    found, open_nodes = set(), [tree.root_node]
    while open_nodes:
        node = open_nodes.pop()
        if node.is_error or node.is_missing:
            found.add(node.start_point.row + 1)
        elif node.has_error:
            open_nodes += node.children
    return tuple(sorted(found))


def _shallow(text: str) -> tuple[str, int]:
    """The text up to where it is nested deeper than anybody writes: trees like that are slow.

    With the line of that place, 0 for none. Lines that no hand wrote are left out.
    """
    text = _RUN.sub("", text)
    marks = _MARKS.search(text)
    end = _too_deep(text[: marks.start()] if marks else text) or marks
    return (text[: end.start()], text.count("\n", 0, end.start()) + 1) if end else (text, 0)


def _too_deep(text: str) -> re.Match[str] | None:
    depth = 0
    for one in _BRACKETS.finditer(text):
        depth += 1 if one[0] in "{[(" else -1 if depth else 0
        if depth > _DEEPEST:
            return one
    return None


def _captured(tree: tree_sitter.Tree, query: tree_sitter.Query) -> tuple[Node, ...]:
    found = tree_sitter.QueryCursor(query).captures(tree.root_node)
    return tuple(sorted(found.get("found", ()), key=lambda node: node.start_byte))


def _pieces(suffix: str, work: _Work, data: bytes) -> Iterator[tree_sitter.Tree]:
    """Each declaration parsed by itself: one that is broken then hides none of those after it."""
    starts = [one.start() for one in _DECLARES.finditer(data)]
    row, counted = 0, 0
    most = min(_MOST_PIECES, _MOST_PARSED // max(len(data), 1))
    for start, end in itertools.pairwise([*starts, len(data)][: most + 1]):
        row, counted = row + data.count(b"\n", counted, start), start
        last = row + data.count(b"\n", start, end)
        column = end - (data.rfind(b"\n", 0, end) + 1)
        piece = tree_sitter.Range((row, 0), (last, column), start, end)
        tree = work.parse(tree_sitter.Parser(_language(suffix), included_ranges=[piece]))
        if tree is None:
            return
        yield tree


def whole(node: Node | None) -> str:
    """The node's text in one line, however long; empty without one."""
    data = node.text if node is not None else None
    return re.sub(r"\s+", " ", data.decode("utf-8", "replace")).strip() if data else ""


def said(node: Node | None) -> str:
    """The same, cut where it is long."""
    text = whole(node)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}\u2026"


def comment_above(node: Node) -> str:
    """The comments right above the statement that this node is the core of, as one text."""
    while node.parent is not None and node.parent.type in _AROUND:
        node = node.parent
    found: list[str] = []
    row, before = node.start_point.row, node.prev_sibling
    while before is not None and "comment" in before.type and row - before.end_point.row <= 1:
        found.append((before.text or b"").decode("utf-8", "replace"))
        row, before = before.start_point.row, before.prev_sibling
        if before is not None and before.end_point.row == row:
            # It ends the line of what stands before it, and is about that.
            found.pop()
            break
    return "\n".join(reversed(found))


def named(node: Node | None, *kinds: str) -> list[Node]:
    """The node's own parts, those of these kinds where some are given."""
    parts = node.named_children if node is not None else []
    return [one for one in parts if not kinds or one.type in kinds]


def part(node: Node | None, name: str) -> Node | None:
    """The part in this place, if there is one."""
    return node.child_by_field_name(name) if node is not None else None


def unquoted(text: str) -> str:
    """A key without its quotes."""
    return text.strip("\"'`")
