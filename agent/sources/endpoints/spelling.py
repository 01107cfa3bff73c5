"""One endpoint in two spellings: another base, a hyphen for an underscore, a plural."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from agent.core.patterns import deferred
from agent.core.plan import Plan
from agent.core.spec import Endpoint, Listed

_PARAMETER = deferred(r"\{[^}]*\}|:[A-Za-z_]\w*|<[^>]*>|\[[^\]]*\]")
_VERSION = deferred(r"v\d+", re.IGNORECASE)
_BASE = deferred(r"api|v\d+|rest", re.IGNORECASE)
_UPDATES = frozenset(["PUT", "PATCH"])


def means(one: Endpoint, other: Endpoint) -> bool:
    """The same path by another updating method, or the same method and nearly the same path."""
    mine, theirs = _words(one.path), _words(other.path)
    return mine == theirs and (one.method == other.method or {one.method, other.method} == _UPDATES)


def once(documents: Iterable[Sequence[Listed]]) -> tuple[Listed, ...]:
    """What several documents list, the first of them before the others, each endpoint once.

    What a later one lists under another spelling of an earlier one's path is that endpoint.
    """
    found: dict[str, Listed] = {}
    spelled: _Spelled = {}
    for listed in documents:
        new: dict[str, Listed] = {}
        for one in listed:
            if one.endpoint.key not in found and not _is_among(one.endpoint, spelled):
                new.setdefault(one.endpoint.key, one)
        found |= new
        _spell(spelled, new.values())
    return tuple(found.values())


def in_full(plans: Iterable[Plan], listed: Sequence[Listed]) -> tuple[Plan, ...]:
    """The plans with their endpoints as the documents list them, where only a base is left out.

    It is one that the endpoint's document states; whatever else differs is left as it is.
    """
    known = {one.endpoint.key: one.endpoint for one in listed}
    short = {_without(one): one.endpoint for one in listed if one.base}
    whole = {key: endpoint for key, endpoint in short.items() if key not in known}
    return tuple(_whole(plan, whole) for plan in plans) if whole else tuple(plans)


def _without(one: Listed) -> str:
    path = one.endpoint.path.removeprefix(one.base) or "/"
    return Endpoint(method=one.endpoint.method, path=path).key


def _whole(plan: Plan, whole: Mapping[str, Endpoint]) -> Plan:
    found = tuple(whole.get(one.key, one) for one in plan.endpoints)
    if found == plan.endpoints:
        return plan
    return replace(plan, endpoints=found, spelled=plan.endpoints)


_Spelled = dict[tuple[str, tuple[str, ...]], list[frozenset[str]]]


def _spell(spelled: _Spelled, listed: Iterable[Listed]) -> None:
    """Put down the versions in the paths of these, by method and bare words."""
    for one in listed:
        endpoint = one.endpoint
        key = endpoint.method, _words(endpoint.path)
        spelled.setdefault(key, []).append(_versions(endpoint))


def _is_among(endpoint: Endpoint, spelled: _Spelled) -> bool:
    """Whether one of these is it: of the same version, or one of both names none."""
    if not spelled:
        return False
    mine = _versions(endpoint)
    theirs = spelled.get((endpoint.method, _words(endpoint.path)), ())
    return any(not mine or not one or one == mine for one in theirs)


def _versions(endpoint: Endpoint) -> frozenset[str]:
    parts = endpoint.path.casefold().split("/")
    return frozenset(part for part in parts if _VERSION.fullmatch(part))


def _words(path: str) -> tuple[str, ...]:
    """A path without base, and without the difference of hyphen, underscore and plural."""
    parts = [part for part in _PARAMETER.sub("{}", path).strip("/").split("/") if part]
    while parts and _BASE.fullmatch(parts[0]):
        parts = parts[1:]
    return tuple(re.sub(r"[-_]", "", part).casefold().removesuffix("s") for part in parts)
