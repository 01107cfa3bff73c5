"""What stands once for all routes: what makes answers of what is thrown, and who is let in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agent.core.documents import Source
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.facts.access import is_public
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.places.ground import Place, repo_path

# What is thrown is caught for all routes in one file.
_CAUGHT = frozenset(("spring", "aspnet", "symfony", "nest"))
_CATCHING = deferred(
    r"(?:exception|error)s?[-_.]?(?:handl(?:er|ing)|advice|filter|middleware|listener|subscriber)\w*"
    r"\.(?:java|cs|php|ts)$|ControllerAdvice\w*\.java$",
    re.IGNORECASE,
)
# One that is called after a library has what that throws alone.
_OF_ALL = deferred(
    r"(?:^|/)(?:all|global|api|app|application|base|default|http|rest)?[-_.]?(?:exceptions?|errors?)"
    r"[-_.]?[A-Za-z]*\.\w+(?:\.\w+)?$",
    re.IGNORECASE,
)
_ADVICE = deferred(r"@(?:Rest)?ControllerAdvice\b")
_GUARDING = deferred(r"(?:^|/)(?:\w*Security\w*Config\w*\.java|packages/security\.ya?ml)$")
_TESTS = deferred(
    r"(?:^|/)(?:tests?|frontend|client|node_modules|vendor)/|tests?\.\w+$", re.IGNORECASE
)
_NEVER = deferred(r"(?!)")
# A guard that stands before every route, in the texts; and what lets one through.
_GUARDED = {
    "spring": deferred(r"spring[- ](?:boot-starter-)?security|SecurityFilterChain", re.IGNORECASE),
    "symfony": _NEVER,
}
_OPEN = {"spring": "`permitAll()`", "symfony": "`PUBLIC_ACCESS`"}


@lately
def _found(there: frozenset[str]) -> tuple[str, str]:
    """The file that guards every route, and the one that makes answers of what is thrown."""
    code = sorted((one for one in there if not _TESTS.search(one)), key=lambda one: one.count("/"))
    catching = sorted(filter(_CATCHING.search, code), key=lambda one: not _OF_ALL.search(one))
    return next(filter(_GUARDING.search, code), ""), next(iter(catching), "")


def caught(brief: Brief) -> Place | None:
    """Where what is thrown becomes an answer: a file that is there, else what the rules want."""
    if brief.stack.name not in _CAUGHT:
        return None
    path = repo_path(_found(brief.layout.there)[1] or ".")
    if path is not None:
        return Place(path=path, new=False)
    wanted, lines = brief.layout.place("errors"), brief.passages.lines
    said = (
        Source(path=one.path, line=at, last=at)
        for one in brief.spec.rules
        for at, line in enumerate(lines(one.path), start=1)
        if _ADVICE.search(line)
    )
    return replace(wanted, source=next(said, None), shared=True) if wanted is not None else None


def opened(brief: Brief) -> Iterator[str]:
    """What lets everybody in, where the framework's guard stands before every route."""
    path = _found(brief.layout.there)[0]
    texts = (*(one.text for one in brief.spec.rules), *(one.text for one in brief.spec.stack))
    guarded = path or any(map(_GUARDED.get(brief.stack.name, _NEVER).search, texts))
    if brief.stack.name in _GUARDED and guarded and is_public(brief.spec):
        place = f"`{path}`" if path else brief.say(f"step-wired-{brief.stack.name}")
        yield brief.say("step-wired-open", way=_OPEN[brief.stack.name], place=place)
