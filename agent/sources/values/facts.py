"""What a few words say about a value: its type, whether it must be there, default, limits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Limit
from agent.core.values import dataclass
from agent.sources.text.notation import bare
from agent.sources.values import abroad
from agent.sources.values.bounds import INTERVAL, NUMBER, bounds, is_text

if TYPE_CHECKING:
    from agent.core.documents import Source

TYPES = (
    r"strings?|text|str|integers?|int(?:32|64)?|numbers?|numeric|float|double|decimal|bool(?:ean)?"
    r"|uuid|guid|date-?time|timestamp|date|time|arrays?|lists?|objects?|enum|email|url|uri|json"
    r"|timestamptz|jsonb|smallint|bigint|long|file|binary|liczba(?: całkowita)?|tekst|data|tablica"
    r"|obiekt"
)
_TYPE = deferred(
    rf"(?<![\w`'\"-])(?P<type>(?:{TYPES})(?:(?:\[\])+|\?)?(?:\s+of\s+(?!at\b|up\b|no\b)\w+)?"
    r"(?:\s*(?:\bor\b|\|)\s*null)?)(?![\w'-])",
    re.IGNORECASE,
)
_REQUIRED = deferred(
    r"(?<!not )(?<!nie)\b(?:required|mandatory|wymagan\w+|obowiązkow\w+)\b"
    # What is required in one case only is not required.
    r"(?!,?\s+(?:only\s+|tylko\s+)?(?:if|when|unless|jeśli|jeżeli|gdy|kiedy)\b)"
    r"(?!,?\s+(?:only\s+|tylko\s+)?(?:for|dla|przy)\s+(?!all\b|every\b|each\b|wszystk|każd))"
    rf"|{abroad.REQUIRED}",
    re.IGNORECASE,
)
_OPTIONAL = deferred(
    r"\boptional|\bopcjonaln|\bnot required|\bniewymagan|\brequired\W{1,4}(?:no|false)\b"
    rf"|\bwymagan\w+\W{{1,4}}nie\b|{abroad.OPTIONAL}",
    re.IGNORECASE,
)
# `Required integer`: the type may stand after the need.
_NEED = re.compile(r"^(?:required|optional|wymagan\w+|opcjonaln\w+)\s+", re.IGNORECASE)
# `must be `true`, required`: not in quotes it is no value.
_NEEDS = frozenset(["required", "optional", "nullable", "wymagane", "opcjonalne"])
# "1 week ago" is a time, and no number.
_FROM_NOW = r"\s+\w+\s+(?:ago|ahead|later|earlier|back|from now|temu|wstecz|naprz\u00f3d)\b"
_DEFAULT = deferred(
    rf"\b(?:defaults?|domyśln\w+|{abroad.DEFAULT})"
    r"(?:\s+(?:to|is|value|wartość|valor|valeur|wert|es|é|est|ist|là)\b)*\s*[:=\uff1a]?\s*"
    rf"(?:`(?P<code>[^`]+)`|\"(?P<quoted>[^\"]+)\"|'(?P<single>[^']+)'|(?P<word>{NUMBER}(?!{_FROM_NOW})|true\b|false\b"
    r"|[\w.:\-]*[\w\-](?:\(\))?(?=\s*(?:[,;).\uff0c\uff1b\uff09\u3002]|$))))",
    re.IGNORECASE,
)
# "`asc` (default) or `desc`", "(`asc` default)".
_MARKED = deferred(
    r"`(?P<code>[^`]+)`\s+\(?(?:the )?default\)?(?=\s*(?:[,;).|/]|or\b|$))", re.IGNORECASE
)
# What holds in one case of another value only: "default false when due_at is null".
_UNDER = re.compile(
    r"\W{0,3}\s(?:only )?(?:if|when|unless|gdy|je[s\u015b]li|je\u017celi)\s+"
    r"(?:`[\w.]+\s*(?:`|[!=<>])|[a-z]+(?:_\w+|[A-Z]\w*)\b)\W*+"
    r"(?!(?:is |are |was |jest )?(?:not |nie )?"
    r"(?:given|provided|specified|set|sent|present|omitted|missing|absent|poda|pomini|ustawion|brak))"
)
# English and Polish.
_ORDER = deferred(r"(?:a|de)scending|(?:rosn\u0105|malej\u0105)c\w*", re.IGNORECASE)
_EXAMPLE = re.compile(
    r"\((?:e\.?g\.?|np\.?|for example|i\.e\.)[^()]*\)"
    r"|\b(?:e\.?g\.?|np\.?|for example|such as)\W{0,2}\[[^\[\]]*\]"
    r"|(?:\b(?:e\.g\.|np\.|ej\.|z\. ?B\.|VD|ví dụ|for example|such as)|例如)"
    r"\W*?(?:`[^`]*`(?:,\s*)?)+",
    re.IGNORECASE,
)
# `unique per (`a`, `b`)` names the columns of a key, no choice.
_KEY = re.compile(
    r"\b(?:uniq\w+|unikaln\w+|composite|combination|kombinacj\w+)\b[^.;()\[\]{}]*[(\[{][^()\[\]{}]*[)\]}]",
    re.IGNORECASE,
)
_PATTERN = deferred(
    r"\b(?:pattern|regex\w*|wzorzec|matching|matches)\s*[:=]?\s*`(?P<value>[^`]+)`", re.IGNORECASE
)
_FORMAT = deferred(
    r"\b(?:valid|poprawny|prawidłowy|format)\s*[:=]?\s*`?(?P<value>e-?mail|url|uri|uuid|date(?:-time)?)\b"
    r"|(?P<iso>YYYY-MM(?:-DD)?(?:THH\S*)?|ISO[- ]?8601)",
    re.IGNORECASE,
)
_PHRASE = deferred(r"[,;():.]\s*")
_SHORT = 4
# "Number of books" is what a value counts.
_NO_TYPE = deferred(r"(?:numbers?|integer|text|date|time|data) of\b", re.IGNORECASE)
# What a value has to hold is no type of it: `must contain a letter, a number`.
HOLDS = deferred(r"\b(?:contain|requires|includ|zawiera)", re.IGNORECASE)
_LONGEST = 2_000
_QUOTED = r"(?:`[^`|]+`|'[^']+'|\"[^\"]+\")"
_VALUE = rf"(?:{_QUOTED}|[\w:.-]+)"
_OR = r"\s*(?:,|/|\bor\b|\blub\b)\s*(?:(?:or|lub)\s+)?"
_ONE_OF = deferred(
    r"(?:one of|enum(?:eration)?|allowed(?: values)?|values?|jeden z|jedna z|wartości|must be"
    r"|dozwolone(?: wartości)?|either|\bfilter(?=:)|\bin\b(?=\s*(?:[(\[{`'\"]|[\w-]+,\w))|\u2208)"
    r"\s*[:=]?\s*[(\[{]?\s*"
    # What is in quotes ends with the quotes: `"a" | "b", optional` has two values.
    rf"(?P<list>{_QUOTED}(?:(?:{_OR}|\s*\|\s*)(?:{_QUOTED}|null\b))+"
    rf"|{_VALUE}(?:\s*\|\s*{_VALUE})+|{_VALUE}(?:{_OR}{_VALUE})+)",
    re.IGNORECASE,
)
# `(`a`, `b`)` after a name is a choice too.
_BRACKETED = deferred(rf"[(\[{{]\s*(?P<list>{_QUOTED}(?:(?:{_OR}|\s*\|\s*){_QUOTED})+)\s*[)\]}}]")
_PLAIN = r"`(?!(?:true|false)`)[\w.:+-]+`"
# So is what a description ends with: "Sort order - `asc`, `desc`".
_ENDING = deferred(
    rf"(?:^|[:\u2013\u2014-]\s)\W*?(?P<list>{_PLAIN}(?:{_OR}{_PLAIN})+)[\s().,;]*(?:default[\s().]*)?$"
)
# A set that is said to be closed may have one value.
_SET = deferred(
    r"\b(?:restricted|closed|allowed)\s+(?:to\s+)?(?:the\s+)?set\s*:?\s*\{(?P<list>[^{}]+)\}",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"(`[^`]+`)\s*\([^()]*\)(?=\s*(?:,|/|or\b|lub\b))")
_BARS = deferred(rf"(?<![\w|])(?P<list>{_VALUE}(?:\s*\|\s*{_VALUE})+)(?![\w|])")
_SINGLE = deferred(_VALUE)
# `must be today or future`, `must be unique, trimmed`: what is so called, and no value.
_NO_VALUE = deferred(
    r"today|future|past|before|after|equal|unique|positive|empty|trimmed|omitted|present|valid",
    re.IGNORECASE,
)
# The columns that a rule is of are no values: `books.title`.
_COLUMN = deferred(r"[A-Za-z_]+\.[A-Za-z_]+")
_GOES_ON = deferred(r"(?: [\w-]+){1,2}\s*,")
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
    default = _DEFAULT.search(said) or _MARKED.search(said)
    without = _DEFAULT.sub(" ", said)
    choices = _choices(without)
    type_, nullable = _type(without)
    return Facts(
        type=type_,
        required=False if nullable else _required(said),
        default=_value_of(default, choices) if default is not None else None,
        limits=(
            *bounds(_PATTERN.sub(" ", without), is_text=is_text(type_), source=source),
            *((Limit(kind="choices", value=choices, source=source),) if choices else ()),
            *_shapes(said, source),
        ),
    )


def _value_of(default: re.Match[str], choices: str) -> str | None:
    """The value by default; in which order rows come is none, where it is not one of the values."""
    value = next((one for one in default.groups() if one), None)
    if _UNDER.match(default.string, default.end()):
        return None
    plain = default.groupdict().get("word") is not None and value not in choices.split("|")
    return None if plain and value is not None and _ORDER.fullmatch(value) else value


def _type(text: str) -> tuple[str | None, bool]:
    """The type among the first short phrases of a description; prose after them names none.

    The second value is true for a type with a question mark.
    """
    for phrase in _PHRASE.split(bare(text).strip(" ({")):
        found = _TYPE.match(_NEED.sub("", phrase.strip(" '\"")))
        if found and not _NO_TYPE.match(found["type"]):
            return found["type"].rstrip("?"), found["type"].endswith("?")
        if len(phrase.split()) > _SHORT or HOLDS.search(phrase):
            break
    return None, False


def _required(text: str) -> bool | None:
    if _OPTIONAL.search(text):
        return False
    return True if _REQUIRED.search(text) else None


def _choices(text: str) -> str:
    text = _ASIDE.sub(r"\1", INTERVAL.sub(" ", _KEY.sub(" ", text)))
    closed = _SET.search(text)
    if closed is not None:
        return "|".join(one.strip("`'\" ") for one in closed["list"].split(","))
    found = _ONE_OF.search(text) or _BARS.search(text) or _BRACKETED.search(text)
    found = found or _ENDING.search(text)
    if found is None:
        return ""
    worded = _worded(text[found.start("list") :], found["list"])
    words = [one for one in _SINGLE.findall(found["list"]) if one.casefold() not in _NEEDS]
    values = worded or [one.strip("`'\"").rstrip(".") for one in words]
    kept = [one for one in values if one.casefold() not in {"or", "lub", "null", ""}]
    loose = found[0].casefold().startswith("must be") and not set(found["list"]) & set("`'\"")
    if loose and any(map(_NO_VALUE.fullmatch, kept)):
        return ""
    typed = all(_TYPE.fullmatch(one) or _COLUMN.fullmatch(one) for one in kept)
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
