"""Where a prompt wants its plans saved, as one template for all the ways it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.patterns import deferred
from agent.sources.profiles.prose import Row

_SAVE = deferred(
    r"\bsav(?:e|ed|ing)\b|\bstore[ds]?\b|\bzapis|\bwrite\b.*\bto\b|\boutput (?:file|to)\b"
)
_PATH = deferred(r"(?:[\w.<>{}\[\]*#$@-]+(?: [\w-]+[}\]>]+)?[/\\])*[\w.<>{}\[\]*#$@ -]*?\.md\b")
_FOLDER = deferred(
    r"(?:folder\w*|director\w+|katalog\w*)\s+(?:called\s+|o nazwie\s+)?"
    r"[`@]*([\w./\\-]+[/\\][\w.-]+|\.?\w+[/\\])"
    r"|[`@]+([\w./\\-]+[/\\][\w.-]*)`?\s+(?:folder|director)"
)
_USUAL = "<endpoint>-implementation-plan.md"
# `{{endpoint-name}}`, `{view-name}`, `[endpoint_name]`, `<endpoint-name>`; the longest first.
_BLANK = deferred(r"\{\{\s*([^{}]+?)\s*\}\}|\{([^{}]+)\}|\[([^\[\]]+)\]|<([^<>]+)>")
_NUMBER = deferred(r"(?<![A-Za-z0-9])(?:N{2,4}|X{2,4}|0*\d?[NX#]{2,})(?![A-Za-z0-9])")
_NAME = re.compile(
    r"(?<![A-Za-z])(?:ENDPOINT|FEATURE|VIEW|ROUTE|RESOURCE)(?:[-_]?NAME)?(?![A-Za-z])"
)
_COUNTED = deferred(
    r"^(?:n+|x+|number|nr|numer|index|seq\w*|count|id)$|number|numer", re.IGNORECASE
)
_FEATURE = deferred(r"feature|funkcj", re.IGNORECASE)


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


def saved_as(rows: Sequence[Row]) -> str:
    """The first path, or folder, that follows a word for saving; empty for none."""
    for look in (_files, _folders):
        for at, row in enumerate(rows):
            said = _SAVE.search(row.folded)
            if said is None:
                continue
            after = (row.text[said.end() :], *(one.text for one in rows[at + 1 : at + 3]))
            found = next((one for text in after for one in look(text) if one), "")
            if found:
                return found
    return ""


def _files(text: str) -> Iterator[str]:
    for hit in _PATH.finditer(text):
        yield save_template(hit[0].strip().rpartition(" ")[2])


def _folders(text: str) -> Iterator[str]:
    for hit in _FOLDER.finditer(text):
        folder = (hit[1] or hit[2]).replace("\\", "/").rstrip("/.")
        yield save_template(f"{folder}/{_USUAL}")
