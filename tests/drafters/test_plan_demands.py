from __future__ import annotations

import pytest
from planprojects import ROOT, profile

from agent.drafters.builtin.planning.facts.demands import demands_of
from agent.sources.profiles.reading import read_profile

USUAL = {"error-table", "threats"}
DOTNET = {
    "threats",
    "optional-references",
    "fluent-validation",
    "wrapped-responses",
    "validators-in-service",
}


@pytest.mark.parametrize(
    ("seed", "name", "expected"),
    [
        ("000", "endpoint", USUAL),
        ("001", "dotnet", DOTNET),
        ("002", "series", USUAL),
        ("003", "data-management", {"threats", "consistent"}),
        ("004", "feature", USUAL),
    ],
)
def test_a_seed_and_the_profile_from_it_demand_the_same(
    seed: str, name: str, expected: set[str]
) -> None:
    text = (ROOT / f"tests/data/seeds/{seed}.txt").read_text("utf-8")
    ours = demands_of(profile(name))

    assert demands_of(read_profile(text, name=seed)) == expected
    assert ours - {"consistent"} == expected - {"consistent"}
    assert ("consistent" in ours) == (name in {"data-management", "series"})
