"""The bodies of an endpoint's request and answers, its own or those that it refers to."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Body, Parameter
from agent.sources.endpoints.candidates import Form
from agent.sources.passages.amended import amended
from agent.sources.passages.forms import cases, forms
from agent.sources.passages.found import Found, like, said, shapes
from agent.sources.passages.inputs import outside_rules, rules, validated
from agent.sources.passages.references import LIST_ITEM, is_above
from agent.sources.passages.statuses import spoken_of, statuses
from agent.sources.text.units import units as units_of
from agent.sources.values.bodies import body, nested
from agent.sources.values.parameters import merged, parameters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.core.spec import Place, Status
    from agent.sources.text.labels import Topic

# `"note?": ...`, `note?: ...`, `"note": "string?"`, `note: string?`
_MARKED = deferred(r"\w\?\"?\s*:|:\s*\"?\w+\?\"?\s*(?:[,}\n]|$)")
_WRITING = {"POST", "PUT", "PATCH"}
# "Body requires `a`, `b`", "Treść wymaga `a`": a name in code is a field's.
_WANTS = deferred(
    r"\W*(?:the )?(?:request )?(?:body|payload|tre\u015b\u0107(?: \u017c\u0105dania)?)\W{1,3}"
    r"(?:(?:must|has to|should|musi) )?"
    r"(?:(?P<need>requires?|wymaga\w*)|contains?|includes?|has|takes|holds|zawiera\w*|to)\b:?",
    re.IGNORECASE,
)
# `Request (any subset)`: none of the fields must be there.
_ANY_OF = deferred(
    r"\b(?:any (?:subset|of|combination)|(?:all|every|each)(?: \w+)? (?:are |is )?optional"
    r"|partial\b|wszystkie(?: \w+)?(?: są)? opcjonalne|dowoln\w+ (?:podzbi\w+|kombinacj\w+))",
    re.IGNORECASE,
)
_NAMED = deferred(r"`([A-Za-z_][\w.]*)`")
# An item on a field; a type is called in capitals.
_FIELD = deferred(r"[*_]*`[a-z_][\w.\[\]]*`|[a-z]\w*\s?\??$")
# An item that is an example and nothing else.
_SHOWN = deferred(r"`\s*[{\[].*[}\]]\s*`\W*$")
_ERRORS = 400
_ANSWER: tuple[Topic, Place] = ("response", "response")
# What is alike is only what a list stands in, not what it lists.
_AROUND = deferred(
    r"\b(?:envelope|wrapper)\b|\bpagination (?:format|structure|schema)\b|\bkopert\w+",
    re.IGNORECASE,
)
_SENTENCE = deferred(r"(?<=[.;])\s+")
_SINGLE = deferred(r"\bsingle\b|\bpojedyncz|\bone (?:object|item)\b", re.IGNORECASE)


def request(found: Found) -> Body | None:
    """The documented request body, with what is said of its fields anywhere in the plan."""
    own = _joined([body(part.units, "body", found.document) for part in found.of("request")])
    if own is not None:
        own = _needed(own) if found.entry.endpoint.method != "PATCH" else own
        own = _loosened(own) if _is_any_of(found) else own
        own = replace(own, forms=forms(found.of("request"), found.document))
    given = own or _elsewhere(found, "request", "body") or _worded(found)
    if given is not None:
        return replace(given, fields=tuple(validated(given.fields, found)))
    fields = tuple(outside_rules((), rules(found), found))
    if not fields or found.entry.endpoint.method not in _WRITING:
        return None
    lines = [one.source.line for one in fields]
    whole = Body(source=found.document.source(min(lines), max(lines)), fields=fields)
    return replace(whole, fields=tuple(validated(fields, found)))


def names_body(sentence: str) -> bool:
    """Whether a sentence names the fields of the body: "Body requires `title` and `year`."."""
    wants = _WANTS.match(sentence)
    return wants is not None and _NAMED.search(sentence, wants.end()) is not None


def _worded(found: Found) -> Body | None:
    """The fields that a sentence names: "Body requires `title` and `year`."; else none."""
    for part in found.of("description", "note"):
        for line, sentence in (
            (unit.line, one) for unit in part.units for one in _SENTENCE.split(unit.text)
        ):
            wants = _WANTS.match(sentence)
            names = _NAMED.findall(sentence[wants.end() :]) if wants is not None else []
            if wants is None or not names:
                continue
            source = found.document.source(line)
            need = True if wants["need"] else None
            fields = (
                Parameter(name=one, place="body", source=source, required=need) for one in names
            )
            return Body(source=source, fields=tuple(fields))
    return None


def _needed(own: Body) -> Body:
    """Where an example marks what is optional by `?`, what has no mark is required."""
    if not _MARKED.search(own.example):
        return own
    fields = (
        replace(one, required=True) if one.required is None and one.default is None else one
        for one in own.fields
    )
    return replace(own, fields=tuple(fields))


def _is_any_of(found: Found) -> bool:
    """Whether the label of the body says that any of its fields will do."""
    beside = (
        " ".join([part.label, *(one.text for one in part.units[:1] if one.line == part.line)])
        for part in found.of("request")
    )
    return any(map(_ANY_OF.search, beside))


def _loosened(own: Body) -> Body:
    fields = (replace(one, required=bool(one.required)) for one in own.fields)
    return replace(own, fields=tuple(fields))


def responses(found: Found) -> Iterator[Body]:
    """The documented answers that have a body."""
    any_of_them = False
    for part in found.of("response", "success"):
        listed = [unit for unit in part.units if unit.kind != "item"]
        shown = [unit for unit in part.units if unit.kind == "item" and _SHOWN.match(unit.text)]
        one = body(listed, "response", found.document) or body(shown, "response", found.document)
        if one is not None:
            other_cases = () if any_of_them else tuple(cases(found.of("note"), found.document))
            any_of_them = True
            yield replace(one, forms=other_cases)
    other = None if any_of_them else _named_alone(found) or _elsewhere(found, *_ANSWER)
    if other is not None:
        yield other


def _named_alone(found: Found) -> Body | None:
    """The answer whose fields are items alone: the outermost all are, or begin with, a name."""
    for part in found.of("response", "success"):
        items = [unit for unit in part.units if unit.kind == "item"]
        depth = min((unit.depth for unit in items), default=0)
        outer = [unit for unit in items if unit.depth == depth]
        alone = len(outer) == 1 and "`" in outer[0].text
        if outer and not alone and all(_FIELD.match(unit.text) for unit in outer):
            fields = parameters(outer, "response", found.document)
            source = found.document.source(outer[0].line, outer[-1].line)
            return Body(source=source, fields=fields)
    return None


def answers(found: Found) -> tuple[Status, ...]:
    """The documented statuses; where errors are those of another endpoint, also its."""
    own = _own_statuses(found)
    topics: tuple[Topic, ...] = ("errors", "success", "statuses")
    codes = {one.code for one in own if one.meaning and not is_above(one.meaning)}
    theirs = [
        one
        for topic in topics
        for other in like(found, topic)
        for one in statuses(other.of(topic), other.document)
        if one.code not in codes
    ]
    if any(one.code < _ERRORS for one in own):
        theirs = [one for one in theirs if one.code >= _ERRORS]
    bare = {one.code for one in own if one.code >= _ERRORS} - codes
    if bare:
        # "Same as POST (400, 404)": of no others.
        theirs = [one for one in theirs if one.code in bare]
    told = {one.code for one in theirs}
    kept = [one for one in own if one.code in codes or one.code not in told]
    kept = [replace(one, meaning="") if is_above(one.meaning) else one for one in kept]
    return (*kept, *dict.fromkeys(theirs))


def _own_statuses(found: Found) -> tuple[Status, ...]:
    """Those listed, then others that a sentence speaks of; below a table it may mean any row.

    The first sentence may stand on the endpoint's own line.
    """
    listed = statuses(found.parts, found.document)
    own = replace(units_of(found.document.text)[found.entry.at], text=found.entry.title)
    row = found.entry.form is Form.ROW
    every = chain([own], (unit for part in found.parts for unit in part.units))
    units = (unit for unit in every if not row or unit.line == found.entry.line)
    codes = {one.code for one in listed}
    more = {one.code: one for one in spoken_of(units, found.document) if one.code not in codes}
    return (*listed, *more.values())


def _elsewhere(found: Found, topic: Topic, place: Place) -> Body | None:
    """The body that this one is said to be like: another endpoint's, or a shape's."""
    topics: tuple[Topic, ...] = (topic, "success") if topic == "response" else (topic,)
    text = "\n".join(said(part) for part in found.of(*topics))
    for other in like(found, *topics):
        theirs = _joined([body(one.units, place, other.document) for one in other.of(*topics)])
        if theirs is not None:
            single = _SINGLE.search(text) or LIST_ITEM.search(text)
            whole = _item(theirs) if single else theirs
            whole = _outside(whole) if _AROUND.search(text) else whole
            return amended(whole, found.of(*topics), place, found.document)
        # What is like one that is like a list's single item is such an item, too.
        text += "\n".join(said(part) for part in other.of(*topics))
    for shape in shapes(found, *topics):
        shown = body(shape.units, place, found.document)
        if shown is not None:
            return shown
    return None


def _outside(whole: Body) -> Body:
    """What an answer has beside that of one item."""
    fields = tuple(one for one in whole.fields if "[]." not in one.name)
    return replace(whole, fields=fields, example="")


def _item(whole: Body) -> Body:
    """What a list's answer holds of one item."""
    prefix = next((one.name for one in whole.fields if one.name.endswith("[].id")), "")[:-2]
    if not prefix:
        return whole
    own = [one for one in whole.fields if one.name.startswith(prefix)]
    fields = tuple(replace(one, name=one.name.removeprefix(prefix)) for one in own)
    return replace(whole, fields=fields, example="")


def _joined(bodies: Sequence[Body | None]) -> Body | None:
    """One body of several: the first example, the fields of all, and what lists beside add."""
    given = [one for one in bodies if one is not None]
    if not given:
        return None
    fields: dict[str, Parameter] = {}
    for one in given:
        for field in one.fields:
            name = field.name if one.example else nested(field.name, fields)
            known = fields.get(name)
            adds = known is not None and not one.example
            fields[name] = merged(known, field) if known and adds else known or field
    return replace(given[0], fields=tuple(fields.values()))
