"""The drafter that asks a chat model, under the gates of any other."""

from __future__ import annotations

from agent.core.plan import Question
from agent.core.values import dataclass
from agent.drafter import (
    Asked,
    Draft,
    Drafter,
    Nothing,
    PlanDraft,
    PlanRequest,
    Sent,
    StepRequest,
    Unable,
)
from agent.drafters.model.planning import Planner
from agent.drafters.model.writing import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelDrafter:
    """Plans and writes with models; what none is named for, `plain`, the built-in drafter, does.

    What the user has to be asked before a plan follows from the documents' gaps alone, so that is
    the built-in drafter's work.
    """

    planner: Planner | None
    writer: Writer | None
    plain: Drafter

    def questions(self, request: PlanRequest) -> tuple[Question, ...]:
        """At most three, each with options, only where the answer changes the plan."""
        return self.plain.questions(request)

    def plan(self, request: PlanRequest) -> PlanDraft | Unable:
        """A plan; Unable when the note cannot be used."""
        return (self.planner or self.plain).plan(request)

    def propose(self, request: StepRequest) -> Draft | Unable | Nothing:
        """The step's new bytes; Unable leaves it to the user's hands."""
        return (self.writer or self.plain).propose(request)

    def reply(self, asked: Asked) -> str | Unable:
        """What there is to say to the question, as Markdown."""
        return (self.writer or self.plain).reply(asked)

    def context(self) -> tuple[Sent, ...]:
        """What was sent to the model in the open batch, in its order."""
        return (self.writer or self.plain).context()

    def rest(self) -> None:
        """The batch is over: what was said in it is dropped."""
        (self.writer or self.plain).rest()
