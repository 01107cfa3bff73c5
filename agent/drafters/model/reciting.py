"""A plan's text while it comes: its lines from the title on, and nothing that stands around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from agent.drafters.model.lines import Lines

# What stands before the plan may have a heading of that height, too.
TITLE = re.compile(
    r"^# +(?!(?:decisions|decyzje|analysis|analiza)\b)\S.*$", re.MULTILINE | re.IGNORECASE
)
SECTION = re.compile(r"^## +\S.*$", re.MULTILINE)
_FENCE = re.compile(r"\s*```(?:markdown|md)?\s*")


@dataclass(slots=True)
class Recital:
    """One answer's plan, a line at a time; it begins with the first line that `opens` it.

    Where it stands in a fence, the fence's end is no line of it.
    """

    show: Callable[[str], object]
    opens: re.Pattern[str] = TITLE
    _lines: Lines = field(default_factory=Lines)
    _begun: bool = False
    _fenced: bool = False
    _held: list[str] = field(default_factory=list)

    def feed(self, text: str) -> None:
        """The next piece of the answer."""
        self._said(self._lines.feed(text))

    def end(self) -> None:
        """There is no more of it: a line without an end counts too."""
        self._said(self._lines.end())

    def _said(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._begun = self._begun or self.opens.fullmatch(line) is not None
            if not self._begun:
                self._fenced = self._fenced or _FENCE.fullmatch(line) is not None
            elif not line.strip() or (self._fenced and line.strip() == "```"):
                # Shown once another line follows: the end of the plan has none of these.
                self._held.append(line)
            else:
                for one in (*self._held, line):
                    self.show(one)
                self._held.clear()
