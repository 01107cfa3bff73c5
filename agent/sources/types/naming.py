"""What the name of a type says: its resource, what is done with it, and which side it is for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from agent.core.values import dataclass
from agent.sources.tables.relatedtables import normal

Side = Literal["body", "query", "response", "either"]

ACTIONS = {
    method: frozenset(words.split())
    for method, words in {
        "GET": "get list find fetch search filter browse show all load",
        "POST": "create add new post insert register submit save upsert",
        "PUT": "update edit put modify change replace save upsert set submit",
        "PATCH": "update edit patch modify change partial save set submit",
        "DELETE": "delete remove destroy deleted",
    }.items()
}
_ACTION_WORDS = frozenset(word for words in ACTIONS.values() for word in words)
BODY = frozenset(["command", "request", "input", "body", "payload", "form", "req", "in", "cmd"])
QUERY = frozenset(["query", "queries", "param", "filter", "option", "criteria", "sort"])
ANSWER = frozenset(["response", "result", "output", "out", "res", "reply", "read", "public", "vm"])
MANY = frozenset(
    ["list", "page", "paginated", "paged", "collection", "all", "item", "summary", "pagination"]
)
ONE = frozenset(["detail", "single", "one", "full", "by", "id"])
_PLAIN = frozenset(
    [
        "dto",
        "model",
        "schema",
        "data",
        "base",
        "api",
        "view",
        "validation",
        "entity",
        "row",
        "with",
        "and",
        "the",
        "to",
        "for",
        "of",
    ]
)
KINDS = BODY | QUERY | ANSWER | MANY | ONE | _PLAIN
# Whose a thing is, where the path leaves that to the token.
OWNERS = frozenset(["user", "my", "me", "current", "own", "app"])
# By whom it is made: said of the path, or of the type, or of both.
BY = frozenset(["ai"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A type's name taken apart."""

    nouns: tuple[str, ...]
    actions: frozenset[str]
    kinds: frozenset[str]
    plural: bool = False

    @property
    def does(self) -> frozenset[str]:
        """The actions that are nothing else, as `list` is."""
        return self.actions - KINDS

    @property
    def side(self) -> Side:
        """What of an endpoint a type of this name is for."""
        if self.kinds & QUERY:
            return "query"
        if self.kinds & ANSWER:
            return "response"
        if self.kinds & BODY:
            return "body"
        if self.kinds & (MANY | ONE) or self.actions & ACTIONS["GET"]:
            return "response"
        return "body" if self.actions else "either"


@lru_cache(maxsize=1 << 12)
def words(name: str) -> tuple[str, ...]:
    """The words of a name in whatever case, each in its singular."""
    return tuple(normal(word) for word in _split(name))


@lru_cache(maxsize=1 << 12)
def _split(name: str) -> tuple[str, ...]:
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]|DTOs?$)", "_", name)
    return tuple(word.casefold() for word in re.split(r"[\W_]+", split) if word)


def taken_apart(name: str, said: frozenset[str]) -> Name:
    """The name's parts; a word that the path says, as `register`, is a noun here."""
    told = words(name)
    actions = frozenset(word for word in told if word in _ACTION_WORDS and word not in said)
    kinds = frozenset(word for word in told if word in KINDS and word not in said)
    nouns = tuple(word for word in told if word not in actions | kinds)
    plural = any(normal(word) in nouns and normal(word) != word for word in _split(name))
    return Name(nouns=nouns, actions=actions, kinds=kinds, plural=plural)


def is_envelope(name: str) -> bool:
    """Whether it names no thing: what holds the answer of any endpoint is called so."""
    return not taken_apart(name, frozenset()).nouns
