"""Sections whose titles speak of what one endpoint does: "Quest generation", "Message sending"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.shapes import Topic
from agent.sources.endpoints.apiplan import entries
from agent.sources.general.chunks import Chunk, chunks
from agent.sources.general.endpointwords import ALL_ACTS, Spoken, parts, spoken_of
from agent.sources.general.headed import headed
from agent.sources.general.methods import naming, without_method
from agent.sources.text import notation
from agent.sources.text.roots import is_in, roots
from agent.sources.text.units import units

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from agent.core.spec import Endpoint

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
_LOGIC = deferred(r"\b(?:logic|algorithm|logika|algorytm)\b", re.IGNORECASE)
_CALLED_ON = deferred(
    r"\b(?:called|executed|run|performed|invoked|applied|wykonywan\w+|wywo\u0142ywan\w+)"
    r" (?:during|upon|podczas|przy) (?:the |an? )?"
    r"(?P<deed>[^\W\d_]+(?: [^\W\d_]+){0,3})\s*(?:$|[.,;)])",
    re.IGNORECASE | re.MULTILINE,
)
# A deed that no endpoint's words are: what stands below it is not of the title above.
_OTHERS = ALL_ACTS | roots(
    ["accept", "acceptance", "approve", "reject", "cancel", "archive", "restore", "publish"]
)
# What is told of a deed in another way than any endpoint does it.
_NOBODY = ""
_MOST_WORDS, _FEW = 5, 3
_LEVELS = 3


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
    known = {one.endpoint.key: spoken_of(text, one) for one in entries(text)}
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
            read[titles] = _owned(text, titles, known)
            if not read[titles][0] and chunk.titles in when:
                read[titles] = _about((when[chunk.titles],), known)
        if read[titles][0]:
            found[chunk.line] = read[titles]
    return found


def _owned(
    text: str, titles: Sequence[str], known: Mapping[str, Spoken]
) -> tuple[frozenset[str], str]:
    """The endpoints that titles are about, by a deed, a method or a logic, and what leads them."""
    found = _about(titles, known)
    if not found[0]:
        found = _of_method(text, titles, known)
    return found if found[0] else _of_logic(titles, known)


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


def _about(titles: Sequence[str], known: Mapping[str, Spoken]) -> tuple[frozenset[str], str]:
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
    text: str, titles: Sequence[str], known: Mapping[str, Spoken]
) -> tuple[frozenset[str], str]:
    """The few endpoints whose passages name the method that a title is about: "SM-2 algorithm"."""
    for at, title in enumerate(titles):
        rest = told_by(without_method(title))
        keys = (key for key in naming(text, title) if all(is_in(w, known[key].known) for w in rest))
        found = frozenset(keys)
        if 0 < len(found) <= _FEW:
            return found, titles[0] if at else ""
    return frozenset(), ""


def _of_logic(titles: Sequence[str], known: Mapping[str, Spoken]) -> tuple[frozenset[str], str]:
    """The only endpoint that changes something and speaks of what a logic is of: "Queue logic"."""
    for at, title in enumerate(titles):
        said = told_by(title) if _LOGIC.search(title) else ()
        spoken = {key for key, words in known.items() if all(is_in(one, words.own) for one in said)}
        found = {key for key in spoken if not key.startswith(("GET ", "DELETE "))}
        if said and len(found) == 1:
            return frozenset(found), titles[0] if at else ""
    return frozenset(), ""


def _fit(said: Sequence[str], above: Sequence[str], words: Spoken) -> int:
    """How well a title speaks of an endpoint: not at all, by its words, or by its path's.

    All words have to be the endpoint's, and one is what it does; a deed that many have in common
    needs the name of what it is done with, be it in the title above.
    """
    own = [one for one in said if not one.endswith("ed") and is_in(one, words.deeds)]
    acts = [one for one in said if is_in(one, words.acts)]
    things = [one for one in said if one not in own and not is_in(one, ALL_ACTS)]
    around = things or above
    if not (own or acts) or not all(is_in(one, words.known) for one in around):
        return 0
    if not own and not any(is_in(one, words.last) for one in (*things, *above)):
        return 0
    return 1 + sum(is_in(one, words.path) for one in around)


def told_by(title: str) -> tuple[str, ...]:
    """The words of a title that tell what it is about; none of a whole sentence."""
    words = parts(title)
    found = tuple(one for one in words if not _GENERAL.fullmatch(one))
    return found if len(found) <= _MOST_WORDS else ()


def _things(title: str) -> tuple[str, ...]:
    """The words of a title above it, but what is done."""
    return tuple(
        one
        for one in parts(title)
        if not is_in(one, ALL_ACTS) and (not _GENERAL.fullmatch(one) or _ASKED.fullmatch(one))
    )
