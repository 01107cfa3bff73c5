"""What a remark on a value says that its type, need and bounds do not say already."""

from __future__ import annotations

import re
from itertools import permutations

from agent.core.patterns import deferred
from agent.core.spec import Parameter
from agent.sources.values.leftover import pieces_of, without_choice

# Words that say no more than a type, a bound or a need does.
_EMPTY = frozenset(
    re.findall(
        r"[\w-]+",
        "enum one of or min max default string text number characters chars length between from to"
        " and valid required optional znak znaki znaków liczba tekst długość od do i lub musi być"
        " wymagane wymagany wymagana opcjonalne opcjonalny opcjonalna prawidłowy prawidłowa"
        " poprawny maximum minimum must be is are at most least positive greater than a an the"
        " field item items element elements e g np match matches regex pattern"
        " inclusive not exceed if provided given present"
        " przekraczać może nie",
    )
)
# `10-250 characters each`, of one that is told by itself.
_EACH = deferred(r"(?<=\w) each$", re.IGNORECASE)

# "(default: 1)", "sort order: asc, desc": where what is said already is said again.
_LISTED = deferred(r"\s*(?:\([^()]*\)|:\s[^:;()]*$)")


def beside(note: str, one: Parameter, said: str) -> str:
    """Its pieces that add something, each once; the remark as it stands where all of them do."""
    known = set(_words(f"{said} {one.name} {one.type or ''}")) | _EMPTY
    if one.limit("min_length") is not None:
        known |= {"non-empty", "empty"}
    values = {word for limit in one.limits for word in _words(limit.value)}
    values |= set(_words(one.default or ""))
    note = _LISTED.sub(lambda hit: "" if {*_words(hit[0])} <= known | values else hit[0], note)
    if set(_words(note)) <= known | values | {"-".join(two) for two in permutations(values, 2)}:
        return ""
    choice = one.limit("choices")
    chosen = set(_words(choice.value)) if choice is not None else set()
    pieces = [one for one in pieces_of(without_choice(note) if chosen else note) if one]
    said_so = (known | values | {"-".join(two) for two in permutations(values, 2)}) - chosen
    said_so |= set(_words(one.default or ""))
    kept = [piece for piece in pieces if not set(_words(_EACH.sub("", piece))) <= said_so]
    told: list[str] = []
    for piece in kept:
        if not any(piece.casefold() in other.casefold() for other in told):
            told = [other for other in told if other.casefold() not in piece.casefold()]
            told.append(piece)
    if len(told) == len(pieces) and not chosen:
        return note
    return ", ".join((*(one.rstrip(".") for one in told[:-1]), *told[-1:]))


def _words(text: str) -> list[str]:
    return re.findall(r"[\w-]+", text.casefold())
