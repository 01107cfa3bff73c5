"""What a plan says once, for all lists, of how large a page may be."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.sources.chunks import chunks
from agent.sources.facts import facts

if TYPE_CHECKING:
    from agent.core.documents import Document
    from agent.core.spec import Limit, Parameter

SIZE = re.compile(r"page_?size|per_?page|size|limit|take", re.IGNORECASE)
_NAMED = re.compile(r"\b(?:page[_ ]?size|per[_ ]?page|limit)\b", re.IGNORECASE)
_ANY = re.compile(r"\b(?:page|sort|order|offset|cursor|q|total)\w*", re.IGNORECASE)
_PAGING = re.compile(r"pagin|stronic|page|stron", re.IGNORECASE)
_DEFAULT = re.compile(
    r"default\s+(?:page[_ ]?size|limit)\W{0,4}(?:is|to|of)?\s*(\d+)", re.IGNORECASE
)
# "Default: all of them" is the list's own, though no value.
_OWN = re.compile(r"default|domyśl", re.IGNORECASE)
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
