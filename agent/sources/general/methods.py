"""Methods with a name of their own, "SM-2" or "FSRS": which endpoints' passages name one."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.sources.endpoints.apiplan import entries
from agent.sources.text.units import units

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NAME = re.compile(r"\b(?:[A-Z]{2,}-?\d+|[A-Z]{3,7})\b")
# Short for what every API has.
_COMMON = deferred(
    r"API|REST|HTTPS?|JSON|JWT|SQL|RLS|UUID|UR[LI]|CRUD|MVP|PRD|DTO|ORM|TTL|ISO|UTC|XSS|CSRF|CORS"
    r"|TLS|SSL|RPC|SDK|CLI|CDN|SSR|SPA|RBAC|GDPR|RODO|LLM|POST|GET|PUT|PATCH|DELETE|TODO|FAQ|RFC"
    r"|UTF(?:-8)?|NULL|AND|THE|FOR"
)
_AROUND = deferred(
    r"\b(?:algorithms?|algorytm\w*|formulas?|integration|summary|calculations?|scoring|oblicze\w*"
    r"|podsumowanie|integracj\w*)\b",
    re.IGNORECASE,
)


def without_method(title: str) -> str:
    """A title without the method's name, and what only says that it is one."""
    return _AROUND.sub(" ", _NAME.sub(" ", title))


def naming(text: str, title: str) -> Iterator[str]:
    """The keys of the endpoints of a plan whose own passages name a method of the title."""
    names = (one for one in _NAME.findall(title) if not _COMMON.fullmatch(one))
    words = [re.compile(rf"(?<![\w-]){re.escape(one)}(?![\w-])") for one in names]
    for key, said in _passages(text).items() if words else ():
        if any(one.search(said) for one in words):
            yield key


@lru_cache(maxsize=8)
def _passages(text: str) -> Mapping[str, str]:
    """The endpoints' own passages, by their keys."""
    found = units(text)
    return {
        one.endpoint.key: "\n".join(unit.text for unit in found[one.at : one.end])
        for one in entries(text)
    }
