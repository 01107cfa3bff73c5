"""The class that an endpoint's rows are mapped to, where the project has none of the table yet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from agent.core.documents import RepoPath
from agent.core.patterns import deferred
from agent.core.spec import Table
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.places.ground import Place, repo_path
from agent.drafters.builtin.planning.subject import fold

# Who maps rows to classes: the framework itself, or what a text names beside it.
_MAPPER = deferred(r"\b(?:django|sqlalchemy|sqlmodel|tortoise)\b", re.IGNORECASE)
_MODELS = deferred(r"(?:^|/)(?:models?|entities)(?:/(?!__)[^/]+)?\.py$")
_APART = deferred(r"(?:^|/)(?:tests?|migrations|versions)/")
_CLASS = deferred(r"^\s*class (\w+)\(|__tablename__\s*(?::\s*\w+\s*)?=\s*[\"'](\w+)")
_TYPES = deferred(r"(?P<before>(?:.*/)?)(?:schemas?|serializers|dtos?)(?P<after>/.*)?\.py$")
_MOST = 40


def new_model(brief: Brief) -> tuple[list[str], list[Place]]:
    """What says that the table has no class yet, and the file where it goes."""
    table = brief.table
    if table is None or table.source.path.suffix == ".py" or not _is_mapped(brief):
        return [], []
    there = sorted(filter(_is_of_models, brief.layout.there))
    path = None if _is_there(brief, table, there[:_MOST]) else _home(brief, there)
    if path is None:
        return [], []
    fact = brief.found(brief.say("step-model", table=table.name), [table.source], bare_name(table))
    return [str(fact)], [Place(path=path, new=path.value not in brief.layout.there)]


def _is_mapped(brief: Brief) -> bool:
    said = (brief.stack.name, *(one.text for one in brief.spec.stack))
    return brief.stack.suffix == ".py" and any(map(_MAPPER.search, said))


def _is_of_models(path: str) -> bool:
    return _MODELS.search(path) is not None and not _APART.search(path)


def _is_there(brief: Brief, table: Table, there: Sequence[str]) -> bool:
    """Whether a class is called after the table, or says that it is its own."""
    bare = bare_name(table)
    wanted = {fold(bare), fold(bare.partition("_")[2]), fold(brief.subject.things)} - {""}
    return any(not wanted.isdisjoint(_classes(brief.passages.lines(RepoPath(p)))) for p in there)


@lru_cache(maxsize=128)
def _classes(lines: tuple[str, ...]) -> frozenset[str]:
    hits = (hit for one in lines if (hit := _CLASS.search(one)))
    return frozenset(fold(hit[1] or hit[2]) for hit in hits)


def _home(brief: Brief, there: Sequence[str]) -> RepoPath | None:
    """Beside other models, or beside the types: `models.py` where `schemas.py` is, or a folder."""
    types = brief.layout.place("types")
    named = _TYPES.match(types.path.value) if types is not None else None
    if named is None:
        return None
    own = f"{named['before']}models"
    if f"{own}.py" in there:
        return RepoPath(f"{own}.py")
    in_folder = named["after"] is not None or any(one.startswith(f"{own}/") for one in there)
    return repo_path(f"{own}/{brief.subject.thing}.py" if in_folder else f"{own}.py")
