"""A text that comes in pieces, as whole lines."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Lines:
    """Keeps what is no whole line yet; a piece costs no more than itself, however long the line."""

    _pieces: list[str] = field(default_factory=list)

    def feed(self, text: str) -> list[str]:
        """The lines that end in this piece, without their ends."""
        first, *more = text.split("\n")
        self._pieces.append(first)
        if not more:
            return []
        found = ["".join(self._pieces), *more[:-1]]
        self._pieces = [more[-1]]
        return [one.removesuffix("\r") for one in found]

    def end(self) -> list[str]:
        """The last line, where no newline ends it."""
        rest, self._pieces = "".join(self._pieces), []
        return [rest.removesuffix("\r")] if rest else []
