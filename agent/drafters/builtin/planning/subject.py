"""What an endpoint is about: its resource, its action, and the name of what does the work."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile
from typing import Literal

from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.spec import Feature, Target
from agent.core.values import dataclass
from agent.drafters.builtin.project.naming import pascal, singular, snake

Act = Literal["list", "get", "create", "update", "delete", "action"]
Case = Literal["snake", "camel", "pascal", "kebab"]

AROUND = deferred(r"v\d+(?:[._]\d+)*|api|rest|functions|rpc")
_VERSION = deferred(r"v\d+(?:[._]\d+)*")
_ONE: dict[str, Act] = {"GET": "get", "HEAD": "get", "DELETE": "delete", "POST": "create"}
_MOST_WORDS = 5
# Words that say nothing of what a feature does; English and Polish.
_SMALL = deferred(
    r"an?|the|as|i|we|to|of|in|on|for|with|and|or|by|from|can|may|is|are|be|want|that|so|my|their"
    r"|its|able|users?|w|z|ze|na|do|o|po|przy|przez|dla|oraz|lub|jako|chce|moc|uzytkownika?"
)
_CHANGED = ("PUT", "PATCH")
# What is done, where the last word of a change is no part of the row.
_DEEDS = re.compile(
    r"(?:de|re|un)?(?:activate|assign|publish|archive|order|open|lock|store|block|pause|sume|realize)|complete"
    r"|cancel|accept|reject|approve|close|finish|start|stop|toggle|confirm|decline|submit|verify"
    r"|skip|mark|move|extend|renew|dismiss|ban|hide|show|read|join|leave|pay|ship|check|acknowledge"
)
_READ = ("GET", "HEAD")
_MINE = ("my", "mine")
# What says when or how much, and of what only with the word before it.
_PERIOD = deferred(r"(?:hour|dai|week|month|quarter|year)ly|annual|latest|recent")
# Which of the rows are asked for, always several.
_WHICH = deferred(
    r"today|upcoming|overdue|pending|popular|trending|featured|unread|deleted|archived|expired"
    r"|scheduled|available"
)
_SELF = (*_MINE, "me", "current", "self")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The words of an endpoint in snake case: `things` and `thing` name the resource.

    `owner` is the resource that a nested one hangs under, `verb` what an action does, `whose` is
    `my` or `current` where only the caller's own are meant, or says which rows are, `of` is the
    resource of which `thing` is a part or a deed: in `/books/{id}/cover` books; `called` is the
    function's name there.
    """

    endpoint: Target
    act: Act
    things: str
    thing: str
    owner: str = ""
    verb: str = ""
    of: str = ""
    called: str = ""
    whose: str = ""

    @property
    def base(self) -> tuple[str, ...]:
        """What the path begins with before any resource: `api`, `v1`."""
        parts = self.endpoint.path.strip("/").split("/")
        return tuple(takewhile(AROUND.fullmatch, parts))

    @property
    def writes(self) -> bool:
        """Whether it changes what is stored."""
        return self.act not in {"list", "get"}

    @property
    def function(self) -> str:
        """The name, in snake case, of the function that does the work."""
        if self.act == "action":
            return self.verb if self.thing in self.verb.split("_") else f"{self.verb}_{self.thing}"
        if self.act == "list":
            words = ("list", self.whose, singular(self.owner), self.things)
            return "_".join(filter(None, words)) if self.owner else self.name
        return self.name

    @property
    def filed(self) -> Subject:
        """The same, for whose code is kept with that of its resource."""
        return replace(self, things=self.of, thing=singular(self.of)) if self.of else self

    @property
    def name(self) -> str:
        """The same without the owner."""
        if self.called:
            return self.called
        words = (self.act, self.whose, self.things if self.act == "list" else self.thing)
        return "_".join(word for word in words if word)


@lately
def _folded(tables: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(name.rpartition(".")[2]) for name in tables)


def subject_of(endpoint: Target, tables: Iterable[str] = ()) -> Subject:
    """The words of an endpoint; a path's last word that is a table is a resource, not an action."""
    if isinstance(endpoint, Feature):
        return _of_feature(endpoint, tables)
    parts = [one for one in endpoint.path.strip("/").split("/") if one]
    # A version may stand behind the resource too.
    while len(parts) > 1 and _VERSION.fullmatch(parts[-1]):
        parts.pop()
    known = _folded(tuple(tables))
    words = [(at, snake(one)) for at, one in enumerate(parts) if not _is_parameter(one)]
    named = [one for one in words if one[1] and not AROUND.fullmatch(one[1])] or words
    if not named:
        return Subject(endpoint=endpoint, act="get", things="root", thing="root")
    at, last = named[-1]
    before = [word for _, word in named[:-1]]
    some = _some(endpoint, named, known)
    if some is not None:
        return some
    if at == len(parts) - 1 and before and _is_action(endpoint.method, last, known):
        things = next((one for one in reversed(before) if fold(one) in known), before[-1])
        return replace(_subject(endpoint, "action", things), verb=last)
    others = [one for one in before if one not in _SELF]
    if at == len(parts) - 1 and _is_part(endpoint.method, last, known, others):
        things = next((one for one in reversed(others) if fold(one) in known), others[-1])
        owner = before[-1] if named[-2][0] < at - 1 else ""
        return replace(_part(endpoint, last, things), owner=owner)
    if before and _PERIOD.fullmatch(last) and named[-2][0] == at - 1:
        last = f"{last}_{singular(before[-1])}"
    act = _act(endpoint.method, last, single=at < len(parts) - 1)
    called = last if parts[0] == "functions" else ""
    owner = others[-1] if _is_nested(named[:-1], at) and others else ""
    return replace(_subject(endpoint, act, last), called=called, owner=owner)


def _of_feature(feature: Feature, tables: Iterable[str]) -> Subject:
    """Its name's telling words are what is done; of its tables the one that they name is meant."""
    folded = unicodedata.normalize("NFKD", feature.name.replace("\u0142", "l")).encode(
        "ascii", "ignore"
    )
    said = [
        one
        for one in re.findall(r"[a-z]+", folded.decode().casefold())
        if not _SMALL.fullmatch(one)
    ]
    verb = "_".join(said[:_MOST_WORDS]) or snake(feature.id) or "feature"
    last = verb.rpartition("_")[2]
    bare = [name.rpartition(".")[2] for name in tables]
    things = next((one for one in bare if singular(one) in said or one in said), last)
    thing = singular(things) if singular(things) in verb.split("_") else last
    return Subject(endpoint=feature, act="action", things=things, thing=thing, verb=verb)


def _some(endpoint: Target, named: list[tuple[int, str]], known: frozenset[str]) -> Subject | None:
    """What a last word chooses of the rows before it: the caller's, or those of which it says."""
    if len(named) <= 1:
        return None
    (before, things), (at, last) = named[-2:]
    if singular(things) == things:
        return None
    if last in _SELF:
        return _own(endpoint, things, last)
    says = _WHICH.fullmatch(last) is not None and fold(last) not in known
    ends = not _is_parameter(endpoint.path.rpartition("/")[2])
    if not says or not ends or endpoint.method not in _READ or before != at - 1:
        return None
    owner = named[-3][1] if _is_nested(named[:-2], before) else ""
    return replace(_subject(endpoint, "list", things), whose=last, owner=owner)


def _own(endpoint: Target, things: str, word: str) -> Subject:
    """What is the caller's own: `/offers/my` lists, `/users/me` is one."""
    act = _act(endpoint.method, things, single=word not in _MINE)
    found = _subject(endpoint, act, things)
    return replace(found, whose="my" if word in _MINE else "current")


def _subject(endpoint: Target, act: Act, things: str) -> Subject:
    return Subject(endpoint=endpoint, act=act, things=things, thing=singular(things))


def _part(endpoint: Target, word: str, things: str) -> Subject:
    """A change of a part of a resource, or one that the last word of the path is the name of."""
    one = singular(things)
    called = f"{word}_{one}" if _DEEDS.fullmatch(word) else f"update_{one}_{word}"
    return replace(_subject(endpoint, "update", word), of=things, called=called)


def _act(method: str, things: str, *, single: bool) -> Act:
    if method in {"PUT", "PATCH"}:
        return "update"
    if method in _READ and not single:
        return "get" if singular(things) == things else "list"
    return _ONE.get(method, "action")


def _is_action(method: str, word: str, known: frozenset[str]) -> bool:
    """Whether a last word says what is done: a POST to no table and no plural."""
    return method == "POST" and fold(word) not in known and singular(word) == word


def _is_part(method: str, word: str, known: frozenset[str], before: list[str]) -> bool:
    """Whether a last word says what of a resource is changed, or how: no table, and one."""
    if method not in _CHANGED or singular(word) != word or word.isdigit():
        return False
    if word in _SELF or any(fold(word) in one for one in known):
        return False
    return any(fold(one) in known or singular(one) != one for one in before)


def _is_nested(before: list[tuple[int, str]], at: int) -> bool:
    """Whether a row stands before the last word: by a parameter, or the caller's own."""
    return bool(before) and (before[-1][0] < at - 1 or before[-1][1] in _SELF)


def _is_parameter(part: str) -> bool:
    return part[:1] in "{:<[" or part.endswith("}")


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """Equal for all spellings and numbers of a name."""
    return singular(snake(name)).replace("_", "")


def cased(words: str, case: Case) -> str:
    """Words in snake case as one name."""
    if case == "snake":
        return words
    if case == "kebab":
        return words.replace("_", "-")
    joined = pascal(words)
    return joined if case == "pascal" else joined[:1].lower() + joined[1:]
