"""The series: every endpoint gets a plan of its own; each is written as it is made."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Iterator, Sequence

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
    """What a series is run with; its library stays as it is while it runs.

    So many plans are written `together`: with a model each is one, for it was paid for.
    """

    ports: Ports
    record: Record
    choice: Choice
    workers: int = 1
    together: int = 1

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
        failed: set[Endpoint] = set()
        for row in self._written(in_lanes(jobs, drafting.prepared, self.workers), drafting):
            if row.outcome == "failed":
                failed.add(row.endpoint)
            else:
                yield row
        again = (drafting.prepared(job)() for job in jobs if job.endpoint in failed)
        yield from self._written(again, drafting)

    def _written(self, made: Iterable[Made | Failed], drafting: Drafting) -> Iterator[Row]:
        """The rows of what is made, in its order; the next may agree with it before it is there."""
        waiting: list[Made] = []
        for done in made:
            if isinstance(done, Failed):
                yield from self._write(waiting, drafting)
                waiting = []
                yield _failed(done.job, done.error)
                continue
            drafting.siblings.add(done.job.endpoint, done.plan)
            waiting.append(done)
            if len(waiting) >= self.together:
                yield from self._write(waiting, drafting)
                waiting = []
        yield from self._write(waiting, drafting)

    def _write(self, made: Sequence[Made], drafting: Drafting) -> Iterator[Row]:
        """All at once, as one disk is asked; each alone where one of them is refused."""
        if not made:
            return
        jobs = [one.job for one in made]
        blobs = [blob_id(one.data, like=drafting.head) for one in made]
        self.record.add(
            Noted(endpoint=str(job.endpoint), path=job.path, blob=blob)
            for job, blob in zip(jobs, blobs, strict=True)
        )
        try:
            self.ports.worktree.create({one.job.path: one.data for one in made})
        except RefusedError as error:
            if len(made) == 1:
                yield _failed(jobs[0], error)
            else:
                for one in made:
                    yield from self._write([one], drafting)
            return
        yield from map(_planned, made)

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


def _planned(made: Made) -> Row:
    job = made.job
    return Row(endpoint=job.endpoint, outcome="planned", path=job.path, findings=made.findings)


def _failed(job: Job, error: Exception) -> Row:
    """A row that says why; what no other request would mend ends the series."""
    if isinstance(error, ChatError) and error.kind in _FINAL:
        raise error
    told = str(error) if isinstance(error, WaltzError) else f"{type(error).__name__}: {error}"
    return Row(endpoint=job.endpoint, outcome="failed", why=told)
