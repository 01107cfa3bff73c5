"""The endpoints that an API plan keeps for later, or says are removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from agent.core.spec import Listed
from agent.sources.endpoints.apiplan import entries
from agent.sources.endpoints.bases import bases, with_bases
from agent.sources.endpoints.candidates import Candidate, Form, candidates
from agent.sources.endpoints.placing import apart_by
from agent.sources.text import notation, vocabulary
from agent.sources.text.units import units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.core.documents import Document
    from agent.sources.text.units import Unit

_Standing = Literal["later", "removed"]


def find_apart(document: Document) -> tuple[Listed, ...]:
    """Those that the plan lists under such words or strikes through, and nowhere else."""
    found = units(document.text)
    now = {one.endpoint.key for one in entries(document.text)}
    kept = [*_spoken(found), *_struck(found)]
    known = bases(found, candidates(found))
    out: dict[str, Listed] = {}
    for one, standing in sorted(kept, key=lambda pair: pair[0].line):
        path = with_bases(found, [(one.at, one.call.path)], known)[0].path
        for endpoint in notation.Call(methods=one.call.methods, path=path).endpoints():
            source = document.source(one.line)
            listed = Listed(endpoint=endpoint, title=one.title, source=source, standing=standing)
            if endpoint.key not in now:
                out.setdefault(endpoint.key, listed)
    return tuple(out.values())


def _spoken(found: Sequence[Unit]) -> Iterator[tuple[Candidate, _Standing]]:
    for one in candidates(found):
        words = apart_by(found, one)
        if words is not None:
            yield one, "removed" if vocabulary.is_removed(words) else "later"


def _struck(found: Sequence[Unit]) -> Iterator[tuple[Candidate, _Standing]]:
    """Lines like `- ~~DELETE /books/{id}~~`."""
    for at, unit in enumerate(found):
        if "~~" not in unit.text:
            continue
        for struck in unit.text.split("~~")[1::2]:
            call = notation.call(struck)
            if call is not None and not call.before:
                title = call.after.strip(" :-\u2013\u2014")
                yield (
                    Candidate(at=at, line=unit.line, form=Form.ITEM, call=call, title=title),
                    "removed",
                )
