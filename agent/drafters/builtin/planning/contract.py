"""What a caller sees of the endpoint: its overview, its request, its types and its answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.core.documents import Source
from agent.core.spec import Body, Parameter, Place, Status
from agent.drafters.builtin.crud.shape import entries_of
from agent.drafters.builtin.planning.brief import Brief, bare_name
from agent.drafters.builtin.planning.citations import Fact, holds
from agent.drafters.builtin.planning.coded import Types
from agent.drafters.builtin.planning.ground import Place as FilePlace
from agent.drafters.builtin.planning.phrases import say
from agent.drafters.builtin.planning.wording import (
    closed,
    lines_of,
    meaning_of,
    names_of,
    phrases_of,
    quoted,
    trimmed,
    unlabelled,
    value,
)

_MOST = 14
_MOST_TABLES = 5
_MOST_EXAMPLE = 12
_PLACES: tuple[Place, ...] = ("path", "query", "header")
_ERRORS = 400


def overview(brief: Brief) -> list[str]:
    """What the endpoint is for, and the tables it is about."""
    text = f"{_purpose(brief)}."
    if brief.spec.tables:
        found = [
            brief.found(f"`{one.name}`", [one.source], bare_name(one)) for one in brief.spec.tables
        ]
        text = f"{text} {say('tables', tables=', '.join(map(str, found[:_MOST_TABLES])))}"
    return closed([text], brief.points("path", "table"))


def _purpose(brief: Brief) -> Fact:
    spec = brief.spec
    if spec.description is not None:
        for source, text in lines_of(brief, spec.description.source) or [
            (spec.description.source, spec.description.text)
        ]:
            said = trimmed(unlabelled(text), 320)
            if said:
                return Fact(text=said.rstrip("."), sources=(source,))
    if spec.title and spec.excerpts:
        title = trimmed(spec.title)
        return brief.found(title.rstrip("."), [spec.excerpts[0].source], *title.split()[:1])
    key = "no-description" if spec.excerpts else "no-document"
    return Fact(text=say(key, endpoint=brief.endpoint))


def request(brief: Brief) -> list[str]:
    """Method, path, parameters and body, and in one line what is not documented."""
    spec = brief.spec
    where = [one.source for one in (spec.excerpts[:1] or ())]
    path = say("method-path", endpoint=brief.endpoint)
    lines = [f"- {brief.found(path, where, *_path_words(brief))}"]
    for place in _PLACES:
        found = [one for one in spec.parameters if one.place == place]
        if found:
            lines += [f"- {say(f'place-{place}')}", *_values(brief, found)]
    body = spec.request
    if body is not None and body.fields:
        lines += [f"- {say('place-body')}", *_values(brief, body.fields)]
    elif body is not None and body.example:
        lines += [
            f"- {Fact(text=say('body-as-shown'), sources=(body.source,))}:",
            *_example(body),
        ]
    missing = []
    if not any(one.place == "query" for one in spec.parameters):
        missing.append(say("no-query"))
    if body is None:
        missing.append(say("no-body"))
    if missing:
        what = " and ".join(missing)
        lines.append(f"- {say('not-asked', what=what, endpoint=brief.endpoint)}")
    return lines + brief.points("body", "limits")


def _path_words(brief: Brief) -> list[str]:
    """The path, then its tails: a document may leave the base path out."""
    path = brief.spec.endpoint.path
    parts = path.strip("/").split("/")
    tails = ["/" + "/".join(parts[at:]) for at in range(len(parts))]
    text = "\n".join(brief.passages.says(one.source) for one in brief.spec.excerpts[:1])
    return [next((tail for tail in tails if holds(text, tail)), path)]


def _values(brief: Brief, found: Sequence[Parameter]) -> Iterator[str]:
    for one in found[:_MOST]:
        yield f"  - {value(brief, one)}"
    rest = found[_MOST:]
    if rest:
        text = say("more", count=len(rest), names=quoted(one.name for one in rest))
        lines = [one.source.line for one in rest]
        source = Source(path=rest[0].source.path, line=min(lines), last=max(lines))
        yield f"  - {Fact(text=text, sources=(source,))}"


def _example(body: Body) -> Iterator[str]:
    lines = body.example.split("\n")
    yield ""
    yield "  ```json"
    yield from (f"  {line}" for line in lines[:_MOST_EXAMPLE])
    if len(lines) > _MOST_EXAMPLE:
        yield "  \u2026"
    yield "  ```"


def types(brief: Brief) -> list[str]:
    """The types of body and answer, with their files, or what they must hold."""
    names = brief.names
    place = brief.layout.place("types")
    lines: list[str] = []
    if place is not None:
        for key, name in _typed(names):
            if name:
                lines.append(f"- {_type(brief, key, name, place)}")
    for one in brief.spec.types:
        fields = say("type-fields", fields=quoted(one.fields[:10])) if one.fields else ""
        text = say("type-known", name=one.name) + fields
        lines.append(f"- {brief.found(text, [one.source], one.name)}")
    model = _model(brief)
    if model:
        lines.append(f"- {model}")
    if not lines:
        lines.append(say("no-types", endpoint=brief.endpoint, fields=_fields(brief)))
    return closed(lines, brief.points("types"))


def _typed(names: Types) -> tuple[tuple[str, str], ...]:
    """Each type with what it is for."""
    return (
        ("body", names.body),
        ("query", names.query),
        ("answer", names.answer),
        ("page", names.page),
    )


def _type(brief: Brief, key: str, name: str, place: FilePlace) -> Fact:
    state = say("exists" if name in brief.names.there else "new")
    text = say(f"type-for-{key}", name=name, file=place.path, state=state)
    return Fact(text=text, sources=(place.source,) if place.source else ())


def _model(brief: Brief) -> Fact | None:
    table = brief.table
    place = brief.layout.place("model")
    if table is None or place is None or not brief.names.model:
        return None
    text = say("type-model", name=brief.names.model, file=place.path, table=table.name)
    return brief.found(text, [table.source], bare_name(table))


def _fields(brief: Brief) -> str:
    spec = brief.spec
    parts = []
    if spec.request is not None and spec.request.fields:
        parts.append(say("fields-body", names=names_of(spec.request.fields)))
    answer = [field for body in spec.responses[:1] for field in body.fields]
    if answer:
        parts.append(say("fields-answer", names=names_of(answer)))
    return ", ".join(parts) or say("fields-none")


def response(brief: Brief) -> list[str]:
    """Each success with its fields, and where the errors are told."""
    spec = brief.spec
    lines: list[str] = []
    good = [one for one in spec.statuses if one.code < _ERRORS]
    for at, status in enumerate(good):
        body = spec.responses[at] if at < len(spec.responses) else None
        lines += _answer(brief, status, body)
    if not good:
        lines.append(say("no-success", endpoint=brief.endpoint))
        lines += [line for body in spec.responses[:1] for line in _answer_body(brief, body)]
    bad = list(dict.fromkeys(one.code for one in spec.statuses if one.code >= _ERRORS))
    if bad:
        codes = quoted(map(str, bad))
        lines.append(f"- {say('errors-below', endpoint=brief.endpoint, codes=codes)}")
    return closed(lines, brief.points("statuses", "response"))


def _answer(brief: Brief, status: Status, body: Body | None) -> Iterator[str]:
    fact = status_fact(brief, status)
    if body is None:
        yield f"- {fact}"
        return
    yield f"- {fact}, {say('with-fields')}" if body.fields else f"- {fact}"
    yield from _answer_body(brief, body)


def _answer_body(brief: Brief, body: Body) -> Iterator[str]:
    if not body.fields and body.example:
        yield f"- {Fact(text=say('answer-shown'), sources=(body.source,))}:"
        yield from _example(body)
        return
    inner = dict(entries_of(body.example))
    for line, one in zip(_values(brief, body.fields), [*body.fields, None], strict=False):
        names = inner.get(one.name, ()) if one is not None else ()
        if names and one is not None:
            text = say("items-of", name=one.name, names=quoted(names))
            yield f"  - {Fact(text=text, sources=(body.source,))}"
        else:
            yield line


def status_fact(brief: Brief, status: Status) -> Fact:
    """A status with its phrase as the document writes it, and its meaning."""
    known = brief.status(status)
    sources = known.sources
    phrase = _phrase(brief, status, sources)
    text = say("success", code=status.code, phrase=phrase)
    meaning = meaning_of(status)
    if meaning:
        text += f": {meaning}"
    return Fact(text=text, sources=sources, because=known.because)


def _phrase(brief: Brief, status: Status, sources: Sequence[Source]) -> str:
    said = " ".join(brief.passages.says(one) for one in sources)
    known = phrases_of(status.code)
    return next((f" {one}" for one in known if holds(said, f"{status.code} {one}")), "")
