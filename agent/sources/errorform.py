"""The form that all errors have, where a general section of a plan shows it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.sources.apiplan import entries
from agent.sources.bodies import body
from agent.sources.units import Unit, units

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.core.documents import Document
    from agent.core.spec import Body

_ERROR = re.compile(r"\berrors?\b|b\u0142\u0119d", re.IGNORECASE)
_INNER, _DEEP = "error.", 2


@lru_cache(maxsize=8)
def error_form(document: Document) -> Body | None:
    """The first example under a label on errors that is one: an `error` with fields of its own."""
    for unit in _general(document.text):
        shown = body((unit,), "response", document)
        if shown is not None and any(one.name.startswith(_INNER) for one in shown.fields):
            # What an example has deeper is a sample of some error's details.
            kept = tuple(one for one in shown.fields if one.name.count(".") < _DEEP)
            return replace(shown, fields=tuple(one for one in kept if "[]." not in one.name))
    return None


def _general(text: str) -> Iterator[Unit]:
    """The examples outside of the endpoints' passages that a label or title calls errors."""
    found = units(text)
    taken = {at for one in entries(text) for at in range(one.at, one.end)}
    for at, unit in enumerate(found):
        if unit.fence is not None and at not in taken:
            label = found[at - 1].text if at else ""
            titles = [found[one].text for one in unit.above[-1:]]
            if _ERROR.search(label) or (not label and any(map(_ERROR.search, titles))):
                yield unit
