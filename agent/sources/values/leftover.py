"""What a line on a value says beside its type, its need and its bounds: `unique per user`."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.sources.text.markdown import plain
from agent.sources.values.facts import HOLDS, TYPES, Facts, facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.core.documents import Source

_PIECE = deferred(r"[,;]\s+|(?<!\be\.g)(?<!\bi\.e)(?<!\bnp)\.\s+(?=[A-Z\u0141\u015a\u017b\u0106])")
# After these words commas part what is listed, no pieces.
_LISTS = deferred(
    r":|\s[\u2013\u2014-]\s|\b(?:contain|requires|includ|such as|e\.g|np\.|incl\b|with\b|zawiera)",
    re.IGNORECASE,
)
# What a bound's own words may say beside it: `trimmed length 1-80`.
KEY = re.compile(
    r"(?:after )?\btrim\w*|\buniqu\w+(?: (?:per|within|for) \w+)?"
    r"|\bunikaln\w+(?: (?:w ramach|dla|per) \w+)?|\bcase.insensitive|\blowercase\w*"
    r"|\bnon-?empty|\bnot (?:be )?(?:empty|blank)(?:[ /]\w*whitespace[\w-]*)?|\bniepust\w+"
    r"|\b(?:not )?in (?:the )?(?:future|past)\b|\bprzysz\u0142\w+",
    re.IGNORECASE,
)
_NEED = deferred(
    r"\W*(?:is |are |jest |field )*(?:required|optional|mandatory|wymagan\w+|opcjonaln\w+)"
    r"(?: field| pole)?\W*",
    re.IGNORECASE,
)
_EACH = deferred(r"each\b|every\b|ka\u017cd\w+", re.IGNORECASE)
# A choice is told as one, whatever stands between its values.
_CHOICE = deferred(
    r"[^.;,]*?(?:(?:must|has to|musi) (?:be|by\u0107) )?(?:exactly )?"
    r"(?:one of|either|enum\w*|jedn\w+ z|allowed values?|values?)\b:?[^.;]*",
    re.IGNORECASE,
)
_MARKS = " :;,.\u2013\u2014-"
_OPENING = deferred(rf"(?:(?:{TYPES})\s*)?\(", re.IGNORECASE)
_PIECES = deferred(r"[,;]\s+")
_EXAMPLE = deferred(r"(?:e\.?g|np|i\.?e|for example|na przykład)\b", re.IGNORECASE)
# A piece of this many words says more than the bound in it.
_SENTENCE = 7


def leftover(text: str, source: Source) -> str:
    """Its pieces that say something else, in their own words."""
    pieces = (one.strip(_MARKS) for one in pieces_of(without_choice(plain(text))))
    found = (one for piece in pieces for one in _beside(piece, source))
    return ", ".join(dict.fromkeys(found))


def without_choice(text: str) -> str:
    """The text without the values of a choice."""
    return _CHOICE.sub("", text)


def _beside(piece: str, source: Source) -> Iterator[str]:
    if _NEED.fullmatch(piece):
        return
    whole = _EACH.match(piece) or HOLDS.search(piece)
    if whole is None and facts(piece, source) != Facts():
        yield from (hit[0].strip() for hit in KEY.finditer(piece))
    elif " " in piece or KEY.search(piece):
        yield piece


def pieces_of(text: str) -> Iterator[str]:
    """Cut at commas, semicolons and sentences outside of brackets; a list stays whole."""
    depth = _depths(text)
    start = 0
    for hit in _PIECE.finditer(text):
        listing = hit[0][0] == "," and _LISTS.search(text, start, hit.start())
        if depth[hit.start()] == 0 and not listing:
            yield text[start : hit.start()]
            start = hit.end()
    yield text[start:]


def _depths(text: str) -> list[int]:
    """How many brackets of any kind are open at each place."""
    steps = ((one in "([{") - (one in ")]}") for one in text)
    return list(itertools.accumulate(steps))


def remark(text: str, source: Source) -> str:
    """What a line says beside type, need, default and limits."""
    text = plain(text)
    opening = _OPENING.match(text)
    if opening is None:
        return text.strip(_MARKS)
    inside = text[opening.end() - 1 :]
    end = _closing(inside)
    pieces = [one.strip() for one in _PIECES.split(inside[1:end])]
    said = ", ".join(one for one in pieces if _says_more(one, source))
    return "; ".join(one for one in (said, inside[end + 1 :].strip(_MARKS)) if one)


def _says_more(piece: str, source: Source) -> bool:
    """Whether a piece of a bracket says more than a type or a bound: `title contains`."""
    words = len(piece.split())
    return words >= _SENTENCE or (
        words > 1 and facts(piece, source) == Facts() and _EXAMPLE.match(piece) is None
    )


def _closing(text: str) -> int:
    depth = 0
    for at, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return at
    return len(text)
