"""The seeds, byte for byte, as people have them: `--profile FILE` in a fitting project."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from program import Program, corpus

if TYPE_CHECKING:
    from sandbox import Sandbox

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "tests/data/seeds"
# Of each seed: a project of a fitting stack, an endpoint without a plan, and where it is saved.
RUNS = [
    ("000", "kkasprzak__10x-cards", "GET /flashcards", ".ai/view-implementation-plan.md"),
    (
        "001",
        "Mateusz56__10xWarehouse",
        "PUT /api/organizations/{orgId}",
        ".ai/view-implementation-plan.md",
    ),
    ("002", "1mcodes__julklapp", "GET /api/draws", ".ai/documents/api-plans/001-GET-API-DRAWS.md"),
    (
        "003",
        "vvojtas__dailogi",
        "GET /api/characters",
        ".ai/endpoint_implementation_plans/get-api-characters-implementation-plan.md",
    ),
    (
        "004",
        "Filipsky5__traning-planner",
        "GET /api/v1/workouts/{id}",
        ".ai/get-api-v1-workouts-id-implementation-plan.md",
    ),
]


@pytest.mark.parametrize("run", RUNS, ids=[one[0] for one in RUNS])
def test_a_seed_file_plans_as_it_is(
    run: tuple[str, str, str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed, name, endpoint, saved = run
    project = corpus(name, tmp_path)
    prompt = tmp_path / f"{seed}.txt"
    shutil.copyfile(SEEDS / prompt.name, prompt)
    waltz = Program(project.root, capsys)
    shown = waltz.json("profiles", "show", str(prompt))["profile"]

    [plan] = waltz.json("plan", endpoint, "--profile", str(prompt), "--yes")["plans"]

    assert (plan["path"], plan["saved"]) == (saved, True)
    assert plan["commit"] == project.git("rev-parse", "HEAD")
    text = (project.root / saved).read_text("utf-8")
    numbers = re.findall(r"^## (\d+)\. ", text, re.MULTILINE)
    assert numbers == [str(one) for one in range(1, len(shown["sections"]) + 1)]
    assert str(tmp_path) not in text
    assert [one for one in plan["findings"] if one["severity"] == "error"] == []
    assert project.status() == ""


NAMING = """\
Plan an endpoint. Its sections:

1. Overview
2. Data Flow
3. Implementation Steps

<db_resources>
@notes/storage.md
</db_resources>

Save your plan as .ai/plans/{{endpoint-name}}.md
"""
STORAGE = """# Where things are kept

## books

| Column | Type | Constraints |
|---|---|---|
| id | integer | PRIMARY KEY |
| title | text | NOT NULL |
"""


def test_a_file_that_a_prompt_names_is_read_whatever_it_is_called(
    repo: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.write(".ai/api-plan.md", "# API Plan\n\n### GET /books\n\nLists books.\n")
    repo.write("notes/storage.md", STORAGE)
    repo.write(".ai/prompts/own.md", NAMING)
    repo.commit("docs: start")
    waltz = Program(repo.root, capsys)

    told = waltz.json("plan", "GET /books", "--profile", ".ai/prompts/own.md")["plans"][0]["text"]

    assert "`books` (storage.md:" in told
    assert "storage.md" not in waltz.json("plan", "GET /books")["plans"][0]["text"]
    repo.write(".ai/waltz.toml", 'profile = ".ai/prompts/own.md"\nlanguage = "pl"\n')
    kept = waltz.json("plan", "GET /books")["plans"][0]
    assert kept["path"] == ".ai/plans/get-books.md"
    assert "Korzysta z tabel: `books` (storage.md:" in kept["text"]
