"""What a model costs: tokens as its provider counts them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens of one answer, or of several: `sent` holds `cached`, `received` holds `thought`."""

    sent: int = 0
    cached: int = 0
    received: int = 0
    thought: int = 0
