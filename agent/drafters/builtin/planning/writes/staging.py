"""A documented procedure that keeps what it makes: its steps before that come before the row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.sentences.topical import section_of

# "Save the report in the database", in any form of the verb. English and Polish.
_STORES = deferred(
    r"(?:(?:stor|sav|persist|insert|writ|record)(?:es?|s|ing)?|zapis\w*|zapisz|przechow\w*|wstaw\w*)"
    r"\b.*\b(?:databases?|DB|tables?|rows?|records?|baz(?:ie|y)|tabel\w*|rekord\w*|wiersz\w*)\b",
    re.IGNORECASE,
)
_PART = "; "


def staged(brief: Brief, said: Sequence[Fact]) -> tuple[list[Fact], list[Fact]]:
    """The steps of a procedure before it stores, and all the rest without what only stores."""
    before: list[Fact] = []
    rest: list[Fact] = []
    for one in said:
        steps = one.text.split(_PART)
        at = next((at for at, step in enumerate(steps) if _is_storing(step)), -1)
        led = _same_section(brief, rest, one) if at == 0 else 0
        if at < 0 or not at + led:
            rest.append(one)
            continue
        before += rest[len(rest) - led :]
        rest = rest[: len(rest) - led]
        before += [Fact(text=_PART.join(steps[:at]))] if at else []
        after = steps[at + 1 :]
        rest += [replace(one, text=_PART.join(after))] if after else []
    return before, rest


def _same_section(brief: Brief, said: Sequence[Fact], last: Fact) -> int:
    """How many of the sentences right before this one tell of the same section."""
    title = _section(brief, last)
    same = takewhile(lambda one: title is not None and _section(brief, one) == title, said[::-1])
    return sum(1 for _ in same)


def _section(brief: Brief, fact: Fact) -> str | None:
    return section_of(brief, fact.sources[0]) if fact.sources else None


def _is_storing(step: str) -> bool:
    """Whether a step only keeps what was made, without a value or a name that says more."""
    return _STORES.match(step) is not None and "`" not in step
