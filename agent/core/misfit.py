"""The error for an event that cannot follow: a damaged or foreign journal, or a bug."""

from __future__ import annotations


class Misfit(ValueError):  # noqa: N818 - it is what it is called
    """Raised by the fold; the session stays as it was."""

    def __init__(self, event: object, stage: object) -> None:
        where = "nothing" if stage is None else type(stage).__name__
        super().__init__(f"{type(event).__name__} cannot follow {where}")
