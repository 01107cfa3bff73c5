"""What an endpoint's path says besides itself: the resource it is of, the base it stands under."""

from __future__ import annotations

import re

from agent.core.patterns import deferred
from agent.core.spec import Endpoint, Target

_BASE = deferred(r"(?:/(?:api|rest|services|public|v\d+(?:\.\d+)*))*(?=/|$)", re.IGNORECASE)

_NAME = deferred(r"/(services|public)(?=/|$)", re.IGNORECASE)


def resource(endpoint: Target) -> str:
    """The first segment after the base that names something; the base where nothing follows.

    `/services` is a base before another name, and a resource where it is the last one.
    """
    path = endpoint.key.partition(" ")[2]
    end = _base_end(path)
    below = [part for part in path[end:].split("/") if part]
    said = _NAME.findall(path[:end])
    if said and (not below or below[0] == "{}"):
        return str(said[-1])
    named = [part for part in below if part != "{}"]
    return named[0] if named else path


def alike(one: Endpoint, other: Target) -> bool:
    """Whether both are one endpoint, were the base path not left out of one (`/x`, `/api/x`)."""
    if one.key == other.key:
        return True
    if one.method != other.method:
        return False
    (short, long) = sorted((one.key.partition(" ")[2], other.key.partition(" ")[2]), key=len)
    return long.endswith(short) and _base_end(long) >= len(long) - len(short)


def _base_end(path: str) -> int:
    found = _BASE.match(path)
    return found.end() if found else 0
