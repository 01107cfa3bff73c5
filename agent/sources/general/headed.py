"""General sections whose first line names the endpoints that they are about, and little more.

"**Endpoint:** POST /books/import" below a title, or "**Import:** `POST /books/import`" above a
list: what stands below is of these endpoints, whatever words it has in common with them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Endpoint
from agent.sources.endpoints.apiplan import entries
from agent.sources.general.chunks import Chunk, chunks
from agent.sources.text import notation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_MARK = deferred(r"^\s*(?:[-*+\u2022]\s+|\d+[.)]\s+)?")
# What a label says of the section, where it says no more than where it is done.
_HEAD = deferred(
    r"(?:api )?(?:endpoints?|location|implemented (?:in|by)|used (?:in|by)|called by|route|trigger"
    r"|applies to|punkt\w* ko\u0144cow\w*|lokalizacja|dotyczy|miejsce|wyzwalacz)",
    re.IGNORECASE,
)
# "Logic implemented in BookController (POST `/books`)".
_LOGIC = deferred(
    r"[^()`]*\b(?:logic|implemented|handled|logika|zaimplementowan\w+|obs\u0142ugiwan\w+)\b[^()]*"
    r"\((?P<calls>[^()]*/[^()]*)\)[.:*\s]*",
    re.IGNORECASE,
)
# "Executed before the export in POST /books/export": where the rules of a section are applied.
_DONE_IN = deferred(
    r"\b(?:executed|run|runs|performed|called|done|applied|enforced|checked|validated|used"
    r"|implemented|triggered|invoked|wykonywan\w+|wywo\u0142ywan\w+|stosowan\w+|sprawdzan\w+)\b"
    r"[^.;]{0,60}?\b(?:in|by|during|before|after|within|w|przez|podczas|przed|po)\b",
    re.IGNORECASE,
)
_BOLD = deferred(r"\*\*(?P<label>[^*`/]{3,40}?):?\*\*:?\s+\S")
# What goes on with what a line in bold began.
_PART = deferred(
    r"(?:business |request |response |input |error )?(?:steps?|logic|rules?|validations?|errors?"
    r"|error handling|handling|notes?|implementation|details?|conditions?|effects?|side effects?"
    r"|security(?: considerations)?|kroki|logika|regu\u0142y|walidacja"
    r"|obs\u0142uga b\u0142\u0119d\u00f3w|b\u0142\u0119dy|uwagi|implementacja"
    r"|szczeg\u00f3\u0142y|warunki|efekty)(?: details)?",
    re.IGNORECASE,
)
# Sections around the work: a name there is no head of what is done.
_AROUND = deferred(
    r"\btest|example|przyk\u0142ad|frontend|\bclient|\bUI\b|\bfiles?\b|monitor|metri|roadmap",
    re.IGNORECASE,
)
_AFTER = deferred(r"(?:endpoint\w*|route|[().\s])*", re.IGNORECASE)
# Where else it is done: "`/books/import` endpoint + database function".
_BESIDE = deferred(r"\s\+\s[^\W\d_]+(?: [^\W\d_]+){0,2}\.?$")
_FEWEST = 2
_AND = deferred(r",\s*|\s+(?:and|i|oraz)\s+")


@lru_cache(maxsize=8)
def headed(text: str) -> Mapping[int, frozenset[str]]:
    """The keys of the endpoints that chunks of a plan stand below so, by the chunk's line."""
    found: dict[int, frozenset[str]] = {}
    for titles, group in groupby(chunks(text), key=lambda one: one.titles):
        if not any(map(_AROUND.search, titles)):
            section = list(group)
            found |= _below(text, section) or _around(text, section)
    return found


def _around(text: str, section: Sequence[Chunk]) -> dict[int, frozenset[str]]:
    """All of a section in which one endpoint is named, in a sentence that says it is done there."""
    lines = [line for one in section for line in one.text.split("\n") if "/" in line]
    calls = [(line, call) for line in lines if (call := notation.call(line)) is not None]
    if len(calls) != 1 or len(section) < _FEWEST or not _is_place(calls[0][1]):
        return {}
    same = (one.endpoint for one in entries(text) if _is_same(one.endpoint, calls[0][1]))
    mine = frozenset(one.key for one in same)
    return {one.line: mine for one in section} if len(mine) == 1 else {}


def _below(text: str, group: Iterable[Chunk]) -> dict[int, frozenset[str]]:
    """What stands below the heads of one section; below one in bold up to another in bold."""
    found: dict[int, frozenset[str]] = {}
    mine, whole = frozenset[str](), False
    for at, chunk in enumerate(group):
        named = frozenset(_named(text, chunk, first=at == 0))
        if named:
            mine, whole = named, _is_whole(chunk)
        elif not whole and chunk.lead and not _PART.fullmatch(chunk.lead):
            mine = frozenset() if chunk.text.startswith("**") else mine
        if mine:
            found[chunk.line] = mine
    return found


def is_head(line: str) -> bool:
    """Whether a line only names endpoints: behind a label, in bold, or as where it is done."""
    call = notation.call(line) if "/" in line else None
    place = call is not None and _is_place(call) and not call.after.strip(" `.")
    return place or next(_calls(line), None) is not None


def _is_place(call: notation.Call) -> bool:
    """Whether what stands before a call says that something is done there, and nowhere else."""
    return _DONE_IN.search(call.before) is not None and "/" not in call.after


def _named(text: str, chunk: Chunk, *, first: bool) -> Iterator[str]:
    """The listed endpoints that a chunk's first line names: at the section's head, or in bold."""
    line = chunk.text.split("\n", 1)[0]
    said = list(_calls(line))
    if not said or not ((first and _is_whole(chunk)) or _BOLD.match(line)):
        return
    for one in entries(text):
        if any(_is_same(one.endpoint, call) for call in said):
            yield one.endpoint.key


def _is_whole(chunk: Chunk) -> bool:
    """Whether a chunk's first line says that all of the section is of what it names."""
    line = _MARK.sub("", chunk.text.split("\n", 1)[0])
    label = notation.labelled(line)
    named = label is not None and _HEAD.fullmatch(label[0]) is not None
    return named or _LOGIC.fullmatch(line) is not None


def _calls(line: str) -> Iterator[notation.Call]:
    """The calls of a line that holds no more than a label and them; of a bare path any method."""
    line = _MARK.sub("", line) if "/" in line else ""
    label, logic = notation.labelled(line), _LOGIC.fullmatch(line)
    if label is None and logic is None:
        return
    found: list[notation.Call] = []
    said = logic["calls"] if logic is not None else label[1] if label is not None else ""
    for part in _AND.split(_BESIDE.sub("", said)):
        one = _call(part, found[-1].methods if found else ())
        if one is None:
            return
        found.append(one)
    yield from found


def _call(part: str, methods: tuple[str, ...]) -> notation.Call | None:
    """A call with nothing beside it; of a bare path the methods of the one before it."""
    one = notation.call(part)
    if one is not None:
        return one if not one.before and _AFTER.fullmatch(one.after) else None
    bare, _, after = notation.bare(part).strip().partition(" ")
    path = notation.path(bare)
    alone = path is not None and _AFTER.fullmatch(after) is not None
    return notation.Call(methods=methods, path=path) if path is not None and alone else None


def _is_same(endpoint: Endpoint, call: notation.Call) -> bool:
    """Whether a call is the endpoint, the base path left out or not."""
    if call.methods and endpoint.method not in call.methods:
        return False
    mine = notation.path_key(endpoint)
    key = notation.path_key(Endpoint(method=endpoint.method, path=call.path))
    return mine.endswith(key) or key.endswith(mine)
