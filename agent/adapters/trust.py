"""What the user allowed in a repository, kept in their own folder and not in it (T12)."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

from agent import files

_VERSION = 1


class FileTrust:
    """One JSON file a repository, bound to the real path of its top, readable by the user alone.

    A file that is damaged or was made for another place trusts nothing, and that is said once.
    """

    def __init__(self, *, state: Path, top: Path, say: Callable[[str], None]) -> None:
        self._top = os.path.realpath(top)
        name = hashlib.sha256(os.fsencode(self._top)).hexdigest()[:32]
        self._path = state / "trust" / f"{name}.json"
        self._say = say
        self._allowed: frozenset[str] | None = None

    def _known(self) -> frozenset[str]:
        if self._allowed is None:
            self._allowed = self._read()
        return self._allowed

    def _read(self) -> frozenset[str]:
        try:
            kept = json.loads(self._path.read_bytes())
            if kept["version"] == _VERSION and kept["repository"] == self._top:
                return frozenset(str(digest) for digest in kept["allowed"])
        except FileNotFoundError:
            return frozenset()
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            pass  # said below
        self._say(f"{self._path} cannot be used: nothing is trusted here until you say so again")
        return frozenset()

    def allowed(self, digest: str) -> bool:
        """Whether the user said yes to exactly this here."""
        return digest in self._known()

    def allow(self, digest: str) -> None:
        """Remember a yes; where it cannot be written, until Waltz ends, and that is said."""
        self._allowed = self._known() | {digest}
        kept = {"version": _VERSION, "repository": self._top, "allowed": sorted(self._allowed)}
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            files.write_atomic(self._path, json.dumps(kept, indent=1).encode() + b"\n")
        except OSError as error:
            self._say(f"your yes holds until you leave; it could not be kept: {error}")
