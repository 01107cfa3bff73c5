"""One plan of several endpoints: drafted by the built-in rules, in a file and commit of its own."""

from __future__ import annotations

from collections.abc import Sequence

from agent.core.edits import FileEdit, Intent, blob_id
from agent.core.errors import UsageError
from agent.core.series import Job, places, plan_of
from agent.core.spec import Endpoint
from agent.core.trailers import compose
from agent.drafters.builtin.planning.places.planpath import usual_stem
from agent.drafters.builtin.together.labels import labels_of
from agent.drafters.builtin.together.plan import together
from agent.ports import Committed, Ports
from agent.turns.profiling import Choice
from agent.turns.seriesdrafts import Drafting, Made
from agent.turns.subjects import worded

_FEWEST = 2


def drafted(ports: Ports, choice: Choice, wanted: Sequence[Endpoint]) -> Made:
    """The plan of all of these; UsageError for fewer than two, or one that has a plan."""
    endpoints = list({one.key: one for one in wanted}.values())
    if len(endpoints) < _FEWEST:
        raise UsageError("--together is for two endpoints or more")
    plans = ports.library.plans()
    known = {each.key: plan for plan in plans for each in plan.endpoints}
    for one in endpoints:
        found = plan_of(one, known, ())
        if found is not None:
            raise UsageError(f"{one} is planned already in {found.path}: leave it out")
    base = labels_of(endpoints).base or endpoints[0].path
    stem = usual_stem(Endpoint(method="GET", path=base)).removeprefix("get-")
    taken = frozenset((*ports.repo.paths(), *(plan.path for plan in plans)))
    path = places({endpoints[0]: stem}, choice.profile.saved_as, taken, {})[endpoints[0]]
    drafting = Drafting(ports, choice)
    jobs = [Job(endpoint=one, path=path) for one in endpoints]
    requests = [drafting.request(job, tuple(plans)) for job in jobs]
    return drafting.read(jobs[0], together(requests).text, requests[0].spec)


def saved(ports: Ports, made: Made) -> Committed | None:
    """The plan on disk and in a commit of its own; no commit where git ignores it."""
    path, head = made.job.path, ports.repo.head()
    ports.worktree.create({path: made.data})
    if path not in ports.repo.changed():
        return None
    edit = FileEdit(path=path, before=None, after=blob_id(made.data, like=head.commit))
    told = "\n".join(f"- {one}: {path}" for one in made.plan.endpoints)
    subject = worded(ports, "docs", f"plan {len(made.plan.endpoints)} endpoints")
    message = compose(subject, told, ())
    return ports.repo.commit(
        Intent(edits=(edit,), head=head.commit, branch=head.branch, message=message)
    )
