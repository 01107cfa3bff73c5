"""Which checks a change must pass before its commit."""

from __future__ import annotations

from agent.core.documents import RepoPath
from agent.core.job import ForRedo, ForUndo, Job
from agent.core.session import Errand, Session, Working


def due(session: Session, changed: tuple[RepoPath, ...]) -> tuple[int, ...]:
    """Which of the session's checks this change must pass before its commit, by index.

    Those of the batch are due with the last step of it that can still make a commit.
    """
    match session.stage:
        case Working() as working:
            later = working.batch.steps[working.index + 1 :]
            kinds = {session.kinds.get(step.id, step.kind) for step in later}
            last = kinds <= {"confirm", "covered"}
        case Errand(job=job) if is_checked(job):
            last = False
        case _:
            return ()
    return tuple(
        index
        for index, check in enumerate(session.checks if session.trusted else ())
        if check.applies(changed) and (check.when == "step" or last)
    )


def is_checked(job: Job) -> bool:
    """Whether a change outside any batch is one of code: a step taken back, or made again."""
    return isinstance(job.purpose, (ForUndo, ForRedo))
