"""Where a prompt wants its plans saved, as one template for all the ways it is written."""

from __future__ import annotations

import re

# `{{endpoint-name}}`, `{view-name}`, `[endpoint_name]`, `<endpoint-name>`; the longest first.
_BLANK = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}|\{([^{}]+)\}|\[([^\[\]]+)\]|<([^<>]+)>")
_NUMBER = re.compile(r"(?<![A-Za-z0-9])(?:N{2,4}|X{2,4}|0*\d?[NX#]{2,})(?![A-Za-z0-9])")
_NAME = re.compile(
    r"(?<![A-Za-z])(?:ENDPOINT|FEATURE|VIEW|ROUTE|RESOURCE)(?:[-_]?NAME)?(?![A-Za-z])"
)
_COUNTED = re.compile(
    r"^(?:n+|x+|number|nr|numer|index|seq\w*|count|id)$|number|numer", re.IGNORECASE
)
_FEATURE = re.compile(r"feature|funkcj", re.IGNORECASE)


def save_template(written: str) -> str:
    """The path with `<number>`, `<endpoint>`, `<ENDPOINT>`, `<feature>`; empty for no path."""
    path = written.strip().strip("`'\"").replace("\\", "/")
    path = re.sub(r"^(?:@|#|\./|/)+", "", path)
    path = _BLANK.sub(lambda hit: f"\0{_blank(next(filter(None, hit.groups()), ''))}\1", path)
    path = _NUMBER.sub("\0number\1", path)
    path = _NAME.sub(lambda hit: _shouted(hit[0]), path)
    if ".." in path.split("/") or not re.search(r"\.(?:md|mdc|markdown|txt)$", path):
        return ""
    return path.replace("\0", "<").replace("\1", ">")


def _blank(name: str) -> str:
    if _COUNTED.search(name.strip()):
        return "number"
    if _FEATURE.search(name):
        return "feature"
    return "ENDPOINT" if name.isupper() else "endpoint"


def _shouted(name: str) -> str:
    return "\0feature\1" if name.startswith("FEATURE") else "\0ENDPOINT\1"
