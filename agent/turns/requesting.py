"""What a drafter is given for a step, and for a question of the user's."""

from __future__ import annotations

from agent.core.check import CheckResult
from agent.core.decided import decided, feedback
from agent.core.edits import is_blob
from agent.core.encodings import readable
from agent.core.job import ForRepair, ForStep, Job, Red, RedBatch
from agent.core.plan import Step
from agent.core.session import Session, Working
from agent.drafter import Asked, Code, Known, StepRequest, Told
from agent.ports import Ports
from agent.turns.briefing import chosen, code, target
from agent.turns.planning import current_plan


def step_of(job: Job) -> Step:
    """The step that a job is about."""
    if not isinstance(job.purpose, (ForStep, ForRepair)):
        raise TypeError("only a step is drafted")
    return job.purpose.step


def step_request(session: Session, ports: Ports, job: Job, files: Code) -> StepRequest:
    """The job's step, with `files` as the code it builds on."""
    if session.plan is None:
        raise ValueError("a step belongs to a plan")
    return StepRequest(
        step=step_of(job),
        plan=session.plan,
        endpoint=target(session),
        look_up=lambda: _known(session, ports),
        code=files,
        notes=tuple(note for note in job.notes if note not in session.notes),
        settled=session.held,
        batch=_batch(session, job),
        red=_red(job),
        before=session.baseline or (),
        repairs=job.repairs,
        told=lambda: Told(
            rules=chosen(session, ports).profile.rules, documents=ports.library.documents()
        ),
        written=_written(session, ports),
        decided=session.decided,
        closed=tuple(one for one in session.steps if session.closed(one[0].id)),
    )


def _known(session: Session, ports: Ports) -> Known:
    spec = ports.library.spec(target(session))
    standing = (*(one.text for one in decided(spec)), *said_for_plan(session, ports))
    return Known(spec=spec, rules=ports.library.rules(), standing=tuple(dict.fromkeys(standing)))


def _written(session: Session, ports: Ports) -> str:
    """The plan as its file held it when it was read last."""
    if session.plan is None or session.plan_blob is None:
        return ""
    data = ports.worktree.read(session.plan.path)
    if not is_blob(data, session.plan_blob):
        data = ports.repo.load(session.plan_blob)
    lines = readable(data or b"").split("\n")
    return "\n".join(lines[session.plan.line - 1 : session.plan.last]).strip()


def said_for_plan(session: Session, ports: Ports) -> tuple[str, ...]:
    """What the user said for this plan, as its file holds it now, and for the next steps."""
    plan = current_plan(session.plan, ports) if session.plan else None
    return (*(feedback(plan) if plan else ()), *session.notes)


def _batch(session: Session, job: Job) -> tuple[Step, ...]:
    """The job's step and those of its batch that come after it and are drafted."""
    step, stage = step_of(job), session.stage
    if not isinstance(job.purpose, ForStep) or not isinstance(stage, Working):
        return (step,)
    steps = stage.batch.steps
    at = next((n for n, one in enumerate(steps) if one.id == step.id), len(steps))
    later = steps[at + 1 :]
    kinds = {one.id: session.kinds.get(one.id, one.kind) for one in later}
    return (step, *(one for one in later if kinds[one.id] == "edit"))


def _red(job: Job) -> tuple[CheckResult, ...]:
    """What failed on the files that the draft is made on."""
    if not isinstance(job.red, (Red, RedBatch)):
        return ()
    return tuple(one for one in job.red.results if not one.passed and not one.red_before)


def asked(session: Session, ports: Ports, words: str) -> Asked:
    """The user's question, with what is known where the conversation stands."""
    spec = ports.library.spec(target(session))
    return Asked(
        words=words,
        spec=spec,
        code=code(ports),
        plan=session.plan,
        rules=ports.library.rules(),
        written=_written(session, ports),
    )
