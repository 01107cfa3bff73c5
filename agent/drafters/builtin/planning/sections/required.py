"""What the product requirements demand of an endpoint: of the stories that it serves, and by name.

What a screen does is no work of an endpoint, unless a state of its rows is told with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.patterns import deferred
from agent.core.spec import Excerpt
from agent.core.values import dataclass
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import leaf
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.sentences.criteria import About, Criterion, criteria
from agent.drafters.builtin.planning.sentences.scope import is_of_another_act, is_of_reading
from agent.drafters.builtin.planning.sentences.strange import is_strange
from agent.drafters.builtin.project.naming import snake

# "its status becomes OVERDUE" is of the row, whoever clicks.
_STATE = deferred(r"\bstat(?:us|e)\w*\b[^.]{0,30}\b[A-Z][A-Z_]{3,}\b|\b[A-Z_]{4,} ?(?:\u2192|->)")
# What may be done, given or is answered the API plan says better, but for a bound.
_MAY = deferred(
    r"(?:i|(?:an? |the )?(?:\w+ )?users?) (?:can|may|am able to)\b|there is\b|(?:an? )?option to\b"
    r"|(?:mog\u0119|u\u017cytkownik mo\u017ce|istnieje)\b"
    r"|(?:mam |ma )?(?:dost\u0119p|mo\u017cliwo\u015b\u0107)\b"
    r"|(?:testab|testowaln|w aplikacji|przy ka\u017cd|z poziomu)|.*\bopcj[ai\u0119]\b",
    re.IGNORECASE,
)
_SAYS = deferred(
    r"(?<![A-Z]-)(?<![A-Z\d])\d|\b(?:only|not|never|tylko|nie|nigdy|bez)\b"
    r"|\b(?:means|oznacza(?:j\u0105)?)\b|\b(?:sort|order|newest|oldest|posort|uporz\u0105dk|chronolog|malej\u0105c|rosn\u0105c)",
    re.IGNORECASE,
)
# What is worked out: of an endpoint that has the value.
_FIGURED = deferred(r"\b([a-z]+(?:_[a-z]+)+)`? ?= ?\S")
_SHOWN: tuple[About, ...] = ("request", "response")
_PATH = deferred(r"`(?:[A-Z]+ )?(/[\w/{}:.-]+\w[\w/{}:.-]*)`")
_NUMBER = deferred(r"^[A-Z]{1,6}-?\d{1,4}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One demand, for the section that it is of; `title` is the number or the name of the story."""

    about: About
    title: str
    fact: Fact


def required(brief: Brief) -> Iterator[Demand]:
    """Each demand of a story that is this endpoint's to meet, and each line that calls it."""
    for passage in brief.spec.required:
        number = _NUMBER.match(passage.about)
        title = number[0] if number is not None else passage.about
        for one in criteria(passage):
            if not passage.about:
                yield Demand(about="flow", title="", fact=one.fact)
            elif _is_its(brief, passage, one):
                yield Demand(about=one.about, title=title, fact=one.fact)


def called_for(brief: Brief) -> Iterator[Fact]:
    """The demands on what is done that name this endpoint by its path: `/auth/logout`."""
    path = brief.spec.endpoint.path
    for one in required(brief):
        named = (hit.rstrip("/") for hit in _PATH.findall(one.fact.text))
        if one.about == "flow" and any(path.endswith(each) for each in named):
            yield one.fact


def _is_its(brief: Brief, passage: Excerpt, one: Criterion) -> bool:
    """Whether it says more than that something is done, given or shown."""
    text = one.fact.text
    bare = one.screen or one.about in _SHOWN or _MAY.match(text) is not None
    if bare and _STATE.search(text) is None and (one.screen or _SAYS.search(text) is None):
        return False
    if one.about == "flow" and not brief.subject.writes and not is_of_reading(text):
        return False
    figured = _FIGURED.search(text)
    if figured is not None and figured[1] not in _known(brief):
        return False
    led = f"{passage.about}: {text}"
    return not (is_of_another_act(brief.subject, text) or is_strange(brief, led))


def _known(brief: Brief) -> set[str]:
    """The names of what is given, answered and stored."""
    names = [one.name for one in brief.inputs]
    names += [one.name for body in brief.spec.responses for one in body.fields]
    names += [one.name for one in brief.table.columns] if brief.table is not None else []
    return {snake(leaf(one)) for one in names}
