"""One endpoint as git and the plan files tell it: what a fresh clone, with no session, knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from agent.core.batch import StepState
from agent.core.commits import Closing, Progress, progress
from agent.core.edits import BlobId
from agent.core.plan import Plan
from agent.core.sharing import is_of, own_plan
from agent.core.spec import Target
from agent.core.standing import Standing, standing
from agent.core.summary import StepResult
from agent.core.trailers import CommitRecord
from agent.core.values import dataclass

# What only the session knows that saw it: whether checks passed, and whose hands it was.
_TOLD: frozenset[StepState] = frozenset(("verified", "taken"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An endpoint, its plan where there is one, and what commits say of its steps."""

    endpoint: Target
    plan: Plan | None
    known: Progress

    @property
    def states(self) -> dict[str, StepState]:
        """The state of each step that a commit names, by id."""
        return {one.step_id: one.state for one in self.known.closings}

    @property
    def standing(self) -> Standing:
        """How far the endpoint is."""
        plan = own_plan(self.plan, self.endpoint) if self.plan else None
        return standing(plan, self.states)

    @property
    def foreign(self) -> bool:
        """Whether Waltz never worked it: a plan that is there was made elsewhere."""
        return not self.known.closings and self.known.plan is None

    @property
    def blob(self) -> BlobId:
        """The plan file's bytes as the newest commit names them; empty when none does."""
        return BlobId((self.known.plan or "").partition("@")[2])


def recorded(endpoint: Target, plans: Iterable[Plan], records: Iterable[CommitRecord]) -> Recorded:
    """What these commits, newest first, and these plans say of the endpoint."""
    known = progress(records, endpoint)
    return Recorded(endpoint=endpoint, plan=_plan_of(endpoint, plans, known), known=known)


def _plan_of(endpoint: Target, plans: Iterable[Plan], known: Progress) -> Plan | None:
    """The endpoint's plan: the one git names, else that which is of the fewest others too."""
    known_plans = tuple(plans)
    exact = [one for one in known_plans if any(e.key == endpoint.key for e in one.endpoints)]
    # A plan may leave out the base path; one that names the endpoint in full goes before it.
    own = exact or [one for one in known_plans if is_of(one, endpoint)]
    path = (known.plan or "").partition("@")[0]
    named = next((plan for plan in own if plan.path.value == path), None)
    return named or min(own, key=lambda plan: len(plan.endpoints), default=None)


def proven(closings: Iterable[Closing], results: Sequence[StepResult]) -> tuple[Closing, ...]:
    """The closings with what sessions told of the very same commits: git knows `applied` alone."""
    told = {one.commit: one.state for one in results if one.commit and one.state in _TOLD}
    return tuple(
        replace(one, state=told[one.commit])
        if one.state == "applied" and one.commit in told
        else one
        for one in closings
    )
