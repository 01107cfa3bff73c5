"""All that the plan of a feature is written from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from agent.core.documents import RepoPath
from agent.core.patterns import deferred
from agent.core.spec import Listed, Table
from agent.core.values import dataclass
from agent.drafter import PlanRequest
from agent.drafters.builtin.features.general import general
from agent.drafters.builtin.features.rows import spoken
from agent.drafters.builtin.features.screens import Screens, screens
from agent.drafters.builtin.features.uses import Use, uses
from agent.drafters.builtin.planning.assemble import brief_of
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wishes import Wish
from agent.drafters.builtin.planning.sections.flow import way
from agent.drafters.builtin.planning.sentences.criteria import (
    About,
    Criterion,
    about_of,
    criteria,
)
from agent.drafters.builtin.together.joint import Joint, joint_of
from agent.sources.gathering.featurespec import is_named
from agent.sources.gathering.wordings import bare_of_people, terms

_NO_ENDPOINT = deferred(r"\bno endpoint|bez endpoint|nie ma endpoint|brak endpoint", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Featured:
    """The brief of the feature, the endpoints that serve it, and what there is beside them.

    `plans` are the documents that list endpoints, `listed` how many there are in them; `used` are
    the files of the code that have its tables already. `near` are endpoints on what it is on, and
    `general` what the requirements say of access or speed for all features; `spoken` is said of
    its tables elsewhere than where they are defined.
    """

    brief: Brief
    joint: Joint | None
    demands: tuple[Criterion, ...]
    screens: Screens | None
    used: tuple[Use, ...]
    plans: tuple[RepoPath, ...]
    listed: int
    near: tuple[Listed, ...] = ()
    general: tuple[tuple[About, Fact], ...] = ()
    spoken: tuple[tuple[About, Fact], ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        """Those of its own words; where it is on errors and names none, that of errors."""
        return self.brief.spec.tables

    @cached_property
    def name(self) -> str:
        """What it is called in short."""
        target = self.brief.spec.endpoint
        return getattr(target, "id", "") or str(target)

    @property
    def named(self) -> bool:
        """Whether its tables are named in its own words, or that for errors is its own."""
        own = [one.text for one in self.brief.spec.excerpts if not one.referred]
        text = "\n".join((self.brief.spec.title, *own))
        return any(is_named(one, text) or one in self.brief.logs for one in self.tables)

    @property
    def unserved(self) -> bool:
        """Whether a document says that there is no endpoint for it."""
        return any(_NO_ENDPOINT.search(fact.text) for _, fact in self.spoken)


def featured(request: PlanRequest, wishes: Sequence[Wish]) -> Featured:
    """The feature with everything looked up that a section may need."""
    request = _logging(request)
    brief = brief_of(request, wishes)
    briefs = [
        _apart(brief_of(replace(request, spec=one), wishes), request) for one in brief.spec.served
    ]
    own = [one for one in brief.spec.excerpts if not one.referred]
    endpoints = [one for one in request.listed() if isinstance(one, Listed)]
    documents = [one.path for one in request.documents if one.role == "tech-stack"]
    plans = tuple(one.path for one in request.documents if one.role == "api-plan")
    return Featured(
        brief=brief,
        joint=joint_of(briefs) if briefs else None,
        demands=tuple(criterion for one in own for criterion in criteria(one)),
        screens=screens(
            request.code.paths,
            [*documents, *(one.path for one in request.rules)],
            brief.passages,
        ),
        used=() if briefs else uses(brief.spec.tables[:1], request.code),
        plans=plans,
        listed=len(endpoints),
        spoken=() if briefs else tuple(spoken(brief, brief.spec.tables, plans)),
        near=() if briefs else tuple(_near(brief, endpoints)),
        general=tuple(general(brief, [one for one in request.documents if one.role == "prd"])),
    )


def _apart(brief: Brief, request: PlanRequest) -> Brief:
    """The brief of an endpoint without what the requirements say: the feature tells that itself."""
    own = {one.path for one in request.documents if one.role == "prd"}
    said = [one.fact for one in way(brief)]
    apart = (one.text for one in said if one.sources and {at.path for at in one.sources} <= own)
    return replace(brief, apart=brief.apart | frozenset(apart))


def _near(brief: Brief, listed: Sequence[Listed]) -> Iterator[Listed]:
    """The endpoints that are on what the feature's name or its tables are called."""
    spec = brief.spec
    words = terms(bare_of_people(spec.title)) | terms(" ".join(one.name for one in spec.tables[:1]))
    for one in listed:
        named = [part for part in one.endpoint.path.split("/") if part[:1].isalpha()]
        if any(len(terms(part) & words) * 2 >= max(1, len(terms(part))) for part in named):
            yield one


def _logging(request: PlanRequest) -> PlanRequest:
    """The request with the table of errors, where errors are what the feature is on."""
    spec = request.spec
    said = spec.description.text if spec.description is not None else spec.title
    if spec.tables or spec.served or not request.logs or about_of(said) != "errors":
        return request
    return replace(request, spec=replace(spec, tables=request.logs[:1]))
