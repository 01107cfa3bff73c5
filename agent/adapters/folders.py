"""The user's own folders: what belongs to one person, outside every repository."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from agent.core.errors import SetupError


def state_folder(environ: Mapping[str, str]) -> Path:
    """Where trust and history are kept; it need not be there yet.

    SetupError for a user who has no home.
    """
    return _folder(environ, "XDG_STATE_HOME", ".local/state")


def config_folder(environ: Mapping[str, str]) -> Path:
    """Where the user's own settings are; it need not be there. SetupError as above."""
    return _folder(environ, "XDG_CONFIG_HOME", ".config")


def own_folders(environ: Mapping[str, str]) -> tuple[Path, ...]:
    """Both, as they really are; none for a user who has no home."""
    try:
        return state_folder(environ).resolve(), config_folder(environ).resolve()
    except SetupError:
        return ()


def _folder(environ: Mapping[str, str], variable: str, usual: str) -> Path:
    named = environ.get(variable, "")
    if Path(named).is_absolute():
        return Path(named, "waltz")
    below = "Library/Application Support" if sys.platform == "darwin" else usual
    try:
        return Path.home() / below / "waltz"
    except RuntimeError as error:
        raise SetupError(f"you have no home folder here: set HOME, or {variable}") from error
