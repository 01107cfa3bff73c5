"""A trigger that a document tells in labelled words: its name, when it runs, what it does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.patterns import deferred
from agent.core.spec import Excerpt
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import trimmed

_HEAD = deferred(
    r"(?:trigger\W+)?`?(?P<name>[a-z]\w*_\w+)`?\s*[\u2013\u2014:-]\s*(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_LABEL = deferred(
    r"(?:^|(?<=[;.)\s]))(?:(?P<does>description|purpose|behaviou?r|action|effect|opis|cel|zachowanie"
    r"|dzia\u0142anie)|(?P<only>condition|when|warunek)|(?P<runs>function|funkcja)|\w+)\s*:\s+",
    re.IGNORECASE,
)
_CALL = deferred(r"`?(?P<name>[a-z]+(?:_[a-z0-9]+)+)\(\)`?")
_WHEN = deferred(r"\b(?P<when>before|after)\s+(?:insert|update|delete)\b", re.IGNORECASE)


def worded(brief: Brief, trigger: Excerpt) -> Fact:
    """The trigger as a step of the flow; the document's own sentence where it has no labels."""
    head = _HEAD.match(trigger.text)
    said = dict(_labelled(head["rest"])) if head is not None else {}
    if head is None or "does" not in said:
        return Fact(text=trimmed(trigger.text).rstrip("."), sources=(trigger.source,))
    when = _WHEN.search(head["rest"])
    key = f"flow-trigger-{when['when'].casefold()}" if when else "flow-trigger"
    does = trimmed(said["does"]).rstrip(".")
    if when and (call := _CALL.match(said.get("runs", ""))) is not None:
        key = f"flow-fired-{when['when'].casefold()}"
        text = brief.say(key, name=head["name"], function=call["name"]) + f": {does}"
    else:
        text = brief.say(key, name=head["name"], does=does)
    if "only" in said:
        text = brief.say("flow-trigger-only", text=text, condition=trimmed(said["only"]))
    return Fact(text=text, sources=(trigger.source,))


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    """What it does and runs, and under which condition: each up to the next label."""
    labels = list(_LABEL.finditer(text))
    ends = [*(one.start() for one in labels[1:]), len(text)]
    for one, end in zip(labels, ends, strict=False):
        if one.lastgroup:
            yield one.lastgroup, text[one.end() : end].strip(" ;")
