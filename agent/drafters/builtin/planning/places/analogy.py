"""A new file named and placed as its neighbours are: each of them has a voice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from agent.core.documents import RepoPath
from agent.core.lately import lately
from agent.core.values import dataclass
from agent.drafters.builtin.planning.places.areas import HOLE, Stood, area_of, with_areas
from agent.drafters.builtin.planning.places.deeds import is_read, is_same
from agent.drafters.builtin.planning.places.endings import is_kind
from agent.drafters.builtin.planning.places.ground import Ground
from agent.drafters.builtin.planning.places.templates import (
    Template,
    template,
    usual_names,
    without_by,
    written,
)
from agent.drafters.builtin.planning.subject import Subject, fold
from agent.drafters.builtin.project.naming import plural

_SEVERAL = 2
# A resource that the project knows says more than a word, and its own files say most.
_KNOWN, _FOLDER, _OWN, _NEAR = 2, 1, 4, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A neighbour, and how much it says of where ours goes."""

    stood: Stood
    weight: int

    @property
    def template(self) -> Template:
        """Its path as one of its kind."""
        return self.stood.template


def alike(like: Iterable[RepoPath], subject: Subject, ground: Ground) -> str | None:
    """The path of ours where files of several resources stand in the same way; else None.

    One resource is enough where it is ours, or where each has a folder and none says otherwise.
    """
    voices = list(_voices(like, subject, ground))
    texts: dict[str, dict[str, int]] = {}
    for one in voices:
        said = texts.setdefault(one.template.text, {})
        resource = one.template.resource
        said[resource] = max(said.get(resource, 0), one.weight)
    deeds = {one.template.text for one in voices if one.template.deed}

    def rank(text: str) -> tuple[bool, int, bool, int]:
        said = texts[text]
        alone = len(said) < _SEVERAL and fold(subject.things) not in said
        return alone, -sum(said.values()), text not in deeds, len(text)

    ranked = sorted(texts, key=rank)
    if not ranked:
        return None
    same = [one.stood for one in voices if one.template.text == ranked[0]]
    if not _is_sure(texts, ranked, fold(subject.things), same[0], ground):
        return None
    text = ranked[0]
    if HOLE in text:
        text = text.replace(HOLE, area_of(same, subject, ground))
    return _filled(text, [one.template for one in same], subject)


def _is_sure(
    texts: dict[str, dict[str, int]], ranked: Sequence[str], own: str, first: Stood, ground: Ground
) -> bool:
    said = texts[ranked[0]]
    if len(said) >= _SEVERAL or own in said:
        return True
    if first.template.deed:
        return first.template.in_own_folder
    second = sum(texts[ranked[1]].values()) if len(ranked) > 1 else 0
    # One that is only planned for is no habit.
    there = first.path in ground.there
    return there and first.template.in_own_folder and sum(said.values()) > second


def _filled(text: str, same: Sequence[Template], subject: Subject) -> str:
    votes = zip(*(one.many for one in same), strict=True)
    many = [sum(one) * 2 >= len(one) for one in votes]
    alike_ = [one for one in same if one.many[-1:] == (subject.act == "list",)]
    return written(text, subject, [one.deed for one in alike_ or same], many)


def _voices(like: Iterable[RepoPath], subject: Subject, ground: Ground) -> Iterator[Voice]:
    usual = usual_names(ground.there)
    found = [(path, one) for path in like if (one := template(path, usual)) is not None]
    found = _done(liked(_told(found), subject))
    homes = _homes(subject, ground)
    near = max((_shared(path, homes) for path, _ in found), default=0)
    for stood in with_areas(found):
        if stood.area or is_known(stood.template, ground):
            weight = _weight(stood.template, subject, ground)
            closest = near and _shared(stood.path, homes) == near
            yield Voice(stood=stood, weight=weight * (_NEAR if closest else 1))


def _is_of_another(one: Template, subject: Subject, ground: Ground) -> bool:
    """Whether it stands in the folder of another resource, as a part of it."""
    folder = fold(one.text.rpartition("/")[0].rpartition("/")[2])
    own = fold(subject.things) == folder or fold(subject.owner) == folder
    return not own and folder in usual_names(ground.there).resources


def _is_resource(one: Template, ground: Ground) -> bool:
    """Whether a plan, a table or an entity has the name; a test may be for any class."""
    plain = one.tested and not is_kind(one.kind.partition("_")[0])
    bare = not plain and one.resource in usual_names(ground.there).resources
    return bare or one.resource in ground.subjects or _is_table(one.resource, ground)


def _told(found: list[tuple[RepoPath, Template]]) -> list[tuple[RepoPath, Template]]:
    """Those whose names tell their deeds, in a folder of deeds: of the others no word is known."""
    deeds = Counter(path.folder for path, one in found if one.deed)
    every = Counter(path.folder for path, _ in found)
    of_deeds = {each for each, count in deeds.items() if count * _SEVERAL > every[each]}
    return [(path, one) for path, one in found if one.deed or path.folder not in of_deeds]


def _done(found: list[tuple[RepoPath, Template]]) -> list[tuple[RepoPath, Template]]:
    """Those that do something, where some do and others declare it."""
    done = [(path, one) for path, one in found if not one.interface]
    return done or found


def liked(
    found: Sequence[tuple[RepoPath, Template]], subject: Subject
) -> list[tuple[RepoPath, Template]]:
    """Those that are for such a deed as ours, else those for any."""
    single = [(path, one if subject.act == "get" else without_by(one)) for path, one in found]
    like = [(path, one) for path, one in single if is_like(one.deed, subject)]
    if any(one.deed and "{act|" not in one.text for _, one in like):
        return like
    # What is called a command or a query is none of the other.
    other = "query" if subject.writes else "command"
    return [(path, one) for path, one in single if other not in one.kind]


def _weight(one: Template, subject: Subject, ground: Ground) -> int:
    if "{act|" in one.text and subject.act != "action":
        return 1
    if _is_of_another(one, subject, ground):
        return 1
    weight = 1 + (_FOLDER if one.in_own_folder or HOLE in one.text else 0)
    weight += _KNOWN if _is_resource(one, ground) else 0
    if one.deed and one.resource == fold(subject.things):
        weight *= _OWN
    same = one.deed and is_same(one.deed, subject) and one.many[-1] == (subject.act == "list")
    return weight + 1 if same or (one.by and subject.act == "get") else weight


def _homes(subject: Subject, ground: Ground) -> frozenset[str]:
    """The folders with files of the resource, that of the route, and those above them."""
    found: set[str] = set()
    folders = [one.folder for one in ground.of_resource(fold(subject.things))]
    for folder in filter(None, (*folders, ground.near)):
        parts = folder.split("/")
        found.update("/".join(parts[: at + 1]) for at in range(len(parts)))
    return frozenset(found)


def _shared(path: RepoPath, homes: frozenset[str]) -> int:
    """How many folders of the way lead to files of the resource."""
    parts = path.folder.split("/")
    return sum("/".join(parts[: at + 1]) in homes for at in range(len(parts)))


def resources(paths: Iterable[RepoPath], ground: Ground) -> set[str]:
    """What files are named for, folded."""
    usual = usual_names(ground.there)
    return {one.resource for path in paths if (one := template(path, usual)) is not None}


def is_known(one: Template, ground: Ground) -> bool:
    """Whether it is for a resource: its folder, a plan, a table or another file is so named."""
    return (
        one.in_own_folder
        or one.resource in ground.subjects
        or _named_for(ground.there)[one.resource] >= _SEVERAL
        or _is_table(one.resource, ground)
    )


@lately
def _named_for(there: tuple[RepoPath, ...]) -> Counter[str]:
    """How many files are named for each resource, folded."""
    usual = usual_names(there)
    return Counter(one.resource for path in there if (one := template(path, usual)) is not None)


def _is_table(resource: str, ground: Ground) -> bool:
    return any(fold(one.rpartition(".")[2]) == resource for one in ground.tables)


def is_like(deed: str, subject: Subject) -> bool:
    """Whether a file for a deed is of those that read, where ours reads."""
    return not deed or is_read(deed) != (subject.writes and not is_read(subject.verb))


def named_alike(like: Iterable[RepoPath], subject: Subject, ground: Ground) -> str | None:
    """A name made as one of theirs is: beside `books_router` stands `loans_router`."""
    usual = usual_names(ground.there)
    for path in like:
        one = template(path, usual)
        if one and _names_resource(one, path, ground) and is_like(one.deed, subject):
            last = one.text.rpartition("/")[2].removesuffix(path.suffix)
            count = last.count("|")
            several = plural(subject.thing) == subject.things
            many = [each and several for each in one.many[len(one.many) - count :]]
            return written(last, subject, [one.deed], many)
    return None


def _names_resource(one: Template, path: RepoPath, ground: Ground) -> bool:
    """Whether a file is named for a resource: a plan is about it, or other layers have it too."""
    homes = {each.folder for each in ground.of_resource(one.resource)}
    return one.resource in ground.subjects or bool(homes - {path.folder})
