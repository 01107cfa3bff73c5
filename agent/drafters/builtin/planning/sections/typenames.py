"""The names of types that no document and no code names, as the stack names them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.core.patterns import deferred
from agent.core.spec import Body, Spec
from agent.drafters.builtin.crud.shape import entries_of
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.places.coded import Types
from agent.drafters.builtin.planning.places.homes import forms
from agent.drafters.builtin.planning.places.layout import Layout
from agent.drafters.builtin.planning.places.stacks import Stack
from agent.drafters.builtin.planning.sentences.rowwise import names_in_rows
from agent.drafters.builtin.planning.subject import Subject, cased, fold
from agent.drafters.builtin.planning.tables.ownshape import Apart
from agent.drafters.builtin.project.naming import pascal, snake
from agent.sources.types.naming import is_envelope

_SAME = "{Thing}"
_ANSWER = deferred(r"(?:Response|Resource|Model|Dto|DTO)$")
_NOWHERE = Layout()
_TAKEN = ("Command", "Request", "RequestDto", "RequestDTO", "Input", "Payload")
_SENT = ("Response", "ResponseDto", "ResponseDTO")
_KIND = deferred(r"(?:(?:Request|Result|Response)?D(?:to|TO)|Command|Request|Response|Result)$")
# What the name of a type says of which of several it is, by what is done or by its side.
_OF_ACTS = {
    "create": r"Create|New|Add",
    "update": r"Update|Patch|Edit|Write",
    "list": r"List|Page|Items",
    "get": r"Detail|Retrieve|Get",
}
_GIVEN, _SHOWN = r"|Request|Input|Command", r"|Response|Output|Read|Detail"


def names_of(
    spec: Spec, subject: Subject, stack: Stack, apart: Apart = "", layout: Layout = _NOWHERE
) -> Types:
    """A type for the body and one for the answer; none where the code has some of a thing.

    `apart` says that the answer is not the resource as its siblings answer it. A file of its own
    in the layout says what the type is called.
    """
    if not all(is_envelope(one.name) or one.serves == "client" for one in spec.types):
        return Types()
    act = cased(subject.verb if subject.act == "action" else subject.act, "pascal")
    values = {**forms(subject), "Act": act}
    named = {key: name.format(**values) for key, name in stack.types}
    if apart:
        named["answer"] = _apart(dict(stack.types).get("answer", ""), apart).format(**values)
    filed = {"body": _filed(layout, "given"), "answer": _filed(layout, "answer")}
    if stack.one_type_a_file and not filed["answer"]:
        filed["answer"] = _answered(layout)
    named |= {key: name for key, name in filed.items() if name}
    if "page" in named and filed["answer"].startswith(values["Thing"]) and not apart:
        named["page"] = filed["answer"].replace(values["Thing"], f"{values['Thing']}List", 1)
    body = spec.request is not None and bool(spec.request.fields)
    answer = next(iter(spec.responses), None)
    shown = answer is not None and bool(answer.fields)
    paged = subject.act == "list" and answer is not None and _is_page(answer)
    asked = spec.request.name if spec.request is not None else ""
    told = answer.name if answer is not None else ""
    query = any(one.place == "query" for one in spec.parameters) and not body
    if paged and filed["answer"] and subject.things in snake(filed["answer"]):
        named |= {"page": filed["answer"], "answer": ""}
    return Types(
        query=filed["body"] if query else "",
        body=(asked or named.get("body", "")) if body else "",
        answer=((not paged and told) or named.get("answer", "")) if shown else "",
        page=(told or named.get("page", "")) if shown and paged else "",
        there=frozenset(name for name in filed.values() if _is_there(layout, name)),
    )


def with_rows_of(brief: Brief) -> Brief:
    """The brief with the types that a table with a row for the endpoint names."""
    names = brief.names
    found = {one.column: one.names for one in reversed(names_in_rows(brief))}
    both = found.get("types", ())
    act = _OF_ACTS.get(brief.subject.act, "(?!)")
    body = _fitting(found.get("body", both), act + _GIVEN) if _is_open(names, names.body) else ""
    answer = ""
    if _is_open(names, names.answer):
        shown = "" if brief.subject.act == "list" else _SHOWN
        answer = _fitting(found.get("answer", both), act + shown) or (body if both else "")
        # What is given is answered again where one serves both.
        answer = "" if answer == body and not _is_answered_again(brief) else answer
    body, answer = body or _spoken(brief, names.body), answer or _spoken(brief, names.answer)
    named = replace(names, body=body, answer=answer)
    return replace(brief, names=replace(named, there=named.there | _declared(brief, named)))


def _spoken(brief: Brief, name: str) -> str:
    """The name, or the one that documents have for the same: `LendBookRequest` for its command."""
    kind = _KIND.search(name)
    if kind is None or not _is_open(brief.names, name) or brief.spoken(name):
        return name
    stem, deed = name[: kind.start()], pascal(brief.subject.verb)
    stems = {stem, *((deed,) if "_" in brief.subject.verb else ())}
    kinds = _TAKEN if name == brief.names.body else _SENT
    found = [f"{one}{each}" for one in stems for each in kinds if brief.spoken(f"{one}{each}")]
    return found[0] if len(found) == 1 else name


def _declared(brief: Brief, names: Types) -> set[str]:
    """Those of the types that the file where they go declares, in Python."""
    place = brief.layout.place("types")
    if place is None or place.path.suffix != ".py":
        return set()
    begins = {f"class {one}(": one for one in names.needed()}
    lines = brief.passages.lines(place.path)
    return {begins[one] for line in lines for one in begins if line.startswith(one)}


def _is_answered_again(brief: Brief) -> bool:
    """Whether most fields of the body are among those of the answer."""
    shown = {fold(one.name) for body in brief.spec.responses[:1] for one in body.fields}
    return sum(fold(one.name) in shown for one in brief.body) * 2 > len(brief.body)


def _is_open(names: Types, name: str) -> bool:
    """Whether a type is wanted, and is not there yet."""
    return bool(name) and name not in names.there


def _fitting(found: Sequence[str], words: str) -> str:
    """The only one, else the first that one of these words is in."""
    if len(found) == 1:
        return found[0]
    return next((one for one in found if re.search(words, one)), "")


def _filed(layout: Layout, role: str) -> str:
    """The name of the type that a file of this role is for."""
    place = layout.place(role)
    stem = place.path.name.removesuffix(place.path.suffix) if place is not None else ""
    return stem if stem[:1].isupper() else pascal(stem)


def _answered(layout: Layout) -> str:
    """The type of an answer that is there already."""
    name = _filed(layout, "types")
    return name if _ANSWER.search(name) and _is_there(layout, name) else ""


def _is_there(layout: Layout, name: str) -> bool:
    """Whether the file that a type is named after exists."""
    files = (one for role, one in layout.places if role in {"given", "answer", "types"})
    own = next((one for one in files if one.path.name.startswith(f"{name}.")), None)
    return own is not None and not own.new


def _is_page(answer: Body) -> bool:
    """Whether the rows stand in a field of the answer, beside others."""
    return any(inner for _, inner in entries_of(answer.example))


def _apart(name: str, apart: Apart) -> str:
    """A name beside the resource's own: for a row of its list, or for what a deed answers."""
    if apart == "item":
        return name.replace(_SAME, f"{_SAME}ListItem")
    ending = name.removeprefix(_SAME)
    return "{Function}" + (ending if ending == "Response" else f"Result{ending}") if name else ""
