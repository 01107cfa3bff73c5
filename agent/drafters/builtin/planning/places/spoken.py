"""What a project's documents or other plans speak of: files and types, by their names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache

from agent.core.documents import RepoPath
from agent.core.lately import lately, latest
from agent.core.patterns import deferred
from agent.core.plan import Plan
from agent.drafter import Code, PlanRequest

_PAPERS = frozenset((".md", ".mdc"))
# A path with its ending, and a name of more than one word.
_NAMED = deferred(
    r"(?<![\w.-])(?:[\w@.()\[\]{}$-]+/)*[\w@()\[\]{}$-][\w@.()\[\]{}$-]*"
    r"\.(?:tsx?|jsx?|py|cs|java|php)\b(?!/)"
    r"|\b[A-Za-z]\w*[a-z][A-Z]\w*"
)
# So is a file called in every folder.
_ANY = deferred(r"(?:index|route|page|\W.*)\.\w+")


def spoken_of(request: PlanRequest) -> Callable[[str], bool]:
    """Whether a document or another plan names this file or type; read when first asked."""
    apart = {request.path, *(one.path for one in request.siblings)}

    def spoken(name: str) -> bool:
        forms, papers = frozenset(_forms(name)), _papers(request.code)
        told = any(not _of_plan(one).isdisjoint(forms) for one in request.siblings)
        return told or any(path not in apart for one in forms for path in papers.get(one, ()))

    return cache(spoken)


@lately
def _papers(code: Code) -> Mapping[str, list[RepoPath]]:
    """The documents that name each: once for all plans of a series."""
    found: dict[str, list[RepoPath]] = {}
    for path in (one for one in code.paths if one.suffix in _PAPERS):
        for name in _of_paper(code.read(path) or b""):
            found.setdefault(name, []).append(path)
    return found


# As many as a series has beside a plan, and some more.
@latest(128)
def _of_plan(plan: Plan) -> frozenset[str]:
    return frozenset(name for one in plan.sections for name in _found(one.body))


@lru_cache(maxsize=256)
def _of_paper(data: bytes) -> frozenset[str]:
    return frozenset(_found(data.decode(errors="replace")))


def _found(text: str) -> Iterator[str]:
    """Each name, and of a path the ends of it that begin in a folder."""
    for hit in _NAMED.finditer(text):
        parts = hit[0].split("/")
        yield hit[0]
        yield from ("/".join(parts[at:]) for at in range(1, len(parts) - 1))


def _forms(name: str) -> Iterator[str]:
    """The name, and what a document may call a file by: its path's end, or its bare name."""
    parts = name.split("/")
    yield from ("/".join(parts[at:]) for at in range(len(parts) - 1))
    if not _ANY.fullmatch(parts[-1]):
        yield parts[-1]
