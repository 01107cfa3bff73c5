"""What a model costs: tokens as its provider counts them, and money by the user's own prices."""

from __future__ import annotations

from collections.abc import Iterable

from agent.core.values import dataclass

_MILLION = 1_000_000
_THOUSAND = 1000
_CENT = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens of one answer, or of several: `sent` holds `cached`, `received` holds `thought`."""

    sent: int = 0
    cached: int = 0
    received: int = 0
    thought: int = 0

    def plus(self, other: Usage) -> Usage:
        """Both together."""
        return Usage(
            sent=self.sent + other.sent,
            cached=self.cached + other.cached,
            received=self.received + other.received,
            thought=self.thought + other.thought,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a million tokens cost; what is read from a cache costs `cached`."""

    sent: float
    received: float
    cached: float | None = None

    def of(self, usage: Usage) -> float:
        """What this usage costs."""
        cached = self.sent if self.cached is None else self.cached
        fresh = (usage.sent - usage.cached) * self.sent + usage.cached * cached
        return (fresh + usage.received * self.received) / _MILLION


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What requests used, and their cost where the price is known."""

    usage: Usage
    cost: float | None = None
    requests: int = 1


def together(spent: Iterable[Spent]) -> Spent | None:
    """All of it as one; the cost is unknown where a part's is. None for nothing."""
    found = tuple(spent)
    if not found:
        return None
    usage = Usage()
    for one in found:
        usage = usage.plus(one.usage)
    costs = [one.cost for one in found if one.cost is not None]
    cost = sum(costs) if len(costs) == len(found) else None
    return Spent(usage=usage, cost=cost, requests=sum(one.requests for one in found))


def counted(tokens: int) -> str:
    """`850`, `9.8k`: a number of tokens to be read."""
    return f"{tokens}" if tokens < _THOUSAND else f"{tokens / _THOUSAND:.1f}k"


def money(cost: float) -> str:
    """`$0.04`; less than a cent to a tenth of one."""
    return f"${cost:.2f}" if cost >= _CENT or not cost else f"${cost:.3f}"
