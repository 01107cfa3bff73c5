"""The built-in drafter's plans for the endpoints of a project's folder, which is only read."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from agent.adapters.library.still import StillLibrary
from agent.adapters.profiles import FileProfiles
from agent.core.documents import RepoPath
from agent.core.settings import Settings
from agent.core.spec import Endpoint
from agent.drafter import Code, PlanDraft, PlanRequest
from agent.drafters.builtin.drafter import BuiltIn
from agent.drafters.builtin.together.plan import together
from agent.sources.text.tongue import language_of

_APART = frozenset(("expected.json", "SOURCE"))


class Ours:
    """Plans of one project; of a plan of theirs nothing goes into ours of the same endpoint."""

    def __init__(self, root: Path) -> None:
        files = (path for path in sorted(root.rglob("*")) if path.is_file())
        self._root = root
        self._paths = tuple(
            RepoPath(path.relative_to(root).as_posix()) for path in files if path.name not in _APART
        )
        self._library = StillLibrary(root, paths=lambda: self._paths, settings=Settings)
        profiles = FileProfiles(
            root=root, folder=root, paths=lambda: self._paths, read=self._read, settings=Settings
        )
        self._profile = profiles.named("endpoint")

    def _read(self, path: RepoPath) -> bytes | None:
        file = self._root / path.value
        return file.read_bytes() if file.is_file() else None

    @cache  # noqa: B019 - one object a project, for the whole run
    def plan(self, method: str, path: str) -> str:
        """The plan's text; empty where the documents list no such endpoint."""
        endpoint = self._listed(method, path)
        if endpoint is None:
            return ""
        draft = BuiltIn().plan(self._request(endpoint, self._apart_from((endpoint,))))
        return draft.text if isinstance(draft, PlanDraft) else ""

    def together(self, named: tuple[tuple[str, str], ...]) -> str:
        """The text of one plan of all of these; empty where the documents list one of them not."""
        if len(named) == 1:
            return self.plan(*named[0])
        found = [self._listed(*one) for one in named]
        wanted = tuple(one for one in found if one is not None)
        if not wanted or len(wanted) < len(named):
            return ""
        paths = self._apart_from(wanted)
        return together([self._request(one, paths) for one in wanted]).text

    def _listed(self, method: str, path: str) -> Endpoint | None:
        wanted = Endpoint(method=method, path=path)
        same = (one.endpoint for one in self._library.endpoints() if one.endpoint.key == wanted.key)
        return next(same, None)

    def _request(self, endpoint: Endpoint, paths: tuple[RepoPath, ...]) -> PlanRequest:
        library = self._without(paths)
        return PlanRequest(
            spec=library.spec(endpoint),
            profile=self._profile,
            path=RepoPath(".ai/plan.md"),
            answers=(),
            siblings=library.plans(),
            code=Code(listed=lambda: paths, read=self._read),
            rules=library.rules(),
            language=language_of(library.plans(), library.documents()),
        )

    def _apart_from(self, wanted: tuple[Endpoint, ...]) -> tuple[RepoPath, ...]:
        """The files but those that hold a plan of an endpoint, with whatever else they hold."""
        keys = {one.key for one in wanted}
        theirs = {
            plan.path
            for plan in self._library.plans()
            if any(one.key in keys for one in plan.endpoints)
        }
        return tuple(path for path in self._paths if path not in theirs)

    @cache  # noqa: B019 - the same
    def _without(self, paths: tuple[RepoPath, ...]) -> StillLibrary:
        if paths == self._paths:
            return self._library
        return StillLibrary(self._root, paths=lambda: paths, settings=Settings)
