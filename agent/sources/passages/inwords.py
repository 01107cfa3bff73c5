"""An answer that a passage tells in words alone: "Response: success message"."""

from __future__ import annotations

import re

from agent.core.patterns import deferred
from agent.sources.text.notation import bare

# What is like another is read from there; "None" and "-" are none, and JSON is no words.
_ANSWER = re.compile(
    r"(?:response(?: (?:body|data|json|payload))?|success(?:ful)? response|odpowied\u017a)"
    r"(?: \([^()]*\))?\s*:\s*"
    r"(?!(?:none|no|empty|brak|n/a|nie|like|as|same|identical|see|jak|podobn\w*|pust\w*|patrz)\b)"
    r"(?P<said>[^\W\d_][^{}\[\]]*)",
    re.IGNORECASE,
)
_MARKS = " \t-*\u2022"
_STATUS = deferred(r"\b[1-5]\d\d\b")
_FEWEST = 2


def answer(line: str) -> str:
    """What a line says in words of the answer; empty where it says nothing, or a status alone."""
    hit = _ANSWER.fullmatch(bare(line).strip(_MARKS))
    if hit is None or _STATUS.search(hit["said"]) or len(hit["said"].split()) < _FEWEST:
        return ""
    return hit["said"].strip(" .;")
