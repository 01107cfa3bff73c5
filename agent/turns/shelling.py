"""The user's own command: run, shown, and kept for what they say next."""

from __future__ import annotations

from agent.core.page import text_page
from agent.ports import Ports

_LONGEST = 600.0


def ran(command: str, ports: Ports) -> str:
    """The command and what it printed."""
    with ports.screen.busy(command):
        outcome = ports.runner.shell(command, _LONGEST)
    if outcome.tail.strip():
        ports.screen.show(text_page(outcome.tail))
    ports.screen.say(f"exit {outcome.exit}", "dim")
    return f"$ {command}\n{outcome.tail}"
