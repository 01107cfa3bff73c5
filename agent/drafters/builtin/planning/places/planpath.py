"""Where a new plan is saved: beside its siblings, named as they are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import count

from agent.core.documents import RepoPath
from agent.core.patterns import deferred
from agent.core.plan import Plan
from agent.core.spec import Feature, Target
from agent.core.values import dataclass
from agent.drafters.builtin.planning.subject import subject_of
from agent.drafters.builtin.project.naming import singular

_FOLDER = ".ai"
_TAIL = "-implementation-plan"
_TAILS = ("-endpoint-implementation-plan", _TAIL, "-rest-implementation-plan", "-plan", "")
_PARAMETER = deferred(r"^(?:\{([^}]*)\}|:(\w+)|<([^>]*)>|\[([^\]]*)\])$")
_NUMBER = deferred(r"^(\d{1,3})([-_])")
_VERSION = deferred(r"v\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    """How plans are named: which words of the path, where the method stands, what comes after."""

    prefix: bool = True
    parameters: bool = True
    method: str = "first"
    joint: str = "-"
    tail: str = _TAIL
    exact: bool = False
    digits: int = 0

    def stem(self, endpoint: Target) -> str:
        words = [word for word in _words(endpoint, self) if word]
        method = endpoint.method.lower()
        if isinstance(endpoint, Feature):
            return self.joint.join(subject_of(endpoint).verb.split("_")) + self.tail
        ordered = {"first": [method, *words], "last": [*words, method]}.get(self.method, words)
        named = ordered if self.exact else [part for word in ordered for part in _parts(word)]
        return self.joint.join(named) + self.tail


_RESOURCE = _Style(prefix=False, parameters=False)


def plan_path(endpoint: Target, siblings: Sequence[Plan], taken: Collection[RepoPath]) -> RepoPath:
    """The file for this endpoint's plan; never one that is taken or another endpoint's."""
    others = [one for one in siblings if one.endpoints]
    own = [plan.path.folder for plan in others or siblings]
    usual = max(dict.fromkeys(own), key=own.count) if own else _FOLDER
    folder = _by_resource(endpoint, others) or usual
    near = [plan for plan in others if plan.path.folder == folder]
    style = _style(near if any(map(_style_of, near)) else others)
    stem = style.stem(endpoint)
    if style.digits:
        used = [int(hit[1]) for plan in near if (hit := _NUMBER.match(plan.path.name))]
        stem = f"{max(used, default=0) + 1:0{style.digits}d}{style.joint}{stem}"
    gone = {path.value.casefold() for path in taken} | {
        plan.path.value.casefold() for plan in siblings
    }
    return next(
        path for path in free(f"{folder}/{stem}".lstrip("/")) if path.value.casefold() not in gone
    )


def _by_resource(endpoint: Target, others: Sequence[Plan]) -> str:
    """`plans/games` where each resource has a folder of its own; empty where they have none."""
    homes = {plan.path.folder: [*_words(plan.endpoints[0], _RESOURCE)] for plan in others}
    parents = {home.rpartition("/")[0] for home in homes}
    named = [_is_named(plan.path.folder, _words(plan.endpoints[0], _RESOURCE)) for plan in others]
    if len(homes) == 1 or len(parents) > 1 or sum(named) * 2 <= len(named):
        return ""
    words = list(_words(endpoint, _RESOURCE))
    known = [home for home, own in homes.items() if own == words]
    known += [home for word in words for home in homes if _is_named(home, (word,))]
    (parent,) = parents
    return next(iter(known), f"{parent}/{words[0]}" if words else "")


def _is_named(folder: str, words: Iterable[str]) -> bool:
    """Whether it has one of these as its name, of one thing or of many."""
    name = singular(folder.rpartition("/")[2])
    return any(singular(word) == name for word in words)


def usual_stem(endpoint: Target) -> str:
    """The endpoint's words as a file's name has them, method first; those of a feature's name."""
    return _Style(tail="").stem(endpoint)


def free(stem: str) -> Iterator[RepoPath]:
    """The names for this stem, in the order in which they are tried."""
    yield RepoPath(f"{stem}.md")
    for number in count(2):
        yield RepoPath(f"{stem}-{number}.md")


def _style(siblings: Sequence[Plan]) -> _Style:
    """The style that most of the siblings' names follow, else the usual one with their ending."""
    found = [style for style in map(_style_of, siblings) if style is not None]
    if found:
        usual = max(dict.fromkeys(found), key=found.count)
        # Without the method, two endpoints of one path would have one name.
        return replace(usual, method="first") if usual.method == "none" else usual
    stems = [plan.path.name.removesuffix(".md") for plan in siblings]
    tail = next((one for one in _TAILS if one and any(stem.endswith(one) for stem in stems)), None)
    return _Style(tail=_TAIL if tail is None else tail)


def _style_of(plan: Plan) -> _Style | None:
    return _followed(plan.path.name, plan.endpoints[0])


@lru_cache(maxsize=256)
def _followed(name: str, endpoint: Target) -> _Style | None:
    """The first style by which a plan of this name is named for its endpoint."""
    stem = name.removesuffix(".md")
    number = _NUMBER.match(stem)
    bare = (stem[number.end() :] if number else stem).casefold()
    styles = _styles(bare, len(number[1]) if number else 0)
    return next((style for style in styles if style.stem(endpoint).casefold() == bare), None)


def _styles(bare: str, digits: int) -> Iterator[_Style]:
    """Those whose ending this name has."""
    for tail in (one for one in _TAILS if bare.endswith(one)):
        for joint in ("-", "_"):
            for method in ("first", "last", "none"):
                for prefix in (True, False):
                    for parameters in (True, False):
                        for exact in (False, True):
                            yield _Style(
                                prefix=prefix,
                                parameters=parameters,
                                method=method,
                                joint=joint,
                                tail=tail,
                                exact=exact,
                                digits=digits,
                            )


def _words(endpoint: Target, style: _Style) -> Iterator[str]:
    for part in endpoint.path.strip("/").split("/"):
        found = _PARAMETER.match(part)
        if found is None:
            if style.prefix or not (part == "api" or _VERSION.fullmatch(part)):
                yield re.sub(r"[^\w-]+", "-", part).strip("-")
        elif style.parameters:
            yield re.sub(r"\W+", "-", next(one for one in found.groups() if one is not None)).strip(
                "-"
            )


def _parts(word: str) -> list[str]:
    """`bookId` and `book_id` are two words each."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", word)
    return [part.lower() for part in re.split(r"[-_]+", apart) if part]
