"""How a route is joined with the rest of the application, as its framework wants it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.documents import RepoPath
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.callers.callers import asked_role
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import bound
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.injected import caller_given, refuses_otherwise
from agent.drafters.builtin.planning.facts.rulebook import ruled
from agent.drafters.builtin.planning.facts.wording import quoted
from agent.drafters.builtin.planning.places.ground import Place
from agent.drafters.builtin.planning.sections.everywhere import opened
from agent.drafters.builtin.planning.sections.flow import way
from agent.drafters.builtin.planning.sections.refusedby import by_route
from agent.drafters.builtin.planning.sentences.rowwise import Column, Named, names_in_rows
from agent.drafters.builtin.planning.sentences.scope import alike
from agent.drafters.builtin.planning.subject import cased
from agent.drafters.builtin.planning.tables.work import work_of
from agent.drafters.builtin.project.naming import snake

_CHANGES = ("create", "update", "delete")
_MANY = 429
_INVALID, _UNPROCESSABLE, _ABSENT = 400, 422, 404
# A middleware that no route may rely on, and a body that may be none.
_LATE = deferred(
    r"\bmiddleware\b.*\b(?:non-?blocking|(?:don't|do not|never) rely)"
    r"|\bmiddleware\b.*\b(?:nie blokuj|nieblokuj|nie polegaj)",
    re.IGNORECASE,
)
_PARSED = deferred(
    r"\b(?:pars|catch|handl|obs\u0142u\u017c|przechwy)\w*\b.{0,40}\bJSON\b.{0,12}\b(?:error|b\u0142\u0119d)",
    re.IGNORECASE,
)
# What a route of ASP.NET takes as a key of such a type.
_TYPES = {
    "long": deferred(r"\b(?:bigint|bigserial|long)\b", re.IGNORECASE),
    "int": deferred(r"\b(?:int|integer|serial)\b", re.IGNORECASE),
    "guid": deferred(r"\b(?:uuid|guid|uniqueidentifier)\b", re.IGNORECASE),
}
_ACTIONS = {
    "list": "index",
    "get": "show",
    "create": "create",
    "update": "update",
    "delete": "destroy",
}
# Where every route is mounted by hand, once for a file.
_MOUNTED = ("express", "fastapi", "flask", "go")


# What every limiter is called.
_LIMITERS = ("throttle", "throttling", "rate", "limit", "limiter")
_WORD = deferred(r"[^\W\d_]{3,}")


def wired(brief: Brief, *, closed: bool) -> list[str]:
    """What is done beside the route's own code, by convention; nothing for one that is there."""
    said = "; ".join(_parts(brief, closed=closed))
    return [str(Fact(text=said, because=brief.say("convention")))] if said else []


def bounded(brief: Brief) -> Iterator[str]:
    """By what the calls are counted that the flow allows."""
    if brief.spec.status(_MANY) is None or not brief.tells("flow"):
        return
    there = brief.clients().limiters
    named = _found(brief, "limit")
    names = [one for one in named.names if _counts(brief, one)] if named is not None else []
    new = "step-rate-built" if brief.stack.name == "aspnet" else "step-rate-new"
    by = brief.say("step-rate-by", path=f"`{there[0]}`") if there else brief.say(new)
    by = brief.say("step-rate-by", path=_told(names, named)) if named and names else by
    if brief.stack.name == "django":
        by += brief.say("step-rate-settings")
    if named is not None and (others := [one for one in named.names if one not in names]):
        by += brief.say("step-rate-beside", names=_told(others, named))
    items = enumerate(way(brief), start=1)
    number = next(at for at, one in items if f"`{_MANY}`" in one.fact.text)
    yield brief.say("step-rate", endpoint=brief.endpoint, number=number, by=by)


def _counts(brief: Brief, name: str) -> bool:
    """Whether a limiter is called by what the limit is of: the users, the likes, the login."""
    words = [one for one in snake(name).split("_") if one not in _LIMITERS]
    places = brief.limit.sources if brief.limit is not None else ()
    said = _WORD.findall(" ".join(map(brief.passages.says, places)))
    return not (words and said) or any(alike(one, other) for one in words for other in said)


def seen(brief: Brief) -> Iterator[str]:
    """What a table calls the view of the endpoint."""
    found = _found(brief, "view")
    if found is not None:
        name = _told(found.names, found)
        yield brief.say("step-route-named", endpoint=brief.endpoint, name=name)


def injected(brief: Brief, *, closed: bool) -> Iterator[str]:
    """What FastAPI gives the route, and how a refusal becomes the status that documents have."""
    if brief.stack.name != "fastapi":
        return
    if closed:
        yield str(caller_given(brief, staff=asked_role(work_of(brief)) is not None))
    codes = {one.code for one in by_route(brief)}
    if _INVALID in codes and _UNPROCESSABLE not in codes and refuses_otherwise(brief):
        text = brief.say("step-route-unprocessable", code=_INVALID)
        yield str(Fact(text=text, because=brief.say("convention")))


def module(brief: Brief) -> tuple[str, tuple[Place, ...]]:
    """What a module of Nest holds, and where a new one is imported, with that file if it is there.

    Empty in other stacks.
    """
    place, route = brief.layout.place("register"), brief.layout.place("route")
    if brief.stack.name != "nest" or place is None or route is None:
        return "", ()
    held = (one.path.name.removesuffix(one.path.suffix) for one in (place, route))
    name, controller = (cased(one.replace(".", "-").replace("-", "_"), "pascal") for one in held)
    said = brief.say("step-register-module", name=name, controller=controller)
    if not place.new:
        return said, ()
    above = next(filter(brief.layout.there.__contains__, _above(place.path)), "")
    where = f"`{above}`" if above else brief.say("step-register-app")
    said += brief.say("step-register-imported", place=where)
    return said, (Place(path=RepoPath(above), new=False),) if above else ()


def _above(path: RepoPath) -> Iterator[str]:
    """The modules that may import one: of a folder around it, else the application's."""
    parts = path.folder.split("/")[:-1]
    for at in range(len(parts), 0, -1):
        folder = "/".join(parts[:at])
        yield f"{folder}/{parts[at - 1]}.module.ts"
        yield f"{folder}/app.module.ts"


def included(brief: Brief) -> str:
    """What the routes name: an action of Rails, an application of Django that has none yet."""
    place, route = brief.layout.place("register"), brief.layout.place("route")
    if brief.stack.name == "rails" and route is not None:
        name = _ACTIONS.get(brief.subject.act, brief.subject.verb)
        held = route.path.name.removesuffix("_controller.rb")
        return str(Fact(text=f"`{held}#{name}`", because=brief.say("convention")))
    if brief.stack.name != "django" or place is None or not place.new:
        return ""
    app, there = place.path.folder, brief.layout.there
    name = app.removeprefix(brief.stack.root).replace("/", ".")
    roots = (one for one in there if f"{one.removesuffix('urls.py')}settings.py" in there)
    root = next((one for one in sorted(roots) if one.endswith("urls.py")), "")
    where = f"`{root}`" if root else brief.say("step-register-root")
    said = brief.say("step-register-included", name=name, place=where)
    new = not any(one.startswith(f"{app}/") for one in there)
    return said + (brief.say("step-register-installed", name=name) if new else "")


def _found(brief: Brief, column: Column) -> Named | None:
    """What a table with a row for the endpoint names in a column."""
    return next((one for one in names_in_rows(brief) if one.column == column), None)


def _told(names: Sequence[str], named: Named) -> str:
    """These of them, with their place."""
    return str(Fact(text=quoted(names), sources=(named.source,)))


def fronted(brief: Brief) -> tuple[list[str], tuple[Place, ...]]:
    """That what tells the caller is not there yet, where a document has a file for it, and that."""
    asked = work_of(brief).closed and brief.stack.of_pages
    place = brief.clients().place("middleware") if asked else None
    if place is None or not place.new or place.source is None:
        return [], ()
    late = [source for source, _ in ruled(brief, _LATE)][:1]
    text = brief.say("step-wired-fronted", path=f"`{place.path}`")
    text += brief.say("step-wired-itself", endpoint=brief.endpoint) if late else ""
    return [str(Fact(text=text, sources=(place.source, *late)))], (place,)


def malformed(brief: Brief) -> list[str]:
    """That a body which is no JSON is refused as bad input, where the rules want it caught."""
    bad = [one for one in brief.statuses(_INVALID) if brief.body]
    said = [source for source, _ in ruled(brief, _PARSED)]
    if not (bad and said):
        return []
    sources = (said[0], *brief.status(bad[0]).sources)
    return [str(Fact(text=brief.say("step-wired-json", code=_INVALID), sources=sources))]


def _parts(brief: Brief, *, closed: bool) -> Iterator[str]:
    route, stack = brief.layout.place("route"), brief.stack.name
    yield from opened(brief)
    if stack == "spring":
        yield from _of_spring(brief)
    elif stack == "aspnet" and route is not None:
        yield from _of_aspnet(brief, minimal="Endpoint" in route.path.value, closed=closed)
    elif stack in _MOUNTED and route is not None and route.new and not brief.router:
        yield brief.say("step-wired-mounted", path=f"`{route.path}`")


def _of_spring(brief: Brief) -> Iterator[str]:
    if brief.body:
        yield brief.say("step-wired-valid")
    if brief.subject.act in _CHANGES and brief.table is not None:
        yield brief.say("step-wired-transaction", function=brief.function)


def _of_aspnet(brief: Brief, *, minimal: bool, closed: bool) -> Iterator[str]:
    """The services' registration, and what guards a route that is not for everybody."""
    service = brief.layout.place("service")
    if service is not None and service.new:
        name = service.path.name.removesuffix(service.path.suffix)
        yield brief.say("step-wired-mapped" if minimal else "step-wired-service", name=name)
    if closed:
        yield brief.say("step-wired-guarded" if minimal else "step-wired-authorized")
    if brief.spec.status(_ABSENT) is not None and brief.spec.status(_INVALID) is None:
        typed = quoted(_typed(brief))
        yield from (brief.say("step-wired-typed", keys=typed, code=_ABSENT),) if typed else ()


def _typed(brief: Brief) -> Iterator[str]:
    """The keys of the path with what the route says of their types."""
    for one in (each for each in brief.inputs if each.place == "path"):
        column = bound(brief.table, one.name) if brief.table is not None else None
        stored = f"{one.type or ''} {column.type if column is not None else ''}"
        kind = next((kind for kind, said in _TYPES.items() if said.search(stored)), "")
        yield from (f"{{{one.name}:{kind}}}",) if kind else ()
