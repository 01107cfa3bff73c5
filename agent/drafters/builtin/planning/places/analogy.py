"""A new file named and placed as its neighbours are."""

from __future__ import annotations

from collections.abc import Iterable

from agent.core.documents import RepoPath
from agent.drafters.builtin.planning.places.ground import Ground
from agent.drafters.builtin.planning.places.knownfiles import resource_part
from agent.drafters.builtin.planning.subject import Case, Subject, cased, fold
from agent.drafters.builtin.project.naming import plural, singular, snake

_SEVERAL = 2


def named_alike(like: Iterable[RepoPath], subject: Subject, ground: Ground) -> str | None:
    """A name made as theirs are: beside `books_router` stands `loans_router`."""
    for path in like:
        part = resource_part(path)
        # `__init__` is named for no resource.
        if not path.name.startswith("__") and _names_resource(part, path, ground):
            stem = path.name.removesuffix(path.suffix)
            shown, case = _as_written(part, stem)
            if shown:
                words = (
                    subject.things
                    if plural(subject.thing) == subject.things
                    and (fold(part) != part.replace("_", ""))
                    else subject.thing
                )
                return stem.replace(shown, cased(words, case))
    return None


def placed_alike(like: Iterable[RepoPath], subject: Subject) -> str | None:
    """The path where each resource has a folder: `src/books/books.service` shows ours.

    None where most of them stand together.
    """
    found = list(like)
    own = [(path, segment) for path in found if (segment := _own_segment(path))]
    if len({segment for _, segment in own}) < _SEVERAL or len(own) * 2 < len(found):
        return None
    path, segment = next((one for one in own if singular(snake(one[1])) != snake(one[1])), own[0])
    stem = path.name.removesuffix(path.suffix)
    folder = "/".join(
        _like(segment, path.suffix, subject) if one == segment else one
        for one in path.folder.split("/")
    )
    shown, case = _as_written(resource_part(path), stem)
    if not shown:
        return None
    name = stem.replace(shown, cased(_numbered(shown, subject), case))
    return f"{folder}/{name}{path.suffix}"


def _own_segment(path: RepoPath) -> str:
    """The folder on a file's way that is named for the same resource."""
    part = fold(resource_part(path))
    segments = path.folder.split("/")
    return next((one for one in reversed(segments) if part and fold(one) == part), "")


def _like(segment: str, suffix: str, subject: Subject) -> str:
    """The folder for ours, as another resource's is written; a package in Java has no joints."""
    words = _numbered(segment, subject)
    if segment != segment.lower():
        return cased(words, "pascal")
    if suffix == ".java":
        return words.replace("_", "")
    return cased(words, "snake" if "_" in segment or suffix == ".py" else "kebab")


def _numbered(shown: str, subject: Subject) -> str:
    words = snake(shown)
    return subject.thing if singular(words) == words else subject.things


def _names_resource(part: str, path: RepoPath, ground: Ground) -> bool:
    """Whether a file is named for a resource: a plan is about it, or other layers have it too."""
    own = fold(part)
    if not own:
        return False
    homes = {one.folder for one in ground.of_resource(own)}
    return own in ground.subjects or bool(homes - {path.folder})


def _as_written(part: str, stem: str) -> tuple[str, Case]:
    """How the words of a resource stand in a file's name."""
    cases: tuple[Case, ...] = ("pascal", "camel", "kebab", "snake")
    single = "_" not in part
    for case in cases:
        shown = cased(part, case)
        if shown and shown in stem:
            if single and case == "camel":
                return shown, _case_of(stem)
            return shown, case
    return "", "snake"


def _case_of(stem: str) -> Case:
    """How a one-word name's file writes more words, by the rest of its name."""
    if "-" in stem or "." in stem:
        return "kebab"
    return "camel" if stem != stem.lower() else "snake"
