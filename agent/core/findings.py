"""What is wrong with documents or plans, each with its place and what shows it."""

from __future__ import annotations

from typing import Literal

from agent.core.documents import Source
from agent.core.values import dataclass

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found: a rule's name, where it stands, and the places that show it.

    `source` is None where a whole file cannot be read; the message names it then.
    """

    rule: str
    severity: Severity
    message: str
    source: Source | None = None
    evidence: tuple[Source, ...] = ()
