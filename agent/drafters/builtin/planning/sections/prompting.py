"""What a caller's own text may do in the prompt of a model, and how it is kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.patterns import deferred
from agent.core.spec import Parameter
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import leaf
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import names_of
from agent.drafters.builtin.planning.sections.ranges import bounds_of
from agent.drafters.builtin.planning.sentences.modelcalls import asked
from agent.drafters.builtin.planning.tables.work import work_of
from agent.drafters.builtin.planning.writes.asking import told_to_it
from agent.drafters.builtin.project.naming import snake

_TEXT = re.compile(r"string|text|str", re.IGNORECASE)
# What has few values, or a form of its own.
_SET = deferred(
    r"(?:^|_)(?:at|category|code|currency|date|difficulty|email|format|lang|language|level|locale"
    r"|mode|model|slug|status|style|time|tone|type|uri|url|version)$"
)
# What is asked to draw has one text alone.
_DRAWN = deferred(r"\b(?:images?|obraz\w*|grafik\w*|ilustrac\w*|illustrations?)\b", re.IGNORECASE)
_CLOSED = frozenset(("choices", "pattern", "format"))


def prompted(brief: Brief) -> Iterator[Fact]:
    """That free text of the caller's is no instruction to the model."""
    said = brief.spec.description
    drawn = _DRAWN.search(f"{said.text if said is not None else ''} {brief.spec.endpoint.path}")
    if "threats" not in brief.demands or asked(brief) is None or drawn:
        return
    texts = [one for one in told_to_it(brief) if _is_free(brief, one)]
    if texts:
        text = brief.say("threat-prompt", endpoint=brief.endpoint, names=names_of(texts, 6))
        yield Fact(text=text, because=brief.say("convention"))


def _is_free(brief: Brief, one: Parameter) -> bool:
    """Whether it is text without a form, or a set of values, of its own."""
    bounding = bounds_of(work_of(brief), one)[1]
    named = any(each.source in bounding for each in brief.spec.values)
    bound = any(limit.kind in _CLOSED for limit in one.limits)
    text = _TEXT.fullmatch(one.type or "string") and not _SET.search(snake(leaf(one.name)))
    return bool(text) and not named and not bound
