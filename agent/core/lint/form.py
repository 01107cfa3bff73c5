"""The form of a plan: its sections, what should not stand in it, and its steps."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.findings import Finding
from agent.core.lint.placing import at
from agent.core.lint.values import Ground, Part, Reading

_MARKS = {
    "placeholder": "was never filled in",
    "analysis": "is analysis: it is kept apart, never in the plan",
}


def form(reading: Reading, ground: Ground) -> Iterator[Finding]:
    """What is wrong with the form alone."""
    yield from _missing(reading, ground)
    yield from _order(reading, ground)
    for mark in reading.marks:
        yield Finding(
            rule=mark.kind,
            severity="warning" if mark.cited else "error",
            message=f"“{mark.text}” {_MARKS[mark.kind]}",
            source=at(reading, mark.line),
        )
    yield from _steps(reading)


def _missing(reading: Reading, ground: Ground) -> Iterator[Finding]:
    """Sections of the profile that are nowhere, not even as a part of another one."""
    there = {one.kind for one in reading.parts} | reading.inside
    titles = {one.title.casefold() for one in reading.parts}
    for part in ground.sections:
        # Without steps there is another finding.
        known = part.kind in there if part.kind else part.title.casefold() in titles
        if not known and part.kind != "steps":
            yield Finding(
                rule="section-missing",
                # The list of many prompts leaves the types out, which only their sample has.
                severity="warning" if part.kind == "types" else "error",
                message=f"there is no section “{part.title}”",
                source=at(reading, reading.plan.line),
            )


def _order(reading: Reading, ground: Ground) -> Iterator[Finding]:
    """Sections that stand before one that the profile has earlier."""
    place = {part.kind: number for number, part in enumerate(ground.sections) if part.kind}
    latest: Part | None = None
    seen: set[str] = set()
    for part in reading.parts:
        if part.kind not in place or part.kind in seen:
            continue
        seen.add(part.kind)
        if latest is not None and place[part.kind] < place[latest.kind]:
            yield Finding(
                rule="section-order",
                severity="warning",
                message=f"“{part.title}” stands after “{latest.title}”, and belongs before it",
                source=at(reading, part.line),
            )
        else:
            latest = part


def _steps(reading: Reading) -> Iterator[Finding]:
    if not reading.plan.steps:
        yield Finding(
            rule="steps-missing",
            severity="error",
            message="there are no numbered steps",
            source=at(reading, reading.plan.line),
        )
    for step in reading.plan.steps:
        if step.id in reading.vague:
            yield Finding(
                rule="step-vague",
                severity="warning",
                message=f"step {step.number} names nothing to work on: {step.title}",
                source=at(reading, step.line),
            )
