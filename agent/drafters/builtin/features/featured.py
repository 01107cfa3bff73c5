"""All that the plan of a feature is written from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from agent.core.documents import RepoPath, Role
from agent.core.patterns import deferred
from agent.core.spec import Body, Listed, Spec, Table
from agent.core.values import dataclass
from agent.drafter import PlanRequest
from agent.drafters.builtin.features.general import general
from agent.drafters.builtin.features.rows import spoken
from agent.drafters.builtin.features.screens import Screens, screens
from agent.drafters.builtin.features.slices import there
from agent.drafters.builtin.features.uses import Use, uses
from agent.drafters.builtin.planning.assemble import brief_of
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wishes import Wish
from agent.drafters.builtin.planning.sections.flow import way
from agent.drafters.builtin.planning.sentences.criteria import (
    About,
    Criterion,
    criteria,
)
from agent.drafters.builtin.together.joint import Joint, joint_of
from agent.sources.gathering.featurespec import is_named
from agent.sources.gathering.wordings import bare_of_people, terms
from agent.sources.general.errorform import error_form
from agent.sources.openapi.apidata import is_prose

_NO_ENDPOINT = deferred(r"\bno endpoint|bez endpoint|nie ma endpoint|brak endpoint", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Featured:
    """The brief of the feature, the endpoints that serve it, and what there is beside them.

    `plans` are the documents that list endpoints, `listed` how many there are in them; `used` are
    the files of the code that have its tables already. `near` are endpoints on what it is on, and
    `general` what the requirements say of access or speed for all features; `spoken` is said of
    its tables elsewhere than where they are defined. `slices` is the code of the endpoints that
    serve it, where they have it in files of their own. `error` is the body of
    every error, where an endpoint may serve it.
    """

    brief: Brief
    joint: Joint | None
    demands: tuple[Criterion, ...]
    screens: Screens | None
    plans: tuple[RepoPath, ...]
    used: tuple[Use, ...] = ()
    listed: int = 0
    near: tuple[Listed, ...] = ()
    general: tuple[tuple[About, Fact], ...] = ()
    spoken: tuple[tuple[About, Fact], ...] = ()
    slices: tuple[RepoPath, ...] = ()
    error: Body | None = None

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
    brief = brief_of(request, wishes)
    served = [_apart(one, request) for one in _briefs(request, wishes, brief.spec.served)]
    found = [there(one, request.code.paths) for one in served]
    briefs = [one for one, _ in found]
    made = Featured(
        brief=brief,
        joint=joint_of(briefs) if briefs else None,
        demands=tuple(_demands(brief.spec)),
        screens=screens(
            request.code.paths,
            [*_of(request, "tech-stack"), *(one.path for one in request.rules)],
            brief.passages,
        ),
        plans=_of(request, "api-plan"),
        general=tuple(general(brief, [one for one in request.documents if one.role == "prd"])),
        slices=tuple(path for _, files in found for path in files),
    )
    return made if briefs else _unserved(made, request)


def _demands(spec: Spec) -> Iterator[Criterion]:
    """What its passage demands, then each line below the requirements that it carries out."""
    known: set[str] = set()
    for passage in sorted(spec.excerpts, key=lambda one: one.referred):
        for one in criteria(passage):
            # A requirement of one line may be its title alone.
            told = one.fact.text.casefold() in f"{passage.about.casefold()}."
            if not told and one.fact.text.casefold() not in known:
                known.add(one.fact.text.casefold())
                yield one


def _unserved(of: Featured, request: PlanRequest) -> Featured:
    """With what is known where no endpoint serves it."""
    endpoints = [one for one in request.listed() if isinstance(one, Listed)]
    tables = of.brief.spec.tables
    plans = (one for one in request.documents if one.role == "api-plan" and is_prose(one.path))
    return replace(
        of,
        error=next(filter(None, map(error_form, plans)), None),
        used=uses(tables[:1], request.code),
        listed=len(endpoints),
        spoken=tuple(spoken(of.brief, tables, of.plans)),
        near=tuple(_near(of.brief, endpoints)),
    )


def _of(request: PlanRequest, role: Role) -> tuple[RepoPath, ...]:
    return tuple(one.path for one in request.documents if one.role == role)


def _briefs(
    request: PlanRequest, wishes: Sequence[Wish], served: Sequence[Spec]
) -> Iterator[Brief]:
    return (brief_of(replace(request, spec=one), wishes) for one in served)


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
