"""All that the documents say about one endpoint, each fact with its place."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from agent.core.findings import Contradiction, Gap
from agent.core.patterns import deferred
from agent.core.spec import Excerpt, Spec
from agent.sources.endpoints.candidates import Form
from agent.sources.endpoints.passage import first_sentence
from agent.sources.gathering import disagreements
from agent.sources.gathering.databases import with_tables
from agent.sources.gathering.gaps import find_gaps
from agent.sources.gathering.merging import merged
from agent.sources.gathering.stated import stated
from agent.sources.gathering.stored import stored
from agent.sources.general import globalnotes
from agent.sources.general.cited import cited
from agent.sources.general.computing import computing
from agent.sources.general.errorform import answer_form, error_form
from agent.sources.general.fitting import fitting
from agent.sources.openapi.apidata import is_prose
from agent.sources.passages.called import called
from agent.sources.passages.elided import elided
from agent.sources.passages.exchange import answers, request, responses
from agent.sources.passages.found import Found, excerpts, find
from agent.sources.passages.inputs import inputs
from agent.sources.passages.paging import with_pages
from agent.sources.passages.streamed import streamed
from agent.sources.stack.techstack import stack
from agent.sources.values.parameters import is_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agent.core.documents import Document
    from agent.core.spec import Body, Endpoint, Rule, Status
    from agent.sources.endpoints.passage import Part

_TAKES_NOTHING, _REFUSED = {"GET", "HEAD", "DELETE"}, {400, 422}
_NO_BODY = deferred(
    r"\b(?:no (?:request )?body|body (?:is )?(?:optional|empty)|brak (?:treści|ciała))\b",
    re.IGNORECASE,
)


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
    found = [one for plan in plans for one in find(endpoint, plan)]
    lines = tuple(line for one in documents if one.role == "tech-stack" for line in stack(one))
    if not found and not described:
        gap = Gap(topic="path", question=f"No API plan describes {endpoint}: what should it do?")
        spec = Spec(endpoint=endpoint, title="", rules=tuple(rules), stack=lines)
        spec = with_tables(spec, documents)
        return replace(spec, gaps=(gap, *find_gaps(spec, bodiless=False)))
    said = (*(_spec(endpoint, one) for one in found), *described)
    spec = merged(said)
    spec = replace(
        spec,
        rules=tuple(rules),
        stack=lines,
        excerpts=(*spec.excerpts, *_cited(spec, documents)),
        fitting=tuple(line for one in found[:1] for line in fitting(endpoint, one.document)),
        spelled=tuple(_spelled(found)),
        contradictions=(*spec.contradictions, *_doubts(said)),
    )
    spec = with_tables(spec, documents)
    more = (*stated(spec, documents), *stored(spec))
    spec = replace(spec, contradictions=tuple(dict.fromkeys((*spec.contradictions, *more))))
    bodiless = spec.request is None and any(map(_bodiless, found))
    return replace(spec, gaps=find_gaps(spec, bodiless=bodiless))


def _cited(spec: Spec, documents: Sequence[Document]) -> Iterator[Excerpt]:
    """The rules that the endpoint's own passage cites, but those that stand in it."""
    for own in spec.excerpts[:1]:
        for one in cited(own.text, documents):
            inside = own.source.line <= one.source.line <= own.source.last
            if one.source.path != own.source.path or not inside:
                yield one


def _spelled(found: Sequence[Found]) -> Iterator[Excerpt]:
    for one in found:
        yield from elided(next(excerpts(one)), one.document)


def _doubts(said: Sequence[Spec]) -> Iterator[Contradiction]:
    for one, other in pairwise(said):
        yield from disagreements.answers(one, other)


def _spec(endpoint: Endpoint, found: Found) -> Spec:
    document = found.document
    body, answered = request(found), tuple(_named(found))
    given = with_pages(found, inputs(endpoint, found, body), answered)
    refused = tuple(disagreements.refused(answers(found)))
    refused += tuple(disagreements.shortened(found, answers(found)))
    statuses = answers(found) if given or body else tuple(_unasked(found))
    own = found.of("auth")
    auth = _said(document, own[0]) if own else globalnotes.auth(document, endpoint)
    notes = globalnotes.notes(document, endpoint)
    notes = (*notes, *_beyond(notes, computing(document, answered)))
    return Spec(
        endpoint=endpoint,
        title=found.entry.title or first_sentence(found.parts),
        description=_description(found),
        excerpts=tuple(excerpts(found)),
        parameters=given,
        request=called(body, endpoint.method, document),
        responses=answered,
        streamed=streamed(found),
        error=error_form(document),
        envelope=answer_form(document),
        statuses=tuple(disagreements.settled(statuses, refused)),
        auth=auth,
        notes=tuple(one for one in notes if auth is None or one.source != auth.source),
        contradictions=(*disagreements.general(found, body), *refused),
    )


def _unasked(found: Found) -> Iterator[Status]:
    """The statuses of what takes nothing: errors told below its table may refuse others' input."""
    line = found.entry.line
    shared = found.entry.form is Form.ROW and found.entry.endpoint.method in _TAKES_NOTHING
    for one in answers(found):
        if not shared or one.source.line == line or one.code not in _REFUSED:
            yield one


def _beyond(notes: Sequence[Excerpt], more: Iterable[Excerpt]) -> Iterator[Excerpt]:
    """Those that stand in none of the passages, but in one that may be anybody's."""
    known = [one.source for one in notes if one.topic is not None]
    for one in more:
        if not any(other.line <= one.source.line <= other.last for other in known):
            yield one


def _named(found: Found) -> Iterator[Body]:
    """The answers, each with the name of its shape."""
    for one in responses(found):
        named = called(one, "", found.document)
        if named is not None:
            yield named


def _description(found: Found) -> Excerpt | None:
    # A title says nothing yet.
    said = [one for one in found.of("description") if any(x.kind != "heading" for x in one.units)]
    labelled = [part for part in said if part.label]
    chosen = (labelled or said)[:1]
    return _said(found.document, chosen[0]) if chosen else None


def _said(document: Document, part: Part) -> Excerpt:
    """What a part says, without its label and list marks."""
    text = "\n".join(unit.text for unit in part.units if unit.text)
    return Excerpt(source=document.source(part.line, part.last), text=text)


def _bodiless(found: Found) -> bool:
    """Whether the passage says that there is no request body."""
    said = (unit.text for part in found.of("request") for unit in part.units)
    texts = (unit.text for part in found.parts for unit in part.units)
    return any(map(is_nothing, said)) or any(map(_NO_BODY.search, texts))
