"""YAML and JSON as one stream of events, with their places in the text."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["{", "}", "[", "]", "text", "alias", "anchor"]

DEEPEST = 200
TOO_DEEP = f"more than {DEEPEST} levels deep"


class Event(NamedTuple):
    """A piece of a document; `line` counts from 1, `start` and `end` are offsets.

    `plain` texts stand without quotation marks, those in a `block` on the lines after `line`.
    An alias has its anchor's name as `text`; an `anchor` tells of one in what is passed over.
    """

    kind: Kind
    start: int
    end: int
    line: int
    text: str = ""
    plain: bool = False
    anchor: str | None = None
    block: bool = False


class BrokenError(Exception):
    """The text cannot be read beyond `line`; `start` is where the broken thing began."""

    def __init__(self, problem: str, *, line: int, start: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line
        self.start = start


def is_json(text: str) -> bool:
    """Whether the text is JSON, or YAML written like it."""
    return text.lstrip()[:1] in {"{", "["}
