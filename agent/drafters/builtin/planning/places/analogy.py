"""A new file named and placed as its neighbours are: the shapes that several resources share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from agent.core.documents import RepoPath
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.drafters.builtin.planning.places.ground import Ground
from agent.drafters.builtin.planning.subject import Act, Case, Subject, cased, fold
from agent.drafters.builtin.project.naming import plural, singular, snake

_SEVERAL = 2
# What a file's name ends with beside what it is about; the first word of tests in Python.
_TAIL = deferred(
    r"(?:_(?:e2e|tests?|spec|it|impl))*"
    r"(?:_(?:(?:command|query|request|response)_)?(?:handler|validator|endpoint|dto|schema)s?"
    r"|_(?:service|controller|router?|routes|repository|repo|mapper|serializer|viewset|usecase"
    r"|use_case|command|query|request|response|module|api)s?)?(?:_(?:e2e|tests?|spec|it|impl))*$"
)
_TEST = re.compile(r"^test_")
# How a deed is called, by what the call does.
_DEEDS: dict[Act, tuple[str, ...]] = {
    "list": ("list", "get", "search", "find", "fetch", "browse"),
    "get": ("get", "find", "fetch", "read", "show"),
    "create": ("create", "add", "insert", "store"),
    "update": ("update", "edit", "modify", "patch"),
    "delete": ("delete", "remove", "destroy"),
}
_VERBS = frozenset(word for words in _DEEDS.values() for word in words)
_READS = frozenset((*_DEEDS["list"], *_DEEDS["get"]))
_CASES: tuple[Case, ...] = ("pascal", "camel", "kebab", "snake")
_HOLE = deferred(r"\{(\w+)\|(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """A path with holes for the words of a resource or of a deed, and what filled them there.

    `many` says of each hole whether the resource stands there as many.
    """

    text: str
    resource: str
    deed: str
    many: tuple[bool, ...]


def alike(like: Iterable[RepoPath], subject: Subject, ground: Ground) -> str | None:
    """The path of ours where files of several resources stand in the same way; else None."""
    shapes = [one for path in like if (one := _shape(path)) and _is_known(one, ground)]
    shapes = [one for one in shapes if _is_like(one.deed, subject)]
    found: dict[str, set[str]] = {}
    for one in shapes:
        found.setdefault(one.text, set()).add(one.resource)
    text = max(found, key=lambda one: len(found[one]), default="")
    if len(found.get(text, ())) < _SEVERAL:
        return None
    same = [one for one in shapes if one.text == text]
    verbs = [one.deed for one in same]
    votes = zip(*(one.many for one in same), strict=True)
    many = [sum(one) * 2 >= len(one) for one in votes]
    return _written(text, subject, verbs, many)


def _written(text: str, subject: Subject, verbs: Sequence[str], many: Sequence[bool]) -> str:
    """The text with its holes filled, each as one or as many."""
    left = iter(many)
    return _HOLE.sub(lambda hole: _filled(hole[1], hole[2], subject, verbs, many=next(left)), text)


def resources(paths: Iterable[RepoPath]) -> set[str]:
    """What files are named for, folded."""
    return {one.resource for path in paths if (one := _shape(path)) is not None}


def _is_known(shape: _Shape, ground: Ground) -> bool:
    """Whether it is for a resource: its folder, a plan, a table or another file is so named."""
    return (
        "{resource|" in shape.text.rpartition("/")[0]
        or shape.resource in ground.subjects
        or _named_for(ground.there)[shape.resource] >= _SEVERAL
        or any(fold(one.rpartition(".")[2]) == shape.resource for one in ground.tables)
    )


@lately
def _named_for(there: tuple[RepoPath, ...]) -> Counter[str]:
    """How many files are named for each resource, folded."""
    return Counter(one.resource for path in there if (one := _shape(path)) is not None)


def _is_like(deed: str, subject: Subject) -> bool:
    """Whether a file for a deed is of those that read, where ours reads."""
    return not deed or subject.act == "action" or (deed in _READS) != subject.writes


@lru_cache(maxsize=1 << 13)
def _shape(path: RepoPath) -> _Shape | None:
    stem = path.name.removesuffix(path.suffix)
    words = _TAIL.sub("", _TEST.sub("", snake(stem.replace(".", "_").replace("-", "_"))))
    first, _, rest = words.partition("_")
    deed = first if rest and first in _VERBS else ""
    resource = rest if deed else words
    shown, case = as_written(words, stem)
    # `__init__` is named for no resource.
    if not words or not shown or stem.startswith("__"):
        return None
    name = stem.replace(shown, f"{{{'function' if deed else 'resource'}|{case}}}", 1)
    folders = path.folder.split("/")
    holes = [_hole(one, words, resource, path.suffix) for one in folders]
    text = "/".join((*filter(None, holes), f"{name}{path.suffix}"))
    many = [_is_many(one) for one, hole in zip(folders, holes, strict=True) if hole != one]
    return _Shape(text=text, resource=fold(resource), deed=deed, many=(*many, _is_many(resource)))


def _is_many(shown: str) -> bool:
    return singular(snake(shown)) != snake(shown)


def _hole(segment: str, words: str, resource: str, suffix: str) -> str:
    """A folder of the way that is named for the same, as a hole; a Java package has no joints."""
    case: str = "snake" if "_" in segment or suffix == ".py" else "kebab"
    if segment != segment.lower():
        case = "pascal"
    elif suffix == ".java":
        case = "flat"
    if fold(segment) == fold(resource):
        return f"{{resource|{case}}}"
    return f"{{function|{case}}}" if fold(segment) == fold(words) else segment


def _filled(what: str, case: str, subject: Subject, verbs: Sequence[str], *, many: bool) -> str:
    words = subject.things if many else subject.thing
    words = _deed(subject, verbs) if what == "function" else words
    if case == "flat":
        return words.replace("_", "")
    return next(cased(words, one) for one in _CASES if one == case)


def _deed(subject: Subject, verbs: Sequence[str]) -> str:
    """The function's name with the verb that the neighbours have for such a deed."""
    if subject.act == "action" or subject.called:
        return subject.function
    known = _DEEDS[subject.act]
    verb = max((one for one in known if one in verbs), key=verbs.count, default=known[0])
    return f"{verb}_{subject.things if subject.act == 'list' else subject.thing}"


def named_alike(like: Iterable[RepoPath], subject: Subject, ground: Ground) -> str | None:
    """A name made as one of theirs is: beside `books_router` stands `loans_router`."""
    for path in like:
        shape = _shape(path)
        if shape and _names_resource(shape, path, ground) and _is_like(shape.deed, subject):
            many = shape.many[-1] and plural(subject.thing) == subject.things
            text = shape.text.rpartition("/")[2].removesuffix(path.suffix)
            return _written(text, subject, [shape.deed], [many])
    return None


def _names_resource(shape: _Shape, path: RepoPath, ground: Ground) -> bool:
    """Whether a file is named for a resource: a plan is about it, or other layers have it too."""
    homes = {one.folder for one in ground.of_resource(shape.resource)}
    return shape.resource in ground.subjects or bool(homes - {path.folder})


def as_written(part: str, stem: str) -> tuple[str, Case]:
    """How the words of a resource stand in a file's name."""
    single = "_" not in part
    for case in _CASES:
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
