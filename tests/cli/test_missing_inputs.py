"""What a profile requires and is not here is said, however plans are asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from program import Program

if TYPE_CHECKING:
    from sandbox import Sandbox

SEEDS = Path(__file__).parents[1] / "data/seeds"
API_PLAN = "# API Plan\n\n### GET /books\n\nLists books.\n\n### POST /books\n\nAdds one.\n"
SAID = (
    "requires `{role}` ({what}), and none is here: looked for {wanted}; name it in .ai/waltz.toml"
)
KEPT = "how the application keeps and manages its data"
PRD = "the product requirements, with the feature's own passages"
# The profile, what it lacks here, and what that is looked for as.
ROWS = [
    ("endpoint", None),
    ("dotnet", None),
    ("series", None),
    ("data-management", ("data-management", KEPT)),
    ("feature", ("prd", PRD)),
]


@pytest.fixture
def waltz(repo: Sandbox, capsys: pytest.CaptureFixture[str]) -> Program:
    repo.write(".ai/api-plan.md", API_PLAN)
    repo.commit("docs: api plan")
    return Program(repo.root, capsys)


@pytest.mark.parametrize(("profile", "lacking"), ROWS, ids=[name for name, _ in ROWS])
@pytest.mark.parametrize(
    "how", [("GET /books",), ("--all",), ("GET /books", "POST /books", "--together")]
)
def test_a_required_input_that_is_not_here_is_said_once(
    waltz: Program, profile: str, lacking: tuple[str, str] | None, how: tuple[str, ...]
) -> None:
    _, err = waltz("plan", *how, "--yes", "--profile", profile)

    if lacking is None:
        assert "requires" not in err
        return
    role, what = lacking
    wanted = f"a document named as {role}.md is, or that is one"
    line = " ".join(err.split())
    assert line.count(SAID.format(role=role, what=what, wanted=wanted)) == 1


@pytest.mark.parametrize(
    ("seed", "role", "wanted"),
    [
        ("000", "", ""),
        ("002", "", ""),
        ("003", "data-management", "a document named as data-management.md is, or that is one"),
        ("004", "prd", ".ai/prd.md"),
    ],
)
def test_so_is_what_a_prompt_of_somebody_s_own_requires(
    waltz: Program, seed: str, role: str, wanted: str
) -> None:
    _, err = waltz("plan", "GET /books", "--yes", "--profile", str(next(SEEDS.glob(f"{seed}*"))))

    said = [line for line in " ".join(err.split()).split("profile ") if "requires" in line]
    assert [f"requires `{role}`" in line and f"for {wanted};" in line for line in said] == [
        True
    ] * bool(role)


def test_what_the_settings_say_is_not_there_is_no_news(waltz: Program, repo: Sandbox) -> None:
    repo.write(".ai/waltz.toml", "[documents]\ndata-management = []\n")

    _, err = waltz("plan", "GET /books", "--yes", "--profile", "data-management")

    assert "requires" not in err
