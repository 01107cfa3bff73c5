"""Rules on values in sentences that give them no name in code: "First name is required"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Limit, Parameter
from agent.sources.text.markdown import plain
from agent.sources.values.leftover import KEY
from agent.sources.values.ruled import parameter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.core.documents import Source
    from agent.core.spec import Place

_WORDS = r"[^\W\d_][\w.]*(?: [^\W\d_A-Z]\w*){0,2}?"
_AND = r"(?:,\s+|\s+(?:and|or|i|oraz)\s+|\s*/\s*)"
_SAID = deferred(
    rf"(?P<names>{_WORDS}(?:{_AND}{_WORDS})*)\s+(?P<rest>(?:(?:is|are|jest|s\u0105)\s+)?"
    r"(?:required|mandatory|optional|wymagan|opcjonaln|must\b|musi|cannot\b|should\b|has to\b"
    r"|have to\b|length\b|d\u0142ugo\u015b|min\b|minimum\b|max|between\b|uniqu|unikaln|\d).*)",
    re.DOTALL,
)
# `Required fields: a, b`
_ALL = deferred(
    r"(?P<rest>required|optional|wymagane|opcjonalne)(?: fields?| pola)?\s*:\s*(?P<names>.+)",
    re.IGNORECASE,
)
# `Valid rating range: 1-5`, `Valid kind values: a, b`
_VALID = deferred(
    rf"(?:valid |allowed )?(?P<names>{_WORDS}) (?P<rest>(?:range|values?|length)\s*:.+)",
    re.IGNORECASE,
)
# `at least 1 author` bounds the list of authors.
_COUNTED = deferred(
    r"\b(?:at least|co najmniej|minimum) (?P<n>one|\d+) (?:valid )?(?P<what>(?!of\b)[^\W\d_]+)",
    re.IGNORECASE,
)
_NAME = deferred(r"[A-Za-z_][\w.]*")
_LONGEST = 300


def spoken(text: str, place: Place, source: Source) -> Iterator[Parameter]:
    """The values that a sentence rules, named as fields would be; most are no field at all."""
    said = plain(text[:_LONGEST]).strip(" .")
    hit = _ALL.fullmatch(said) or _VALID.fullmatch(said) or _SAID.fullmatch(said)
    names = _ALL.fullmatch(said)
    for name in re.split(_AND, hit["names"]) if hit is not None else ():
        rest = hit["rest"] if hit is not None else ""
        one = replace(parameter(named(name), rest, place, source), type=None)
        listed = names is None or _NAME.fullmatch(name) is not None
        if listed and (one.limits or one.required is not None or KEY.search(one.note)):
            yield one
    for counted in _COUNTED.finditer(said):
        number = "1" if counted["n"].isalpha() else counted["n"]
        limit = Limit(kind="min_length", value=number, source=source)
        word = counted["what"].casefold()
        for name in {word, f"{word.removesuffix('s')}s"}:
            yield Parameter(name=name, place=place, source=source, limits=(limit,))


def named(words: str) -> str:
    """Words as a field is called: `First name` is `first_name`."""
    return words.strip().casefold().replace(" ", "_") if " " in words.strip() else _small(words)


def _small(word: str) -> str:
    """`Title` is `title`; `firstName` stays."""
    word = word.strip()
    return word if re.search(r"[a-z][A-Z]", word) else word.casefold()
