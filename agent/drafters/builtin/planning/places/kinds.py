"""What kind of file it is by its name: a service is no schema, and a test is none of them."""

from __future__ import annotations

from functools import lru_cache

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.places.stacks import Role

_WORD = deferred(r"[._-]+|(?<=[a-z0-9])(?=[A-Z])")
_ROLES: dict[str, tuple[Role, ...]] = {
    "schema": ("validation", "types"),
    "validator": ("validation",),
    "validation": ("validation",),
    "request": ("types", "validation"),
    "service": ("service",),
    "repository": ("service",),
    "usecase": ("service",),
    "handler": ("service", "route"),
    "controller": ("route",),
    "router": ("route",),
    "route": ("route",),
    "endpoint": ("route",),
    "dto": ("types",),
    "type": ("types",),
    "response": ("types",),
    "resource": ("types",),
    "serializer": ("types",),
    "command": ("types",),
    "query": ("types",),
    "module": ("register",),
    "mapper": (),
    "error": (),
    "util": (),
    "helper": (),
    "middleware": (),
    "guard": (),
    "entity": (),
    "exception": (),
    "config": (),
}
_TESTS = frozenset(("test", "tests", "spec", "e2e"))


@lru_cache(maxsize=1 << 13)
def roles_of(name: str) -> tuple[Role, ...] | None:
    """The roles that a file of this name may have; None where its name says nothing of it."""
    words = [one.casefold() for one in _WORD.split(name.rpartition(".")[0]) if one]
    if not _TESTS.isdisjoint(words):
        return ("tests",)
    # A single word is the resource's own: `requests.py` has the routes of requests.
    kinds = [_ROLES[kind] for one in words[1:] if (kind := _singular(one)) in _ROLES]
    return kinds[-1] if kinds else None


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word.removesuffix("s")


def fits(name: str, role: Role) -> bool:
    """Whether nothing in the name speaks against the role; a test is named as one."""
    roles = roles_of(name)
    return role in roles if roles is not None else role != "tests"
