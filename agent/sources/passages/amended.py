"""What a passage adds to a body that it refers to, or takes from it: "like POST plus `x`"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Parameter
from agent.sources.passages.references import LIKE
from agent.sources.values.facts import facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.core.documents import Document
    from agent.core.spec import Body, Place
    from agent.sources.endpoints.passage import Part

_PLUS = deferred(
    r"\b(?:plus|with(?:(?: an?)? (?:additional|extra|added)|(?=\s+`))|and (?:also|additionally)"
    r"|extended (?:with|by)|oraz|wraz z|dodatkowo|z dodatkow\w+|rozszerzon\w+ o)\b|(?<=\s)\+(?=\s)",
    re.IGNORECASE,
)
_LESS = deferred(
    r"\b(?:without|except(?: for)?|minus|excluding|but (?:no|not)|bez|oprócz|z wyjątkiem)\b",
    re.IGNORECASE,
)
_NAME = deferred(r"`(?P<name>[A-Za-z_][\w.\[\]]*)`")
_ENDS = deferred(r"[.;]\s|[.;]$")


def amended(body: Body, parts: tuple[Part, ...], place: Place, document: Document) -> Body:
    """The body with the fields that these parts add in the sentence that refers to it."""
    fields = {one.name: one for one in body.fields}
    for line, text in _lines(parts):
        like = LIKE.search(text)
        if like is None:
            continue
        said = _ENDS.split(text[like.end() :], maxsplit=1)[0]
        for name, rest, less in _names(said):
            if less:
                fields.pop(name, None)
            else:
                told = facts(rest, document.source(line))
                fields[name] = Parameter(
                    name=name,
                    place=place,
                    source=document.source(line),
                    type=told.type,
                    required=told.required,
                    default=told.default,
                    limits=told.limits,
                )
    changed = tuple(fields.values()) != body.fields
    # The other's example shows what is no longer all, or no longer there.
    return replace(body, fields=tuple(fields.values()), example="") if changed else body


def _lines(parts: tuple[Part, ...]) -> Iterator[tuple[int, str]]:
    for part in parts:
        yield part.line, part.label
        yield from ((unit.line, unit.text) for unit in part.units)


def _names(text: str) -> Iterator[tuple[str, str, bool]]:
    """Names in code behind a word of more or less, what stands behind each, and whether less."""
    signs = sorted(
        [(hit.end(), False) for hit in _PLUS.finditer(text)]
        + [(hit.end(), True) for hit in _LESS.finditer(text)]
    )
    hits = [hit for hit in _NAME.finditer(text) if signs and hit.start() >= signs[0][0]]
    ends = [*(hit.start() for hit in hits[1:]), len(text)]
    for hit, end in zip(hits, ends, strict=False):
        less = [sign for at, sign in signs if at <= hit.start()][-1]
        yield hit["name"], text[hit.end() : end], less
