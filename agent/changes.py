"""What has changed in the repository since a session was last worked."""

from __future__ import annotations

from collections.abc import Iterator

from agent import lazy
from agent.core.batch import CLOSED
from agent.core.documents import RepoPath
from agent.core.edits import BlobId, CommitId, FileEdit, blob_id
from agent.core.encodings import readable
from agent.core.plan import Plan, Step, edited_steps, successor
from agent.core.session import Errand, Session
from agent.core.trailers import read_trailers
from agent.core.undo import Conflict, invert
from agent.memory import History
from agent.ports import Repo, Worktree

_ID = 7


def changes(
    session: Session, *, repo: Repo, history: History, worktree: Worktree
) -> tuple[str, ...]:
    """One line for each: another branch, commits that are not the session's, an edited plan."""
    return tuple(_Changes(session, repo, history, worktree).found())


class _Changes:
    """The changes of one session, found in the order they are told."""

    def __init__(self, session: Session, repo: Repo, history: History, worktree: Worktree) -> None:
        self._session = session
        self._repo = repo
        self._history = history
        self._worktree = worktree

    def found(self) -> Iterator[str]:
        session, head = self._session, self._repo.head()
        if head.branch != session.branch:
            began = session.branch or "none"
            yield f"now on {head.branch or 'no branch'}, the session was on {began}"
        if head.commit != session.head:
            yield from self._commits()
        if session.plan is not None and session.plan_blob is not None:
            yield from self._plan(session.plan, session.plan_blob)

    def _plan(self, plan: Plan, blob: BlobId) -> Iterator[str]:
        data = self._worktree.read(plan.path)
        if data is None:
            yield f"{plan.path} is gone"
        elif blob_id(data, like=blob) not in {blob, *_writing(self._session)}:
            yield _edited(plan, readable(data))

    def _commits(self) -> Iterator[str]:
        """The commits that are not the session's, with those of its files that they changed."""
        session = self._session
        made = self._history.since(session.head)
        if made is None:
            yield f"commit {session.head[:_ID]} is no longer in this branch's history"
            return
        ours = _files(session)
        touches = self._history.touching(tuple(ours)) if made else ()
        for record in made:
            trailers = read_trailers(record.message) or {}
            if trailers.get("Waltz-Session") == session.session_id:
                continue
            paths = [one.path for one in touches if one.commit == record.id]
            said = f"commit {record.id[:_ID]} “{record.message.partition(chr(10))[0]}”"
            yield f"{said} touches {self._touched(paths, ours)}" if paths else said

    def _touched(self, paths: list[RepoPath], ours: dict[RepoPath, tuple[Step, CommitId]]) -> str:
        steps = dict.fromkeys(ours[path] for path in paths)
        words = (
            f"step {step.number} {'intact' if self._intact(commit, paths) else 'changed'}"
            for step, commit in steps
        )
        return f"{', '.join(path.value for path in paths)} ({', '.join(words)})"

    def _intact(self, commit: CommitId, paths: list[RepoPath]) -> bool:
        """Whether what the commit made of these files still stands."""
        for edit in self._history.edits(commit):
            if edit.path in paths and not self._stands(edit):
                return False
        return True

    def _stands(self, edit: FileEdit) -> bool:
        """Whether its lines are there: it could be taken back by content, and is not yet."""
        old, new = (
            None if blob is None else self._repo.load(blob) for blob in (edit.before, edit.after)
        )
        now = self._worktree.read(edit.path)
        back = invert(old, new, now)
        return back.reason == "ambiguous" if isinstance(back, Conflict) else back != now


def _files(session: Session) -> dict[RepoPath, tuple[Step, CommitId]]:
    """The files that the closed steps name, each with the last step that was committed for it."""
    steps = {step.id: step for step in session.plan.all_steps()} if session.plan else {}
    return {
        file.path: (steps[one.step_id], one.commit)
        for one in session.closings.values()
        if one.step_id in steps and one.commit is not None and one.state in CLOSED
        for file in steps[one.step_id].files
    }


def _edited(plan: Plan, text: str) -> str:
    now = successor(plan, lazy.load("agent.sources.plans.reading").read_plans(plan.path, text))
    numbers = edited_steps(plan, now) if now else ()
    if not numbers:
        return f"{plan.path} was edited"
    return f"plan step{'s' if len(numbers) > 1 else ''} {', '.join(numbers)} edited ({plan.path})"


def _writing(session: Session) -> Iterator[BlobId | None]:
    """What a change outside any batch has written, or was about to."""
    if isinstance(session.stage, Errand) and session.stage.job.on_disk is not None:
        yield from (edit.after for edit in session.stage.job.on_disk.edits)
