"""The library: which files are documents, and what the readers find in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from agent import lazy
from agent.adapters.library.asking import Asked, Gather, gathered, ruled
from agent.adapters.library.described import Described
from agent.adapters.library.finds import Finds
from agent.adapters.library.kept import KeptOutlines
from agent.adapters.library.readings import KeptReadings
from agent.core.documents import Document, RepoPath, Role
from agent.core.findings import Finding
from agent.core.plan import Plan
from agent.core.schema import Schema
from agent.core.settings import Settings
from agent.core.sharing import is_of
from agent.core.spec import Endpoint, Excerpt, Feature, Listed, ListedFeature, Rule, Spec, Target
from agent.sources.endpoints.spelling import in_full, once
from agent.sources.openapi.apidata import is_prose
from agent.sources.text.likeness import is_tasks

if TYPE_CHECKING:
    from agent.sources.stack.survey import Survey

_DATABASE: tuple[Role, ...] = ("db-plan", "db-schema")
_KEPT = 4096
_LISTINGS = tuple[tuple[Listed, ...], ...]
_LISTING = "agent.sources.endpoints.listing"
_TYPES = "agent.sources.types.reading"
_FEATURES = "agent.sources.gathering.features"
_SERVING = "agent.sources.gathering.serving"
_DATABASES = "agent.sources.gathering.databases"


class RepoLibrary(Finds):
    """Library over the files that `paths` lists; each look sees the files as they are then."""

    def __init__(
        self,
        root: Path,
        *,
        paths: Callable[[], tuple[RepoPath, ...]],
        settings: Callable[[], Settings],
        cache: Path | None = None,
        still: bool = False,
    ) -> None:
        super().__init__(root, paths=paths, settings=settings, cache=cache, still=still)
        self._described = Described(self._shelf.text, KeptOutlines(cache), cache)
        self._kept = KeptReadings(cache)
        self._told: tuple[Asked, Spec] | None = None

    def survey(self, ignored: Iterable[str] = ()) -> Survey:
        """The stack, what nearly is a document, and settings to propose."""
        planned = {one.path for one in self._written()}
        finds = [one for one in self._finds() if one.role != "plan" or one.path in planned]
        late = lazy.load("agent.adapters.library.surveying")
        ground = late.Ground(
            shelf=self._shelf,
            paths=self._paths(),
            has=self._has,
            documents=tuple(self._read(finds)),
            named=frozenset(role for role, _ in self._settings().documents),
            formats=self.formats(),
        )
        found: Survey = late.look(ground, ignored)
        return found

    def proposal(self) -> str:
        """The settings that fit what is here, as the text of their file; empty without any."""
        return self.survey().proposal

    def endpoints(self) -> tuple[Listed, ...]:
        """What the API plans list, each endpoint once; where none ever was, what plans are for."""
        with self._once():
            return self._every()

    def _every(self) -> tuple[Listed, ...]:
        documents = tuple(self._of("api-plan"))
        plans = self._standing_in()
        if plans:
            return once(
                self._kept("endpoints", _LISTINGS, plans, lambda: tuple(map(_planned, plans)))
            )
        some = [one for one in documents if is_prose(one.path)]
        read = self._kept("endpoints", _LISTINGS, some, lambda: tuple(map(_endpoints, some)))
        prose = {one.path: found for one, found in zip(some, read, strict=True)}
        aside = {one.path for one in self._finds() if one.aside}
        firm = [one for one in documents if one.path not in aside]
        listed = partial(self._listed, prose=prose)
        return once(map(listed, firm)) or once(map(listed, documents))

    def _standing_in(self) -> tuple[Document, ...]:
        """The implementation plans, where no document ever was an API plan: they tell as one."""
        every = (*self._finds(), *self._given_up())
        if any(one.role == "api-plan" for one in every):
            return ()
        return tuple(replace(one, role="api-plan") for one in self._of("plan"))

    def _listed(
        self, document: Document, prose: Mapping[RepoPath, tuple[Listed, ...]]
    ) -> tuple[Listed, ...]:
        return (*prose.get(document.path, ()), *self._described.endpoints(document))

    def features(self) -> tuple[ListedFeature, ...]:
        """What the product requirements list, each feature once."""
        documents = tuple(self._of("prd"))

        def make() -> tuple[ListedFeature, ...]:
            find = lazy.load(_FEATURES).find_features
            found = {one.endpoint.key: one for each in documents for one in find(each)}
            return tuple(found.values())

        return self._kept("features", tuple[ListedFeature, ...], documents, make)

    def apart(self) -> tuple[Listed, ...]:
        """What the API plans keep for later, or call removed, and list nowhere as there now."""
        now = {one.endpoint.key for one in self.endpoints()}
        documents = [one for one in self._of("api-plan") if is_prose(one.path)]
        gone = [one for one in self._read(self._given_up()) if one.role == "api-plan"]

        def make() -> _LISTINGS:
            return (*map(_apart, documents), *map(_gone, gone))

        read = self._kept("apart", _LISTINGS, [*documents, *gone], make)
        found = {one.endpoint.key: one for each in read for one in each}
        return tuple(one for key, one in found.items() if key not in now)

    def findings(self) -> tuple[Finding, ...]:
        """What was left out or cannot be read, and where documents disagree."""
        held: tuple[Finding, ...] = lazy.load(_DATABASES).findings_of(self._of(*_DATABASE))
        described = tuple(self._described.findings(self._of("api-plan")))
        coded = tuple(self._of("types"))
        unparsed = lazy.load(_TYPES).findings_of(coded) if coded else ()
        found = (*self._unread(), *described, *unparsed, *held, *self._contradictions())
        return tuple(dict.fromkeys(found))

    def _contradictions(self) -> tuple[Finding, ...]:
        """Where API plans contradict themselves or each other, or plans mean another endpoint."""
        late = lazy.load("agent.sources.gathering.disagreements")
        gather: Gather = lazy.load("agent.sources.gathering.gather").gather
        documents = tuple(self._of("api-plan"))
        prose = {each.path: _endpoints(each) for each in documents if is_prose(each.path)}
        own = [one.endpoint for each in prose.values() for one in each]
        every = (*documents, *self._of(*_DATABASE, "rules"))
        told = [gather(one, every, (), ()) for one in own]
        found = [each for spec in told for each in spec.contradictions]
        found += [
            each
            for one, spec in zip(own, told, strict=True)
            for other in self._described.of(one, documents)
            for each in late.answers(spec, other)
        ]
        listed = [self._listed(each, prose) for each in documents]
        between = (*late.among(listed), *late.planned(listed, self.plans()))
        within = (one.finding for one in late.once(found))
        return tuple(dict.fromkeys((*within, *between)))

    def schema(self) -> Schema:
        """The tables, enumerations and views of the db documents, each once."""
        documents = tuple(self._of(*_DATABASE))

        def read() -> Schema:
            found: Schema = lazy.load(_DATABASES).schema_of(documents)
            return found

        return self._kept("schema", Schema, documents, read)

    def plans(self) -> tuple[Plan, ...]:
        """Implementation plans found, their endpoints as the API plans spell them."""
        with self._once():
            found = self._written()
            return in_full(found, self.endpoints()) if found else ()

    def _written(self) -> tuple[Plan, ...]:
        """The same with their endpoints as they are written there."""
        documents = tuple(self._of("plan"))
        return self._kept(
            "plans",
            tuple[Plan, ...],
            documents,
            lambda: tuple(plan for one in documents for plan in _plans(one.path, one.text)),
        )

    def rules(self) -> tuple[Rule, ...]:
        """Rules documents, decisions among them."""
        return tuple(ruled(one.path, one.text) for one in self._of("rules", "decisions"))

    def spec(self, endpoint: Target) -> Spec:
        """All that the documents say about it; rules that hold for its plan's files, if any."""
        with self._once():
            asked = self._asked(endpoint)
            asked = replace(asked, required=self._required(endpoint, asked.documents))
        # Gathering takes 10 ms, and each step of a batch asks for the same again.
        told = self._told
        if told is None or told[0] != asked:
            # Lanes ask at once, each for its own: what is returned must be a name of this call.
            told = self._told = asked, gathered(asked)
        return told[1]

    def _asked(self, endpoint: Target) -> Asked:
        documents = (*self._read(self._finds()), *self._standing_in())
        files = tuple(
            file.path
            for plan in self.plans()
            if is_of(plan, endpoint)
            for step in plan.all_steps()
            for file in step.files
        )
        described = (
            ()
            if isinstance(endpoint, Feature)
            else tuple(self._described.specs(endpoint, documents))
        )
        return Asked(
            endpoint=endpoint,
            documents=documents,
            files=files,
            described=described,
            served=tuple(map(self._asked, self._serving(endpoint, documents))),
        )

    def _serving(self, target: Target, documents: Sequence[Document]) -> tuple[Endpoint, ...]:
        """The endpoints that serve a feature."""
        if not isinstance(target, Feature):
            return ()
        found: tuple[Endpoint, ...] = lazy.load(_SERVING).serving(target, self._every(), documents)
        return found

    def _required(self, target: Target, documents: Sequence[Document]) -> tuple[Excerpt, ...]:
        """What the product requirements have for an endpoint."""
        if isinstance(target, Feature) or not any(one.role == "prd" for one in documents):
            return ()
        late = lazy.load(_SERVING)
        found: tuple[Excerpt, ...] = late.required(target, self._every(), documents)
        return found


@lru_cache(_KEPT)
def _endpoints(document: Document) -> tuple[Listed, ...]:
    found: tuple[Listed, ...] = lazy.load(_LISTING).find_endpoints(document)
    return found


def _planned(document: Document) -> tuple[Listed, ...]:
    """The endpoints that implementation plans are for; one for many lists them as API plans do."""
    plans = _plans(document.path, document.text)
    if any(len(one.endpoints) > 1 for one in plans) and not is_tasks(document.path.value):
        return _endpoints(document)
    return tuple(
        Listed(endpoint=one, title="", source=document.source(plan.line))
        for plan in plans
        for one in plan.endpoints
    )


def _apart(document: Document) -> tuple[Listed, ...]:
    return tuple(lazy.load("agent.sources.endpoints.apart").find_apart(document))


def _gone(document: Document) -> tuple[Listed, ...]:
    """What a document lists that says it holds no more."""
    return tuple(replace(one, standing="removed") for one in _endpoints(document))


@lru_cache(_KEPT)
def _plans(path: RepoPath, text: str) -> tuple[Plan, ...]:
    found: tuple[Plan, ...] = lazy.load("agent.sources.plans.reading").read_plans(path, text)
    return found
