"""The user's own folders: what Waltz keeps for one person, outside every repository."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from agent.core.errors import SetupError


def state_folder(environ: Mapping[str, str]) -> Path:
    """Where trust and history are kept; it need not be there yet.

    SetupError for a user who has no home.
    """
    named = environ.get("XDG_STATE_HOME", "")
    if Path(named).is_absolute():
        return Path(named, "waltz")
    usual = "Library/Application Support" if sys.platform == "darwin" else ".local/state"
    try:
        return Path.home() / usual / "waltz"
    except RuntimeError as error:
        raise SetupError("you have no home folder here: set HOME, or XDG_STATE_HOME") from error
