"""Source text as a syntax tree: the one home of tree-sitter, each grammar loaded when needed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import tree_sitter

from agent import lazy

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


@cache
def _language(suffix: str) -> tree_sitter.Language:
    module, function = _GRAMMARS[suffix]
    capsule: object = getattr(lazy.load(module), function)()
    return tree_sitter.Language(capsule)


@cache
def _query(suffix: str, kinds: tuple[str, ...]) -> tree_sitter.Query:
    either = " ".join(f"({kind})" for kind in kinds)
    return tree_sitter.Query(_language(suffix), f"[{either}] @found")


def nodes(suffix: str, text: str, kinds: Sequence[str]) -> tuple[Node, ...]:
    """The nodes of these kinds at any depth, in order, beside whatever does not parse."""
    tree = tree_sitter.Parser(_language(suffix)).parse(text.encode("utf-8", "replace"))
    found = tree_sitter.QueryCursor(_query(suffix, tuple(kinds))).captures(tree.root_node)
    return tuple(sorted(found.get("found", ()), key=lambda node: node.start_byte))


def said(node: Node | None) -> str:
    """The node's text in one line, cut where it is long; empty without one."""
    if node is None or node.text is None:
        return ""
    text = re.sub(r"\s+", " ", node.text.decode("utf-8", "replace")).strip()
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}\u2026"


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
