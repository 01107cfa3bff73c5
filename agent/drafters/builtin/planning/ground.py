"""What is known of a project's files: those that are there, and those that documents name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from agent.core.documents import RepoPath, Source
from agent.core.errors import RefusedError
from agent.core.lately import lately
from agent.core.plan import Plan
from agent.core.spec import Endpoint
from agent.core.values import dataclass
from agent.drafter import PlanRequest
from agent.drafters.builtin.planning.citations import Passages
from agent.drafters.builtin.planning.knownfiles import Files, files_of
from agent.drafters.builtin.planning.subject import fold, subject_of

_FOLDER = re.compile(r"(?<![\w/:.@])(?:\./)?((?:[\w.@-]+/)+[\w.@-]*)")
# A package of the project's own is named with the layers that it has.
_JAVA = re.compile(
    r"(?<![\w.])((?:[a-z]\w*\.)+)(?:controller|service|repository|dto|model|exception|config|entity)s?\b"
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
        there, planned = self._files
        yield from there.paths
        yield from (one for one in planned.paths if one.value not in there.values)

    def of_resource(self, part: str) -> tuple[RepoPath, ...]:
        """Those whose names `fold` makes this of, in the same order."""
        return tuple(path for files in self._files for path in files.parts.get(part, ()))

    def folders(self, suffix: str) -> Counter[str]:
        """The folders of such files, with how often one in it is known, in the same order."""
        there, planned = self._files
        found = Counter(there.folders.get(suffix, {}))
        found.update(planned.folders.get(suffix, {}))
        return found

    def has_folder(self, folder: str) -> bool:
        """Whether a file in this very folder is known."""
        return any(folder in one for files in self._files for one in files.folders.values())

    @property
    def _files(self) -> tuple[Files, Files]:
        return _files_there(self.there), _files_planned(self.planned)

    def place(self, path: RepoPath, source: Source | None = None) -> Place:
        """A path as a place, with the sibling's plan as its source where one names it."""
        new = path.value not in _files_there(self.there).values
        plan = _sources(self.planned).get(path.value) if new else None
        return Place(path=path, new=new, source=source or plan)


def ground_of(request: PlanRequest, passages: Passages) -> Ground:
    """What the request tells of files and folders."""
    spec = request.spec
    documents = [rule.path for rule in spec.rules] + [one.source.path for one in spec.stack]
    return Ground(
        there=_outside_plans(request.code.paths),
        planned=tuple(_planned(request.siblings)),
        named=tuple(
            one for path in dict.fromkeys(documents) for one in _named(path, passages.lines(path))
        ),
        tables=tuple(table.name for table in spec.tables),
        subjects=frozenset(
            _things(endpoint) for plan in request.siblings for endpoint in plan.endpoints
        ),
        package=_package([*documents, *(plan.path for plan in request.siblings)], passages),
    )


@lately
def _outside_plans(paths: tuple[RepoPath, ...]) -> tuple[RepoPath, ...]:
    return tuple(one for one in paths if not one.value.startswith(".ai/"))


@lately
def _files_there(there: tuple[RepoPath, ...]) -> Files:
    return files_of(there)


@lately
def _files_planned(planned: tuple[Named, ...]) -> Files:
    return files_of(path for one in planned if (path := repo_path(one.path)) is not None)


@lately
def _sources(planned: tuple[Named, ...]) -> dict[str, Source]:
    """The plan that names each file first."""
    return {one.path: one.source for one in reversed(planned)}


def _package(documents: Iterable[RepoPath], passages: Passages) -> str:
    """The Java package that documents name the most parts of, without the part."""
    found = [one for path in dict.fromkeys(documents) for one in _packages(passages.lines(path))]
    return max(dict.fromkeys(found), key=found.count) if found else ""


@lru_cache(maxsize=4096)
def _things(endpoint: Endpoint) -> str:
    return fold(subject_of(endpoint).things)


@lru_cache(maxsize=256)
def _packages(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(hit[1].rstrip(".") for line in lines for hit in _JAVA.finditer(line))


def _planned(siblings: tuple[Plan, ...]) -> Iterator[Named]:
    for plan in siblings:
        for step in plan.all_steps():
            source = Source(path=plan.path, line=step.line, last=step.line)
            for file in step.files:
                yield Named(path=file.path.value, source=source)


@lru_cache(maxsize=64)
def _named(path: RepoPath, lines: tuple[str, ...]) -> tuple[Named, ...]:
    """The files and folders that a document names."""
    return tuple(
        Named(
            path=found.rstrip("/."),
            source=Source(path=path, line=number, last=number),
            said=line,
        )
        for number, line in enumerate(lines, start=1)
        for found in _paths(line)
    )


def _paths(line: str) -> Iterator[str]:
    """The paths in a line; two words of prose with a slash between them are none."""
    return (one[1] for one in _FOLDER.finditer(line) if _is_path(one[1], line, one.start()))


def _is_path(text: str, line: str, start: int) -> bool:
    in_code = line.count("`", 0, start) % 2 == 1
    return text.isascii() and (in_code or text.endswith("/") or text.count("/") > 1)


def repo_path(text: str) -> RepoPath | None:
    """The text as a path of the repository, None when it is none."""
    try:
        return RepoPath(text)
    except RefusedError:
        return None
