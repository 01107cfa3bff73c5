"""What a label in neither English nor Polish is about, by the words of a data file."""

from __future__ import annotations

from functools import cache

from agent import lazy
from agent.sources.text.words import fold

_FILE = "sources/text/labels.txt"
# From here on the letters of the East, between whose words no blanks stand.
_EAST = "\u2e80"


def topic_abroad(said: str) -> str | None:
    """What a label is about; None for one word in small letters, which is the name of a field."""
    if " " not in said and said[:1].islower():
        return None
    text = f" {fold(said)} "
    return next((topic for topic, words in _known() if any(word in text for word in words)), None)


@cache
def _known() -> tuple[tuple[str, tuple[str, ...]], ...]:
    rows = [row.split(": ", 1) for row in lazy.text(_FILE).splitlines() if row[:1] != "#"]
    return tuple((topic, tuple(map(_begun, words.split()))) for topic, words in rows)


def _begun(word: str) -> str:
    """A word as it is sought: one of the West from its beginning on."""
    bare = fold(word.replace("_", " "))
    return bare if word[0] >= _EAST else f" {bare}"
