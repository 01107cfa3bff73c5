"""What the user must do first, asked before anything is drafted, shown or approved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from agent import lazy
from agent.cli.context import Context
from agent.core.errors import NOBODY, RefusedError, SetupError

if TYPE_CHECKING:
    from agent.core.documents import Role

    # 10 ms that the first prompt need not wait for.
    from agent.core.spec import Listed, Target

_WANTED: tuple[Role, ...] = ("api-plan",)


def ready_to_commit(context: Context) -> None:
    """Return where commits can be made; SetupError or RefusedError says what forbids them."""
    refusal = context.repo().obstacle()
    if refusal is None:
        return
    if refusal.subject == NOBODY:
        raise SetupError(refusal.reason)
    raise RefusedError(refusal)


@contextmanager
def writing(context: Context, *, yes: bool) -> Iterator[None]:
    """Hold the worktree, where commits can be made; without a yes nothing is written or held."""
    if not yes:
        yield
        return
    with context.here().hold():
        ready_to_commit(context)
        yield


def chosen_target(context: Context, words: str) -> Target:
    """The endpoint or feature that the words name; EndpointError, or SetupError for none at all."""
    target: Target = lazy.load("agent.core.choosing").choose_target(
        words, listed_endpoints(context), context.library().features()
    )
    return target


def listed_endpoints(context: Context) -> tuple[Listed, ...]:
    """What the API plans list; SetupError where there is nothing to work on, with what lacks."""
    library = context.library()
    listed = library.endpoints()
    if listed or library.features():
        return listed
    plans = [str(one.path) for one in library.documents() if one.role == "api-plan"]
    left_out = context.skipped(_WANTED)
    if plans:
        names = ", ".join(plans)
        raise SetupError(f"no endpoint can be read in {names}: write each as `### GET /path`")
    if left_out:
        raise SetupError(f"no API plan can be read; {left_out[0]} (`waltz doctor` tells more)")
    raise SetupError(
        "no API plan is here: Waltz reads .ai/api-plan.md, for one (`waltz doctor` tells more)"
    )
