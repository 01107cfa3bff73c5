"""What the project's code has already of an endpoint: the function, and the schema's file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.core.documents import RepoPath, Source
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.shapes import TypeDefinition
from agent.core.spec import Spec
from agent.core.values import dataclass
from agent.drafter import Code
from agent.drafters.builtin.planning.places.ground import Ground, Place
from agent.drafters.builtin.planning.places.kinds import roles_of
from agent.drafters.builtin.planning.places.layout import Layout
from agent.drafters.builtin.planning.places.stacks import Stack
from agent.drafters.builtin.planning.subject import Subject, cased
from agent.drafters.builtin.project.naming import singular, snake

_SCRIPTS = frozenset((".ts", ".js"))
_SCHEMA = deferred(r"(?:schema|validator)$", re.IGNORECASE)
_ANSWERS = deferred(r"response|result|output|dto", re.IGNORECASE)
_DECLARED = deferred(
    r"(?:^|\n)\s*(?:export\s+)?(?:(?:public|static|async|def|function|const)\s+)*"
    r"(?:[\w<>\[\]?,. ]+\s)?(?P<name>[A-Za-z]\w*)\s*(?:=\s*(?:async\s*)?)?\("
)
_DEEDS = {
    "list": ("list", "get", "get_all", "fetch", "find", "find_all"),
    "get": ("get", "fetch", "find", "read"),
    "create": ("create", "add", "insert"),
    "update": ("update", "edit", "patch"),
    "delete": ("delete", "remove", "destroy"),
}
_MANY_ROUTES = 3
_SEVERAL = 2
# What the path asks for last.
_ASKED = deferred(r"[{:<\[]\.*([A-Za-z_]\w*)[^/]*$")
OF_ROWS = ("repository", "entity")
_OWN = frozenset(("validation",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Existing:
    """A function that is there already, with where it begins."""

    name: str
    source: Source


def with_schema(layout: Layout, spec: Spec, ground: Ground) -> Layout:
    """The layout with the checks in the file that has the schema already.

    Where many routes are there and no file for checks, each route has its own.
    """
    there = frozenset(ground.there)
    found = next((one.source.path for one in schemas(spec) if one.source.path in there), None)
    places = tuple((role, one) for role, one in layout.places if role != "validation")
    if found is not None and len(places) < len(layout.places):
        own = ("validation", ground.place(found))
        return replace(layout, places=(*places, own), usual=layout.usual - _OWN)
    return replace(layout, places=places) if _is_inline(layout, ground) else layout


def with_rows(layout: Layout, subject: Subject, rows: str, ground: Ground) -> Layout:
    """The layout with a new repository and entity named for the table, whatever a path says.

    Where services are there and no repositories, they ask for rows themselves.
    """
    if _served(ground.there) and any(role == "repository" for role, _ in layout.places):
        kept = tuple((role, one) for role, one in layout.places if role != "repository")
        layout = replace(layout, places=kept)
    own, named = (cased(singular(snake(one)), "pascal") for one in (subject.things, rows))
    places = tuple(
        (role, _named_for(one, own, named, ground) if role in OF_ROWS else one)
        for role, one in layout.places
    )
    return replace(layout, places=places)


@lately
def _served(there: tuple[RepoPath, ...]) -> bool:
    """Whether services in Java are there, and no more than one repository."""
    java = (one for one in there if one.suffix == ".java")
    counted = Counter(role for one in java for role in roles_of(one.name) or ())
    return counted["service"] > 0 and counted["repository"] < _SEVERAL


def _named_for(place: Place, own: str, named: str, ground: Ground) -> Place:
    known = any(place.path.value in files.values for files in ground.files)
    if known or not place.path.name.startswith(own):
        return place
    name = named + place.path.name.removeprefix(own)
    return ground.place(RepoPath(f"{place.path.folder}/{name}".lstrip("/")), place.source)


def schemas(spec: Spec) -> Iterator[TypeDefinition]:
    """The schemas of what is given."""
    for one in spec.types:
        given = one.serves in {"body", "query"} and not _ANSWERS.search(one.name)
        if given and one.source.path.suffix in _SCRIPTS and _SCHEMA.search(one.name):
            yield one


def _is_inline(layout: Layout, ground: Ground) -> bool:
    """Whether routes are there and nothing is that checks apart from them."""
    route, checks = layout.place("route"), layout.place("validation")
    if route is None or checks is None or not checks.new or route.path.suffix not in _SCRIPTS:
        return False
    top = route.path.value.partition("/api/")[0]
    routes = [one for one in ground.there if one.value.startswith(f"{top}/api/")]
    scripts = [one for one in ground.there if one.suffix in _SCRIPTS]
    apart = any("validation" in (roles_of(one.name) or ()) for one in scripts)
    near = any(one.folder == checks.path.folder for one in ground.there)
    return len(routes) >= _MANY_ROUTES and not apart and not near


def existing_function(
    subject: Subject, stack: Stack, layout: Layout, code: Code
) -> Existing | None:
    """The function of the service's file that does it; None where none does."""
    place = layout.place("service")
    if place is None or place.new or not stack.layers:
        return None
    data = code.read(place.path)
    text = data.decode("utf-8", "replace") if data else ""
    hits = {snake(one["name"]).removesuffix("_async"): one for one in _found(text)}
    hit = next((hits[one] for one in _called(subject) if one in hits), None)
    if hit is None:
        return None
    line = text.count("\n", 0, hit.start("name")) + 1
    return Existing(name=hit["name"], source=Source(path=place.path, line=line, last=line))


def _found(text: str) -> Iterator[re.Match[str]]:
    """What is declared there, the first of each name last."""
    return reversed(list(_DECLARED.finditer(text)))


def _called(subject: Subject) -> Sequence[str]:
    """What it may be called, the fullest name first."""
    if subject.act == "action" or subject.called:
        return (subject.function, subject.name, f"{subject.verb}_{subject.things}")
    deeds = _DEEDS[subject.act]
    thing = subject.things if subject.act == "list" else subject.thing
    owner = singular(subject.owner) if subject.owner else ""
    names = [subject.function]
    names += [f"{deed}_{owner}_{thing}" for deed in deeds if owner]
    names += [f"{deed}_{thing}_by_{owner}" for deed in deeds if owner]
    names += [f"{deed}_{thing}_for_{owner}" for deed in deeds if owner]
    names += [f"{deed}_{thing}" for deed in deeds]
    asked = _ASKED.search(subject.endpoint.path)
    key = snake(asked[1]) if asked is not None and subject.act != "list" else ""
    if key:
        names += [f"{deed}_{thing}_by_{key}" for deed in deeds]
    if key.endswith("id"):
        names += [f"{deed}_{thing}_by_id" for deed in deeds]
    return names
