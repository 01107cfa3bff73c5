"""/help: the commands, and the gates with all their answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from agent.core import gates
from agent.core.gates import Gate
from agent.core.page import Block, Page, Span, line
from agent.core.values import dataclass

_COLUMN = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """A gate: its name, as `waiting_at` says it, what is decided there, and how."""

    gate: type[Gate]
    name: str
    what: str
    answers: str


GATES = (
    Waits(
        gate=gates.AskEndpoint,
        name="endpoint",
        what="which endpoint",
        answers="its method and path, a part of them, or its number; Tab lists them",
    ),
    Waits(
        gate=gates.AskDone,
        name="done",
        what="a plan that was there: which steps are done",
        answers="1-3, 2,5, all, none; v shows the plan",
    ),
    Waits(
        gate=gates.AskQuestion,
        name="question",
        what="a question that changes the plan",
        answers="a letter, or your own words",
    ),
    Waits(
        gate=gates.AskPlan,
        name="plan",
        what="a drafted plan",
        answers="y saves and commits it; e edit, v view, m subject; words: what to change",
    ),
    Waits(
        gate=gates.AskSteps,
        name="steps",
        what="a plan without steps",
        answers="d drafts them, e edit, v view, Enter reads it again, o another endpoint",
    ),
    Waits(
        gate=gates.AskBatch,
        name="agree",
        what="the next steps, three at most",
        answers="Enter or y; 2, 1-3 or 4,2; skip N [why], split N, unsplit N, "
        "kind N edit|take|confirm|covered; words are feedback",
    ),
    Waits(
        gate=gates.AskTrust,
        name="trust",
        what="checks and formatters are to run",
        answers="y, n; asked again when they change",
    ),
    Waits(
        gate=gates.AskDirty,
        name="dirty",
        what="a file of the step has changes of yours",
        answers="i takes them into the commit, v shows them, stop",
    ),
    Waits(
        gate=gates.AskVerdict,
        name="diff",
        what="a diff",
        answers="y, y 1,3 (these files), n why or words (n alone, twice, ends the batch), e edit, "
        "m subject, v view, s [why] skips, a (the rest of the batch as one page), stop; "
        "yes, the whole word, where ! flags it",
    ),
    Waits(
        gate=gates.AskPage,
        name="page",
        what="the rest of the batch as one page",
        answers="y for all, n back to the diff",
    ),
    Waits(
        gate=gates.AskHands,
        name="hands",
        what="a step that is yours",
        answers="/take [PATH…] brings your change, e edits its files, s [why] skips, covered, "
        "kind K, stop; words: what to draft",
    ),
    Waits(
        gate=gates.AskNothing,
        name="nothing",
        what="a step that needs no change",
        answers="y closes it so, s [why] skips, stop; words: what is missing",
    ),
    Waits(
        gate=gates.AskConfirm,
        name="confirm",
        what="a step that you do and confirm",
        answers="d [note] done, f [what you saw] failed, !command runs one, s [why] skips, stop",
    ),
    Waits(
        gate=gates.AskRed,
        name="red",
        what="a check failed",
        answers="r [words] repairs, again, p puts back, k keeps it red, o the output, stop",
    ),
    Waits(
        gate=gates.AskSurprise,
        name="surprise",
        what="a hook changed the commit",
        answers="k keeps what it made, u takes the commit back",
    ),
    Waits(
        gate=gates.AskScope,
        name="scope",
        what="where your words hold",
        answers="1 the next steps, 2 this plan, 3 every endpoint, n nothing",
    ),
    Waits(
        gate=gates.AskBranch,
        name="branch",
        what="another branch is checked out",
        answers="y goes on there, stop",
    ),
    Waits(
        gate=gates.AskRecord,
        name="record",
        what="steps that ended without a commit",
        answers="y records them in a commit without files, n",
    ),
)


def gate_name(gate: Gate) -> str:
    """What `waiting_at` says of it."""
    return next(one.name for one in GATES if isinstance(gate, one.gate))


def gates_page(named: str) -> Page:
    """The gate of this name, else every gate: what is decided there, and all its answers."""
    found = [one for one in GATES if one.name == named]
    return tuple(_gates(found or GATES, whole=not found))


def _gates(gates: Iterable[Waits], *, whole: bool) -> Iterator[Block]:
    if whole:
        yield line("Where Waltz waits, as `waltz status` names it, and what can be answered:")
    for one in gates:
        yield line(Span(f"  {one.name:<10}", "key"), one.what, hang=12)
        yield line(Span(f"{'':<12}{one.answers}", "dim"), hang=12)
    if whole:
        yield line("Everywhere: /commands, ? question, !command. Ctrl-D leaves, nothing is lost.")


def help_page(commands: Iterable[tuple[str, str]], gate: Gate) -> Page:
    """Each command with what it does, what is typed beside them; last, the answers right here."""
    beside = (
        ("? question", "what documents, plan or code say; changes nothing"),
        ("!command", "run a command of yours"),
        ("@path", "a file: Tab completes it"),
        ("Esc-Enter, Ctrl-G", "a new line; your editor"),
        ("Ctrl-C", "clears the line (up brings it back), ends what runs; twice leaves"),
        ("Ctrl-D", "leaves; `waltz` goes on from there"),
    )
    return (
        *(_row(usage, what) for usage, what in commands),
        *(_row(keys, what) for keys, what in beside),
        line("Answers here, and /help gates lists those of every gate:", hang=0),
        *_gates((one for one in GATES if isinstance(gate, one.gate)), whole=False),
    )


def _row(usage: str, what: str) -> Block:
    return line(Span(f"  {usage:<{_COLUMN - 1}} ", "key"), what, hang=_COLUMN + 2)
