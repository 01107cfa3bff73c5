"""What the example of a body shows below its outermost fields."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

_COMMENT = re.compile(r'("(?:[^"\\\n]|\\.)*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_COMMA = re.compile(r",(\s*[}\]])")


def entries_of(example: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each outermost field that holds a list of objects or an object, with the names in there."""
    found = _read(example)
    if not isinstance(found, dict):
        return
    for name, inner in found.items():
        first = inner[0] if isinstance(inner, list) and inner else inner
        if isinstance(first, dict) and first:
            yield str(name), tuple(map(str, first))


def _read(example: str) -> object:
    text = _COMMA.sub(r"\1", _COMMENT.sub(lambda hit: hit[1] or "", example))
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
