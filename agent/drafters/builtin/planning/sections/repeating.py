"""Which sentences of a passage only repeat what other sections tell, each by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from agent.core.patterns import deferred
from agent.core.spec import Parameter
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import column_of
from agent.drafters.builtin.planning.sections.foreign import steps_of
from agent.drafters.builtin.planning.sentences.sifting import is_apart
from agent.drafters.builtin.planning.tables.choices import values_of
from agent.drafters.builtin.project.naming import snake

_ONE_OF = deferred(r"\bone of\b|\bjedn\w+ z\b", re.IGNORECASE)
_QUOTED = deferred(r"[`'\"]([\w-]+)[`'\"]")


def own_steps(brief: Brief, facts: Iterable[Fact]) -> Iterator[Fact]:
    """The steps that are done here, without those that other sections tell."""
    for one in steps_of(brief, list(facts)):
        if not (is_apart(brief, one.text) or _repeats_choices(brief, one.text)):
            yield one


def _repeats_choices(brief: Brief, text: str) -> bool:
    """Whether it lists only the values that the request's details give to a field."""
    said = _QUOTED.findall(text) if _ONE_OF.search(text) else []
    named = [one for one in brief.inputs if said and snake(one.name) in snake(text)]
    lists = ({one.name, *_choices(brief, one)} for one in named)
    return len(said) > 1 and any(set(said) <= known for known in lists)


def _choices(brief: Brief, field: Parameter) -> Iterator[str]:
    """The values of a field: its own, and those of its column."""
    for limit in field.limits:
        yield from limit.value.split("|") if limit.kind == "choices" else ()
    column = column_of(brief.table, field.name)
    if column is not None and brief.table is not None:
        yield from values_of(brief.spec, brief.table, column)
