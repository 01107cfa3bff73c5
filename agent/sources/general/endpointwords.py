"""How an endpoint is spoken of in its plan: what is done there, and with what."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.tables.relatedtables import segments
from agent.sources.text import notation
from agent.sources.text.roots import is_in, root, roots
from agent.sources.text.units import units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.sources.endpoints.apiplan import Entry

_ASIDE = deferred(r"\([^()]*\)")
_WORD = deferred(r"[^\W\d_]+")
_HUMP = deferred(r"(?<=[a-z])(?=[A-Z])")
_DEED = deferred(r"(?:tion|sion|ment|ing|anie|enie|ania|enia|cja|cji|cj\u0119)$", re.IGNORECASE)
# Things that only end like a deed.
_THING = deferred(
    r"(?:session|version|section|question|collection|position|location|region|transaction|condition"
    r"|subscription|permission|notification|edition)",
    re.IGNORECASE,
)
# "Initiates the generation": what is done is the noun.
_BEGINS = deferred(
    r"(?:initiat|start|trigger|request|perform|run|execut|begin|inicju|uruch|rozpocz)",
    re.IGNORECASE,
)
# "Allows a clerk to send a letter": the deed comes later.
_AND = frozenset(("and", "i", "oraz"))
_LETS = deferred(r"(?:allow|let|enable|permit|used|endpoint|umo\u017cliwia|pozwala)", re.IGNORECASE)
_LABEL = deferred(r"^[-*+\s]*(?:description|opis|purpose|cel|summary)\W*:?\W*", re.IGNORECASE)
_SENTENCE = deferred(r"(?<=[.!?;])\s")
_CHANGES = "update edit editing modify modification change aktualizacja edycja zmiana"
_NAMES = {
    "POST": "create creation creating add adding insert utw\u00f3rz tworzenie dodaj dodawanie",
    "PUT": _CHANGES,
    "PATCH": _CHANGES,
    "DELETE": "delete deletion remove removing removal usuwanie usu\u0144",
}
_ACTS = {method: roots(said.split()) for method, said in _NAMES.items()}
ALL_ACTS = frozenset(one for acts in _ACTS.values() for one in acts)
_FIRST, _FEWEST = 16, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """How an endpoint is spoken of: all its words, its own, what is done there, what with.

    `own` are without those of the title above, and of what is in brackets; `acts` are the deeds
    that its method has in common with many endpoints, `last` the words of its path's last part.
    """

    known: frozenset[str]
    own: frozenset[str]
    deeds: frozenset[str]
    acts: frozenset[str]
    path: frozenset[str]
    last: frozenset[str]


def spoken_of(text: str, entry: Entry) -> Spoken:
    """The words of an endpoint's path, title and description, and of the title above it."""
    found = units(text)
    own = (one for one in found[entry.at : entry.end] if one.kind in {"text", "item"})
    above = (notation.bare(found[at].text) for at in found[entry.at].above[-1:])
    first = next((said for one in own if (said := _described(one.text))), "")
    # A part of a path may be a number alone.
    pieces = [words for one in segments(entry.endpoint) if (words := _parts(one))]
    path = roots(word for words in pieces for word in words)
    told = (*_parts(entry.title), *_parts(first)[:_FIRST])
    deeds = roots(_deeds(entry, first))
    action = roots(_action(entry, deeds))
    own_deeds = deeds - (path - _made(pieces)) - ALL_ACTS
    return Spoken(
        known=path | roots((*told, *_parts(" ".join(above)))),
        own=path | roots((*_parts(entry.title), *parts(first))),
        deeds=action if entry.endpoint.method == "GET" else action | own_deeds,
        acts=frozenset() if action else _ACTS.get(entry.endpoint.method, frozenset()),
        path=path,
        last=roots(pieces[0]) if pieces else frozenset(),
    )


def _described(line: str) -> str:
    """The first sentence of a line that describes; nothing of one with the endpoint's name."""
    bare = _LABEL.sub("", notation.bare(line))
    words = "/" not in bare and len(bare.split()) >= _FEWEST and ":" not in bare
    return _SENTENCE.split(bare)[0] if words else ""


def parts(text: str) -> list[str]:
    """The words of a text, but of what is in brackets."""
    return _parts(_ASIDE.sub(" ", text))


def _parts(text: str) -> list[str]:
    return _WORD.findall(_HUMP.sub(" ", text))


def _deeds(entry: Entry, first: str) -> Iterator[str]:
    """What title and description begin with, join to it, or say that it is there to do."""
    for said in (entry.title, first):
        words = _parts(said)
        yield from words[:1]
        if words and _LETS.match(words[0]):
            yield from (there for here, there in pairwise(words) if here == "to")
        yield from (there for here, there in pairwise(words[:_FIRST]) if here in _AND)
        if words and _BEGINS.match(words[0]):
            yield from filter(_is_deed, words)


def _is_deed(word: str) -> bool:
    return _DEED.search(word) is not None and not _THING.fullmatch(word)


def _made(parts: Sequence[Sequence[str]]) -> frozenset[str]:
    """What is added where that is a deed by its name: `generations`."""
    last = parts[0][-1] if parts else ""
    return frozenset([root(last)] if _is_deed(last.removesuffix("s")) else [])


def _action(entry: Entry, deeds: frozenset[str]) -> list[str]:
    """What the path's last word says is done: of a POST to no collection, or by its title."""
    parts = _parts(next(iter(segments(entry.endpoint)), ""))
    if not parts:
        return []
    told = is_in(parts[0], deeds)
    if entry.endpoint.method != "POST":
        return parts[:1] if told and entry.endpoint.path.endswith(parts[-1]) else []
    many = parts[-1].endswith("s")
    return parts[:1] if (not many or (len(parts) > 1 and told)) else []
