"""What a reason against a draft asks for, as far as its words are understood."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import get_args

from agent.core.documents import RepoPath
from agent.core.errors import RefusedError
from agent.core.patterns import deferred
from agent.core.spec import Body, Limit, LimitKind, Parameter, Spec
from agent.core.values import dataclass
from agent.drafters.builtin.crud.design import Design
from agent.drafters.builtin.crud.habits import SchemaRole
from agent.drafters.builtin.crud.names import Wishes
from agent.drafters.builtin.reasons import in_english
from agent.drafters.builtin.steps import Role

_NAME = r"[`'\"]?([A-Za-z_]\w*)(?:\(\))?[`'\"]?"
_CALL_IT = deferred(
    rf"\b(?:call|name|rename)\s+(?:it|this|the\s+(?:function|route|schema|class))"
    rf"(?:\s+(?:to|as))?\s+{_NAME}",
    re.IGNORECASE,
)
_RENAME = re.compile(
    rf"\b(?:call|name|rename)\s+{_NAME}\s+(?:to|as|->|→)?\s*{_NAME}", re.IGNORECASE
)
_INSTEAD = re.compile(rf"{_NAME},?\s+(?:instead of|not|rather than)\s+{_NAME}", re.IGNORECASE)
_PATH = re.compile(r"(?<![\w/.-])((?:[\w-]+/)*[\w-]+\.py)\b")
_STATUS_NOT = deferred(
    r"\b([1-5]\d\d)\b,?\s+(?:not|instead of|rather than|and not)\s+(?:a\s+)?([1-5]\d\d)\b",
    re.IGNORECASE,
)
_STATUS_TO = deferred(
    r"\b([1-5]\d\d)\s+(?:should be|must be|to|->|→|becomes)\s+(?:a\s+)?([1-5]\d\d)\b", re.IGNORECASE
)
_SUCCESS = re.compile(
    r"\b(?:return|answer|status|success\w*)\s+(?:is\s+|with\s+)?(2\d\d)\b", re.IGNORECASE
)
_MOST = r"max(?:imum)?(?:[ _]length)?|at most|up to|no more than|<=|≤"
_LEAST = r"min(?:imum)?(?:[ _]length)?|at least|no less than|>=|≥"
_BOUND = deferred(
    rf"{_NAME}(?:\s*:)?\s+(?:is\s+|has\s+|should be\s+)?({_MOST}|{_LEAST})"
    r"\s*(?:of\s+|is\s+|=\s*)?(-?\d+)",
    re.IGNORECASE,
)
_BOUND_FOR = deferred(
    rf"\b({_MOST}|{_LEAST})\s*(-?\d+)\s+(?:for|in|of)\s+(?:the\s+)?{_NAME}", re.IGNORECASE
)
_DEFAULT = re.compile(
    rf"\b(?:default\s+{_NAME}\s+(?:to\s+|=\s*)?|{_NAME}\s+default(?:s)?\s+(?:to\s+|=\s*|is\s+)?)([\w.-]+)",
    re.IGNORECASE,
)
_WITHOUT = r"\b(?:without|drop|remove|leave out|omit|no)\s+(?:the\s+|an?\s+|any\s+)?"
_SIDE = r"max(?:imum)?|upper|min(?:imum)?|lower"
_ENDS = (
    rf"((?:{_SIDE})(?:\s+length)?(?:\s+(?:limit|bound))?|(?:length\s+)?(?:limits?|bounds?)|length)"
)
_UNBOUND = deferred(rf"{_WITHOUT}{_NAME}\s+{_ENDS}\b", re.IGNORECASE)
_UNBOUND_FOR = deferred(
    rf"{_WITHOUT}{_ENDS}\s+(?:for|on|of|to)\s+(?:the\s+)?{_NAME}", re.IGNORECASE
)
# A word that follows may make it another thing: of "no author index" nothing is a field.
_DROP = deferred(
    rf"{_WITHOUT}(?:field\s+|parameter\s+|filter\s+)?{_NAME}"
    r"(?=\s*(?:$|[,;.!?)&+]|(?:fields?|param\w*|filter|here|please|and|or|but|from|in|at|also)\b))",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"\b(?:responses?|output|answers?|shown?)\b", re.IGNORECASE)
_ADD = deferred(rf"\b(?:add|with|include|also)\s+(?:the\s+)?(?:field\s+)?{_NAME}", re.IGNORECASE)
_MUST = deferred(rf"{_NAME}\s+(?:is|should be|must be)\s+(required|optional)\b", re.IGNORECASE)
_HIGH: frozenset[LimitKind] = frozenset({"max", "below", "max_length"})
_LOW: frozenset[LimitKind] = frozenset({"min", "above", "min_length"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a proposal is made from: the documents and the wishes, as the notes so far have them."""

    spec: Spec
    wishes: Wishes


def heard(note: str, made: Design, role: Role, asked: Asked) -> Asked:
    """The spec and wishes with what the note asks for; unchanged where nothing is understood."""
    spec, wishes, note = asked.spec, asked.wishes, in_english(note)
    for hear in (_names, _file, _codes):
        wishes = hear(note, made, role, wishes)
    for name, change in (
        *_bounds(note),
        *_unbounds(note),
        *_defaults(note),
        *_musts(note),
    ):
        spec = _each(spec, name, change)
    return _fields(note, made, Asked(spec=spec, wishes=wishes))


def _names(note: str, made: Design, role: Role, wishes: Wishes) -> Wishes:
    found = _CALL_IT.search(note)
    if found is not None:
        return _named(found[1], _own_name(made, role), made, wishes)
    for pattern, old, new in ((_RENAME, 1, 2), (_INSTEAD, 2, 1)):
        for hit in pattern.finditer(note):
            wishes = _named(hit[new], hit[old], made, wishes)
    return wishes


def _own_name(made: Design, role: Role) -> str:
    """What "it" is in a step of this role."""
    names = made.names
    schema = {
        "create": names.create,
        "patch": names.update,
        "put": names.replacement,
        "list": names.query,
    }
    table = {"route": names.route, "schemas": schema.get(made.operation, names.out)}
    return table.get(role, names.function)


def _named(new: str, old: str, made: Design, wishes: Wishes) -> Wishes:
    names = made.names
    if not new.isidentifier() or new == old:
        return wishes
    if old == names.function and new.islower():
        return replace(wishes, function=new)
    if old == names.route and new.islower():
        return replace(wishes, route=new)
    if old in {getattr(names, role) for role in get_args(SchemaRole)}:
        return replace(wishes, schemas=(*wishes.schemas, (old, new)))
    return wishes


def _file(note: str, made: Design, role: Role, wishes: Wishes) -> Wishes:
    found = _PATH.search(note)
    if found is None or found[1] == made.files.of(role).value:
        return wishes
    try:
        path = RepoPath(found[1])
    except RefusedError:
        return wishes
    return replace(wishes, files=(*wishes.files, (role, path)))


def _codes(note: str, made: Design, _role: Role, wishes: Wishes) -> Wishes:
    pairs = [(int(hit[2]), int(hit[1])) for hit in _STATUS_NOT.finditer(note)]
    pairs += [(int(hit[1]), int(hit[2])) for hit in _STATUS_TO.finditer(note)]
    success = _SUCCESS.search(note)
    if success is not None and not pairs:
        pairs.append((made.success, int(success[1])))
    known = {one.code for one in made.spec.statuses} | {made.success}
    changed = tuple((old, new) for old, new in pairs if old in known and old != made.invalid)
    return replace(wishes, statuses=(*wishes.statuses, *changed))


_Change = Callable[[Parameter], Parameter]
_Changed = tuple[str, _Change]


def _bounds(note: str) -> Iterator[_Changed]:
    hits = [(hit[1], hit[2], hit[3]) for hit in _BOUND.finditer(note)]
    hits += [(hit[3], hit[1], hit[2]) for hit in _BOUND_FOR.finditer(note)]
    for name, word, number in hits:
        most = re.fullmatch(_MOST, word, re.IGNORECASE) is not None
        yield name, partial(_at_most if most else _at_least, number)


def _at_most(number: str, one: Parameter) -> Parameter:
    return _bounded(one, "max_length" if _is_text(one) else "max", number)


def _at_least(number: str, one: Parameter) -> Parameter:
    return _bounded(one, "min_length" if _is_text(one) else "min", number)


def _is_text(one: Parameter) -> bool:
    """Whether a bound of this value is one of its length."""
    kinds = {limit.kind for limit in one.limits}
    if kinds & {"min", "max"}:
        return False
    return bool(kinds & {"min_length", "max_length"}) or "int" not in (one.type or "str")


def _bounded(one: Parameter, kind: LimitKind, number: str) -> Parameter:
    rest = tuple(limit for limit in one.limits if limit.kind != kind)
    return replace(one, limits=(*rest, Limit(kind=kind, value=number, source=one.source)))


def _unbounds(note: str) -> Iterator[_Changed]:
    hits = [(hit[1], hit[2]) for hit in _UNBOUND.finditer(note)]
    hits += [(hit[2], hit[1]) for hit in _UNBOUND_FOR.finditer(note)]
    for name, said in hits:
        side = said.casefold()[:3]
        ends = {"max": _HIGH, "upp": _HIGH, "min": _LOW, "low": _LOW}.get(side, _HIGH | _LOW)
        yield name, partial(_unbounded, ends)


def _unbounded(ends: frozenset[LimitKind], one: Parameter) -> Parameter:
    return replace(one, limits=tuple(limit for limit in one.limits if limit.kind not in ends))


def _defaults(note: str) -> Iterator[_Changed]:
    for hit in _DEFAULT.finditer(note):
        yield hit[1] or hit[2], partial(replace, default=hit[3])


def _musts(note: str) -> Iterator[_Changed]:
    for hit in _MUST.finditer(note):
        required = hit[2].casefold() == "required"
        yield hit[1], _require if required else partial(replace, required=False)


def _require(one: Parameter) -> Parameter:
    return replace(one, required=True, default=None)


def _each(spec: Spec, name: str, change: Callable[[Parameter], Parameter]) -> Spec:
    """The spec with the request's values of this name changed."""
    parameters = tuple(change(one) if one.name == name else one for one in spec.parameters)
    body = spec.request
    if body is not None:
        fields = tuple(change(one) if one.name == name else one for one in body.fields)
        body = replace(body, fields=fields)
    return replace(spec, parameters=parameters, request=body)


def _fields(note: str, made: Design, asked: Asked) -> Asked:
    spec, wishes = asked.spec, asked.wishes
    for hit in _DROP.finditer(note):
        less = spec if _SHOWN.search(note) else _without(spec, hit[1])
        if less == spec:
            wishes = replace(wishes, hidden=(*wishes.hidden, hit[1]))
        spec = less
    for hit in _ADD.finditer(note):
        column = made.model.field(hit[1])
        if column is None:
            continue
        if spec.request is not None and "response" not in note.casefold():
            spec = _with(spec, spec.request, hit[1], required=column.needed)
        else:
            wishes = replace(wishes, shown=(*wishes.shown, hit[1]))
    return Asked(spec=spec, wishes=wishes)


def _without(spec: Spec, name: str) -> Spec:
    body = spec.request
    if body is not None:
        body = replace(body, fields=tuple(one for one in body.fields if one.name != name))
    kept = tuple(one for one in spec.parameters if one.name != name or one.place == "path")
    return replace(spec, parameters=kept, request=body)


def _with(spec: Spec, body: Body, name: str, *, required: bool) -> Spec:
    if any(one.name == name for one in body.fields):
        return spec
    new = Parameter(name=name, place="body", source=body.source, required=required)
    return replace(spec, request=replace(body, fields=(*body.fields, new)))
