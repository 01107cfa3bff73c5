"""Classes in code by their text: what stands before them, in their head, and each statement."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.text.codetext import blank, closing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.core.documents import Document

_TEXT = r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|`[^`\n]*`"
# What a docstring says is nothing that a class holds.
_DOCSTRING = r"\"{3}.*?\"{3}|'{3}.*?'{3}"
_REMARKS = {
    "python": deferred(rf"{_DOCSTRING}|(?P<text>{_TEXT})|#[^\n]*", re.DOTALL),
    "": deferred(rf"(?P<text>{_TEXT})|//[^\n]*|/\*.*?\*/", re.DOTALL),
}
_STRING = deferred(_TEXT)
_PYTHON = deferred(r"^class\s+(?P<name>\w+)(?:\((?P<bases>[^\n]*)\))?\s*:[ \t]*$", re.MULTILINE)
_BRACED = deferred(
    r"^[ \t]*(?:(?:@\w+(?:\([^()\n]*\))?|export|public|internal|abstract|sealed|partial|final"
    r"|default)\s+){0,9}class\s+(?P<name>\w+)(?P<bases>[^{;]{0,200})\{",
    re.MULTILINE,
)
_LONGEST_MEMBER = 2_000
_OPEN, _SHUT = "([{", ")]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """A class: what stands before it and in its head, and its statements, each with its line."""

    name: str
    language: str
    document: Document
    line: int
    head: str
    bases: tuple[str, ...]
    body: str
    statements: tuple[tuple[int, str], ...]


def classes(language: str, document: Document, text: str, first: int) -> Iterator[Class]:
    """The classes of a text whose first line is line `first` of the document."""
    remarks = _REMARKS["python" if language == "python" else ""]
    bare = remarks.sub(lambda hit: hit["text"] or blank(hit), text)
    shape = _STRING.sub(blank, bare)
    pattern = _PYTHON if language == "python" else _BRACED
    before = 0
    for found in pattern.finditer(shape):
        start = found.end()
        end = _dedent(bare, start) if language == "python" else closing(shape, start - 1)
        split = _lines if language == "python" else _pieces
        yield Class(
            name=found["name"],
            language=language,
            document=document,
            bases=tuple(re.findall(r"\w+", found["bases"] or "")),
            line=first + bare.count("\n", 0, found.start("name")),
            head=bare[before : found.end()],
            body=bare[start:end],
            statements=tuple(
                (
                    first + bare.count("\n", 0, at),
                    bare[at : min(last, at + _LONGEST_MEMBER)].strip(),
                )
                for at, last in split(shape, start, end)
            ),
        )
        before = end


def _dedent(text: str, start: int) -> int:
    """Where the lines end that are indented below a Python class."""
    found = re.compile(r"^(?=\S)", re.MULTILINE).search(text, start + 1)
    return found.start() if found is not None else len(text)


def _lines(shape: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Python's statements of a class itself: a line, and those that its brackets hold open."""
    at, depth, margin = start, 0, ""
    for place in range(start, end + 1):
        char = shape[place] if place < end else "\n"
        depth += (char in _OPEN) - (char in _SHUT)
        if char != "\n" or depth > 0:
            continue
        line = shape[at:place]
        if line.strip():
            indent = line[: len(line) - len(line.lstrip())].rpartition("\n")[2]
            margin = margin or indent
            if indent == margin:
                yield _begun(shape, at, place)
        at, depth = place + 1, 0


def _pieces(shape: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Statements between braces: up to a semicolon, or the end of a block."""
    at, depth = start, 0
    for place in range(start, end):
        char = shape[place]
        depth += (char in _OPEN) - (char in _SHUT)
        if depth == 0 and char in ";}":
            yield _begun(shape, at, place + 1)
            at = place + 1


def _begun(shape: str, start: int, end: int) -> tuple[int, int]:
    """The piece without the blanks before it."""
    return start + len(shape[start:end]) - len(shape[start:end].lstrip()), end
