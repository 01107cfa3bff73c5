"""What proves a step: the project's own command, or the cases of its tests."""

from __future__ import annotations

from collections.abc import Sequence

from agent.drafters.builtin.planning.brief import Brief
from agent.drafters.builtin.planning.wording import quoted

_ERRORS = 400


def built(brief: Brief, *names: str) -> str:
    """Code that only has to fit: the command that compiles or checks it, else who uses it."""
    run = brief.commands.step
    if run and run != brief.commands.tests:
        known = quoted(names)
        return brief.say("step-proof-run", command=run, about=known, endpoint=brief.endpoint)
    return proved(brief, names)


def proved(brief: Brief, names: Sequence[str], *codes: int) -> str:
    """The cases of the tests that cover it: the success, and what it refuses."""
    success = brief.spec.success()
    known = {one.code for one in brief.spec.statuses if one.code >= _ERRORS}
    wanted = [success.code] if success is not None else []
    wanted += sorted({one for one in codes if one in known})
    place = brief.layout.place("tests")
    tests = f"`{place.path.name}`" if place is not None else brief.say("step-proof-in")
    if not wanted:
        return brief.say("step-proof-tests", endpoint=brief.endpoint)
    return brief.say(
        "step-proof-cases", about=quoted(names), tests=tests, codes=quoted(map(str, wanted))
    )


def tested(brief: Brief) -> str:
    """The command that runs the tests: of their file and of this endpoint where it can."""
    place, run = brief.layout.place("tests"), brief.commands.tests
    if not run and place is not None:
        return brief.say("step-proof-file", file=place.path, function=brief.function)
    if not run:
        return brief.say("step-proof-tests", endpoint=brief.endpoint)
    file = f" {place.path}" if place is not None and brief.commands.by_file else ""
    return f"`{run}{file}{brief.commands.only(brief.function)}`"
