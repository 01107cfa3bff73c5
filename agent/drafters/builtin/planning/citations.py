"""Citations: which exact lines of a document hold a fact, so that each can be looked up."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache
from itertools import accumulate

from agent.core.documents import RepoPath, Source
from agent.core.encodings import readable
from agent.core.lately import latest
from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.text.fencedlists import unfenced

_LINES = re.compile(r"\r\n|\n|\r")
CITED = deferred(r"(?P<name>[\w.-]+\.\w+):(?P<line>\d+)(?:-(?P<last>\d+))?")
# What an editor escapes in prose; in code only what no pattern needs to escape.
_ESCAPED = deferred(r"`[^`]*`|\\([-*#&~>\[\]])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something to say, where it stands, or why it is known (`because`) when no document says.

    `beside` is said after the sources, which need not hold it.
    """

    text: str
    sources: tuple[Source, ...] = ()
    because: str = ""
    beside: str = ""

    def __str__(self) -> str:
        where = list(dict.fromkeys(map(str, spans(self.sources, 1))))
        told = ", ".join([*where, self.because] if self.because else where)
        return (f"{self.text} ({told})" if told else self.text) + self.beside


def together(facts: Iterable[Fact]) -> list[Fact]:
    """The facts in order, neighbours with one source said with it once."""
    out: list[Fact] = []
    for fact in facts:
        last = out[-1] if out else None
        if last is not None and (last.sources, last.because) == (fact.sources, fact.because):
            out[-1] = replace(last, text=f"{last.text}, {fact.text}")
        else:
            out.append(fact)
    return out


def spans(sources: Iterable[Source], near: int) -> tuple[Source, ...]:
    """The sources with lines so near to each other as one passage, documents in the order given."""
    found = tuple(sources)
    if len(found) < 2:  # noqa: PLR2004 - most facts have one
        return found
    out: list[Source] = []
    for path in dict.fromkeys(one.path for one in found):
        mine = sorted((one for one in found if one.path == path), key=lambda one: one.line)
        for one in mine:
            if out and out[-1].path == path and one.line - out[-1].last <= near:
                out[-1] = replace(out[-1], last=max(out[-1].last, one.last))
            else:
                out.append(one)
    return tuple(out)


def citations(said: Iterable[str]) -> Iterator[tuple[str, int]]:
    """The lines of files that lines of a plan cite."""
    for line in said:
        for hit in CITED.finditer(line):
            first = int(hit["line"])
            for at in range(first, int(hit["last"] or first) + 1):
                yield hit["name"], at


@dataclass(frozen=True, slots=True, kw_only=True)
class Passages:
    """The documents' lines, to narrow a source down to those that hold a word.

    `lines` are those of a document; none when it cannot be read. `prose` are those of a passage
    with their places, without code fences and what is in them. `narrow` finds the passage's line
    that holds the first word and the most of the others; None without. A brief asks for each of
    them again and again: they are made once.
    """

    lines: Callable[[RepoPath], tuple[str, ...]]
    prose: Callable[[Source], tuple[tuple[Source, str], ...]]
    narrow: Callable[[Source, *tuple[str, ...]], Source | None]

    def holding(self, sources: Iterable[Source], *words: str) -> tuple[Source, ...]:
        """Each source narrowed, those left out that do not hold the words."""
        found = [self.narrow(source, *words) for source in sources]
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def says(self, source: Source) -> str:
        """The text of the source's lines."""
        return "\n".join(self.lines(source.path)[source.line - 1 : source.last])


def passages_of(read: Callable[[RepoPath], bytes | None]) -> Passages:
    """The passages of these files, each read once."""

    @cache
    def lines(path: RepoPath) -> tuple[str, ...]:
        return _lines_of(read(path) or b"")

    @cache
    def listed(path: RepoPath) -> tuple[str, ...]:
        return tuple(unfenced(lines(path)))

    @cache
    def prose(source: Source) -> tuple[tuple[Source, str], ...]:
        return tuple(_prose(listed(source.path), source))

    @cache
    def narrow(source: Source, *words: str) -> Source | None:
        return _narrow(lines(source.path), source, [word for word in words if word])

    return Passages(lines=lines, prose=prose, narrow=narrow)


def _prose(lines: tuple[str, ...], source: Source) -> Iterator[tuple[Source, str]]:
    fenced = False
    said = lines[source.line - 1 : source.last]
    for at, line in enumerate(said, source.line):
        text = unescaped(line)
        if text.lstrip().startswith("```"):
            fenced = not fenced
        elif not fenced and text.strip():
            yield Source(path=source.path, line=at, last=at), text


def unescaped(text: str) -> str:
    """Text without the escapes and hard spaces of a markdown editor."""
    if "\\" not in text and "&nbsp;" not in text:
        return text
    spaced = text.replace("&nbsp;", " ").replace("\\_", "_")
    return _ESCAPED.sub(lambda hit: hit[1] or hit[0], spaced)


def _narrow(lines: tuple[str, ...], source: Source, words: list[str]) -> Source | None:
    if not lines or not words:
        return source
    best = _best(lines, range(source.line, min(source.last, len(lines)) + 1), words)
    return None if best is None else Source(path=source.path, line=best, last=best)


def _best(lines: tuple[str, ...], lot: Iterable[int], words: list[str]) -> int | None:
    first, *others = words
    counted = [
        (1 + sum(holds(lines[at - 1], word) for word in others), at)
        for at in lot
        if holds(lines[at - 1], first)
    ]
    return max(counted, key=lambda pair: pair[0])[1] if counted else None


@lru_cache(maxsize=128)
def _lines_of(data: bytes) -> tuple[str, ...]:
    """The lines of a file; what a series is drafted from is the same files again and again."""
    text = readable(data).removeprefix("\ufeff")
    return tuple(_LINES.split(text)) if text else ()


def lines_with(text: str, lines: tuple[str, ...]) -> Iterator[int]:
    """The places of the lines that have this text, found in all of them at once."""
    whole, starts = _joined(lines)
    at = whole.find(text) if lines else -1
    while at >= 0:
        place = bisect_right(starts, at) - 1
        yield place
        at = whole.find(text, starts[place + 1]) if place + 1 < len(starts) else -1


@latest(4)
def _joined(lines: tuple[str, ...]) -> tuple[str, list[int]]:
    """The lines as one text, and where each begins in it."""
    return "\n".join(lines), [0, *accumulate(len(line) + 1 for line in lines[:-1])]


def holds(text: str, word: str) -> bool:
    """Whether the text has this word as a whole, whatever its case; `_` is no part of a word."""
    folded, sought = text.lower(), word.lower()
    at = folded.find(sought)
    while at >= 0:
        end = at + len(sought)
        goes_on = sought[-1:].isalnum() and folded[end : end + 1].isalnum()
        if not goes_on and not (sought[:1].isalnum() and folded[max(at - 1, 0) : at].isalnum()):
            return True
        at = folded.find(sought, at + 1)
    return False
