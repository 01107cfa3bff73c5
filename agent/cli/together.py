"""`waltz plan ENDPOINT… --together`: one plan of them all, by the built-in rules."""

from __future__ import annotations

from collections.abc import Sequence

from agent.cli.context import Context
from agent.cli.obstacles import writing
from agent.core.errors import ExitCode, UsageError
from agent.core.spec import Endpoint, Target
from agent.pages.lint import finding_entry, worst_rows
from agent.ports import Committed
from agent.turns.profiling import choose
from agent.turns.remembering import say_missing
from agent.turns.seriesdrafts import Made
from agent.turns.together import drafted, saved


def planned(context: Context, named: Sequence[Target], *, yes: bool, json: bool) -> ExitCode:
    """Draft it; print it, or with a yes where it was saved and its commit."""
    aside = context.aside()
    endpoints = [one for one in named if isinstance(one, Endpoint)]
    if len(endpoints) < len(named):
        raise UsageError("--together is for endpoints, not for features")
    with writing(aside, yes=yes):
        ports = aside.ports(aside.reader(()))
        choice = choose(aside.told, aside.profiles(), ports.library, ports.repo.paths)
        say_missing(ports, choice)
        made = drafted(ports, choice, endpoints)
        done = saved(ports, made) if yes else None
    if json:
        context.answer({"plans": [_entry(one, made, done, yes=yes) for one in endpoints]})
    else:
        context.print(_shown(made, done) if yes else made.data.decode())
        aside.screen.show(tuple(worst_rows(made.findings)))
    return ExitCode.DONE


def _entry(one: Endpoint, made: Made, done: Committed | None, *, yes: bool) -> dict[str, object]:
    return {
        "endpoint": str(one),
        "path": made.job.path.value,
        "saved": yes,
        "commit": done.id if done is not None else None,
        "findings": [finding_entry(each) for each in made.findings],
        "text": made.data.decode(),
    }


def _shown(made: Made, done: Committed | None) -> str:
    where = f" in {done.id[:7]}" if done is not None else ", which git ignores"
    return "".join(f"{one}: {made.job.path} saved{where}\n" for one in made.plan.endpoints)
