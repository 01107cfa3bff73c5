"""A plan's text as lint reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from http import HTTPStatus

from agent.core.lint.values import Part, Reading
from agent.core.patterns import deferred
from agent.core.plan import Plan, Step
from agent.core.schema import name_key
from agent.sources.lint.lines import Line, lines_of
from agent.sources.lint.marks import marks
from agent.sources.lint.names import codes, created, names
from agent.sources.text.markdown import plain
from agent.sources.text.words import section_kind

_WORD = deferred(r"[^\W\d]\w*")
_LABEL = deferred(r"^\s*(?:[-*+]|\d+[.)])?\s*\**([^\W\d][^:*`]{2,50}?)\**\s*:\**(?:\s|$)")
_HEADING = re.compile(r"^\s*#{2,6}\s+(.+)$")
# What can be worked on: code, a path, a name as programs write them, an endpoint.
_CONCRETE = deferred(
    r"`|[\w\])]/[\w\[{:(]|\w+\.[a-z]{2,5}\b|[a-z][A-Z]\w|\b[A-Z][a-z]+[A-Z]\w*|\w_\w|\w\(\)|\bv?\d{3}\b"
)
# By its phrase, however a framework spells it: `NotFound()`, `:not_found`, `HTTP_404_NOT_FOUND`.


def _joined(text: str) -> str:
    return text.replace(" ", "").replace("_", "").replace("-", "")


_PHRASES = {
    _joined(one.phrase).casefold(): one.value
    for one in HTTPStatus
    if one.value >= HTTPStatus.OK and " " in one.phrase
}
_CALLED = {
    **_PHRASES,
    "unprocessableentity": 422,
    "payloadtoolarge": 413,
    "unauthorized": 401,
    "forbidden": 403,
    "conflict": 409,
    "httpstatus.ok": 200,
    "httpstatus.created": 201,
    "createdataction(": 201,
    "created(": 201,
    " ok(": 200,
    ".ok(": 200,
}


def read(plan: Plan, text: str) -> Reading:
    """The plan of this file's text, with all that lint asks of it; never raises."""
    lines = tuple(lines_of(plan, text))
    said = "\n".join(one.text for one in lines)
    folded = said.casefold()
    own = frozenset(created(lines, folded))
    return Reading(
        plan=plan,
        parts=tuple(parts_of((one.title, one.line) for one in plan.sections)),
        inside=frozenset(_inside(lines)),
        marks=tuple(marks(lines)),
        names=tuple(names(plan, lines, said, own)),
        words=frozenset(_WORD.findall(name_key(said))),
        codes=frozenset(_treated(said, folded)),
        vague=frozenset(step.id for step in plan.steps if not _is_concrete(step)),
        created=own,
    )


def parts_of(titles: Iterator[tuple[str, int]]) -> Iterator[Part]:
    """Sections by their titles, in any language."""
    for title, line in titles:
        yield Part(kind=section_kind(title) or "", title=title, line=line)


def _inside(lines: Sequence[Line]) -> Iterator[str]:
    """The kinds of deeper headings, and of labels."""
    for line in lines:
        if not line.fenced:
            found = _HEADING.match(line.text) or _LABEL.match(line.text)
            kind = section_kind(plain(found[1])) if found else None
            if kind is not None:
                yield kind


def _treated(text: str, folded: str) -> Iterator[int]:
    """Statuses by number, or by name."""
    yield from codes(text)
    joined = _joined(folded)
    yield from (
        code for name, code in _CALLED.items() if name in (folded if " " in name else joined)
    )


def _is_concrete(step: Step) -> bool:
    text = f"{step.title}\n{step.body}"
    return bool(step.files or step.code or step.items or _CONCRETE.search(text))
