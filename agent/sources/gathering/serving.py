"""Which of the documented endpoints serve a feature: those that name it, else those on the same."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Excerpt
from agent.core.values import dataclass
from agent.sources.gathering.citing import calls_any, cites, is_called
from agent.sources.gathering.elsewhere import is_by_hand, is_elsewhere, passage, segments
from agent.sources.gathering.features import passages
from agent.sources.gathering.featurespec import described, excerpt_of, passages_of
from agent.sources.gathering.wordings import (
    Deed,
    acts,
    bare_of_people,
    deed_of,
    deeds,
    is_undone,
    terms,
)
from agent.sources.openapi.apidata import is_prose
from agent.sources.text.tongue import tongue_of
from agent.sources.text.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.core.documents import Document
    from agent.core.spec import Endpoint, Feature, Listed
    from agent.sources.gathering.wordings import Act

_MOST, _FEW = 4, 2
_SEVERAL = 2
_WORD = deferred(r"[^\W\d_]+")
_METHODS: dict[str, Act] = {
    "POST": "create",
    "PUT": "update",
    "PATCH": "update",
    "DELETE": "delete",
}
_ONE = deferred(
    r"\bdetail|\bfull\b|pe\u0142n|szczeg\u00f3\u0142|\bsingle\b|pojedyncz", re.IGNORECASE
)
_MANY = deferred(
    r"\blist|\bbrows|\bsearch|\ball\b|przegl\u0105da|wyszuk|wszystki|\bmanag|zarz\u0105dz",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What a feature says of itself: the words of its name and of what is wanted, and the deeds."""

    text: str
    name: frozenset[str]
    said: frozenset[str]
    deed: Deed
    named: frozenset[Act]
    done: frozenset[Act]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Near:
    """An endpoint that may be meant; `rank` is how surely."""

    endpoint: Endpoint
    rank: tuple[bool, bool, int]


def serving(
    feature: Feature, listed: Sequence[Listed], documents: Sequence[Document]
) -> tuple[Endpoint, ...]:
    """The endpoints of a feature, at most four; none where it may be another one."""
    naming = tuple(_naming(feature, listed, documents))
    if naming:
        return naming[:_MOST]
    if is_undone(feature.name):
        return ()
    description = described(feature, documents)
    wanted = _wanted(feature, description.text if description is not None else "")
    for sure in (_calling, _doing, _showing):
        shown = tuple(sure(wanted, feature.name, listed, documents))
        if len(shown) == 1:
            return shown
    near = [one for each in listed if (one := _near(wanted, each)) is not None]
    near = [one for one in near if not is_by_hand(wanted.name, one.endpoint, listed)]
    deed = wanted.deed if wanted.named else replace(wanted.deed, thing=frozenset())
    near = [one for one in near if not is_elsewhere(deed, one.endpoint, listed, documents)]
    best = max((one.rank for one in near), default=None)
    found = [one.endpoint for one in near if one.rank == best]
    alike = best is not None and not any(best[:2])
    if alike and len(found) > 1:
        return ()
    if not wanted.named and (len(found) > 1 or any(one.method != "GET" for one in found)):
        return ()
    return tuple(_one_or_many(wanted.text, found))[:_MOST]


def required(
    endpoint: Endpoint, listed: Sequence[Listed], documents: Sequence[Document]
) -> tuple[Excerpt, ...]:
    """What the product requirements have for an endpoint: features that it serves, lines on it."""
    features, calling = _required(tuple(listed), tuple(documents))
    own = features.get(endpoint.key, ())
    return (*own, *(one for one in calling if is_called(endpoint, one.text)))


_Features = dict[str, tuple[Excerpt, ...]]


@lru_cache(maxsize=2)
def _required(
    listed: tuple[Listed, ...], documents: tuple[Document, ...]
) -> tuple[_Features, tuple[Excerpt, ...]]:
    """The features of each endpoint, and the lines beside features that call any."""
    found: _Features = {}
    calling: list[Excerpt] = []
    for document in documents:
        every = passages(document.text) if document.role == "prd" else ()
        for one in every:
            told = replace(excerpt_of(document, one), about=str(one.feature))
            for each in _meant(one.feature, listed, documents):
                found[each.key] = (*found.get(each.key, ()), told)
        if document.role == "prd":
            inside = {line for one in every for line in range(one.line, one.last + 1)}
            calling += [
                Excerpt(source=document.source(line), text=text)
                for line, text in enumerate(document.text.split("\n"), start=1)
                if line not in inside and calls_any(text)
            ]
    return found, tuple(calling)


def _meant(
    feature: Feature, listed: Sequence[Listed], documents: Sequence[Document]
) -> Iterator[Endpoint]:
    """The endpoints that a feature is surely about: few, and named, or doing what it is called."""
    found = serving(feature, listed, documents)
    named = [*_naming(feature, listed, documents)] if len(found) <= _FEW else []
    for one in found if len(found) <= _FEW else ():
        if one in named or _METHODS.get(one.method, "read") in deeds(feature.name):
            yield one


def _naming(
    feature: Feature, listed: Sequence[Listed], documents: Sequence[Document]
) -> Iterator[Endpoint]:
    """Those whose own passage cites the feature by its number, or that its passage calls.

    Else those beside whose names it is cited, of several the ones that are called most like it.
    """
    plans = [one.text for one in documents if one.role == "api-plan" and is_prose(one.path)]
    own = "\n".join(one.text for one in passages_of(feature, documents))
    cited = [cites(feature.id, plan) for plan in plans] if feature.id else []
    beside: list[tuple[int, Endpoint]] = []
    for one in listed:
        if any(one.endpoint.key in each.own for each in cited) or is_called(one.endpoint, own):
            yield one.endpoint
        elif any(is_called(one.endpoint, each.beside) for each in cited):
            beside.append((len(terms(one.title) & terms(feature.name)), one.endpoint))
    best = max((alike for alike, _ in beside), default=0)
    yield from (endpoint for alike, endpoint in beside if alike == best)


def _showing(
    wanted: _Wanted, name: str, listed: Sequence[Listed], documents: Sequence[Document]
) -> Iterator[Endpoint]:
    """The reads of one row that show a field of several words which the name is all of."""
    words = [fold(one) for one in _WORD.findall(bare_of_people(name))]
    rest = words[1:] if words and acts(words[0]) else []
    if "read" not in wanted.named or len(rest) < _SEVERAL:
        return
    field = re.compile(rf"[\"'`]{'_?'.join(map(re.escape, rest))}[\"'`]", re.IGNORECASE)
    plans = [one for one in documents if one.role == "api-plan" and is_prose(one.path)]
    for one in listed:
        row = one.endpoint.method == "GET" and one.endpoint.key.endswith("{}")
        if row and any(field.search(passage(each.text, one.endpoint)) for each in plans):
            yield one.endpoint


def _calling(
    wanted: _Wanted, _name: str, listed: Sequence[Listed], _documents: Sequence[Document]
) -> Iterator[Endpoint]:
    """Those whose path says just what the name does: `/plates/clean`, "Clean plates"."""
    for one in listed:
        path = terms(" ".join(segments(one.endpoint)))
        if len(path) >= _SEVERAL and path == wanted.name:
            yield one.endpoint


def _doing(
    wanted: _Wanted, name: str, listed: Sequence[Listed], documents: Sequence[Document]
) -> Iterator[Endpoint]:
    """The deeds on a row that the name begins with, where they tell most of the rest of it."""
    deed = terms(next(iter(_WORD.findall(bare_of_people(name))), ""))
    plans = [one for one in documents if one.role == "api-plan" and is_prose(one.path)]
    for one in listed:
        above, _, last = one.endpoint.key.rpartition("/")
        if above.endswith("{}") and deed and terms(last) == deed and not last.endswith("s"):
            said = terms(" ".join(passage(each.text, one.endpoint) for each in plans))
            rest = wanted.name - deed
            if rest and 2 * len(rest & (said | terms(one.title))) > len(rest):
                yield one.endpoint


def _wanted(feature: Feature, description: str) -> _Wanted:
    name, said = map(bare_of_people, (feature.name, description))
    return _Wanted(
        text=f"{name} {said}",
        name=terms(name),
        said=terms(said),
        deed=deed_of(name, tongue_of(f"{feature.name} {description}")),
        named=deeds(name),
        done=frozenset(acts(said)),
    )


def _near(wanted: _Wanted, listed: Listed) -> _Near | None:
    """The endpoint, where its resource and what it does are those of the feature's name."""
    path = [terms(one) for one in segments(listed.endpoint)]
    deed, title = wanted.deed, terms(listed.title)
    told = frozenset(one for one in title if not acts(one)).union(*path)
    covered = len(told & wanted.name)
    whole = len(path) >= _SEVERAL and all(one <= wanted.name for one in path)
    if whole and not wanted.named and listed.endpoint.method == "GET":
        return _Near(endpoint=listed.endpoint, rank=(True, True, covered))  # it is its whole name
    if not path or not _does(wanted, listed):
        return None
    known = wanted.name | wanted.said
    if not path[-1] <= known or not path[-1] & wanted.name:
        # "Lends a copy" makes a loan.
        said = deed.done & title and deed.thing & title
        return _Near(endpoint=listed.endpoint, rank=(False, False, covered)) if said else None
    own = deed.thing if listed.endpoint.method == "POST" else deed.things
    if not own & (path[-1] | title) and not deed.done & path[-1]:
        return None
    whole = all(one & known for one in path)
    thing = bool((deed.thing | deed.done) & path[-1])
    return _Near(endpoint=listed.endpoint, rank=(whole, thing, covered))


def _does(wanted: _Wanted, listed: Listed) -> bool:
    did = _METHODS.get(listed.endpoint.method, "read")
    known = wanted.named or wanted.done
    *above, last = segments(listed.endpoint)
    if did != "read" and any(acts(one) and terms(one) <= wanted.name for one in last.split("-")):
        return not above or bool(terms(" ".join(above)) & wanted.name)
    return did in known


def _one_or_many(text: str, found: Sequence[Endpoint]) -> Iterator[Endpoint]:
    """Of the reads of one resource the one that is meant: a list, or one row."""
    one_of = _ONE.search(text) is not None
    many = not one_of and _MANY.search(text) is not None
    several = sum(one.method == "GET" for one in found) > 1
    for one in found:
        row = one.key.endswith("{}")
        if one.method != "GET" or not ((many and row) or (several and one_of and not row)):
            yield one
