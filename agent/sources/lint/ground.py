"""What documents, profile and repository know of the names in a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from http import HTTPStatus

from agent.core.documents import Document, RepoPath, Source
from agent.core.lint.values import Ground, Match, Part
from agent.core.patterns import deferred
from agent.core.profile import Profile
from agent.core.resources import alike
from agent.core.schema import Schema, View, name_key
from agent.core.spec import Endpoint, Enumeration, Listed, Spec, Table
from agent.core.values import dataclass
from agent.sources.lint.names import codes
from agent.sources.lint.reading import parts_of
from agent.sources.passages.statuses import RATED
from agent.sources.profiles.sections import USUAL
from agent.sources.tables.relatedtables import normal

_WORD = deferred(r"[^\W\d]\w*")
# What these name has its place there, made already or not: `src/types.ts: shared types`.
_PLACING = frozenset(("rules", "tech-stack"))
_KNOWING = frozenset(("api-plan", "db-plan", "db-schema", "types", "data-management", "decisions"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What holds for all plans of a repository, made once."""

    sections: tuple[Part, ...]
    listed: dict[str, Listed]
    profile: frozenset[int]
    general: frozenset[int]
    elsewhere: dict[int, Source]
    tables: dict[str, frozenset[str]]
    names: dict[str, tuple[str, Source]]
    words: frozenset[str]
    files: frozenset[RepoPath]
    placing: str
    lengths: dict[str, int]


def surroundings(
    documents: Sequence[Document],
    listed: Sequence[Listed],
    schema: Schema,
    profile: Profile | None,
    files: Iterable[RepoPath],
) -> Surroundings:
    """All that is known before a plan is looked at; without a profile, what plans usually have."""
    known: list[Table | View | Enumeration] = [
        *schema.tables,
        *schema.views,
        *schema.enumerations,
    ]
    every = frozenset(files)
    return Surroundings(
        sections=tuple(parts_of((title, 1) for title in (profile.sections if profile else USUAL))),
        listed={one.endpoint.key: one for one in listed},
        profile=frozenset(one.code for one in (profile.statuses if profile else ())),
        general=frozenset(_general(documents)),
        elsewhere=dict(_elsewhere(documents)),
        tables={
            **{normal(_bare(one.name)): frozenset() for one in known},
            **{
                normal(_bare(one.name)): frozenset(name_key(c.name) for c in one.columns)
                for one in schema.tables
            },
        },
        names={normal(_bare(one.name)): (one.name, one.source) for one in known},
        words=frozenset(
            word for one in documents if one.role in _KNOWING for word in words(one.text)
        ),
        files=every,
        placing="\n".join(one.text for one in documents if one.role in _PLACING),
        lengths=dict(_lengths(documents, every)),
    )


def matches(endpoints: Sequence[Endpoint], listed: Mapping[str, Listed]) -> tuple[Match, ...]:
    """The endpoints of a plan as the documents list them."""
    return tuple(_match(one, listed) for one in endpoints)


def ground(around: Surroundings, found: Sequence[Match], specs: Sequence[Spec]) -> Ground:
    """What is known of one plan."""
    return Ground(
        sections=around.sections,
        specs=tuple(specs),
        endpoints=tuple(found),
        statuses=around.profile | around.general | frozenset(_stated(specs)),
        elsewhere=around.elsewhere,
        tables=around.tables,
        names=around.names,
        words=around.words,
        files=around.files,
        placing=around.placing,
        lengths=around.lengths,
    )


def words(text: str) -> Iterator[str]:
    """The identifiers of a text, each equal for all its spellings."""
    return (name_key(word) for word in _WORD.findall(text))


def _general(documents: Iterable[Document]) -> Iterator[int]:
    """The codes of every endpoint: those of the rules, and what a limit of requests answers."""
    for one in documents:
        if one.role == "rules":
            yield from codes(one.text)
        if one.role in {"rules", "api-plan"} and RATED.search(one.text):
            yield HTTPStatus.TOO_MANY_REQUESTS


def _match(endpoint: Endpoint, listed: Mapping[str, Listed]) -> Match:
    near = (one for one in listed.values() if alike(one.endpoint, endpoint))
    found = listed.get(endpoint.key) or next(near, None)
    if found is None:
        return Match(endpoint=endpoint)
    return Match(endpoint=endpoint, listed=found.endpoint, source=found.source)


def _stated(specs: Iterable[Spec]) -> Iterator[int]:
    """Every status that the endpoint's own passages and the general notes name."""
    for spec in specs:
        yield from (one.code for one in spec.statuses)
        for excerpt in (*spec.excerpts, *spec.notes, *((spec.auth,) if spec.auth else ())):
            yield from codes(excerpt.text)


def _elsewhere(documents: Iterable[Document]) -> Iterator[tuple[int, Source]]:
    seen: set[int] = set()
    for document in documents:
        if document.role == "api-plan":
            for number, line in enumerate(document.text.split("\n"), 1):
                for code in codes(line):
                    if code not in seen:
                        seen.add(code)
                        yield code, document.source(number)


def _lengths(documents: Sequence[Document], files: Iterable[RepoPath]) -> Iterator[tuple[str, int]]:
    """Of documents of one name the longest, as a citation has no folder; none if others have it."""
    found: dict[str, int] = {}
    for one in documents:
        count = one.text.count("\n") + 1
        found[one.path.name] = max(found.get(one.path.name, 0), count)
    known = {one.path for one in documents}
    others = {path.name for path in files if path.name in found and path not in known}
    yield from ((name, count) for name, count in found.items() if name not in others)


def _bare(name: str) -> str:
    return name.rpartition(".")[2]
