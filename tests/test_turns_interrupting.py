from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from agent.turns.interrupting import ended_alike


@pytest.fixture(params=[signal.SIGTERM, signal.SIGHUP])
def ending(request: pytest.FixtureRequest) -> Iterator[signal.Signals]:
    number: signal.Signals = request.param
    before = signal.signal(number, signal.SIG_DFL)
    yield number
    signal.signal(number, before)


def test_what_ends_a_process_is_an_interruption(ending: signal.Signals) -> None:
    with pytest.raises(KeyboardInterrupt), ended_alike():
        signal.raise_signal(ending)
    assert signal.getsignal(ending) is signal.SIG_DFL


def test_what_is_ignored_stays_so(ending: signal.Signals) -> None:
    signal.signal(ending, signal.SIG_IGN)
    with ended_alike():
        signal.raise_signal(ending)
    assert signal.getsignal(ending) is signal.SIG_IGN
