"""What a project's documents or other plans speak of: files and types, by their names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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

    @cache
    def names() -> tuple[frozenset[str], ...]:
        return tuple(_names(request))

    return lambda name: any(not one.isdisjoint(_forms(name)) for one in names())


def _names(request: PlanRequest) -> Iterator[frozenset[str]]:
    plans = {one.path for one in request.siblings}
    yield from map(_of_plan, request.siblings)
    for path, named in _papers(request.code):
        if path not in plans and path != request.path:
            yield named


@lately
def _papers(code: Code) -> tuple[tuple[RepoPath, frozenset[str]], ...]:
    """The documents, each with what it names: once for all plans of a series."""
    found = (one for one in code.paths if one.suffix in _PAPERS)
    return tuple((one, _of_paper(code.read(one) or b"")) for one in found)


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
