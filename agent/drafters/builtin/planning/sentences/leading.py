"""Which sentences of a general passage begin with what an endpoint is about.

Words in common say little: a sentence is about what it begins with, about an endpoint that it
calls by its path, or about all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from agent.core.patterns import deferred
from agent.core.spec import Target
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief, Concern
from agent.drafters.builtin.planning.facts.wording import sentences
from agent.drafters.builtin.planning.sentences.quickness import is_of_speed
from agent.drafters.builtin.planning.sentences.scope import (
    alike,
    is_of_another_act,
    is_of_its_kind,
    is_of_reading,
)
from agent.drafters.builtin.planning.subject import Subject, fold

_BEGINNING = 4
_SHORTEST = 3
_WORD = deferred(r"[^\W\d]\w*")
_LABEL = deferred(r"^(?:[^:`.]{2,40}:\s+)?")
_PATH = deferred(r"(?<![\w}.])/[\w{}/:.<>\[\]-]+")
_PLACEHOLDER = deferred(r"\{[^}]*\}|:\w+|<[^>]*>|\[[^\]]*\]|\*")
CALLED = deferred(r"\b(?P<method>GET|POST|PUT|PATCH|DELETE)\s+[`*]*(?P<path>/[\w{}/:.<>\[\]-]+)")
_HANDLED = deferred(
    r"(?:[^:.`]{2,60}:\s+)?(?:is )?(?:handled|implemented|performed|realized|obs\u0142ugiwan\w+"
    r"|realizowan\w+)\s+(?:via|by|in|through|przez|w)\s+(?P<by>[^.]+?)\.\s+(?=\S)",
    re.IGNORECASE,
)
_GOES_ON = deferred(r"\(|(?:this|it|these|they)\b", re.IGNORECASE)
_METHOD = deferred(r"\b(?:GET|POST|PUT|PATCH|DELETE)\b")
_OF_WRITES = re.compile(
    r"\bconflict|\bconstraint|\bunique|\bduplicat|\b409\b|unikaln|konflikt|duplikat", re.IGNORECASE
)
_WRITES = re.compile(
    r"^(?:\W*\w[\w-]*\W+)?(?:\w[\w-]*\W+){0,2}"
    r"(?:chang|updat|modif|creat|delet|insert|edit)\w*\b",
    re.IGNORECASE,
)
_STORES = deferred(
    r"\W*(?:logs?|records?|saves?|stores?|writes?|appends?|inserts?)\s(?!are\b|is\b)", re.IGNORECASE
)
_ROLE = deferred(
    r"(?:owner|admin\w*|member|viewer|guest|moderator|editor|standard user)s?\b[^:.]{0,20}:",
    re.IGNORECASE,
)
# That all requests are checked is said where this one is; a list's rules are no row's.
_HOLLOW = deferred(
    r"\b(?:all|every|each|wszystkie|ka\u017cd\w+)\b.{0,40}\b(?:validat|walid|served over https)",
    re.IGNORECASE,
)
_OF_LISTS = deferred(r"\ball list endpoints\b|\bwszystkie listy\b", re.IGNORECASE)
# What a value has to be.
_BOUNDS = deferred(
    r"\bmust be\b|\bmusi by\w+|\bensure the\b|\bformat\b|\bnon-null\b|\buniqu\w+|\bunikal\w+"
    r"|[<>]=? ?\d|\bmax(?:imum)? \d",
    re.IGNORECASE,
)
_OF_VALUE = deferred(
    r"(?:valid|poprawn\w+)\b|(?:optional|required|opcjonaln\w+|wymagan\w+)\s*(?:,|$)", re.IGNORECASE
)
_ARROW = "\u2192"
_LISTS = deferred(r"\blist", re.IGNORECASE)
_ALL = deferred(
    r"\b(?:all|every|each|wszystkie|ka\u017cdy)\s+(?:\w+\s+)?(?:endpoints?|requests?|responses?"
    r"|routes?|operations?|endpointy|\u017c\u0105dania|\u017c\u0105danie|odpowiedzi)\b",
    re.IGNORECASE,
)


def belongs(brief: Brief, concern: Concern, text: str) -> bool:
    """Whether a sentence for all may be said of this endpoint: not what only a write can meet."""
    role = _ROLE.match(text)
    if role is not None and not any(_is_own(brief.subject, one) for one in _WORD.findall(text)):
        return False
    if concern == "performance":
        return _ARROW not in text or is_of_speed(brief, text)
    if concern == "flow" and _is_of_values(brief, text):
        return False
    if brief.subject.writes:
        return True
    return not (_OF_WRITES if concern == "errors" else _WRITES).search(text)


def _is_of_values(brief: Brief, text: str) -> bool:
    """Whether it only wants checked what is checked, or what this endpoint does not take."""
    if _HOLLOW.search(text) or (brief.subject.act != "list" and _OF_LISTS.search(text)):
        return True
    taken = any(one.place != "path" for one in brief.inputs)
    return not taken and brief.subject.act != "action" and _BOUNDS.search(text) is not None


def bounds_another(brief: Brief, text: str) -> bool:
    """Whether it is led by a value that is not given here, and says what that has to be."""
    label = _LABEL.match(text)
    said = text[label.end() :] if label is not None else text
    led = len(said) < len(text) and _OF_VALUE.match(said) is not None
    return led and not _names_input(brief, text, said)


def leading(brief: Brief, fact: Fact) -> Iterator[Fact]:
    """The fact with those of its sentences alone that begin with this endpoint's own."""
    kept = [one for one in _whole(sentences(fact.text)) if _is_led(brief, one)]
    if kept:
        yield replace(fact, text=" ".join(kept).rstrip("."))


def handled(endpoint: Target, text: str) -> str:
    """What follows the sentence that says it is done by this endpoint; empty where there is none.

    "Import: Handled via POST `/books/import`. …": all of it is done there.
    """
    head = _HANDLED.match(text)
    return text[head.end() :] if head is not None and calls(endpoint, head["by"]) else ""


def calls(endpoint: Target, text: str) -> bool:
    """Whether a text calls this very endpoint, however it names the values in the path."""
    wanted = _bare(endpoint.path)
    said = ((one["method"], _bare(one["path"])) for one in CALLED.finditer(text))
    return any(
        method == endpoint.method and (wanted == path or wanted.endswith(path))
        for method, path in said
        if len(path) > 1
    )


def _whole(found: Iterable[str]) -> Iterator[str]:
    """Sentences, those as one that a bracket runs through, or that go on with the one before."""
    begun = ""
    for one in found:
        if begun and _GOES_ON.match(one) is None and begun.count("(") <= begun.count(")"):
            yield begun
            begun = ""
        begun = f"{begun} {one}".lstrip()
    if begun:
        yield begun


def _is_led(brief: Brief, text: str) -> bool:
    """Whether a sentence is about this endpoint by what it calls, or by its first words."""
    called = [_bare(one) for one in _PATH.findall(text)]
    if called:
        return _bare(brief.spec.endpoint.path).endswith(tuple(called))
    if _STORES.match(text) and not brief.subject.writes:
        return False
    if _ALL.search(text) or is_of_its_kind(brief.subject, text):
        return True
    if text.endswith("?") or _METHOD.search(text) or _is_of_another(brief.subject, text):
        return False
    label = _LABEL.match(text)
    rest = text[label.end() :] if label is not None else text
    return _names_input(brief, text, rest) or any(
        _is_own(brief.subject, word) for word in (*_first(text), *_first(rest))
    )


def _is_of_another(subject: Subject, text: str) -> bool:
    """Whether it says of a list what holds for no row, or of a write what holds for a read."""
    reads = is_of_reading(text)
    match subject.act:
        case "list":
            other = not reads
        case "get":
            other = not reads or _LISTS.search(text) is not None
        case _:
            other = reads and subject.act in {"create", "delete"}
    return other or is_of_another_act(subject, text)


def _names_input(brief: Brief, *texts: str) -> bool:
    """Whether one of the texts begins with a value that the request gives."""
    inputs = {fold(one.name) for one in brief.inputs}
    if brief.subject.act == "create":  # what is answered of a new row is written
        inputs |= {fold(one.name) for body in brief.spec.responses for one in body.fields}
    begun = (_WORD.search(one) for one in texts)
    return any(fold(one[0]) in inputs for one in begun if one is not None)


def _is_own(subject: Subject, word: str) -> bool:
    """Whether a word is the resource, or what is done with it."""
    if subject.act == "action":
        return alike(word, subject.verb.partition("_")[0])
    return fold(word) == fold(subject.things)


def _bare(path: str) -> str:
    return _PLACEHOLDER.sub("{}", path).rstrip("/.").casefold()


def _first(text: str) -> list[str]:
    return [one for one in _WORD.findall(text)[:_BEGINNING] if len(one) >= _SHORTEST]
