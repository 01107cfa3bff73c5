"""Lines that want the errors of all endpoints logged, wherever a plan has them."""

from __future__ import annotations

import re

from agent.core.patterns import deferred

# "Generation errors" are of some endpoints alone.
_ANY = r"(?:(?:all|any|every|detailed|full|unexpected|API|server(?:-side)?|application|the)\s+)*"
_LOGS = deferred(
    rf"\blog(?:s|ged)?\s+{_ANY}errors?\b|\bon (?:an )?errors?\b[^.]{{0,12}}\blog\b"
    rf"|^[-*\s]*{_ANY}errors? (?:are|is|must be|should be) logged\b"
    r"|\b(?:request|correlation)[_ -]?id\b[^.]{0,20}\ball error"
    r"|\blogowan\w+ (?:wszystkich )?b\u0142\u0119d\u00f3w\b",
    re.IGNORECASE,
)


def logs_errors(text: str) -> bool:
    """Whether a text says of the errors of whatever endpoint that they are logged."""
    return _LOGS.search(text) is not None
