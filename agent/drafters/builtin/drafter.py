"""The built-in drafter: it transcribes, fills templates, and leaves the rest to the user."""

from __future__ import annotations

from agent.core.plan import Question
from agent.drafter import Asked, Draft, Nothing, PlanDraft, PlanRequest, Sent, StepRequest, Unable
from agent.drafters.builtin.crud.facts import facts
from agent.drafters.builtin.crud.proposal import propose_roles
from agent.drafters.builtin.phrases import spoken
from agent.drafters.builtin.plan import plan, questions
from agent.drafters.builtin.replying import answer
from agent.drafters.builtin.steps import roles_of
from agent.drafters.builtin.transcribe import transcribe


class BuiltIn:
    """A drafter without a model; pure, it reads only through the request."""

    def questions(self, request: PlanRequest) -> tuple[Question, ...]:
        """At most three, each with options, only where the answer changes the plan."""
        return questions(request)

    def plan(self, request: PlanRequest) -> PlanDraft | Unable:
        """A plan; Unable when the note cannot be used."""
        return plan(request)

    def propose(self, request: StepRequest) -> Draft | Unable | Nothing:
        """The step's new bytes; Unable leaves it to the user's hands."""
        literal = transcribe(request)
        if literal is not None:
            return literal
        roles = roles_of(request.step)
        if not roles:
            reason = spoken(request.plan).say("hand-yours")
            return Unable(reason=reason, facts=facts(request, None))
        return propose_roles(request, roles)

    def reply(self, asked: Asked) -> str | Unable:
        """It has no words of its own: documents, plan and code have."""
        return answer(asked)

    def context(self) -> tuple[Sent, ...]:
        """Nothing leaves this machine."""
        return ()

    def rest(self) -> None:
        """It keeps nothing of a batch."""
