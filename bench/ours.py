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
from agent.sources.tongue import language_of

_APART = frozenset(("expected.json", "SOURCE"))


class Ours:
    """Plans of one project; what is planned there already is left out of what a plan is made of."""

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
        wanted = Endpoint(method=method, path=path)
        same = (one.endpoint for one in self._library.endpoints() if one.endpoint.key == wanted.key)
        endpoint = next(same, None)
        if endpoint is None:
            return ""
        others = tuple(
            plan
            for plan in self._library.plans()
            if not any(one.key == endpoint.key for one in plan.endpoints)
        )
        draft = BuiltIn().plan(
            PlanRequest(
                spec=self._library.spec(endpoint),
                profile=self._profile,
                path=RepoPath(".ai/plan.md"),
                answers=(),
                siblings=others,
                code=Code(paths=self._paths, read=self._read),
                rules=self._library.rules(),
                language=language_of(self._library.plans(), self._library.documents()),
            )
        )
        return draft.text if isinstance(draft, PlanDraft) else ""
