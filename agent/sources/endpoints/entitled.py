"""What an endpoint is called: the name beside its method and path, where that is one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.sources.endpoints.candidates import Candidate, Form
from agent.sources.endpoints.named import CALLED, name_above

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from agent.sources.text.units import Unit

# What so many endpoints of one document have beside them is a label, a mark or who may call.
_SHARED = 3
_WORD = deferred(r"[^\W\d_]{2,}|[^\W\d_a-zA-Z]")


def entitled(found: Sequence[Unit], chosen: Sequence[Candidate]) -> list[Candidate]:
    """Each with a title of its own: the line or heading above in place of a label, else none."""
    labels = _labels(chosen)
    renamed = [
        replace(one, title=_above(found, one)) if one.title.casefold() in labels else one
        for one in chosen
    ]
    shared = _shared(renamed)
    return [
        replace(one, title="") if one.title.casefold() in shared or _is_mark(one.title) else one
        for one in renamed
    ]


def _labels(chosen: Sequence[Candidate]) -> frozenset[str]:
    called = (one.title.casefold() for one in chosen if one.title.casefold() in CALLED)
    return frozenset((*called, *_shared(chosen)))


def _shared(chosen: Iterable[Candidate]) -> frozenset[str]:
    held: dict[str, set[str]] = defaultdict(set)
    for one in chosen:
        held[one.title.casefold()].add(f"{one.call.methods} {one.call.path}")
    return frozenset(title for title, calls in held.items() if title and len(calls) >= _SHARED)


def _above(found: Sequence[Unit], one: Candidate) -> str:
    return "" if one.form is Form.ROW else name_above(found, one.at)


def _is_mark(title: str) -> bool:
    return not _WORD.search(title)
