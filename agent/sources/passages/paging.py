"""What a plan says once, for all lists, of how large a page may be."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Limit
from agent.sources.general.chunks import chunks
from agent.sources.passages.found import said
from agent.sources.passages.pagedlists import PLACE, SIZE, named, stated, usual
from agent.sources.values.facts import facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.core.documents import Document, Source
    from agent.core.spec import Body, Endpoint, Parameter
    from agent.sources.passages.found import Found

_NAMED = deferred(r"\b(?:page[_ ]?size|per[_ ]?page|limit)\b", re.IGNORECASE)
_ANY = deferred(r"\b(?:page|sort|order|offset|cursor|q|total)\w*", re.IGNORECASE)
_PAGING = deferred(r"pagin|stronic|page|stron", re.IGNORECASE)
_DEFAULT = deferred(r"default\s+(?:page[_ ]?size|limit)\W{0,4}(?:is|to|of)?\s*(\d+)", re.IGNORECASE)
# "Default: all of them" is the list's own, though no value.
_OWN = deferred(r"default|domyśl", re.IGNORECASE)
_FEWEST = 2
# "The last three": so many there are, and no page of them.
_SO_MANY = deferred(r"/(?:last|top|latest|first)[-_]?\d", re.IGNORECASE)
_BOUNDS = ("min", "max")
_MOST = re.compile(
    r"\bmax(?:imum)?\W{0,4}(?:page[_ ]?size|limit|per[_ ]?page|items per page)\W{0,8}(\d+)",
    re.IGNORECASE,
)
_PAGED = deferred(r"paginat|pagination|paginacj|stronicow|\bpaged\b|next_?cursor", re.IGNORECASE)
_UNPAGED = deferred(
    r"\b(?:not?|without|bez|nie)\s+(?:\w+\s+)?(?:paginat|paginacj|stronicow|paged)", re.IGNORECASE
)
# What ends as many do and is one.
_ONE = deferred(
    r"stat(?:istic)?s$|settings$|preferences$|metrics$|analytics$|status$|limits$|options$|news$"
    r"|progress$|access$|address$",
    re.IGNORECASE,
)


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
    """Of the first general passage that bounds a page, else of the first such line."""
    general = stated(document)
    for one in general.parameters if general is not None else ():
        if SIZE.fullmatch(one.name) and one.limit("max") is not None:
            return one.limits, one.default
    return next(_lines(document), ((), None))


def _lines(document: Document) -> Iterator[tuple[tuple[Limit, ...], str | None]]:
    for chunk in chunks(document.text):
        if _PAGING.search(f"{chunk.about} {chunk.text}") is None:
            continue
        for number, line in enumerate(chunk.text.split("\n"), start=chunk.line):
            limits = next(_bounds(line, document.source(number)), ())
            if limits:
                hit = _DEFAULT.search(line)
                yield limits, hit[1] if hit is not None else None


def _bounds(line: str, source: Source) -> Iterator[tuple[Limit, ...]]:
    """What a line says behind the name of a page's size, or before it: "max page size 100"."""
    for name in _NAMED.finditer(line):
        said = facts(_ANY.split(line[name.end() :], maxsplit=1)[0], source).limits
        limits = tuple(limit for limit in said if limit.kind in _BOUNDS)
        if any(limit.kind == "max" for limit in limits):
            yield limits
    most = _MOST.search(line)
    if most is not None:
        yield (Limit(kind="max", value=most[1], source=source),)


def with_pages(
    found: Found, given: Sequence[Parameter], answers: Sequence[Body]
) -> tuple[Parameter, ...]:
    """The inputs of a list with those of a page, where it is said to have pages."""
    query = [one.name for one in given if one.place == "query"]
    asked = any(SIZE.fullmatch(one) or PLACE.fullmatch(one) for one in query)
    if asked or not _is_list(found.entry.endpoint):
        return tuple(given)
    return (*given, *(paged(one, found.document) for one in _added(found, answers)))


def _added(found: Found, answers: Sequence[Body]) -> tuple[Parameter, ...]:
    """Those of the general passage, else of the other lists, where the own one speaks of pages.

    Where all lists have pages, one has them that shows no answer without.
    """
    endpoint, general = found.entry.endpoint, stated(found.document)
    texts = (found.entry.title, *map(said, found.parts), *(one.example for one in answers))
    text = "\n".join(texts)
    if _UNPAGED.search(text):
        return ()
    own = _PAGED.search(text) is not None
    if general is None:
        return (named(found.parts, found.document) or usual(found.document)) if own else ()
    answered = {one.name.rpartition(".")[2] for body in answers for one in body.fields}
    own = own or sum(one.name in answered for one in general.parameters) >= _FEWEST
    applies = own or (general.everywhere and not answered and _is_many(endpoint))
    if general.called:
        applies = endpoint.key in general.called
    return general.parameters if applies else ()


def _is_list(endpoint: Endpoint) -> bool:
    """Whether the path ends with a name, and not with so many of them."""
    last = endpoint.path.rstrip("/").rpartition("/")[2]
    return (
        endpoint.method == "GET" and not _SO_MANY.search(endpoint.path) and last[:1] not in "{:<["
    )


def _is_many(endpoint: Endpoint) -> bool:
    last = endpoint.path.rstrip("/").rpartition("/")[2]
    return last.endswith("s") and _ONE.search(last) is None
