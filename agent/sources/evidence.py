"""What speaks for a step of an adopted plan being done already; the user decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from agent.core.documents import RepoPath
from agent.core.plan import Step


def evidence(
    step: Step, *, exists: Callable[[RepoPath], bool], touched: Mapping[RepoPath, str]
) -> tuple[str, ...]:
    """One phrase for each sign: a ticked box, files that are there, commits on named files.

    `touched` holds the newest commit of each file that was changed since the plan was written.
    """
    signs = ["ticked"] if step.ticked else []
    for file in step.files:
        commit = touched.get(file.path)
        if commit is not None:
            signs.append(f"{file.path} changed in {commit}")
        elif exists(file.path):
            # Of a file that the plan itself found there, this says little; the user sees that.
            before = ", as the plan says" if file.new is False else ""
            signs.append(f"file there: {file.path}{before}")
    return tuple(signs)
