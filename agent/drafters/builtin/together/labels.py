"""Short names of endpoints: each by its method and what its path has below that of all."""

from __future__ import annotations

from collections.abc import Sequence

from agent.core.spec import Target
from agent.core.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The endpoints of one plan; `base` is where all their paths begin."""

    targets: tuple[Target, ...]
    base: str

    def of(self, target: Target) -> str:
        """`PATCH /{id}` for `PATCH /api/books/{id}` below `/api/books`."""
        rest = target.path.removeprefix(self.base)
        return f"{target.method} {rest}" if rest else target.method

    def title(self) -> str:
        """All of them as a title has them: the methods of each path together."""
        methods: dict[str, list[str]] = {}
        for one in self.targets:
            methods.setdefault(one.path, []).append(one.method)
        return "; ".join(f"{', '.join(found)} {path}" for path, found in methods.items())


def labels_of(targets: Sequence[Target]) -> Labels:
    """The labels of these; one of them alone keeps its whole path."""
    paths = [one.path.rstrip("/").split("/") for one in targets]
    same = 0
    while all(len(one) > same and one[same] == paths[0][same] for one in paths):
        same += 1
    named = [part for part in paths[0][:same] if part[:1] not in {"", "{", ":", "<", "["}]
    base = "/".join(paths[0][:same]) if named and len(targets) > 1 else ""
    return Labels(targets=tuple(targets), base=base)
