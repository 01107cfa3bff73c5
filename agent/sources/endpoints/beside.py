"""What is listed beside the sections that are called the list: what no announced one names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.sources.endpoints.candidates import Candidate, Form
from agent.sources.text import notation, vocabulary
from agent.sources.text.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.sources.text.units import Unit

_ROOT = deferred(r"(?:/(?:api|rest|v\d+))*(?=/|$)")
_SHORT = 4
_SEVERAL = 3


def listed_beside(
    found: Sequence[Unit],
    kept: Sequence[Candidate],
    chosen: Sequence[Candidate],
    sections: tuple[frozenset[int], frozenset[int]],
) -> list[Candidate]:
    """Those of `kept` that are a list of their own: nobody else names them.

    Their section is called after what their paths name ("Permissions": `/permissions`), or
    stands in a row with several that are announced ("Book endpoints", then "Shelves").
    `sections` are the headings announced, and those that state a base path.
    """
    listing, based = sections
    known = {key for one in chosen for key in _keys(one)}
    taken = {id(one) for one in chosen}
    rest = [one for one in kept if id(one) not in taken and one.form > Form.NAMED]
    own = [one for one in rest if based.intersection(found[one.at].above)]
    taken |= {id(one) for one in own}
    rest = [one for one in rest if id(one) not in taken and not known.intersection(_keys(one))]
    named, rows = _named_sections(found, rest), _rows_of(found, listing)
    forms = {one.form for one in chosen}
    return own + [
        one
        for one in rest
        if named.intersection(found[one.at].above[-1:])
        or (_is_request(found, one) and not _is_spoken(found, one))
        or (one.form in forms and _is_beside(found, one, rows) and not _is_spoken(found, one))
    ]


def _keys(one: Candidate) -> Iterator[str]:
    """Methods and path, without what all paths may begin with."""
    for endpoint in one.call.endpoints():
        yield f"{endpoint.method} {_ROOT.sub('', notation.path_key(endpoint), count=1)}"


def _named_sections(found: Sequence[Unit], rest: Sequence[Candidate]) -> frozenset[int]:
    """The headings whose words most of the paths below repeat."""
    said: dict[int, list[bool]] = {}
    for one in rest:
        for at in found[one.at].above[-1:]:
            said.setdefault(at, []).append(is_named_by(found[at].text, one.call.path))
    return frozenset(at for at, hits in said.items() if 2 * sum(hits) > len(hits))


def is_named_by(title: str, path: str) -> bool:
    """Whether a word of the title is one of the path's, be it in another number."""
    words = re.findall(r"[^\W\d_]{4,}", fold(notation.bare(title)))
    segments = re.findall(r"[^\W\d_]{4,}", fold(re.sub(r"[{<\[][^}>\]]*[}>\]]|:\w+", "", path)))
    return any(_is_same(word, segment) for word in words for segment in segments)


def _is_same(one: str, other: str) -> bool:
    """Whether the shorter word, but for its ending, begins the other."""
    short, long = sorted((one, other), key=len)
    stem = short[: max(_SHORT, len(short) - 1)]
    return long.startswith(stem)


def _rows_of(found: Sequence[Unit], listing: frozenset[int]) -> frozenset[tuple[int, ...]]:
    """Where several announced sections stand side by side: what is above them."""
    above = [found[at].above for at in listing]
    return frozenset(one for one in above if above.count(one) >= _SEVERAL)


def _is_request(found: Sequence[Unit], one: Candidate) -> bool:
    """Whether it is the first thing under a heading of its own, written as it is sent."""
    return found[one.at].fence is not None and found[one.at - 1].kind == "heading"


def _is_spoken(found: Sequence[Unit], one: Candidate) -> bool:
    titles = [notation.bare(found[at].text) for at in found[one.at].above]
    return any(vocabulary.is_aside(each) or vocabulary.speaks_of(each) for each in titles)


def _is_beside(found: Sequence[Unit], one: Candidate, rows: frozenset[tuple[int, ...]]) -> bool:
    return any(found[at].above in rows for at in found[one.at].above)
