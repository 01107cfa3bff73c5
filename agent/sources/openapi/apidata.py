"""Which API plans are data: OpenAPI or a list of endpoints, in YAML or JSON."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.findings import Finding
from agent.core.patterns import deferred
from agent.core.spec import Listed
from agent.core.values import dataclass

if TYPE_CHECKING:
    from agent.core.documents import Document, RepoPath

_DATA = (".yaml", ".yml", ".json")
_FENCED = deferred(
    r"^(?:`{3,}|~{3,})[^\n]*\n\s*(?:---\s*)?[{\s]*[\"']?(?:openapi|swagger)[\"']?\s*:",
    re.MULTILINE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The endpoints of a document, and what could not be read of it."""

    endpoints: tuple[Listed, ...] = ()
    findings: tuple[Finding, ...] = ()


def is_prose(path: RepoPath) -> bool:
    """Whether a document is read as Markdown."""
    return not path.value.casefold().endswith(_DATA) or path.suffix.casefold() not in _DATA


def is_data(document: Document) -> bool:
    """Whether it is read as data; of Markdown, a description in a fence."""
    return not is_prose(document.path) or _is_fenced(document.text)


@lru_cache(maxsize=1024)
def _is_fenced(text: str) -> bool:
    """Each document is asked about for every endpoint."""
    return _FENCED.search(text) is not None
