"""The section that a sentence of the documents belongs to."""

from __future__ import annotations

import re

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.facts.brief import Concern

# The first that matches decides. English and Polish.
_CONCERNS: tuple[tuple[Concern, re.Pattern[str]], ...] = (
    (
        "performance",
        re.compile(
            r"\bcach|\bindex(?!\w* (?:from|at) \d)|\bindeks(?!\w* od \d)"
            r"|\bETag\b|If-None-Match|\brate.?limit|\bthrottl|(?<!\()\btimeout"
            r"|(?<![_`])performan|\d ?req\w*(?: ?/ ?| per )(?:min|hour|day)"
            r"|\bIX_\w+|\brange scans?\b|\bno blocking\b|\bruns? independently\b"
            r"|wydajno|latenc|N\+1|\beager(?:ly)?[- ]load"
            r"|materiali[sz]ed|\b\d+ ?(?:ms|seconds?|sekund\w*)\b"
            r"|[<\u2264] ?\d+ ?(?:s|min\w*)\b"
            r"|limit\w* (?:\u017c\u0105da\u0144|zapyta\u0144)",
            re.IGNORECASE,
        ),
    ),
    (
        "security",
        re.compile(
            r"\bauth|\bRLS\b|row.level|\bJWT\b|(?<!by )(?<!by-)\btoken(?![- ]by)|\brole\b|\broles\b"
            r"|\bowner|permission|\bsecre|csrf|encrypt"
            r"|\bsanit|\bescape\b|\b(?:white|allow)-?list\w*(?: of)? (?:domain|host|domen)"
            r"|uwierzyt|autoryz|uprawnie|w\u0142a\u015bciciel|bezpiecze|service.role"
            r"|auth\.uid|\bsession variable|zmienn\w+ sesji|forbid|\binjection\b|\bXSS\b"
            r"|\bonly (?:on |to )?(?:their )?own (?:resources?|data|rows?|records?)\b"
            r"|\breveal\w*|\bdisclos\w*|\bprivilege escalation\b",
            re.IGNORECASE,
        ),
    ),
    (
        "errors",
        re.compile(
            r"\berrors?\b|b\u0142\u0119d|exception|rollback|\bretry|\bfail|\bstack traces?\b"
            r"|\b[45]\d\d\b(?! ?(?:rows|items|words|s\u0142\u00f3w|records|char|znak|[km]b|ms))"
            r"|wyj\u0105tk",
            re.IGNORECASE,
        ),
    ),
)
# What becomes of two writes at once, and of one that is cut off.
AT_ONCE = deferred(
    r"(?:\w+ ){0,2}(?:race conditions?|concurren\w+|(?:database )?transactions?|wy\u015bcig\w*"
    r"|wsp\u00f3\u0142bie\u017c\w+|transakcj\w+)\b",
    re.IGNORECASE,
)
_CONDITION = deferred(
    r"\bonly (?:if|when|while)\b|\ballowed (?:only )?(?:if|when|while)\b"
    r"|\btylko (?:przy|gdy|je\w+|wtedy)\b|\bdozwolon\w+ (?:tylko )?(?:przy|gdy|je\w+)\b",
    re.IGNORECASE,
)
_VALUES = deferred(r"^[-*+\s]*`[\w.-]+`\s*:|(?<!\w)'[\w.-]+'|\"[\w.-]+\"")


def concern_of(text: str) -> Concern:
    """The section that a sentence belongs to; the name and values of a field say nothing of it."""
    said = _VALUES.sub("", text)
    return next((name for name, words in _CONCERNS if words.search(said)), "flow")


def is_condition(text: str) -> bool:
    """Whether a sentence says under which condition something is done at all."""
    return _CONDITION.search(text) is not None
