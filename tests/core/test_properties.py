from __future__ import annotations

from functools import reduce
from random import Random

from game import Game
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import Tape

from agent.core.fold import apply, begin

seeded = st.integers(0, 2**32).map(lambda seed: Random(seed).randbytes(400))  # noqa: S311 - a game


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(st.binary(min_size=40, max_size=200) | seeded)
def test_whatever_is_answered_the_rules_of_the_game_hold(tape: bytes) -> None:
    game = Game(Tape(tape))
    game.play()
    first, *rest = game.story.events
    assert reduce(apply, rest, begin(first)) == game.story.session
