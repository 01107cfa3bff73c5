"""What a sentence says beyond what a flow derives, or the details of the request tell."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agent.core.patterns import deferred
from agent.core.spec import Parameter
from agent.core.values import dataclass
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.sentences.phases import Phase
from agent.drafters.builtin.planning.sentences.scope import alike
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.project.naming import snake

_CITED = deferred(r"\s?\([\w.-]+\.\w+:\d+[^()]*\)")
_TICKED = deferred(r"`([^`]+)`")
_TOKEN = deferred(r"[^\W_]\w*")
# Words that are in any sentence on rows and requests. English and Polish.
_PLAIN = deferred(
    r"an?|the|to|of|for|in|on|with|by|and|or|its?|is|are|be|been|as|from|into|this|that|these|those"
    r"|which|who|whose|where|there|all|any|each|every|both|their|then|also|if|when|at|per|via|using"
    r"|used?|not|no|does|do|has|have|can|cannot|only|must|should|will|may|one|new|given|provided"
    r"|supplied|specified|requested|current|actual|existing|exist|exists|valid\w*|proper|correct"
    r"|appropriate|specific|target|associated|related|corresponding|own\w*|belong\w*|access\w*"
    r"|reference\w*|refer|refers|match\w*|same|already|before|after|during|first|automatic\w*"
    r"|atomic\w*|success\w*|permanent\w*|logic|rules?|business|step|note|desc|description|effects?"
    r"|behaviou?r|operation|action|process|check\w*|verif\w*|ensur\w*|enforc\w*|requir\w*"
    r"|confirm\w*|find\w*|fetch\w*|load\w*|read\w*|retriev\w*|get\w*|look\w*|up|quer\w*|creat\w*"
    r"|insert\w*|add\w*|sav\w*|stor\w*|persist\w*|updat\w*|sets?|setting|chang\w*|delet\w*"
    r"|remov\w*|record\w*|rows?|tables?|database|db|entr(?:y|ies)|entity|objects?|items?|resource"
    r"|data|metadata|metadan\w*|fields?|columns?|values?|timestamp|time|id|ids|uuid|endpoint|request|response|body"
    r"|user|users|caller|authenticated|logged|account|auth|token|jwt|session|return\w*|respond\w*"
    r"|constraint|level|rls|policy|default|trigger|null|server|service|api|client|system"
    r"|supabase|postgres\w*|sql|http|rest|get|post|put|patch"
    r"|i|oraz|lub|w|na|do|z|ze|przez|dla|o|po|przy|czy|jest|s\u0105|si\u0119|musi|mo\u017ce"
    r"|tylko|nie|nowy"
    r"|nowego|nowej|istnie\w+|sprawd\w*|walid\w*|weryf\w*|pobier\w*|pobra\w*|znajd\w*|utw\w*"
    r"|tworz\w*|dod\w*|zapis\w*|zapisz|aktualiz\w*|ustaw\w*|zmian\w*|zmien\w*|usu\w*|rekord\w*"
    r"|wiersz\w*|tabel\w*|baz\w*|pol[ea]\w*|warto\u015b\w*|dan\w*|u\u017cytkownik\w*|zalogowan\w*"
    r"|nale\u017c\w*|odpowied\w*|zwr\w*|automatycznie|logika|regu\u0142\w*|endpointu?|jego|jej"
    r"|kt\u00f3r\w*",
    re.IGNORECASE,
)
# Words of what a value has to be.
_BOUND = deferred(
    r"required|optional|mandatory|non|empty|blank|whitespace|min|max|minimum|maximum|least|most"
    r"|between|length|long|longer|short\w*|exceed\w*|up|characters?|chars?|string|strings|number"
    r"|numeric"
    r"|integers?|int|positive|negative|greater|less|than|equal|zero|decimal|boolean|bool|array"
    r"|arrays|list|format\w*|enum|of|range|limits?|constraints?|trim\w*|inputs?|parameters?|params"
    r"|payload|schema|zod|types?|dates?|iso|8601|include|contain\w*|within|inclusive|accepts?"
    r"|present|missing|content|text|both|either|allowed|supported|lengths|size|enforced|digits?"
    r"|wymagan\w*|opcjonaln\w*|pust\w*|niepust\w*|maks\w*|min\w*|znak\w*|d\u0142ug\w*|liczb\w*"
    r"|ca\u0142kowit\w*"
    r"|dodatni\w*|wi\u0119ksz\w*|mniejsz\w*|ni\u017c|r\u00f3wn\w*|format\w*|poprawn\w*"
    r"|prawid\u0142\w*|zakres\w*|od|by\u0107"
    r"|tekst\w*|list\w*|tablic\w*",
    re.IGNORECASE,
)
_FIELD_RULE = deferred(
    r"(?P<tick>`?)(?P<name>\w+)(?P=tick)\s*:\s*(?:(?:required|optional|must be|string|integer"
    r"|number|boolean|wymagan|opcjonaln|musi)|-?\d+ ?= ?[^\W\d])",
    re.IGNORECASE,
)
_NUMBER = deferred(r"\d[\d.,_]*")
_UNIQUE = deferred(
    r"\buniqu|\bduplicat|\balready (?:exist|used|taken|in use|registered)|\bunikal|\bduplikat"
    r"|\bju\u017c istnie",
    re.IGNORECASE,
)
_LITERAL = deferred(r"['\"]([\w-]+)['\"]")
# What state a row is in, or what stands before what.
_OF_STATE = deferred(
    r"\b(?:has|have|with|status|state|before|after|not|null|empty|nie|stan\w*)\b", re.IGNORECASE
)
_LOOKS = deferred(
    r"\W*(?:find|fetch|load|read|get|retriev|look|quer|pobier|pobra|znajd|wyszuk|odczyt)\w*\b",
    re.IGNORECASE,
)
# What has to be of other values or rows: no bound of one value.
_OF_OTHERS = deferred(
    r"\b(?:match\w*|equal\w*|same|unique\w*|exist\w*|reference\w*|belong\w*|own\w*|duplicat\w*"
    r"|already|chang\\w*|updat\\w*|modif\\w*|edit\\w*|unikaln\w*|istnie\w*|nale\u017c\w*)\b",
    re.IGNORECASE,
)
_SOME = deferred(
    r"\bat least one\b|\bnon-?empty\b|\bnot be empty\b|\bniepust|\bprzynajmniej|\bco najmniej",
    re.IGNORECASE,
)
_DOUBT, _FEWEST, _MOST, _HALF = 2, 3, 0.8, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """The items that a flow derives, and those of them that write."""

    facts: tuple[Fact, ...]
    written: tuple[Fact, ...] = ()


def words_in(text: str) -> frozenset[str]:
    """The words of a text and the parts of its names, each in one form."""
    tokens = _TOKEN.findall(_CITED.sub("", text))
    return frozenset(fold(part) for one in tokens for part in snake(one).split("_") if part)


def left(text: str, known: frozenset[str]) -> frozenset[str]:
    """Its words but those of any sentence on rows, and the known ones."""
    tokens = _TOKEN.findall(_CITED.sub("", text))
    parts = (part for one in tokens for part in snake(one).split("_"))
    return frozenset(
        folded
        for one in parts
        if one and not _PLAIN.fullmatch(one) and (folded := fold(one)) not in known
    )


def rules_field(brief: Brief, said: str) -> bool:
    """Whether it says what a field has to be: the request's details tell that, not the flow."""
    hit = _FIELD_RULE.match(said)
    columns = brief.table.columns if brief.table is not None else ()
    names = {*(one.name for one in brief.inputs), *(one.name for one in columns)}
    return hit is not None and hit["name"] in names


def is_bound(brief: Brief, text: str) -> bool:
    """Whether it only says what a value of the request has to be; where none is given, of a row."""
    if _OF_OTHERS.search(text):
        return False
    names = [one.name for one in brief.inputs if one.place != "path"]
    columns = [one.name for one in brief.table.columns] if brief.table is not None else []
    if not names and brief.subject.act != "delete":
        return False
    taken = words_in(" ".join(names or columns))
    said = words_in(text)
    known = {one for each in brief.inputs for limit in each.limits for one in _values(limit.value)}
    rest = {one for one in left(text, taken) if not _BOUND.fullmatch(one) and one not in known}
    if not names:
        rest = {one for one in rest if not _NUMBER.fullmatch(one)}
    if _SOME.search(text) and not any(_is_named(one, said) and one.limits for one in brief.inputs):
        return False  # the request's details have none
    bounds = any(_BOUND.fullmatch(one) for one in said - taken)
    return bounds and not rest


def _is_named(one: Parameter, said: frozenset[str]) -> bool:
    return words_in(one.name.rpartition(".")[2]) <= said


def _values(value: str) -> frozenset[str]:
    return words_in(value.replace("|", " ")) | {
        one.replace(",", "") for one in _NUMBER.findall(value)
    }


def is_known(brief: Brief, one: Fact, phase: Phase, derived: Derived) -> bool:
    """Whether the derived items say it, each word of it but those of any sentence on rows."""
    told = " ".join(fact.text for fact in derived.facts)
    known = words_in(told)
    if any(one not in told for one in _LITERAL.findall(one.text)):
        return False
    rest = {word for word in left(one.text, known) if not _is_deed(brief, word)}
    if phase in {"compute", "after"} and not _LOOKS.match(one.text):
        return False
    if not rest and phase == "check":
        return _OF_STATE.search(one.text) is None
    if not rest:
        return phase != "write" or _is_written(brief, one, derived)
    if phase != "check" or len(rest) > _DOUBT or rest & _things(brief):
        return False
    alike = any(_UNIQUE.search(fact.text) for fact in derived.facts)
    return alike and _UNIQUE.search(one.text) is not None


def _is_written(brief: Brief, one: Fact, derived: Derived) -> bool:
    """Whether there is a write for it, and one to each table that it names."""
    named = {table.name for table in brief.spec.schema} & set(_TICKED.findall(one.text))
    return bool(derived.written) and named <= {
        name for fact in derived.written for name in _TICKED.findall(fact.text)[:1]
    }


def once(said: Iterable[Fact]) -> list[Fact]:
    """The sentences, of those that say nearly the same the one that says the most."""
    kept: list[tuple[frozenset[str], Fact]] = []
    for one in said:
        words = left(one.text, frozenset())
        at = next((at for at, other in enumerate(kept) if _is_alike(words, other[0])), None)
        if at is None:
            kept.append((words, one))
        elif kept[at][0] < words:
            kept[at] = (words, one)
    return [one for _, one in kept]


def _is_alike(words: frozenset[str], other: frozenset[str]) -> bool:
    """Whether most words of the shorter are in one not much longer, and the same numbers."""
    few, many = sorted((len(words), len(other)))
    numbers = [{one for one in each if one.isdigit()} for each in (words, other)]
    same = len(words & other)
    return (
        few >= _FEWEST and few >= _HALF * many and same >= _MOST * few and numbers[0] == numbers[1]
    )


def _is_deed(brief: Brief, word: str) -> bool:
    verb = brief.subject.verb.partition("_")[0]
    return bool(verb) and alike(word, verb)


def _things(brief: Brief) -> set[str]:
    """What the tables' rows are called."""
    return {fold(part) for one in brief.spec.schema for part in snake(bare_name(one)).split("_")}
