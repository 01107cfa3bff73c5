"""Where code goes by the stack's convention, where nothing in the project speaks for a place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.places.fileroutes import page_file
from agent.drafters.builtin.planning.places.ground import Ground, Place, repo_path
from agent.drafters.builtin.planning.places.knownfiles import resource_part
from agent.drafters.builtin.planning.places.packages import STAND_IN, base_package
from agent.drafters.builtin.planning.places.served import served_by
from agent.drafters.builtin.planning.places.stacks import Layer, Stack
from agent.drafters.builtin.planning.subject import Subject, cased, fold
from agent.drafters.builtin.project.naming import snake

_SERVER = deferred(r"^[\w.]+\.(?:Api|WebApi|Server)$", re.IGNORECASE)
_APP = deferred(r"^(.*?\w)/(?:views|serializers|services|models|apps|urls)(?:/|\.py$)")
_FUNCTION = deferred(r"supabase/functions/([^/]+)/index\.ts$")
_OWN, _BESIDE = "/{kebab_things}/", "{beside}"
_ACCOUNTS = frozenset(("account", "user", "auth"))
_SCRIPTS = frozenset((".ts", ".tsx", ".js"))


def forms(subject: Subject) -> dict[str, str]:
    """The words of the resource and of the function, in every way that files are named by."""
    return {
        "Kind": "Command" if subject.writes else "Query",
        "thing": cased(subject.thing, "camel"),
        "snake_thing": subject.thing,
        "things": subject.things,
        "Thing": cased(subject.thing, "pascal"),
        "Things": cased(subject.things, "pascal"),
        "function": subject.function,
        "Function": cased(subject.function, "pascal"),
        "function_": cased(subject.function, "camel"),
        "kebab_thing": cased(subject.thing, "kebab"),
        "kebab_things": cased(subject.things, "kebab"),
        "kebab_function": cased(subject.function, "kebab"),
    }


def with_homes(
    places: Mapping[str, Place], subject: Subject, stack: Stack, ground: Ground
) -> dict[str, Place]:
    """The places, and for each other layer the file that the stack's convention has for it."""
    # Rows may stand in a project of their own.
    near = {role: one for role, one in places.items() if role != "entity"}
    top, base = _top(near, stack, ground), _base(near, stack)
    app = _app(subject, ground) if _asks(stack, "{app}") else ""
    if app and any(one.folder == app for one in ground.there):
        top = top if app.startswith(top) else ""  # it stands in another folder
    values = {
        **forms(subject),
        "package": _package(places, ground) if _asks(stack, "{package}") else "",
        "app": app.removeprefix(top),
        "api": "".join(f"{one}/" for one in subject.base),
        "last": _last(subject, ground),
        # Tests of a project in .NET are one beside it, with its name.
        "beside": f"{top.rstrip('/')}." if top else "",
    }
    found = dict(places)
    # What the project's own services have beside them their neighbours tell.
    layers = [one for one in stack.layers if one.role != "message" or "service" not in places]
    for layer in layers:
        own = _in_own_folder(_in_slice(layer, places), places, stack)
        own = _at_the_route(own, found, stack)
        moved = base(_in_structure(own, found, ground, top))
        before = top if moved is layer and _BESIDE not in layer.home else ""
        if layer.role not in found and (place := _home(moved, values, before, ground)):
            found[layer.role] = place
        elif layer.role not in found and not layer.stem:
            path, _ = page_file(subject, layer, ground, f"{top}{layer.home}")
            found.update({layer.role: ground.place(path)} if path else {})
    if "tests" not in found and (beside := _beside(found, ground)):
        found["tests"] = beside
    return found


def _last(subject: Subject, ground: Ground) -> str:
    """The last word of the path, as a folder there has it."""
    words = [one for one in subject.endpoint.path.split("/") if re.fullmatch(r"[\w-]+", one)]
    last = words[-1] if words else subject.things
    there = (_FUNCTION.match(one.value) for one in ground.there)
    return next((one[1] for one in there if one and fold(one[1]) == fold(last)), last)


def _asks(stack: Stack, word: str) -> bool:
    return any(word in layer.home for layer in stack.layers)


def _in_slice(layer: Layer, places: Mapping[str, Place]) -> Layer:
    """The layer in the folder of the deed, where all that is for one stands together in .NET."""
    route, service = places.get("route"), places.get("service")
    if route is None or service is None or layer.suffix != ".cs" or layer.role == "tests":
        return layer
    folder = route.path.folder
    alone = service.path.folder == folder and service.path != route.path
    return replace(layer, home=f"{folder}/{layer.home.rpartition('/')[2]}") if alone else layer


def _in_own_folder(layer: Layer, places: Mapping[str, Place], stack: Stack) -> Layer:
    """The layer in the resource's folder where another of its layers is: a module by its routes."""
    for other in stack.layers:
        place, (own, joint, rest) = places.get(other.role), layer.home.rpartition(_OWN)
        alike = other.role != "types" and other.home.startswith(f"{own}{joint}")
        if place is not None and joint and alike:
            below = other.home.removeprefix(f"{own}{joint}").rpartition("/")[0]
            folder = place.path.folder.removesuffix(below).rstrip("/")
            return replace(layer, home=f"{folder}/{rest}")
    return layer


def _at_the_route(layer: Layer, found: Mapping[str, Place], stack: Stack) -> Layer:
    """Tests that the convention has beside the route, wherever that is."""
    route, place = stack.layer("route"), found.get("route")
    folder, _, name = layer.home.rpartition("/")
    if layer.role != "tests" or route is None or place is None or not folder:
        return layer
    beside = folder == route.home.rpartition("/")[0]
    return replace(layer, home=f"{place.path.folder}/{name}") if beside else layer


def _in_structure(layer: Layer, places: Mapping[str, Place], ground: Ground, top: str) -> Layer:
    """What checks the types beside them, where the documents have folders and none for it."""
    types, named = places.get("types"), [one.path for one in ground.named]
    home, _, name = layer.home.rpartition("/")
    if layer.role != "validation" or types is None or types.path.folder not in named:
        return layer
    inside = any(f"{top}{home}/".startswith(f"{one}/") for one in named)
    return layer if inside else replace(layer, home=f"{types.path.folder}/{name}")


def _base(places: Mapping[str, Place], stack: Stack) -> Callable[[Layer], Layer]:
    """Layers with the folder that the project has around its layers: `src` where `app` is usual."""
    for layer in stack.layers:
        place, home = places.get(layer.role), layer.home.partition("{")[0].rstrip("/")
        usual, _, last = home.rpartition("/")
        if place is not None and usual and place.path.folder.rpartition("/")[2] == last:
            real = place.path.folder.rpartition("/")[0]
            if real and "/" not in usual:
                return lambda one: _moved(one, f"{usual}/", f"{real}/")
    return lambda one: one


def _moved(layer: Layer, usual: str, real: str) -> Layer:
    home = layer.home
    return replace(layer, home=real + home[len(usual) :]) if home.startswith(usual) else layer


def _home(layer: Layer, values: Mapping[str, str], top: str, ground: Ground) -> Place | None:
    if not layer.home or not layer.stem:
        return None
    path = repo_path(_in_parts(top + layer.home.format(**values), values["thing"], ground))
    # A file that is the same for every resource is the framework's, or made by the first of them.
    place = ground.place(path) if path is not None else None
    return replace(place, shared=place.shared or "{" not in layer.home) if place else None


def _in_parts(home: str, thing: str, ground: Ground) -> str:
    """The file, or one in the folder that the project has in its place: `views/` for `views.py`."""
    folder, dot, suffix = home.rpartition(".")
    return f"{folder}/{snake(thing)}{dot}{suffix}" if ground.has_folder(folder) else home


def _app(subject: Subject, ground: Ground) -> str:
    """The application of a Django project: one with the resource's name or files, or a new one.

    Django names a table by its application and its model.
    """
    wanted = fold(subject.things)
    found = [(path, hit[1]) for path in ground.paths() if (hit := _APP.search(path.value))]
    named = next((app for _, app in found if fold(app.rpartition("/")[2]) == wanted), "")
    holding = (app for path, app in found if fold(resource_part(path)).startswith(wanted))
    beside = served_by(subject, ground)
    known: str = beside.folder if beside is not None else named or next(holding, "")
    if not known and "auth" in subject.endpoint.path.split("/"):
        known = next((app for _, app in found if fold(app.rpartition("/")[2]) in _ACCOUNTS), "")
    if known:
        return known
    own = (name.partition("_") for name in ground.tables)
    return next((app for app, _, model in own if _is_model(subject, app, model)), subject.things)


def _is_model(subject: Subject, app: str, model: str) -> bool:
    """Whether the application's model is what the endpoint is about; a login is of accounts."""
    if not model:
        return False
    accounts = fold(app) in _ACCOUNTS and "auth" in subject.endpoint.path.split("/")
    return accounts or fold(model) == fold(subject.things)


def _top(places: Mapping[str, Place], stack: Stack, ground: Ground) -> str:
    """What the project's own folders of layers have before them, with a slash."""
    for path in (place.path for place in places.values()):
        before, java, _ = path.value.partition("src/main/java/")
        if java:
            return before
    for layer in stack.layers:
        place = places.get(layer.role)
        home = layer.home.partition("{")[0].rpartition("/")[0]
        if place is not None and home and f"/{place.path.folder}".endswith(f"/{home}"):
            return place.path.folder.removesuffix(home)
    first = next((one.home.partition("/")[0] for one in stack.layers if "/" in one.home), "")
    inner = f"{first}/"
    if f"/{stack.root}".endswith(f"/{inner}"):
        return stack.root.removesuffix(inner)
    return stack.root or _documented(stack, ground)


def _documented(stack: Stack, ground: Ground) -> str:
    """The folder of the server's code that documents name."""
    first = next((one.home.split("/")[0] for one in stack.layers if "/" in one.home), "")
    below = re.compile(rf"((?:apps/|packages/)?(?:backend|server|api)/){re.escape(first)}(?:/|$)")
    for one in ground.named:
        before, java, _ = f"{one.path}/".partition("src/main/java/")
        if java and stack.name == "spring":
            return before
        if stack.name == "aspnet" and _SERVER.match(one.path):
            return f"{one.path}/"
        if hit := below.match(one.path):
            return hit[1]
    return ""


def _package(places: Mapping[str, Place], ground: Ground) -> str:
    return base_package(places.values(), ground) or STAND_IN


def _beside(places: Mapping[str, Place], ground: Ground) -> Place | None:
    """A script's test stands with what it tests."""
    service = places.get("service")
    if service is None or service.path.suffix not in _SCRIPTS:
        return None
    stem = service.path.value.removesuffix(service.path.suffix)
    path = repo_path(f"{stem}.test{service.path.suffix}")
    return ground.place(path) if path else None
