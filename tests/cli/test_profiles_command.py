from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from program import Program

if TYPE_CHECKING:
    from pathlib import Path

    from sandbox import Sandbox

API_PLAN = "# API Plan\n\n### GET /books\n\nLists books.\n"
PROMPT = """\
Plan an endpoint of @.ai/api-plan.md, tables by @old.sql. Sections:

1. Overview
2. Data Flow
3. Implementation Steps

Do at most 5 steps at once. Save it as .ai/plans/{{endpoint}}.md
"""
NONE = "no request for an implementation plan, and no list of its sections, can be read in it"
VIEW = "Plan a view. Sections:\n1. Overview\n2. Component Structure\n3. Implementation Steps\n"


@pytest.fixture
def waltz(repo: Sandbox, capsys: pytest.CaptureFixture[str]) -> Program:
    repo.write(".ai/api-plan.md", API_PLAN)
    repo.write(".ai/prompts/short.md", PROMPT)
    repo.write(".cursor/commands/view.md", VIEW)
    repo.write(".github/prompts/joke.prompt.md", "Tell a joke about @api-plan.md\n")
    repo.commit("docs: start")
    return Program(repo.root, capsys)


def test_they_are_listed_with_what_they_find_here(waltz: Program) -> None:
    out, err = waltz("profiles")

    assert err == ""
    assert "* endpoint  chosen: the usual one\n" in out
    assert "    found: api-plan .ai/api-plan.md\n" in out
    assert "    missing: db-plan, types, tech-stack, rules\n" in out
    assert "    saved as: .ai/documents/api-plans/NNN-ENDPOINTNAME.md\n" in out
    assert "  short  .ai/prompts/short.md\n" in out
    assert "view" not in out.replace("view-implementation", "")


def test_as_json_nothing_is_absent(waltz: Program) -> None:
    said = waltz.json("profiles")

    names = ["endpoint", "data-management", "dotnet", "feature", "series", "short"]
    assert [one["name"] for one in said["profiles"]] == names
    assert said["chosen"] == {
        "name": "endpoint",
        "place": None,
        "why": "the usual one",
    }
    assert said["profiles"][-1]["inputs"][1] == {
        "role": "db-plan",
        "what": "Plan an endpoint of @.ai/api-plan.md, tables by @old.sql. Sections",
        "required": False,
        "found": [],
        "missing": True,
        "absent": ["old.sql"],
    }


def test_one_is_shown_as_it_was_understood(waltz: Program) -> None:
    out, _ = waltz("profiles", "show", ".ai/prompts/short.md")

    assert "Saved as: .ai/plans/<endpoint-name>.md\n" in out
    assert "  3. Implementation Steps\n" in out
    assert "Steps at once: 3, it asks for 5\n" in out
    assert out == waltz("profiles", "show", "short")[0]
    assert waltz.json("profiles", "show", "dotnet")["profile"]["statuses"] == []


def test_settings_and_the_project_choose(waltz: Program, repo: Sandbox) -> None:
    repo.write("Api/Program.cs", "")
    assert waltz.json("profiles")["chosen"]["why"] == "C# in Api/Program.cs"
    repo.write(".ai/waltz.toml", 'profile = ".ai/prompts/short.md"\n')
    assert waltz.json("profiles")["chosen"] == {
        "name": "short",
        "place": ".ai/prompts/short.md",
        "why": ".ai/waltz.toml names it",
    }


def test_a_file_from_anywhere_is_read_for_who_names_it(
    waltz: Program, repo: Sandbox, tmp_path: Path
) -> None:
    file = tmp_path / "mine.md"
    file.write_text(PROMPT)
    assert waltz.json("profiles", "show", str(file))["profile"]["place"] == str(file)
    repo.write(".ai/waltz.toml", f'profile = "{file}"\n')
    assert "`profile`: path leaves the repository" in waltz("profiles", code=1)[1]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"joke", f"is.md:1: {NONE}"),
        (b"\xff\n", "is.md:1: it is not UTF-8"),
        (b"a\n\0", "is.md:1: it is binary"),
        (b"a" * 300_000, "is.md:1: it is larger than 256 KB"),
    ],
)
def test_what_is_no_prompt_is_said_in_one_line(
    waltz: Program, repo: Sandbox, data: bytes, said: str
) -> None:
    (repo.root / "is.md").write_bytes(data)

    assert waltz("profiles", "show", "is.md", code=2)[1] == f"waltz: {said}\n"


def test_what_is_called_by_a_wrong_name_is_said(waltz: Program, repo: Sandbox) -> None:
    names = "endpoint, data-management, dotnet, feature, series, short"
    said = f"no profile and no file is called “nope”; there are {names}\n"
    assert waltz("profiles", "show", "nope", code=2)[1] == f"waltz: {said}"
    assert "`waltz profiles` lists them" in waltz("profiles", "show", code=2)[1]
    repo.write(".ai/waltz.toml", 'profile = "nope"\n')
    assert waltz("profiles", code=1)[1] == f"waltz: .ai/waltz.toml: `profile`: {said}"
