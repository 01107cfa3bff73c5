"""What a few words say about a value: its type, whether it must be there, default, limits."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.core.spec import Limit
from agent.core.values import dataclass
from agent.sources.notation import bare

if TYPE_CHECKING:
    from agent.core.documents import Source
    from agent.core.spec import LimitKind

# `1,000,000` is one number; a comma before anything but three digits stands between two.
_N = r"(?:-?[1-9]\d{0,2}(?:,\d{3})+(?![\d,])|-?\d[\d_]*(?:\.\d+)?)"
TYPES = (
    r"strings?|text|str|integers?|int(?:32|64)?|numbers?|numeric|float|double|decimal|bool(?:ean)?"
    r"|uuid|guid|date-?time|timestamp|date|time|arrays?|lists?|objects?|enum|email|url|uri|json"
    r"|timestamptz|jsonb|smallint|bigint|long|file|binary|liczba(?: całkowita)?|tekst|data|tablica"
    r"|obiekt"
)
_TYPE = re.compile(
    rf"(?<![\w`'\"-])(?P<type>(?:{TYPES})(?:(?:\[\])+|\?)?(?:\s+of\s+\w+)?"
    r"(?:\s*(?:\bor\b|\|)\s*null)?)(?![\w'-])",
    re.IGNORECASE,
)
_REQUIRED = re.compile(
    r"(?<!not )(?<!nie)\b(?:required|mandatory|wymagan\w+|obowiązkow\w+)\b"
    # What is required in one case only is not required.
    r"(?!,?\s+(?:only\s+|tylko\s+)?(?:if|when|unless|jeśli|jeżeli|gdy|kiedy)\b)",
    re.IGNORECASE,
)
_OPTIONAL = re.compile(r"\boptional|\bopcjonaln|\bnot required|\bniewymagan", re.IGNORECASE)
# `Required integer`: the type may stand after the need.
_NEED = re.compile(r"^(?:required|optional|wymagan\w+|opcjonaln\w+)\s+", re.IGNORECASE)
_DEFAULT = re.compile(
    r"\b(?:defaults?|domyśln\w+)(?:\s+(?:to|is|value|wartość)\b)*\s*[:=]?\s*"
    rf"(?:`(?P<code>[^`]+)`|\"(?P<quoted>[^\"]+)\"|'(?P<single>[^']+)'|(?P<word>{_N}|true\b|false\b"
    r"|[\w.:\-]*[\w\-](?:\(\))?(?=\s*(?:[,;).]|$))))",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"\((?:e\.?g\.?|np\.?|for example|i\.e\.)[^()]*\)"
    r"|\b(?:e\.g\.|np\.)\s*,?\s*(?:`[^`]*`(?:,\s*)?)+",
    re.IGNORECASE,
)
_UNIT = (
    r"(?P<unit>\s*(?:unicode\s+)?(?:chars?\b|characters?\b|znak\w*|items?\b|element\w*|letters?\b"
    r"|bytes?\b))?"
)
_RANGE = re.compile(
    rf"(?<![\w.\-])(?:between\s+|od\s+|from\s+)?(?P<low>{_N})\s*"
    rf"(?:\.\.\.?|\u2013|\u2014|\bto\b|\band\b|\bdo\b|\ba\b|(?<=\d)-(?=\d)|-)\s*(?P<high>{_N})(?![\w\-]){_UNIT}",
    re.IGNORECASE,
)
# `0..N`: what has a name for its end has none that is known.
_FROM = re.compile(rf"(?<![\w.\-])(?P<low>{_N})\s*\.\.\.?\s*[A-Za-z_]\w*")
# `in [1, 100]`: an interval, as in mathematics; a round bracket leaves its end out.
_INTERVAL = re.compile(
    rf"(?P<open>[\[(])\s*(?P<low>{_N})\s*[,;]\s*(?P<high>{_N})\s*(?P<close>[\])])(?![\w\-]){_UNIT}"
)
# `unique per (`a`, `b`)` names the columns of a key, no choice.
_KEY = re.compile(
    r"\b(?:uniq\w+|unikaln\w+|composite|combination|kombinacj\w+)\b[^.;()\[\]{}]*[(\[{][^()\[\]{}]*[)\]}]",
    re.IGNORECASE,
)
# A number of words bounds no length in characters.
_OF_WORDS = re.compile(rf"{_N}\s*(?:words?|słów|słowa|wyraz\w*)\b", re.IGNORECASE)
_WORD = r"(?P<length>\s*[-_ ]?(?:length|len|długoś\w+))?"
_FILL = r"(?:\s+(?:value|of|is|wartość))*\s*[:=]?\s*"
_LOW = re.compile(
    rf"\b(?:min(?:imum|imal\w*)?\.?|at least|co najmniej){_WORD}{_FILL}(?P<n>{_N}){_UNIT}",
    re.IGNORECASE,
)
_HIGH = re.compile(
    rf"\b(?:ma(?:x(?:imum|ym\w*|imal\w*)?|ks(?:imum|ymal\w*)?)\.?|at most|up to"
    rf"|(?:not|never) exceed|co najwyżej|do){_WORD}{_FILL}(?P<n>{_N}){_UNIT}",
    re.IGNORECASE,
)
_SIGN = re.compile(
    rf"(?P<sign>>=|<=|\u2265|\u2264|(?<![=<\-])>|<)\s*(?P<n>{_N})(?![\w]){_UNIT}", re.IGNORECASE
)
_SIGNS: dict[str, LimitKind] = {
    ">=": "min",
    "\u2265": "min",
    "<=": "max",
    "\u2264": "max",
    ">": "above",
    "<": "below",
}
_LENGTH: dict[LimitKind, LimitKind] = {"min": "min_length", "max": "max_length"}
_PATTERN = re.compile(
    r"\b(?:pattern|regex\w*|wzorzec|matching|matches)\s*[:=]?\s*`(?P<value>[^`]+)`", re.IGNORECASE
)
_FORMAT = re.compile(
    r"\b(?:valid|poprawny|prawidłowy|format)\s*[:=]?\s*`?(?P<value>e-?mail|url|uri|uuid|date(?:-time)?)\b"
    r"|(?P<iso>YYYY-MM(?:-DD)?(?:THH\S*)?|ISO[- ]?8601)",
    re.IGNORECASE,
)
_PHRASE = re.compile(r"[,;():.]\s*")
_SHORT = 4
_LONGEST = 2_000
_QUOTED = r"(?:`[^`|]+`|'[^']+'|\"[^\"]+\")"
_VALUE = rf"(?:{_QUOTED}|[\w:.-]+)"
_OR = r"\s*(?:,|/|\bor\b|\blub\b)\s*(?:(?:or|lub)\s+)?"
_ONE_OF = re.compile(
    r"(?:one of|enum(?:eration)?|allowed(?: values)?|values?|jeden z|jedna z|wartości|must be"
    r"|dozwolone(?: wartości)?|either|\bfilter(?=:)|\bin\b(?=\s*(?:[(\[{`'\"]|[\w-]+,\w))|\u2208)"
    r"\s*[:=]?\s*[(\[{]?\s*"
    # What is in quotes ends with the quotes: `"a" | "b", optional` has two values.
    rf"(?P<list>{_QUOTED}(?:(?:{_OR}|\s*\|\s*)(?:{_QUOTED}|null\b))+"
    rf"|{_VALUE}(?:\s*\|\s*{_VALUE})+|{_VALUE}(?:{_OR}{_VALUE})+)",
    re.IGNORECASE,
)
# `(`a`, `b`)` after a name is a choice too.
_BRACKETED = re.compile(rf"[(\[{{]\s*(?P<list>{_QUOTED}(?:(?:{_OR}|\s*\|\s*){_QUOTED})+)\s*[)\]}}]")
# A set that is said to be closed may have one value.
_SET = re.compile(
    r"\b(?:restricted|closed|allowed)\s+(?:to\s+)?(?:the\s+)?set\s*:?\s*\{(?P<list>[^{}]+)\}",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"(`[^`]+`)\s*\([^()]*\)(?=\s*(?:,|/|or\b|lub\b))")
_BARS = re.compile(rf"(?<![\w|])(?P<list>{_VALUE}(?:\s*\|\s*{_VALUE})+)(?![\w|])")
_SINGLE = re.compile(_VALUE)
_GOES_ON = re.compile(r"(?: [\w-]+){1,2}\s*,")
_NAME = re.compile(r"[\w-]+(?: [\w-]+){0,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a text says of a value; None where it says nothing."""

    type: str | None = None
    required: bool | None = None
    default: str | None = None
    limits: tuple[Limit, ...] = ()


def facts(text: str, source: Source) -> Facts:
    """The facts in a description such as `integer, optional, default 1, minimum 1`."""
    said = _EXAMPLE.sub("", text[:_LONGEST])
    default = _DEFAULT.search(said)
    without = _DEFAULT.sub(" ", said)
    choices = _choices(without)
    type_, nullable = _type(without)
    return Facts(
        type=type_,
        required=False if nullable else _required(said),
        default=next((one for one in default.groups() if one), None) if default else None,
        limits=(
            *_bounds(_PATTERN.sub(" ", without), is_text=_is_text(type_), source=source),
            *((Limit(kind="choices", value=choices, source=source),) if choices else ()),
            *_shapes(said, source),
        ),
    )


def _type(text: str) -> tuple[str | None, bool]:
    """The type among the first short phrases of a description; prose after them names none.

    The second value is true for a type with a question mark.
    """
    for phrase in _PHRASE.split(bare(text).strip(" ({")):
        found = _TYPE.match(_NEED.sub("", phrase.strip(" '\"")))
        if found:
            return found["type"].rstrip("?"), found["type"].endswith("?")
        if len(phrase.split()) > _SHORT:
            break
    return None, False


def _required(text: str) -> bool | None:
    if _OPTIONAL.search(text):
        return False
    return True if _REQUIRED.search(text) else None


def for_type(limits: tuple[Limit, ...], type_: str | None) -> tuple[Limit, ...]:
    """Bounds of a text are bounds of its length."""
    if not _is_text(type_):
        return limits
    return tuple(replace(one, kind=_LENGTH.get(one.kind, one.kind)) for one in limits)


def _is_text(type_: str | None) -> bool:
    return (
        type_ is not None
        and re.match(r"str|text|email|url|tekst|array|list|tablica", type_, re.IGNORECASE)
        is not None
    )


def _bounds(text: str, *, is_text: bool, source: Source) -> tuple[Limit, ...]:
    text = _OF_WORDS.sub(" ", bare(text))
    found: dict[LimitKind, Limit] = {}

    def add(kind: LimitKind, value: str, *, length: bool) -> None:
        real = _LENGTH.get(kind, kind) if length else kind
        found.setdefault(real, Limit(kind=real, value=value.replace(",", ""), source=source))

    for hit in _INTERVAL.finditer(text):
        length = is_text or bool(hit["unit"])
        add("min" if hit["open"] == "[" else "above", hit["low"], length=length)
        add("max" if hit["close"] == "]" else "below", hit["high"], length=length)
    text = _INTERVAL.sub(" ", text)
    for hit in _RANGE.finditer(text):
        length = is_text or bool(hit["unit"])
        add("min", hit["low"], length=length)
        add("max", hit["high"], length=length)
    text = _RANGE.sub(" ", text)
    for hit in _FROM.finditer(text):
        add("min", hit["low"], length=is_text)
    ends: tuple[tuple[LimitKind, re.Pattern[str]], ...] = (("min", _LOW), ("max", _HIGH))
    for kind, words in ends:
        for hit in words.finditer(text):
            add(kind, hit["n"], length=is_text or bool(hit["unit"] or hit["length"]))
    for hit in _SIGN.finditer(text):
        add(_SIGNS[hit["sign"]], hit["n"], length=is_text or bool(hit["unit"]))
    return tuple(found.values())


def _choices(text: str) -> str:
    text = _ASIDE.sub(r"\1", _INTERVAL.sub(" ", _KEY.sub(" ", text)))
    closed = _SET.search(text)
    if closed is not None:
        return "|".join(one.strip("`'\" ") for one in closed["list"].split(","))
    found = _ONE_OF.search(text) or _BARS.search(text) or _BRACKETED.search(text)
    if found is None:
        return ""
    worded = _worded(text[found.start("list") :], found["list"])
    values = worded or [one.strip("`'\"").rstrip(".") for one in _SINGLE.findall(found["list"])]
    kept = [one for one in values if one.casefold() not in {"or", "lub", "null", ""}]
    typed = all(_TYPE.fullmatch(one) for one in kept)
    return "" if typed or len(kept) < 2 else "|".join(kept)  # noqa: PLR2004 (one is no choice)


def _worded(text: str, known: str) -> list[str]:
    """The values of a list with commas where it goes on behind one of several words; else none."""
    if _GOES_ON.match(text, len(known)) is None:
        return []
    values = [one.strip() for one in re.split(r"[.;:()]", text, maxsplit=1)[0].split(",")]
    return values if all(map(_is_name, values)) else []


def _is_name(value: str) -> bool:
    """Whether it is one word, or a name of several."""
    return _NAME.fullmatch(value) is not None and (" " not in value or value.istitle())


def _shapes(text: str, source: Source) -> tuple[Limit, ...]:
    pattern = _PATTERN.search(text)
    if pattern:
        return (Limit(kind="pattern", value=pattern["value"], source=source),)
    shape = _FORMAT.search(text)
    if shape:
        return (Limit(kind="format", value=shape["value"] or shape["iso"], source=source),)
    return ()
