"""Where the code has a table already: what declares it, and what works with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.documents import RepoPath, Source
from agent.core.encodings import readable
from agent.core.patterns import deferred
from agent.core.spec import Table
from agent.core.values import dataclass
from agent.drafter import Code
from agent.drafters.builtin.planning.facts.brief import bare_name
from agent.drafters.builtin.project.naming import pascal, singular

_CODE = deferred(r"\.(?:py|ts|tsx|js|jsx|mjs|cs|java|kt|go|rb|php|rs|vue|svelte|astro|dart|swift)$")
_APART = deferred(
    r"(?:^|/)(?:node_modules|dist|build|vendor|\.\w+|migrations?|generated)/|\.d\.ts$"
    r"|database\.types\.ts$"
)
_TEST = deferred(
    r"(?:^|/)(?:tests?|__tests__|spec|e2e)/|[._-](?:test|spec)s?\.|(?:^|/)test_|Tests?\."
)
_DECLARES = (
    r"(?:\b(?:class|interface|type|struct|enum|record|table|model|data class)\s+"
    r"|\b(?:pgTable|Table)\(\W*|__tablename__\s*=\W*)"
)
_IMPORTS = deferred(r"\s*(?:import|from|using|use|require|#|//|\*|const \{)|.*\bimport\b")
_LARGEST, _MOST = 200_000, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A file that names a table or its class, where, by which name.

    It may declare that, or be a test.
    """

    name: str
    source: Source
    test: bool
    declared: bool


def uses(tables: Sequence[Table], code: Code) -> tuple[Use, ...]:
    """The files of the code that name these tables, each once; tests behind the others."""
    found = [one for path in code.paths if (one := _use(path, tables, code)) is not None]
    found.sort(key=lambda one: one.test)
    return tuple(found) if len(found) <= _MOST else ()


def is_code(path: RepoPath) -> bool:
    """Whether it is code of the project's own, and no test."""
    known = _CODE.search(path.value) is not None and _APART.search(path.value) is None
    return known and _TEST.search(path.value) is None


def _use(path: RepoPath, tables: Sequence[Table], code: Code) -> Use | None:
    if not _CODE.search(path.value) or _APART.search(path.value):
        return None
    data = code.read(path)
    if data is None or len(data) > _LARGEST:
        return None
    text = readable(data)
    for name in _names(tables):
        found = _first(name, text) if name in text else None
        if found is not None:
            at, declared = found
            test = _TEST.search(path.value) is not None
            source = Source(path=path, line=at, last=at)
            return Use(name=name, source=source, test=test, declared=declared)
    return None


def _first(name: str, text: str) -> tuple[int, bool] | None:
    """The line that declares it, else the first that works with it; what is imported is used."""
    word = re.compile(rf"\b{re.escape(name)}\b")
    lines = [(at, one) for at, one in enumerate(text.split("\n"), start=1) if word.search(one)]
    made = next((at for at, one in lines if re.search(rf"{_DECLARES}{word.pattern}", one)), None)
    if made is not None:
        return made, True
    used = next((at for at, one in lines if not _IMPORTS.match(one)), None)
    return (used, False) if used is not None else None


def _names(tables: Sequence[Table]) -> Iterator[str]:
    """The table's name, where it has more than one word, and that of its class."""
    for one in tables:
        bare = bare_name(one)
        yield pascal(singular(bare))
        if "_" in bare:
            yield bare
