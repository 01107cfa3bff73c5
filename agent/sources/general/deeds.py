"""What is done with a resource, named as a thing: "dialogue generation"."""

from __future__ import annotations

import re

from agent.core.patterns import deferred
from agent.core.spec import Target
from agent.sources.tables.relatedtables import normal, segments

_DEED = re.compile(
    r"\b(?P<thing>[a-z]{3,})\s+(?P<deed>[a-z]{3,}(?:tion|sion|ment))\b", re.IGNORECASE
)

# What stands in bold before a colon.
_LEAD = deferred(r"[-*+\s]*(?:\d+[.)]\s+)?\**(?P<lead>[^\W\d_][^:*`.\n]{3,40}?)\**:")
_WORD = deferred(r"[^\W\d_]+")
_DONE = deferred(r"(?:ing|tion|sion|ment|anie|enie|cja)$")
# "generowanie" is of "generuj", which begins with a prefix once it is done: "wygeneruj".
_NOUN = deferred(r"(?:ow|yw)(?:anie|ania)$")
_PREFIX = deferred(r"^(?:wy|za|prze|po|do|od|z|s|u)(?=[^\W\d_]{5})")
_ASIDE = deferred(r"\([^()]*\)")
_RULE = deferred(
    r"\b(?:rules?|logic|formula|algorithm|calculation|regu\u0142\w*|zasad\w*|logika)\b",
    re.IGNORECASE,
)
_STEM, _FEWEST, _END = 5, 2, 4


def deeds(endpoint: Target, text: str) -> frozenset[str]:
    """The deeds of a text that are done with a resource of the endpoint's path."""
    mine = set(map(normal, segments(endpoint)))
    return frozenset(
        f"{normal(one['thing'])} {one['deed'].casefold()}"
        for one in _DEED.finditer(text)
        if normal(one["thing"]) in mine
    )


def is_led_by(own: str, text: str) -> bool:
    """Whether a text is led by several words that an endpoint's own lines have too, in any form.

    Or by a phrase that these have as it stands: "Level-up rule (PRD): …".
    """
    lead = _LEAD.match(text)
    if lead is not None and _is_phrase_of(own, lead["lead"]):
        return True
    words = [one.casefold() for one in _WORD.findall(lead["lead"])] if lead is not None else []
    known = {one.casefold() for one in _WORD.findall(own)}
    known |= {_PREFIX.sub("", one) for one in known}
    stems = [_stem(one) for one in words]
    long = len(words) >= _FEWEST and all(len(one) >= _STEM for one in words)
    long = long and any(map(_DONE.search, (words[0], words[-1])))
    return long and all(any(one.startswith(stem) for one in known) for stem in stems)


def _is_phrase_of(own: str, lead: str) -> bool:
    """Whether a rule's name of several words stands in the lines: with a word for what it is."""
    bare = _ASIDE.sub("", lead)
    words = _WORD.findall(_RULE.sub("", bare)) if _RULE.search(bare) else []
    said = r"[\s-]+".join(map(re.escape, words))
    return len(words) >= _FEWEST and re.search(rf"\b{said}\b", own, re.IGNORECASE) is not None


def _stem(word: str) -> str:
    """What all the forms of a word begin with."""
    bare = _NOUN.sub("", word)
    return bare if _STEM <= len(bare) < len(word) else word[: max(_STEM, len(word) - _END)]
