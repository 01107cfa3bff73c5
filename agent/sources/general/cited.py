"""Rules that a passage cites by their numbers, `FR-10` or `RB-01`, where they are written out."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.core.documents import Document

# Not the names of standards.
_ID = r"(?!(?:UTF|ISO|SHA|AES|RFC|MD|HS|RS|ES|GPT)-)[A-Z]{1,4}-\d{1,3}(?:\.\d{1,2})*(?![.\w-]*\.\.)"
_IDS = deferred(rf"(?<![\w-]){_ID}(?![\w-])")
# What begins with the number is the rule; a line that has it elsewhere only refers to it.
_DEFINED = deferred(
    rf"\s*(?P<mark>#{{1,6}}|[-*+\u2022]|\d+[.)]|\|)?\s*(?:\[[ xX]\]\s*)?[*_`]*"
    rf"(?P<ids>{_ID}(?:\s*[/,&]\s*{_ID}){{0,3}})(?![\w-])[*_`]*(?P<text>.*)"
)
_WORDS = deferred(r"[^\W\d_]{2,}")
_ROLES = frozenset(("prd", "api-plan", "decisions"))
_FEWEST = 2
_MOST = 8
_MOST_LINES = 12
_LONGEST = 2_000


def cited(passage: str, documents: Sequence[Document]) -> Iterator[Excerpt]:
    """Each rule whose number the passage has, in each document that writes it out."""
    wanted = list(dict.fromkeys(_IDS.findall(passage)))[:_MOST]
    for one in wanted:
        for document in documents:
            if document.role in _ROLES:
                for line, last, text in _defined(document.text).get(one, ()):
                    source = document.source(line, last)
                    yield Excerpt(source=source, text=text, referred=True, about=one)


@lru_cache(maxsize=16)
def _defined(text: str) -> dict[str, list[tuple[int, int, str]]]:
    """The lines that write out each number: of a heading also what stands below it."""
    lines = text.replace("\r\n", "\n").split("\n")
    found: dict[str, list[tuple[int, int, str]]] = {}
    for at, line in enumerate(lines):
        hit = _DEFINED.fullmatch(line[:_LONGEST])
        if hit is None or len(_WORDS.findall(hit["text"])) < _FEWEST:
            continue
        last = _end(lines, at) if (hit["mark"] or "").startswith("#") else at + 1
        for one in _IDS.findall(hit["ids"]):
            found.setdefault(one, []).append((at + 1, last, "\n".join(lines[at:last])))
    return found


def _end(lines: Sequence[str], at: int) -> int:
    """The last line of what stands below a heading, of a long one its beginning."""
    below = range(at + 1, min(at + _MOST_LINES, len(lines)))
    return next((one for one in below if lines[one].startswith("#")), below.stop)
