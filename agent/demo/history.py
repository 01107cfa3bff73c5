"""The demo's commits, from `project.toml`: messages with the trailers that Waltz writes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from agent.core.documents import RepoPath
from agent.core.edits import BlobId, blob_id
from agent.core.plan import Plan
from agent.core.trailers import Trailers, compose
from agent.core.values import dataclass
from agent.sources.plans.reading import read_plans

_SESSION = "demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCommit:
    """One commit: whole files with their bytes, and the message."""

    files: tuple[tuple[RepoPath, bytes], ...]
    message: str


def demo_commits() -> tuple[DemoCommit, ...]:
    """The demo's history, oldest first."""
    folder = files("agent") / "demo"
    listed = tomllib.loads((folder / "project.toml").read_text("utf-8"))["commit"]
    return tuple(_commit(folder, one) for one in listed)


def play_lines() -> tuple[str, ...]:
    """What a user types in the demo's game, one line a gate; `#` lines are remarks."""
    text = (files("agent") / "demo" / "play.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if not line.startswith("#"))


def _commit(folder: Traversable, listed: dict[str, Any]) -> DemoCommit:
    contents = [
        (RepoPath(path), folder.joinpath(place, *path.split("/")).read_bytes())
        for place, key in (("before", "before"), ("project", "paths"))
        for path in listed.get(key, [])
    ]
    trailers = tuple(_trailers(folder, listed))
    message = compose(listed["subject"], listed["body"], trailers)
    return DemoCommit(files=tuple(contents), message=message)


def _trailers(folder: Traversable, listed: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if "endpoint" not in listed:
        return
    path = RepoPath(listed["plan"])
    data = folder.joinpath("project", *path.value.split("/")).read_bytes()
    yield ("Waltz-Endpoint", listed["endpoint"])
    yield ("Waltz-Plan", f"{path}@{blob_id(data, like=BlobId('0' * 40))}")
    if "step" in listed:
        (plan,) = read_plans(path, data.decode())
        yield from _step(plan, listed["step"])
    yield ("Waltz-Session", _SESSION)


def _step(plan: Plan, number: int) -> Trailers:
    step = plan.steps[number - 1]
    return (("Waltz-Step", f"{step.number}/{len(plan.steps)}"), ("Waltz-Step-Id", step.id))
