"""Lays generated Python out to a width, as ruff and black do: outermost bracket first."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator, Sequence

_OPEN = {"(": ")", "[": "]", "{": "}"}
_INDENT = "    "


def fit(code: str, width: int) -> str:
    """The code with every statement line that is wider split at its brackets.

    Expects each statement on one line, apart from strings in triple quotes.
    """
    inside = _string_lines(code)
    out: list[str] = []
    for number, line in enumerate(code.split("\n"), start=1):
        text = line.rstrip() if number not in inside else line
        out.extend([text] if number in inside else _split(text, width))
    return "\n".join(out)


def _string_lines(code: str) -> frozenset[int]:
    """Numbers of the lines that a string of several lines covers."""
    found: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type == tokenize.STRING and token.start[0] < token.end[0]:
            found.update(range(token.start[0], token.end[0] + 1))
    return frozenset(found)


def _split(line: str, width: int) -> Iterator[str]:
    brackets = _brackets(line) if len(line) > width else []
    if not brackets:
        yield line
        return
    start, end = brackets[0] if line.lstrip().startswith(("def ", "class ")) else brackets[-1]
    indent = line[: len(line) - len(line.lstrip())]
    # A collection's elements get a line each; arguments may share one.
    collection = not re.search(r"[\w)\]]$", line[:start])
    yield line[: start + 1]
    yield from _body(line[start + 1 : end].strip(), indent + _INDENT, width, alone=collection)
    yield from _split(indent + line[end:], width)


def _body(body: str, indent: str, width: int, *, alone: bool) -> Iterator[str]:
    parts = _parts(body)
    comprehension = len(parts) == 1 and _for(body) is not None
    if len(indent + body) <= width and (comprehension or len(parts) == 1 or not alone):
        yield indent + body
        return
    if comprehension:
        at = _for(body) or 0
        yield from _split(indent + body[:at].rstrip(), width)
        yield from _split(indent + body[at:], width)
        return
    for part in parts:
        comma = "" if part.startswith("**") and len(parts) == 1 else ","
        yield from _split(f"{indent}{part}{comma}", width)


def _for(body: str) -> int | None:
    """Where the `for` of a comprehension stands."""
    depth = 0
    for at, char in _code(body):
        depth += (char in _OPEN) - (char in _OPEN.values())
        if depth == 0 and body.startswith("for ", at) and body[at - 1 : at] == " ":
            return at
    return None


def _brackets(line: str) -> list[tuple[int, int]]:
    """Start and end of each outermost bracket pair that holds something."""
    found: list[tuple[int, int]] = []
    depth = start = 0
    for at, char in _code(line):
        if char in _OPEN:
            start = at if depth == 0 else start
            depth += 1
        elif char in _OPEN.values():
            depth -= 1
            if depth == 0 and line[start + 1 : at].strip():
                found.append((start, at))
    return found


def _parts(body: str) -> Sequence[str]:
    """The elements between the commas of the outermost level."""
    parts: list[str] = []
    depth = last = 0
    for at, char in _code(body):
        if char in _OPEN:
            depth += 1
        elif char in _OPEN.values():
            depth -= 1
        elif char == "," and depth == 0:
            parts.append(body[last:at].strip())
            last = at + 1
    parts.append(body[last:].strip())
    return [part for part in parts if part]


def _code(line: str) -> Iterator[tuple[int, str]]:
    """Each character that is not inside a string, with its place."""
    quote = ""
    skip = False
    for at, char in enumerate(line):
        if skip:
            skip = False
        elif quote:
            skip = char == "\\"
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char == "#":
            return
        else:
            yield at, char
