"""What a profile demands of a plan beside its sections, by the words of the prompt itself."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from agent.core.profile import Profile
from agent.sources.text.words import fold

Demand = Literal[
    "error-table",
    "threats",
    "optional-references",
    "fluent-validation",
    "wrapped-responses",
    "validators-in-service",
    "consistent",
]

# Matched against text in lower case without accents; English and Polish.
_DEMANDS: tuple[tuple[Demand, re.Pattern[str]], ...] = (
    (
        "error-table",
        re.compile(r"\berrors?\b.{0,16} (?:in|to) (?:the|an?) errors? table|tabel\w+ bled"),
    ),
    ("threats", re.compile(r"\bthreats?\b|zagrozen")),
    ("optional-references", re.compile(r"reference types?\b.*\b(?:optional|nullable)")),
    ("fluent-validation", re.compile(r"fluent ?validat")),
    ("wrapped-responses", re.compile(r"\bresponse<t>")),
    ("validators-in-service", re.compile(r"validators?\b.*\b(?:in the|at the) service")),
    (
        "consistent",
        re.compile(
            r"plans? (?:for|of) (?:the )?other endpoints|other endpoints.? plans"
            r"|plans before it|plan\w* innych (?:endpoint|punkt)"
        ),
    ),
)


@lru_cache(maxsize=8)
def demands_of(profile: Profile) -> frozenset[Demand]:
    """Those that the prompt, its analysis or its rules speak of."""
    text = " ".join(fold("\n".join((profile.text, *profile.analysis, *profile.rules))).split())
    rows = [fold(row) for row in (*profile.text.splitlines(), *profile.rules)]
    found = {
        name
        for name, words in _DEMANDS
        if words.search(text) and (name in _WHOLE or any(words.search(row) for row in rows))
    }
    return frozenset(found)


# These may go over the end of a line; the others hold two words that must stand together.
_WHOLE: frozenset[Demand] = frozenset(["error-table", "threats", "consistent"])
