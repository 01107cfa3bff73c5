"""The service outside that an endpoint calls, with how that may fail."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.spec import Status
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import meaning_of, when_of
from agent.drafters.builtin.planning.sentences.modelcalls import Asked, asked, provided

_OUTSIDE = (502, 503, 504)
_UNAVAILABLE = 503
_SERVICE = deferred(
    r"\b(?:OpenRouter(?:\.ai)?|OpenAI|Anthropic|Gemini|Stripe|SendGrid|Resend|LiveKit|SMTP"
    r"|LLM(?: (?:service|API|provider))?|AI (?:service|agent|model|API)"
    r"|[Ee]-?mail (?:service|provider))\b"
)
_MODEL = deferred(r"^(?:LLM|AI)\b")
# What stands in another house; not the database, a queue or the process itself.
_BLAMED = deferred(
    r"(?i:\b(?:external|upstream|third[- ]party|provider|gateway|zewn\w+|dostawc\w+)\b)"
    r"|\bAPI\b|\b(?:AI|LLM)\b|OpenRouter|OpenAI|Anthropic|Gemini|Groq|Stripe|SendGrid|Resend|LiveKit"
    r"|SMTP|Spotify|(?i:mail|payment|p\u0142atno|poczt)"
)
_CALLS = deferred(
    r"\b(?:call|request|quer|invok|send|generat|fetch|wywo\u0142|wysy\u0142|zapyt|generuj)\w*",
    re.IGNORECASE,
)


def calling(brief: Brief, told: Sequence[Fact]) -> list[Fact]:
    """The sentences, the one that calls with how it fails; where none does an item before them."""
    bad = outside(brief)
    if not bad:
        return list(told)
    cases = "; ".join(
        brief.say("step-case", code=one.code, when=when_of(brief.texts, meaning_of(one, 120)))
        for one in bad
    )
    sources = tuple(source for one in bad for source in brief.status(one).sources)
    call = next((one for one in told if is_call(brief, one)), None)
    if call is None:
        found = called(brief)
        name = found.name if found is not None else ""
        text = brief.say("flow-outside" if name else "flow-outside-some", name=name, cases=cases)
        return [Fact(text=text, sources=sources), *told]
    whole = replace(call, text=f"{call}; {cases}", sources=sources)
    return [whole if one is call else one for one in told]


def is_call(brief: Brief, fact: Fact) -> bool:
    """Whether a sentence is what calls the service, or failing to do so."""
    if not outside(brief):
        return False
    failed = any(f"`{one.code}`" in fact.text for one in outside(brief))
    return failed or (
        _CALLS.search(fact.text) is not None and _SERVICE.search(fact.text) is not None
    )


def outside(brief: Brief) -> list[Status]:
    """The documented failures of a service outside: of 503 those that blame one."""
    told = [one for one in brief.statuses(*_OUTSIDE) if meaning_of(one)]
    if asked(brief) is not None:
        return told
    return [one for one in told if one.code != _UNAVAILABLE or _BLAMED.search(one.meaning)]


@lately
def called(brief: Brief) -> Asked | None:
    """The service outside that is called: a model, or what a documented failure is of."""
    bad = outside(brief)
    name = _name(brief, bad) if bad else ""
    if not name:
        return asked(brief)
    found = asked(brief) or Asked(name=name, sources=(bad[0].source,))
    return provided(brief, found) if _MODEL.search(name) else found


def _name(brief: Brief, bad: Sequence[Status]) -> str:
    said = brief.spec.description
    texts = [one.meaning for one in bad] + ([said.text] if said is not None else [])
    return next((hit[0] for text in texts if (hit := _SERVICE.search(text))), "")
