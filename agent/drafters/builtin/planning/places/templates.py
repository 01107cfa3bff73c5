"""A file's path as one of its kind: with holes for its resource and for what is done with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from agent.core.documents import RepoPath
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.drafters.builtin.planning.places.endings import Worded, is_kind, worded
from agent.drafters.builtin.planning.subject import Act, Case, Subject, cased, fold
from agent.drafters.builtin.project.naming import singular, snake

# How a deed is called, by what the call does.
DEEDS: dict[Act, tuple[str, ...]] = {
    "list": ("list", "get", "search", "find", "fetch", "browse"),
    "get": ("get", "find", "fetch", "read", "show"),
    "create": ("create", "add", "insert", "store"),
    "update": ("update", "edit", "modify", "patch"),
    "delete": ("delete", "remove", "destroy"),
}
_VERBS = frozenset(word for words in DEEDS.values() for word in words)
# What is called for one deed: of these the other words of a name say which.
_OF_DEEDS = deferred(
    r"_?(?:command|query|request|response|result|handler|validator|endpoint|use_?case)s?(?:_|$)"
)
_OF_ONE = deferred(r"(?:command|query)(?:_|$)|(?:handler|endpoint|use_?case)(?:_|$)")
_CASES: tuple[Case, ...] = ("pascal", "camel", "kebab", "snake")
_HOLE = deferred(r"\{(\w+)\|(\w+)\}")
_SEVERAL = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A path with holes for the words of a resource or of a deed, and what filled them there.

    `many` says of each hole whether the resource stands there as many; `kind` are the words that
    say what kind of file it is.
    """

    text: str
    resource: str
    deed: str
    many: tuple[bool, ...]
    kind: str
    tested: bool

    @property
    def in_own_folder(self) -> bool:
        """Whether a folder of its way is named for the resource."""
        return "{resource|" in self.text.rpartition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """What names mean in a project: its resources, and the file names that several folders have.

    `resources` have a file that is named for nothing else.
    """

    resources: frozenset[str]
    repeated: frozenset[str]


@lately
def usual_names(there: tuple[RepoPath, ...]) -> Usual:
    """Those of the files that are there."""
    seen: dict[str, int] = {}
    for path in there:
        seen[path.name] = seen.get(path.name, 0) + 1
    bare = {fold(one.name.removesuffix(one.suffix)) for one in there if not _kind(one)}
    return Usual(
        resources=frozenset(bare),
        repeated=frozenset(name for name, count in seen.items() if count >= _SEVERAL),
    )


def _kind(path: RepoPath) -> str:
    return worded(path.name.removesuffix(path.suffix), path.suffix).called


@lru_cache(maxsize=1 << 14)
def template(path: RepoPath, usual: Usual) -> Template | None:
    """The path as one of its kind; None for one that is named for nothing."""
    stem = path.name.removesuffix(path.suffix)
    # `__init__` is named for no resource.
    if stem.startswith("__"):
        return None
    found = worded(stem, path.suffix)
    within = snake(path.folder.rpartition("/")[2])
    if len(found.words) == 1 and path.name in usual.repeated and not is_kind(within):
        return _by_folder(path, stem)
    about = found.about.partition("_by_")[0]
    if not about:
        return None
    deed, resource = _parted(about, found.called, usual.resources)
    name, holes = _named(stem, found, deed, resource, path.suffix)
    folders = path.folder.split("/") if path.folder else []
    resource = resource or _area(folders, deed)
    shown = [_hole(one, deed, resource, path.suffix) for one in folders]
    many = [_is_many(one) for one, hole in zip(folders, shown, strict=True) if hole != one]
    return Template(
        text="/".join((*shown, f"{name}{path.suffix}")),
        resource=fold(resource),
        deed=deed,
        many=(*many, *holes),
        kind=found.called,
        tested=found.tested,
    )


def _by_folder(path: RepoPath, stem: str) -> Template | None:
    """A file that is called alike in each folder, which has the resource's name."""
    parts = path.folder.split("/")
    resource = snake(parts[-1])
    if not resource:
        return None
    shown = [_hole(one, "", resource, path.suffix) for one in parts]
    many = [_is_many(one) for one, hole in zip(parts, shown, strict=True) if hole != one]
    return Template(
        text="/".join((*shown, path.name)),
        resource=fold(resource),
        deed="",
        many=tuple(many),
        kind=stem,
        tested=worded(stem, path.suffix).tested,
    )


def _parted(about: str, kind: str, known: frozenset[str]) -> tuple[str, str]:
    """What is done and with what, as its words say; nothing is where it only names something."""
    first, _, rest = about.partition("_")
    before, _, last = about.rpartition("_")
    if rest and first in _VERBS:
        return first, rest
    if before and last in _VERBS:
        return last, before
    if _OF_DEEDS.match(kind) and fold(about) not in known:
        if rest and fold(rest) in known and fold(first) not in known:
            return first, rest
        if before and fold(before) in known and fold(last) not in known:
            return last, before
        if _OF_ONE.match(kind):
            return about, ""
    return "", about


def _area(folders: Sequence[str], deed: str) -> str:
    """The resource that the folder of what is named for a deed alone is about."""
    within = [one for one in map(snake, folders) if fold(one) != fold(deed) and not is_kind(one)]
    return within[-1] if within else ""


def _named(
    stem: str, found: Worded, deed: str, resource: str, suffix: str
) -> tuple[str, tuple[bool, ...]]:
    """The name with its holes, and whether the resource stands as many in each."""
    at = found.first
    done, thing = _count(deed), _count(resource)
    leads = bool(deed) and "_".join(found.words[at : at + done]) == deed
    if not deed or leads:
        what = ("function" if deed else "resource") if thing else "act"
        holes = [(what, _span(found, at, at + done + thing))]
    else:
        holes = [
            ("resource", _span(found, at, at + thing)),
            ("deed", _span(found, at + thing, at + thing + done)),
        ]
    name = stem
    for what, span in reversed(holes):
        hole = f"{{{what}|{_case(stem, span, suffix)}}}"
        name = f"{name[: span[0]]}{hole}{name[span[1] :]}"
    return name, (_is_many(resource), False)[: len(holes)]


def _count(words: str) -> int:
    return words.count("_") + 1 if words else 0


def _span(found: Worded, first: int, end: int) -> tuple[int, int]:
    return found.spans[first][0], found.spans[end - 1][1]


def _case(stem: str, span: tuple[int, int], suffix: str) -> Case:
    """How the words of a span are written, and would be if they were more."""
    shown = stem[slice(*span)]
    if shown[:1].isupper():
        return "pascal"
    if "-" in shown or "_" in shown:
        return "kebab" if "-" in shown else "snake"
    if shown != shown.lower():
        return "camel"
    if "-" in stem or "." in stem:
        return "kebab"
    if "_" in stem or stem == stem.lower():
        return "snake"
    return "camel" if suffix != ".py" else "snake"


def _hole(segment: str, deed: str, resource: str, suffix: str) -> str:
    """A folder of the way that is named for the same, as a hole; a Java package has no joints.

    Of a project's name in .NET a part may be.
    """
    case: str = "snake" if "_" in segment or suffix == ".py" else "kebab"
    if segment != segment.lower():
        case = "pascal"
    elif suffix == ".java":
        case = "flat"
    folded = fold(segment)
    if resource and folded == fold(resource):
        return f"{{resource|{case}}}"
    if deed and folded == fold(deed):
        return f"{{deed|{case}}}"
    if deed and folded in {fold(f"{deed}_{resource}"), fold(f"{resource}_{deed}")}:
        return f"{{function|{case}}}"
    return segment


def _is_many(shown: str) -> bool:
    return singular(snake(shown)) != snake(shown)


def written(text: str, subject: Subject, verbs: Sequence[str], many: Sequence[bool]) -> str:
    """The text with its holes filled, each as one or as many."""
    left = iter(many)
    return _HOLE.sub(lambda hole: _filled(hole[1], hole[2], subject, verbs, many=next(left)), text)


def _filled(what: str, case: str, subject: Subject, verbs: Sequence[str], *, many: bool) -> str:
    words = subject.things if many else subject.thing
    if what == "deed" or (what == "act" and subject.act == "action"):
        words = _verb(subject, verbs)
    elif what != "resource":
        words = _deed(subject, verbs)
    if case == "flat":
        return words.replace("_", "")
    return next(cased(words, one) for one in _CASES if one == case)


def _deed(subject: Subject, verbs: Sequence[str]) -> str:
    """The function's name with the verb that the neighbours have for such a deed."""
    if subject.act == "action" or subject.called:
        return subject.function
    return f"{_verb(subject, verbs)}_{subject.things if subject.act == 'list' else subject.thing}"


def _verb(subject: Subject, verbs: Sequence[str]) -> str:
    if subject.act == "action":
        return subject.verb
    known = DEEDS[subject.act]
    return max((one for one in known if one in verbs), key=verbs.count, default=known[0])


def is_read(deed: str) -> bool:
    """Whether what a deed is called reads."""
    return deed in DEEDS["list"] or deed in DEEDS["get"]


def is_same(deed: str, subject: Subject) -> bool:
    """Whether a deed is called as ours may be."""
    return deed == subject.verb if subject.act == "action" else deed in DEEDS[subject.act]
