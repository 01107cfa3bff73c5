"""The files that are known, to be found by folder and by the resource that they are named for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from agent.core.documents import RepoPath, Source
from agent.core.lately import lately, latest
from agent.core.plan import Plan
from agent.core.values import dataclass
from agent.drafters.builtin.planning.places.endings import worded
from agent.drafters.builtin.planning.subject import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Files in their order, each once.

    `folders` are theirs by suffix, with how often a file in them was named; `parts` the files by
    what `fold` makes of their names; `sources` which step named each first.
    """

    paths: tuple[RepoPath, ...]
    values: frozenset[str]
    folders: Mapping[str, Mapping[str, int]]
    parts: Mapping[str, tuple[RepoPath, ...]]
    sources: Mapping[str, Source]


@lately
def files_there(paths: tuple[RepoPath, ...]) -> Files:
    """Files of the repository."""
    return _files_of(paths, {})


# As many as a series has beside a plan, and some more.
@latest(128)
def files_planned(plan: Plan) -> Files:
    """Those that a plan's steps name, some of them more than once."""
    steps = tuple(plan.all_steps())
    sources = {
        file.path.value: Source(path=plan.path, line=step.line, last=step.line)
        for step in reversed(steps)
        for file in step.files
    }
    return _files_of((file.path for step in steps for file in step.files), sources)


def files_shown(named: Mapping[RepoPath, Source]) -> Files:
    """Those that a document draws, each with its line."""
    return _files_of(tuple(named), {path.value: source for path, source in named.items()})


def _files_of(named: Iterable[RepoPath], sources: Mapping[str, Source]) -> Files:
    counted = Counter(named)
    folders: dict[str, dict[str, int]] = {}
    parts: dict[str, list[RepoPath]] = {}
    for path, count in counted.items():
        within = folders.setdefault(path.suffix, {})
        within[path.folder] = within.get(path.folder, 0) + count
        parts.setdefault(fold(resource_part(path)), []).append(path)
    return Files(
        paths=tuple(counted),
        values=frozenset(one.value for one in counted),
        folders=folders,
        parts={part: tuple(paths) for part, paths in parts.items()},
        sources=sources,
    )


def resource_part(path: RepoPath) -> str:
    """A file's name, in snake case, without the words that say what kind of file it is."""
    return worded(path.name.removesuffix(path.suffix), path.suffix).about
