"""What is wrong with documents or plans, each with its place, and what documents leave open."""

from __future__ import annotations

from typing import Literal

from agent.core.documents import Source
from agent.core.values import dataclass

Severity = Literal["error", "warning"]
GapTopic = Literal["statuses", "auth", "body", "response", "limits", "table", "types", "path"]
# What two places may say differently, the gravest first.
ContradictionTopic = Literal[
    "caller",
    "status",
    "refusal",
    "form",
    "type",
    "values",
    "length",
    "limit",
    "need",
    "nulls",
    "path",
    "name",
]
# Which document a plan goes by, and why.
Precedence = Literal["passage", "general", "contract", "row", "first", "neither"]


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
class Statement:
    """What one place says, in its own words where it can."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two statements on one subject that cannot both hold; a plan goes by the `kept` one.

    `by` says what that is: the endpoint's own passage, what holds for all where the passage says
    both, the API plan for what the caller sees, the db plan for the stored row, or what was read
    first; `neither` where a plan cannot choose. What holds for all stands where it is `decided`.
    """

    topic: ContradictionTopic
    subject: str
    kept: Statement
    other: Statement
    by: Precedence = "first"
    decided: Source | None = None

    @property
    def finding(self) -> Finding:
        """It as something found in the documents."""
        kept, other = self.kept, self.other
        return Finding(
            rule="contradiction",
            severity="warning",
            message=(
                f"{self.topic} of `{self.subject}`: "
                f"{kept.text} in {kept.source}, {other.text} in {other.source}"
            ),
            source=kept.source,
            evidence=(other.source,),
        )


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
