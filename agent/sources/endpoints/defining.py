"""Which of the places that name an endpoint define one, and which only mention it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Endpoint
from agent.sources.endpoints.candidates import Candidate, Form
from agent.sources.text.notation import path_key
from agent.sources.text.units import is_detailed
from agent.sources.text.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.sources.text.units import Unit


_DOES = {
    "GET": re.compile(
        r"list|get|show|fetch|read|retrieve|search|find|view|download|export|lookup"
        r"|list[ay]|pob(?:ierz|ran|ieran)\w*|wyswietl\w*|pokaz\w*|wyszuk\w*|szukaj|odczyt\w*"
    ),
    "DELETE": re.compile(r"delete|remove|cancel|usun\w*|usuwan\w*|skasuj|kasowan\w*"),
}
# A number, a long id, a word with a number after it, or what no segment's name is made of.
_VALUE = deferred(r"\d+|[0-9a-f-]{16,}|[A-Za-z]+[_-]\d+|[A-Z\d_]{3,}|[\w-]+[.@][\w.-]+")
_CHANGES = deferred(
    r"create|add|register|submit|send|upload|start|generate|invite|import|update|edit|change"
    r"|replace|rename|set|mark|(?:u|s)tworz\w*|doda\w*|wys[ly]\w*|przes[ly]\w*|aktualiz\w*|zmi[ae]n\w*"
    r"|edyt\w*|zapis\w*|generow\w*"
)


def defining(found: Sequence[Unit], kept: Sequence[Candidate]) -> list[Candidate]:
    """Those of the candidates, in document order, that are no mentions and no lesser repeats."""
    chosen = _once(found, list(_defining(found, kept)))
    templates = [(_parts(one), found[one.at].fence is None) for one in chosen]
    samples = _samples(found, chosen)
    return [
        one
        for one in chosen
        if id(one) not in samples
        and (
            found[one.at].fence is None
            or not any(_fills(_parts(one), each, sure=sure) for each, sure in templates)
        )
    ]


def _samples(found: Sequence[Unit], chosen: Sequence[Candidate]) -> frozenset[int]:
    """The ids of those that, all in the section of one in a fence, fill in its parameters."""
    sections: dict[tuple[int, ...], list[Candidate]] = {}
    for one in chosen:
        sections.setdefault(found[one.at].above, []).append(one)
    return frozenset(
        id(one)
        for first, *rest in sections.values()
        if found[first.at].fence is not None
        and all(
            one.at != first.at and _fills(_parts(one), _parts(first), sure=True) for one in rest
        )
        for one in rest
    )


def _parts(one: Candidate) -> tuple[tuple[str, ...], list[str]]:
    """Its methods, and the segments of its path, last first."""
    key = path_key(one.call.endpoints()[0])
    return one.call.methods, key.strip("/").split("/")[::-1]


def _fills(
    one: tuple[tuple[str, ...], list[str]],
    template: tuple[tuple[str, ...], list[str]],
    *,
    sure: bool,
) -> bool:
    """Whether a request in a fence is an example: values stand for the other's parameters.

    Where the other stands in a fence, too, they have to look like values, not like names.
    """
    (methods, mine), (others, theirs) = one, template
    if methods != others or len(mine) < len(theirs) or mine[: len(theirs)] == theirs:
        return False
    pairs = [pair for pair in zip(mine, theirs, strict=False) if pair[0] != pair[1]]
    return all(part == "{}" and (sure or _VALUE.fullmatch(value)) for value, part in pairs)


def _defining(found: Sequence[Unit], kept: Sequence[Candidate]) -> Iterator[Candidate]:
    """Those that are not mentions inside the passage of another."""
    names = _are_named(found, kept)
    heading: Candidate | None = None
    last: Candidate | None = None
    for one in kept:
        unit = found[one.at]
        if heading is not None and heading.at not in unit.above:
            heading = None
        if one.form is Form.HEADING:
            heading = last = one
            yield one
        elif heading is None and (
            not (last and _mentions(found, last, one)) or _is_named(found, one, among=names)
        ):
            last = one
            yield one


def _mentions(found: Sequence[Unit], last: Candidate, one: Candidate) -> bool:
    """Whether `one` stands in the passage of `last`, which is written as more of an entry."""
    before, unit = found[last.at], found[one.at]
    if before.above != unit.above:
        return False
    if one.at == last.at:
        return False
    if last.form is Form.ROW:
        return one.form < Form.ITEM
    if last.form is Form.PAIR:
        return one.form < Form.PAIR
    if one.form is Form.NAMED and last.form > Form.NAMED:
        return True
    inner = last.form is Form.ITEM and unit.depth > before.depth
    return inner and not (one.form is Form.ITEM and is_detailed(found, one.at))


def _are_named(found: Sequence[Unit], kept: Sequence[Candidate]) -> bool:
    """Whether most entries are paragraphs like `List users: GET /users`: then any such one is."""
    return 2 * sum(_is_alone(found, one) for one in kept) > len(kept)


def _is_named(found: Sequence[Unit], one: Candidate, *, among: bool) -> bool:
    """Whether it is such a paragraph among others, or one whose name says what its method does."""
    if not _is_alone(found, one):
        return False
    verb = fold(one.title).partition(" ")[0]
    does = (_DOES.get(method, _CHANGES) for method in one.call.methods)
    return among or (not one.call.after and all(pattern.fullmatch(verb) for pattern in does))


def _is_alone(found: Sequence[Unit], one: Candidate) -> bool:
    unit = found[one.at]
    return one.form is Form.NAMED and unit.kind == "text" and unit.depth == 0


def _once(found: Sequence[Unit], some: Sequence[Candidate]) -> list[Candidate]:
    """Without lesser repeats of an entry under a shortened path.

    A table most of whose rows repeat nothing lists what it names, even where others end so.
    """
    best: dict[tuple[str, str], Form] = {}
    for one in some:
        for method in one.call.methods:
            for tail in _tails(Endpoint(method=method, path=one.call.path).key):
                best[method, tail] = max(one.form, best.get((method, tail), Form.NAMED))
    repeats = [_repeats(one, best) for one in some]
    rows: dict[int, list[bool]] = {}
    for one, repeat in zip(some, repeats, strict=True):
        if found[one.at].grid is not None:
            rows.setdefault(one.at, []).append(repeat)
    return [
        one
        for one, repeat in zip(some, repeats, strict=True)
        if not repeat or 2 * sum(rows.get(one.at, [True])) <= len(rows.get(one.at, []))
    ]


def _tails(key: str) -> Iterator[str]:
    parts = key.partition(" ")[2].strip("/").split("/")
    for at in range(1, min(len(parts), 4)):
        yield "/" + "/".join(parts[at:])


def _repeats(one: Candidate, best: dict[tuple[str, str], Form]) -> bool:
    keys = [endpoint.key.partition(" ") for endpoint in one.call.endpoints()]
    return all(best.get((method, path), Form.NAMED) > one.form for method, _, path in keys)
