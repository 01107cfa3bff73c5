"""The words of requirements and endpoints, so that what is on the same can be told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal

from agent import lazy
from agent.core.patterns import deferred
from agent.core.settings import Language
from agent.core.values import dataclass
from agent.sources.text.words import fold

Act = Literal["create", "read", "update", "delete"]

_FILE = "sources/gathering/lexicon.txt"
_WORD = deferred(r"[^\W\d_]+")
_HUMP = deferred(r"(?<=[a-z])(?=[A-Z])")
_ENDING = deferred(r"(?:ies|y|[es]+)$")
# The one word of two letters that tells features apart.
MODEL = "ai"
_SHORTEST, _STEM, _BEGUN = 3, 5, 4
_ALL: tuple[Act, ...] = ("create", "read", "update", "delete")
# What is done, by how the words begin; English and Polish.
_ACTS: tuple[tuple[Act, re.Pattern[str]], ...] = (
    (
        "delete",
        deferred(r"delet|remov|cancel|revok|usun|usuw|kasow|anulow|cofni|wycof"),
    ),
    (
        "update",
        deferred(
            r"edit|updat|chang|hid|ukry|modif|set$|sett|renam|mark|toggl|assign|correct|adjust|edyc|edyt"
            r"|zmian|zmien|aktualiz|modyf|ustaw|(?:o|za|od)znac|popraw|korekt|przypis"
        ),
    ),
    (
        "create",
        deferred(
            r"creat|add$|addin|new$|regist|submit|invit|import|generat|upload|start|save|saving"
            r"|send|propos|record$|lend|borrow|book$|buy|purchas|like$|report$|log$|accept"
            r"|perform|run$|execut|defin|initiat|request|input|enter|dodaw|dodan|dodaj|utworz|tworz|nowy$|nowa$"
            r"|nowe|rejestr|zapis|wysl|wysyl|gener|rozpocz|inicj|zglos|zglas|wprowadz|akcept"
            r"|zaprasz|zaprosz|zakup|wykon|polub|lajkow|logow|login|wylogow|logout|sign$"
        ),
    ),
    (
        "read",
        deferred(
            r"view|see$|brows|list|search|display|find|show|filter|previ|read$|reading|access|look"
            r"|przeg|lista|listy|wyswietl|podgl|wyszuk|zobacz|widok|odczyt|filtr|sprawdz|pobier"
            r"|porown|compar"
        ),
    ),
)
# What was done: "created draws" are there.
_DONE = deferred(r"\w+(?:ed|nego|nych|nej|nym|tego|tej|tych)$")
# Of what is prevented, checked or received nothing is done that an endpoint does.
_UNDONE = deferred(
    r"no$|not$|brak|bez$|prevent|prohibit|protect|handl|receiv|validat|limit|enforc|zapobieg|ochron"
    r"|obslug|otrzym|walidac|ogranicz|blokad|blokow"
)
_ASKS = deferred(r"confirm|potwierdz")
_SMALL = deferred(
    r"(?:an?|and|or|lub|oraz|only|tylko|the|my|own|new|ich|moich|mojej|swoj\w*|\w+(?:ego|ej|ych|ich))$"
)
_TURN = deferred(
    r"(\b(?:to|for|with|by|on|in|of|from|as|at|after|before|via|during|when|through|within|using"
    r"|z|ze|do|przez|na|po|w|dla|przy|przed|oraz)\b|[(\u2013:])"
)
_OF = ("of", "for")
# "Removing a book from a shelf", "assigning a reader to a club": what it is done on.
_ON, _OFF = ("from", "to", "do"), ("z", "ze")
_PERSONA = deferred(
    r"\b(?:as an?|as the|jako)\b[^,.]*?(?:,|$|(?=\b(?:i|we|chc\w*|mog\w*)\b))", re.IGNORECASE
)
_AIM = deferred(
    r"(?:,\s*(?:\u017ce)?by\w{0,4}\b|,?\s*\bso (?:that\b|they|i|we)\b|,?\s*aby\w{0,4}\b"
    r"|,?\s*\bin order to\b|\s*\bwithout\b).*",
    re.IGNORECASE | re.DOTALL,
)
# How much it is wanted: "Loans (MUST)".
_RANKED = deferred(r"\((?:must|should|could|won'?t)(?: have)?\)", re.IGNORECASE)
_NAMED = deferred(r"(?!sett)\w+(?:ion|ing|al)")
_AGAIN = deferred(r"\bre-(?=[a-z])", re.IGNORECASE)
_MANAGED = deferred(r"manag|crud|zarzadz|administr")
# What is done first, and what stands beside it: "Create and edit", "Edit/Delete".
_BESIDE = deferred(r"(?:\b(?:and|or|i|oraz|lub)\b|[/&,])\s*([^\W\d_]+)", re.IGNORECASE)


@lru_cache(maxsize=4096)
def terms(text: str) -> frozenset[str]:
    """Its words without endings; one in Polish as the English word for the same, where known."""
    return frozenset(_term(one) for one in _words(text) if len(one) >= _SHORTEST or one == MODEL)


def bare_of_people(text: str) -> str:
    """What is wanted, without who wants it and what for."""
    return _AGAIN.sub("re", _AIM.sub("", _PERSONA.sub(" ", _RANKED.sub("", text))))


def deeds(text: str) -> frozenset[Act]:
    """What a name says is done: its first word for it, and those joined to it."""
    words = [one for one in _words(text) if not _DONE.match(one)]
    first = next((found for word in words if (found := frozenset(acts(word)))), frozenset())
    joined = (one for one in _BESIDE.findall(text) if not _DONE.match(fold(one)))
    beside = [act for word in joined for act in acts(word)]
    return frozenset((*first, *beside)) if first else frozenset()


def is_undone(text: str) -> bool:
    """Whether a name is of what is prevented, checked or received, or asks before a deed."""
    words = _words(text)
    asks = _ASKS.match(words[0]) is not None if words else False
    return any(map(_UNDONE.match, words)) or (asks and bool(acts(" ".join(words[1:]))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What a name says is done, to what, and on what; `things` are all words that tell of it."""

    done: frozenset[str]
    thing: frozenset[str]
    things: frozenset[str]
    on: frozenset[str] = frozenset()


def deed_of(text: str, language: Language) -> Deed:
    """Of "Add a payment type to a flat" that it adds a type.

    What a compound is of stands last in English, and first in Polish.
    """
    words = [one for one in re.split(r"\s+", fold(text)) if one]
    at = next((at for at, one in enumerate(words) if acts(one) and not _DONE.match(one)), -1)
    rest = _TURN.split(" ".join(words[at + 1 :]))
    # "Boat rental" is what is done with boats.
    led = language == "en" and at == len(words) - 1 and _NAMED.fullmatch(words[at])
    nouns = _nouns(" ".join(words[:at]) if led else rest[0])
    # "The name of a boat" is the boat's.
    turned = rest[1] if rest[1:2] else ""
    beyond = rest[2] if turned in _OF or (turned == "by" and not nouns) else ""
    turns = (*_ON, *(_OFF if words and acts(words[at]) == ("delete",) else ()))
    on = next((_nouns(rest[i + 1]) for i, one in enumerate(rest[1:-1], 1) if one in turns), [])
    thing = nouns[:1] if language == "pl" else nouns[-1:]
    return Deed(
        done=terms(words[at]) if words else frozenset(),
        thing=terms(" ".join(thing)),
        things=terms(" ".join([*nouns, *_nouns(beyond)])),
        on=terms(" ".join(on[:1] if language == "pl" else on[-1:])),
    )


def _nouns(text: str) -> list[str]:
    return [one for one in _words(text) if not _SMALL.match(one)]


@lru_cache(maxsize=4096)
def acts(text: str) -> tuple[Act, ...]:
    """What its words say is done: all of it where something is managed."""
    words = _words(text)
    if any(_MANAGED.match(word) for word in words):
        return _ALL
    return tuple(act for act, begun in _ACTS if any(map(begun.match, words)))


def _words(text: str) -> list[str]:
    return [fold(word) for word in _WORD.findall(_HUMP.sub(" ", text))]


def _term(word: str) -> str:
    known = next(_begun(word), word)
    return (_ENDING.sub("", known) or known)[:_STEM]


def _begun(word: str) -> Iterator[str]:
    """The English word for one in Polish; a short beginning is a word for itself."""
    for end in range(len(word), _SHORTEST - 1, -1):
        known = _lexicon().get(word[:end])
        if known and (end >= _BEGUN or end == len(word)):
            yield known


@cache
def _lexicon() -> dict[str, str]:
    rows = [row.split(": ", 1) for row in lazy.text(_FILE).splitlines() if row[:1] != "#"]
    return {begun: word for word, told in rows for begun in told.split()}
