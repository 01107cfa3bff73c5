"""Drafts of a series: one an endpoint, each agreeing with those made before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from agent.core.edits import FileEdit, Proposal, blob_id
from agent.core.errors import SetupError, refused
from agent.core.findings import Finding
from agent.core.plan import Plan
from agent.core.series import Job, Siblings
from agent.core.spec import Spec, Target
from agent.core.values import dataclass
from agent.drafter import PlanRequest, Unable
from agent.ports import Ports
from agent.sources.plans.reading import read_plans
from agent.turns.briefing import code, error_tables, language
from agent.turns.flagging import flagged
from agent.turns.formatting import formatted_document
from agent.turns.linting import Linter, judged
from agent.turns.profiling import Choice

# Files that are kept while a series runs, which reads its documents and siblings for every plan.
_READ = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A plan that is not written yet."""

    job: Job
    plan: Plan
    data: bytes
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Why there is none."""

    job: Job
    error: Exception


class Drafting:
    """Makes the plans; what was made, and added, is what later ones agree with."""

    def __init__(self, ports: Ports, choice: Choice) -> None:
        self._ports = ports
        self.head = ports.repo.head().commit
        found = code(ports)
        self._code = replace(found, read=lru_cache(_READ)(found.read))
        self._checks = ports.library.checks()
        self._rules = ports.library.rules()
        self._language = language(ports.library)
        self._logs = error_tables(ports)
        self._documents = ports.library.documents()
        self._profile = choice.profile
        self._linter = Linter(ports.library, self._code.paths, choice.profile)
        self.siblings = Siblings(ports.library.plans())

    def prepared(self, job: Job) -> Callable[[], Made | Failed]:
        """The work for one, which any thread may do; what it agrees with is settled now."""
        siblings = self.siblings.of(job.endpoint)

        def make() -> Made | Failed:
            try:
                return self._made(job, siblings)
            except Exception as error:  # noqa: BLE001 - it is told where the plan would be written
                return Failed(job=job, error=error)

        return make

    def request(self, job: Job, siblings: tuple[Plan, ...]) -> PlanRequest:
        """What a drafter gets for one endpoint."""
        spec = self._ports.library.spec(job.endpoint)
        return PlanRequest(
            spec=spec,
            profile=self._profile,
            path=job.path,
            answers=(),
            siblings=siblings,
            code=self._code,
            checks=self._checks,
            rules=self._rules,
            language=self._language,
            logs=self._logs,
            documents=self._documents,
            judge=lambda text: judged(
                lambda plan: self._findings(plan, text.encode(), spec), job.endpoint, text
            ),
        )

    def _made(self, job: Job, siblings: tuple[Plan, ...]) -> Made:
        request = self.request(job, siblings)
        draft = self._ports.drafter.plan(request)
        if isinstance(draft, Unable):
            raise SetupError(draft.reason)
        return self.read(job, draft.text, request.spec)

    def read(self, job: Job, text: str, spec: Spec) -> Made:
        """A drafted text as the one plan that it is; RefusedError for what no yes is for."""
        data, _ = formatted_document(self._ports, job.path, text.encode())
        plan = _plan_in(data, job)
        self._refuse_flagged(job, data)
        return Made(job=job, plan=plan, data=data, findings=self._findings(plan, data, spec))

    def _findings(self, plan: Plan, data: bytes, spec: Spec) -> tuple[Finding, ...]:
        def known(endpoint: Target) -> Spec:
            same = endpoint.key == spec.endpoint.key
            return spec if same else self._ports.library.spec(endpoint)

        return self._linter.findings(plan, data.decode(), known)

    def _refuse_flagged(self, job: Job, data: bytes) -> None:
        """RefusedError for a plan that no yes given beforehand is an answer to (T26)."""
        edit = FileEdit(path=job.path, before=None, after=blob_id(data, like=self.head))
        for flag in flagged(Proposal(edits=(edit,), subject="plan"), lambda _: data).flags:
            reason = f"{flag.text}; draft it in the conversation, by `waltz`"
            raise refused("not-approved", flag.path, reason)


def _plan_in(data: bytes, job: Job) -> Plan:
    """The one plan of the text; SetupError where none of the endpoint can be read in it."""
    plans = read_plans(job.path, data.decode())
    if len(plans) != 1 or not plans[0].steps:
        raise SetupError("no plan with steps can be read in the draft")
    if all(one.key != job.endpoint.key for one in plans[0].endpoints):
        raise SetupError(f"the draft is no plan of {job.endpoint}")
    return plans[0]
