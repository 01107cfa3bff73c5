"""The answer of an endpoint whose own passage shows none, as others of its resource show it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from agent.core.documents import RepoPath
from agent.core.patterns import deferred
from agent.core.spec import Body, Spec
from agent.drafters.builtin.planning.citations import Passages
from agent.drafters.builtin.planning.facts.binding import Group, entry, groups, leaf
from agent.drafters.builtin.planning.facts.brief import table_names, table_of
from agent.drafters.builtin.planning.subject import Subject, fold
from agent.drafters.builtin.planning.tables.siblings import RANK, answer_of, passages_in, siblings
from agent.sources.openapi.apidata import is_prose
from agent.sources.passages.exchange import request
from agent.sources.passages.found import Found, said
from agent.sources.values.parameters import is_nothing

_WITH_ROW = (200, 201)
_FEWEST = 2
_TWO = 2
_SELF = ("me", "my", "mine", "current", "self")
_ANSWERS = deferred(r"\b(?:respon\w+|returns?|zwraca\w*|odpowied\w+)\b", re.IGNORECASE)
_FROM = {
    "get": ("get", "update", "create", "list"),
    "create": ("get", "create", "update", "list"),
    "update": ("get", "update", "create", "list"),
    "action": ("get", "update", "create", "list"),
}
_WORD = deferred(r"[^\W\d_]+")
_DETAIL = deferred(r"details?(?:dto)?$|^szczeg\u00f3\u0142", re.IGNORECASE)
_ASIDE = deferred(r"\([^()]*\)")
# Words of an answer that say no more than that it is the resource, as it is now.
_PLAIN = deferred(
    r"(?:success\w*|respons\w*|repl\w+|return\w*|body|json|payload|codes?|status\w*|http|ok"
    r"|created?|updated?|modified|new\w*|full|entire|complete|single|same|current|the|an?|of|with"
    r"|and|for|in|as|its|object|resource|record|row|entity|dto|model|representation|details?|data"
    r"|item|list|array|paginated|page|all|shape|structure"
    r"|odpowied\w*|zwraca\w*|kod\w*|sukces\w*|utworzon\w+|zaktualizowan\w+|zmienion\w+|now\w+"
    r"|pe\u0142n\w+|obiekt\w*|zas\u00f3b\w*|rekord\w*|lista|tablica|dane|szczeg\u00f3\u0142\w*|z|i|w)",
    re.IGNORECASE,
)


def with_kindred(spec: Spec, subject: Subject, passages: Passages) -> Spec:
    """The spec with the answer that a sibling shows, where its own passage says no other."""
    place = next((one.source.path for one in spec.excerpts), None)
    success = spec.success()
    if spec.responses or spec.streamed or place is None or success is None:
        return spec
    if success.code not in _WITH_ROW or not is_prose(place) or subject.act not in _FROM:
        return spec
    text = "\n".join(passages.lines(place))
    words = _told(passages_in(text, place, spec.endpoint))
    if words is None or not _is_resource(words, subject):
        return spec
    known = _nearest(siblings(text, subject, table_names(spec.schema)), subject)
    whole = any(map(_DETAIL.search, words))  # a row of a list has less
    shown = (_shown(text, place, one) for one in known if not (whole and one.act == "list"))
    body = next((one for one in shown if one is not None and _fits(one, spec, subject)), None)
    return replace(spec, responses=(body,)) if body is not None else spec


def _told(found: Collection[Found]) -> list[str] | None:
    """The words of an answer; None where they are that there is no body."""
    told = [part for one in found for part in one.of("response", "success")]
    if any(is_nothing(unit.text) for part in told for unit in part.units):
        return None
    apart = [
        unit.text
        for one in found
        for part in one.of("description", "note")
        for unit in part.units
        if _ANSWERS.search(unit.text)
    ]
    return [
        word for text in (*map(said, told), *apart) for word in _WORD.findall(_ASIDE.sub("", text))
    ]


def _is_resource(words: Collection[str], subject: Subject) -> bool:
    """Whether the words of an answer name the resource, or nothing; a deed has to name it."""
    rest = [word for word in words if not _PLAIN.fullmatch(word)]
    things = {fold(subject.thing), fold(subject.thing.rpartition("_")[2])}
    named = any(fold(word.removesuffix("DTO").removesuffix("Dto")) in things for word in rest)
    return named or (not rest and subject.act in RANK)


def _nearest(known: Collection[Subject], subject: Subject) -> list[Subject]:
    """Siblings in the order in which they are asked, those of the same path first.

    One of another path is asked only where the resource has no more than these two.
    """
    order = _FROM[subject.act]
    own = _words(subject)
    paths = {_words(one) for one in known} | {own}
    asked = [
        one
        for one in known
        if one.act in order and one.endpoint.key != subject.endpoint.key
        if _words(one) == own or (len(paths) == _TWO and _is_below(_words(one), own))
    ]
    return sorted(asked, key=lambda one: (_words(one) != own, order.index(one.act)))


def _words(subject: Subject) -> tuple[str, ...]:
    """The path's words but for what it begins with, for the caller, and for what a deed does."""
    parts = subject.endpoint.key.partition(" ")[2].strip("/").split("/")[len(subject.base) :]
    words = tuple(one for one in parts if one != "{}" and one not in _SELF)
    return words[:-1] if subject.act == "action" else words


def _is_below(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one path is the other below a resource that it belongs to."""
    longer, shorter = sorted((one, other), key=len, reverse=True)
    return longer[-len(shorter) :] == shorter


def _shown(text: str, place: RepoPath, sibling: Subject) -> Body | None:
    """What a sibling's answer shows of the resource: all of it, or of a list an entry."""
    answer = answer_of(text, place, sibling.endpoint)
    first = entry(groups(answer))
    if answer is None or first is None:
        return None
    if sibling.act != "list":
        whole = not first.at.endswith("[]") and _repeats(text, place, sibling, first)
        return replace(answer, shown_by=sibling.endpoint) if whole else None
    held = first if first.at.endswith("[]") else _rows(answer, sibling)
    if held is None:
        return None
    prefix = f"{held.at}." if held.at else ""
    own = [one for one in answer.fields if one.name.startswith(prefix)]
    fields = tuple(replace(one, name=one.name.removeprefix(prefix)) for one in own)
    return replace(answer, fields=fields, example="", name="", shown_by=sibling.endpoint)


def _repeats(text: str, place: RepoPath, sibling: Subject, first: Group) -> bool:
    """Whether an answer has what was sent: one that has not is that of a deed."""
    if sibling.act == "get":
        return True
    given = (request(one) for one in passages_in(text, place, sibling.endpoint))
    sent = next((one for one in given if one is not None), None)
    return sent is None or _holds({fold(one) for one in first.names}, sent)


def _rows(answer: Body, sibling: Subject) -> Group | None:
    """The rows that stand deeper, by the name of what they are, or an answer without any cover."""
    known = groups(answer)
    deep = [one for one in known if one.at.endswith("[]") and fold(one.word) == fold(sibling.thing)]
    return next(iter(deep), None) or next((one for one in known if not one.at), None)


def _fits(body: Body, spec: Spec, subject: Subject) -> bool:
    """Whether it shows what is sent, or what the table holds."""
    first = entry(groups(body))
    names = {fold(one) for one in first.names} if first is not None else set()
    if len(names) < _FEWEST or (spec.request is not None and not _holds(names, spec.request)):
        return False
    table = table_of(spec, subject)
    return table is None or len(names & {fold(one.name) for one in table.columns}) >= _FEWEST


def _holds(names: Collection[str], sent: Body) -> bool:
    """Whether at least half of a body's own fields are among these."""
    given = {fold(leaf(one.name)) for one in sent.fields if "." not in one.name}
    return 2 * len(given & set(names)) >= len(given)
