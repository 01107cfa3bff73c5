"""Tables as code maps them to classes, in the fences of a document.

SQLAlchemy, SQLModel and Django, TypeORM, JPA, and Entity Framework. A class without a sign that it
is mapped is no table.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Column
from agent.core.values import dataclass
from agent.sources.entitycolumns import READERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.core.documents import Document
    from agent.sources.tabledraft import Drafts
    from agent.sources.units import Unit

_LANGUAGES = {
    **dict.fromkeys(("python", "py"), "python"),
    **dict.fromkeys(("ts", "typescript"), "typescript"),
    "java": "java",
    **dict.fromkeys(("csharp", "cs", "c#"), "csharp"),
}
_TEXT = r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|`[^`\n]*`"
_REMARKS = {
    "python": deferred(rf"(?P<text>{_TEXT})|#[^\n]*", re.DOTALL),
    "": deferred(rf"(?P<text>{_TEXT})|//[^\n]*|/\*.*?\*/", re.DOTALL),
}
_STRING = deferred(_TEXT)
_PYTHON = deferred(r"^class\s+(?P<name>\w+)\((?P<bases>[^\n]*)\)\s*:[ \t]*$", re.MULTILINE)
_BRACED = deferred(
    r"^[ \t]*(?:(?:@\w+(?:\([^()\n]*\))?|export|public|internal|abstract|sealed|partial|final"
    r"|default)\s+){0,9}class\s+(?P<name>\w+)(?P<bases>[^{;]{0,200})\{",
    re.MULTILINE,
)
_SET = deferred(r"\bDbSet<(?P<class>\w+)>\s+(?P<name>\w+)")
_NAMED = deferred(
    r"(?:__tablename__|db_table)\s*=\s*[\"'](?P<python>\w+)[\"']"
    r"|@Entity\(\s*(?:\{[^{}]*?name:\s*)?[\"'`](?P<typescript>[\w.]+)[\"'`]"
    r"|@Table\([^()]*?name\s*=\s*\"(?P<java>[\w.]+)\"|\[Table\(\"(?P<csharp>[\w.]+)\""
)
_MAPPED = {
    "python": deferred(r"__tablename__|\bmapped_column\(|\bmodels\.\w+Field\(|\btable\s*=\s*True"),
    "typescript": deferred(r"@Entity\("),
    "java": deferred(r"@Entity\b"),
    "csharp": deferred(r"\[(?:Table|Key)\b|\bpublic\s+\w+\s+Id\s*\{\s*get"),
}
_SMALL = deferred(r"\btable\s*=\s*True\s*\)\s*:\s*$")
_CARRIES = deferred(r"(?:Dto|DTO|Request|Response|Command|Query|ViewModel|Model|Context|Result)$")
# Nobody puts more code than this into one fence.
_LONGEST, _LONGEST_MEMBER = 60_000, 2_000
_OPEN, _SHUT = "([{", ")]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Class:
    """A class: what stands before it and in its head, and its statements, each with its line."""

    name: str
    line: int
    head: str
    body: str
    statements: tuple[tuple[int, str], ...]


def fold(drafts: Drafts, document: Document, units: Sequence[Unit]) -> None:
    """Adds the mapped classes of all the document's fences; never raises."""
    found = [
        (language, one)
        for unit in units
        if unit.fence is not None
        and (language := _LANGUAGES.get(unit.fence.info.casefold().split(" ")[0], ""))
        for one in _classes(language, unit.fence.text[:_LONGEST], unit.line + 1)
    ]
    sets = {hit["class"]: hit["name"] for _, one in found for hit in _SET.finditer(one.body)}
    known = frozenset(one.name for _, one in found)
    for language, one in found:
        if one.name in sets or _is_mapped(language, one):
            _table(drafts, document, language, one, (sets.get(one.name, ""), known))


def _is_mapped(language: str, one: _Class) -> bool:
    mapped = _MAPPED[language].search(one.head + one.body) is not None
    return mapped and (language != "csharp" or _CARRIES.search(one.name) is None)


def _table(
    drafts: Drafts,
    document: Document,
    language: str,
    one: _Class,
    around: tuple[str, frozenset[str]],
) -> None:
    name, known = around
    read = READERS[language]
    said = _NAMED.search(one.head + one.body)
    own = next((group for group in said.groups() if group), "") if said is not None else ""
    found = [(line, text, read(text, known)) for line, text in one.statements]
    if not any(mapped for _, _, mapped in found):
        return
    # SQLModel calls a table as the class, but small.
    own = own.rpartition(".")[2] or name or (one.name.lower() if _SMALL.search(one.head) else "")
    draft = drafts.table(own or one.name, document.source(one.line))
    draft.whole = True
    for line, text, mapped in found:
        if mapped is not None:
            below = text.count("\n", 0, max(0, text.rfind(mapped.member)))
            column = Column(
                name=mapped.name,
                type=mapped.type,
                constraints=mapped.constraints,
                source=document.source(line + below),
            )
            draft.columns.setdefault(column.name, column)


def _classes(language: str, text: str, first: int) -> Iterator[_Class]:
    remarks = _REMARKS["python" if language == "python" else ""]
    bare = remarks.sub(lambda hit: hit["text"] or _blank(hit), text)
    shape = _STRING.sub(_blank, bare)
    pattern = _PYTHON if language == "python" else _BRACED
    before = 0
    for found in pattern.finditer(shape):
        start = found.end()
        end = _dedent(bare, start) if language == "python" else _closing(shape, start)
        split = _lines if language == "python" else _pieces
        yield _Class(
            name=found["name"],
            line=first + bare.count("\n", 0, found.start("name")),
            head=bare[before : found.end()],
            body=bare[start:end],
            statements=tuple(
                (
                    first + bare.count("\n", 0, at),
                    bare[at : min(last, at + _LONGEST_MEMBER)].strip(),
                )
                for at, last in split(shape, start, end)
            ),
        )
        before = end


def _dedent(text: str, start: int) -> int:
    """Where the lines end that are indented below a Python class."""
    found = re.compile(r"^(?=\S)", re.MULTILINE).search(text, start + 1)
    return found.start() if found is not None else len(text)


def _closing(shape: str, start: int) -> int:
    depth = 1
    for at in range(start, len(shape)):
        depth += (shape[at] in _OPEN) - (shape[at] in _SHUT)
        if depth == 0:
            return at
    return len(shape)


def _lines(shape: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Python's statements of a class itself: a line, and those that its brackets hold open."""
    at, depth, margin = start, 0, ""
    for place in range(start, end + 1):
        char = shape[place] if place < end else "\n"
        depth += (char in _OPEN) - (char in _SHUT)
        if char != "\n" or depth > 0:
            continue
        line = shape[at:place]
        if line.strip():
            indent = line[: len(line) - len(line.lstrip())].rpartition("\n")[2]
            margin = margin or indent
            if indent == margin:
                yield _begun(shape, at, place)
        at, depth = place + 1, 0


def _pieces(shape: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Statements between braces: up to a semicolon, or the end of a block."""
    at, depth = start, 0
    for place in range(start, end):
        char = shape[place]
        depth += (char in _OPEN) - (char in _SHUT)
        if depth == 0 and char in ";}":
            yield _begun(shape, at, place + 1)
            at = place + 1


def _begun(shape: str, start: int, end: int) -> tuple[int, int]:
    """The piece without the blanks before it."""
    return start + len(shape[start:end]) - len(shape[start:end].lstrip()), end


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])
