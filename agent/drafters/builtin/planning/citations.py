"""Citations: which exact lines of a document hold a fact, so that each can be looked up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from agent.core.documents import RepoPath, Source

_LINES = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something to say, where it stands, or why it is known (`because`) when no document says."""

    text: str
    sources: tuple[Source, ...] = ()
    because: str = ""

    def __str__(self) -> str:
        where = list(dict.fromkeys(str(source) for source in self.sources))
        told = ", ".join([*where, self.because] if self.because else where)
        return f"{self.text} ({told})" if told else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Passages:
    """The documents' lines, to narrow a source down to those that hold a word."""

    read: Callable[[RepoPath], bytes | None]
    _known: dict[RepoPath, tuple[str, ...]] = field(default_factory=dict)

    def lines(self, path: RepoPath) -> tuple[str, ...]:
        """The document's lines; none when it cannot be read."""
        if path not in self._known:
            data = self.read(path) or b""
            text = data.decode("utf-8-sig", errors="replace")
            self._known[path] = tuple(_LINES.split(text)) if text else ()
        return self._known[path]

    def narrow(self, source: Source, *words: str) -> Source | None:
        """The passage's line that holds the first word and the most of the others; None without."""
        lines = self.lines(source.path)
        wanted = [word for word in words if word]
        if not lines or not wanted:
            return source
        best = self._best(lines, range(source.line, min(source.last, len(lines)) + 1), wanted)
        return None if best is None else replace(source, line=best, last=best)

    def holding(self, sources: Iterable[Source], *words: str) -> tuple[Source, ...]:
        """Each source narrowed, those left out that do not hold the words."""
        found = [self.narrow(source, *words) for source in sources]
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def says(self, source: Source) -> str:
        """The text of the source's lines."""
        return "\n".join(self.lines(source.path)[source.line - 1 : source.last])

    @staticmethod
    def _best(lines: tuple[str, ...], lot: Iterable[int], words: list[str]) -> int | None:
        first, *others = words
        counted = [
            (1 + sum(holds(lines[at - 1], word) for word in others), at)
            for at in lot
            if holds(lines[at - 1], first)
        ]
        return max(counted, key=lambda pair: pair[0])[1] if counted else None


def holds(text: str, word: str) -> bool:
    """Whether the text has this word as a whole, whatever its case."""
    edge = r"(?<![^\W_])", r"(?![^\W_])"
    left = edge[0] if word[:1].isalnum() else ""
    right = edge[1] if word[-1:].isalnum() else ""
    pattern = rf"{left}{re.escape(word)}{right}"
    return re.search(pattern, text, re.IGNORECASE) is not None
