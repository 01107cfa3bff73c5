"""What a passage on constraints states, and how it names the table that each of them is of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.sources.text.markdown import plain
from agent.sources.text.notation import bare

if TYPE_CHECKING:
    from collections.abc import Sequence

# "Constraints", "5. Ograniczenia i reguły", "UNIQUE constraints", "Klucze/ograniczenia".
TITLE = deferred(
    r"^\W*(?:\d[\d.]*\W+)?(?:(?:additional|business|check|database|db|domain|foreign|integrity|key"
    r"|other|primary|table|unique|dodatkowe|inne|klucze|tabeli|unikalne)[\W_]+){0,2}"
    r"(?:constraints?|ograniczenia)\b(?!\s+(?:on|of|for)\b)(?!.*\w:\s+\S)",
    re.IGNORECASE,
)
_KINDS = {
    "UNIQUE": deferred(r"\bunique\b|\bunikaln", re.IGNORECASE),
    "CHECK": deferred(r"\bcheck\b", re.IGNORECASE),
    "FOREIGN KEY": deferred(r"\bforeign\b|\bfk\b|\bobc[ey]\b|\bon delete\b", re.IGNORECASE),
    "PRIMARY KEY": deferred(r"\bprimary\b|\bpk\b|\bgłówn", re.IGNORECASE),
}
_NONE = deferred(r"\W*(?:none|brak|n/a)\b", re.IGNORECASE)
_OWNER = deferred(r"\b(\w+)[.(]")
_FIRST = deferred(r"\w+")


def is_group(text: str) -> bool:
    """Whether a line that leads to others says only of which kind they are."""
    said = bare(text).strip(" .:0123456789").casefold()
    return TITLE.match(said) is not None or said.rstrip("s") in {"foreign key", "klucze obce"}


def stated(said: str, over: str) -> str:
    """The constraint in its own words, after its kind where only the title over it says it."""
    text = plain(said)
    if text.endswith(":") or _NONE.match(text):
        return ""
    kinds = (kind for kind, pattern in _KINDS.items() if pattern.search(over))
    kind = next(kinds, "") if is_group(over) else ""
    return f"{kind}: {text}" if kind and not _KINDS[kind].search(text) else text


def owners(text: str) -> Sequence[str]:
    """What may be the table in a text that stands under none, the likeliest first."""
    said = bare(text)
    return (*said.split(" | "), *_OWNER.findall(said), *_FIRST.findall(said)[:1])
