"""All that the documents say about one endpoint, each fact with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent.core.spec import Body, Excerpt, Gap, Parameter, Spec
from agent.sources import globalnotes
from agent.sources.apidata import is_prose
from agent.sources.apiplan import Entry, entries
from agent.sources.bodies import body
from agent.sources.candidates import Form
from agent.sources.databases import with_tables
from agent.sources.facts import for_type
from agent.sources.gaps import find_gaps
from agent.sources.markdown import plain
from agent.sources.merging import merged
from agent.sources.parameters import is_nothing, parameters
from agent.sources.parameters import merged as told
from agent.sources.passage import Part, parts
from agent.sources.references import referred
from agent.sources.repair import mended
from agent.sources.statuses import statuses
from agent.sources.techstack import stack

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.core.documents import Document
    from agent.core.spec import Endpoint, Place, Rule

_PLACES: dict[str, Place] = {"path": "path", "query": "query", "headers": "header"}
_NO_BODY = re.compile(
    r"\b(?:no (?:request )?body|body (?:is )?(?:optional|empty)|brak (?:treści|ciała))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The endpoint's entry in one API plan, cut into parts."""

    document: Document
    entry: Entry
    parts: tuple[Part, ...]

    def of(self, *topics: str) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.topic in topics)

    @property
    def last(self) -> int:
        lines = [part.last for part in self.parts if part.line > self.entry.line]
        return max([self.entry.line, *lines])


def gather(
    endpoint: Endpoint,
    documents: Sequence[Document],
    rules: Sequence[Rule],
    described: Sequence[Spec] = (),
) -> Spec:
    """What the documents say of this endpoint and of nothing else; never raises.

    `rules` are passed through as the caller chose them; `described` is what API plans that are
    data say: it adds to what stands in prose.
    """
    plans = [one for one in documents if one.role == "api-plan" and is_prose(one.path)]
    found = next((hit for plan in plans if (hit := _find(endpoint, plan)) is not None), None)
    lines = tuple(line for one in documents if one.role == "tech-stack" for line in stack(one))
    if found is None and not described:
        gap = Gap(topic="path", question=f"No API plan describes {endpoint}: what should it do?")
        spec = Spec(endpoint=endpoint, title="", rules=tuple(rules), stack=lines)
        spec = with_tables(spec, documents)
        return replace(spec, gaps=(gap, *find_gaps(spec, bodiless=False)))
    said = (_spec(endpoint, found),) if found is not None else ()
    spec = replace(merged((*said, *described)), rules=tuple(rules), stack=lines)
    spec = with_tables(spec, documents)
    bodiless = found is not None and spec.request is None and _bodiless(found)
    return replace(spec, gaps=find_gaps(spec, bodiless=bodiless))


def _find(endpoint: Endpoint, document: Document) -> _Found | None:
    for entry in entries(document.text):
        if entry.endpoint.key == endpoint.key:
            return _Found(document=document, entry=entry, parts=parts(document.text, entry))
    return None


def _spec(endpoint: Endpoint, found: _Found) -> Spec:
    document = found.document
    request = _request(found)
    own = found.of("auth")
    return Spec(
        endpoint=endpoint,
        title=found.entry.title or _first_sentence(found),
        description=_description(found),
        excerpts=tuple(_excerpts(found)),
        parameters=_parameters(endpoint, found, request),
        request=request,
        responses=tuple(_responses(found)),
        statuses=statuses(found.parts, document),
        auth=_said(document, own[0]) if own else globalnotes.auth(document, endpoint),
        notes=globalnotes.notes(document, endpoint),
    )


def _description(found: _Found) -> Excerpt | None:
    said = [part for part in found.of("description") if part.units]
    labelled = [part for part in said if part.label]
    chosen = (labelled or said)[:1]
    return _said(found.document, chosen[0]) if chosen else None


def _first_sentence(found: _Found) -> str:
    said = [unit.text for part in found.of("description") for unit in part.units if unit.text]
    return re.split(r"(?<=[.!?])\s", plain(said[0]))[0].rstrip(".") if said else ""


def _said(document: Document, part: Part) -> Excerpt:
    """What a part says, without its label and list marks."""
    text = "\n".join(unit.text for unit in part.units if unit.text)
    return Excerpt(source=document.source(part.line, part.last), text=text)


def _lines(document: Document, line: int, last: int) -> Excerpt:
    text = "\n".join(mended(document.text).split("\n")[line - 1 : last])
    return Excerpt(source=document.source(line, last), text=text.rstrip())


def _excerpts(found: _Found) -> Iterator[Excerpt]:
    """The endpoint's own passage, then those that it refers to."""
    if found.entry.form is Form.ROW:
        yield _lines(found.document, found.entry.line, found.entry.line)
        for part in found.parts:
            if part.line != found.entry.line:
                yield _lines(found.document, part.line, part.last)
    else:
        yield _lines(found.document, found.entry.line, found.last)
    for other in _referred(found):
        yield _lines(found.document, other.entry.line, other.last)


def _referred(found: _Found) -> Iterator[_Found]:
    listed = entries(found.document.text)
    texts = [unit.text for part in found.parts for unit in part.units]
    for entry in dict.fromkeys(referred("\n".join(texts), found.entry, listed)):
        yield replace(found, entry=entry, parts=parts(found.document.text, entry))


def _request(found: _Found) -> Body | None:
    body_ = _joined([body(part.units, "body", found.document) for part in found.of("request")])
    if body_ is None:
        body_ = _like_another(found, "request", "body")
    if body_ is None:
        return None
    return replace(body_, fields=tuple(_validated(body_.fields, found)))


def _like_another(found: _Found, topic: str, place: Place) -> Body | None:
    """The body of the endpoint that this one's body is said to be like."""
    listed = entries(found.document.text)
    for part in found.of(topic):
        text = "\n".join(unit.text for unit in part.units)
        for entry in referred(text, found.entry, listed):
            theirs = [one for one in parts(found.document.text, entry) if one.topic == topic]
            like = _joined([body(one.units, place, found.document) for one in theirs])
            if like is not None:
                return like
    return None


def _joined(bodies: Sequence[Body | None]) -> Body | None:
    """One body of several examples: the first example, the fields of all."""
    found = [one for one in bodies if one is not None]
    if not found:
        return None
    fields: dict[str, Parameter] = {}
    for one in found:
        for field in one.fields:
            fields.setdefault(field.name, field)
    return replace(found[0], fields=tuple(fields.values()))


def _validated(fields: Sequence[Parameter], found: _Found) -> Iterator[Parameter]:
    """The body's fields with what the validation part says of them, then those it adds."""
    rules = {one.name: one for one in _rules(found)}
    general = _general_rules(found)
    taken = {one.name for one in _plain_parameters(found)}
    for field in fields:
        rule = rules.pop(field.name, None)
        ruled = told(field, rule) if rule is not None else field
        yield _with_general(ruled, general)
    for rule in rules.values():
        if rule.name not in taken and rule.name not in found.entry.endpoint.parameters:
            yield rule


def _general_rules(found: _Found) -> dict[str, Parameter]:
    """What the plan's own validation section says; a partial update requires nothing."""
    endpoint = found.entry.endpoint
    said = globalnotes.rules(found.document, endpoint)
    partial = endpoint.method == "PATCH"
    return {one.name: replace(one, required=None) if partial else one for one in reversed(said)}


def _with_general(field: Parameter, general: dict[str, Parameter]) -> Parameter:
    rule = general.get(field.name)
    if rule is None or not (rule.limits or rule.required is not None):
        return field
    kinds = {limit.kind for limit in field.limits}
    adds = tuple(limit for limit in for_type(rule.limits, field.type) if limit.kind not in kinds)
    required = rule.required if field.required is None else field.required
    return replace(field, required=required, limits=(*field.limits, *adds))


def _rules(found: _Found) -> Iterator[Parameter]:
    for part in found.of("validation"):
        units = [unit for unit in part.units if unit.kind in {"item", "grid"} or "`" in unit.text]
        yield from parameters(units, "body", found.document)


def _plain_parameters(found: _Found) -> tuple[Parameter, ...]:
    return tuple(
        one
        for part in found.of(*_PLACES, "parameters")
        for one in parameters(part.units, _PLACES.get(part.topic, "query"), found.document)
    )


def _parameters(endpoint: Endpoint, found: _Found, request: Body | None) -> tuple[Parameter, ...]:
    inside = set(endpoint.parameters) | set(found.entry.endpoint.parameters)
    in_body = {one.name for one in request.fields} if request else set()
    rules = {one.name: one for one in _rules(found) if one.name not in in_body}
    out: dict[str, Parameter] = {}
    for one in _plain_parameters(found):
        placed = replace(one, place="path", required=True) if one.name in inside else one
        rule = rules.get(one.name)
        out.setdefault(one.name, told(placed, rule) if rule is not None else placed)
    for name in found.entry.endpoint.parameters:
        line = found.document.source(found.entry.line)
        implied = Parameter(name=name, place="path", source=line, required=True)
        rule = rules.get(name)
        out.setdefault(name, told(implied, replace(rule, place="path")) if rule else implied)
    return tuple(out.values())


def _responses(found: _Found) -> Iterator[Body]:
    any_of_them = False
    for part in found.of("response", "success"):
        one = body([unit for unit in part.units if unit.kind != "item"], "response", found.document)
        if one is not None:
            any_of_them = True
            yield one
    like = None if any_of_them else _like_another(found, "response", "response")
    if like is not None:
        yield like


def _bodiless(found: _Found) -> bool:
    """Whether the passage says that there is no request body."""
    said = (unit.text for part in found.of("request") for unit in part.units)
    texts = (unit.text for part in found.parts for unit in part.units)
    return any(map(is_nothing, said)) or any(map(_NO_BODY.search, texts))
