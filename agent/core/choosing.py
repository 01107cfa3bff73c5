"""Which endpoint the user's words name."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from agent.core.errors import EndpointError
from agent.core.spec import METHODS, Endpoint, Listed

_SHOWN = 5


def choose_endpoint(words: str, listed: Sequence[Listed]) -> Endpoint:
    """The one endpoint that the words name; EndpointError for none (nearest named) or several."""
    if words.isdigit() and 1 <= int(words) <= len(listed):
        return listed[int(words) - 1].endpoint
    wanted = _exact(words)
    if wanted is not None:
        same = [one.endpoint for one in listed if one.endpoint.key == wanted.key]
        if same:
            return same[0]
    parts = words.casefold().split()
    found = [one for one in listed if all(part in _haystack(one) for part in parts)]
    if len(found) == 1:
        return found[0].endpoint
    if found:
        names = ", ".join(str(one.endpoint) for one in found[:_SHOWN])
        raise EndpointError(f"“{words}” matches {len(found)} endpoints: {names}")
    raise EndpointError(_unknown(words, listed))


def _haystack(one: Listed) -> str:
    return f"{one.endpoint} {one.title}".casefold()


def _exact(words: str) -> Endpoint | None:
    method, _, path = words.strip().partition(" ")
    if method.upper() not in METHODS or not path.strip().startswith("/"):
        return None
    return Endpoint(method=method.upper(), path=path.strip())


def _unknown(words: str, listed: Sequence[Listed]) -> str:
    names = {str(one.endpoint).casefold(): str(one.endpoint) for one in listed}
    near = get_close_matches(words.casefold(), names, n=3, cutoff=0.4)
    if not near:
        return f"no document names “{words}”; `waltz endpoints` lists them all"
    return f"no document names “{words}”; nearest: {', '.join(names[one] for one in near)}"
