"""The documents, beside rules and the tech stack, that say how and where a project is built."""

from __future__ import annotations

import re

from agent.core.documents import RepoPath
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.spec import Spec

_README = deferred(r"(?:(?:backend|server|api|apps/(?:api|backend))/)?README\.md", re.IGNORECASE)
# By their names; those of pages, of talks, and of one part alone say nothing of the server's code.
_BUILT = deferred(
    r"(?:(?:\.ai|docs?|documentation|agents|\.clinerules|backend/docs?)/)?(?:[\d_-]*)"
    r"(?:(?:project|system|backend|server|app\w*|software|code|folder|directory)[-_ ]?)*"
    r"(?:architecture|structure|architektura|struktura)"
    r"(?:[-_ ](?:overview|backend[\w-]*|plan))?\.md",
    re.IGNORECASE,
)
_TESTED = deferred(
    r"(?:(?:\.ai|docs?)/)?(?:test(?:s|ing)?[-_ ]?plan|plan[-_ ]test\w*|TESTING)\.md"
    r"|tests?/README\.md",
    re.IGNORECASE,
)


def papers(spec: Spec, paths: tuple[RepoPath, ...]) -> tuple[RepoPath, ...]:
    """Those that name the project's folders: on its whole, on the API, and on its tests."""
    api = (one.source.path for one in spec.excerpts[:1] if one.source.path.suffix == ".md")
    whole, tests = _known(paths)
    return tuple(dict.fromkeys((*whole, *api, *tests)))


@lately
def _known(paths: tuple[RepoPath, ...]) -> tuple[tuple[RepoPath, ...], tuple[RepoPath, ...]]:
    """Those on the whole, and those on tests."""
    built = [one for one in paths if _BUILT.fullmatch(one.value)]
    readme = [one for one in paths if _README.fullmatch(one.value)]
    tested = (one for one in paths if _TESTED.fullmatch(one.value))
    return (*built, *sorted(readme, key=lambda one: one.value.count("/"))), tuple(tested)
