"""The series: every endpoint gets a plan of its own; each is written as it is made."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Sequence

from agent.chat import ChatError
from agent.core.edits import FileEdit, Intent, blob_id
from agent.core.errors import RefusedError, WaltzError
from agent.core.plan import Plan
from agent.core.series import Job, Noted, Row, last_notes, places, plan_of
from agent.core.spec import Endpoint, Listed
from agent.core.trailers import compose
from agent.core.values import dataclass
from agent.drafters.builtin.planning.places.planpath import usual_stem
from agent.ports import Committed, Ports, Record
from agent.turns.lanes import in_lanes
from agent.turns.profiling import Choice
from agent.turns.seriesdrafts import Drafting, Failed, Made
from agent.turns.subjects import worded

# What the next request would only meet again.
_FINAL = frozenset(("key", "forbidden", "no-model", "budget"))
_LISTED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What a series has before it: rows that are settled, and the jobs in their order."""

    rows: tuple[Row, ...]
    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What a series is run with; its library stays as it is while it runs."""

    ports: Ports
    record: Record
    choice: Choice
    workers: int = 1

    def outlook(self, listed: Sequence[Listed], only: str = "") -> Outlook:
        """What is planned already, and what gets which file; an interrupted series goes on."""
        wanted = [one.endpoint for one in listed if _fits(one.endpoint, only)]
        plans = self.ports.library.plans()
        known = {each.key: plan for plan in plans for each in plan.endpoints}
        keys = {one.endpoint.key for one in listed}
        loose = [one for one in plans if not any(each.key in keys for each in one.endpoints)]
        notes = last_notes(self.record.notes())
        rows: list[Row] = []
        stems: dict[Endpoint, str] = {}
        for endpoint in wanted:
            plan = plan_of(endpoint, known, loose)
            if plan is None:
                stems[endpoint] = usual_stem(endpoint)
            else:
                rows.append(self._settled(endpoint, plan, notes.get(str(endpoint))))
        taken = frozenset((*self.ports.repo.paths(), *(plan.path for plan in plans)))
        files = places(stems, self.choice.profile.saved_as, taken, notes)
        jobs = tuple(Job(endpoint=one, path=path) for one, path in files.items())
        return Outlook(rows=tuple(rows), jobs=jobs)

    def _settled(self, endpoint: Endpoint, plan: Plan, note: Noted | None) -> Row:
        """An endpoint with a plan: this series' own, as it was written, or anybody's."""
        own = note is not None and note.blob is not None and note.path == plan.path
        now = self.ports.worktree.read(plan.path) if own else None
        if note and note.blob and now is not None and blob_id(now, like=note.blob) == note.blob:
            return Row(endpoint=endpoint, outcome="earlier", path=plan.path)
        return Row(endpoint=endpoint, outcome="there", path=plan.path)

    def run(self, jobs: Sequence[Job]) -> Iterator[Row]:
        """A row for each as it is written; those that failed are tried again at the end.

        ChatError where no further request can succeed.
        """
        self.record.add(Noted(endpoint=str(job.endpoint), path=job.path) for job in jobs)
        drafting = Drafting(self.ports, self.choice)
        again: list[Job] = []
        for done in in_lanes(jobs, drafting.prepared, self.workers):
            row = self._write(done, drafting)
            if row.outcome == "failed":
                again.append(done.job)
            else:
                yield row
        for job in again:
            yield self._write(drafting.prepared(job)(), drafting)

    def _write(self, done: Made | Failed, drafting: Drafting) -> Row:
        if isinstance(done, Failed):
            return _failed(done.job, done.error)
        job = done.job
        blob = blob_id(done.data, like=drafting.head)
        self.record.add([Noted(endpoint=str(job.endpoint), path=job.path, blob=blob)])
        try:
            self.ports.worktree.create(job.path, done.data)
        except RefusedError as error:
            return _failed(job, error)
        drafting.siblings.add(job.endpoint, done.plan)
        return Row(endpoint=job.endpoint, outcome="planned", path=job.path, findings=done.findings)

    def commit(self) -> Committed | None:
        """One commit of what the record names and the disk still holds; None for nothing.

        RefusedError where git refuses: the record stays, and the next run commits.
        """
        edits = tuple(self._edits())
        done = None
        if edits:
            head = self.ports.repo.head()
            count = f"{len(edits)} endpoints" if len(edits) > 1 else "1 endpoint"
            message = compose(
                worded(self.ports, "docs", f"plan {count}"), "\n".join(self._told(edits)), ()
            )
            intent = Intent(edits=edits, head=head.commit, branch=head.branch, message=message)
            done = self.ports.repo.commit(intent)
        self.record.forget()
        return done

    def _edits(self) -> Iterator[FileEdit]:
        """Those that are as they were written, in no commit, and not ignored by git."""
        changed = frozenset(self.ports.repo.changed())
        for note in last_notes(self.record.notes()).values():
            if note.blob is None or note.path not in changed:
                continue
            now = self.ports.worktree.read(note.path)
            if now is not None and blob_id(now, like=note.blob) == note.blob:
                yield FileEdit(path=note.path, before=None, after=note.blob)

    def _told(self, edits: Sequence[FileEdit]) -> Iterator[str]:
        paths = {edit.path for edit in edits}
        own = [one for one in last_notes(self.record.notes()).values() if one.path in paths]
        yield from (f"- {one.endpoint}: {one.path}" for one in own[:_LISTED])
        if len(own) > _LISTED:
            yield f"- and {len(own) - _LISTED} more"


def _fits(endpoint: Endpoint, only: str) -> bool:
    """Whether `only`, a glob over `METHOD /path` or the path alone, leaves it in."""
    names = (str(endpoint), endpoint.path)
    return not only or any(fnmatch.fnmatchcase(name, only) for name in names)


def _failed(job: Job, error: Exception) -> Row:
    """A row that says why; what no other request would mend ends the series."""
    if isinstance(error, ChatError) and error.kind in _FINAL:
        raise error
    told = str(error) if isinstance(error, WaltzError) else f"{type(error).__name__}: {error}"
    return Row(endpoint=job.endpoint, outcome="failed", why=told)
