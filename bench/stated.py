"""What a built-in plan states, read from its text alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SECTION = re.compile(r"^## (\d)\. ")
_CITED = re.compile(r"([\w.-]+\.[A-Za-z]\w*):(\d+)(?:-(\d+))?(?!\w)")
_PIECE = re.compile(r"`([^`]+)`(?! \()")
_TICKED = re.compile(r"`([^`]+)`")
_CODE = re.compile(r"`([2-5]\d\d)(?: [^`]*)?`")
_BRACKETS = re.compile(r"\([^()]*\)")
_NAME = re.compile(r"[A-Za-z_$][\w$.\[\]-]*")
_PROFILE = re.compile(r"\([^()]*(?:by convention|zgodnie z konwencj)")
_TABLES = re.compile(r"(?:Works on|Korzysta z tabel:).*")
_LIST = re.compile(r"^- [^`:]+: ")
_INNER = re.compile(r"^  - `([^`]+)`")


@dataclass(frozen=True)
class Stated:
    """A name, what it is said to be, and the lines that the plan cites for it."""

    kind: str
    name: str
    cited: tuple[tuple[str, int, int], ...]


def stated(text: str) -> Iterator[Stated]:
    """Statuses, request names, answer fields and tables, each as often as it is stated."""
    section = 0
    for line in text.splitlines():
        head = _SECTION.match(line)
        section = int(head[1]) if head else section
        if not head:
            yield from _of_line(section, line)


def _of_line(section: int, line: str) -> Iterator[Stated]:
    cited = tuple((name, int(a), int(b or a)) for name, a, b in _CITED.findall(line))
    if section in (4, 7):
        for code in _CODE.findall(line):
            yield Stated("status by profile" if _PROFILE.search(line) else "status", code, cited)
    if section == 1 and not line.startswith(("Global", "Ogólne")):
        # The purpose is the document's own sentence; the tables stand after it.
        told = _TABLES.search(line)
        for hit in re.finditer(r"`([\w.]+)` \(([\w.-]+):(\d+)\)", told[0] if told else ""):
            yield Stated("table", hit[1], ((hit[2], int(hit[3]), int(hit[3])),))
    if section in (2, 4):
        kind = "request" if section == 2 else "answer"  # noqa: PLR2004 (as the sections stand)
        for name in _names(line):
            yield Stated(kind, name, cited)


def _names(line: str) -> Iterator[str]:
    """The names that an entry lists: its first, or all that stand outside of brackets."""
    inner = _INNER.match(line)
    if inner:
        yield from _NAME.findall(inner[1])[:1]
        return
    if not _LIST.match(line) or line.count("`") < 2:  # noqa: PLR2004 (a name has two marks)
        return
    said = _LIST.sub("", line)
    if said.count(": ") and not said.startswith("`"):
        return
    first = re.match(r"`([^`]+)`:", said)
    if first:
        yield first[1]
        return
    bare = said
    while _BRACKETS.search(bare):
        bare = _BRACKETS.sub("", bare)
    for name in _TICKED.findall(bare):
        if _NAME.fullmatch(name):
            yield name
