"""The operations that a description lists, in its order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import METHODS, Endpoint
from agent.core.values import dataclass
from agent.sources.openapi.files import Files, Place
from agent.sources.openapi.outline import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.sources.openapi.node import Node

_METHODS = frozenset(METHODS)
_SENTENCE = deferred(r"(?<=[.!?])\s")
# What names the server and not the path; without a scheme, a first part with a dot or a port.
_ORIGIN = deferred(r"^[A-Za-z][\w+.-]*://[^/]*|^//[^/]*|^[^/]*[.:{][^/]*")
_VARIABLE = deferred(r"\{([^{}]*)\}")
_TITLES = ("deprecated", "summary", "operationId", "description")
_LONGEST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one path: where it stands, and the places of its path's other members."""

    endpoint: Endpoint
    place: Place
    around: tuple[Place, ...]
    base: str = ""


def title(files: Files, one: Operation) -> str:
    """Its summary, else its operationId, else the first sentence of its description."""
    entry = one.place.entry
    said = {key: entry.says(key) for key in _TITLES}
    if entry.says("$ref"):
        node = files.get(one.place.sheet.node(entry))
        told = {key: node.member(key) for key in _TITLES} if node is not None else {}
        said = {key: text.text for key, text in told.items() if text is not None}
    words = next((text for key in _TITLES[1:] if (text := said.get(key, "").strip())), "")
    text = _SENTENCE.split(" ".join(words.split()))[0].rstrip(".")[:_LONGEST]
    deprecated = said.get("deprecated", "").casefold() == "true"
    return f"{text} (deprecated)".lstrip() if deprecated else text


def is_description(files: Files) -> bool:
    """Whether the file says that it is OpenAPI or Swagger, or has paths with methods."""
    outline = files.top.outline
    named = {one.key.casefold() for one in outline.entries}
    if named & {"openapi", "swagger"}:
        return True
    return any(one.key.startswith("/") for one in _items(outline.entries))


def _items(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    paths = [one for entry in entries if entry.key == "paths" for one in entry.inside]
    return tuple(paths) or tuple(one for one in entries if one.key.startswith("/") and one.inside)


def operations(files: Files) -> tuple[Operation, ...]:
    """Every operation, each endpoint once: the last where one is said twice."""
    found: dict[str, Operation] = {}
    items = tuple(_paths(files))
    prefix = base_path(files)
    if prefix and all(_path(one).startswith(f"{prefix}/") for one in items):
        prefix = ""  # the paths hold it already
    for item in items:
        own = _own_base(files, item)
        for one in _of_path(files, item, prefix if own is None else own):
            found[one.endpoint.key] = one
    return tuple(found.values())


def _own_base(files: Files, item: Place) -> str | None:
    """The path of the server that a path names for itself; it counts instead of the file's."""
    servers = next((one for one in _with_merged(files, item) if one.entry.key == "servers"), None)
    return None if servers is None else _server_path(files, servers)


def base_path(files: Files) -> str:
    """The path that the first server, or `basePath`, puts before every path."""
    outline = files.top.outline
    basic = outline.entry("basePath")
    servers = outline.entry("servers")
    if basic is not None or servers is None:
        return _only_path("" if basic is None else basic.says(""))
    return _server_path(files, Place(sheet=files.top, entry=servers))


def _server_path(files: Files, servers: Place) -> str:
    """The path of the first server, its variables by their defaults."""
    url = servers.entry.says("url")
    if url and "{" not in url:
        return _only_path(url)
    return _listed_path(files, servers.sheet.node(servers.entry), url)


def _listed_path(files: Files, servers: Node | None, url: str = "") -> str:
    """The path of the first server in a list; its address is `url` where it says none."""
    server = next(servers.items(), None) if servers is not None else None
    said = files.get(server, "url")

    def default(hit: re.Match[str]) -> str:
        said = files.get(server, "variables", hit[1], "default")
        return hit[0] if said is None else said.text

    return _only_path(_VARIABLE.sub(default, url if said is None else said.text))


def _only_path(url: str) -> str:
    path = re.split(r"[?#]", _ORIGIN.sub("", "".join(url.split())))[0].strip("/")
    return f"/{path}" if path else ""


def _paths(files: Files) -> Iterator[Place]:
    entries = files.top.outline.entries
    tops = [one for one in entries if one.key == "paths"]
    if not tops:
        for one in _items(entries):
            yield Place(sheet=files.top, entry=one)
    for top in tops:
        for place in files.inside(Place(sheet=files.top, entry=top)):
            if not place.entry.key.startswith("x-") and place.entry.key not in {"<<", "$ref"}:
                yield place


def _path(place: Place) -> str:
    """The path as the caller writes it, without query string."""
    text = re.split(r"[?#]", "".join(place.entry.key.split()))[0]
    # What a templating tool writes once more.
    text = re.sub(r"\{{2,}(\w+)\}{2,}", r"{\1}", text)
    return "/" + text.lstrip("/")


def _of_path(files: Files, item: Place, base: str) -> Iterator[Operation]:
    around = _with_merged(files, item)
    for place in around:
        method = place.entry.key.upper()
        if method in _METHODS:
            before = base
            if place.entry.says("servers"):
                before = _listed_path(files, files.get(place.sheet.node(place.entry), "servers"))
            endpoint = Endpoint(method=method, path=before + _path(item))
            yield Operation(endpoint=endpoint, place=place, around=around, base=before)


def _with_merged(files: Files, item: Place) -> tuple[Place, ...]:
    """The members of a path, those that a merge key brings among them."""
    own = files.inside(item)
    merged = item.entry.says("<<")
    if not merged:
        return own
    known = {one.entry.key for one in own}
    for top in item.sheet.outline.entries:
        for one in (top, *top.inside):
            if _is_anchor(item, merged, one):
                added = files.inside(Place(sheet=item.sheet, entry=one))
                return (*own, *(each for each in added if each.entry.key not in known))
    return own


def _is_anchor(item: Place, alias: str, entry: Entry) -> bool:
    return any(
        f"*{name}" == alias and start == entry.start
        for name, start, _ in item.sheet.outline.anchors
    )
