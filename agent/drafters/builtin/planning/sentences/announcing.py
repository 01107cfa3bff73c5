"""Lines that say nothing of the work: how far it is, what follows, where else to look."""

from __future__ import annotations

import re

from agent.core.patterns import deferred
from agent.sources.passages.statuses import MESSAGE

_PROGRESS = deferred(r"[\s*_+-]*(?:implementation )?status[\s*_]*:", re.IGNORECASE)
# "2. **List the books** \u2705 DONE": the title of what is finished.
_TITLE = deferred(
    r".*[^.]\s[\u2705\u2611\u2714]\W*(?:IMPLEMENTED|DONE|COMPLETED?|GOTOWE|ZROBIONE)?\W*$"
)
_LEADS = deferred(
    r"\W*(?:this (?:section|document|chapter|table|list)|the following|"
    r"(?:ta|niniejsza) sekcja|(?:ten|niniejszy) (?:dokument|rozdzia\u0142)|poni\u017csz\w+"
    r"|nast\u0119puj\u0105c\w+)\b"
    r".{0,40}\b(?:defines?|describes?|lists?|outlines?|specif\w+|contains?|summari[sz]es?|provided"
    r"|definiuj\w*|opisuj\w*|zawiera\w*|okre\u015bla\w*|przedstawia\w*|dostarczan\w*)\b",
    re.IGNORECASE,
)
# A label and a file: "Examples: `/docs/books.md`".
_ELSEWHERE = deferred(
    r"\W*[\w ]{3,40}\W*:\W*(?:see )?`?/?(?:[\w.\[\]-]+/)+[\w.\[\]-]+"
    r"\.(?:md|mdx|sql|txt|pdf|html?)`?\W*$",
    re.IGNORECASE,
)


def announces(text: str) -> bool:
    """Whether a line is one of these, or the message that a status has."""
    return any(one.match(text) for one in (_PROGRESS, _TITLE, _LEADS, _ELSEWHERE, MESSAGE))
