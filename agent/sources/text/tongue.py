"""The language that people write their documents in, by the words that every text has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from agent.core.documents import Document
from agent.core.patterns import deferred
from agent.core.plan import Plan
from agent.core.settings import Language

_POLISH = deferred(
    r"\b(?:nie|oraz|dla|przez|lub|si\u0119|przy|czy|\w*[\u0105\u0107\u0119\u0142\u0144\u015b\u017a\u017c]\w*)\b",
    re.IGNORECASE,
)
_ENGLISH = deferred(r"\b(?:the|and|of|is|are|for|with|to|by|from|or|an)\b", re.IGNORECASE)
# Of each text the beginning is enough; what stands in code is in no language.
_MOST = 20_000
_CODE = deferred(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)


def language_of(plans: Iterable[Plan], documents: Iterable[Document]) -> Language:
    """That of the plans that are there, else that of the API plan; English where none says."""
    told = ["\n".join(f"{one.title}\n{one.body}" for one in plan.sections) for plan in plans]
    if not any(told):
        told = [one.text for one in documents if one.role == "api-plan"]
    polish = english = 0
    for text in told:
        more = _counted(text[:_MOST])
        polish, english = polish + more[0], english + more[1]
    return "pl" if polish > english else "en"


def tongue_of(text: str) -> Language:
    """The language of a few words; English where they do not say."""
    polish, english = _counted(text[:_MOST])
    return "pl" if polish > english else "en"


@lru_cache(maxsize=128)
def _counted(text: str) -> tuple[int, int]:
    """The words of each language; the same texts are asked about several times a plan."""
    said = _CODE.sub(" ", text)
    return len(_POLISH.findall(said)), len(_ENGLISH.findall(said))
