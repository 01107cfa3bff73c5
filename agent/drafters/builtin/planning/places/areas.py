"""The folders that part a kind of file by what it is about: one for each resource, or for several.

Beside `Books/CreateBook` and `Accounts/Login`, `Loans` is where what is done with loans stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.core.documents import RepoPath
from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.drafters.builtin.planning.places.endings import is_kind
from agent.drafters.builtin.planning.places.ground import Ground, Place, repo_path
from agent.drafters.builtin.planning.places.homes import forms
from agent.drafters.builtin.planning.places.stacks import Layer
from agent.drafters.builtin.planning.places.templates import Template
from agent.drafters.builtin.planning.subject import AROUND, Case, Subject, cased, fold
from agent.drafters.builtin.project.naming import singular, snake

HOLE = "{area}"
# "`src/{entity}/application` - implementations of services": a folder of this for each resource.
_OWN = deferred(
    r"`?(?:\./)?(?P<before>[\w./-]+)/\{(?:entity|resource|domain|feature|module)\}/(?P<after>[\w/-]+)`?"
    r"\s+[-\u2013\u2014#:]+\s*(?P<said>.+)"
)
_SERVICES = deferred(r"\bservices?\b", re.IGNORECASE)
_RESOURCE = "{resource|"
_SEVERAL = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """A file, its template, and the name of the folder that is its area; empty where none is."""

    path: RepoPath
    template: Template
    area: str = ""


def with_areas(found: Sequence[tuple[RepoPath, Template]]) -> list[Stood]:
    """The templates with a hole for the area, where such a folder is there more than once."""
    parted = [(path, one, _parted(path, one)) for path, one in found]
    names: dict[str, set[str]] = {}
    for _, _, part in parted:
        if part is not None:
            names.setdefault(part.template.text, set()).add(part.area)
    several = {text for text, known in names.items() if len(known) >= _SEVERAL}
    return [
        part
        if part is not None and part.template.text in several
        else Stood(path=path, template=one)
        for path, one, part in parted
    ]


def _parted(path: RepoPath, one: Template) -> Stood | None:
    """The template with its innermost folder that says what it is about as a hole."""
    parts, folders = one.text.split("/"), path.folder.split("/")
    if not one.deed or len(parts) != len(folders) + 1:
        return None
    for at in range(len(folders) - 1, -1, -1):
        if "." in parts[at]:
            return None
        bare = "{" not in parts[at] and not is_kind(snake(parts[at]))
        if bare or parts[at].startswith(_RESOURCE):
            many = list(one.many)
            if not bare:
                del many[sum("{" in part for part in parts[:at])]
            text = "/".join((*parts[:at], HOLE, *parts[at + 1 :]))
            return Stood(
                path=path, template=replace(one, text=text, many=tuple(many)), area=folders[at]
            )
    return None


def area_of(same: Sequence[Stood], subject: Subject, ground: Ground) -> str:
    """Our area: one that is called as the resource is, else one that has files of it.

    Else it is called as what the resource is below, else it is a new one.
    """
    known = [one.area for one in same]
    by_name = {fold(one): one for one in known}
    own = fold(subject.things)
    if own in by_name:
        return by_name[own]
    holding = [one.area for one in same if one.template.resource == own]
    if holding:
        return max(holding, key=holding.count)
    above = [one for one in _above(subject, ground) if one in by_name]
    if above:
        return by_name[above[-1]]
    many = [singular(snake(one)) != snake(one) for one in by_name.values()]
    new = subject.things if sum(many) * _SEVERAL >= len(many) else subject.thing
    return cased(new, _case(known))


def _above(subject: Subject, ground: Ground) -> list[str]:
    """What the path names, folded, where the resource is no table and so belongs to it."""
    if fold(subject.things) in _tables(ground):
        return []
    words = map(fold, re.findall(r"(?<=/)[A-Za-z][\w-]*(?=/|$)", subject.endpoint.path))
    return [one for one in words if not AROUND.fullmatch(one)]


def _tables(ground: Ground) -> set[str]:
    return {fold(one.rpartition(".")[2]) for one in ground.tables}


def of_own_area(folder: str, subject: Subject, ground: Ground) -> str:
    """The folder, or where its name is another resource's the one beside it that has ours."""
    above, _, last = folder.rpartition("/")
    other = fold(last) in _tables(ground) | ground.subjects
    if not other or fold(last) in {fold(subject.things), *_above(subject, ground)}:
        return folder
    several = singular(snake(last)) != snake(last)
    own = cased(subject.things if several else subject.thing, _case([last]))
    return f"{above}/{own}" if above else folder


def _case(known: Sequence[str]) -> Case:
    if any(one[:1].isupper() for one in known):
        return "pascal"
    if any("_" in one for one in known):
        return "snake"
    return "kebab"


def own_service(subject: Subject, layer: Layer, ground: Ground) -> Place | None:
    """The file of the service where documents give each resource a folder for it."""
    if layer.role != "service" or "{Thing}Service" not in layer.stem:
        return None
    lines = (one for path in ground.documents for one in ground.passages.lines(path))
    hits = (_OWN.search(one) for one in lines)
    found = next((one for one in hits if one and _SERVICES.search(one["said"])), None)
    if found is None:
        return None
    folder = f"{found['before']}/{subject.thing.replace('_', '')}/{found['after']}"
    path = repo_path(f"{folder}/{layer.stem.format(**forms(subject))}{layer.suffix}")
    return ground.place(path) if path is not None else None
