"""All that a description says about one of its operations, each fact with its line."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Excerpt, Parameter, Spec, Status
from agent.sources.openapi import bodies
from agent.sources.openapi.fields import value
from agent.sources.openapi.operations import title as titled
from agent.sources.openapi.references import Target, target
from agent.sources.openapi.security import auth

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.core.spec import Endpoint, Place
    from agent.sources.openapi.files import Files
    from agent.sources.openapi.node import Node
    from agent.sources.openapi.operations import Operation

_PLACES: dict[str, Place] = {
    "path": "path",
    "query": "query",
    "header": "header",
    "cookie": "header",
}
_CODE = re.compile(r"[1-5]\d\d")
_FINE = deferred(r"2(?:\d\d|XX)", re.IGNORECASE)
_MOST_PASSAGES = 20
_DEEPEST = 4
_WIDEST = 20_000
_MOST_LINES = 300


def describe(files: Files, endpoint: Endpoint, found: Operation) -> Spec:
    """The spec of this operation; what cannot be followed is among its findings."""
    place = found.place
    node = place.sheet.node(place.entry)
    real = None if node is None else files.real(node)
    title = titled(files, found)
    if real is None:
        return Spec(endpoint=endpoint, title=title, findings=files.findings)
    given = tuple(_given(files, found, real))
    answers = _answers(files, real)
    spec = Spec(
        endpoint=endpoint,
        title=title,
        description=_description(real),
        excerpts=(*_passages(found), *_referred(files, [node, real, *_shared(found)])),
        parameters=_parameters(files, found, given),
        request=bodies.request(files, real, given),
        responses=tuple(bodies.responses(files, _fine(answers))),
        statuses=tuple(_statuses(files, answers)),
        auth=auth(files, real),
        notes=tuple(_notes(files, real, answers)),
    )
    return replace(spec, findings=files.findings)


def _description(node: Node) -> Excerpt | None:
    told = node.member("description") or node.member("summary")
    if told is None or not told.text.strip():
        return None
    return Excerpt(source=told.words, text=told.text.strip())


def _passages(found: Operation) -> Iterator[Excerpt]:
    """The operation as it stands there, and what its path says for all of its methods."""
    shared = [one for one in found.around if one.entry.key == "parameters"]
    for place in (found.place, *shared):
        last, text = place.sheet.lines(place.entry)
        line = place.entry.line
        source = Source(path=place.sheet.path, line=line, last=max(line, last))
        yield Excerpt(source=source, text=text[:_WIDEST])


def _shared(found: Operation) -> Iterator[Node | None]:
    """The parameters of the path."""
    for one in found.around:
        if one.entry.key == "parameters":
            yield one.sheet.node(one.entry)


def _given(files: Files, found: Operation, node: Node) -> Iterator[Node]:
    """The parameters of the operation and of its path; the operation's own win."""
    seen: set[tuple[str, str]] = set()
    for each in (node.member("parameters"), *_shared(found)):
        real = None if each is None else files.real(each)
        for one in real.members if real is not None else ():
            given = files.real(one)
            if given is None or given.kind != "map":
                continue
            key = (given.says("in"), given.says("name"))
            if key not in seen and (key[1] or key[0] == "body"):
                seen.add(key)
                yield given


def _parameters(files: Files, found: Operation, given: Sequence[Node]) -> tuple[Parameter, ...]:
    out = [_parameter(files, one, _PLACES[one.says("in")]) for one in given if _is_told(one)]
    names = found.endpoint.parameters
    stray = [one for one in out if one.place == "path" and one.name not in names]
    missing = [one for one in names if not any(_is_path(each, one) for each in out)]
    line = found.place.sheet.source(found.place.entry)
    if len(stray) == len(missing) == 1:
        said = f"the path says `{missing[0]}`, its parameter is called `{stray[0].name}`"
        files.note("path-parameter", said, stray[0].source)
        return tuple(replace(one, name=missing[0]) if one is stray[0] else one for one in out)
    implied = (Parameter(name=one, place="path", source=line, required=True) for one in missing)
    return (*out, *implied)


def _is_path(one: Parameter, name: str) -> bool:
    return one.place == "path" and one.name == name


def _is_told(node: Node) -> bool:
    return node.says("in") in _PLACES


def _parameter(files: Files, node: Node, place: Place) -> Parameter:
    """A parameter; its schema stands in `schema`, in `content`, or (Swagger 2) in itself."""
    content = files.get(node, "content")
    media = content.members[0] if content is not None and content.members else None
    inner = node.member("schema") or (media.member("schema") if media is not None else None)
    one = value(files, inner or node, place, node.says("name"))
    told = node.member("description")
    words = " ".join(told.text.split()) if told is not None else one.note
    if node.says("in") == "cookie":
        words = f"a cookie; {words}".rstrip("; ")
    required = node.member("required")
    needed = place == "path" or bool(required is not None and required.truth)
    return replace(one, source=node.key, required=needed, note=words)


def _answers(files: Files, node: Node) -> tuple[Node, ...]:
    found = files.get(node, "responses")
    return found.members if found is not None and found.kind == "map" else ()


def _fine(answers: Sequence[Node]) -> list[Node]:
    """The answers of success; where none is told of, the one for any status."""
    found = [one for one in answers if _FINE.match(one.name)]
    return found or [one for one in answers if one.name == "default"]


def _statuses(files: Files, answers: Sequence[Node]) -> Iterator[Status]:
    for one in answers:
        if _CODE.fullmatch(one.name):
            yield Status(code=int(one.name), meaning=_meaning(files, one), source=one.key)


def _meaning(files: Files, answer: Node) -> str:
    told = files.get(answer, "description")
    return "" if told is None else " ".join(told.text.split())


def _notes(files: Files, node: Node, answers: Sequence[Node]) -> Iterator[Excerpt]:
    """What holds beside the parts of a spec: deprecation, kinds of content, other answers."""
    old = node.member("deprecated")
    if old is not None and old.truth:
        yield Excerpt(source=old.key, text="This operation is deprecated.")
    content = bodies.forms(files, node)
    if content is not None:
        yield content
    for one in answers:
        if not _CODE.fullmatch(one.name) and not one.name.startswith("x-"):
            meaning = _meaning(files, one)
            what = "Any other status" if one.name == "default" else f"Status {one.name}"
            yield Excerpt(source=one.key, text=f"{what}: {meaning}" if meaning else what)
        yield from _headers(files, one)


def _headers(files: Files, answer: Node) -> Iterator[Excerpt]:
    """The headers of an answer, each with its type and what is said of it."""
    found = files.get(answer, "headers")
    for one in found.members if found is not None and found.kind == "map" else ():
        header = files.real(one)
        if header is not None:
            told = value(files, header.member("schema") or header, "header", one.name)
            meaning = _meaning(files, one) or told.note
            said = ", ".join(text for text in (told.type or "", meaning) if text)
            text = f"Response header of {answer.name}: `{one.name}`"
            yield Excerpt(source=one.key, text=f"{text}, {said}" if said else text)


def _referred(files: Files, nodes: Sequence[Node | None]) -> Iterator[Excerpt]:
    """The passages that the operation refers to, and those that they refer to."""
    wanted = [(where, 1) for one in nodes if one is not None for where in _targets(one)]
    seen: set[Target] = set()
    while wanted and len(seen) < _MOST_PASSAGES:
        where, depth = wanted.pop(0)
        found = None if where in seen else files.at(where)
        seen.add(where)
        if found is None:
            continue
        passage = _told(files, where)
        if passage is not None:
            yield passage
        if depth < _DEEPEST:
            wanted += [(one, depth + 1) for one in _targets(found)]


def _told(files: Files, where: Target) -> Excerpt | None:
    """The passage at a place: a member of a file, or all of it."""
    sheet = files.sheet(where.path)
    if sheet is None:
        return None
    if not where.keys:
        lines = sheet.text.rstrip().split("\n")[:_MOST_LINES]
        source = Source(path=where.path, line=1, last=len(lines))
        return Excerpt(source=source, text="\n".join(lines)[:_WIDEST])
    entry = sheet.outline.entry(*where.keys)
    if entry is None:
        return None
    last, text = sheet.lines(entry)
    source = Source(path=where.path, line=entry.line, last=max(entry.line, last))
    return Excerpt(source=source, text=text[:_WIDEST])


def _targets(node: Node) -> Iterator[Target]:
    """Where the references in a value lead, in its order; bounded (T35)."""
    stack = [node]
    for _ in range(5_000):
        if not stack:
            return
        one = stack.pop()
        where = target(one.text, one.path) if one.name == "$ref" and one.text else ""
        if isinstance(where, Target):
            yield where
        stack.extend(reversed(one.members))
