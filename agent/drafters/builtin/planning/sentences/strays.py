"""Lines of a passage that say nothing of what is done: shown bodies, calls, titles, praise."""

from __future__ import annotations

import re

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.sentences.scope import acts_in

# A body or a header as it is shown, a row of HTML, a step of a scenario.
_SHOWN = re.compile(
    r"[`'\"]?[{\[]\s*(?:[\"'`.{}\]]|$)|:?\s*[{\[]\s*[\"'`.]"
    r"|(?:message|komunikat|title|tytu\u0142)\s*:\s*[\"'\u201e]"
    r"|</?[a-z][\w-]*[ >/]|(?:\u2192|->)\s|`?(?:authorization|content-type|accept)`?\s*:",
    re.IGNORECASE,
)
# What is answered where all goes well: the section on the answer tells it.
_ANSWERED = re.compile(
    r"(?:(?:the )?(?:response|odpowied\u017a|returns?|zwraca|success|GET|POST|PUT|PATCH|DELETE)"
    r"\W+)?`?2\d\d\b"
    r"(?!.*\b(?:if|when|unless|je\u015bli|gdy)\b)",
    re.IGNORECASE,
)
_NUMBERED = deferred(r"^\d+(?:\.\d+)*[.)]\s+")
_METHOD = r"(?:GET|POST|PUT|PATCH|DELETE)"
# A call with a remark at most, or one as an example: "Close it: `PATCH /tasks/1 {…}`".
_CALL = deferred(
    rf"`?(?P<method>{_METHOD})\s+`?(?P<path>/\S+?)`?"
    r"(?:\s+(?:#|\u2014|\u2013|-|\u2192|\().*|\s+[A-Z][\w ]*\(.*)?$"
)
_PARAMETER = deferred(r"\{[^}]*\}|:\w+|<[^>]*>|\[[^\]]*\]")
# What is left for later, or to whoever builds it.
_LATER = re.compile(
    r".*\b(?:optional(?:ly)? (?:enhancement|improvement|extension)|could optionally|nice.to.have"
    r"|future (?:enhancements?|improvements?|work|versions?|iterations?)|post-MVP|po MVP"
    r"|out.of.scope|consider (?:adding|implementing|using|caching)|w przysz\u0142o\u015bci)\b"
    r"|(?:recommendation|rekomendacja|tip|wskaz\u00f3wka)\s*:",
    re.IGNORECASE,
)
# Of the plan as a whole, of whoever calls, of what is seen on a screen.
_PRAISE = re.compile(
    r"(?:all|every|wszystkie)\b.*\b(?:designed|validat\w+|walid\w+|enforced)\b"
    r"|(?:validation: )?all incoming\b|(?:use|using|input validation with) zod\b|HTTPS\b"
    r"|(?:callers?|consumers?|intended for|useful for|przydatne)\b"
    r"|(?:[^()]|\([^()]*\))*?\b(?:simplif\w+ (?:the )?(?:client|front)|type.safety|front-?end|UI"
    r"|user interface)\b",
    re.IGNORECASE,
)
# What has nothing, what a column does by itself, and where else to look.
_NOTHING = re.compile(
    r"(?:no|empty|brak|puste) (?:request|response|query|path|body)\b.{0,30}$"
    r"|`?(?:created|updated)_?at`?(?: and `?\w+`?)? (?:(?:is|are) )?auto"
    r"|annotations?\s*:|design choice\s*:|(?:body|query)\s*/\s*(?:body|query)\s*:"
    r"|see (?:implementation|section|also)\b|internal use\s*:"
    r"|(?:unit|integration|e2e) tests?\s*:",
    re.IGNORECASE,
)
# A requirement by its number, which lists what users see.
_FEATURE = re.compile(r"[A-Z]{1,3}-\d+\s*:|P\d\b.{0,3}$")
# The title of another endpoint: "List Messages for a Pilot", "Create a User (Admin)".
_TITLE = deferred(
    r"(?P<verb>Get|List|Create|Update|Delete|Add|Remove|Retrieve|Fetch|View|Edit)"
    r"(?: (?:an?|the|all|for|of|to|by|with|in|my)(?= ))*(?: [A-Z][\w-]*(?: (?:an?|the|for|of|to|by)"
    r"(?= ))*)+(?:\s*\([^()]*\))?"
)
# The same in small letters, of a change where nothing is changed.
_CHANGES = deferred(
    r"(?P<verb>Create|Update|Delete|Add|Remove|Edit)(?: [\w'-]+){1,5}(?:\s*\(.*\))?"
)


def is_stray(brief: Brief, text: str) -> bool:
    """Whether a line is none of the endpoint's steps, by its form alone."""
    text = _NUMBERED.sub("", text)
    if any(one.match(text) for one in (_SHOWN, _ANSWERED, _LATER, _PRAISE, _FEATURE, _NOTHING)):
        return True
    call, endpoint = _CALL.match(text), brief.spec.endpoint
    if call is not None:
        said, own = (_PARAMETER.sub("{}", one) for one in (call["path"], endpoint.path))
        return call["method"] != endpoint.method or not own.endswith(said)
    subject = brief.subject
    title = _TITLE.fullmatch(text) or (None if subject.writes else _CHANGES.fullmatch(text))
    return title is not None and subject.act not in acts_in(title["verb"])
