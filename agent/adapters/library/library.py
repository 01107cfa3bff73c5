"""The library: which files are documents, and what the readers find in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from agent import lazy
from agent.adapters.library.chosen import Chosen
from agent.adapters.library.described import Described
from agent.adapters.library.kept import KeptOutlines
from agent.adapters.library.shelf import Shelf
from agent.core.documents import Document, RepoPath, Role, Source
from agent.core.findings import Finding
from agent.core.plan import Plan
from agent.core.schema import Schema
from agent.core.settings import Settings
from agent.core.spec import Endpoint, Listed, Rule, Spec
from agent.sources import roles
from agent.sources.apart import find_apart
from agent.sources.apidata import is_prose
from agent.sources.apiplan import find_endpoints
from agent.sources.held import rules_for
from agent.sources.plans import read_plans
from agent.sources.rules import read_rule

if TYPE_CHECKING:
    from agent.sources.survey import Survey

# Waltz's own package data holds a project of its own.
_WITHOUT = (RepoPath("agent/demo/project"),)
_RULES: frozenset[Role] = frozenset({"rules", "decisions"})
_DATABASE: tuple[Role, ...] = ("db-plan", "db-schema")
_KEPT = 256
_TYPES = "agent.sources.types.reading"
_DATABASES = "agent.sources.databases"

Gather = Callable[[Endpoint, Sequence[Document], Sequence[Rule], Sequence[Spec]], Spec]


@dataclass(frozen=True, slots=True)
class _Find:
    """A file with a role, and what it was taken for one by."""

    path: RepoPath
    role: Role
    why: str


class RepoLibrary(Chosen):
    """Library over the files that `paths` lists; each look sees the files as they are then."""

    def __init__(
        self,
        root: Path,
        *,
        paths: Callable[[], tuple[RepoPath, ...]],
        settings: Callable[[], Settings],
        cache: Path | None = None,
    ) -> None:
        super().__init__(root, Shelf(root), settings)
        self._described = Described(self._shelf.text, KeptOutlines(cache))
        self._paths = paths

    def documents(self) -> tuple[Document, ...]:
        """Every document with a role, plans left out."""
        return tuple(one for one in self._read(self._finds()) if one.role != "plan")

    def survey(self, ignored: Iterable[str] = ()) -> Survey:
        """The stack, what nearly is a document, and settings to propose."""
        finds = tuple(self._finds())
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
        """What the API plans list, each endpoint once."""
        found: dict[str, Listed] = {}
        for document in self._of("api-plan"):
            listed = _endpoints(document) if is_prose(document.path) else ()
            for one in (*listed, *self._described.endpoints(document)):
                found.setdefault(one.endpoint.key, one)
        return tuple(found.values())

    def apart(self) -> tuple[Listed, ...]:
        """What the API plans keep for later, or call removed, and list nowhere as there now."""
        now = {one.endpoint.key for one in self.endpoints()}
        documents = [one for one in self._of("api-plan") if is_prose(one.path)]
        found = {one.endpoint.key: one for each in documents for one in find_apart(each)}
        return tuple(one for key, one in found.items() if key not in now)

    def findings(self) -> tuple[Finding, ...]:
        """What was left out, what of the API plans cannot be read, where documents disagree."""
        held: tuple[Finding, ...] = lazy.load(_DATABASES).findings_of(self._of(*_DATABASE))
        return (*self._unread(), *held, *self._contradictions())

    def _unread(self) -> tuple[Finding, ...]:
        """Of these, what was left out, and what of the API plans cannot be read."""
        described = tuple(
            self._described.findings(
                one for one in self._read(self._finds()) if one.role == "api-plan"
            )
        )
        left_out = (
            Finding(rule="left-out", severity="warning", message=f"{path}: {why}")
            for path, why in self._shelf.notes.items()
        )
        return (*left_out, *described)

    def _contradictions(self) -> tuple[Finding, ...]:
        """Where API plans contradict themselves, or implementation plans mean another endpoint."""
        late = lazy.load("agent.sources.disagreements")
        gather: Gather = lazy.load("agent.sources.gather").gather
        documents = tuple(self._of("api-plan"))
        prose = [one for each in documents if is_prose(each.path) for one in _endpoints(each)]
        within = [
            finding for one in prose for finding in gather(one.endpoint, documents, (), ()).findings
        ]
        listed = [
            late.Mention(endpoint=one.endpoint, source=one.source) for one in self.endpoints()
        ]
        planned = [
            late.Mention(
                endpoint=one, source=Source(path=plan.path, line=plan.line, last=plan.line)
            )
            for plan in self.plans()
            for one in plan.endpoints
        ]
        return tuple(dict.fromkeys((*within, *late.between(listed, planned))))

    def schema(self) -> Schema:
        """The tables, enumerations and views of the db documents, each once."""
        found: Schema = lazy.load(_DATABASES).schema_of(self._of(*_DATABASE))
        return found

    def plans(self) -> tuple[Plan, ...]:
        """Implementation plans found."""
        return tuple(plan for one in self._of("plan") for plan in _plans(one.path, one.text))

    def rules(self) -> tuple[Rule, ...]:
        """Rules documents, decisions among them."""
        return tuple(_rule(one.path, one.text) for one in self._of("rules", "decisions"))

    def spec(self, endpoint: Endpoint) -> Spec:
        """All that the documents say about it; rules that hold for its plan's files, if any."""
        finds = tuple(self._finds())
        documents = tuple(self._read(finds))
        plans = [
            plan for one in documents if one.role == "plan" for plan in _plans(one.path, one.text)
        ]
        files = [
            file.path
            for plan in plans
            if any(one.key == endpoint.key for one in plan.endpoints)
            for step in plan.all_steps()
            for file in step.files
        ]
        rules = [_rule(one.path, one.text) for one in documents if one.role in _RULES]
        holding = [held.rule for held in rules_for(rules, files)]
        # Only a plan needs it, and the board is asked for more often.
        gather: Gather = lazy.load("agent.sources.gather").gather
        described = tuple(self._described.specs(endpoint, documents))
        spec = gather(endpoint, documents, holding, described)
        coded = [one for one in documents if one.role == "types"]
        return replace(spec, types=lazy.load(_TYPES).types_for(spec, coded)) if coded else spec

    def _of(self, *wanted: Role) -> Iterator[Document]:
        return self._read(find for find in self._finds() if find.role in wanted)

    def _finds(self) -> Iterator[_Find]:
        """The files with a role: those the settings name, then those that look like one."""
        named = dict(self._settings().documents)
        for role, chosen in named.items():
            for path in chosen:
                yield _Find(path, role, "the settings name it")
        told = {path for chosen in named.values() for path in chosen}
        for path in _candidates(self._paths(), without=_WITHOUT):
            found = None if path in told else self._look(path)
            if found is not None and found.role not in named:
                yield found

    def _look(self, path: RepoPath) -> _Find | None:
        head = self._shelf.head(path)
        role = None if head is None else roles.classify(path, head)
        if role is None:
            return None
        why = "its name" if roles.classify(path, "") == role else "how it begins"
        return _Find(path, role, why)

    def _read(self, finds: Iterable[_Find]) -> Iterator[Document]:
        for find in finds:
            text = self._shelf.text(find.path)
            if text is not None:
                yield Document(path=find.path, role=find.role, text=text, why=find.why)


_candidates = lru_cache(2)(roles.candidates)
_endpoints = lru_cache(_KEPT)(find_endpoints)
_plans = lru_cache(_KEPT)(read_plans)
_rule = lru_cache(_KEPT)(read_rule)
