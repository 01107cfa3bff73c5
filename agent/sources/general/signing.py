"""Who signs up or in is a user: what the rules of users have holds for what is given there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from agent.core.spec import Endpoint
    from agent.sources.text.units import Unit

_SIGNING = deferred(r"/(?:sign-?(?:up|in)|register|registration|log-?in)/?$", re.IGNORECASE)
_USERS = deferred(
    r"[\W\d]*(?:users?|accounts?|u\u017cytkowni(?:k|cy|k\u00f3w)|konta|konto)\W*$", re.IGNORECASE
)


def on_users(found: Sequence[Unit], validating: Iterable[int], endpoint: Endpoint) -> set[int]:
    """The lines of these units that stand under such a title; none for another endpoint."""
    if not _SIGNING.search(endpoint.path):
        return set()
    titled = ((found[at].line, found[at].above[-1:]) for at in validating)
    return {line for line, above in titled for at in above if _USERS.match(found[at].text)}
