"""An endpoint's entry in one API plan: its passage in parts, and the passages it refers to."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Excerpt
from agent.core.values import dataclass
from agent.sources.endpoints.apiplan import Entry, by_key, entries, passages
from agent.sources.endpoints.candidates import Form
from agent.sources.endpoints.passage import Part, fenced, parts
from agent.sources.passages.references import referred, refers
from agent.sources.passages.shapes import Shape, shapes_in
from agent.sources.text.repair import mended
from agent.sources.text.units import units

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.core.documents import Document
    from agent.core.spec import Endpoint
    from agent.sources.text.labels import Topic

_FAR = 3
_PICKED = deferred(r"/[\w/.-]+\?(?:\S*&)?id=eq\.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The endpoint's entry in one API plan, cut into parts."""

    document: Document
    entry: Entry
    parts: tuple[Part, ...]

    def of(self, *topics: Topic) -> tuple[Part, ...]:
        """The parts about these topics, in order."""
        return tuple(part for part in self.parts if part.topic in topics)

    @property
    def last(self) -> int:
        """The last line of the passage."""
        return max([self.entry.line, *(part.last for part in self.parts)])


def find(endpoint: Endpoint, document: Document) -> tuple[Found, ...]:
    """The endpoint's passages in the plan: the one that lists it, then others of its form.

    Below the row of an overview any other one tells of it.
    """
    first = by_key(document.text).get(endpoint.key)
    if first is None:
        return ()
    one_row = _picks(document, first)
    again = [
        one
        for one in _passages(document.text)[endpoint.key]
        if one.line != first.line
        and (one.form == first.form or first.form is Form.ROW)
        and _picks(document, one) == one_row
    ]
    return tuple(_at(document, one) for one in (first, *again))


def _picks(document: Document, entry: Entry) -> bool:
    """Whether it is the call for one row by its key, where PostgREST has the path of them all."""
    return _PICKED.search(_mended_lines(document.text)[entry.line - 1]) is not None


@lru_cache(maxsize=256)
def _passages(text: str) -> dict[str, list[Entry]]:
    """The passages of a plan by the key of what they are on."""
    found: dict[str, list[Entry]] = {}
    for one in passages(text):
        found.setdefault(one.endpoint.key, []).append(one)
    return found


def _at(document: Document, entry: Entry) -> Found:
    return Found(document=document, entry=entry, parts=parts(document.text, entry))


def said(part: Part) -> str:
    """All that stands in a part, line by line."""
    return "\n".join((part.label, *(unit.text for unit in part.units)))


def like(found: Found, *topics: Topic) -> Iterator[Found]:
    """The entries that these parts call alike, and those that they call alike in turn."""
    listed = entries(found.document.text)
    known = {found.entry}
    near = [found]
    for _ in range(_FAR):
        texts = [(one, said(part)) for one in near for part in one.of(*topics)]
        near = []
        for one, text in texts:
            for entry in referred(text, one.entry, listed, found.document.text):
                if entry not in known:
                    known.add(entry)
                    near.append(_at(found.document, entry))
        yield from near


def shapes(found: Found, *topics: Topic) -> Iterator[Shape]:
    """The named shapes that these parts speak of, defined elsewhere in the document."""
    text = "\n".join(said(part) for part in found.of(*topics))
    for shape in shapes_in(found.document.text, text):
        if not found.entry.line <= shape.line <= found.last or found.entry.form is Form.ROW:
            yield shape


def excerpts(found: Found) -> Iterator[Excerpt]:
    """The endpoint's own passage, then those that it refers to."""
    document, line = found.document, found.entry.line
    if found.entry.form is Form.ROW:
        yield _lines(document, line, line)
        for part in found.parts:
            if part.line != line:
                yield _lines(document, part.line, part.last)
    elif (listed := _own_lines(found)) is not None:
        yield _lines(document, line, listed[0])
        below = [part.line for part in found.parts if part.line > listed[1]]
        if below:
            yield _lines(document, below[0], found.last)
    else:
        yield _lines(document, line, found.last)
    topics: tuple[Topic, ...] = tuple(
        dict.fromkeys(part.topic for part in found.parts if refers(said(part)))
    )
    for other in like(found, *topics):
        yield replace(_lines(document, other.entry.line, other.last), referred=True)
    for shape in shapes(found, *dict.fromkeys(part.topic for part in found.parts)):
        yield replace(_lines(document, shape.line, shape.last), referred=True)


def _own_lines(found: Found) -> tuple[int, int] | None:
    """Where a fence lists many endpoints: the last line of this one, and of the fence."""
    listed = fenced(found.document.text, found.entry)
    if not listed:
        return None
    last = units(found.document.text)[found.entry.at].last
    following = next((line for line in listed if line > found.entry.line), last)
    lines = _mended_lines(found.document.text)[found.entry.line : following - 1]
    own = next((at for at, one in enumerate(lines) if not one.strip()), len(lines))
    return found.entry.line + own, last


@lru_cache(maxsize=256)
def _mended_lines(text: str) -> list[str]:
    return mended(text).split("\n")


def _lines(document: Document, line: int, last: int) -> Excerpt:
    text = "\n".join(_mended_lines(document.text)[line - 1 : last])
    return Excerpt(source=document.source(line, last), text=text.rstrip())
