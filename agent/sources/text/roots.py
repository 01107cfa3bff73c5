"""What the forms of a word have in common: "generate", "generates" and "generation"."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.patterns import deferred

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# English and Polish.
_ENDINGS = deferred(
    r"(?:ications?|ations?|ating|ates?|ators?|ated|tions?|ments?|ions?|ings?|als?|ies|ed"
    r"|es|s|(?:ow|yw)?(?:anie|ania|aniu)|(?:eni[ea]|eniu)|acj[ai\u0119]|cj[ai\u0119]|uj[e\u0105]?"
    r"|owa\u0107|[eysai\u0119\u0105])$"
)
_SHORT, _MORE = 4, 3


@lru_cache(maxsize=1 << 12)
def root(word: str) -> str:
    """A word without its ending, where enough of it is left."""
    folded = word.casefold()
    bare = _ENDINGS.sub("", folded)
    return bare if len(bare) >= _SHORT - 1 else folded


def roots(words: Iterable[str]) -> frozenset[str]:
    """Those of all words."""
    return frozenset(map(root, words))


def is_in(word: str, known: Collection[str]) -> bool:
    """Whether a word is a form of one of those whose roots are known."""
    mine = root(word)
    return mine in known or any(_is_alike(mine, one) for one in known)


def _is_alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= _SHORT and long.startswith(short) and len(long) - len(short) <= _MORE
