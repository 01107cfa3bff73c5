from __future__ import annotations

import pytest
from story import START

from agent.core.events import TokensSpent
from agent.core.fold import apply, begin
from agent.core.spending import Price, Spent, Usage, money, together

USAGE = Usage(sent=9800, cached=6100, received=2400, thought=100)
PRICE = Price(sent=2.0, received=10.0, cached=0.5)


def test_a_cost_counts_what_a_cache_gave_apart() -> None:
    assert PRICE.of(USAGE) == pytest.approx((3700 * 2 + 6100 * 0.5 + 2400 * 10) / 1e6)
    assert Price(sent=2.0, received=0).of(USAGE) == pytest.approx(0.0196)


def test_less_than_a_cent_is_said_too() -> None:
    assert [money(one) for one in (0.0, 0.004, 1.005)] == ["$0.00", "$0.004", "$1.00"]


def test_requests_come_together() -> None:
    known, unknown = Spent(usage=USAGE, cost=0.5), Spent(usage=USAGE)

    assert together(()) is None
    assert together((known, known)) == Spent(usage=USAGE.plus(USAGE), cost=1.0, requests=2)
    assert together((known, unknown)) == Spent(usage=USAGE.plus(USAGE), requests=2)


def test_a_session_keeps_it_by_step() -> None:
    session = begin(START)
    one = Spent(usage=Usage(sent=1), cost=1.0)
    for step in ("a", "", "a"):
        session = apply(session, TokensSpent(spent=one, step_id=step))

    assert dict(session.spent) == {
        "a": Spent(usage=Usage(sent=2), cost=2.0, requests=2),
        "": one,
    }
