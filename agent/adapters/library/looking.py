"""Looks among the repository's files for documents: by name, and by how each begins."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from agent.adapters.library.found import Find, Found, Ground
from agent.core.documents import RepoPath, Role
from agent.sources.finding import dbstandins, ranking, roles, standins
from agent.sources.finding.givenup import given_up

# Waltz's own package data holds a project of its own.
_WITHOUT = (RepoPath("agent/demo/project"),)
_NAME = "its name"
_TOLD = "the settings name it"
_PROMPTED = "the prompt names it"
_STANDS_IN = "the endpoints it lists; no API plan lists any"
_TABLES = "the tables it defines; no document of the database does"
# SQL, change logs that run it, and .NET's migrations: code may map what other files make.
_RUN = frozenset((".sql", ".xml", ".yaml", ".yml", ".cs"))
_DATABASE: frozenset[Role] = frozenset(("db-plan", "db-schema"))


def look(ground: Ground) -> Found:
    """Those that the settings name, then those that look like one; the best API plan first."""
    named = dict(ground.asked.named)
    told = [
        Find(path=path, role=role, why=_TOLD) for role, chosen in named.items() for path in chosen
    ]
    known = {one.path for one in told}
    looked = [one for one in _looked(ground) if one.path not in known]
    found = [one for one in looked if not one.given_up]
    plans = [one for one in found if one.role == "api-plan"]
    if "api-plan" not in named and not any(_lists(ground, one) for one in plans):
        cited = [text for one in plans if (text := ground.text(one.path))]
        found.extend(_standing_in(ground, {one.path for one in looked} | known, cited))
    if not _DATABASE & named.keys():
        # What code maps may be a type as well.
        taken = {one.path for one in looked if one.role != "types"}
        found.extend(_defining(ground, taken | known, _groups(ground, found)))
    found.extend(_prompted(ground, {one.path for one in found} | known))
    beside = {path for _, paths in ground.asked.beside for path in paths}
    plans = sorted(
        (one for one in found if one.role == "api-plan"),
        key=lambda one: ranking.rank(one.path, ground.head(one.path) or ""),
    )
    ordered = (*told, *plans, *(one for one in found if one.role != "api-plan"))
    return Found(
        documents=tuple(_weighed(ground, one) for one in ordered),
        gone=tuple(one for one in looked if one.given_up and one.path not in beside),
    )


def _weighed(ground: Ground, find: Find) -> Find:
    if find.role != "api-plan" or not ranking.is_aside(find.path, ground.head(find.path) or ""):
        return find
    return replace(find, aside=True)


def _looked(ground: Ground) -> Iterator[Find]:
    """What looks like a document of a role that the settings leave open."""
    named = dict(ground.asked.named)
    for path in _candidates(ground.asked.paths, without=_WITHOUT):
        one = _judged(path, ground.head(path))
        if one is not None and one.role not in named:
            yield one


def _judged(path: RepoPath, head: str | None) -> Find | None:
    role = None if head is None else roles.classify(path, head)
    if role is None:
        return None
    why = _NAME if roles.classify(path, "") == role else "how it begins"
    return Find(path=path, role=role, why=why, given_up=given_up(path, role, head or ""))


def _lists(ground: Ground, find: Find) -> bool:
    """Whether an API plan lists endpoints."""
    text = ground.text(find.path)
    return text is not None and standins.lists(find.path, text)


def _prompted(ground: Ground, taken: Collection[RepoPath]) -> Iterator[Find]:
    """What a prompt names and nothing else makes a document of."""
    named = dict(ground.asked.named)
    for role, paths in ground.asked.beside:
        for path in paths if role not in named else ():
            if path not in taken:
                yield Find(path=path, role=role, why=_PROMPTED)


def _standing_in(
    ground: Ground, taken: Collection[RepoPath], cited: Sequence[str]
) -> Iterator[Find]:
    """What lists endpoints under another name, where no API plan does; these name some, maybe.

    Beside a mere index there may be what describes them.
    """
    found, seen, folders = 0, set(taken), set[str]()
    indexed: frozenset[str] = frozenset()
    for names in (groups := standins.groups(ground.asked.paths, without=_WITHOUT, cited=cited)):
        enough = found >= standins.ENOUGH
        for path in names:
            left = path in seen or (enough and path.folder not in folders)
            text = None if left else ground.text(path)
            seen.add(path)
            if not text or given_up(path, "api-plan", text):
                continue
            if (enough and _describes(text, indexed)) or (
                not enough and _listed(path, text, cited=names is groups[0])
            ):
                found += standins.sure(text)
                folders.add(path.folder)
                indexed |= standins.indexed(text)
                yield Find(path=path, role="api-plan", why=_STANDS_IN)
        if found >= standins.ENOUGH and 2 * len(indexed) <= found:
            return


def _defines(ground: Ground, find: Find) -> bool:
    """Whether it is a document of the database that may define tables."""
    text = ground.text(find.path) if find.role in _DATABASE else None
    return text is not None and _told(find.role, find.path, text)


def _groups(ground: Ground, found: Collection[Find]) -> tuple[tuple[RepoPath, ...], ...]:
    """Where to look for tables: nowhere where a document is called after them.

    Beside one that only begins so there may be SQL of what it does not tell again; beside SQL
    alone, code that maps what other files make.
    """
    telling = [one for one in found if _defines(ground, one)]
    paths = ground.asked.paths
    if any(one.why == _NAME for one in telling):
        alone = all(one.path.suffix.casefold() in _RUN for one in telling)
        return (dbstandins.code_of(paths, without=_WITHOUT),) if alone else ()
    if telling:
        return (dbstandins.sql(paths, without=_WITHOUT),)
    return dbstandins.groups(paths, without=_WITHOUT)


def _defining(
    ground: Ground, taken: Collection[RepoPath], groups: Iterable[Iterable[RepoPath]]
) -> Iterator[Find]:
    """What defines tables under another name, in the first group that has some."""
    for names in groups:
        some = False
        for path in names:
            text = None if path in taken else ground.text(path)
            role = _tables(path, text) if text is not None else None
            if role is not None and not given_up(path, role, text or ""):
                some = True
                yield Find(path=path, role=role, why=_TABLES)
        if some:
            return


_candidates = lru_cache(2)(roles.candidates)
_listed = lru_cache(64)(standins.listed)
_describes = lru_cache(64)(standins.describes)
_tables = lru_cache(64)(dbstandins.standing_in)
_told = lru_cache(64)(dbstandins.defines)
