"""Values that a query string shows: `?month=YYYY-MM` behind a path, or in code by itself."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Endpoint, Parameter
from agent.sources.endpoints.apiplan import passages
from agent.sources.text.notation import path_key
from agent.sources.text.repair import mended
from agent.sources.values.facts import facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.core.documents import Document, Source
    from agent.sources.passages.found import Found
    from agent.sources.text.units import Unit

_BEHIND = deferred(r"(?P<path>/[^\s`?]*)\?(?P<asked>[^\s`]+)")
_CODED = deferred(r"`\?(?P<asked>[^`\s]+)`")
_VALUE = r"`\??\w+\??(?:=[^`]*)?`(?:\s*\([^()]*\))?"
# A list with filters by these names, each with what a bracket says of it.
_FILTERS = deferred(
    r"(?:(?P<always>\b(?:always|automatically) )|\b)(?:filters?|filtering|filtrowani\w*|filtry)"
    rf"(?: by| po| wed\u0142ug)?:?\s+(?P<names>{_VALUE}"
    rf"(?:(?:[\s,/]|\b(?:and|or|i|oraz|lub|search)\b)+{_VALUE})*)",
    re.IGNORECASE,
)
# Who may narrow it by what the query's own list does not have: "admins can filter by user_id".
_MAY = deferred(
    r"\b(?:can|may|mo\u017ce|mog\u0105|mo\u017cna)\b(?: \w+){0,2} filt\w+ (?:by|po|wed\u0142ug|wg)"
    r" `?(?P<name>(?-i:[a-z]+(?:_[a-z]+|[A-Z][a-z]+)+))`?",
    re.IGNORECASE,
)
_NAMED = deferred(r"`\??(?P<name>\w+)\??(?:=[^`]*)?`(?:\s*\((?P<said>[^()]*)\))?")
_PAIR = deferred(r"(?P<name>[A-Za-z_][\w.\-]*(?:\[\])?)(?:=(?P<value>.*))?")
_LINE = deferred(r"\s*[?&]?[A-Za-z_][\w.\-]*(?:\[\])?=[^\s&?]*\s*")
_NUMBERS = (("integer", deferred(r"=-?\d+\s*$")), ("number", deferred(r"=-?\d+\.\d+\s*$")))
_AROUND = " \t.,;:)"


def asked(found: Found) -> Iterator[Parameter]:
    """What the query strings of the endpoint's own line and of its description name."""
    document, entry = found.document, found.entry
    for query in _own(found):
        yield from _shown(query, document.source(entry.line))
    yield from _allowed(found)
    for part in found.of("description", "query", "parameters"):
        for unit in part.units:
            source = document.source(unit.line)
            if unit.fence is not None and part.topic != "description":
                yield from _fenced(unit, document)
            required = facts(_CODED.sub("", unit.text), source).required
            if part.topic == "description":
                yield from _filters(unit.text, source)
            for hit in _CODED.finditer(unit.text):
                for one in _shown(hit["asked"], source):
                    yield replace(one, required=required)


def _allowed(found: Found) -> Iterator[Parameter]:
    """The values that a sentence lets somebody narrow the list by, told as it stands."""
    for unit in (one for part in found.parts for one in part.units if one.fence is None):
        for hit in _MAY.finditer(unit.text):
            yield Parameter(
                name=hit["name"],
                place="query",
                source=found.document.source(unit.line),
                required=False,
                note=unit.text,
            )


def _fenced(unit: Unit, document: Document) -> Iterator[Parameter]:
    """The values of a fence that is a query string, a value a line."""
    lines = unit.fence.text.strip().split("\n") if unit.fence is not None else []
    if all(map(_LINE.fullmatch, lines)):
        for number, line in enumerate(lines, start=unit.line + 1):
            kind = next((kind for kind, form in _NUMBERS if form.search(line)), None)
            for one in _shown(line.strip(" \t?&"), document.source(number)):
                yield replace(one, type=one.type or kind)


def _filters(text: str, source: Source) -> Iterator[Parameter]:
    """The values that a list may be narrowed by, as its description names them."""
    for hit in _FILTERS.finditer(text):
        found = list(_NAMED.finditer("" if hit["always"] else hit["names"]))
        paged = any(one["name"] == "page" for one in found)
        for one in found:
            if one["name"] == "size" and not paged:
                continue  # that of a dog, and not of a page
            said = facts(one["said"] or "", source)
            yield Parameter(
                name=one["name"],
                place="query",
                source=source,
                required=False,
                type=said.type,
                default=said.default,
                limits=said.limits,
            )


def _own(found: Found) -> Iterator[str]:
    """The query strings of its own line; where two passages share its path, each tells a call."""
    text, entry = found.document.text, found.entry
    lines = mended(text).split("\n")
    asked = list(_BEHIND.finditer(lines[entry.line - 1]))
    same = {one.line for one in passages(text) if one.endpoint.key == entry.endpoint.key}
    if asked and sum(_BEHIND.search(lines[one - 1]) is not None for one in same) > 1:
        return
    key = path_key(entry.endpoint)
    for hit in asked:
        if key.endswith(path_key(Endpoint(method=entry.endpoint.method, path=hit["path"]))):
            yield hit["asked"]


def _shown(query: str, source: Source) -> Iterator[Parameter]:
    for pair in re.sub(r"\[&|&\]", "&", query.rstrip(_AROUND)).split("&"):
        hit = _PAIR.fullmatch(pair)
        if hit is None:
            continue
        said = facts(hit["value"] or "", source)
        yield Parameter(
            name=hit["name"], place="query", source=source, type=said.type, limits=said.limits
        )
