"""What a plan says once, for all lists, of how large a page may be."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.spec import Parameter
from agent.sources.chunks import chunks
from agent.sources.facts import facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agent.core.documents import Document
    from agent.core.spec import Body, Endpoint, Limit

SIZE = re.compile(r"page_?size|per_?page|size|limit|take", re.IGNORECASE)
_NAMED = re.compile(r"\b(?:page[_ ]?size|per[_ ]?page|limit)\b", re.IGNORECASE)
_ANY = re.compile(r"\b(?:page|sort|order|offset|cursor|q|total)\w*", re.IGNORECASE)
_PAGING = re.compile(r"pagin|stronic|page|stron", re.IGNORECASE)
_DEFAULT = re.compile(
    r"default\s+(?:page[_ ]?size|limit)\W{0,4}(?:is|to|of)?\s*(\d+)", re.IGNORECASE
)
# "Default: all of them" is the list's own, though no value.
_OWN = re.compile(r"default|domyśl", re.IGNORECASE)
# A line that says once, for all lists, what a page is asked for by.
_STATED = re.compile(r"\W*(?:pagination|paging|paginacja|stronicowanie)\b", re.IGNORECASE)
_ASKED = re.compile(r"[`?&](page|per_?page|page_?size|size|limit|offset)\b", re.IGNORECASE)
_FEWEST = 2
# "The last three": so many there are, and no page of them.
_SO_MANY = re.compile(r"/(?:last|top|latest|first)[-_]?\d", re.IGNORECASE)
_BOUNDS = ("min", "max")


def paged(one: Parameter, document: Document) -> Parameter:
    """A page's size with the bounds and the default that the plan gives for all lists."""
    if one.place != "query" or SIZE.fullmatch(one.name) is None or one.limit("max") is not None:
        return one
    limits, default = _sizes(document)
    kinds = {limit.kind for limit in one.limits}
    return replace(
        one,
        limits=(*one.limits, *(limit for limit in limits if limit.kind not in kinds)),
        default=default if one.default is None and not _OWN.search(one.note) else one.default,
    )


@lru_cache(maxsize=8)
def _sizes(document: Document) -> tuple[tuple[Limit, ...], str | None]:
    """Of the first general line that bounds a page."""
    for chunk in chunks(document.text):
        about = f"{chunk.about} {chunk.text}"
        for number, line in enumerate(chunk.text.split("\n"), start=chunk.line):
            if _PAGING.search(about) is None:
                continue
            for name in _NAMED.finditer(line):
                rest = _ANY.split(line[name.end() :], maxsplit=1)[0]
                said = facts(rest, document.source(number)).limits
                limits = tuple(limit for limit in said if limit.kind in _BOUNDS)
                if any(limit.kind == "max" for limit in limits):
                    default = _DEFAULT.search(line)
                    return limits, default[1] if default is not None else None
    return (), None


def with_pages(
    endpoint: Endpoint,
    given: Sequence[Parameter],
    answers: Iterable[Body],
    document: Document,
) -> tuple[Parameter, ...]:
    """The inputs of a list with those of a page, where it answers them and a general line asks."""
    if endpoint.method != "GET" or _SO_MANY.search(endpoint.path):
        return tuple(given)
    query = {one.name for one in given if one.place == "query"}
    answered = {one.name.rpartition(".")[2] for body in answers for one in body.fields}
    found = [one for one in _stated(document) if one.name in answered]
    asked = any(name in query for name in (one.name for one in _stated(document)))
    if asked or len(found) < _FEWEST:
        return tuple(given)
    return (*given, *(paged(one, document) for one in found))


@lru_cache(maxsize=8)
def _stated(document: Document) -> tuple[Parameter, ...]:
    return tuple(next((found for line in _lines(document) if (found := line)), ()))


def _lines(document: Document) -> Iterator[list[Parameter]]:
    """What each general line on pages asks for, with the value that it gives for none."""
    for number, line in enumerate(document.text.split("\n"), start=1):
        names = dict.fromkeys(_ASKED.findall(line)) if _STATED.match(line) else {}
        defaults = {name: re.search(rf"\b{name}\s*=\s*(\d+)", line) for name in names}
        yield [
            Parameter(
                name=name,
                place="query",
                source=document.source(number),
                type="integer",
                required=False,
                default=found[1] if found is not None else None,
            )
            for name, found in defaults.items()
        ]
