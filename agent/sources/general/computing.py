"""Lines of general sections that say how a value of an answer is computed.

"**endTime**: not stored, calculated as start + duration" stands far from the endpoints that answer
with it, under a title of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.shapes import Topic
from agent.core.spec import Excerpt
from agent.sources.general.chunks import Chunk, chunks, is_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agent.core.documents import Document
    from agent.core.spec import Body

# A formula, or the words for one. English and Polish.
_FORMULA = deferred(
    r"(?<![<>!=])=(?![=>])[^=]*?\s[-+*/\u00d7\u2212\u00f7]\s|\s[*\u00d7\u00f7/+]\s"
    r"|\b(?:COUNT|SUM|AVG|ROUND|MIN|MAX)\(",
)
_COMPUTES = deferred(
    r"\b(?:calculated|computed|derived|obliczan\w+|wyliczan\w+|wyznaczan\w+) "
    r"(?:as|from|by|jako|na podstawie|z|ze)\b|\b(?:calculat|comput)(?:e|es|ing)\b|\boblicz\w*\b",
    re.IGNORECASE,
)
_AROUND = deferred(
    r"\btest|example|przyk\u0142ad|frontend|\bclient|\bUI\b|\bfiles?\b|monitor|metri|roadmap"
    r"|\bindex|indeks|performance|wydajno|\btypes?\b|schema",
    re.IGNORECASE,
)
_MARK = deferred(r"^\s*(?:[-*+\u2022]\s+|\d+[.)]\s+)?")
_HUMP = deferred(r"(?<=[a-z\d])(?=[A-Z])|_")
# One that lists several says no more of each than its name does.
_FUNCTION = deferred(r"(?<!^- )(?<!\n- )`([a-z]+(?:_[a-z]+)+)\(")
_LONGEST, _MOST, _MOST_LINES = 240, 3, 6


def computing(document: Document, bodies: Iterable[Body]) -> Iterator[Excerpt]:
    """The lines on fields that the endpoint answers with, each for itself."""
    said = _lines(document.text)
    names = dict.fromkeys(
        one.name.rpartition(".")[2].rstrip("[]") for body in bodies for one in body.fields
    )
    known = [(one, _pattern(one)) for one in names if said and len(_HUMP.split(one)) > 1]
    titled = list(_below_title(document, list(_titles(names))))
    yield from titled
    told = {line for one in titled for line in range(one.source.line, one.source.last + 1)}
    left = [one for one in said if one[0] not in told]
    found = [(line, text, name) for line, text in left for name, of in known if of.search(text)]
    for line, text, name in found[:_MOST]:
        topic = Topic(own=True, computes=name)
        yield Excerpt(source=document.source(line, line), text=text, topic=topic)
    for name in names if not (found or titled) else ():
        yield from _by_function(document, name)


def _titles(names: Iterable[str]) -> Iterator[re.Pattern[str]]:
    """The names of several words, each as it may stand in a title: "Success Rate"."""
    for one in names:
        words = [re.escape(word) for word in _HUMP.split(one) if word]
        if len(words) > 1:
            yield deferred(r"[\s_-]".join(words), re.IGNORECASE)


def _below_title(document: Document, known: Sequence[re.Pattern[str]]) -> Iterator[Excerpt]:
    """What stands below a title that names such a value, where something is computed there."""
    made = _made(document.text) if known else frozenset()
    for chunk in chunks(document.text):
        title = chunk.titles[-1] if chunk.titles else ""
        if title in made and any(one.search(title) for one in known):
            topic = Topic(own=True, within=chunk.lead, computes=title)
            source = document.source(chunk.line, chunk.last)
            yield Excerpt(source=source, text=chunk.text, about=title, topic=topic)


@lru_cache(maxsize=8)
def _made(text: str) -> frozenset[str]:
    """The titles right above lines that compute something."""
    lines = sorted(line for line, _ in _lines(text))
    return frozenset(
        one.titles[-1]
        for one in chunks(text)
        if one.titles and bisect_left(lines, one.line) < bisect_right(lines, one.last)
    )


def _by_function(document: Document, name: str) -> Iterator[Excerpt]:
    """What is said of a function of the database that makes a value: `generate_price_list(x)`."""
    own = "_".join(_HUMP.split(name)).lower()
    for function, chunk in _functions(document.text) if "_" in own else ():
        if own in function:
            topic = Topic(own=True, computes=name)
            source = document.source(chunk.line, chunk.last)
            yield Excerpt(
                source=source, text=chunk.text, about=" / ".join(chunk.titles[-1:]), topic=topic
            )
            return


@lru_cache(maxsize=8)
def _functions(text: str) -> Sequence[tuple[str, Chunk]]:
    """The functions that short passages outside of endpoints' name, with these."""
    return [
        (hit[1], chunk)
        for chunk in chunks(text)
        if not any(map(_AROUND.search, chunk.titles)) and not is_named(chunk.text)
        if chunk.text.count("\n") <= _MOST_LINES and "```" not in chunk.text
        for hit in _FUNCTION.finditer(chunk.text)
    ]


@lru_cache(maxsize=1 << 12)
def _pattern(name: str) -> re.Pattern[str]:
    """A name as what a line begins with, sets or computes, in its own spelling or in words."""
    words = r"[\s_-]?".join(map(re.escape, _HUMP.split(name)))
    return re.compile(
        rf"^\W*{words}\W*(?:[:=]|is\b|are\b)|`{words}\s*=[^=]"
        rf"|\b(?:calculat|comput|oblicz)\w*\s(?:the\s|a\s)?`?{words}`?\s*(?:[:=(]|as\b|from\b)",
        re.IGNORECASE,
    )


@lru_cache(maxsize=8)
def _lines(text: str) -> Sequence[tuple[int, str]]:
    """The lines outside of endpoints' passages that hold a formula or compute something."""
    found = []
    for chunk in chunks(text):
        if any(map(_AROUND.search, chunk.titles)) or is_named(chunk.text):
            continue
        fenced = False
        for line, said in enumerate(chunk.text.split("\n"), start=chunk.line):
            fence = said.lstrip().startswith("```")
            fenced = fenced != fence
            if not (fence or fenced or said.startswith("|")) and len(said) <= _LONGEST:
                bare = _MARK.sub("", said.replace("**", "")).strip()
                if _FORMULA.search(bare) or _COMPUTES.search(bare):
                    found.append((line, bare))
    return tuple(found)
