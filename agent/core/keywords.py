"""Words that are an answer wherever they are asked for, in both languages; loaded at once."""

from __future__ import annotations

IN_FULL = "yes"
YES = frozenset(("y", IN_FULL, "ok", "t", "tak"))
NO = frozenset(("n", "no", "nie"))
# At a wait alone, and never where something is flagged or written.
NEXT = frozenset(("next", "dalej"))

_PLAIN = str.maketrans("ąćęłńóśźż", "acelnoszz")
# What the Polish keys are called, as the English ones are.
_POLISH = {
    "dolacz": "include",
    "edytuj": "edit",
    "inny": "other",
    "napraw": "repair",
    "naszkicuj": "draft",
    "nie dziala": "failed",
    "pokaz": "view",
    "pomin": "skip",
    "ponownie": "again",
    "przywroc": "p",
    "reszte": "a",
    "reszta": "a",
    "temat": "message",
    "wyjscie": "output",
    "zostaw": "keep",
    "zrobione": "done",
}


def key(word: str) -> str:
    """The word as the key that it names, in small letters and English; any other as it is."""
    small = word.casefold()
    return _POLISH.get(small.translate(_PLAIN), small)


def reason(line: str) -> str:
    """What a line that is no yes says against it: after `n` the rest, of “no tests” all of it."""
    word, _, rest = line.partition(" ")
    return rest.strip() if word.casefold() == "n" else line
