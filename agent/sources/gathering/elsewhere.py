"""Whether what a feature names is done on something else than an endpoint of the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.sources.endpoints.apiplan import by_key
from agent.sources.gathering.wordings import MODEL, terms
from agent.sources.openapi.apidata import is_prose
from agent.sources.text.units import units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.core.documents import Document
    from agent.core.spec import Endpoint, Listed
    from agent.sources.gathering.wordings import Deed

_AROUND = deferred(r"api|rest|v\d+(?:\.\d+)*|functions|rpc|me|my|current|auth")
_OWN = deferred(r"/users?/(?:me|current)(?=/|$)")
# What a thing is shown or told by: its list is no other thing.
_FACETS = deferred(
    r"list|histo|detai|szcze|overv|view|widok|direc|libra|bibli|conte|tresc|page|data|dan|param"
    r"|resul|profi|name?|nazw|rol|offli|manag|rynk|marke|sklad|field"
)
_SIGNS = deferred(r"log(?:in|ou|ow)|wylog|sign")


def segments(endpoint: Endpoint) -> list[str]:
    """The words of the path that name something."""
    found = [one for one in _OWN.sub("/", endpoint.path).split("/") if one and one[0] not in "{:<["]
    return [one for one in found if not _AROUND.fullmatch(one)]


def passage(text: str, endpoint: Endpoint) -> str:
    """The lines of an endpoint's own passage."""
    entry, found = by_key(text).get(endpoint.key), units(text)
    if entry is None:
        return ""
    last = max(unit.last for unit in found[entry.at : entry.end])
    return "\n".join(text.split("\n")[found[entry.at].line - 1 : last])


def is_by_hand(name: frozenset[str], endpoint: Endpoint, listed: Sequence[Listed]) -> bool:
    """Whether a model does it, by its name, and by their paths other endpoints are for that."""
    if MODEL not in name or MODEL in terms(endpoint.path):
        return False
    return any(MODEL in terms(one.endpoint.path) for one in listed)


def is_elsewhere(
    deed: Deed, endpoint: Endpoint, listed: Sequence[Listed], documents: Sequence[Document]
) -> bool:
    """Whether it is done to, or on, what the endpoint's path and passage do not know.

    What is added to a thing, or taken from it, is looked for there where other paths have it.
    """
    plans = [one for one in documents if one.role == "api-plan" and is_prose(one.path)]
    title = next((one.title for one in listed if one.endpoint == endpoint), "")
    own = terms(" ".join((*segments(endpoint), title)))
    known = own | terms(" ".join(passage(each.text, endpoint) for each in plans))
    method, done = endpoint.method, deed.done & own
    if method != "GET" and any(map(_SIGNS.match, deed.done)) and not done:
        return True
    others = {term for one in listed for each in segments(one.endpoint) for term in terms(each)}
    on = frozenset() if method == "GET" else deed.on
    on = on & others if method in {"POST", "DELETE"} else on
    told = deed.thing & known or done or any(map(_FACETS.match, deed.thing))
    return bool(on - known) or bool(method != "POST" and deed.thing and not told)
