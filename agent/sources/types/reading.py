"""The types that a file of code declares, whatever its language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from agent.core.documents import Document, RepoPath
from agent.core.spec import Spec, TypeDefinition
from agent.sources.types import csharp, java, python, typescript
from agent.sources.types.declared import Declared, resolved
from agent.sources.types.grammars import Node, nodes
from agent.sources.types.serving import serving

_MOST = 400_000
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


def types_for(spec: Spec, documents: Iterable[Document]) -> tuple[TypeDefinition, ...]:
    """Those of these files that serve the endpoint."""
    return serving(spec, (one for file in _bounded(documents) for one in _known(file)))


def _bounded(documents: Iterable[Document]) -> Iterator[Document]:
    """As many of them as can be read while somebody waits."""
    room = _MOST_TEXT
    for number, one in enumerate(documents):
        room -= min(len(one.text), _MOST)
        if number >= _MOST_FILES or room < 0:
            return
        yield one


@lru_cache(_MOST_FILES)
def _known(document: Document) -> tuple[TypeDefinition, ...]:
    return find_types(document.path, document.text)


def find_types(path: RepoPath, text: str) -> tuple[TypeDefinition, ...]:
    """Types with fields, in the file's order, beside syntax errors too; of a large file the head.

    None for a file of another language.
    """
    suffix = path.suffix.casefold()
    if suffix not in _READERS:
        return ()
    kinds, declarations = _READERS[suffix]
    found = nodes(suffix, text[:_MOST].removeprefix("\ufeff"), kinds)
    return tuple(resolved(path, declarations(found)))[:_MOST_TYPES]
