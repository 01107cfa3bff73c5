"""The loop: compute the move, do it, write down what happened; a line answers or commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from agent import lazy
from agent.chat import ChatError
from agent.core.answers import answer
from agent.core.check import Runs, digest
from agent.core.documents import RepoPath
from agent.core.durable import comes_after, comes_first
from agent.core.errors import (
    DeclinedError,
    EndpointError,
    ExitCode,
    RefusedError,
    SetupError,
    UsageError,
    WaitingError,
)
from agent.core.events import (
    EndpointLeft,
    ErrandDropped,
    Event,
    PlanUnchanged,
    Telling,
    TokensSpent,
)
from agent.core.fold import apply
from agent.core.gates import AskConfirm, AskDone, AskEndpoint, AskHands, AskQuestion, Gate
from agent.core.giving_up import BY_YOU, given_up
from agent.core.misfit import Misfit
from agent.core.moves import Action, next_move
from agent.core.page import Page
from agent.core.replies import Hint, Wanted
from agent.core.session import Errand, Session, Waiting, Working
from agent.core.verdicts import dropping
from agent.core.work import (
    BatchEnded,
    ChangeCommitted,
    ChecksRun,
    ChecksTrusted,
    DraftUnchanged,
    Refused,
    StepKindChanged,
)
from agent.dialogue import Ask, Completion
from agent.narration import narrate
from agent.pages.facts import Facts
from agent.pages.gates import gate_page, news
from agent.pages.spending import so_far
from agent.ports import Ports
from agent.sessions import Journal
from agent.speaking import speaking
from agent.turn import perform
from agent.turns.facts import facts
from agent.turns.flagging import with_flags
from agent.turns.interrupting import around
from agent.turns.shelling import ran
from agent.turns.wishes import grant

# The same gate may be open after it: what has been said meanwhile is shown.
_SHOWN_ANEW = (EndpointLeft, PlanUnchanged, DraftUnchanged, ChecksRun, StepKindChanged)
_OPEN_GATES = (AskEndpoint, AskDone, AskQuestion, AskConfirm, AskHands)


@dataclass(slots=True, kw_only=True)
class Conversation:
    """One run of the loop. `attended`: somebody is there to ask again.

    `command` goes on with it from the user's shell. `complete` makes for a gate what offers words
    for Tab, given the text before the cursor. `typed` is the answer to the first question, where
    it was asked already; `behind` is loaded behind the first one, where not.
    """

    session: Session
    journal: Journal
    ports: Ports
    attended: bool
    command: str = "waltz"
    complete: Callable[[Gate], Callable[[str], tuple[Completion, ...]]] = lambda _: lambda _: ()
    shown: Gate | None = None
    page: Page = ()
    again: bool = False
    output: str = ""
    warned: str = ""
    unhappy: bool = False
    typed: str | None = None
    behind: Callable[[], object] | None = None
    told: str | None = None
    last: Event | None = None

    def __post_init__(self) -> None:
        self.ports = speaking(self.ports, lambda: self.session)

    def run(self) -> ExitCode:
        """Until the user leaves. WaitingError or DeclinedError when nobody is there."""
        try:
            while True:
                self._ask(self.settle())
        except EOFError:
            self.ports.screen.say(f"saved; `{self.command}` goes on from here", "dim")
            return ExitCode.DONE
        except WaitingError as waiting:
            if self.unhappy:
                raise DeclinedError("declined; nothing was written") from waiting
            raise
        finally:
            self.journal.sync()

    def settle(self) -> Gate:
        """Do what needs no answer; the gate that is open then."""
        while True:
            move = next_move(self.session)
            if isinstance(move, Gate):
                return move
            if comes_after(move, self.session, model=self.ports.models.name, last=self.last):
                self.journal.sync()
            self._do(move)

    def finish_errand(self) -> ExitCode:
        """Ask until the one change that is open is committed or dropped."""
        before = self.session.head
        while isinstance(self.session.stage, Errand):
            gate = self.settle()
            try:
                if isinstance(self.session.stage, Errand):
                    self._ask(gate)
            except EOFError:
                self.record((ErrandDropped(),))
            except WaitingError:
                self.record((ErrandDropped(),))  # where the user left is another place
                raise
        self.journal.sync()
        return ExitCode.DECLINED if self.session.head == before else ExitCode.DONE

    def record(self, events: Iterable[Event]) -> None:
        """Write each event down, then let it count, before the next one comes about."""
        for one in events:
            before = self.session
            event = with_flags(self._telling(one), before, self.ports.repo.load)
            # An event that does not follow must not stand in the journal either.
            after = apply(before, event)
            if isinstance(event, ChecksTrusted) and event.verdict == "yes":
                # Kept first: on resuming only the user's own folder is believed.
                self.ports.trust.allow(digest(before.checks, before.formats))
            self.journal.append(event)
            if comes_first(event):
                self.journal.sync()
            self.session, self.last = after, event
            self._follow(event)
            self.ports.screen.show(narrate(before, event, self._missing))

    def _telling(self, event: Event) -> Event:
        """An answer with what was said at its question of what a commit runs."""
        return replace(event, told=self.told) if isinstance(event, Telling) else event

    def _runs(self) -> Runs:
        found = self.ports.repo.runs()
        self.told = found.digest
        return found

    def _follow(self, event: Event) -> None:
        if isinstance(event, BatchEnded):
            self.unhappy = event.reason in {"declined", "stopped"}
        elif isinstance(event, ChangeCommitted):
            self.unhappy = False
        elif isinstance(event, _SHOWN_ANEW):
            self.shown = None

    def _do(self, action: Action) -> None:
        step = self._step
        try:
            with around(action, self.ports):
                self.record(perform(action, self.session, self.ports))
        except RefusedError as error:
            self._refused(action, error)
        except KeyboardInterrupt:
            self._cancelled(BY_YOU)
        except ChatError as error:
            if not self.attended:
                raise  # nobody is there to ask again
            self.ports.screen.say(str(error), "bad")
            self._cancelled("not drafted: the model gave no answer")
        finally:
            self._count(step)

    @property
    def _step(self) -> str:
        stage = self.session.stage
        return stage.step.id if isinstance(stage, Working) and stage.job else ""

    def _count(self, step: str) -> None:
        """Write down what a model used meanwhile, whatever became of it."""
        self.record(TokensSpent(spent=one, step_id=step) for one in self.ports.models.spent())

    def _refused(self, action: Action, error: RefusedError) -> None:
        """What was refused is given up; where the same would come next, the run ends."""
        stage = self.session.stage
        if isinstance(stage, Working) and stage.job is None:
            raise error
        self.record((Refused(refusal=error.refusal),))
        if next_move(self.session) == action:
            raise error

    def _cancelled(self, why: str) -> None:
        """Ctrl-C during work: the action is given up, and the user is asked what now."""
        events = tuple(given_up(self.session.stage, why))
        if not events and not isinstance(self.session.stage, Waiting):
            raise EOFError
        self.record(events)

    def _ask(self, gate: Gate) -> None:
        if self.typed is not None:
            self.shown = gate
        if gate != self.shown or self.again:
            page = gate_page(self.session, gate, self._facts())
            self.ports.screen.show(news(page, gate, self.page, self.shown))
            self.shown, self.page, self.again = gate, page, False
        ask = Ask(
            approval=not isinstance(gate, _OPEN_GATES),
            complete=self.complete(gate),
            toolbar=lambda: so_far(self.session),
            drawn=self._drawn,
        )
        try:
            text = self.ports.reader.ask(ask) if self.typed is None else self.typed
            self.typed = None
            self.journal.sync()
            self._answer(gate, text)
            self._count(self._step)
        except KeyboardInterrupt:
            self.ports.screen.say("", "plain")
        except (EndpointError, SetupError) as error:
            if not self.attended:
                raise  # nobody is there to name another one, or to make room
            self._hint(str(error))
        except (UsageError, ChatError) as error:
            self._hint(str(error))
        except RefusedError as error:
            self._not_granted(gate, Refused(refusal=error.refusal))

    def _drawn(self, _redraw: Callable[[], None]) -> None:
        self.journal.sync()  # while the user reads
        if self.behind is not None:
            work, self.behind = self.behind, None
            lazy.behind(work)

    def _not_granted(self, gate: Gate, event: Refused) -> None:
        """What the user asked for was refused: written down where the same gate stays open."""
        try:
            stays = next_move(apply(self.session, event)) == gate
        except Misfit:
            stays = False
        if stays:
            self.record((event,))
        else:
            self.ports.screen.say(str(event.refusal), "bad")

    def _answer(self, gate: Gate, text: str) -> None:
        """Whatever comes of it, the question and its keys are shown again where it stays open."""
        stripped, self.again = text.strip(), True
        if stripped.startswith("/") or stripped.casefold() in {"quit", "exit", "help"}:
            late = lazy.load("agent.commands")
            call = late.Call(session=self.session, gate=gate, ports=self.ports, facts=self._facts())
            self.record(late.run_command(call, stripped))
            return
        if stripped.startswith("!"):
            if command := stripped[1:].strip():
                self.output = ran(command, self.ports)
            else:
                self._hint("! and the command to run, e.g. !git status")
            return
        warned, self.warned = self.warned, ""
        match reply := answer(self.session, gate, text):
            case Hint():
                self._hint(reply.text)
            case Wanted():
                if reply.wish == "failed" and not reply.words:
                    reply = replace(reply, words=self.output)
                self.record(grant(self.session, gate, reply, self.ports))
            case _ if self.attended and (cost := dropping(self.session, reply)) not in {"", warned}:
                self.warned = cost
                self._hint(cost)
            case _:
                self.record(reply)

    def _hint(self, text: str) -> None:
        if not self.attended:
            raise WaitingError(text)
        self.ports.screen.say(text, "warn")

    def _missing(self, path: RepoPath) -> bool:
        return self.ports.worktree.read(path) is None

    def _facts(self) -> Facts:
        return facts(self.session, self.ports, self._runs)
