from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from story import ENDPOINT, Story
from world import PATHS, Tape, World, resumed

from agent.core.answers import answer
from agent.core.edits import CommitId, Proposal
from agent.core.events import (
    EndpointChosen,
    EndpointLeft,
    ErrandStarted,
    Event,
    PlanReviewed,
)
from agent.core.gates import (
    AskBatch,
    AskBranch,
    AskConfirm,
    AskDirty,
    AskDone,
    AskEndpoint,
    AskHands,
    AskNothing,
    AskPage,
    AskPlan,
    AskQuestion,
    AskRecord,
    AskRed,
    AskScope,
    AskSurprise,
    AskTrust,
    AskVerdict,
    Gate,
)
from agent.core.job import Approved, ForStep, ForUndo
from agent.core.moves import (
    Action,
    next_move,
)
from agent.core.plan import Step
from agent.core.replies import Hint, Wanted
from agent.core.session import Errand, Waiting, Working
from agent.core.summary import Summary
from agent.core.work import (
    ApplyIntended,
    BatchAgreed,
    BatchEnded,
    BatchSummarised,
    ChangeCommitted,
    PageReviewed,
    ProposalMade,
    ProposalReviewed,
    StepFailed,
    WorkTaken,
)

LINES = (
    *(
        "y",
        "y",
        "y",
        "y",
        "",
        "n",
        "n not so",
        "yes please",
        "y 1",
        "1",
        "1-3",
        "2,1",
        "1-4",
        "2.1",
    ),
    *("skip 1", "split 2", "kind 1 confirm", "kind take", "skip 9", "what about tests", "all"),
    *("none", "a", "s", "stop", "e", "m fix: it", "d", "f it broke", "r try", "k", "p", "i", "u"),
    *("covered", "2", "3", "?", "o", "v", "no", "m"),
)
FITTING: dict[type, tuple[str, ...]] = {
    AskEndpoint: ("1",),
    AskDone: ("none", "1", "1-2"),
    AskQuestion: ("a", "my own"),
    AskPlan: ("y", "y", "shorter"),
    AskBatch: ("", "", "", "1", "skip 1", "split 2", "words"),
    AskTrust: ("y", "y", "n"),
    AskHands: ("words", "s", "covered", "stop", "k", "p", "again"),
    AskNothing: ("y", "more", "s"),
    AskConfirm: ("d", "f broken", "f broken", "s"),
    AskDirty: ("i", "i", "stop"),
    AskVerdict: ("y", "y", "y", "y", "n why", "a", "s", "y 1", "n", "stop"),
    AskBranch: ("y", "stop"),
    AskPage: ("y", "y", "n"),
    AskRed: ("r", "r", "k", "p", "again"),
    AskSurprise: ("k", "u"),
    AskScope: ("1", "2", "3", "n"),
    AskRecord: ("y", "n"),
}
MOST_ACTIONS = 20


@dataclass
class Game:
    """The pure machine with a player, a drafter and a world that do what the tape says."""

    tape: Tape
    story: Story = field(default_factory=Story)
    allowed: set[str] = field(default_factory=set)
    left: int = 0
    since: int = 0

    def __post_init__(self) -> None:
        self.world = World(self.tape, self.story)

    def play(self) -> None:
        while not self.tape.spent:
            move = next_move(self.story.session)
            if isinstance(move, Gate):
                self.since = 0
                self._nothing_is_left_behind(move)
                self._answer(move)
            else:
                self.since += 1
                assert self.since <= MOST_ACTIONS, move
                self._do(move)

    def _do(self, action: Action) -> None:
        for event in self.world.perform(action):
            self._record(event)
            if self.tape.one_in(40):
                self._record(resumed(self.story.session))
                return

    def _record(self, event: Event) -> None:
        self._is_allowed(event)
        self.story.tell(event)

    def _is_allowed(self, event: Event) -> None:
        stage = self.story.session.stage
        match event:
            case ProposalReviewed(verdict="yes") | PlanReviewed(verdict="yes"):
                self.allowed.add(event.digest)
            case PageReviewed(verdict="yes"):
                self.allowed.update(event.digests)
            case BatchAgreed():
                assert isinstance(stage, Waiting)
                self.left = len(event.batch.steps)
                assert self.left <= 3
            case ApplyIntended():
                phase = self.story.job.phase
                assert isinstance(phase, Approved)
                assert phase.proposal.digest in self.allowed
            case ChangeCommitted() if isinstance(self.story.job.purpose, ForStep):
                self.left -= 1
                assert self.left >= 0, "a fourth step"
            case _:
                pass

    def _nothing_is_left_behind(self, gate: Gate) -> None:
        if isinstance(gate, AskBatch | AskEndpoint):
            ours = {p for p in self.world.disk if p not in self.world.yours}
            left = {p for p in ours if self.world.disk[p] != self.world.head.get(p)}
            assert not left, "approved bytes stand in the tree without a commit"

    def _answer(self, gate: Gate) -> None:
        if self.tape.number(12) == 11:
            self._command(gate)
            return
        lines = LINES if self.tape.one_in(4) else FITTING[type(gate)]
        reply = answer(self.story.session, gate, self.tape.choose(lines))
        match reply:
            case Hint():
                assert reply.text
            case Wanted():
                for event in self._grant(gate, reply):
                    self._record(event)
            case _:
                for event in reply:
                    self._record(event)

    def _grant(self, gate: Gate, wanted: Wanted) -> Iterator[Event]:
        match wanted.wish, gate:
            case "choose-endpoint", _:
                yield EndpointChosen(endpoint=ENDPOINT)
            case "next-endpoint", _:
                yield EndpointLeft()
            case "failed", _:
                done = self._committed()
                if done is not None:
                    yield StepFailed(repaired=done, note=wanted.words)
            case "take-back", _:
                yield from self._undo()
            case _:
                yield from self._reworked(gate, wanted)

    def _reworked(self, gate: Gate, wanted: Wanted) -> Iterator[Event]:
        match wanted.wish, gate:
            case "edit-plan", AskPlan():
                yield self.world.plan_drafted()
            case "edit-proposal", AskVerdict():
                edits = tuple(replace(e, after=self.world.blob()) for e in gate.proposal.edits)
                yield ProposalMade(proposal=replace(gate.proposal, edits=edits))
            case "keep-files", AskVerdict():
                kept = gate.proposal.only(gate.proposal.paths[:1])
                yield ProposalMade(proposal=kept)
                if not kept.dirty:
                    yield ProposalReviewed(digest=kept.digest, verdict="yes")
            case _:
                pass

    def _command(self, gate: Gate) -> None:
        commands: tuple[Callable[[Gate], Iterator[Event]], ...] = (
            self._take,
            self._endpoint,
            lambda _: self._undo(),
        )
        for event in self.tape.choose(commands)(gate):
            self._record(event)

    def _take(self, _gate: Gate) -> Iterator[Event]:
        stage = self.story.session.stage
        if not isinstance(stage, Working) or stage.job is None:
            return
        path = self.tape.choose(PATHS)
        self.world.typed(path)
        yield WorkTaken(paths=(path,))

    def _endpoint(self, _gate: Gate) -> Iterator[Event]:
        if self._free():
            yield from self._leave()
            yield EndpointLeft()

    def _undo(self) -> Iterator[Event]:
        done = self._committed()
        if done is None or not self._free():
            return
        edits = self.world.edits(self.world.disk, PATHS[:1])
        dirty = self.world.dirty(PATHS[:1], None)
        purpose = ForUndo(step_id=done.id, commit=CommitId("c"))
        yield ErrandStarted(
            purpose=purpose, proposal=Proposal(edits=edits, subject="revert: it", dirty=dirty)
        )

    def _free(self) -> bool:
        stage = self.story.session.stage
        job = stage.job if isinstance(stage, Working | Errand) else None
        return not isinstance(stage, Errand) and (job is None or job.on_disk is None)

    def _leave(self) -> Iterator[Event]:
        stage = self.story.session.stage
        if isinstance(stage, Working):
            yield BatchEnded(reason="stopped")
            yield BatchSummarised(summary=Summary(results=stage.results, reason="stopped"))

    def _committed(self) -> Step | None:
        session = self.story.session
        ids = {one.step_id for one in session.closings.values() if one.commit}
        steps = session.plan.all_steps() if session.plan else ()
        return next((step for step in steps if step.id in ids), None)
