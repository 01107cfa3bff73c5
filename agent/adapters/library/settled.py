"""The settings as they were last read: pydantic, 80 ms, is loaded for others only."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from functools import lru_cache
from pathlib import Path

from agent import lazy
from agent.adapters.library import sealed
from agent.adapters.library.found import Named
from agent.adapters.library.readings import readers
from agent.codec import UnreadableError, decoder, encode
from agent.core.check import Check, Formatter
from agent.core.errors import RefusedError
from agent.core.settings import Language, Settings
from agent.core.subjects import Naming
from agent.core.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """`Settings` with the types of its fields at hand."""

    documents: Named
    beside: Named
    checks: tuple[Check, ...]
    formats: tuple[Formatter, ...] | None
    naming: Naming | None
    profile: str
    language: Language | None


def kept_settings(folder: Path, data: bytes, *, python: str) -> Settings:
    """What this file says, with this Python; SetupError as `config` raises it, and never kept."""
    key = hashlib.sha256(f"{readers()} {python}\n".encode() + data).hexdigest()
    file = folder / "settings.json"
    match sealed.load(file):
        case [str() as known, value] if known == key:
            try:
                kept: _Written = decoder(_Written)(value)
            except (UnreadableError, RefusedError):
                pass
            else:
                return Settings(**{one.name: getattr(kept, one.name) for one in fields(kept)})
    read: Settings = lazy.load("agent.adapters.config").read_settings(data, python=python)
    sealed.save(file, [key, encode(read)])
    return read


settled = lru_cache(maxsize=2)(kept_settings)
