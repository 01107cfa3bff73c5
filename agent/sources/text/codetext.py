"""Source code as text: what stands in quotes, in remarks and in brackets."""

from __future__ import annotations

import re

from agent.core.patterns import deferred

TEXT = r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|`[^`]*`"
STRING = deferred(TEXT)
_REMARK = deferred(rf"(?P<text>{TEXT})|//[^\n]*|/\*.*?\*/", re.DOTALL)


def unremarked(text: str) -> str:
    """The code with blanks in place of its remarks."""
    return _REMARK.sub(lambda hit: hit["text"] or blank(hit), text)


def shaped(text: str) -> str:
    """The code with blanks in place of its strings, so that each bracket in it is one."""
    return STRING.sub(blank, text)


def quoted(text: str) -> tuple[str, ...]:
    """What its strings hold."""
    return tuple(one[0][1:-1] for one in STRING.finditer(text))


def closing(shape: str, at: int) -> int:
    """Where the bracket that opens there is closed, else the end."""
    depth = 0
    for end in range(at, len(shape)):
        depth += (shape[end] in "([{") - (shape[end] in ")]}")
        if depth == 0:
            return end
    return len(shape)


def blank(found: re.Match[str]) -> str:
    """As many blanks, in as many lines."""
    return re.sub(r"[^\n]", " ", found[0])
