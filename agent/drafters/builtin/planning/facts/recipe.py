"""How an endpoint is added here: the items that a project's rules give, by the layer of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from agent.core.documents import RepoPath, Source
from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.rulebook import APART, is_for
from agent.drafters.builtin.planning.facts.wording import trimmed
from agent.drafters.builtin.planning.places.stacks import Role

# What opens it: "Adding a new endpoint: (1) …", or such a heading or sentence above a list.
_OPENS = deferred(
    r"^\W*(?:[\w'\u2019]+\W+){0,4}?(?:add|creat|implement|doda|tworz|utworz)\w*"
    r" (?:an? |each |every |the )?(?:new |now\w+ )?(?:api |rest )*(?:endpoint|route)\w*\b",
    re.IGNORECASE,
)
_INLINE = deferred(r"(?:^|(?<=\s))\(?\d[.)]\)?\s+")
_ITEM = deferred(r"^(?P<mark> {0,3}(?:\d|[-*]))[.)\d]*\s+(?:\[ \]\s+)?(?P<said>\S.*)$")
_OF_PAGES = deferred(r"\b(?:front-?end|ui|react|vue|angular|components?|pages?)\b", re.IGNORECASE)
_FEWEST = 3
_LONGEST = 160
# Each layer by its words: of several in an item the first counts.
_LAYERS: tuple[tuple[Role, str], ...] = (
    ("tests", r"tests?|specs?|test\u00f3w|testy"),
    ("register", r"regist\w+|zarejestr\w+|include_router|urls?\.py|mount\w*|wir(?:e|ing)"),
    ("validation", r"zod|validat\w+|walid\w+|form ?requests?"),
    ("types", r"serializers?|schemas?|dtos?|pydantic|types?|commands?|resources?|models?"),
    (
        "service",
        r"(?:\w+)?services?|use ?cases?|(?:business )?logi[ck]\w*|repositor\w+|queries|zapyta\w+",
    ),
    ("route", r"routes?|routers?|views?|viewsets?|controllers?|endpoints?|handlers?|prerender"),
)
_WORDS = deferred(
    "|".join(rf"(?P<{role}>\b(?:{words})\b)" for role, words in _LAYERS), re.IGNORECASE
)
# A path names its layer again, or another one.
_PATH = deferred(r"`[^`\s]*[/.][^`\s]*`")
# What is done with the code when it is written is part of no layer.
_AFTER = deferred(r"^\W*(?:run|re-?start|commit|push|check|verify|update|uruchom)\b", re.IGNORECASE)
# Where a layer has no step of its own, another has its code.
_INSTEAD: dict[Role, Role] = {"validation": "types", "types": "validation", "register": "route"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One of the items, with where it stands; `role` is None for what is of no layer."""

    said: str
    source: Source
    role: Role | None


def recipe(brief: Brief) -> tuple[Item, ...]:
    """The items of the first rule on how an endpoint is added; none where no rule has several."""
    for rule in brief.spec.rules:
        if is_for(rule, brief.stack):
            found = _read(rule.path, brief.passages.lines(rule.path))
            if found:
                return found
    return ()


def of_layer(items: Sequence[Item], role: Role, steps: Sequence[Role]) -> Fact | None:
    """What the rule says of the layer of a step, where these are the steps that there are."""
    mine = [one for one in items if one.role and _home(one.role, steps) == role]
    return _together(mine) if mine else None


def left(items: Sequence[Item]) -> Fact | None:
    """What it says of no layer."""
    rest = [one for one in items if one.role is None]
    return _together(rest) if rest else None


def layer_of(said: str, role: Role, steps: Sequence[Role]) -> Role:
    """The layer that a rule found for one of them is on: the first that it names, of the steps.

    A word for a type is one for a row as well; a test is of what it tests.
    """
    named = _named(said) if role != "tests" else None
    return (_home(named, steps) or role) if named not in {None, "types"} else role


def _home(role: Role | None, steps: Sequence[Role]) -> Role | None:
    other = _INSTEAD.get(role) if role else None
    return role if role in steps else other if other in steps else None


def _together(items: Sequence[Item]) -> Fact:
    said = "; ".join(one.said for one in items)
    return Fact(text=said, sources=tuple(dict.fromkeys(one.source for one in items)))


@lru_cache(maxsize=64)
def _read(path: RepoPath, lines: tuple[str, ...]) -> tuple[Item, ...]:
    for at, line in enumerate(lines):
        opened = _OPENS.match(line)
        if opened is None or APART.search(line):
            continue
        found = list(_inline(at, line[opened.end() :])) or list(_listed(at, line, lines))
        items = tuple(
            _item(path, number, said) for number, said in found if not _OF_PAGES.search(said)
        )
        if len({one.role for one in items if one.role}) >= _FEWEST:
            return items
    return ()


def _inline(at: int, rest: str) -> Iterator[tuple[int, str]]:
    """The items that are numbered in the line itself."""
    parts = _INLINE.split(rest)
    return ((at + 1, one) for one in parts[1:] if one.strip())


def _listed(at: int, line: str, lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The items of the list below a heading, or below a line that ends in a colon."""
    if not (line.startswith("#") or line.rstrip(" *").endswith(":")):
        return
    mark = ""
    for number, one in enumerate(lines[at + 1 :], start=at + 2):
        item = _ITEM.match(one)
        if item is not None:
            own = re.sub(r"\d", "1", item["mark"])
            mark = mark or own
            if own == mark:
                yield number, item["said"]
        elif one.startswith("#") or (mark and one[:1].strip()):
            return


def _item(path: RepoPath, number: int, said: str) -> Item:
    role = None if _AFTER.match(said) else _named(said)
    text = trimmed(said.replace("**", ""), _LONGEST).rstrip(" .,;")
    return Item(said=text, source=Source(path=path, line=number, last=number), role=role)


def _named(said: str) -> Role | None:
    hit = _WORDS.search(_PATH.sub("", said))
    return next((one for one, _ in _LAYERS if hit is not None and one == hit.lastgroup), None)
