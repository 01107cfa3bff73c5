"""Several calls in one text, where the later ones leave out what they share with the first.

`POST /a, GET /b`; `POST /auth/login · /logout`; `POST /x/{id}/open|close`; `POST …/{id}/close`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.sources.text import notation
from agent.sources.text.notation import AND, METHOD, METHODS_AND_PATH, Call

if TYPE_CHECKING:
    from collections.abc import Iterator

_GAP = r"[^\w/()\[\]:.\"'<>]{0,6}"
_JOINT = rf"{_GAP}(?:{AND}|[,;/|&+\u00b7]){_GAP}"
_WHOLE = deferred(rf"{_JOINT}{METHODS_AND_PATH}")
_ELIDED = deferred(rf"{_JOINT}(?P<methods>[A-Z/,| ]+)\s(?:\u2026|\.\.\.)(?P<path>/[\w\-{{}}:/]+)")
# Only a path: a method that the one before has is not said again.
_PATH = deferred(r"\s*[,;\u00b7]\s*(?P<path>/[\w\-{}:]+(?:/[\w\-{}:]+)*)(?=\s*(?:[,;\u00b7]|$))")
_OTHERS = deferred(r"(?P<others>(?:\|[a-z][\w\-]*)+)(?=\s*(?:$|[,;)\u00b7\u2013\u2014-]))")


def calls(text: str) -> tuple[Call, ...]:
    """The first method with a path in this text, and those joined to it."""
    first = notation.call(text)
    found = [] if first is None else list(_with_others(first))
    while found and (again := _next(found[-1])) is not None:
        found += _with_others(replace(again, before=found[0].before))
    return tuple(replace(one, after=found[-1].after) for one in found)


def _with_others(call: Call) -> Iterator[Call]:
    """The call, and those whose last part is one of the words that follow it: `open|close`."""
    head = call.path.rpartition("/")[0]
    hit = _OTHERS.match(call.after) if head and call.after.startswith("|") else None
    if hit is None:
        yield call
        return
    after = call.after[hit.end() :].strip()
    yield replace(call, after=after)
    for word in hit["others"].strip("|").split("|"):
        yield replace(call, path=f"{head}/{word}", after=after)


def _next(call: Call) -> Call | None:
    """The call that is joined to this one."""
    if "/" not in call.after:
        return None
    hit = _PATH.match(call.after)
    if hit is not None:
        path = _beside(call.path, hit["path"])
        return replace(call, path=path, after=hit.string[hit.end() :].strip())
    if not METHOD.search(call.after):
        return None
    hit = _WHOLE.match(call.after)
    found = notation.cleaned(hit["path"]) if hit is not None else None
    if hit is None:
        hit = _ELIDED.match(call.after)
        found = _completed(call.path, hit["path"]) if hit is not None else None
    methods = notation.methods(hit["methods"]) if hit is not None else ()
    if hit is None or found is None or not methods:
        return None
    return Call(methods=methods, path=found, after=hit.string[hit.end() :].strip())


def _beside(before: str, path: str) -> str:
    """A path of one part stands for the last one of a longer path."""
    head = before.rpartition("/")[0]
    return f"{head}{path}" if head and path.count("/") == 1 else path


def _completed(before: str, path: str) -> str | None:
    """The path with what it leaves out: up to where the one before has the same part."""
    part = path.split("/")[1]
    parts = before.split("/")
    if part not in parts[1:]:
        return None
    return "/".join(parts[: parts.index(part, 1)]) + path
