"""Events about how a step counts, and what of it does not."""

from __future__ import annotations

from typing import Literal

from agent.core.errors import Refusal
from agent.core.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSplit:
    """A step counts through its own items from now on."""

    step_id: str
    kind: Literal["step-split"] = "step-split"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepJoined:
    """A step that was split counts as a whole again: none of its items has begun."""

    step_id: str
    kind: Literal["step-joined"] = "step-joined"


@dataclass(frozen=True, slots=True, kw_only=True)
class PathsRefused:
    """Files that agreed steps name and that no step may touch; the rest of them goes on."""

    refusals: tuple[Refusal, ...]
    kind: Literal["paths-refused"] = "paths-refused"
