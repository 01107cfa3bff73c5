"""Which part of a migration in code brings the database forward; the rest takes it back."""

from __future__ import annotations

from agent.core.patterns import deferred

_BEGINS = r"\b(?:function\s+|exports\.|async\s+|void\s+|def\s+)"
_UP = deferred(rf"{_BEGINS}(?:[uU]p|upgrade)\b")
_DOWN = deferred(rf"{_BEGINS}(?:[dD]own|downgrade)\b")


def forward(text: str) -> tuple[int, int]:
    """Where it begins and ends."""
    up, down = _UP.search(text), _DOWN.search(text)
    if down is None:
        return 0, len(text)
    if up is not None and up.start() > down.start():
        return up.start(), len(text)
    return 0, down.start()
