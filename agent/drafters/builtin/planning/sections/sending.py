"""What else is sent than a body: its media type, and the events of a stream."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.patterns import deferred
from agent.core.spec import Parameter, Streamed
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import lines_of, meaning_of, sentences, trimmed
from agent.drafters.builtin.planning.sections.values import value_of
from agent.sources.passages.inwords import answer
from agent.sources.passages.media import is_medium

# A body in words; "None" and "-" are none, and JSON is no words.
_BODY = re.compile(
    r"(?:(?:request )?(?:body|payload)|request"
    r"|(?:cia\u0142o|tre\u015b\u0107|\u0142adunek) \u017c\u0105dania)(?: \([^()]*\))?\s*:\s*"
    r"(?!(?:none|no|empty|brak|n/a|nie|like|same|podobn\w*|see|identical)\b)[^\W_]",
    re.IGNORECASE,
)
# The same of what comes back.
_ANSWER = re.compile(
    r"(?:response(?: (?:body|json|payload))?|returns|odpowied\u017a)(?: \([^()]*\))?\s*:\s*"
    r"(?!(?:none|no|empty|brak|n/a|nie|like|same|podobn\w*|see|identical)\b)[^\W\d_]",
    re.IGNORECASE,
)
_MAY_BE_NONE = deferred(
    r"(?:the )?(?:request )?(?:body|payload)\b[^.:]{0,20}\b(?:optional|may be empty|can be empty)\b"
    r"|(?:cia\u0142o|tre\u015b\u0107)\b[^.:]{0,20}\b(?:opcjonaln\w+|mo\u017ce by\u0107 puste)\b",
    re.IGNORECASE,
)
# A body that the document says there is none of.
_NONE = deferred(
    r"(?:request(?: (?:body|payload|json))?|(?:json )?(?:body|payload)"
    r"|(?:cia\u0142o|tre\u015b\u0107|\u0142adunek|body)(?: \u017c\u0105dania)?)"
    r"(?: \([^()]*\))?\s*:\s*[(*_`]*"
    r"(?:none|no(?: request)? (?:body|payload)|empty(?: body)?|brak(?: tre\u015bci)?|n/a"
    r"|pust[aey]|not required|nie dotyczy|[-\u2013\u2014]$|\{\s*\})[)*_`]*[.,;]?(?:\s|$)",
    re.IGNORECASE,
)
# A line of dots among the members of an object; in a list they stand for more of its entries.
_CUT = deferred(
    r"^[ \t]*(?:&nbsp;[ \t]*)*(?://\s*)?(?:\.\.\.|\u2026),?[ \t]*$(?!\s*\])", re.MULTILINE
)
_FEWEST = 4


def sending(brief: Brief) -> Iterator[str]:
    """Media type and answer in the document's words, then each event with its payload."""
    own = brief.spec.excerpts[:1]
    for source, text in (line for one in own for line in lines_of(brief, one.source)):
        if is_medium(text) or (_is_answer(brief, text) and not brief.spec.responses):
            yield f"- {Fact(text=trimmed(text).rstrip('.'), sources=(source,))}"
    if brief.spec.streamed:
        yield f"- {brief.say('events')}:"
    noted: set[str] = set()
    for event in brief.spec.streamed:
        yield f"  - {_event(brief, event, noted)}"


def _is_answer(brief: Brief, text: str) -> bool:
    """Whether a line tells of the answer in words that no status has for its meaning."""
    said = answer(text)
    return bool(said) and not _is_meaning(brief, said)


def _is_meaning(brief: Brief, said: str) -> bool:
    told = (meaning_of(one).rstrip(" .").casefold() for one in brief.spec.statuses)
    return said.rstrip(" .").casefold() in told


def sent(brief: Brief) -> Fact | None:
    """What the passage says in words of a body that it shows no fields of: a form, a file."""
    return _worded(brief, _BODY)


def unsent(brief: Brief) -> Fact | None:
    """Where the passage says that there is no body, or need be none."""
    for one in brief.spec.excerpts[:1]:
        for source, text in lines_of(brief, one.source):
            for said in (trimmed(text), *sentences(text)):
                if _NONE.match(said) or _MAY_BE_NONE.match(said):
                    return Fact(text=said.rstrip("."), sources=(source,))
    return None


def answered(brief: Brief) -> Fact | None:
    """The same of an answer: "the session with its completions"; what a status means is told."""
    found = _worded(brief, _ANSWER)
    return None if found is None or _is_meaning(brief, found.text.partition(": ")[2]) else found


def is_cut(example: str) -> bool:
    """Whether an example leaves fields out, and says so with dots."""
    return _CUT.search(example) is not None


def _worded(brief: Brief, label: re.Pattern[str]) -> Fact | None:
    for one in brief.spec.excerpts[:1]:
        for source, text in lines_of(brief, one.source):
            said = trimmed(text)
            if label.match(said) and len(said.split()) >= _FEWEST:
                return Fact(text=said.rstrip("."), sources=(source,))
    return None


def _event(brief: Brief, event: Streamed, noted: set[str]) -> Fact:
    """The event's name, what it is, and its fields; what is noted of a field is said once."""
    said = f": {event.note}" if event.note else ""
    named = ", ".join(_field(brief, one, noted) for one in _leaves(event.fields))
    fields = f"; {named}" if said and named else f": {named}" if named else ""
    return Fact(text=f"`{event.name}`{said}{fields}", sources=(event.source,))


def _field(brief: Brief, one: Parameter, noted: set[str]) -> str:
    known = value_of(brief, one)
    if one.note in noted:
        return f"`{one.name}` ({known.said})" if known.said else f"`{one.name}`"
    noted.update(filter(None, [one.note]))
    return known.brief()


def _leaves(fields: Sequence[Parameter]) -> Iterator[Parameter]:
    """The fields but those whose own fields are listed."""
    for one in fields:
        inner = (f"{one.name}.", f"{one.name}[].")
        if not any(other.name.startswith(inner) for other in fields):
            yield one
