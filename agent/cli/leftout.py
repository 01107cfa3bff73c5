"""What a listing leaves out, said beside it on standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.cli.context import Context

if TYPE_CHECKING:
    from agent.core.documents import Role


def say_left_out(context: Context, *roles: Role) -> None:
    """A line for each file that cannot be read, and for each of these roles that git ignores."""
    left_out = context.skipped(roles)
    if left_out:
        aside = context.aside()
        for note in left_out:
            aside.screen.say(f"left out: {note}", "warn")
