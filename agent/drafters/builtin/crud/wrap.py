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
    defined = line.lstrip().startswith(("def ", "class "))
    start, end = brackets[0] if defined else brackets[-1]
    indent = line[: len(line) - len(line.lstrip())]
    body = line[start + 1 : end].strip()
    yield line[: start + 1]
    if len(indent + _INDENT + body) <= width and _shares_a_line(line[:start], body):
        yield indent + _INDENT + body
    else:
        yield from _one_each(body, indent + _INDENT, width)
    yield from _split(indent + line[end:], width)


def _shares_a_line(head: str, body: str) -> bool:
    """Whether what a bracket holds may stand on one line: not a collection, no lone parameter."""
    alone = len(_parts(body)) == 1
    if head.lstrip().startswith("def "):
        return not alone
    called = re.search(r"[\w)\]]$", head) is not None
    return called or alone


def _one_each(body: str, indent: str, width: int) -> Iterator[str]:
    parts = _parts(body)
    if len(parts) == 1 and len(_clauses(body)) > 1:
        for clause in _clauses(body):
            yield from _split(indent + clause, width)
        return
    for part in parts:
        comma = "" if part.startswith("**") and len(parts) == 1 else ","
        yield from _split(f"{indent}{part}{comma}", width)


def _clauses(body: str) -> Sequence[str]:
    """A comprehension cut before each `for` and `if`; whatever else is one clause."""
    depth = last = 0
    found: list[str] = []
    for at, char in _code(body):
        depth += (char in _OPEN) - (char in _OPEN.values())
        starts = ("for ", "if ") if found else ("for ",)
        if depth == 0 and body.startswith(starts, at) and body[at - 1 : at] == " ":
            found.append(body[last:at].rstrip())
            last = at
    return [*found, body[last:]]


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
