"""The /commands: a tuple of values that hold their functions."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from agent.core.documents import RepoPath
from agent.core.edits import Proposal
from agent.core.encodings import readable
from agent.core.errors import UsageError
from agent.core.events import EndpointLeft, Event, chosen
from agent.core.gates import AskHands, AskPlan, AskRed, AskVerdict, Gate
from agent.core.job import Red
from agent.core.page import Markdown, Span, Verbatim, line
from agent.core.session import Session, Waiting, Working
from agent.core.settings import SETTINGS
from agent.core.steering import close, leave_work, may_leave, reopen, split
from agent.core.values import dataclass
from agent.core.work import ChecksTrusted, Refused, WorkTaken
from agent.pages.context import context_page
from agent.pages.facts import Facts
from agent.pages.helping import gates_page, help_page
from agent.pages.overview import facts_page, status_page
from agent.pages.tries import try_rows
from agent.pages.whole import whole_page
from agent.ports import Ports
from agent.turns.applying import record
from agent.turns.briefing import heard, show_profile, turn_to
from agent.turns.drafting import below
from agent.turns.reporting import report
from agent.turns.settling import propose_settings
from agent.turns.undoing import bring_forward, take_back
from agent.turns.wishes import current_step, named_target


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a command gets: where the conversation is, and the words after its name."""

    session: Session
    gate: Gate
    ports: Ports
    facts: Facts
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One /command: how it is written, what it does in a line, and the function."""

    name: str
    usage: str
    help: str
    run: Callable[[Call], Iterable[Event]]


def run_command(call: Call, text: str) -> Iterable[Event]:
    """The events of the command in this line. UsageError for one that is unknown."""
    try:
        name, *words = shlex.split(text.removeprefix("/")) or ["help"]
    except ValueError:
        name, *words = text.removeprefix("/").split()
    aliases = {"exit": "quit", "q": "quit", "h": "help", "?": "help"}
    found = [one for one in COMMANDS if one.name == aliases.get(name, name)]
    if not found:
        near = [one.name for one in COMMANDS if one.name.startswith(name[:2])]
        raise UsageError(f"/{name} is no command; /{near[0] if near else 'help'}?")
    return found[0].run(replace(call, words=tuple(words)))


def _help(call: Call) -> Iterable[Event]:
    if call.words:
        call.ports.screen.show(gates_page(call.words[0]))
    else:
        usages = ((one.usage, one.help) for one in COMMANDS)
        call.ports.screen.show(help_page(usages, call.gate))
    return ()


def _status(call: Call) -> Iterable[Event]:
    call.ports.screen.show(status_page(call.session))
    return ()


def _plan(call: Call) -> Iterable[Event]:
    plan = call.session.plan
    if isinstance(call.gate, AskPlan):
        text = call.facts.text(call.gate.stage.proposal.edits[0].after)
    elif plan is None:
        raise UsageError("there is no plan yet")
    else:
        text = readable(call.ports.worktree.read(plan.path) or b"")
    call.ports.screen.pager((Markdown(text=text),))
    return ()


def _diff(call: Call) -> Iterable[Event]:
    proposal = _open_diff(call.gate)
    if proposal is None:
        raise UsageError("no diff is open; `!git show` shows the last commit")
    facts = call.facts
    call.ports.screen.show(whole_page(proposal, facts.load, facts.committed))
    return ()


def _open_diff(gate: Gate) -> Proposal | None:
    """What waits for its verdict, or is on disk while its check is red."""
    match gate:
        case AskVerdict():
            return gate.proposal
        case AskRed() | AskHands():
            failed = gate.job.mending
            return failed.proposal if isinstance(failed, Red) else None
        case _:
            return None


def _take(call: Call) -> Iterable[Event]:
    step = current_step(call.session)
    if step is None:
        raise UsageError("/take brings your work on a step: agree on one first")
    if call.words:
        return _taken(call, tuple(RepoPath(_tidy(one)) for one in call.words))
    stage = call.session.stage
    repairs = isinstance(stage, Working) and stage.job is not None and stage.job.base is not None
    named = () if repairs else tuple(file.path for file in step.files)
    changed = call.ports.repo.changed(named) if named else ()
    plan = call.session.plan.path if call.session.plan else None
    paths = changed or tuple(
        one for one in call.ports.repo.changed() if one not in {plan, SETTINGS}
    )
    if not paths:
        raise UsageError("nothing has changed in your tree; make the change, then /take")
    return (WorkTaken(paths=paths),)


def _taken(call: Call, paths: tuple[RepoPath, ...]) -> Iterable[Event]:
    """What is open stays so where nothing has changed in these paths: one may be mistyped."""
    if not any(below(path, paths) for path in call.ports.repo.changed()):
        names = ", ".join(path.value for path in paths)
        raise UsageError(f"nothing of yours has changed in {names}")
    return (WorkTaken(paths=paths),)


def _tidy(text: str) -> str:
    return text.removeprefix("@").removeprefix("./").rstrip("/")


def _done(call: Call) -> Iterable[Event]:
    return close(call.session, call.gate, call.words, "confirmed")


def _skip(call: Call) -> Iterable[Event]:
    return close(call.session, call.gate, call.words, "skipped")


def _todo(call: Call) -> Iterable[Event]:
    return reopen(call.session, call.words)


def _split(call: Call) -> Iterable[Event]:
    return split(call.session, call.words)


def _undo(call: Call) -> Iterable[Event]:
    may_leave(call.session)
    return take_back(call.session, call.ports, call.words[0] if call.words else None)


def _redo(call: Call) -> Iterable[Event]:
    may_leave(call.session)
    return bring_forward(call.session, call.ports, call.words[0] if call.words else None)


def _try(call: Call) -> Iterable[Event]:
    spec = call.facts.spec()
    if spec is None:
        raise UsageError("choose an endpoint first")
    call.ports.screen.show(tuple(try_rows(spec)))
    return ()


def _endpoint(call: Call) -> Iterator[Event]:
    may_leave(call.session)
    named = None
    if call.words:
        named = named_target(" ".join(call.words), call.ports.library)
    yield from leave_work(call.session)
    if call.session.owes_record:
        made = tuple(record(call.session, call.ports))
        yield from made
        if any(isinstance(one, Refused) for one in made):
            return
    yield EndpointLeft()
    if named is not None:
        yield chosen(named)


def _facts(call: Call) -> Iterable[Event]:
    spec = call.facts.spec()
    if spec is None:
        raise UsageError("choose an endpoint first")
    call.ports.screen.show(facts_page(spec, heard(call.session, call.ports)))
    return ()


def _context(call: Call) -> Iterable[Event]:
    sent = call.ports.drafter.context()
    who = call.ports.models.name or call.ports.models.planner
    call.ports.screen.show(context_page(call.ports.library.documents(), sent, who))
    return ()


def _profile(call: Call) -> Iterable[Event]:
    if call.words:
        return turn_to(call.session, call.ports, " ".join(call.words))
    show_profile(call.session, call.ports)
    return ()


def _model(call: Call) -> Iterable[Event]:
    models = call.ports.models
    if call.words:
        models.choose(call.words[0])
    if not models.name and not models.planner:
        said = "no model: the built-in drafter plans, and does what needs no invention"
    else:
        step, plan = (one or "the built-in drafter" for one in (models.name, models.planner))
        said = f"{step} drafts" if step == plan else f"{plan} plans, {step} writes the steps"
    call.ports.screen.say(said)
    return ()


def _checks(call: Call) -> Iterable[Event]:
    session = call.session
    checks = session.checks or call.ports.library.checks()
    if not checks:
        raise UsageError(f"no checks: {SETTINGS} names none")
    said = {True: "they run here", False: "they do not run, as you said", None: "not yet asked"}
    rows = (line(f"  {one.command}", Span(f"   each {one.when}", "dim"), hang=4) for one in checks)
    call.ports.screen.show((*rows, line(f"  {said[session.trusted]}")))
    if session.trusted is not False:
        return ()
    if not isinstance(session.stage, Waiting):
        raise UsageError("/checks asks again between two batches")
    return (ChecksTrusted(verdict="again"),)


def _setup(call: Call) -> Iterable[Event]:
    return propose_settings(call.session, call.ports)


def _report(call: Call) -> Iterable[Event]:
    call.ports.screen.show((Verbatim(report(call.session, call.ports).rstrip("\n")),))
    return ()


def _log(call: Call) -> Iterable[Event]:
    call.ports.screen.say(f"session {call.session.session_id} in {call.session.worktree}")
    return ()


def _quit(call: Call) -> Iterable[Event]:  # noqa: ARG001 - every command takes a call
    raise EOFError


COMMANDS = (
    Command(
        name="help", usage="/help [GATE]", help="this; the answers at a gate, or at all", run=_help
    ),
    Command(name="status", usage="/status", help="where we are, step by step", run=_status),
    Command(name="plan", usage="/plan", help="the plan, whole", run=_plan),
    Command(name="steps", usage="/steps", help="the steps and how each ended", run=_status),
    Command(name="diff", usage="/diff", help="the open diff again", run=_diff),
    Command(name="take", usage="/take [PATH…]", help="your own change is the proposal", run=_take),
    Command(name="done", usage="/done [N] [note]", help="you did it; nothing to commit", run=_done),
    Command(name="todo", usage="/todo N", help="a closed step is open again", run=_todo),
    Command(name="skip", usage="/skip [N] [why]", help="leave a step out", run=_skip),
    Command(name="split", usage="/split N", help="its own items one by one, or back", run=_split),
    Command(name="undo", usage="/undo [N]", help="take a step back, by its content", run=_undo),
    Command(name="redo", usage="/redo [N]", help="bring an undone step back", run=_redo),
    Command(name="try", usage="/try", help="curl lines from the documents", run=_try),
    Command(name="endpoint", usage="/endpoint [NAME]", help="another endpoint", run=_endpoint),
    Command(name="facts", usage="/facts", help="what the documents say, with lines", run=_facts),
    Command(name="context", usage="/context", help="the documents read, and why", run=_context),
    Command(name="checks", usage="/checks", help="your checks; asks again after a no", run=_checks),
    Command(name="setup", usage="/setup", help="proposes settings, where none are", run=_setup),
    Command(
        name="profile",
        usage="/profile [NAME]",
        help="by which prompt plans are drafted",
        run=_profile,
    ),
    Command(name="model", usage="/model [NAME]", help="who drafts, from now on", run=_model),
    Command(name="report", usage="/report", help="Markdown for a pull request", run=_report),
    Command(name="log", usage="/log", help="where this session is kept", run=_log),
    Command(name="quit", usage="/quit", help="leave; `waltz` goes on from here", run=_quit),
)
