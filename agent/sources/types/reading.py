"""The types that a file of code declares, whatever its language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from agent.core.documents import Document, RepoPath, Source
from agent.core.findings import Finding
from agent.core.shapes import TypeDefinition
from agent.core.spec import Spec
from agent.core.values import dataclass
from agent.sources.types import csharp, java, python, typescript
from agent.sources.types.declared import Declared, resolved
from agent.sources.types.grammars import Node, read
from agent.sources.types.serving import serving

_MOST = 200_000  # the largest of 1,171 files of types has 69,018
_MOST_TYPES = 500
_MOST_FILES = 400
_MOST_TEXT = 3_000_000

_Reader = tuple[tuple[str, ...], Callable[[Iterable[Node]], Iterator[Declared]]]

_TYPESCRIPT: _Reader = (typescript.KINDS, typescript.declarations)
_READERS: dict[str, _Reader] = {
    ".ts": _TYPESCRIPT,
    ".mts": _TYPESCRIPT,
    ".cts": _TYPESCRIPT,
    ".tsx": _TYPESCRIPT,
    ".py": (python.KINDS, python.declarations),
    ".cs": (csharp.KINDS, csharp.declarations),
    ".java": (java.KINDS, java.declarations),
}


_ENDED = "no code that can be parsed from here on: types below may be missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Types:
    """What a file declares; `until` is the line at which reading it ended early, 0 for none."""

    types: tuple[TypeDefinition, ...] = ()
    until: int = 0


def types_for(spec: Spec, documents: Iterable[Document]) -> tuple[TypeDefinition, ...]:
    """Those of these files that serve the endpoint."""
    return serving(spec, (one for file in _bounded(documents) for one in _known(file).types))


def findings_of(documents: Iterable[Document]) -> Iterator[Finding]:
    """Where the types of these files could not be read."""
    for file in _bounded(documents):
        line = _known(file).until
        if line:
            source = Source(path=file.path, line=line, last=line)
            yield Finding(rule="unparsed", severity="warning", message=_ENDED, source=source)


def _bounded(documents: Iterable[Document]) -> Iterator[Document]:
    """As many of them as can be read while somebody waits."""
    room = _MOST_TEXT
    for number, one in enumerate(documents):
        room -= min(len(one.text), _MOST)
        if number >= _MOST_FILES or room < 0:
            return
        yield one


@lru_cache(_MOST_FILES)
def _known(document: Document) -> Types:
    return find_types(document.path, document.text)


def find_types(path: RepoPath, text: str) -> Types:
    """Types with fields, in the file's order, beside syntax errors too; of a large file the head.

    None for a file of another language.
    """
    suffix = path.suffix.casefold()
    if suffix not in _READERS:
        return Types()
    kinds, declarations = _READERS[suffix]
    head = text[:_MOST]
    code = read(suffix, head.removeprefix("\ufeff"), kinds)
    end = head.count("\n") + 1 if head != text else 0
    found = tuple(resolved(path, declarations(code.nodes)))
    return Types(types=found[:_MOST_TYPES], until=code.until or end)
