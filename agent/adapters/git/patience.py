"""How long programs of the user's may run inside git: to a limit, or until Ctrl-C comes twice."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

from agent.core.values import dataclass

End = Literal["itself", "late", "cut"]

ONCE_MORE = "committing: Ctrl-C once more cuts the hook short"
DAMAGED = "; if the repository may be damaged, see `git fsck`"
_DAMAGE = re.compile(r"\bbad (?:tree )?object|\bunable to read|\bmissing (?:blob|tree)|\bcorrupt")
_LOOK = 0.05
_ENOUGH = 2
_ENDING = (signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """The limit in seconds, and where it is said that a first Ctrl-C was noted."""

    seconds: float
    say: Callable[[str], None]

    def wait(self, ended: Callable[[float], bool], pressed: Sequence[int]) -> End:
        """Until it has ended, as `ended` tells in so many seconds, or is to be ended by the caller.

        `pressed` is each Ctrl-C so far.
        """
        limit = time.monotonic() + self.seconds
        told = False
        while time.monotonic() < limit:
            if ended(_LOOK):
                return "itself"
            if len(pressed) >= _ENOUGH:
                return "cut"
            if pressed and not told:
                told = True
                self.say(ONCE_MORE)
        return "late"

    def why(self, end: End, said: str) -> str:
        """Why it did not commit, after this end."""
        if end == "itself":
            damaged = DAMAGED if _DAMAGE.search(said) else ""
            return f"a hook, signing or git refused it: {said or 'it said nothing'}{damaged}"
        took = f"a hook, filter or signing took more than {self.seconds:.0f} s and was ended"
        why = "the commit was cut short by you" if end == "cut" else took
        return f"{why}; it said: {said}" if said else why


@contextmanager
def noted() -> Iterator[list[int]]:
    """Ctrl-C is counted, not raised: a hook that hangs is ended, any other ends as it would.

    What would end us counts as enough of them, and ends us when the hook has ended.
    """
    pressed: list[int] = []
    ending = [one for one in _ENDING if signal.getsignal(one) is signal.SIG_DFL]
    before = signal.signal(signal.SIGINT, lambda number, _frame: pressed.append(number))
    for one in ending:
        signal.signal(one, lambda number, _frame: pressed.extend([number] * _ENOUGH))
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)
        for one in ending:
            signal.signal(one, signal.SIG_DFL)
        for number in set(pressed).intersection(ending):
            signal.raise_signal(number)
