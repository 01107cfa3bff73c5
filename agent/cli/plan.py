"""`waltz plan`: drafts plans without the conversation; `--yes` saves and commits them."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace

from agent import lazy
from agent.cli.context import Context
from agent.cli.leftout import say_left_out
from agent.cli.obstacles import chosen_target, listed_endpoints, writing
from agent.core.documents import RepoPath
from agent.core.edits import CommitId, Proposal
from agent.core.errors import ExitCode, SetupError, UsageError, refused
from agent.core.events import EndpointLeft, Event, PlanReviewed, QuestionAnswered, chosen
from agent.core.findings import Finding
from agent.core.gates import AskPlan, AskQuestion, Gate
from agent.core.plan import Plan
from agent.core.spec import METHODS, Target
from agent.core.values import dataclass
from agent.pages.lint import finding_entry, worst_rows
from agent.repl import Conversation
from agent.sessions import Opened, SessionSummary
from agent.turns.linting import Linter
from agent.turns.profiling import choose


class _Unwritten:
    """The journal of a draft that is only shown."""

    def append(self, event: Event) -> None:
        """Forget it."""

    def sync(self) -> None:
        """There is nothing to keep."""


def run(context: Context, arguments: Namespace) -> int:
    """Draft each; print what was drafted, or with `--yes` what was saved and its commit.

    A dry run saves nothing, also with `--yes`.
    """
    if arguments.all:
        code: int = lazy.load("agent.cli.series").run(context, arguments)
        return code
    listed_endpoints(context)
    named = [chosen_target(context, words) for words in joined(arguments.endpoint)]
    if not named:
        raise UsageError("which endpoint? e.g. waltz plan 'GET /api/books', or waltz plan --all")
    if arguments.only or arguments.jobs != 1:
        raise UsageError("--only and -j go with --all")
    yes = arguments.yes and not arguments.dry_run
    if arguments.together:
        one: int = lazy.load("agent.cli.together").planned(
            context, named, yes=yes, json=arguments.json
        )
        return one
    return _apart(context, named, yes=yes, json=arguments.json)


def _apart(context: Context, named: Sequence[Target], *, yes: bool, json: bool) -> ExitCode:
    """A plan of each."""
    # Standard output is for the plans alone.
    aside = context.aside()
    with writing(aside, yes=yes):
        waits = aside.here().unfinished() if yes else None
        plans = [_draft(aside, endpoint, waits, yes=yes) for endpoint in named]
        findings = _findings(aside, plans)
    say_left_out(aside, "api-plan", "db-plan", "plan")
    if json:
        entries = [_entry(one, found) for one, found in zip(plans, findings, strict=True)]
        context.answer({"plans": entries})
        return ExitCode.DONE
    for plan, found in zip(plans, findings, strict=True):
        context.print(_shown(plan))
        aside.screen.show(tuple(worst_rows(found)))
    return ExitCode.DONE


def joined(words: Sequence[str]) -> list[str]:
    """Endpoints as words of the shell: `GET /x` may be one word or two."""
    found: list[str] = []
    for word in words:
        if found and found[-1].upper() in METHODS:
            found[-1] = f"{found[-1]} {word}"
        else:
            found.append(word)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drafted:
    """What became of one endpoint; `text` is None where a plan was there already."""

    endpoint: Target
    path: RepoPath
    saved: bool
    commit: CommitId | None
    text: str | None
    plan: Plan


def _findings(context: Context, drafted: Sequence[_Drafted]) -> list[tuple[Finding, ...]]:
    """What lint says of each that is new, before anybody reads it."""
    if all(one.text is None for one in drafted):
        return [() for _ in drafted]
    chosen = choose(context.told, context.profiles(), context.library(), context.repo().paths)
    linter = Linter(context.library(), context.repo().paths(), chosen.profile)
    return [linter.findings(one.plan, one.text) if one.text else () for one in drafted]


def _draft(
    context: Context, endpoint: Target, waits: SessionSummary | None, *, yes: bool
) -> _Drafted:
    """Its plan; where a session at work `waits`, that is gone on with afterwards as well."""
    opened = context.here().start(context.repo().head())
    if not yes:
        opened = Opened(journal=_Unwritten(), session=opened.session)
    conversation = Conversation(
        session=opened.session,
        journal=opened.journal,
        ports=replace(context.ports(context.reader(())), recites=False),
        attended=False,
    )
    try:
        return _drafted(context, endpoint, conversation, yes=yes)
    finally:
        if waits is not None and waits.state != "planned":
            conversation.record((EndpointLeft(),))


def _drafted(
    context: Context, endpoint: Target, conversation: Conversation, *, yes: bool
) -> _Drafted:
    conversation.record((chosen(endpoint),))
    gate = _past_questions(conversation)
    text: str | None = None
    commit: CommitId | None = None
    if isinstance(gate, AskPlan):
        blob = gate.stage.proposal.edits[0].after
        text = context.repo().load(blob).decode() if blob else ""
        if yes:
            _refuse_flagged(gate.stage.proposal)
            digest = gate.stage.proposal.digest
            conversation.record((PlanReviewed(digest=digest, verdict="yes"),))
            before = conversation.session.head
            conversation.settle()
            commit = conversation.session.head if conversation.session.head != before else None
    plan = gate.stage.plan if isinstance(gate, AskPlan) else conversation.session.plan
    if plan is None:
        raise SetupError(f"{endpoint} has no plan: what is said above is why")
    return _Drafted(
        endpoint=endpoint,
        path=plan.path,
        saved=conversation.session.plan_blob is not None,
        commit=commit,
        text=text,
        plan=plan,
    )


def _refuse_flagged(proposal: Proposal) -> None:
    """RefusedError for a plan that `--yes` is no answer to (T26)."""
    for flag in proposal.flags:
        reason = f"{flag.text}; draft it in the conversation, by `waltz`"
        raise refused("not-approved", flag.path, reason)


def _past_questions(conversation: Conversation) -> Gate:
    """What nobody is there to answer stays open in the plan."""
    gate = conversation.settle()
    while isinstance(gate, AskQuestion):
        conversation.record((QuestionAnswered(question=gate.question.id, answer=""),))
        gate = conversation.settle()
    return gate


def _entry(one: _Drafted, findings: Sequence[Finding]) -> dict[str, object]:
    return {
        "endpoint": str(one.endpoint),
        "path": one.path.value,
        "saved": one.saved,
        "commit": one.commit,
        "findings": [finding_entry(each) for each in findings],
        "text": one.text,
    }


def _shown(one: _Drafted) -> str:
    if one.text is None:
        return f"{one.endpoint}: planned already in {one.path}\n"
    if not one.saved:
        return one.text
    commit = f" in {one.commit[:7]}" if one.commit else ", which git ignores"
    return f"{one.endpoint}: {one.path} saved{commit}\n"
