"""Which types serve an endpoint: by their comments, their names, their fields, and each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from agent.core.patterns import deferred
from agent.core.shapes import Serves, TypeDefinition
from agent.core.spec import Spec
from agent.core.values import dataclass
from agent.sources.types.asked import (
    Asked,
    alike,
    asked_of,
    field_names,
    is_envelope,
    is_named,
    is_part,
    same_fields,
)
from agent.sources.types.naming import (
    ACTIONS,
    ANSWER,
    BODY,
    MANY,
    QUERY,
    Name,
    Side,
    taken_apart,
    words,
)
from agent.sources.types.rating import INNER, acts, asks_for_many, by_name, is_aside, is_key

_MOST = 7
_MOST_DIRECT = 6
_SURE = 9
_ALIKE = 0.7
_SAME = 0.9
# Above all that a name may say.
_TOLD = 100
# What a page shows or holds: no server gives it.
_OF_PAGES = deferred(
    r"(?:View(?:Model|State|Data|Props)|VM|Props|State|Form(?:Data|Values?|Errors?|Schema)?|Option)s?$"
)
_PAGES = deferred(r"(?:^|/)(?:components|hooks|viewmodels?)/", re.IGNORECASE)
_SCRIPTS = frozenset((".ts", ".tsx", ".js"))
# A type that is looked up in another one is none of its own.
_OF_PATH = deferred(r"(?:Path|Params?)(?:Params?|Schema)?$")
_WORD = deferred(r"\b[A-Za-z_]\w{2,}(?!\w|\[[\"'])")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A type with its name taken apart."""

    type: TypeDefinition
    name: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A type that serves the endpoint: how surely, and what of it."""

    rate: float
    known: _Known
    side: Serves

    @property
    def type(self) -> TypeDefinition:
        """The type itself."""
        return self.known.type


def serving(spec: Spec, types: Iterable[TypeDefinition]) -> tuple[TypeDefinition, ...]:
    """The types of its body, its query and its answer, best first, then those that these hold.

    One of another resource or another action is none, however alike its fields are.
    """
    asked = asked_of(spec)
    every = [_Known(type=one, name=taken_apart(one.name, asked.said)) for one in _of_api(types)]
    told = [_Found(rate=_TOLD, known=one, side=_side(asked, one)) for one in every
            if is_named(asked, one.type) and not is_key(one.name)]  # fmt: skip
    rest = [one for one in every if not _is_of_other(asked, one)]
    found = [*told, *_unsaid(asked, rest, told)]
    found += _by_shape(asked, rest, [one.side for one in found])
    if not any(one.side == "response" and field_names(one.type) & asked.top for one in found):
        found += _envelopes(asked, rest)
    known = {one.type.name: one.type for one in reversed(every)}
    ordered = _fitting(sorted(found, key=lambda row: -row.rate), known)
    direct: dict[str, TypeDefinition] = {}
    for row in ordered:
        direct.setdefault(row.type.name, replace(row.type, serves=row.side))
    firsts = {one.serves: one for one in reversed(direct.values())}.values()
    chosen = sorted(direct.values(), key=lambda one: one not in firsts)[:_MOST_DIRECT]
    inner = dict.fromkeys(name for one in chosen for name in _held(one, known))
    chosen = [one for one in chosen if one.name not in inner]
    return tuple((chosen + [replace(known[one], serves="inner") for one in inner])[:_MOST])


def _of_api(types: Iterable[TypeDefinition]) -> list[TypeDefinition]:
    """The types without those that pages show and forms hold, in a script."""
    return [
        one
        for one in types
        if one.source.path.suffix not in _SCRIPTS
        or not (_OF_PAGES.search(one.name) or _PAGES.search(one.source.path.value))
    ]


def _side(asked: Asked, one: _Known) -> Serves:
    """What of the endpoint it is for; a name that does not say leaves it to the fields."""
    side = one.name.side
    if (side == "body" and asked.gets) or _OF_PATH.search(one.type.name):
        return "query"
    if asked.gets and asks_for_many(one.name):
        return "query"
    if side == "either" and "schema" in one.name.kinds:
        answers = alike(asked, one.type, "response") > alike(asked, one.type, "body")
        return "response" if answers else "query" if asked.gets else "body"
    if side != "either":
        return side
    return "body" if not asked.gets and is_part(asked, one.type, "body") else "response"


def _is_of_other(asked: Asked, one: _Known) -> bool:
    """Whether it asks, and its comment gives it to other endpoints alone; or another table's."""
    if one.name.side in {"body", "query"} and is_named(asked, one.type) is not None:
        return True
    told = " ".join(words(one.type.name))
    return any(" ".join(part) in told for part in asked.parts)


def _unsaid(asked: Asked, every: Sequence[_Known], told: Sequence[_Found]) -> Iterator[_Found]:
    """By their names those that no comment gives to the endpoint.

    Of a side whose type is told only what holds it is, and its namesakes: a schema beside its type.
    """
    known = {one.type.name: one.type for one in every}
    sides = {one.side for one in told}
    rated = [
        _Found(rate=rate, known=one, side=_side(asked, one))
        for one in every
        if (rate := by_name(asked, one.type, one.name))
    ]
    if any(row.rate >= _SURE for row in rated):
        rated = [row for row in rated if row.rate >= _SURE]
    for row in rated:
        beside = [one.known for one in told if one.side == row.side]
        held = set(_held(row.type, known)) if beside else set[str]()
        if row.side not in sides or any(
            one.type.name in held or _is_namesake(one, row.known) for one in beside
        ):
            yield row


def _is_namesake(one: _Known, other: _Known) -> bool:
    """Whether they differ by what kind of type they are called alone, or not in their fields."""
    done = one.name.actions, other.name.actions
    same = (done[0] == done[1] or done[0] & done[1]) and one.name.nouns == other.name.nouns
    said = one.name.actions or other.name.kinds & (BODY | QUERY | ANSWER)
    return bool(same and said) or same_fields(one.type, other.type)


def _fitting(found: Sequence[_Found], known: Mapping[str, TypeDefinition]) -> Iterator[_Found]:
    """Without those that a better one of their side leaves nothing to serve."""
    for row in found:
        better = [one for one in found if one.side == row.side and one.rate > row.rate]
        if row.rate >= _TOLD or not any(_is_instead(one, row, known) for one in better):
            yield row


def _is_instead(best: _Found, row: _Found, known: Mapping[str, TypeDefinition]) -> bool:
    """Whether the better one serves alone, and this one is neither in it nor the same."""
    if best.side == "query" or _are_twins(best.known, row.known):
        return False
    if row.type.name in _held(best.type, known) or best.type.name in _held(row.type, known):
        return False
    bare = bool(row.known.name.kinds & INNER) or not (row.type.fields or row.known.name.kinds)
    exact = best.known.name.does - ACTIONS["GET"] and not row.known.name.does
    aside = is_aside(row.known.name) and not is_aside(best.known.name)
    return (
        bare or aside or (best.side == "response" and bool(exact or any(_held(best.type, known))))
    )


def _are_twins(one: _Known, other: _Known) -> bool:
    """Whether they are the same, or the one is the schema of the other."""
    schema = "schema" in one.name.kinds ^ other.name.kinds
    return one.name.nouns == other.name.nouns and (schema or same_fields(one.type, other.type))


def _held(one: TypeDefinition, known: Mapping[str, TypeDefinition]) -> Iterator[str]:
    """The known types that its fields hold, or that it is given; through one given, its own."""
    texts = (*(field.type for field in one.fields), *one.given)
    names = [name for text in texts for name in _WORD.findall(text)]
    for name in dict.fromkeys(names):
        if name in known and name != one.name and _is_object(known[name]):
            yield name
            if name in one.given:
                yield from _held(replace(known[name], given=()), known)


def _is_object(one: TypeDefinition) -> bool:
    """Whether it has fields, as far as its name says where they are derived."""
    return bool(one.fields or taken_apart(one.name, frozenset()).kinds)


def _by_shape(asked: Asked, every: Sequence[_Known], named: Sequence[Serves]) -> Iterator[_Found]:
    """For the body and the answer, where no name told it, the type most alike."""
    sides: tuple[Side, ...] = ("body", "response")
    for side in sides:
        if side in named:
            continue
        fit = [
            (share, one)
            for one in every
            if not one.name.kinds & (QUERY | MANY)
            and acts(asked.endpoint.method, one.name)
            and one.name.side in {side, "either"}
            and (share := alike(asked, one.type, side)) >= (_SAME if one.name.actions else _ALIKE)
        ]
        for share, one in sorted(fit, key=lambda row: -row[0])[:1]:
            yield _Found(rate=share, known=one, side="body" if side == "body" else "response")


def _envelopes(asked: Asked, every: Sequence[_Known]) -> Iterator[_Found]:
    """What holds the answer of any endpoint: it names no thing."""
    for one in every:
        if not one.name.nouns and is_envelope(asked, one.type):
            yield _Found(rate=0, known=one, side="response")
