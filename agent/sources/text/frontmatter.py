"""The front matter of rule files, read as tools write it and not as YAML would have it.

`globs: **/*.ts` is no YAML, and a comma list is one string there; both are the usual form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from agent.core.patterns import deferred

_KEY = deferred(r"^([A-Za-z][\w-]*)\s*:(?:\s+(.*)|)$")
_ENTRY = deferred(r"^\s*-\s+(.*)$")
_BLOCK = deferred(r"[|>][+-]?\d?")
_MOST_LINES = 200


def front_matter(text: str) -> Mapping[str, tuple[str, ...]]:
    """Each key with its values: one for a scalar, several for a list, none when it is empty."""
    found: dict[str, list[str]] = {}
    key = ""
    for line in _lines(text):
        named, entry = _KEY.match(line), _ENTRY.match(line)
        if named:
            key = named[1]
            value = (named[2] or "").strip()
            found[key] = [] if _BLOCK.fullmatch(value) else _values(value)
        elif key and entry:
            found[key].extend(_values(entry[1].strip()))
        elif key and line[:1].isspace() and line.strip():
            found[key] = [" ".join([*found[key], line.strip()])]
    return {name: tuple(values) for name, values in found.items()}


def _lines(text: str) -> Sequence[str]:
    rows = text.removeprefix("\ufeff").lstrip("\n")[:20_000].splitlines()[: _MOST_LINES + 1]
    if not rows or rows[0].strip() != "---":
        return ()
    end = next((at for at, row in enumerate(rows[1:], 1) if row.strip() in {"---", "..."}), 0)
    return [row.rstrip() for row in rows[1:end]]


def _values(text: str) -> list[str]:
    if text.startswith("[") and text.endswith("]"):
        return [bare for part in text[1:-1].split(",") if (bare := unquoted(part.strip()))]
    bare = unquoted(re.sub(r"\s+#\s.*$", "", text) if text[:1] not in {'"', "'"} else text)
    return [bare] if bare and bare != "null" else []


def unquoted(text: str) -> str:
    """The text without the quotes around all of it."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text
