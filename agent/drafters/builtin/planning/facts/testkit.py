"""The libraries that the documents have for tests of the server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.rulebook import APART, is_for, ruled
from agent.drafters.builtin.planning.facts.wording import quoted
from agent.sources.stack.technologies import TECHNOLOGIES

# What runs tests of code in this language, the first that is named; then what is set up for them.
_RUNNERS: dict[str, tuple[str, ...]] = {
    ".ts": ("Vitest", "Jest", "Mocha"),
    ".py": ("pytest",),
    ".cs": ("xUnit", "NUnit", "MSTest"),
    ".java": ("JUnit",),
    ".php": ("PHPUnit",),
}
_BESIDE = ("Testcontainers",)
# "Fixtures (conftest.py):", and below it each with what it is.
_FIXTURES = deferred(r"\bfixtures?\b[^`]*:\W*$", re.IGNORECASE)
_FIXTURE = deferred(r"\s*[-*] `(\w+)`")
_MOST = 6


def testkit(brief: Brief) -> list[str]:
    """What tests are written with, each by the first line on it; nothing without a runner."""
    lines = list(_lines(brief))
    known = {one.name: one.said for one in TECHNOLOGIES if one.kind == "tests"}
    places = {
        name: next((at for at, line in lines if known[name].search(line)), None)
        for name in (*_RUNNERS.get(brief.stack.suffix, ()), *_BESIDE)
    }
    named = [(name, at) for name, at in places.items() if at is not None]
    runner, beside = named[:1], [one for one in named[1:] if one[0] in _BESIDE]
    if not runner or runner[0][0] in _BESIDE:
        return []
    text = ", ".join(name for name, _ in (*runner, *beside))
    kit = Fact(text=text, sources=tuple(dict.fromkeys(at for _, at in (*runner, *beside))))
    said = [brief.say("step-tests-with", endpoint=brief.endpoint, names=str(kit))]
    return [*said, *(brief.say("step-tests-fixtures", names=str(one)) for one in _fixtures(brief))]


def _fixtures(brief: Brief) -> Iterator[Fact]:
    """What the rules list as set up for tests."""
    for source, _ in ruled(brief, _FIXTURES):
        lines = brief.passages.lines(source.path)[source.line : source.line + _MOST]
        found = list(takewhile(bool, (_FIXTURE.match(one) for one in lines)))
        if found:
            last = Source(path=source.path, line=source.line + 1, last=source.line + len(found))
            yield Fact(text=quoted(hit[1] for hit in found if hit is not None), sources=(last,))
            return


def _lines(brief: Brief) -> Iterator[tuple[Source, str]]:
    """Of the tech stack, then of the rules on the server."""
    yield from ((one.source, one.text) for one in brief.spec.stack if not APART.search(one.text))
    for rule in brief.spec.rules:
        if is_for(rule, brief.stack):
            for number, line in enumerate(brief.passages.lines(rule.path), start=1):
                if not APART.search(line):
                    yield Source(path=rule.path, line=number, last=number), line
