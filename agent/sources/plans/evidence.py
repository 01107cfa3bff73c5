"""What speaks for a step of an adopted plan being done already; the user decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from agent.core.documents import RepoPath
from agent.core.plan import Plan, Step, StepFile
from agent.memory import Touch

_ID = 7


def evidence(
    plan: Plan,
    *,
    exists: Callable[[RepoPath], bool],
    touching: Callable[[Sequence[RepoPath]], Sequence[Touch]],
) -> tuple[tuple[str, ...], ...]:
    """For each step a phrase for each sign: a ticked box, commits on named files, files there."""
    named = dict.fromkeys(file.path for step in plan.steps for file in step.files)
    touches = touching((*named, plan.path))
    since = _since(plan.path, touches)
    return tuple(_signs(step, exists, touches, since) for step in plan.steps)


def _since(plan: RepoPath, touches: Sequence[Touch]) -> Sequence[Touch]:
    """The touches that are no older than the plan, as far as can be seen."""
    made = next((one.commit for one in touches if one.path == plan and one.added), None)
    same = [at for at, one in enumerate(touches) if one.commit == made]
    return touches[: same[-1] + 1] if same else touches


def _signs(
    step: Step,
    exists: Callable[[RepoPath], bool],
    touches: Sequence[Touch],
    since: Sequence[Touch],
) -> tuple[str, ...]:
    signs = ["ticked"] if step.ticked else []
    for file in step.files:
        touch = _newest(file, touches)
        if touch is not None:
            did = "added" if touch.added else "touched"
            old = "" if touch in since else ", before the plan"
            gone = "" if exists(file.path) else ", gone since"
            signs.append(f"{touch.commit[:_ID]} ({touch.ago}) {did} {file.path}{old}{gone}")
        elif exists(file.path):
            # Of a file that the plan itself found there, this says little; the user sees that.
            before = ", as the plan says" if file.new is False else ""
            signs.append(f"file there: {file.path}{before}")
    return tuple(signs)


def _newest(file: StepFile, touches: Sequence[Touch]) -> Touch | None:
    """The newest change of the file; of one that the plan calls new, the commit that made it."""
    own = (one for one in touches if one.path == file.path and (one.added or not file.new))
    return next(own, None)
