"""Which endpoint, or feature, the user's words name."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from agent.core.errors import EndpointError
from agent.core.patterns import deferred
from agent.core.spec import METHODS, Endpoint, Feature, Listed, ListedFeature, Target

_SHOWN = 5
_BASE = deferred(r"^/(?:api(?:/v\d+)?|v\d+)(?=/)")


def choose_target(
    words: str, listed: Sequence[Listed], features: Sequence[ListedFeature]
) -> Target:
    """The endpoint that the words name, else the feature; EndpointError for none, or several."""
    every: list[Target] = [one.endpoint for one in listed]
    every += [one.endpoint for one in features]
    if words.isdigit() and 1 <= int(words) <= len(every):
        return every[int(words) - 1]
    feature = _feature(words, features, alone=not listed)
    if isinstance(feature, Feature):
        return feature
    if not listed and features:
        raise EndpointError(feature)
    try:
        return choose_endpoint(words, listed)
    except EndpointError:
        near = [one for one in features if _parts_in(words, str(one.endpoint).casefold())]
        if not near or _some(words, listed):
            raise
        if len(near) > 1:
            raise EndpointError(feature) from None
        return near[0].endpoint


def _feature(words: str, features: Sequence[ListedFeature], *, alone: bool) -> Feature | str:
    """The feature that they surely name; else what is wrong with them as the name of one."""
    folded = " ".join(words.casefold().split())
    for one in features:
        if folded in {one.endpoint.key, str(one.endpoint).casefold()}:
            return one.endpoint
    found = [one.endpoint for one in features if _parts_in(words, str(one.endpoint).casefold())]
    if alone and len(found) == 1:
        return found[0]
    if found:
        return f"“{words}” matches {len(found)} features: {_names(found)}"
    return _none(words, [str(one.endpoint) for one in features])


def choose_endpoint(words: str, listed: Sequence[Listed]) -> Endpoint:
    """The one endpoint that the words name; EndpointError for none (nearest named) or several."""
    if words.isdigit() and 1 <= int(words) <= len(listed):
        return listed[int(words) - 1].endpoint
    wanted = _exact(words)
    if wanted is not None:
        same = [one.endpoint for one in listed if one.endpoint.key == wanted.key]
        if same:
            return same[0]
    found = _some(words, listed)
    whole = [one for one in found if _is_whole(words, one.endpoint)]
    if len(found) == 1 or len(whole) == 1:
        return (whole or found)[0].endpoint
    if found:
        names = _names([one.endpoint for one in found])
        raise EndpointError(f"“{words}” matches {len(found)} endpoints: {names}")
    raise EndpointError(_none(words, [str(one.endpoint) for one in listed]))


def _names(found: Sequence[Target]) -> str:
    """The first of them, and how many more there are."""
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return ", ".join(map(str, found[:_SHOWN])) + more


def _some(words: str, listed: Sequence[Listed]) -> list[Listed]:
    return [one for one in listed if _parts_in(words, _haystack(one))]


def _is_whole(words: str, endpoint: Endpoint) -> bool:
    """Whether they are its method and path, with what stands before every path or without."""
    said, path = sorted(words.casefold().split()), endpoint.path.casefold()
    paths = (one.strip("/").split("/") for one in (path, _BASE.sub("", path)))
    return any(said == sorted((endpoint.method.casefold(), *one)) for one in paths)


def _parts_in(words: str, text: str) -> bool:
    return all(part in text for part in words.casefold().split())


def _haystack(one: Listed) -> str:
    return f"{one.endpoint} {one.title}".casefold()


def _exact(words: str) -> Endpoint | None:
    method, _, path = words.strip().partition(" ")
    if method.upper() not in METHODS or not path.strip().startswith("/"):
        return None
    return Endpoint(method=method.upper(), path=path.strip())


def _none(words: str, listed: Sequence[str]) -> str:
    names = {one.casefold(): one for one in listed}
    near = get_close_matches(words.casefold(), names, n=3, cutoff=0.4)
    if not near:
        return f"no document names “{words}”; Tab, or `waltz endpoints`, lists them all"
    return f"no document names “{words}”; nearest: {', '.join(names[one] for one in near)}"
