"""A documented procedure that keeps what it makes: its steps before that come before the row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.drafters.builtin.planning.citations import Fact

# "Save the report in the database", in any form of the verb. English and Polish.
_STORES = re.compile(
    r"(?:(?:stor|sav|persist|insert|writ|record)(?:es?|s|ing)?|zapis\w*|zapisz|przechow\w*|wstaw\w*)"
    r"\b.*\b(?:databases?|DB|tables?|rows?|records?|baz(?:ie|y)|tabel\w*|rekord\w*|wiersz\w*)\b",
    re.IGNORECASE,
)
_PART = "; "
_CITED = re.compile(r"\s?\([\w.-]+\.\w+:[^()]*\)")


def staged(said: Sequence[Fact]) -> tuple[list[Fact], list[Fact]]:
    """The steps of a procedure before it stores, and all the rest without what only stores."""
    before: list[Fact] = []
    rest: list[Fact] = []
    for one in said:
        steps = one.text.split(_PART)
        at = next((at for at, step in enumerate(steps) if at and _is_storing(step)), 0)
        if not at:
            rest.append(one)
            continue
        before.append(Fact(text=_PART.join(steps[:at])))
        after = steps[at + 1 :]
        rest += [replace(one, text=_PART.join(after))] if after else []
    return before, rest


def _is_storing(step: str) -> bool:
    """Whether a step only keeps what was made, without a value or a name that says more."""
    return _STORES.match(step) is not None and "`" not in _CITED.sub("", step)
