"""The features that product requirements list: user stories, and numbered requirements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Feature, ListedFeature
from agent.core.values import dataclass
from agent.sources.text.markdown import Heading, Item, Paragraph, blocks, lines, plain

if TYPE_CHECKING:
    from agent.core.documents import Document
    from agent.sources.text.markdown import Block

# `US-002: Log in`, `ID: US-002`, `FR-3 Log in`: a number of a kind that the document uses.
_NUMBERED = deferred(
    r"(?:ID\s*:\s*)?([A-Z]{1,6}-\d{1,4}|(?:US|FR|REQ)\d{1,4})(?![\w-])[\s:.)\u2013\u2014-]*(.*)"
)
_TITLE = deferred(r"(?:title|name|tytu\u0142|nazwa)\s*:\s*(.+)", re.IGNORECASE)
_STORY = deferred(r"US|STORY")
_LISTS = deferred(
    r"functional requirements|features|epics|user stories|user flows|use cases"
    r"|wymagania funkcjonalne|funkcjonalno|epiki|historyjki|historie u"
    r"|przep\u0142ywy|szczeg\u00f3\u0142owe wym",
    re.IGNORECASE,
)
_NOT_NOW = deferred(
    r"non-?functional|niefunkcjonaln|out of scope|poza zakresem|boundar|granice|limitation"
    r"|\bnot? (?:in|be)|nie wchodz|metric|metryk|measure|mierni|success|kryteria sukcesu",
    re.IGNORECASE,
)
_SECTION = deferred(r"^\d+(?:\.\d+)*[.)]?\s+")
_LONGEST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """The lines of one feature; its name, and the number it has there, where it has one."""

    feature: Feature
    line: int
    last: int


@lru_cache(maxsize=8)
def passages(text: str) -> tuple[Passage, ...]:
    """Each feature of the requirements with its lines, stories first; never raises."""
    numbered = list(_numbered(text))
    kinds = [kind_of(one.feature) for one in numbered]
    # A kind that stands there once is a name: `GPT-4 writes the query`.
    found = [one for one in numbered if kinds.count(kind_of(one.feature)) > 1] or list(
        _titled(text)
    )
    once: dict[str, Passage] = {}
    for one in found:
        before = once.get(one.feature.key)
        if before is None or one.last - one.line > before.last - before.line:
            once[one.feature.key] = one
    return tuple(sorted(once.values(), key=lambda one: not _STORY.match(one.feature.id)))


def find_features(document: Document) -> tuple[ListedFeature, ...]:
    """What the document lists, each feature once."""
    return tuple(
        ListedFeature(endpoint=one.feature, title="", source=document.source(one.line, one.last))
        for one in passages(document.text)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line of text without its marks; `level` is that of a heading, else 0."""

    number: int
    text: str
    level: int = 0


def kind_of(feature: Feature) -> str:
    """What its number begins with: `US-`, `FR-`; empty for one without a number."""
    return feature.id.rstrip("0123456789")


def _numbered(text: str) -> Iterator[Passage]:
    every = tuple(_lines(blocks(text)))
    aside = False
    for at, one in enumerate(every):
        mark = _NUMBERED.match(one.text)
        if mark is None or aside:
            aside = _NOT_NOW.search(one.text) is not None if one.level else aside
            continue
        end = _end(every, at)
        own = every[at + 1 : end]
        titled = next((hit[1] for one in own[:2] if (hit := _TITLE.fullmatch(one.text))), "")
        name = _name(mark[2] or titled or (own[0].text if own else ""))
        if name:
            last = own[-1].number if own else one.number
            feature = Feature(name=name, id=mark[1])
            yield Passage(feature=feature, line=one.number, last=last)


def _titled(text: str) -> Iterator[Passage]:
    """Where nothing is numbered: the headings below one that says it lists features."""
    every = tuple(_lines(blocks(text)))
    above = 0
    for at, one in enumerate(every):
        if not one.level:
            continue
        if above and one.level <= above:
            above = 0
        if _LISTS.search(one.text) and not _NOT_NOW.search(one.text):
            above = above or one.level
            continue
        end = _end(every, at)
        if above and end > at + 1:
            feature = Feature(name=_name(one.text))
            yield Passage(feature=feature, line=one.number, last=every[end - 1].number)


def _end(every: Sequence[_Line], at: int) -> int:
    """Where the passage that begins there ends: at the next number, or the next heading."""
    for place in range(at + 1, len(every)):
        if every[place].level or _NUMBERED.match(every[place].text):
            return place
    return len(every)


def _lines(found: Sequence[Block]) -> Iterator[_Line]:
    for block in found:
        match block:
            case Heading():
                yield _Line(number=block.line, text=_bare(block.text), level=block.level)
            case Paragraph() | Item():
                for number, text in lines(block):
                    yield _Line(number=number, text=_bare(text))
            case _:
                continue


def _bare(text: str) -> str:
    return _SECTION.sub("", plain(text)).strip()


def _name(text: str) -> str:
    """The words that it goes by: of a long sentence the first clause."""
    said = plain(text).rstrip(" .:;")
    if len(said) <= _LONGEST:
        return said
    clause = re.split(r"(?<=\w)[.;:,](?=\s)|\s[\u2013\u2014-]\s", said)[0]
    return clause if len(clause) <= _LONGEST else clause[:_LONGEST].rpartition(" ")[0] + "\u2026"
