"""What a stream sends: the events that an endpoint's passage names, each with its payload."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Body, Parameter, Streamed
from agent.sources.endpoints.apiplan import entries
from agent.sources.endpoints.candidates import Form
from agent.sources.passages.references import LIKE, referred
from agent.sources.text.markdown import plain
from agent.sources.text.units import Unit, units
from agent.sources.values.bodies import body

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.core.documents import Document
    from agent.sources.endpoints.apiplan import Entry
    from agent.sources.passages.found import Found

# English and Polish: "Event Types:", "SSE events".
_EVENTS = deferred(
    r"(?:(?:SSE|server[- ]sent|stream\w*|websocket|sent|emitted|typy)\s+){0,2}"
    r"(?:events?|messages?|zdarze\u0144?|zdarzenia|komunikaty)"
    r"(?:\s+(?:types?|formats?|sent|stream|payloads?))?\s*(?::(?P<rest>.*))?",
    re.IGNORECASE,
)
_NAMED = deferred(r"\**`(?P<name>[A-Za-z][\w.:-]*)`\**(?:\s*[:\u2013\u2014-]\s*(?P<said>.*))?")
# The lines of the protocol itself: "event: token", "data: {...}".
_LINE = deferred(r"\s*event:\s*(?P<name>[\w.:-]+)\s*")
_DATA = deferred(r"\s*data:\s*(?P<data>[{\[].*)")


def streamed(found: Found) -> tuple[Streamed, ...]:
    """The events in the passage's order; those of another endpoint where it says that they are."""
    return tuple(_of_entry(found.document, found.entry))


def _of_entry(document: Document, entry: Entry) -> Iterator[Streamed]:
    if entry.form is Form.ROW:
        return
    own = units(document.text)[entry.at + 1 : entry.end]
    for at, unit in enumerate(own):
        label = _EVENTS.fullmatch(plain(unit.text).strip()) if unit.fence is None else None
        if label is None:
            yield from _protocol(document, unit)
            continue
        yield from _listed(document, own[at + 1 :], unit)
        rest = label["rest"] or ""
        if LIKE.search(rest):
            yield from _like(document, entry, unit.text)


def _like(document: Document, entry: Entry, text: str) -> Iterator[Streamed]:
    """The events of the endpoint that the text calls alike, by its method or its path alone."""
    listed = entries(document.text)
    others = [one for one in referred(text, entry, listed, document.text) if one != entry]
    others = others or [one for one in listed if f"`{one.endpoint.path}`" in text]
    for one in others[:1]:
        yield from _of_entry(document, one)


def _listed(document: Document, below: Sequence[Unit], label: Unit) -> Iterator[Streamed]:
    """Items below a label that begin with a name, each with what stands below it."""
    items = _inside(below, label)
    named = [at for at, one in enumerate(items) if one.kind == "item" and _NAMED.match(one.text)]
    named = [at for at in named if items[at].depth == items[named[0]].depth]
    for at, end in pairwise((*named, len(items))):
        said = _NAMED.match(items[at].text)
        if said is not None:
            head = replace(items[at], kind="text")
            payload = body([head, *items[at + 1 : end]], "response", document)
            last = max(one.last for one in items[at:end])
            source = document.source(items[at].line, last)
            note = plain(re.sub(r"`\s*[{\[][^`]*`", "", said["said"] or "")).strip(" :;,.")
            yield Streamed(name=said["name"], note=note, source=source, fields=_fields(payload))


def _inside(below: Sequence[Unit], label: Unit) -> list[Unit]:
    """The units that a label holds: those deeper, or all up to the next heading."""
    items: list[Unit] = []
    for unit in below:
        if unit.kind == "heading" or (
            label.kind == "item" and unit.depth <= label.depth and unit.fence is None
        ):
            break
        items.append(unit)
    return items


def _protocol(document: Document, unit: Unit) -> Iterator[Streamed]:
    """The events of a code block that shows the stream as it is sent."""
    name = ""
    for at, line in enumerate(unit.fence.text.split("\n") if unit.fence is not None else ()):
        event, data = _LINE.fullmatch(line), _DATA.fullmatch(line)
        if event is not None:
            name = event["name"]
        elif name and data is not None:
            number = unit.line + 1 + at
            inline = replace(unit, kind="text", text=f"`{data['data']}`", line=number, fence=None)
            yield Streamed(
                name=name,
                source=document.source(number - 1, number),
                fields=_fields(body((inline,), "response", document)),
            )
            name = ""


def _fields(payload: Body | None) -> tuple[Parameter, ...]:
    return payload.fields if payload is not None else ()
