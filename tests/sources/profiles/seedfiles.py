"""The five prompts that the profiles come from, byte for byte, and our profiles."""

from __future__ import annotations

from pathlib import Path

from agent.core.profile import Profile
from agent.sources.profiles.reading import read_profile

HERE = Path(__file__).parents[3]
SEEDS = HERE / "tests/data/seeds"
OWN = HERE / "prompts/profiles"
# Each of our profiles with the prompt that it comes from.
PAIRS = {
    "endpoint": "000",
    "dotnet": "001",
    "series": "002",
    "data-management": "003",
    "feature": "004",
}


def seed(number: str) -> Profile:
    path = SEEDS / f"{number}.txt"
    return read_profile(path.read_text("utf-8"), name=number, place=path.name)


def own(name: str) -> Profile:
    return read_profile((OWN / f"{name}.md").read_text("utf-8"), name=name)
