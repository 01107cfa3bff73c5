"""What a user's reason against a draft asks for, as changes of its steps and names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.core.documents import RepoPath
from agent.core.patterns import deferred
from agent.core.spec import Spec, Status
from agent.core.values import dataclass
from agent.drafters.builtin.planning.facts.stepdraft import StepDraft
from agent.drafters.builtin.planning.places.ground import Place, repo_path
from agent.drafters.builtin.planning.places.stacks import Role
from agent.drafters.builtin.reasons import in_english
from agent.drafters.builtin.steps import JOINT
from agent.sources.text.words import fold

_ROLES: tuple[tuple[Role, str], ...] = (
    ("tests", r"tests?|testing"),
    ("register", r"regist\w+"),
    ("validation", r"validation|checks?"),
    ("types", r"types?|schemas?|dtos?"),
    ("service", r"services?"),
    ("route", r"routes?|controllers?|endpoints?|handlers?|routers?"),
)
_ROLE = "|".join(words for _, words in _ROLES)
_STEP = rf"(?:steps?\s+)?(?P<{{0}}>\d+|(?:the\s+)?(?:{_ROLE})(?:\s+steps?)?)"
_DROP = deferred(
    r"\b(?:without|no|drop|remove|skip|leave out|omit|delete|don't need|do not need)\s+"
    r"(?:(?:a|the|any)\s+)?(?:steps?\s+(?:for|about|of|to)\s+)?(?:the\s+)?"
    + _STEP.format("what")
    + r"\b",
    re.IGNORECASE,
)
_MERGE = deferred(
    r"\b(?:merge|join|combine|put together)\s+"
    + _STEP.format("one")
    + r"\s*(?:and|with|,|\+|&|into)\s*"
    + _STEP.format("two")
    + r"\b",
    re.IGNORECASE,
)
_ORDER = deferred(
    r"\b"
    + _STEP.format("one")
    + r"\s+(?:comes?\s+|goes\s+|should\s+(?:come|be)\s+)?(?P<side>before|after)\s+(?:the\s+)?"
    + _STEP.format("two")
    + r"\b",
    re.IGNORECASE,
)
_FIRST = deferred(
    r"\b" + _STEP.format("one") + r"\s+(?:comes?\s+|goes\s+)?(?P<side>first|last)\b", re.IGNORECASE
)
_NAME = r"[`\"']?(?P<{0}>[\w][\w./{{}}\[\]@-]*\w)[`\"']?(?:\(\))?"
_RENAME = re.compile(
    rf"\b(?:rename|call)\s+(?:the\s+)?(?:function|service|file|type|schema|class|dto)?\s*{_NAME.format('old')}\s*"
    rf"(?:to|->|\u2192|as|=)?\s+{_NAME.format('new')}",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    rf"(?:use\s+)?{_NAME.format('new')}\s*,?\s+(?:instead of|not|rather than)\s+"
    rf"{_NAME.format('old')}",
    re.IGNORECASE,
)
_CALLED = deferred(
    rf"\b(?:call|(?:re)?name)\s+(?:the\s+)?(?P<what>function|service|{_ROLE})\s+"
    rf"(?:(?:to|as)\s+)?{_NAME.format('new')}",
    re.IGNORECASE,
)
_PLACE = deferred(
    rf"\b(?:(?:put|write|place|keep)\s+)?(?:the\s+)?(?:file\s+of\s+)?{_STEP.format('what')}\s*"
    r"(?:step\s+)?(?:is|are|in|into|to|goes in|belongs? in|at|:)\s*(?:in\s+)?"
    r"(?P<path>[`\"']?[\w.@\[\]{}-]+(?:/[\w.@\[\]{}-]+)+[`\"']?)",
    re.IGNORECASE,
)
# Shorter words tell nothing; an ending does not matter.
_TELLING = deferred(r"[^\W\d_]{4,}")
_STEM = 6
_SUCCESS = deferred(
    r"\b(?:success(?: status)?|answers?|returns?|status)\s+(?:is|with|of|be|should be)?\s*"
    r"(?P<code>2\d\d)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """No such step."""

    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Two steps as one."""

    one: str
    two: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A step before or after another, or first or last when `two` is empty."""

    one: str
    side: str
    two: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """Another name for a function, type or file."""

    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """Another file for a step."""

    what: str
    path: RepoPath


@dataclass(frozen=True, slots=True, kw_only=True)
class Recode:
    """Another status; `old` is None for the one of success. `about` says of what, where told."""

    old: int | None
    new: int
    about: str = ""


Wish = Drop | Merge | Move | Rename | Put | Recode


def wishes_of(note: str) -> tuple[Wish, ...]:
    """What the words ask for, as far as they are understood."""
    return tuple(_wishes(in_english(note)))


def _wishes(note: str) -> Iterator[Wish]:
    merged = [Merge(one=hit["one"], two=hit["two"]) for hit in _MERGE.finditer(note)]
    placed = [(hit["what"], repo_path(hit["path"].strip("`\"'"))) for hit in _PLACE.finditer(note)]
    yield from merged
    yield from (Put(what=what, path=path) for what, path in placed if path is not None)
    yield from (Drop(what=hit["what"]) for hit in _DROP.finditer(note))
    for hit in _ORDER.finditer(note):
        yield Move(one=hit["one"], side=hit["side"].casefold(), two=hit["two"])
    yield from (Move(one=hit["one"], side=hit["side"].casefold()) for hit in _FIRST.finditer(note))
    for hit in (*_RENAME.finditer(note), *_INSTEAD.finditer(note)):
        old, new = hit["old"], hit["new"]
        if old.isdigit() and new.isdigit():
            yield Recode(old=int(old), new=int(new), about=_beside(note, hit))
        elif not old.isdigit() and not new.isdigit():
            yield Rename(old=old, new=new)
    yield from (Rename(old=hit["what"], new=hit["new"]) for hit in _CALLED.finditer(note))
    if not _INSTEAD.search(note):
        yield from (Recode(old=None, new=int(hit["code"])) for hit in _SUCCESS.finditer(note))


def _beside(note: str, hit: re.Match[str]) -> str:
    """The rest of the sentence: what the status is said of."""
    before = re.split(r"[.;\n]\s", note[: hit.start()])[-1]
    after = re.split(r"[.;\n]\s", note[hit.end() :])[0]
    return f"{before} {after}"


def recoded(spec: Spec, wishes: Sequence[Wish]) -> tuple[Spec, tuple[Status, ...]]:
    """The spec with the statuses that were asked for, and which these are."""
    found: list[Status] = []
    for wish in wishes:
        if isinstance(wish, Recode):
            success = spec.success()
            old = wish.old or (success.code if success else None)
            meant = _meant(spec.statuses, old, wish)
            now = {one: replace(one, code=wish.new) for one in meant}
            found = [*(now.get(one, one) for one in found), *now.values()]
            statuses = tuple(now.get(one, one) for one in spec.statuses)
            spec = replace(spec, statuses=statuses)
    return spec, tuple(found)


def _meant(statuses: Sequence[Status], old: int | None, wish: Recode) -> tuple[Status, ...]:
    """Those of the old code that the words are of; all, where they are of neither code's."""
    stems = _stems(wish.about)
    named = [one for one in statuses if stems & _stems(one.meaning)]
    known = any(one.code in {old, wish.new} for one in named)
    return tuple(one for one in (named if known else statuses) if one.code == old)


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _TELLING.findall(fold(text)))


def fulfil(drafts: tuple[StepDraft, ...], wishes: Sequence[Wish]) -> tuple[StepDraft, ...]:
    """The steps as the wishes have them; numbers are those that the user saw."""
    numbered = tuple(enumerate(drafts, start=1))
    for wish in wishes:
        match wish:
            case Drop(what=what):
                gone = _find(numbered, what)
                numbered = tuple(one for one in numbered if one is not gone)
            case Merge(one=first, two=second):
                numbered = _merged(numbered, _find(numbered, first), _find(numbered, second))
            case Move():
                numbered = _moved(numbered, wish)
            case Put(what=what, path=path):
                numbered = _put(numbered, _find(numbered, what), path)
            case Rename() | Recode():
                pass
    return tuple(draft for _, draft in numbered)


_Numbered = tuple[tuple[int, StepDraft], ...]


def _find(numbered: _Numbered, what: str) -> tuple[int, StepDraft] | None:
    if what.isdigit():
        return next((one for one in numbered if one[0] == int(what)), None)
    role = role_named(what)
    return next((one for one in numbered if one[1].role == role), None)


def role_named(what: str) -> Role | None:
    """The role that a word such as "schemas" means."""
    word = re.sub(r"^the\s+|\s+steps?$", "", what.strip(), flags=re.IGNORECASE)
    return next((role for role, words in _ROLES if re.fullmatch(words, word, re.IGNORECASE)), None)


def _merged(
    numbered: _Numbered, first: tuple[int, StepDraft] | None, second: tuple[int, StepDraft] | None
) -> _Numbered:
    if first is None or second is None or first is second:
        return numbered
    one, two = first[1], second[1]
    places = tuple({place.path: place for place in (*one.places, *two.places)}.values())
    joined = replace(
        one,
        title=f"{one.title}{JOINT}{two.title}",
        details=(*one.details, *two.details),
        places=places,
        proof=one.proof if one.proof == two.proof else f"{one.proof}; {two.proof}",
    )
    return tuple(
        (first[0], joined) if pair is first else pair for pair in numbered if pair is not second
    )


def _moved(numbered: _Numbered, wish: Move) -> _Numbered:
    moved = _find(numbered, wish.one)
    beside = _find(numbered, wish.two) if wish.two else None
    if moved is None or moved is beside or (wish.two and beside is None):
        return numbered
    rest = [one for one in numbered if one is not moved]
    at = {"first": 0, "last": len(rest)}.get(wish.side)
    if at is None and beside is not None:
        at = rest.index(beside) + (wish.side == "after")
    rest.insert(at or 0, moved)
    return tuple(rest)


def _put(numbered: _Numbered, found: tuple[int, StepDraft] | None, path: RepoPath) -> _Numbered:
    place = Place(path=path, new=True)
    return tuple(
        (one[0], replace(one[1], places=(place,))) if one is found else one for one in numbered
    )
