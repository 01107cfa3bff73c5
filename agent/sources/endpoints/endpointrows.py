"""Rows of tables that speak of endpoints: whose row it is, by its first cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.sources.text import notation

if TYPE_CHECKING:
    from agent.core.spec import Target

_PATH = deferred(r"(?<![\w/])/[\w\-./{}:<>*\[\]]*\w[\w\-./{}:<>*\[\]]*")
_PARAMETER = deferred(r"\{[^}]*\}|:[A-Za-z_]\w*|<[^>]*>|\[[^\]]*\]|(?<=/)\*(?=/|$)")
_BASE = deferred(r"(?:/(?:api|rest|v\d+))*")
_HEAD = 2


def cells_of(row: str) -> list[str]:
    """The cells of a row as it stands; none where it is no row."""
    said = row.strip()
    return [one.strip() for one in said.strip("|").split("|")] if said.startswith("|") else []


def is_row_of(row: str, endpoint: Target) -> bool:
    """Whether the first cells of a row name the endpoint: its path, and its method if any."""
    head = cells_of(row)[:_HEAD]
    paths = [hit[0] for cell in head for hit in _PATH.finditer(cell)]
    methods = {hit[1] for cell in head for hit in notation.METHOD.finditer(cell)}
    named = any(_same(notation.path_key(endpoint), one) for one in paths)
    return named and (not methods or endpoint.method in methods)


def _same(path: str, said: str) -> bool:
    """Whether a path in a table is the endpoint's, with or without what paths begin with."""
    key = _PARAMETER.sub("{}", said).rstrip("/.")
    return path == key or (path.endswith(key) and _BASE.fullmatch(path[: -len(key)]) is not None)
