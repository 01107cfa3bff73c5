"""The small files that a route or a service has of its own, where those of its neighbours have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from agent.core.documents import RepoPath
from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.drafters.builtin.planning.places.analogy import alike, is_like
from agent.drafters.builtin.planning.places.deeds import is_same
from agent.drafters.builtin.planning.places.endings import MARK
from agent.drafters.builtin.planning.places.ground import Ground, Place, repo_path
from agent.drafters.builtin.planning.places.kinds import is_called
from agent.drafters.builtin.planning.places.stacks import Stack
from agent.drafters.builtin.planning.places.templates import Template, template, usual_names
from agent.drafters.builtin.planning.subject import Subject, fold

_SEVERAL = 2
# What may be what a part is as well.
_TWICE = frozenset(("types", "repository", "entity"))
_ROUTES = deferred(r"_?(?:controller|router?|routes|endpoint|endpoint_mappings|api|viewset)s?$")
_HANDLED = deferred(r".*(?:handler|use_?case)s?$")
_GIVEN = deferred(r"requests?(?:_dto)?$|(?:create|update)?_?dto$")
_MESSAGE = deferred(r"(?:command|query)$|(?:command_|query_)?result$")
_ANSWER = deferred(r"(?:response_)?dto$|response$|view_model$|read_model$|resource$")
_PARTS = {"repository": deferred(r"repositor(?:y|ies)$|repo$"), "mapper": deferred(r"mappers?$")}
_DOES = deferred(r"\.(?:service|query|command|handler|use-case)\.ts$")
_SERVED = deferred(r"services?$|handlers?$")
_DATA = deferred(r"(?:^|/)(?:dtos?|models?|requests?|contracts)(?:/|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Near:
    """The neighbours: each file with its template, and the resources that have routes."""

    found: tuple[tuple[RepoPath, Template], ...]
    peers: frozenset[str]
    subject: Subject
    ground: Ground

    def of_kind(self, kind: str, *, deeds: bool) -> list[tuple[RepoPath, Template]]:
        """The files of a kind, those for one deed or those for all of a resource."""
        return [
            (path, one)
            for path, one in self.found
            if _called(one) == kind and bool(one.deed) == deeds
        ]


def companions(subject: Subject, ground: Ground, suffix: str) -> Iterator[tuple[str, RepoPath]]:
    """Each with its role: what is given, what is answered, a message, an interface, a part."""
    near = _near(subject, ground, suffix)
    handled = any(one.does and _HANDLED.match(one.kind) for _, one in near.found)
    asked = any(one.deed and _GIVEN.match(one.kind) for _, one in near.found)
    for kind in _of_deeds(near):
        message = _MESSAGE.match(kind) is not None
        role = "message" if message and (handled or asked) else _side(kind)
        if message and role != "message":
            role = "given" if _is_data(near.of_kind(kind, deeds=True)) else ""
        path = _ours([path for path, _ in near.of_kind(kind, deeds=True)], near) if role else None
        if path is not None:
            yield role, path
    for role, kind in _of_resources(near):
        like = near.of_kind(kind, deeds=False)
        own = next((path for path, one in like if one.resource == fold(subject.things)), None)
        path = own or _ours([path for path, _ in like], near)
        if path is not None:
            yield role, path


def in_module(places: dict[str, Place], ground: Ground) -> dict[str, Place]:
    """The places without a service of another module, where most have theirs by the controller.

    A new module of the framework stands by its controller, too.
    """
    route = places.get("route")
    if route is None:
        return places
    modules = {one.folder for one in ground.there if one.name.endswith(".controller.ts")}
    serving = {f"{one.folder}/" for one in ground.there if _DOES.search(one.name)}
    own = [one for one in modules if any(each.startswith(f"{one}/") for each in serving)]
    left = {"register"} if len(own) * _SEVERAL < len(modules) else {"register", "service"}
    return {
        role: one
        for role, one in places.items()
        if role not in left
        or f"{one.path.folder}/".startswith(f"{route.path.folder}/")
        or (role == "register" and not one.new)
    }


def with_parts(
    places: Mapping[str, Place], subject: Subject, stack: Stack, ground: Ground
) -> list[tuple[str, Place]]:
    """The places, and those of the parts that services of this project have beside them.

    Where it has such parts and no services, the first is the service.
    """
    service = stack.layer("service")
    if service is None:
        return list(places.items())
    own = places["service"].path if "service" in places else None
    parts = _together(list(companions(subject, ground, service.suffix)), own)
    beside = [(role, ground.place(path)) for role, path in parts]
    taken = {one.path for role, one in places.items() if role not in _TWICE}
    beside = [(role, one) for role, one in beside if one.path not in taken]
    done = [one.path.name for one in places.values()] + [one.path.name for _, one in beside]
    beside = [
        (role, one) for role, one in beside if role != "interface" or one.path.name[1:] in done
    ]
    served = any(is_called(one, service) for one in ground.paths())
    first = next((one for role, one in beside if role == "repository"), None)
    if stack.name == "nest":
        served, first = False, next((one for role, one in beside if role == "message"), None)
    if first is not None and not served and "service" not in places:
        beside = [("service" if one is first else role, one) for role, one in beside]
    return [*places.items(), *beside]


def declared(places: Mapping[str, Place], ground: Ground) -> Iterator[tuple[str, Place]]:
    """What a service in Java implements, where a file of its name without a mark is there."""
    service = places.get("service")
    if service is not None and service.path.name.endswith(MARK):
        bare = service.path.name.removesuffix(MARK)
        named = (one for one in ground.there if one.name == f"{bare}.java")
        yield from (("interface", ground.place(one)) for one in list(named)[:1])


def _together(
    beside: Sequence[tuple[str, RepoPath]], service: RepoPath | None
) -> list[tuple[str, RepoPath]]:
    """The files without messages elsewhere, where others stand with the service itself."""
    here = [one for role, one in beside if role == "message" and service is not None
            and one.folder == service.folder]  # fmt: skip
    return [(role, one) for role, one in beside if role != "message" or not here or one in here]


def _near(subject: Subject, ground: Ground, suffix: str) -> _Near:
    usual = usual_names(ground.there)
    paths = (one for one in ground.there if one.suffix == suffix)
    # A solution has a project for each layer.
    root = "" if suffix == ".cs" else ground.root
    inside = [one for one in paths if one.value.startswith(root)]
    found = [(path, one) for path in inside if (one := template(path, usual)) and not one.tested]
    named = [(one.resource, one.kind) for _, one in found if not one.deed]
    routed, served, parted = (
        {resource for resource, kind in named if pattern.match(kind)}
        for pattern in (_ROUTES, _SERVED, _PARTS["repository"])
    )
    entities = {resource for resource, kind in named if not kind}
    peers = (routed & entities) or served or routed or parted
    return _Near(found=tuple(found), peers=frozenset(peers), subject=subject, ground=ground)


def _ours(like: Sequence[RepoPath], near: _Near) -> RepoPath | None:
    path = alike(like, near.subject, near.ground)
    return repo_path(path) if path else None


def _side(kind: str) -> str:
    if _GIVEN.match(kind):
        return "given"
    return "answer" if _ANSWER.match(kind) else ""


def _called(one: Template) -> str:
    """Its kind; that of an interface is told from what it is of."""
    return f"interface_{one.kind}" if one.interface else one.kind


def _is_data(like: Iterable[tuple[RepoPath, Template]]) -> bool:
    return all(_DATA.search(path.folder.casefold()) for path, _ in like)


def _of_deeds(near: _Near) -> list[str]:
    """The kinds that most of such deeds have: of the same ones where there are any."""
    slices: dict[tuple[str, str], list[Template]] = {}
    for _, one in near.found:
        if one.deed and is_like(one.deed, near.subject):
            first = one.deed.partition("_")[0]
            slices.setdefault((one.resource, first), []).append(one)
    done = [each for each in slices.values() if any(one.does for one in each)]
    found = done or list(slices.values())
    found = [each for each in found if any(_is_same(one, near.subject) for one in each)] or found
    kinds = [{_called(one) for one in each} for each in found]
    every = dict.fromkeys(kind for each in kinds for kind in sorted(each))
    return [one for one in every if _is_most(sum(one in each for each in kinds), kinds)]


def _is_same(one: Template, subject: Subject) -> bool:
    return is_same(one.deed, subject) and one.many[-1:] == (subject.act == "list",)


def _is_most(count: int, among: Iterable[object]) -> bool:
    return count * 2 >= len(list(among))


def _of_resources(near: _Near) -> Iterator[tuple[str, str]]:
    """The kinds that most resources with routes have, each with its role."""
    kinds: dict[str, set[str]] = {}
    for _, one in near.found:
        if not one.deed:
            kinds.setdefault(_called(one), set()).add(one.resource)
    usual = {kind: have & near.peers for kind, have in kinds.items()}
    most = {
        kind: len(have)
        for kind, have in usual.items()
        if have and len(have) * 2 >= len(near.peers) and len(kinds[kind]) >= _SEVERAL
    }
    for role, pattern in _PARTS.items():
        yield from ((role, kind) for kind in most if pattern.match(kind))
    yield from (("interface", kind) for kind in most if kind.startswith("interface_"))
    answers = [kind for kind in most if _ANSWER.match(kind)]
    if answers:
        yield "answer", max(answers, key=most.__getitem__)
