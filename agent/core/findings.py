"""What is wrong with documents or plans, each with its place, and what documents leave open."""

from __future__ import annotations

from typing import Literal

from agent.core.documents import Source
from agent.core.values import dataclass

Severity = Literal["error", "warning"]
GapTopic = Literal["statuses", "auth", "body", "response", "limits", "table", "types", "path"]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that a plan needs and the documents do not say, as a question.

    `key` says which question of its topic it is, `names` what it asks about, where that is some.
    """

    topic: GapTopic
    question: str
    options: tuple[str, ...] = ()
    key: str = ""
    names: tuple[str, ...] = ()
