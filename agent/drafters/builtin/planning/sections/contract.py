"""What a caller sees of the endpoint: its overview, its request, its types and its answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.core.documents import RepoPath, Source
from agent.core.shapes import Serves
from agent.core.spec import Body, Status, Table
from agent.core.spec import Place as Where
from agent.drafters.builtin.planning.citations import Fact, holds
from agent.drafters.builtin.planning.facts.bodyforms import body_forms, common, other_cases, ruled
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name, state_of
from agent.drafters.builtin.planning.facts.dotnet import classes
from agent.drafters.builtin.planning.facts.likeness import likeness
from agent.drafters.builtin.planning.facts.purpose import purpose
from agent.drafters.builtin.planning.facts.wording import closed
from agent.drafters.builtin.planning.places.ground import Place
from agent.drafters.builtin.planning.reads.viewing import viewed
from agent.drafters.builtin.planning.sections.contradicted import contradicted
from agent.drafters.builtin.planning.sections.errors import status_fact
from agent.drafters.builtin.planning.sections.general import general_line
from agent.drafters.builtin.planning.sections.leaving import left_out
from agent.drafters.builtin.planning.sections.sending import answered, is_cut, sending, sent, unsent
from agent.drafters.builtin.planning.sections.touched import works_on
from agent.drafters.builtin.planning.sections.valueforms import value_forms
from agent.drafters.builtin.planning.sections.values import listed
from agent.drafters.builtin.planning.sentences.modelcalls import asked
from agent.drafters.builtin.planning.subject import subject_of
from agent.drafters.builtin.planning.tables.work import work_of
from agent.sources.general.errorform import HELD

_MOST_TABLES = 6
_MOST_EXAMPLE = 12
_PLACES: tuple[Where, ...] = ("path", "query", "header")
_SERVED: tuple[Serves, ...] = ("body", "query", "response", "inner", "client")
_WITH_BODY = ("POST", "PUT", "PATCH")
_ERRORS = 400


def overview(brief: Brief) -> list[str]:
    """What the endpoint is for, and the tables it is about."""
    text = f"{purpose(brief)}."
    own, tied = works_on(brief)
    if own:
        view = viewed(work_of(brief))
        tables = (*((view,) if view is not None else ()), *own)
        text = f"{text} {_named(brief, 'tables', tables)}"
        text += f" {_named(brief, 'beside', tied)}" if tied else ""
    general = general_line(brief)
    made = brief.spec.schema and asked(brief) is not None
    if own or made:
        brief = replace(brief, open=tuple(one for one in brief.open if one.topic != "table"))
    points = [*brief.points("path", "table"), *contradicted(brief)]
    return closed([text, *(["", general] if general else [])], points)


def _named(brief: Brief, key: str, tables: Sequence[Table]) -> str:
    """Tables with where they stand."""
    found = [brief.found(f"`{one.name}`", [one.source], bare_name(one)) for one in tables]
    return brief.say(key, tables=", ".join(map(str, found[:_MOST_TABLES])))


def request(brief: Brief) -> list[str]:
    """Method, path, parameters and body; that a write has no documented body is said."""
    spec = brief.spec
    where = [one.source for one in (spec.excerpts[:1] or ())]
    path = brief.say("method-path", endpoint=brief.endpoint)
    lines = [f"- {brief.found(path, where, *_path_words(brief))}"]
    for place in _PLACES:
        found = [one for one in spec.parameters if one.place == place]
        if found:
            lines += listed(brief, brief.say(f"place-{place}"), found)
    return lines + list(_body(brief)) + brief.points("body", "limits")


def _body(brief: Brief) -> Iterator[str]:
    body = brief.spec.request
    if body is not None and body.fields:
        yield from listed(brief, brief.say("place-body"), common(body))
        yield from (f"- {fact}" for fact in left_out(brief))
        yield from ruled(brief)
        yield from body_forms(brief, body)
    elif body is not None and body.example:
        yield from _shown(brief, "body-as-shown", body)
    elif worded := sent(brief):
        yield f"- {worded}"
    elif brief.spec.endpoint.method in _WITH_BODY and not brief.points("body"):
        yield f"- {unsent(brief) or brief.say('no-body', endpoint=brief.endpoint)}"


def _path_words(brief: Brief) -> list[str]:
    """The path, then its tails: a document may leave the base path out."""
    path = brief.spec.endpoint.path
    parts = path.strip("/").split("/")
    tails = ["/" + "/".join(parts[at:]) for at in range(len(parts))]
    text = "\n".join(brief.passages.says(one.source) for one in brief.spec.excerpts[:1])
    return [next((tail for tail in tails if holds(text, tail)), path)]


def _shown(brief: Brief, key: str, body: Body) -> Iterator[str]:
    """A documented example: one line in the entry, more of them below it."""
    lines = body.example.split("\n")
    if len(lines) == 1 and "`" not in body.example:
        text = f"{brief.say(key)}: `{body.example.strip()}`"
        yield f"- {Fact(text=text, sources=(body.source,))}"
        return
    yield f"- {Fact(text=brief.say(key), sources=(body.source,))}:"
    yield ""
    yield "  ```json"
    yield from (f"  {line}" for line in lines[:_MOST_EXAMPLE])
    if len(lines) > _MOST_EXAMPLE:
        yield "  \u2026"
    yield "  ```"


def types(brief: Brief) -> list[str]:
    """The types of body and answer, with their files, or what they must hold."""
    lines = [*_placed(brief), *known_types(brief)]
    if not lines:
        lines.append(brief.say("no-types", endpoint=brief.endpoint, fields=_fields(brief)))
    return closed(lines, brief.points("types"))


def _placed(brief: Brief) -> Iterator[str]:
    """The types that the stack names, by the file or the folder that holds them."""
    named = uses(brief)
    files = {one.path for _, name in named if (one := brief.place_of(name)) is not None}
    alone = len(files) == 1 and not brief.stack.one_type_a_file
    held: dict[RepoPath | str, list[str]] = {}
    places: dict[RepoPath | str, Place] = {}
    for key, name in named:
        place = brief.place_of(name)
        where = "" if place is None else place.path if alone else place.path.folder
        held.setdefault(where, []).append(_type(brief, key, name))
        places |= {where: place} if place is not None else {}
    for where, types in held.items():
        known = ", ".join(types)
        key = "types-in-row" if brief.row_answered else "types-in"
        text = brief.say(key, file=where, types=known, endpoint=brief.endpoint) if where else known
        sources = speaking(brief, places[where]) if where else ()
        yield f"- {Fact(text=text, sources=sources)}"


def known_types(brief: Brief) -> list[str]:
    """The types that a document or the stack names beside those of body and answer."""
    sides: dict[str, list[str]] = {}
    for one in brief.spec.types:
        known = brief.found(brief.say("type-known", name=one.name), [one.source], one.name)
        sides.setdefault(one.serves, []).append(str(known))
    lines = [
        f"- {brief.say(f'type-serves-{side}', types=', '.join(sides[side]))}"
        for side in _SERVED
        if side in sides
    ]
    model = _model(brief)
    if model:
        lines.append(f"- {model}")
    return lines + [f"- {fact}" for fact in (*classes(brief), *likeness(brief))]


def speaking(brief: Brief, place: Place) -> tuple[Source, ...]:
    """What speaks for the place, where its lines name the file or its folder."""
    said = brief.passages.says(place.source) if place.source else ""
    named = any(one and one in said for one in (place.path.name, place.path.folder))
    return (place.source,) if place.source and named else ()


def uses(brief: Brief) -> list[tuple[str, str]]:
    """Each type of body and answer with what it is for."""
    names = brief.names
    if names.body and names.body == names.answer:
        return [("both", names.body)]
    typed = (
        ("body", names.body),
        ("query", names.query),
        ("answer", names.answer),
        ("page", names.page),
    )
    return [(key, name) for key, name in typed if name]


def _type(brief: Brief, key: str, name: str) -> str:
    state = state_of(brief, name, there=name in brief.names.there)
    return brief.say(f"type-for-{key}", name=name, state=state)


def _model(brief: Brief) -> Fact | None:
    table = brief.table
    place = brief.layout.place("model")
    if table is None or place is None or not brief.names.model:
        return None
    text = brief.say("type-model", name=brief.names.model, file=place.path, table=table.name)
    return brief.found(text, [table.source], bare_name(table))


def _fields(brief: Brief) -> str:
    """Where the fields stand that a type would have."""
    answer = any(body.fields for body in brief.spec.responses[:1])
    sides = [name for name, there in (("body", brief.body), ("answer", answer)) if there]
    return brief.say("fields-of-" + "-".join(sides)) if sides else brief.say("fields-none")


def response(brief: Brief) -> list[str]:
    """Each success with its fields, and where the errors are told."""
    spec = brief.spec
    lines: list[str] = []
    good = [one for one in spec.statuses if one.code < _ERRORS]
    for at, status in enumerate(good):
        body = spec.responses[at] if at < len(spec.responses) else None
        lines += _answer(brief, status, body)
    if not good:
        lines.append(brief.say("no-success", endpoint=brief.endpoint))
        lines += [line for body in spec.responses[:1] for line in _answer_body(brief, body)]
    lines += [*sending(brief), *(f"- {fact}" for fact in value_forms(brief))]
    return closed(lines, brief.points("statuses", "response"))


def _wrapped(brief: Brief, body: Body | None) -> Fact:
    """The members that every success has, as far as the answer shows them not."""
    form = brief.spec.envelope
    # Of two forms that contradict each other the plan keeps the one of the passage.
    kept = any(one.topic == "form" for one in brief.spec.contradictions)
    if form is None or body is None or not body.fields or kept:
        return Fact(text="")
    own = {one.name.partition(".")[0].removesuffix("[]") for one in body.fields}
    free = f" ({brief.say('optional')})"
    left = [one for one in form.fields if one.name not in {*own, HELD}]
    names = ", ".join(f"`{one.name}`{free if one.required is False else ''}" for one in left)
    more = brief.say("answer-form-more", names=names) if left else ""
    if HELD in own and not more:
        return Fact(text="")
    key = "answer-form-shown" if HELD in own else "answer-form"
    return Fact(text=brief.say(key, held=HELD, more=more), sources=(form.source,))


def _answer(brief: Brief, status: Status, body: Body | None) -> Iterator[str]:
    fact = status_fact(brief, status)
    if brief.by_convention(status.code):
        fact = replace(fact, text=brief.say("answers", endpoint=brief.endpoint, code=fact.text))
    wrapped = _wrapped(brief, body)
    sources = fact.sources + wrapped.sources
    yield f"- {replace(fact, text=fact.text + wrapped.text, sources=sources)}"
    if body is not None:
        yield from _answer_body(brief, body)


def _answer_body(brief: Brief, body: Body) -> Iterator[str]:
    if body.fields:
        elsewhere = brief.row_answered or body.shown_by is not None
        worded = answered(brief) if elsewhere else None
        if worded is not None:
            yield f"- {worded}"
        yield from listed(brief, _label(brief, body), body.fields, _shown_by(brief, body))
        yield from other_cases(body)
    elif body.example:
        yield from _shown(brief, "answer-shown", body)


def _label(brief: Brief, body: Body) -> str:
    if brief.row_answered and brief.table is not None:
        return brief.say("place-response-row", table=brief.table.name, endpoint=brief.endpoint)
    return brief.say("place-response-cut" if is_cut(body.example) else "place-response")


def _shown_by(brief: Brief, body: Body) -> str:
    """Words for the endpoint that shows the answer, where that is another one."""
    other = body.shown_by
    if other is None:
        return ""
    rows = brief.subject.act != "list" and subject_of(other).act == "list"
    return brief.say("shown-by-row" if rows else "shown-by", other=other)
