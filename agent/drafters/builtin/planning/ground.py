"""What is known of a project's files: those that are there, and those that documents name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from agent.core.documents import RepoPath, Source
from agent.core.errors import RefusedError
from agent.core.plan import Plan
from agent.core.values import dataclass
from agent.drafter import PlanRequest
from agent.drafters.builtin.planning.citations import Passages
from agent.drafters.builtin.planning.subject import fold, subject_of

_FOLDER = re.compile(r"(?<![\w/:.@])(?:\./)?((?:[\w.@-]+/)+[\w.@-]*)")
# A package of the project's own is named with the layers that it has.
_JAVA = re.compile(
    r"(?<![\w.])((?:[a-z]\w*\.)+)(?:controller|service|repository|dto|model|exception|config|entity)s?\b"
)
_KINDS = frozenset(
    [
        "test",
        "tests",
        "spec",
        "service",
        "services",
        "controller",
        "controllers",
        "router",
        "route",
        "routes",
        "schema",
        "schemas",
        "dto",
        "dtos",
        "validator",
        "validation",
        "request",
        "response",
        "handler",
        "e2e",
        "repository",
        "impl",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A file or folder that a document names, where, and the line that does."""

    path: str
    source: Source
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A file for some code: whether it is there, and what speaks for this path.

    A `shared` one is not this endpoint's alone: whoever comes first makes it.
    """

    path: RepoPath
    new: bool
    source: Source | None = None
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Existing files, files of the siblings' steps, what rules and the tech stack name."""

    there: tuple[RepoPath, ...]
    planned: tuple[Named, ...]
    named: tuple[Named, ...]
    subjects: frozenset[str]
    package: str = ""
    tables: tuple[str, ...] = ()

    def paths(self) -> Iterator[RepoPath]:
        """Every file known, existing ones first."""
        yield from self.there
        for one in self.planned:
            if (path := repo_path(one.path)) is not None:
                yield path

    def place(self, path: RepoPath, source: Source | None = None) -> Place:
        """A path as a place, with the sibling's plan as its source where one names it."""
        plan = next((one.source for one in self.planned if one.path == path.value), None)
        new = path not in self.there
        return Place(path=path, new=new, source=source or (plan if new else None))


def ground_of(request: PlanRequest, passages: Passages) -> Ground:
    """What the request tells of files and folders."""
    spec = request.spec
    documents = [rule.path for rule in spec.rules] + [one.source.path for one in spec.stack]
    return Ground(
        there=tuple(one for one in request.code.paths if not one.value.startswith(".ai/")),
        planned=tuple(_planned(request.siblings)),
        named=tuple(one for path in dict.fromkeys(documents) for one in _named(path, passages)),
        tables=tuple(table.name for table in spec.tables),
        subjects=frozenset(
            fold(subject_of(endpoint).things)
            for plan in request.siblings
            for endpoint in plan.endpoints
        ),
        package=_package([*documents, *(plan.path for plan in request.siblings)], passages),
    )


def _package(documents: Iterable[RepoPath], passages: Passages) -> str:
    """The Java package that documents name the most parts of, without the part."""
    found = [one for path in dict.fromkeys(documents) for one in _packages(passages.lines(path))]
    return max(dict.fromkeys(found), key=found.count) if found else ""


@lru_cache(maxsize=64)
def _packages(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(hit[1].rstrip(".") for line in lines for hit in _JAVA.finditer(line))


def _planned(siblings: tuple[Plan, ...]) -> Iterator[Named]:
    for plan in siblings:
        for step in plan.all_steps():
            for file in step.files:
                source = Source(path=plan.path, line=step.line, last=step.line)
                yield Named(path=file.path.value, source=source)


def _named(path: RepoPath, passages: Passages) -> Iterator[Named]:
    for number, line in enumerate(passages.lines(path), start=1):
        for found in _paths(line):
            source = Source(path=path, line=number, last=number)
            yield Named(path=found.rstrip("/."), source=source, said=line)


@lru_cache(maxsize=4096)
def _paths(line: str) -> tuple[str, ...]:
    """The paths in a line; two words of prose with a slash between them are none."""
    return tuple(one[1] for one in _FOLDER.finditer(line) if _is_path(one[1], line, one.start()))


def _is_path(text: str, line: str, start: int) -> bool:
    in_code = line.count("`", 0, start) % 2 == 1
    return text.isascii() and (in_code or text.endswith("/") or text.count("/") > 1)


def repo_path(text: str) -> RepoPath | None:
    """The text as a path of the repository, None when it is none."""
    try:
        return RepoPath(text)
    except RefusedError:
        return None


def resource_part(path: RepoPath) -> str:
    """A file's name, in snake case, without the words that say what kind of file it is."""
    stem = path.name.removesuffix(path.suffix)
    parts = re.split(r"[._-]+|(?<=[a-z0-9])(?=[A-Z])", stem)
    kept = [part.lower() for part in parts if part.casefold() not in _KINDS]
    return "_".join(kept)
