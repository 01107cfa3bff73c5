"""What a few words say of how large or long a value may be."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from agent.core.patterns import deferred
from agent.core.spec import Limit
from agent.sources.text.notation import bare
from agent.sources.values import abroad

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.core.documents import Source
    from agent.core.spec import LimitKind

# `1,000,000` and `1 000 000` are one number; a comma before anything but three digits stands
# between two.
NUMBER = (
    r"(?:-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?(?![\d,])"
    r"|-?[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?:\.\d+)?(?!\d)"
    r"|-?\d[\d_]*(?:\.\d+)?)"
)
_PARTED = deferred(r"[, \u00a0\u202f]")
_UNIT = (
    r"(?P<unit>\s*(?:unicode\s+)?(?:chars?\b|characters?\b|znak\w*|items?\b|element\w*|letters?\b"
    rf"|bytes?\b|{abroad.LETTERS}))?"
)
_RANGE = deferred(
    rf"(?<![\w.\-])(?:between\s+|od\s+|from\s+)?(?P<low>{NUMBER})\s*"
    rf"(?:\.\.\.?|\u2013|\u2014|\bto\b|\band\b|\bdo\b|\ba\b|(?<=\d)-(?=\d)|-)\s*(?P<high>{NUMBER})(?![\w\-]){_UNIT}",
    re.IGNORECASE,
)
# `0..N`: what has a name for its end has none that is known.
_FROM = deferred(rf"(?<![\w.\-])(?P<low>{NUMBER})\s*\.\.\.?\s*[A-Za-z_]\w*")
# `in [1, 100]`: an interval, as in mathematics; a round bracket leaves its end out.
# `decimal(10, 2)` is a type.
INTERVAL = deferred(
    rf"(?<!\w)(?P<open>[\[(])\s*(?P<low>{NUMBER})\s*[,;]\s*(?P<high>{NUMBER})\s*(?P<close>[\])])(?![\w\-]){_UNIT}"
)
# A number of words bounds no length in characters, one of bytes, decimals or from now on no value.
_OF_OTHERS = deferred(
    rf"{NUMBER}\s*(?:(?:words?|słów|słowa|wyraz\w*|[kmgt]i?b|(?:kilo|mega|giga)\w+)\b"
    r"|(?:hours?|minutes?|days?|godzin\w*|minut\w*|dni)"
    r"\s+(?:in the (?:future|past)|from now|ago|before|after|przed|po|temu)\b"
    r"|(?:decimals?|fraction\w*|digits? after|miejsc\w* (?:po|dziesi)|cyfr\w* po)\b)",
    re.IGNORECASE,
)
_WORD = r"(?P<length>\s*[-_ ]?(?:length|len|długoś\w+))?"
_FILL = r"(?:\s+(?:value|of|is|wartość))*\s*[:=]?\s*"
_LOW = re.compile(
    r"(?:\b(?:min(?:imum|imal\w*)?\.?|at least|co najmniej|przynajmniej)"
    rf"|{abroad.LEAST}){_WORD}{_FILL}(?P<n>{NUMBER}){_UNIT}",
    re.IGNORECASE,
)
_HIGH = re.compile(
    rf"(?:\b(?:ma(?:x(?:imum|ym\w*|imal\w*)?|ks(?:imum|ymal\w*)?)\.?|at most|up to"
    rf"|(?:can)?(?:not|never) exceed|no (?:more|longer) than|nie (?:więcej|dłuż\w+) niż"
    rf"|nie (?:może )?przekracza\w*|co najwyżej|do)|{abroad.MOST})"
    rf"{_WORD}{_FILL}(?P<n>{NUMBER}){_UNIT}",
    re.IGNORECASE,
)
_SIGN = deferred(
    rf"(?P<sign>>=|<=|\u2265|\u2264|(?<![=<\-])>|<)\s*(?P<n>{NUMBER})(?![\w]){_UNIT}", re.IGNORECASE
)
_SIGNS: dict[str, LimitKind] = {
    ">=": "min",
    "\u2265": "min",
    "<=": "max",
    "\u2264": "max",
    ">": "above",
    "<": "below",
}
# `greater than 0`, `mniejsza niż 5`.
_THAN = deferred(
    r"(?<!no )(?<!not )(?<!nie )\b(?:(?P<low>greater|more|larger|higher|większ\w+)"
    rf"|less|smaller|lower|mniejsz\w+) (?:than|niż|od)(?P<also> or equal(?: to)?)? (?P<n>{NUMBER})",
    re.IGNORECASE,
)
_POSITIVE = deferred(
    r"(?<!non-)\bpositive (?:\w+ )?(?:int(?:eger)?|number|decimal|value)s?\b|\bbe positive\b"
    r"|(?:^|[,;(]\s*)positive(?=\s*(?:[,;).]|$))"
    r"|\bliczb\w+ (?:\w+ )?dodatni\w*|\bdodatni\w* liczb",
    re.IGNORECASE,
)
_NO_LESS = deferred(r"\bnon-?negative\b|\bnieujemn", re.IGNORECASE)
_NOUN = deferred(r"\s+[^\W\d_]{3,}")
# What follows is of the entries of a list: `at most 10, each at most 40`.
_EACH = deferred(r"\b(?:each|per item|każd\w+)\b", re.IGNORECASE)
_LENGTH: dict[LimitKind, LimitKind] = {"min": "min_length", "max": "max_length"}
_LIST = deferred(r"array|list|tablica", re.IGNORECASE)
_LOWER = frozenset(("min", "above", "min_length"))


def for_type(limits: tuple[Limit, ...], type_: str | None) -> tuple[Limit, ...]:
    """Bounds of a text are bounds of its length; above a number is no list, but an entry."""
    if not is_text(type_):
        return limits
    if type_ is not None and _LIST.match(type_):
        limits = tuple(one for one in limits if one.kind not in {"above", "below"})
    return tuple(replace(one, kind=_LENGTH.get(one.kind, one.kind)) for one in limits)


def is_text(type_: str | None) -> bool:
    """Whether a type has a length: a text, or a list."""
    return (
        type_ is not None
        and re.match(r"str|text|email|url|tekst|array|list|tablica", type_, re.IGNORECASE)
        is not None
    )


def bounds(text: str, *, is_text: bool, source: Source) -> tuple[Limit, ...]:
    """The bounds, each kind once; what a unit of length follows bounds the length."""
    text = _OF_OTHERS.sub(" ", _own(bare(text)))
    found: dict[LimitKind, Limit] = {}
    for kind, value, length in _ends(text):
        real = _LENGTH.get(kind, kind) if length or is_text else kind
        found.setdefault(real, Limit(kind=real, value=_PARTED.sub("", value), source=source))
    if not is_text and _LOWER.isdisjoint(found):
        for kind in _signs(text):
            found[kind] = Limit(kind=kind, value="0", source=source)
    return tuple(found.values())


def _own(text: str) -> str:
    """What is said of the value itself, where its entries have bounds of their own."""
    each = _EACH.search(text)
    own = text[: each.start()] if each is not None else text
    return own if re.search(r"\d", own) else text


def _signs(text: str) -> Iterator[LimitKind]:
    """The bound of what has to be positive, or must not be negative."""
    if _POSITIVE.search(text):
        yield "above"
    elif _NO_LESS.search(text):
        yield "min"


def _ends(text: str) -> Iterator[tuple[LimitKind, str, bool]]:
    """Lower and upper ends, each with whether it is one of a length."""
    length = False
    for hit in INTERVAL.finditer(text):
        length = bool(hit["unit"])
        yield "min" if hit["open"] == "[" else "above", hit["low"], length
        yield "max" if hit["close"] == "]" else "below", hit["high"], length
    text = INTERVAL.sub(" ", text)
    for hit in _RANGE.finditer(text):
        length = bool(hit["unit"])
        yield "min", hit["low"], length
        yield "max", hit["high"], length
    text = _RANGE.sub(" ", text)
    yield from (("min", hit["low"], False) for hit in _FROM.finditer(text))
    ends: tuple[tuple[LimitKind, re.Pattern[str]], ...] = (("min", _LOW), ("max", _HIGH))
    for kind, words in ends:
        for hit in words.finditer(text):
            of_length = bool(hit["unit"] or hit["length"])
            length = length or of_length
            # `3-100 characters, at least 1 author` counts something else.
            if of_length or not length or _NOUN.match(text, hit.end()) is None:
                yield kind, hit["n"], of_length
    yield from ((_SIGNS[hit["sign"]], hit["n"], bool(hit["unit"])) for hit in _SIGN.finditer(text))
    for hit in _THAN.finditer(text):
        inside, outside = ("min", "above") if hit["low"] else ("max", "below")
        yield cast("LimitKind", inside if hit["also"] else outside), hit["n"], False
