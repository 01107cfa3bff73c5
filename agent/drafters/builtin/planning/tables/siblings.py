"""The other endpoints of a resource in the same API plan, and what each of them answers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from agent.core.documents import Document, RepoPath
from agent.core.spec import Body, Feature, Target
from agent.drafters.builtin.planning.facts.binding import entry, groups
from agent.drafters.builtin.planning.subject import Subject, fold, subject_of
from agent.sources.endpoints.apiplan import entries
from agent.sources.passages.exchange import responses
from agent.sources.passages.found import Found, find

# Whose answer is the resource itself, the surest first; a deed answers what it did.
RANK = ("get", "create", "update", "list")


def siblings(text: str, subject: Subject, tables: tuple[str, ...]) -> tuple[Subject, ...]:
    """The endpoints of the same resource, the one that answers it most surely first."""
    return _resources(text, tables).get(fold(subject.thing), ())


@lru_cache(maxsize=8)
def _resources(text: str, tables: tuple[str, ...]) -> Mapping[str, tuple[Subject, ...]]:
    """The endpoints of a document by what they are about: each plan asks for its own."""
    known = [
        subject_of(one, tables) for one in dict.fromkeys(one.endpoint for one in entries(text))
    ]
    known = sorted((one for one in known if one.act in RANK), key=lambda one: RANK.index(one.act))
    found: dict[str, tuple[Subject, ...]] = {}
    for one in known:
        found[fold(one.thing)] = (*found.get(fold(one.thing), ()), one)
    return found


@lru_cache(maxsize=1024)
def answer_of(text: str, path: RepoPath, endpoint: Target) -> Body | None:
    """The first answer with named fields that the endpoint's own passages show."""
    known = (body for found in passages_in(text, path, endpoint) for body in responses(found))
    return next((one for one in known if (first := entry(groups(one))) and first.names), None)


def passages_in(text: str, path: RepoPath, endpoint: Target) -> tuple[Found, ...]:
    """The endpoint's passages in a document of this text."""
    if isinstance(endpoint, Feature):
        return ()
    return find(endpoint, Document(path=path, role="api-plan", text=text))
