"""What FastAPI gives a route and answers by itself, as far as the project's code shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.documents import RepoPath, Source
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief

_ASKED = deferred(r"(?:^|/)(?:\w*dep(?:s|endenc(?:y|ies))|\w*auth\w*|security|\w*user\w*)\.py$")
_CALLER = deferred(
    r"^(?:async )?def ((?:get_|require_)?(?:current|authenticated|active)_(?:\w+_)?user\w*)\("
)
_ROLES = deferred(r"admin|super|staff|optional|or_none")
_HANDLING = deferred(r"(?:^|/)(?:main|app|__init__|\w*(?:errors?|handlers?|exceptions?))\.py$")
_TESTED = deferred(r"(?:^|/)tests?/|(?:^|/)(?:test_\w+|conftest)\.py$")
_HANDLES = "RequestValidationError"


def caller_given(brief: Brief, *, staff: bool) -> Fact:
    """The dependency that gives a route its caller: the one of the code, else as it is usual.

    One for callers of a role alone only where `staff` are asked for.
    """
    found = [one for one in _callers(brief) if staff or not _ROLES.search(one[0])]
    route = brief.layout.place("route")
    used = "\n".join(brief.passages.lines(route.path)) if route is not None else ""
    found.sort(key=lambda one: (staff and not _ROLES.search(one[0]), f"({one[0]})" not in used))
    if not found:
        usual = brief.say("step-route-injected", name="get_current_user")
        return Fact(text=usual, because=brief.say("convention"))
    name, source = found[0]
    return Fact(text=brief.say("step-route-injected", name=name), sources=(source,))


def refuses_otherwise(brief: Brief) -> bool:
    """Whether what its types refuse is answered `422`, with no handler that makes another of it."""
    files = _files(brief, _HANDLING)
    return not any(_HANDLES in line for path in files for line in brief.passages.lines(path))


def _callers(brief: Brief) -> Iterator[tuple[str, Source]]:
    for path in _files(brief, _ASKED):
        for number, line in enumerate(brief.passages.lines(path), start=1):
            hit = _CALLER.match(line)
            if hit is not None:
                yield hit[1], Source(path=path, line=number, last=number)


def _files(brief: Brief, named: re.Pattern[str]) -> list[RepoPath]:
    """The files of the server that are called so, and are no tests."""
    own = (one for one in sorted(brief.layout.there) if one.startswith(brief.stack.root))
    return [RepoPath(one) for one in own if named.search(one) and not _TESTED.search(one)]
