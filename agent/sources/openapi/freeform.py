"""Lists of endpoints in YAML or JSON that follow no standard: mappings with a method and a path."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import METHODS, Body, Endpoint, Excerpt, Listed, Spec, Status
from agent.core.values import dataclass
from agent.sources.openapi import freevalues
from agent.sources.openapi.examples import example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.core.spec import Parameter, Place
    from agent.sources.openapi.files import Files
    from agent.sources.openapi.node import Node

_METHOD = re.compile(r"(?:http)?(?:method|verb|metoda)")
_PATH = re.compile(r"(?:path|url|uri|route|endpoint|ścieżka|sciezka|adres)")
_BASE = re.compile(r"(?:base(?:path|url|uri)|prefix)")
_CALL = deferred(rf"({'|'.join(METHODS)})\s+(?:https?://[^/\s]+)?(/\S*)", re.IGNORECASE)
_ORIGIN = deferred(r"^[A-Za-z][\w+.-]*://[^/]*")
_TITLE = re.compile(r"(?:summary|title|name|operationid|tytuł|nazwa)")
_ABOUT = re.compile(r"(?:description|desc|purpose|opis|details)")
_AUTH = re.compile(r"(?:auth\w*|security|uwierzytelni\w+)")
_PLACES: tuple[tuple[Place, re.Pattern[str]], ...] = (
    ("path", re.compile(r"path(?:params?|parameters?|variables)")),
    ("query", re.compile(r"(?:query(?:params?|parameters?)?|params|parameters)")),
    ("header", re.compile(r"headers?(?:params?)?")),
)
_REQUEST = re.compile(r"(?:request(?:body|payload|schema)?|body|payload|input|żądanie)")
_RESPONSE = re.compile(r"(?:response(?:body|schema)?|success(?:response)?|output|odpowiedź)")
_ANSWERS = deferred(
    r"(?:responses|status(?:es|codes?)?|errors?(?:codes?|responses?)?|success(?:codes?)?|błędy)"
)
_CODE = deferred(r"\b([1-5]\d\d)\b\W*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """A mapping that describes an endpoint."""

    endpoint: Endpoint
    node: Node


def find_endpoints(files: Files) -> tuple[Listed, ...]:
    """The endpoints of mappings that name a method and a path, each once."""
    return tuple(
        Listed(endpoint=one.endpoint, title=_title(one.node), source=one.node.key)
        for one in _calls(files)
    )


def describe(files: Files, endpoint: Endpoint) -> Spec | None:
    """What the mapping of this endpoint says; None when there is none."""
    node = next((one.node for one in _calls(files) if one.endpoint.key == endpoint.key), None)
    if node is None:
        return None
    about = _first(node, _ABOUT)
    auth = _first(node, _AUTH)
    answer = _first(node, _RESPONSE)
    return Spec(
        endpoint=endpoint,
        title=_title(node),
        description=_said(about),
        excerpts=(Excerpt(source=node.source, text=example(node)),),
        parameters=tuple(_parameters(node, endpoint)),
        request=_body(_first(node, _REQUEST), "body"),
        responses=tuple(one for one in [_body(answer, "response")] if one is not None),
        statuses=tuple(_statuses(node)),
        auth=_said(auth),
        findings=files.findings,
    )


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]", "", name).casefold()


def _first(node: Node, names: re.Pattern[str]) -> Node | None:
    return next((one for one in node.members if names.fullmatch(_plain(one.name))), None)


def _calls(files: Files) -> tuple[_Call, ...]:
    top = files.top.whole()
    found: dict[str, _Call] = {}
    for node, base in _walk(top) if top is not None else ():
        for one in _endpoints(node, base):
            found.setdefault(one.key, _Call(endpoint=one, node=node))
    return tuple(sorted(found.values(), key=lambda one: one.node.line))


def _walk(top: Node) -> Iterator[tuple[Node, str]]:
    """Every value once, though aliases make many of one, with the base path said above it (T35)."""
    waiting = deque([(top, "")])
    seen: set[int] = set()
    while waiting:
        node, base = waiting.popleft()
        told = _first(node, _BASE)
        if told is not None and told.kind == "text":
            base = _ORIGIN.sub("", told.text.strip()).rstrip("/")
        yield node, base
        if id(node.members) not in seen:
            seen.add(id(node.members))
            waiting.extend((one, base) for one in node.members)


def _endpoints(node: Node, base: str) -> Iterator[Endpoint]:
    if node.kind != "map":
        return
    called = _CALL.fullmatch(node.name.strip())
    path, methods = _first(node, _PATH), _first(node, _METHOD)
    said = path.text.strip() if path is not None else ""
    inside = _CALL.fullmatch(said)
    if called is not None or inside is not None:
        one = called or inside
        if one is not None:
            yield Endpoint(method=one[1].upper(), path=_whole(one[2], base))
    elif methods is not None and said and " " not in said:
        words = re.split(r"[\s,/|]+", " ".join(one.value for one in methods.items()).upper())
        for method in dict.fromkeys(words):
            if method in METHODS:
                yield Endpoint(method=method, path=_whole(said, base))


def _whole(path: str, base: str) -> str:
    path = "/" + re.split(r"[?#]", _ORIGIN.sub("", path))[0].lstrip("/")
    prefix = f"/{base.strip('/')}" if base.strip("/") else ""
    return path if path.startswith(f"{prefix}/") and prefix else prefix + path


def _title(node: Node) -> str:
    told = _first(node, _TITLE) or _first(node, _ABOUT)
    text = " ".join(told.text.split()) if told is not None else ""
    return re.split(r"(?<=[.!?])\s", text)[0].rstrip(".")[:120]


def _said(node: Node | None) -> Excerpt | None:
    if node is None or node.is_null:
        return None
    text = node.text if node.kind == "text" else example(node)
    return Excerpt(source=node.source, text=text.strip() or node.name)


def _parameters(node: Node, endpoint: Endpoint) -> Iterator[Parameter]:
    inside = set(endpoint.parameters)
    seen: set[str] = set()
    for place, names in _PLACES:
        told = _first(node, names)
        for one in freevalues.values(told, place, inside) if told is not None else ():
            if one.name not in seen:
                seen.add(one.name)
                yield one
    for name in endpoint.parameters:
        if name not in seen:
            yield freevalues.implied(name, node)


def _body(node: Node | None, place: Place) -> Body | None:
    """A body: its fields, or an example of it; both may stand in one more mapping."""
    if node is None or node.is_null:
        return None
    inner = _first(node, re.compile(r"body|schema|fields|properties|content")) or node
    shown = _first(node, re.compile(r"example"))
    fields = freevalues.values(inner, place, set())
    written = example(shown) if shown is not None else ""
    return Body(source=node.source, fields=tuple(fields), example=written)


def _statuses(node: Node) -> Iterator[Status]:
    for told in node.members:
        if not _ANSWERS.fullmatch(_plain(told.name)):
            continue
        for one in told.items() if told.kind != "map" else told.members:
            text = one.text if one.kind == "text" else _title(one)
            code = _first(one, re.compile(r"(?:status)?code|status"))
            named = " ".join((one.name, text) if told.kind == "map" else (text,))
            found = _CODE.search(f"{code.text} {text}" if code is not None else named)
            if found is not None:
                meaning = " ".join(found[2].split())
                yield Status(code=int(found[1]), meaning=meaning, source=one.key)
