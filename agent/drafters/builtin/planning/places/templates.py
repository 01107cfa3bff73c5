"""A file's path as one of its kind: with holes for its resource and for what is done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from agent.core.documents import RepoPath
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.drafters.builtin.planning.places.deeds import VERBS, deed_of, verb_of
from agent.drafters.builtin.planning.places.endings import Worded, is_kind, worded
from agent.drafters.builtin.planning.subject import Case, Subject, cased, fold
from agent.drafters.builtin.project.naming import singular, snake

# What is called for one deed: of these the other words of a name say which.
_OF_DEEDS = deferred(
    r"_?(?:(?:command|query|request|response|result|handler|validator|use_?case)s?(?:_|$)"
    r"|endpoint(?:_(?!mapping)|$))"
)
_DOES = deferred(r"(?:command_|query_)?handlers?$|use_?case$|endpoint$|command$|query$")
_OF_ONE = deferred(r"(?:command|query|handler|use_?case)(?:_|$)|endpoint(?:_(?!mapping)|$)")
_CASES: tuple[Case, ...] = ("pascal", "camel", "kebab", "snake")
_HOLE = deferred(r"\{(\w+)\|(\w+)\}")
_SEVERAL = 2
_CODE = frozenset((".cs", ".java", ".php", ".py", ".ts", ".js"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A path with holes for the words of a resource or of a deed, and what filled them there.

    `many` says of each hole whether the resource stands there as many; `kind` are the words that
    say what kind of file it is; `by` is what the one is found by, where the name says it.
    """

    text: str
    resource: str
    deed: str
    many: tuple[bool, ...]
    kind: str
    tested: bool
    by: str = ""

    @property
    def does(self) -> bool:
        """Whether it is what does one deed, or the message that asks for it."""
        done = _DOES.match(self.kind) is not None
        return bool(self.deed) and done and (self.kind != "handler" or self.deed in VERBS)

    @property
    def interface(self) -> bool:
        """Whether it declares only what another file does."""
        return self.text.rpartition("/")[2].startswith("I{")

    @property
    def in_own_folder(self) -> bool:
        """Whether a folder of its way is named for the resource."""
        return "{resource|" in self.text.rpartition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """What names mean in a project: its resources, and the file names that several folders have.

    `resources` have a file that is named for nothing else; `acts` are done, of no resource's name.
    """

    resources: frozenset[str]
    repeated: frozenset[str]
    acts: frozenset[str] = frozenset()


@lately
def usual_names(there: tuple[RepoPath, ...]) -> Usual:
    """Those of the files that are there."""
    seen: dict[str, int] = {}
    for path in there:
        seen[path.name] = seen.get(path.name, 0) + 1
    code = [one for one in there if one.suffix in _CODE]
    bare = {fold(one.name.removesuffix(one.suffix)) for one in code if not _kind(one)}
    usual = Usual(
        resources=frozenset(bare),
        repeated=frozenset(name for name, count in seen.items() if count >= _SEVERAL),
    )
    found = (template(path, usual) for path in code)
    acts = (fold(one.deed) for one in found if one is not None and "{act|" in one.text)
    return replace(usual, acts=frozenset(acts))


def without_by(one: Template) -> Template:
    """The same of which no name says by what it is found."""
    for said in (f"By{cased(one.by, 'pascal')}", f"-by-{cased(one.by, 'kebab')}", f"_by_{one.by}"):
        text = one.text.replace(f"}}{said}", "}")
        if text != one.text:
            return replace(one, text=text, by="")
    return one


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
    about, _, by = found.about.partition("_by_")
    if not about:
        return None
    deed, resource = _parted(about, found.called, usual)
    name, holes = _named(stem, found, deed, resource, path.suffix)
    folders = path.folder.split("/") if path.folder else []
    resource = resource or _area(folders, deed)
    # Up to a project's own folder, which has its name with dots, stands the project.
    project = max((at for at, one in enumerate(folders, start=1) if "." in one), default=0)
    shown = folders[:project]
    shown += [_hole(one, deed, resource, path.suffix, by) for one in folders[project:]]
    many = [_is_many(one) for one, hole in zip(folders, shown, strict=True) if hole != one]
    return Template(
        text="/".join((*shown, f"{name}{path.suffix}")),
        resource=fold(resource),
        deed=deed,
        many=(*many, *holes),
        kind=found.called,
        tested=found.tested,
        by=by,
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


def _parted(about: str, kind: str, usual: Usual) -> tuple[str, str]:
    """What is done and with what, as its words say; nothing is where it only names something."""
    first, _, rest = about.partition("_")
    before, _, last = about.rpartition("_")
    if rest and first in VERBS:
        return first, rest
    if before and last in VERBS:
        return last, before
    known = usual.resources
    if not _OF_DEEDS.match(kind) or fold(about) in known:
        return "", about
    if rest and fold(rest) in known and fold(first) not in known:
        return first, rest
    if before and fold(before) in known and fold(last) not in known:
        return last, before
    return (about, "") if _OF_ONE.match(kind) or fold(about) in usual.acts else ("", about)


def _area(folders: Sequence[str], deed: str) -> str:
    """The resource that the folder of what is named for a deed alone is about."""
    for one in reversed(folders):
        # With a dot it is a project's own name.
        if "." in one:
            break
        if fold(one) != fold(deed) and not is_kind(snake(one)):
            return snake(one)
    return ""


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


def _hole(segment: str, deed: str, resource: str, suffix: str, by: str = "") -> str:
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
    if by and folded == fold(f"{deed}_{resource}_by_{by}"):
        return f"{{function|{case}}}{segment[len(cased(f'{deed}_{resource}', 'pascal')) :]}"
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
        words = verb_of(subject, verbs)
    elif what != "resource":
        words = deed_of(subject, verbs)
    if case == "flat":
        return words.replace("_", "")
    return next(cased(words, one) for one in _CASES if one == case)
