"""What a route that is there already calls: the service's function, wherever it is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.documents import RepoPath, Source
from agent.core.patterns import deferred
from agent.drafter import Code
from agent.drafters.builtin.planning.places.already import Existing
from agent.drafters.builtin.planning.places.ground import Ground, repo_path
from agent.drafters.builtin.planning.places.kinds import roles_of
from agent.drafters.builtin.planning.places.knownfiles import files_there
from agent.drafters.builtin.planning.places.layout import Layout
from agent.drafters.builtin.planning.subject import AROUND, Subject
from agent.drafters.builtin.project.naming import singular, snake

_SCRIPTS = frozenset((".ts", ".js"))
_IMPORT = deferred(
    r"\bimport\s+(?!type\b)(?P<names>[\w\s{},*]+?)\s+from\s+[\"'](?P<at>[^\"']+)[\"']"
)
# One export of a method, up to the next one.
_EXPORT = deferred(r"^export\s+(?:(?:async\s+)?function|const)\s+(?P<name>[A-Z]+)\b", re.MULTILINE)
# What is waited for, or given back: a call, with the names that lead to it.
_AWAITED = deferred(r"\b(?:await|return)\s+(?P<call>[^;{}\n]+)")
_CALL = deferred(r"(?P<dot>\.)?\b(?P<name>[A-Za-z_$][\w$]*)\s*(?:<[^<>()]*>)?\(")
_SERVICES = deferred(r"(?:^|/)services?(?:/|$)")
# What only makes the service.
_MAKES = deferred(r"(?:create|get|make|build|new)\w*Service$|[A-Z]")
_METHOD = (
    r"(?m)^\s*(?:(?:public|static|async|export|default|function|const)\s+)*"
    r"{name}\s*(?:[=:]\s*(?:async\s*)?(?:function\s*)?)?[(<]"
)
_HOLDER = deferred(
    r"^(?:export\s+)?(?:(?:abstract\s+)?class\s+(?P<name>\w+)|const\s+(?P<value>\w+)[^=\n]*=\s*\{)",
    re.MULTILINE,
)
_STEM = 7  # "subscribe" is what is done for a "subscription"
_ENDINGS = ("", ".ts", ".js", "/index.ts", "/index.js")


def called_by_route(
    subject: Subject, layout: Layout, ground: Ground, code: Code
) -> Existing | None:
    """Of the functions of services that the endpoint's handler waits for the one about it."""
    place = layout.place("route")
    if place is None or place.new or place.path.suffix not in _SCRIPTS:
        return None
    text = _text(code, place.path)
    handler = _handler(text, subject)
    if not handler:
        return None
    known = files_there(ground.there).values
    found = [
        called
        for names, at in _imports(text)
        if (path := _resolved(at, place.path, known)) is not None and _is_service(path)
        for called in _called(handler, names, path, _text(code, path))
    ]
    best = max((_near(one, subject) for one in found), default=0)
    alike = [one for one in found if _near(one, subject) == best]
    return alike[-1] if alike and best else None


def _handler(text: str, subject: Subject) -> str:
    """The lines of the export that is called by the endpoint's method."""
    hits = list(_EXPORT.finditer(text))
    method = getattr(subject.endpoint, "method", "")
    for at, hit in enumerate(hits):
        if hit["name"] == method:
            end = hits[at + 1].start() if at + 1 < len(hits) else len(text)
            return text[hit.start() : end]
    return ""


def _imports(text: str) -> Iterator[tuple[frozenset[str], str]]:
    """The names that each import brings, as they are called here, with where from."""
    for hit in _IMPORT.finditer(text):
        parts = (one.split() for one in re.split(r"[{},]", hit["names"]))
        yield frozenset(one[-1] for one in parts if one and one[0] != "type"), hit["at"]


def _resolved(at: str, route: RepoPath, known: frozenset[str]) -> RepoPath | None:
    """The file that an import names: from the route's folder on, or from the source's."""
    if at.startswith("."):
        bases = [_joined(route.folder, at)]
    elif at.startswith(("@/", "~/")):
        top = route.value.partition("src/")[0] if "src/" in route.value else ""
        bases = [f"{top}src/{at[2:]}", f"{top}{at[2:]}"]
    else:
        bases = [at]  # from the root on, where it is one of the project's
    bases += [one.removesuffix(".js") for one in bases if one.endswith(".js")]
    found = (f"{base}{ending}" for base in bases for ending in _ENDINGS)
    path = next((one for one in found if one in known), None)
    return repo_path(path) if path is not None else None


def _joined(folder: str, at: str) -> str:
    """Where a path leads from a folder on."""
    parts = folder.split("/")
    for one in at.split("/"):
        if one == "..":
            parts = parts[:-1]
        elif one != ".":
            parts.append(one)
    return "/".join(parts)


def _is_service(path: RepoPath) -> bool:
    roles = roles_of(path.name)
    return "service" in (roles or ()) or (
        roles is None and _SERVICES.search(path.folder) is not None
    )


def _called(handler: str, names: frozenset[str], path: RepoPath, text: str) -> Iterator[Existing]:
    """What of this file the handler waits for: by its own name, or as a method of what is there."""
    seen = set()
    for awaited in _AWAITED.finditer(handler):
        for hit in _CALL.finditer(awaited["call"]):
            name = hit["name"]
            if name in seen or _MAKES.match(name) or not (hit["dot"] or name in names):
                continue
            at = re.search(_METHOD.format(name=re.escape(name)), text)
            if at is not None:
                seen.add(name)
                line = text.count("\n", 0, at.end()) + 1
                source = Source(path=path, line=line, last=line)
                yield Existing(name=_full(name, text[: at.start()]), source=source)


def _full(name: str, above: str) -> str:
    """The name; one of a single word, as `list`, with what holds it."""
    holders = list(_HOLDER.finditer(above)) if "_" not in snake(name) else []
    return f"{holders[-1]['name'] or holders[-1]['value']}.{name}" if holders else name


def _near(one: Existing, subject: Subject) -> int:
    """How many words of the path, and of what is done, its name has."""
    parts = (part for part in subject.endpoint.path.split("/") if part[:1] not in "{:<[")
    words = {singular(word) for part in parts for word in snake(part).split("_")}
    words = {word for word in words if not AROUND.fullmatch(word)} | {subject.act, subject.verb}
    own = {singular(word) for word in snake(one.name.rpartition(".")[2]).split("_")}
    near = {one[:_STEM] for one in words - own} & {one[:_STEM] for one in own - words}
    return 2 * len(words & own) + len(near)


def _text(code: Code, path: RepoPath) -> str:
    data = code.read(path)
    return data.decode("utf-8", "replace") if data else ""
