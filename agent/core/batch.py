"""The rule of three: a batch is one to three steps that the user agreed to, as text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from agent.core.plan import Plan, Step
from agent.core.values import dataclass

MAX_STEPS = 3

StepState = Literal[
    "open",
    "agreed",
    "applied",
    "verified",
    "taken",
    "confirmed",
    "covered",
    "skipped",
    "unneeded",
    "undone",
]
CLOSED: frozenset[StepState] = frozenset(
    ("applied", "verified", "taken", "confirmed", "covered", "skipped", "unneeded")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One to three different steps, never recomputed while they are worked."""

    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.steps) <= MAX_STEPS:
            message = f"a batch has 1 to {MAX_STEPS} steps, not {len(self.steps)}"
            raise ValueError(message)
        if len({step.id for step in self.steps}) < len(self.steps):
            raise ValueError("a batch names a step twice")


def open_steps(plan: Plan, states: Mapping[str, StepState]) -> tuple[Step, ...]:
    """The steps still to do: undone ones first, else in plan order.

    A step that was split counts through its items; `states` knows an item only then.
    """
    todo = [step for step, state in stated(plan, states) if state not in CLOSED]
    return tuple(sorted(todo, key=lambda step: states.get(step.id) != "undone"))


def units(plan: Plan, states: Mapping[str, StepState]) -> tuple[Step, ...]:
    """What can be agreed: each step, or its items where it was split and is not closed itself."""
    found: list[Step] = []
    for step in plan.steps:
        split = any(item.id in states for item in step.items)
        if split and states.get(step.id, "open") not in CLOSED:
            found.extend(step.items)
        else:
            found.append(step)
    return tuple(found)


def stated(plan: Plan, states: Mapping[str, StepState]) -> tuple[tuple[Step, StepState], ...]:
    """What can be agreed, each with its state: open where nothing else is known."""
    return tuple((step, states.get(step.id, "open")) for step in units(plan, states))


def choose(text: str, steps: Sequence[Step], most: int = MAX_STEPS) -> tuple[Step, ...] | str:
    """One to three (or fewer at `most`) of these open steps, as `named`, or what is wrong."""
    chosen = named(text, steps)
    if len(chosen) > most and not isinstance(chosen, str):
        return f"at most {most} step{'' if most == 1 else 's'} at a time; you named {len(chosen)}"
    return chosen


def named(text: str, steps: Sequence[Step]) -> tuple[Step, ...] | str:
    """The steps that `4`, `4-5` or `5,4` name, in that order, or what is wrong with it."""
    known = {step.number: step for step in steps}
    chosen: list[Step] = []
    for part in re.split(r"[,\s]+", text.strip()):
        numbers = _range(part, tuple(known))
        if isinstance(numbers, str):
            return numbers
        chosen.extend(known[number] for number in numbers)
    if len({step.id for step in chosen}) < len(chosen):
        return "a step is named twice"
    return tuple(chosen)


def _range(part: str, numbers: Sequence[str]) -> tuple[str, ...] | str:
    first, dash, last = part.partition("-")
    for number in (first, last) if dash else (first,):
        if number not in numbers:
            return f"step {number or '?'} is not among {', '.join(numbers) or 'none'}"
    start = numbers.index(first)
    end = numbers.index(last) if dash else start
    if end < start:
        return f"{part} runs backwards; write {last}-{first}, or {first},{last}"
    return tuple(numbers[start : end + 1])
