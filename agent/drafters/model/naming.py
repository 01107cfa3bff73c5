"""Which files the steps of a plan name: those of a batch, and those of the others."""

from __future__ import annotations

from collections.abc import Iterable

from agent.core.documents import RepoPath
from agent.core.plan import Step
from agent.drafter import Code, StepRequest
from agent.sources.plans.stepfiles import named_files

_PROSE = frozenset((".md", ".mdc"))


def worked(request: StepRequest) -> tuple[Step, ...]:
    """The steps that are drafted together."""
    return request.batch or (request.step,)


def named_elsewhere(request: StepRequest) -> list[RepoPath]:
    """The code that the plan's other steps name, where it is there."""
    own = named_by(worked(request), request)
    every = (one for one in named_by(request.plan.all_steps(), request) if one not in own)
    return [one for one in every if one in request.code.there and not _is_document(one, request)]


def named_by(steps: Iterable[Step], request: StepRequest) -> list[RepoPath]:
    """What the steps name; a path that is the end of one there is that one (`cd backend`).

    A document that their text cites is told apart.
    """
    code = request.code
    said = dict.fromkeys(path for step in steps for path in _meant(step, request))
    found = (one if one in code.there else _ending(one, code) for one in said)
    return list(dict.fromkeys(found))


def _ending(path: RepoPath, code: Code) -> RepoPath:
    if "/" not in path.value:
        return path
    same = [one for one in code.paths if one.value.endswith(f"/{path.value}")]
    return same[0] if len(same) == 1 else path


def _meant(step: Step, request: StepRequest) -> tuple[RepoPath, ...]:
    """The step's files, then those that its text and its items name to be followed."""
    cited = [one.path for one in named_files(step.body)]
    cited += [file.path for one in step.items for file in (*one.files, *named_files(one.body))]
    followed = (one for one in cited if not _is_document(one, request))
    return tuple(dict.fromkeys((*(one.path for one in step.files), *followed)))


def _is_document(path: RepoPath, request: StepRequest) -> bool:
    """Whether it is told by passages, or as rules: what of it is not is one read away."""
    return path.suffix in _PROSE or any(path == one.path for one in request.known.rules)
