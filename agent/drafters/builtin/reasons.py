"""A reason against a draft in the words that the drafter's grammars know: the English ones."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from agent import lazy

# Neither part of a name or path, nor in quotes or code.
_BEFORE, _AFTER = r"(?<![\w`'\"./-])", r"(?![\w`'\"/-]|\.\w)"


def in_english(note: str) -> str:
    """The note with Polish command words said in English; names and all other words stay."""
    for pattern, said in _polish():
        note = pattern.sub(said, note)
    return note


@cache
def _polish() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each command word with its English one. None of these words is an English word."""
    words = tomllib.loads(lazy.text("drafters/builtin/texts/reasons-pl.toml"))
    return tuple(
        (re.compile(f"{_BEFORE}(?:{word}){_AFTER}", re.IGNORECASE), said)
        for word, said in words.items()
    )
