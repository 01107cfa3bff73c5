"""The machine's look at a draft: statuses and fields that no document has (design.md §6)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.documents import RepoPath
from agent.core.schema import name_key
from agent.core.shapes import TypeField
from agent.core.spec import Spec
from agent.drafters.model.fitting import Read
from agent.drafters.model.sending import text_of
from agent.sources.types.reading import find_types

_STATUS = re.compile(
    r"(?:status(?:_?code)?\s*[=:(]\s*|HTTP_|StatusCodes\.Status)(?P<code>[1-5]\d\d)(?!\d)",
    re.IGNORECASE,
)
_TESTS = re.compile(r"(?:^|[/._-])(?:tests?|specs?)(?:[/._-]|$)|Tests?\.\w+$", re.IGNORECASE)
# What a request is read into, as everybody names it.
_REQUEST = re.compile(
    r"(?:create|update|patch|new|add)\w*|\w*(?:request|command|payload|input|body)(?:dto|schema)?",
    re.IGNORECASE,
)
_MAY_DECLARE = re.compile(r"\b(?:class|interface|type|record|const)\s+(\w+)")
_WORD = re.compile(r"[^\W\d]\w*")
# A fault of the server needs no document.
_ALWAYS = 500


def undocumented(
    files: Sequence[tuple[RepoPath, bytes | None]], read: Read, spec: Spec
) -> tuple[str, ...]:
    """A line on each status that new lines answer with and the documents do not name.

    Nothing where they name none at all: that is said as a gap.
    """
    known = {one.code for one in spec.statuses}
    if not known:
        return ()
    found = {code: path for path, data in files for code in _codes(path, data, read)}
    strange = sorted(set(found) - known - {_ALWAYS})
    return tuple(f"{found[one].name}: status {one} is in no document" for one in strange)


def _codes(path: RepoPath, data: bytes | None, read: Read) -> Iterator[int]:
    text = text_of(data)
    if text is None or _TESTS.search(path.value):
        return
    there = frozenset((text_of(read(path)) or "").split("\n"))
    for line in text.split("\n"):
        if line not in there:
            yield from (int(one["code"]) for one in _STATUS.finditer(line))


def unknown_fields(
    files: Sequence[tuple[RepoPath, bytes | None]], read: Read, spec: Spec
) -> tuple[str, ...]:
    """A line on each new field of a request's type that no document knows.

    Nothing where the documents tell no field of the request: that is said as a gap.
    """
    if spec.request is None or not spec.request.fields:
        return ()
    known = frozenset(_known(spec))
    return tuple(
        f"{path.name}:{one.source.line}: field `{one.name}` is in no document"
        for path, data in files
        for one in _fields(path, data, read)
        if name_key(one.name) not in known
    )


def _fields(path: RepoPath, data: bytes | None, read: Read) -> Iterator[TypeField]:
    """Those of types that a request is read into, but the ones that were there already."""
    text = text_of(data)
    if text is None or _TESTS.search(path.value):
        return
    if not any(_REQUEST.fullmatch(name) for name in _MAY_DECLARE.findall(text)):
        return
    old = text_of(read(path)) or ""
    there = {(one.name, field.name) for one in find_types(path, old).types for field in one.fields}
    for one in find_types(path, text).types:
        if _REQUEST.fullmatch(one.name):
            yield from (field for field in one.fields if (one.name, field.name) not in there)


def _known(spec: Spec) -> Iterator[str]:
    """Every name that stands in what the documents say of the endpoint, in one spelling."""
    auth = (spec.auth,) if spec.auth else ()
    texts = [one.text for one in (*spec.excerpts, *spec.notes, *auth)]
    body = spec.request.fields if spec.request else ()
    names = [one.name for one in (*spec.parameters, *body)]
    names += [one.name for table in (*spec.tables, *spec.beside) for one in table.columns]
    for text in (*texts, *names):
        yield from map(name_key, _WORD.findall(text))
