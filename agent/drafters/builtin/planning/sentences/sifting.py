"""Which of the documents' sentences a flow tells: none that it, or another section, has said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import PAGE
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.sentences.stepwise import is_deed
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.project.naming import snake
from agent.sources.passages.media import is_medium

# What has to hold before a write. English and Polish.
_VALIDATION = deferred(r"(?:validation|walidacja)\s*:", re.IGNORECASE)
# A field with its need and no more: the request's details tell it.
_NEED = re.compile(
    r"`?[\w .]{2,40}`?\s*:\s*(?:required|optional|wymagan\w*|opcjonaln\w*)[^;:]{0,40}$",
    re.IGNORECASE,
)
# The body of a refusal, and that a field is needed, below the field's name.
_BODY = re.compile(
    r"(?:message|komunikat)\s*:\s*`?\{|(?:required|wymagan[ey]|optional|opcjonaln[ey])\s*:\s*"
    r"(?:yes|no|tak|nie)\b",
    re.IGNORECASE,
)
# The form of the call or of its answer: other sections tell it.
_FORM = re.compile(
    r"(?:url(?: path)?|view type|path|method|json \w+|(?:json )?(?:request|response"
    r"|success)[\w ]{0,24}"
    r"|payload|body"
    r"|description|implementation[\w ]{0,20}|\u0142adunek[\w ]{0,20}|opis|odpowied\u017a|metoda"
    r"|\u017c\u0105danie|tre\u015b\u0107[\w ]{0,20})\s*(?:\([^()]*\)\s*)?:",
    re.IGNORECASE,
)
# What an endpoint is or what else there is, not what it does; a sentence that only leads others.
_ASIDE = re.compile(
    r"(?:this is an?\b|alternativ\w*\b|client can\b|supports\b|used (?:in|by|for)\b|use for\b"
    r"|(?:an? )?(?:convenience|dashboard|optional|helper) \w*\s?endpoint\b"
    r"|(?:wspiera|obs\u0142uguje|alternatyw\w*)\b)"
    r"|.*\b(?:handles? the (?:complete|whole|entire)|(?:encapsulat|orchestrat)es? the \w*\s?\w*"
    r"\s?logic|integration with an? \w+ service)\b"
    r"|.*\bwill$",
    re.IGNORECASE,
)
# That the request is checked, and who calls: the first items of the flow say so with the statuses.
_CHECKED = deferred(
    r"(?:validat|check|verif|walid|sprawd)\w*(?: (?:the|that))? (?:[`\w]+ (?:and |i )?){0,3}?"
    r"`?(?:length|body|input|request|payload|format|schema|dane|danych|\u017c\u0105dani\w*"
    r"|d\u0142ugo\u015b\u0107)`?(?: (?:body|data|payload|schema|format|zod))*\W*$",
    re.IGNORECASE,
)
_ENDPOINT = deferred(r"^\w+ endpoint ", re.IGNORECASE)
_LABEL = deferred(
    r"^(?i:(?:business )?(?:logic|logika)|desc(?:ription)?|opis|side[- ]?effects?|important"
    r"|notes?|actions?"
    r"|(?:server )?behaviou?r|uwagi?|zasady walidacji|validation"
    r"|walidacja)\s*:\s*(?=[A-Z`\u0141\u015a\u017b])"
)
_WORD = deferred(r"[^\W_]+")
# Words that are in any sentence on what is done with rows.
_ANY = deferred(
    r"(?:an?|the|to|of|for|in|on|with|by|and|its|or|is|are|be|as|from|into|it|this|that|new|all"
    r"|given|logic|logika|updat\w*|sets?|transition\w*|chang\w*|delet\w*|remov\w*|creat\w*"
    r"|adds?|insert\w*|calculat\w*|recalculat\w*|appl(?:y|ies)|writ\w*|compar\w*"
    r"|rows?|records?|tables?|database|behaviou?r|values?|will|endpoint|returns?|cascad\w*"
    r"|restricts?|prevents?)"
)
_TURNS = frozenset(("not", "non", "only", "no", "never", "except", "unless", "nie", "tylko"))
# What a number means: `1 = Start`.
_MEANS = deferred(r"(?<![<>=!])=")
_NUMBER = deferred(r"\d+")
_EXPLAINS = deferred(r"`([^`]+)`\s*:\s")
_PAGE = deferred(rf"x-total(?:-count)?|{PAGE.pattern}", re.IGNORECASE)
_LITTLE = 4
_FEWEST = 3
_FEW = 6
_TICKED = deferred(r"`([^`]+)`")
_SHORT = 16


def sifted(brief: Brief, told: Sequence[Fact], derived: Sequence[Fact]) -> list[Fact]:
    """The sentences that say more than what is derived, and than those before them."""
    kept: list[Fact] = []
    for one in told:
        if (
            is_apart(brief, one.text)
            or _is_row(one, derived)
            or _is_in_all(one, derived)
            or _is_of_page(one, derived)
            or any(_covers(other, one) for other in (*derived, *kept))
        ):
            continue
        kept = [other for other in kept if not _is_more(one, other)]
        kept.append(replace(one, text=_LABEL.sub("", one.text)))
    return kept


def _is_row(one: Fact, derived: Sequence[Fact]) -> bool:
    """Whether a few words say only that a row is made, which is derived with its values."""
    names = set(_TICKED.findall(one.text))
    few = bool(names) and len(one.text.split()) <= _FEW and is_deed(one.text)
    return few and any(names <= set(_TICKED.findall(other.text)[:1]) for other in derived)


def _is_of_page(one: Fact, derived: Sequence[Fact]) -> bool:
    """Whether it explains a value or a header that the item on the page tells."""
    hit = _EXPLAINS.match(one.text)
    told = hit is not None and any(f"`{hit[1]}`" in other.text for other in derived)
    return hit is not None and told and _PAGE.fullmatch(hit[1]) is not None


def _is_in_all(one: Fact, derived: Sequence[Fact]) -> bool:
    """Whether what is done with several rows is derived with all its words, each row apart."""
    words = _words(one)
    known = frozenset(word for other in derived for word in _words(other))
    deed = is_deed(_LABEL.sub("", _ENDPOINT.sub("", one.text)))
    named = frozenset(name for other in derived for name in _known(other))
    said = bool(words) and words <= known and _names(one) <= named
    return deed and said and not _TURNS & (known | words)


def _names(fact: Fact) -> frozenset[str]:
    """The names in code marks: a key `job_id` is no table `jobs`."""
    return frozenset(snake(one) for one in _TICKED.findall(fact.text) if one.isidentifier())


def _known(fact: Fact) -> frozenset[str]:
    """The names in code marks, and the parts of `table.column`."""
    return frozenset(snake(part) for one in _TICKED.findall(fact.text) for part in one.split("."))


def covered(derived: Fact, told: Sequence[Fact]) -> bool:
    """Whether one of the sentences says a derived item with more beside it."""
    words = _words(derived)
    alone = (replace(one, text=said) for one in told for said in one.text.split("; "))
    return len(words) >= _FEWEST and any(words <= _words(one) for one in alone)


def is_apart(brief: Brief, text: str) -> bool:
    """Whether it is of another section, or says nothing of what is done."""
    if brief.spec.request is None and _VALIDATION.match(text):
        return True
    if any(words.match(text) for words in (_NEED, _BODY, _FORM, _ASIDE)):
        return True
    if is_medium(text) or _repeats_bounds(brief, text):
        return True
    return bool(brief.inputs and _CHECKED.match(text))


def _repeats_bounds(brief: Brief, text: str) -> bool:
    """Whether its numbers are the bounds that the request's details give to what it names."""
    if _MEANS.search(text):
        return False
    words = {one.casefold() for one in re.findall(r"\w+", text)}
    words |= {part for one in words for part in one.split("_")}
    named = [one for one in brief.inputs if words.issuperset(snake(one.name).split("_"))]
    known = {n for one in named for limit in one.limits for n in _NUMBER.findall(limit.value)}
    numbers = set(_NUMBER.findall(text))
    return bool(numbers) and numbers <= known and len(text.split()) <= _SHORT


def _covers(one: Fact, other: Fact) -> bool:
    """Whether the first says all of the second, and nothing that turns it round."""
    words, known = _words(other), _words(one)
    said = bool(words) and words <= known and _names(other) <= _known(one)
    return said and not _TURNS & (known - words)


def _is_more(one: Fact, other: Fact) -> bool:
    """Whether the first says what the second does, and a little more."""
    words, known = _words(one), _words(other)
    more = words - known
    return bool(known) and known <= words and len(more) <= _LITTLE and not more & _TURNS


def _words(fact: Fact) -> frozenset[str]:
    text = _ENDPOINT.sub("", fact.text).casefold()
    return frozenset(fold(one) for one in _WORD.findall(text) if not _ANY.fullmatch(one))
