"""What the documents leave open: asked before the plan, answered, or open in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.core.plan import Question
from agent.core.spec import Gap, GapTopic, Spec, Status
from agent.drafters.builtin.planning.brief import Answer

_MOST = 3
_FEWEST = 2
# What decides most of the plan comes first.
_WEIGHT: tuple[GapTopic, ...] = (
    "path", "table", "auth", "body", "statuses", "response", "types", "limits",
)  # fmt: skip
_CODE = re.compile(r"\b[1-5]\d\d\b")


def ask(spec: Spec) -> tuple[Question, ...]:
    """At most three questions with options, those first that decide most."""
    found = [
        Question(id=name, text=gap.question, options=gap.options)
        for name, gap in sorted(_named(spec.gaps), key=lambda one: _WEIGHT.index(one[1].topic))
        if len(set(gap.options)) >= _FEWEST
    ]
    return tuple(found[:_MOST])


def settle(
    spec: Spec, answers: Sequence[tuple[str, str]]
) -> tuple[tuple[Answer, ...], tuple[Gap, ...]]:
    """The answers that were given, and the gaps that stay open."""
    given = {name: text.strip() for name, text in answers if text.strip()}
    named = list(_named(spec.gaps))
    settled = tuple(Answer(gap=gap, text=given[name]) for name, gap in named if name in given)
    return settled, tuple(gap for name, gap in named if name not in given)


def with_statuses(spec: Spec, answers: Sequence[Answer]) -> tuple[Spec, tuple[int, ...]]:
    """The spec with the statuses that the answers name, and which these are."""
    where = next((one.source for one in spec.excerpts), None)
    if where is None:
        return spec, ()
    named = [
        int(code)
        for one in answers
        if one.gap.topic == "statuses"
        for code in _CODE.findall(one.text)
    ]
    new = tuple(code for code in dict.fromkeys(named) if spec.status(code) is None)
    added = tuple(Status(code=code, meaning="", source=where) for code in new)
    return replace(spec, statuses=(*spec.statuses, *added)), new


def _named(gaps: Sequence[Gap]) -> Iterator[tuple[str, Gap]]:
    """Each gap with its id: the topic, with a number from the second on."""
    counted: dict[str, int] = {}
    for gap in gaps:
        counted[gap.topic] = counted.get(gap.topic, 0) + 1
        number = counted[gap.topic]
        yield (gap.topic if number == 1 else f"{gap.topic}-{number}"), gap
