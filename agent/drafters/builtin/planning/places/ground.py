"""What is known of a project's files: those that are there, and those that documents name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from agent.core.documents import RepoPath, Source
from agent.core.errors import RefusedError
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.spec import Endpoint
from agent.core.values import dataclass
from agent.drafter import PlanRequest
from agent.drafters.builtin.planning.citations import Passages, passages_of
from agent.drafters.builtin.planning.places.drawn import drawn
from agent.drafters.builtin.planning.places.knownfiles import (
    Files,
    files_planned,
    files_shown,
    files_there,
    resource_part,
)
from agent.drafters.builtin.planning.places.papers import papers
from agent.drafters.builtin.planning.places.stacks import Stack
from agent.drafters.builtin.planning.subject import fold, subject_of

_FOLDER = deferred(r"(?<![\w/:.@])(?:\./)?((?:[\w.@-]+/)+[\w.@-]*)")
_OF_PAGES = deferred(r"(?:^|/)(?:frontend|client|web|ui|mobile|web-\w+|[\w-]+-(?:frontend|web))/")
_SCRIPTS = frozenset((".ts", ".tsx", ".js", ".jsx"))
_CODE = _SCRIPTS | {".py", ".cs", ".java", ".php"}
# `tests/api/  # tests of endpoints (books, shelves)`
_LISTED = deferred(r"\([^()]*,[^()]*\)")
_WORD = deferred(r"[^\W\d_][\w-]*")
# A project of tests in .NET is a folder of that name.
_TESTED = re.compile(r"`([A-Z]\w*(?:\.\w+)*\.Tests?)`")


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
    """Existing files, those of the siblings' steps and of drawn trees, what documents name.

    `documents` may name the project's package; `root` is the server's folder, with its slash;
    `near` is the folder of the endpoint's route.
    """

    there: tuple[RepoPath, ...]
    planned: tuple[Files, ...]
    named: tuple[Named, ...]
    subjects: frozenset[str]
    documents: tuple[RepoPath, ...] = ()
    passages: Passages = passages_of(lambda _: None)
    tables: tuple[str, ...] = ()
    root: str = ""
    near: str = ""
    drawn: tuple[Files, ...] = ()

    def paths(self) -> Iterator[RepoPath]:
        """Every file known, existing ones first; what several plans name comes again."""
        return (path for files in self.files for path in files.paths)

    def of_resource(self, part: str) -> tuple[RepoPath, ...]:
        """Those whose names `fold` makes this of, in the same order."""
        return tuple(path for files in self.files for path in files.parts.get(part, ()))

    def folders(self, suffix: str, *, there: bool = False) -> dict[str, int]:
        """The folders of such files, with how often one in it is known, in the same order.

        Only of those that exist where `there` is asked.
        """
        found: dict[str, int] = {}
        for files in self.files[:1] if there else self.files:
            for folder, count in files.folders.get(suffix, {}).items():
                found[folder] = found.get(folder, 0) + count
        return found

    def has_folder(self, folder: str, *, there: bool = False) -> bool:
        """Whether a file in this very folder is known, or exists where `there` is asked."""
        files = self.files[:1] if there else self.files
        return any(folder in one for each in files for one in each.folders.values())

    @property
    def files(self) -> tuple[Files, ...]:
        """The files that exist, then those of each plan, then of each drawn tree."""
        return (files_there(self.there), *self.planned, *self.drawn)

    def serves(self, path: RepoPath, suffix: str) -> bool:
        """Whether a file is no code, or the server's, which is in files with this suffix."""
        if path.suffix not in _CODE or not suffix:
            return True
        alike = path.suffix == suffix or {path.suffix, suffix} <= _SCRIPTS
        return alike and path.value in files_there(self.there).values

    def place(self, path: RepoPath, source: Source | None = None) -> Place:
        """A path as a place, with the plan or tree that names it as its source.

        What others name from the server's folder on is told from the top.
        """
        known = files_there(self.there).values
        inner = repo_path(f"{self.root}{path}") if self.root and path.value not in known else None
        if inner is not None and self._moves(path, inner):
            path = inner
        new = path.value not in known
        if source is None and new:
            named = (one.sources.get(path.value) for one in self.files[1:])
            source = next(filter(None, named), None)
        return Place(path=path, new=new, source=source, shared=new and self._is_told(path))

    def _is_told(self, path: RepoPath) -> bool:
        """Whether a document shows the file, or says of its folder that it has one for this."""
        if any(path.value in one.values for one in self.drawn):
            return True
        wanted = fold(resource_part(path))
        lists = (_LISTED.search(one.said) for one in self.named if one.path == path.folder)
        return any(hit and wanted in map(fold, _WORD.findall(hit[0])) for hit in lists)

    def _moves(self, path: RepoPath, inner: RepoPath) -> bool:
        """Whether a folder exists in that of the server and not at the top."""
        there = not self.has_folder(path.folder, there=True)
        return there and self.has_folder(inner.folder, there=True)


def ground_of(request: PlanRequest, passages: Passages, stack: Stack) -> Ground:
    """What the request tells of files and folders, for a server of this stack."""
    spec = request.spec
    documents = [rule.path for rule in spec.rules] + [one.source.path for one in spec.stack]
    documents += papers(spec, request.code.paths)
    lines = {path: passages.lines(path) for path in documents}
    return Ground(
        there=_code_files(request.code.paths)(stack.root, stack.has_routes),
        planned=tuple(map(files_planned, request.siblings)),
        drawn=tuple(shown for path, text in lines.items() if (shown := _shown(path, text)).paths),
        named=tuple(one for path, text in lines.items() for one in _named(path, text)),
        tables=tuple(table.name for table in spec.tables),
        subjects=frozenset(
            _things(endpoint) for plan in request.siblings for endpoint in plan.endpoints
        ),
        documents=(*documents, *(plan.path for plan in request.siblings)),
        passages=passages,
        root=stack.root,
    )


@lately
def _code_files(paths: tuple[RepoPath, ...]) -> Callable[[str, bool], tuple[RepoPath, ...]]:
    """The files outside of plans; for a server none of Angular's, nor of pages beside it."""
    pages = tuple(
        f"{one.value.removesuffix(one.name)}src/app/" for one in paths if one.name == "angular.json"
    )

    @lru_cache(maxsize=4)
    def of(root: str, serves: bool) -> tuple[RepoPath, ...]:  # noqa: FBT001 - kept by its value
        apart = (".ai/", *pages) if serves else ".ai/"
        return tuple(
            one
            for one in paths
            if not one.value.startswith(apart)
            and (not root or one.value.startswith(root) or not _OF_PAGES.search(one.value))
        )

    return of


@lru_cache(maxsize=4096)
def _things(endpoint: Endpoint) -> str:
    return fold(subject_of(endpoint).things)


@lru_cache(maxsize=64)
def _named(path: RepoPath, lines: tuple[str, ...]) -> tuple[Named, ...]:
    """The files and folders that a document names."""
    trees = drawn(lines)
    return tuple(
        Named(
            path=found.rstrip("/."), source=Source(path=path, line=number, last=number), said=line
        )
        for number, line in enumerate(lines, start=1)
        for found in ([trees[number]] if number in trees else _paths(line))
    )


@lru_cache(maxsize=64)
def _shown(path: RepoPath, lines: tuple[str, ...]) -> Files:
    """The files of code in a document's drawn trees."""
    found = {number: repo_path(one) for number, one in drawn(lines).items()}
    return files_shown(
        {
            one: Source(path=path, line=number, last=number)
            for number, one in found.items()
            if one is not None and one.suffix in _CODE and one.folder
        }
    )


def _paths(line: str) -> Iterator[str]:
    """The paths in a line; two words of prose with a slash between them are none."""
    yield from (one[1] for one in _FOLDER.finditer(line) if _is_path(one[1], line, one.start()))
    yield from (one[1] for one in _TESTED.finditer(line))


def _is_path(text: str, line: str, start: int) -> bool:
    in_code = line.count("`", 0, start) % 2 == 1
    return text.isascii() and (in_code or text.endswith("/") or text.count("/") > 1)


def repo_path(text: str) -> RepoPath | None:
    """The text as a path of the repository, None when it is none."""
    try:
        return RepoPath(text)
    except RefusedError:
        return None
