"""Sections whose titles speak of what one endpoint does: "Quest generation", "Message sending"."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.shapes import Topic
from agent.core.values import dataclass
from agent.sources.endpoints.apiplan import entries
from agent.sources.general.chunks import Chunk, chunks
from agent.sources.general.headed import headed
from agent.sources.general.methods import naming, without_method
from agent.sources.tables.relatedtables import segments
from agent.sources.text import notation
from agent.sources.text.roots import is_in, root, roots
from agent.sources.text.units import units

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from agent.core.spec import Endpoint
    from agent.sources.endpoints.apiplan import Entry

_WORD = deferred(r"[^\W\d_]+")
_HUMP = deferred(r"(?<=[a-z])(?=[A-Z])")
_ASIDE = deferred(r"\([^()]*\)")
# What a title says of any deed. English and Polish.
_GENERAL = deferred(
    r"(?:rules?|validat\w*|constraints?|limit\w*|rates?|auth\w*|secur\w*|permissions?|access"
    r"|resources?|logic|business|requirements?|inputs?|fields?|data|general|common|process\w*"
    r"|workflow|flows?|handling|implement\w*|details?|mapping|strategy|considerations?|endpoints?"
    r"|api|features?|services?|modules?|mechanism|system|management|polic\w+|notes?|specific|key"
    r"|core|main|requests?|new|existing|behaviou?r|steps?|single"
    r"|of|for|the|and|or|with|via|by|to|from|in|on|an?|when|after|before|during|if"
    r"|regu\u0142\w*|walidac\w*|zasad\w*|ogranicze\w*|zas[o\u00f3]b\w*|logik\w*|biznes\w*|dla|i|w"
    r"|z|na|do|oraz|przy|po|przed|now\w+|wymaga\w*|p[o\u00f3]l\w*|przep\u0142yw\w*|proces\w*"
    r"|punkt\w*|ko\u0144cow\w*|uwierzyteln\w*|autoryz\w*|obs\u0142ug\w*|szczeg\u00f3\u0142\w*"
    r"|krok\w*|\u017c\u0105da\w+)",
    re.IGNORECASE,
)
_ASKED = deferred(r"requests?", re.IGNORECASE)
# Sections that tell of the work around the API, not of what it does.
_AROUND = deferred(
    r"\btest|checklist|\bphase\b|\betap|\bfaz[ay]\b|frontend|\bclient|\bUI\b|\busage\b|example"
    r"|przyk\u0142ad|roadmap|monitoring|coverage|pokrycie|changelog|traceab|type definitions"
    r"|\bstatus\b(?! (?:handling|transition|change|flow))|migrat|migracj|deploy|\btypes\b|\bDTO"
    r"|\bendpoints?$|\bresources?$|response|query param|completed|implemented|surface",
    re.IGNORECASE,
)
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
_CALLED_ON = deferred(
    r"\b(?:called|executed|run|performed|invoked|applied|wykonywan\w+|wywo\u0142ywan\w+)"
    r" (?:during|upon|podczas|przy) (?:the |an? )?"
    r"(?P<deed>[^\W\d_]+(?: [^\W\d_]+){0,3})\s*(?:$|[.,;)])",
    re.IGNORECASE | re.MULTILINE,
)
_SENTENCE = deferred(r"(?<=[.!?;])\s")
_CHANGES = "update edit editing modify modification change aktualizacja edycja zmiana"
_NAMES = {
    "POST": "create creation creating add adding insert utw\u00f3rz tworzenie dodaj dodawanie",
    "PUT": _CHANGES,
    "PATCH": _CHANGES,
    "DELETE": "delete deletion remove removing removal usuwanie usu\u0144",
}
_ACTS = {method: roots(said.split()) for method, said in _NAMES.items()}
_ALL_ACTS = frozenset(one for acts in _ACTS.values() for one in acts)
# A deed that no endpoint's words are: what stands below it is not of the title above.
_OTHERS = _ALL_ACTS | roots(
    ["accept", "acceptance", "approve", "reject", "cancel", "archive", "restore", "publish"]
)
# What is told of a deed in another way than any endpoint does it.
_NOBODY = ""
_MOST_WORDS, _FIRST, _FEWEST, _FEW = 5, 16, 3, 3
_LEVELS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """How an endpoint is spoken of: all its words, what is done there, what with.

    `acts` are the deeds that its method has in common with many endpoints, `last` the words of its
    path's last part.
    """

    known: frozenset[str]
    deeds: frozenset[str]
    acts: frozenset[str]
    path: frozenset[str]
    last: frozenset[str]


def topic(chunk: Chunk, text: str, endpoint: Endpoint) -> Topic | None:
    """Whose deed the titles speak of that a chunk of the plan stands under, if of any."""
    found, within = _topics(text).get(chunk.line, (frozenset(), ""))
    return Topic(own=endpoint.key in found, within=within) if found else None


def owners(chunk: Chunk, text: str) -> frozenset[str]:
    """The keys of the endpoints whose deed these titles speak of."""
    return _topics(text).get(chunk.line, (frozenset(), ""))[0]


@lru_cache(maxsize=8)
def _topics(text: str) -> Mapping[int, tuple[frozenset[str], str]]:
    """The endpoints that each chunk is about, by the chunk's line."""
    known = {one.endpoint.key: _words_of(text, one) for one in entries(text)}
    heads, named, when = _heads(text), headed(text), _when(text)
    read: dict[tuple[str, ...], tuple[frozenset[str], str]] = {}
    found: dict[int, tuple[frozenset[str], str]] = {}
    for chunk in chunks(text):
        titles = tuple(one for one in _titles(chunk) if one)
        if chunk.line in named:
            found[chunk.line] = named[chunk.line], chunk.lead or chunk.caption
            continue
        if any(map(_AROUND.search, titles)) or heads.intersection(chunk.titles):
            continue
        if titles not in read:
            read[titles] = _about(titles, known)
            if not read[titles][0]:
                read[titles] = _of_method(text, titles, known)
            if not read[titles][0] and chunk.titles in when:
                read[titles] = _about((when[chunk.titles],), known)
        if read[titles][0]:
            found[chunk.line] = read[titles]
    return found


def _heads(text: str) -> frozenset[str]:
    """The titles right above endpoints: what stands there besides is of all of them."""
    found = units(text)
    above = (at for one in entries(text) for at in found[one.at].above[-1:])
    return frozenset(notation.bare(found[at].text) for at in above)


def _when(text: str) -> Mapping[tuple[str, ...], str]:
    """When the work of a section is done, where a line says so: "Called during loan creation"."""
    return {
        one.titles: hit["deed"]
        for one in chunks(text)
        for hit in _CALLED_ON.finditer(one.text)
        if len(one.titles) > 1
    }


def _titles(chunk: Chunk) -> tuple[str, ...]:
    """What a chunk stands under, the nearest first."""
    return (chunk.lead, chunk.caption, *reversed(chunk.titles[-_LEVELS:]))


def _about(titles: Sequence[str], known: Mapping[str, _Words]) -> tuple[frozenset[str], str]:
    """The endpoints of the nearest title that speaks of any: of several those it names best.

    With the nearest title where that is another one. "Nightly generation" is not of who generates.
    """
    apart: set[str] = set()
    for at, title in enumerate(titles):
        said = told_by(title)
        if not said:
            continue
        above = next((more for one in titles[at + 1 :] if (more := _things(one))), ())
        found = {key: _fit(said, above, words) for key, words in known.items()}
        best = max(found.values(), default=0)
        if best:
            keys = {key for key, fit in found.items() if fit == best}
            return frozenset(keys - apart or {_NOBODY}), titles[0] if at else ""
        if any(is_in(one, _OTHERS) for one in said):
            break
        apart |= {key for key, words in known.items() if is_in(said[-1], words.deeds)}
    return frozenset(), ""


def _of_method(
    text: str, titles: Sequence[str], known: Mapping[str, _Words]
) -> tuple[frozenset[str], str]:
    """The few endpoints whose passages name the method that a title is about: "SM-2 algorithm"."""
    for at, title in enumerate(titles):
        rest = told_by(without_method(title))
        keys = (key for key in naming(text, title) if all(is_in(w, known[key].known) for w in rest))
        found = frozenset(keys)
        if 0 < len(found) <= _FEW:
            return found, titles[0] if at else ""
    return frozenset(), ""


def _fit(said: Sequence[str], above: Sequence[str], words: _Words) -> int:
    """How well a title speaks of an endpoint: not at all, by its words, or by its path's.

    All words have to be the endpoint's, and one is what it does; a deed that many have in common
    needs the name of what it is done with, be it in the title above.
    """
    own = [one for one in said if not one.endswith("ed") and is_in(one, words.deeds)]
    acts = [one for one in said if is_in(one, words.acts)]
    things = [one for one in said if one not in own and not is_in(one, _ALL_ACTS)]
    around = things or above
    if not (own or acts) or not all(is_in(one, words.known) for one in around):
        return 0
    if not own and not any(is_in(one, words.last) for one in (*things, *above)):
        return 0
    return 1 + sum(is_in(one, words.path) for one in around)


def told_by(title: str) -> tuple[str, ...]:
    """The words of a title that tell what it is about; none of a whole sentence."""
    words = _parts(_ASIDE.sub(" ", title))
    found = tuple(one for one in words if not _GENERAL.fullmatch(one))
    return found if len(found) <= _MOST_WORDS else ()


def _things(title: str) -> tuple[str, ...]:
    """The words of a title above it, but what is done."""
    return tuple(
        one
        for one in _parts(_ASIDE.sub(" ", title))
        if not is_in(one, _ALL_ACTS) and (not _GENERAL.fullmatch(one) or _ASKED.fullmatch(one))
    )


def _words_of(text: str, entry: Entry) -> _Words:
    found = units(text)
    own = (one for one in found[entry.at : entry.end] if one.kind in {"text", "item"})
    above = (notation.bare(found[at].text) for at in found[entry.at].above[-1:])
    first = next((said for one in own if (said := _described(one.text))), "")
    # A part of a path may be a number alone.
    parts = [words for one in segments(entry.endpoint) if (words := _parts(one))]
    path = roots(word for words in parts for word in words)
    told = (*_parts(entry.title), *_parts(first)[:_FIRST], *_parts(" ".join(above)))
    deeds = roots(_deeds(entry, first))
    action = roots(_action(entry, deeds))
    own_deeds = deeds - (path - _made(parts)) - _ALL_ACTS
    return _Words(
        known=path | roots(told),
        deeds=action if entry.endpoint.method == "GET" else action | own_deeds,
        acts=frozenset() if action else _ACTS.get(entry.endpoint.method, frozenset()),
        path=path,
        last=roots(parts[0]) if parts else frozenset(),
    )


def _described(line: str) -> str:
    """The first sentence of a line that describes; nothing of one with the endpoint's name."""
    bare = _LABEL.sub("", notation.bare(line))
    words = "/" not in bare and len(bare.split()) >= _FEWEST and ":" not in bare
    return _SENTENCE.split(bare)[0] if words else ""


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
