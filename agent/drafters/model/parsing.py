"""Whether new bytes parse: only errors that the file did not have count."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence

from agent.core.documents import RepoPath
from agent.drafters.model.sending import text_of
from agent.sources.types.grammars import flaws

_LONGEST = 400_000
_PYTHON = ".py"


def syntax_errors(
    files: Sequence[tuple[RepoPath, bytes | None]], read: Callable[[RepoPath], bytes | None]
) -> tuple[str, ...]:
    """A line for each file that parsed, or was not there, and does not parse now."""
    found = ((path, _error(path, data), _error(path, read(path))) for path, data in files)
    return tuple(f"{path}:{error}" for path, error, before in found if error and not before)


def _error(path: RepoPath, data: bytes | None) -> str:
    text = text_of(data)
    if text is None or len(text) > _LONGEST:
        return ""
    return next(_errors(path, text), "")


def _errors(path: RepoPath, text: str) -> Iterator[str]:
    if path.suffix != _PYTHON:
        yield from (f"{line}: not parsed from here" for line in flaws(path.suffix, text))
        return
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = error.lineno if isinstance(error, SyntaxError) else 1
        yield f"{line}: {error.msg if isinstance(error, SyntaxError) else 'it cannot be parsed'}"
