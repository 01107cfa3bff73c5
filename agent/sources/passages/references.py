"""What a passage refers to instead of saying it again: "like POST", "see 2.3", "as above"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.sources.text import notation
from agent.sources.text.units import units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.sources.endpoints.apiplan import Entry

LIKE = deferred(
    r"\b(?:like|same|identical|similar|mirrors?|matches|see|equal"
    r"|as (?:in|for|with|above|below)|subset of|podobn\w*"
    r"|tak\w* sam\w*|jak(?: w)?|patrz|zob\.?|identyczn\w*|j\.\s?w\.)(?!\w)",
    re.IGNORECASE,
)
_ABOVE = deferred(
    r"\b(?:as|same as|like|see|jak)\s+above\b|\(above\)|\bjak (?:wyżej|powyżej)|\bj\.\s?w\.",
    re.IGNORECASE,
)
_SECTION = deferred(
    r"(?:\b(?:sections?|sekcj\w*|rozdzia\w*|pkt\.?|punk\w*|see|patrz|zob\.?|in|w)\b|\u00a7)\s*"
    r"(?P<number>\d+(?:\.\d+)+|(?<=section )\d+)(?![\w/])",
    re.IGNORECASE,
)
# "Same structure as signup", "same as the create payload".
_AS = deferred(
    r"\b(?:same|identical)\b(?:\s+\w+){0,2}?\s+(?:as|to)\s+(?:(?:the|in|for|of)\s+)*[`\"']?"
    r"(?P<word>[a-z][\w-]*)",
    re.IGNORECASE,
)
LIST_ITEM = deferred(r"\b(?:list(?:ed)? items?|items? (?:of|from|in) the list)\b", re.IGNORECASE)
_QUOTED = deferred(
    r"\"([^\"]{3,80})\"|\u201c([^\u201d]{3,80})\u201d|\*\*([^*]{3,80})\*\*|`([^`]{3,80})`"
)
_NUMBER = deferred(r"\W*(?P<number>\d+(?:\.\d+)*)")


def refers(text: str) -> bool:
    """Whether a text says that something is like what stands elsewhere."""
    return LIKE.search(text) is not None


def is_above(text: str) -> bool:
    """Whether a text says no more than that it is as what stands above."""
    hit = _ABOVE.search(text)
    return hit is not None and not re.search(r"\w", text.replace(hit[0], ""))


def referred(text: str, entry: Entry, listed: Sequence[Entry], document: str) -> Iterator[Entry]:
    """The listed entries that the text calls alike; a bare method means the nearest one above."""
    for line in text.split("\n"):
        like = LIKE.search(line)
        if like is None:
            continue
        for one in _of_line(line, like.end(), entry, listed, document):
            if one != entry:
                yield one


def _of_line(
    line: str, at: int, entry: Entry, listed: Sequence[Entry], document: str
) -> Iterator[Entry]:
    call = notation.call(line)
    if call is not None:
        yield from (one for one in listed if call.names(one.endpoint))
        return
    said = [*_numbered(line, listed, document), *_titled(line, listed)]
    method = notation.METHOD.search(line, at)
    if said:
        yield from said
    elif method is not None:
        yield from _nearest(method[1], entry, listed)
    elif worded := _worded(line, entry, listed):
        yield from worded
    elif _ABOVE.search(line):
        yield from _before(entry, listed)


def _worded(line: str, entry: Entry, listed: Sequence[Entry]) -> list[Entry]:
    """The entry before this one whose path ends with the word, or that lists the items.

    Of several the last of the same method.
    """
    if LIST_ITEM.search(line):
        return _nearest("GET", entry, listed)
    hit = _AS.search(line)
    if hit is None:
        return []
    word = hit["word"].casefold()
    before = [one for one in listed if one.line < entry.line]
    named = [one for one in before if word in {_plain(one.title).partition(" ")[0], _end(one)}]
    alike = [one for one in named if one.endpoint.method == entry.endpoint.method]
    return (alike or named)[-1:] or (_nearest("POST", entry, listed) if word == "create" else [])


def _titled(line: str, listed: Sequence[Entry]) -> list[Entry]:
    names = {_plain("".join(hit)) for hit in _QUOTED.findall(line)}
    return [one for one in listed if one.title and _plain(one.title) in names]


def _end(entry: Entry) -> str:
    return entry.endpoint.path.rpartition("/")[2].casefold()


def _plain(title: str) -> str:
    return notation.unnumbered(notation.bare(title)).strip(" .:").casefold()


def _numbered(line: str, listed: Sequence[Entry], document: str) -> list[Entry]:
    """Entries that stand under a heading of this number, or are it."""
    hit = _SECTION.search(line)
    if hit is None:
        return []
    found = units(document)
    return [
        one
        for one in listed
        if any(
            (number := _NUMBER.match(found[at].text)) and number["number"] == hit["number"]
            for at in (*found[one.at].above[-1:], one.at)
        )
    ]


def _nearest(method: str, entry: Entry, listed: Sequence[Entry]) -> list[Entry]:
    """The entry of this method for the same resource, the last one before this entry."""
    fits = [one for one in listed if one.endpoint.method == method and _alike(one, entry)]
    before = [one for one in fits if one.line < entry.line]
    return before[-1:] or fits[:1]


def _before(entry: Entry, listed: Sequence[Entry]) -> list[Entry]:
    """The last entry above for the same resource, else the last one at all."""
    before = [one for one in listed if one.line < entry.line]
    return [one for one in before if _alike(one, entry)][-1:] or before[-1:]


def _alike(one: Entry, entry: Entry) -> bool:
    return one != entry and _collection(one) == _collection(entry)


def _collection(entry: Entry) -> str:
    return notation.path_key(entry.endpoint).removesuffix("/{}")
