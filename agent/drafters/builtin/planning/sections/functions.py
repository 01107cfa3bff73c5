"""What functions of the database do that a plan names, as the db plan tells it in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact, lines_with
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import trimmed

_CALLED = deferred(r"`(?P<name>[a-z]+(?:_[a-z0-9]+)+)\(")
_NAMED = deferred(r"`(?P<name>[a-z]+(?:_[a-z0-9]+)+)[`(]")
_ITEM = deferred(r"\s*(?:[-*+]|\d+[.)])\s+\S")
# What it returns, in a label of its own.
_LABELLED = deferred(r"[\s*+-]*[*_]+[\w ]+[*_]*:")
_MOST, _LONGEST = 6, 120


def functions(brief: Brief, said: Iterable[str]) -> Iterator[Fact]:
    """Of each function that a line names the points below its title, then those named there."""
    names = list(dict.fromkeys(hit["name"] for one in said for hit in _CALLED.finditer(one)))
    for name in names:  # those named in what one does come behind it
        fact = _told(brief, name)
        if fact is not None:
            yield fact
            more = (hit["name"] for hit in _NAMED.finditer(fact.text))
            names += [one for one in dict.fromkeys(more) if one not in names]


def _told(brief: Brief, name: str) -> Fact | None:
    for path in dict.fromkeys(one.source.path for one in brief.spec.schema):
        lines = brief.passages.lines(path)
        titles = (at for at in lines_with(f"{name}(", lines) if lines[at].startswith("#"))
        for title in titles:
            points = list(_points(lines, title + 1))[:_MOST]
            if points:
                said = "; ".join(trimmed(lines[at], _LONGEST).rstrip(".") for at in points)
                source = Source(path=path, line=points[0] + 1, last=points[-1] + 1)
                return Fact(text=f"`{name}()`: {said}", sources=(source,))
    return None


def _points(lines: tuple[str, ...], start: int) -> Iterator[int]:
    """The items of a list up to the next title."""
    for at in range(start, len(lines)):
        if lines[at].startswith("#"):
            return
        if _ITEM.match(lines[at]) and not _LABELLED.match(lines[at]):
            yield at
