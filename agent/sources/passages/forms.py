"""The forms that one body may have: examples beside each other, with what they are for."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.shapes import Form, FormField
from agent.sources.text.notation import bare
from agent.sources.values.bodies import examples
from agent.sources.values.examples import members

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from agent.core.documents import Document
    from agent.sources.endpoints.passage import Part
    from agent.sources.values.examples import Member

_COMMENT = deferred(r"^\s*(?://+|#|/\*)\s*(?P<said>.*?)\s*(?:\*/)?\s*$")
_ASIDE = deferred(r"\((?P<said>[^()]+)\)")
_WORD = deferred(r"\"(\w[\w-]*)\"")
_WORDS = re.compile(r"\"\w[\w-]*\"(?:\s*\|\s*\"\w[\w-]*\")*")
_STRING = deferred(r"\"(?:[^\"\\\n]|\\.)*\"|//.*")
_SENTENCE = deferred(r"\"([^\W\d_][^\"\n]* [^\"\n]*)\"")
# What one call may send, not what every call has to be.
_EXAMPLE = re.compile(r"(?:an? )?(?:example|e\.g\.|np\.|przyk\u0142ad)", re.IGNORECASE)
_CASE = deferred(
    r"(?:if|when|once|unless|je\u015bli|je\u017celi|gdy|kiedy)\b[^:]*:?\W*$", re.IGNORECASE
)
_MOST = 6


def forms(parts: Sequence[Part], document: Document) -> tuple[Form, ...]:
    """Objects with other fields, each by the words before it; none of one, nor of examples."""
    found = [
        _form(said or _label(part), (text, line), document)
        for part in parts
        for example, first in examples(part.units, document)
        for said, text, line in _objects(example, first)
    ]
    found = [one for one in found if one.fields]
    held = {frozenset(field.name for field in one.fields) for one in found}
    if any(_EXAMPLE.match(one.said) for one in found):
        return ()
    return tuple(found) if 1 < len(held) == len(found) <= _MOST else ()


def cases(parts: Sequence[Part], document: Document) -> Iterator[Form]:
    """What is answered in another case than the usual one: "If it is late:" above an example."""
    for part in parts:
        for lead, below in pairwise(part.units):
            said = bare(lead.text)
            if below.fence is not None and _CASE.match(said):
                for shown in examples([below], document):
                    form = _form(said, shown, document)
                    told = {one.name: one.value for one in members(shown[0])}
                    yield from [_worded(form, told)] if form.fields else []


def _worded(form: Form, told: Mapping[str, str]) -> Form:
    """The form with what its fields say in whole words: a message is another in each case."""
    fields = (
        replace(one, values=(hit[1],))
        if (hit := _SENTENCE.fullmatch(told.get(one.name, ""))) is not None
        else one
        for one in form.fields
    )
    return replace(form, fields=tuple(fields))


def _label(part: Part) -> str:
    """What stands in brackets in the label, or behind it: `Request JSON (planned)`."""
    behind = next((one.text for one in part.units[:1] if one.text.startswith("(")), "")
    hit = _ASIDE.search(part.label + behind)
    return hit["said"].strip() if hit is not None else ""


def _objects(example: str, first: int) -> Iterator[tuple[str, str, int]]:
    """The objects of an example on its outermost level, with the comment above and the line."""
    depth, said, held, start = 0, "", list[str](), first
    for line, text in enumerate(example.split("\n"), first):
        comment = _COMMENT.match(text) if depth == 0 else None
        if comment is not None:
            said = comment["said"]
            continue
        if depth == 0:
            start = line
        bare = _STRING.sub("", text)
        depth += bare.count("{") + bare.count("[") - bare.count("}") - bare.count("]")
        held.append(text)
        if depth <= 0 and "".join(held).strip():
            yield said, "\n".join(held), start
            depth, said, held = 0, "", []


def _form(said: str, example: tuple[str, int], document: Document) -> Form:
    text, first = example
    fields = tuple(
        _field(one) for one in members(text) if "." not in one.name and "[]" not in one.name
    )
    source = document.source(first, first + text.count("\n"))
    return Form(said=said.rstrip(" :."), source=source, fields=fields)


def _field(one: Member) -> FormField:
    values = _WORD.findall(one.value) if _WORDS.fullmatch(one.value) else []
    return FormField(name=one.name, note=one.remark, values=tuple(values))
