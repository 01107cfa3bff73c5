"""What is stated for all endpoints, where a passage or another document says otherwise."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from agent.core.documents import Source
from agent.core.findings import Contradiction, Statement
from agent.core.patterns import deferred
from agent.sources.text.repair import mended

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agent.core.documents import Document
    from agent.core.spec import Spec

_VERSION = deferred(r"/api/v\d+\b", re.IGNORECASE)
_OF_ALL = deferred(
    r"\b(?:all|every|current|base|format|prefix\w*)\b|\bobecn|\bwszystk|\bbazow", re.IGNORECASE
)
_NOT_NOW = deferred(
    r"\b(?:future|later|consider|no|not|new|when|if|needed|optional|example|e\.g|np|GET|POST|PUT"
    r"|PATCH|DELETE)\b|\bprzysz|\bnow\w+ wersj|\bmigrac|\bje\u015bli\b",
    re.IGNORECASE,
)
_LEFT_OUT = deferred(
    r"\b(?:version|prefix|wersj|prefiks)\w*[^.]*\b(?:omit|left out|optional|pomin|pomij|opcjonaln)"
    r"|\b(?:omit|pomin|pomij)\w*[^.]*\b(?:version|prefix|wersj|prefiks)",
    re.IGNORECASE,
)
_FORM = deferred(r"format|envelope|structure|struktur|kopert", re.IGNORECASE)
_OTHER_FORM = deferred(
    r"error|b\u0142\u0119d|pagina|stronic|request|\u017c\u0105dani", re.IGNORECASE
)
_KEY = deferred(r"\"?(\w+)\"?\??\s*:")
_SET = deferred(r"\bapp\.(?:current_)?user_?\w*|SESSION_CONTEXT\(", re.IGNORECASE)
_SIGNED = "auth.uid()"
_RULES = frozenset(("rules", "api-plan"))
_STORED = ("db-plan", "db-schema")
_LABEL = 3


def stated(spec: Spec, documents: Sequence[Document]) -> Iterator[Contradiction]:
    """The version in paths, the form of an answer, and how row policies know the caller."""
    yield from _versions(spec, documents)
    yield from _forms(spec, documents)
    yield from _callers(spec, documents)


def _versions(spec: Spec, documents: Sequence[Document]) -> Iterator[Contradiction]:
    path = spec.endpoint.path
    if not path.startswith("/api/") or _VERSION.match(path) or not spec.excerpts:
        return
    for one in documents:
        told = _version(one) if one.role in _RULES else None
        if told is not None:
            kept = Statement(text=path, source=spec.excerpts[0].source)
            yield Contradiction(
                topic="path", subject=str(spec.endpoint), kept=kept, other=told, by="passage"
            )
            return


@lru_cache(maxsize=64)
def _version(document: Document) -> Statement | None:
    """The beginning of all paths, with its version, where a line says that it is so now."""
    if not _VERSION.search(document.text):
        return None
    lines = mended(document.text).split("\n")
    for at, line in enumerate(lines, start=1):
        hit = _VERSION.search(line)
        if hit is not None and _OF_ALL.search(line) and not _NOT_NOW.search(line):
            below = takewhile(lambda one: not one.startswith("#"), lines[at:])
            if any(map(_LEFT_OUT.search, below)):
                continue
            return Statement(text=hit[0], source=document.source(at, at))
    return None


def _forms(spec: Spec, documents: Sequence[Document]) -> Iterator[Contradiction]:
    body = next(iter(spec.responses), None)
    own = _keys(body.example) if body is not None else ()
    if body is None or not own:
        return
    listed = body.example.lstrip().startswith("[")
    shown = f"[{', '.join(own)}]" if listed else ", ".join(own)
    for note in spec.notes:
        document = next((one for one in documents if one.path == note.source.path), None)
        for form in _enveloped(document, note.source) if document is not None else ():
            if listed or not set(own) & set(form.text.split(", ")):
                kept = Statement(text=shown, source=body.source)
                yield Contradiction(
                    topic="form", subject=str(spec.endpoint), kept=kept, other=form, by="passage"
                )
                return


@lru_cache(maxsize=256)
def _enveloped(document: Document, within: Source) -> tuple[Statement, ...]:
    """The forms of all answers that fences of a general section show, with `data` in them."""
    lines = mended(document.text).split("\n")
    found, begin = [], None
    for at in range(within.line, within.last + 1):
        if not lines[at - 1].lstrip().startswith("```"):
            continue
        if begin is None:
            begin = at
            continue
        label = " ".join(_label(lines, begin - 1))
        keys = _keys("\n".join(lines[begin : at - 1]))
        if _FORM.search(label) and not _OTHER_FORM.search(label) and "data" in keys:
            found.append(Statement(text=", ".join(keys), source=document.source(begin, at)))
        begin = None
    return tuple(found)


def _label(lines: Sequence[str], before: int) -> Iterable[str]:
    """The nearest lines above that say something, and the heading."""
    said = 0
    for line in reversed(lines[:before]):
        heading = line.startswith("#")
        if heading or (line.strip() and said < _LABEL):
            yield line
        said += bool(line.strip())
        if heading:
            return


def _keys(example: str) -> tuple[str, ...]:
    """The names at the top of an object, or of the first one of a list, that is shown."""
    text = example.strip().removeprefix("[").lstrip()
    depth, found, at = 0, [], 0
    while at < len(text) and (depth or text.startswith("{", at)):
        hit = _KEY.match(text, at) if depth == 1 else None
        if hit is not None:
            found.append(hit[1])
            at = hit.end()
            continue
        if text[at] == '"':
            end = text.find('"', at + 1)
            at = end if end > 0 else len(text)
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(text[at : at + 1], 0)
        at += 1
    return tuple(found)


def _callers(spec: Spec, documents: Sequence[Document]) -> Iterator[Contradiction]:
    """A session variable that one document sets for policies which another writes without it."""
    policies = [one for table in spec.tables for one in table.policies]
    policy = next((one for one in policies if _SIGNED in one.text), None)
    if policy is None:
        return
    stored = "\n".join(one.text for one in documents if one.role in _STORED)
    for one in documents:
        for told in _set(one) if one.role == "api-plan" else ():
            if told.text not in stored and _SIGNED not in one.text:
                kept = Statement(text=_SIGNED, source=policy.source)
                yield Contradiction(
                    topic="caller", subject=str(spec.endpoint), kept=kept, other=told, by="neither"
                )
                return


@lru_cache(maxsize=8)
def _set(document: Document) -> tuple[Statement, ...]:
    """The session variables with the caller that a document names."""
    lines = enumerate(document.text.split("\n"), start=1)
    return tuple(
        Statement(text=hit[0].strip("("), source=document.source(at, at))
        for at, line in lines
        for hit in _SET.finditer(line)
    )
