"""The form that all errors have, or all successes, where a general section of a plan shows it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Body, Parameter
from agent.core.values import dataclass
from agent.sources.endpoints.apiplan import entries
from agent.sources.text.units import Unit, units
from agent.sources.values.bodies import body

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from agent.core.documents import Document

_ERROR = deferred(
    r"\berr(?:or|ore|eur|o)s?\b|b\u0142\u0119d|\bfehler|\u0448\u0438\u0431\u043a|\u9519\u8bef"
    r"|\uc5d0\ub7ec|\uc624\ub958|\u30a8\u30e9\u30fc",
    re.IGNORECASE,
)
# What is said of the form of all, not of one: "Standard error format", "All errors follow `{…}`".
_FORM = deferred(
    r"format|shape|payload|stru[ck]tur|envelope|standard|consisten|follow|schema"
    r"|\berrors? (?:response|body|object|model)|suiv|odpowied\u017a|odpowiedzi|\ud615\uc2dd",
    re.IGNORECASE,
)
# Of one status alone, or of what is logged.
_OTHER = deferred(r"\b[45]\d\d\b|\blogs?\b|\blogging\b|\blogow", re.IGNORECASE)
_INLINE = deferred(r"([^`{}]*)[`(]+\s*\{")
# "Envelope `{…}`, or for validation `{…}`": the second one.
_ANOTHER = deferred(r"(?<=\}`)(?=[^`{}]*`\{)")
_CODE = deferred(r"\bfunction\b|=>|\breturn\b|\bconst\b|\bdef\b|\bthrow\b")
_TICKED = deferred(r"`([^`]+)`")
# What is said of the form of all successes, and what only lists have.
_SUCCESS = deferred(
    r"\bsuccess(?:ful)?\b.{0,20}\b(?:responses?|structure|format|envelope)"
    r"|\ball (?:endpoints|responses)\b.{0,40}\b(?:envelope|structure|format|schema)"
    r"|\b(?:standard|consistent|common|response) (?:envelope|response|format|structure)"
    r"|odpowied\w+ sukcesu"
    r"|\berfolgreich\w* (?:responses?|antwort)|\uc131\uacf5|\uc751\ub2f5 \ubd09\ud22c",
    re.IGNORECASE,
)
_OF_SOME = deferred(r"paginat|paginac|stronicow|\blists?\b|\blist[ay]\b|\bmost\b", re.IGNORECASE)
_PAGES = frozenset(("pagination", "page", "total", "limit", "error", "errors"))
_FEWEST = 2
_END = "\n"
_DOT = "."
_INNER, _DEEP = "error.", 2
# A flat one has one of these, and is no answer with data.
_FLAT = frozenset(("error", "errors", "message", "detail", "errorcode", "error_code"))
_DATA = frozenset(("data", "id", "items"))
HELD = "data"
# What the details say of one value that was refused.
_FIELD = "field"
_OF_VALUE = frozenset((_FIELD, "value", "message", "reason", "code", "issue", "constraint"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """An example outside of the endpoints' passages; `of_all` where it is said to be the form."""

    unit: Unit
    of_all: bool


@lru_cache(maxsize=8)
def error_form(document: Document) -> Body | None:
    """The first example under a label on errors that is one: an `error` with fields of its own.

    One without such an object counts where it is said to be the form of all of them; none does
    where another one that is said to be it lacks one of its fields.
    """
    found = list(_forms(document)) or list(_in_words(document))
    shown, others = next(iter(found), None), found[1:]
    if shown is None or not all(
        _needed(shown) <= {one.name for one in each.fields} for each in others
    ):
        return None
    inner = any(field.name.startswith(_INNER) for field in shown.fields)
    # What an example has deeper is a sample of some error's details, but how it names a value.
    kept = [one for one in shown.fields if one.name.count(_DOT) < (_DEEP if inner else 1)]
    kept = [one for one in kept if "[]." not in one.name]
    deep = [replace(one, required=False) for one in shown.fields if one not in kept]
    named = {one.name.rpartition(_DOT)[2] for one in deep}
    ends = deep if {_FIELD} < named <= _OF_VALUE else []
    return replace(shown, fields=(*kept, *ends))


@lru_cache(maxsize=8)
def answer_form(document: Document) -> Body | None:
    """The first example below words on all successes that holds them in `data`: its own members."""
    found = units(document.text)
    taken = {at for one in entries(document.text) for at in range(one.at, one.end)}
    for at, unit in enumerate(found):
        if at in taken or not (unit.fence or _INLINE.match(unit.text)):
            continue
        title = " ".join(found[one].text for one in unit.above[-1:])
        said = f"{_label(found, at)}\n{title}" if unit.fence else unit.text
        if _SUCCESS.search(said) is None or _OF_SOME.search(said) is not None:
            continue
        one = unit if unit.fence else replace(unit, kind="text")
        shown = body((one,), "response", document)
        marked = _marked(unit.fence.text if unit.fence else unit.text)
        fields = tuple(map(marked, filter(_is_outer, shown.fields))) if shown is not None else ()
        if shown is not None and any(one.name == HELD for one in fields):
            return replace(shown, fields=fields)
    return None


def _is_outer(one: Parameter) -> bool:
    """Whether a member is of any success, not only of a list or a failure."""
    return one.name not in _PAGES and _DOT not in one.name and "[]" not in one.name


def _marked(example: str) -> Callable[[Parameter], Parameter]:
    """A member, as one that may be left out where its line in the example says so."""

    def marked(one: Parameter) -> Parameter:
        named = rf"\b{re.escape(one.name)}\b\W*[^\n,]*\boptional\b"
        said = re.search(named, example, re.IGNORECASE)
        return replace(one, required=False) if said is not None else one

    return marked


def _in_words(document: Document) -> Iterator[Body]:
    """The fields that a line on the form of all errors names: "JSON with `error`, `message`"."""
    found = units(document.text)
    taken = {at for one in entries(document.text) for at in range(one.at, one.end)}
    for at, unit in enumerate(found):
        said = unit.text
        names = _TICKED.findall(said)
        if at in taken or len(names) < _FEWEST or not _is_of_all(said, said):
            continue
        if set(names) & _FLAT and not set(names) & _DATA and all(map(str.isidentifier, names)):
            source = document.source(unit.line, unit.line)
            fields = tuple(
                Parameter(
                    name=name,
                    place="response",
                    source=source,
                    required=False if f"optional `{name}`" in said else None,
                )
                for name in names
            )
            yield Body(source=source, fields=fields)


def _needed(shown: Body) -> set[str]:
    """The names of the fields that it always has."""
    return {one.name for one in shown.fields if _DOT not in one.name and one.required is not False}


def _forms(document: Document) -> Iterator[Body]:
    """The examples that are of all errors: several in one line each for itself."""
    for one in _general(document.text):
        shown = body((one.unit,), "response", document)
        inner = shown is not None and any(field.name.startswith(_INNER) for field in shown.fields)
        if shown is not None and (inner or (one.of_all and _is_flat(shown))):
            yield shown


def _is_flat(shown: Body) -> bool:
    names = {one.name.casefold() for one in shown.fields}
    return bool(names & _FLAT) and not names & _DATA


def _general(text: str) -> Iterator[_Shown]:
    """The examples outside of the endpoints' passages that a label or title calls errors."""
    found = units(text)
    taken = {at for one in entries(text) for at in range(one.at, one.end)}
    for at, unit in enumerate(found):
        if at in taken:
            continue
        if unit.fence is not None:
            label, title = _label(found, at), " ".join(found[one].text for one in unit.above[-1:])
            of_all = _is_of_all(f"{label}\n{title}", f"{label[label.rfind(_END) + 1 :]}\n{title}")
            if not _CODE.search(unit.fence.text) and (of_all or _ERROR.search(label or title)):
                yield _Shown(unit=unit, of_all=of_all)
        elif (inline := _INLINE.match(unit.text)) is not None and _is_of_all(inline[1], inline[1]):
            # An item is read for its example alone, not as a field that it names.
            parts = _ANOTHER.split(unit.text)
            yield from (
                _Shown(unit=replace(unit, kind="text", text=one), of_all=True) for one in parts
            )


def _is_of_all(said: str, near: str) -> bool:
    """Whether these words tell of the form of all errors, and the nearest of no other one."""
    return bool(_FORM.search(said) and _ERROR.search(said)) and not _OTHER.search(near)


def _label(found: Sequence[Unit], at: int) -> str:
    """What stands before an example in its section, two lines at most."""
    before = [one for one in found[max(0, at - 2) : at] if one.above == found[at].above]
    return "\n".join(one.text for one in before if one.fence is None)
