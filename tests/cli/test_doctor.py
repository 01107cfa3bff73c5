from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from program import Program

if TYPE_CHECKING:
    from pathlib import Path

    from sandbox import Sandbox

API = "# API Plan\n\n### GET /books\n\nLists books.\n"
FILES = {
    ".ai/8-api-plan.md": API,
    ".ai/api-plan-summary.md": "# Summary of the API plan\n",
    "doc/design/db_plan.md": "# Database\n\n## Tables\n\n### books\n\n- id: uuid\n",
    "DOCS/tech-stack.md": "# Stack\n\n- Express with Zod\n",
    "package.json": '{\n"scripts": {"lint": "eslint ."},\n"dependencies": {"express": "5"}}\n',
    "AGENTS.md": "Be kind.\n",
    "src/AGENTS.md": "Be quick.\n",
    ".cursor/rules/api.mdc": "---\nglobs: src/**/*.ts\n---\nUse types.\n",
    ".cursor/rules/hand.mdc": "---\ndescription: For migrations\n---\nSlowly.\n",
    ".cursor/rules/css.mdc": "---\nglobs: *.css\n---\nNo.\n",
    "src/types.ts": "export interface BookDto { id: string }\n",
    ".gitignore": "notes/\nprd.md\n",
    "notes/api-plan.md": API,
    "prd.md": "# PRD\n",
}


@pytest.fixture
def waltz(repo: Sandbox, capsys: pytest.CaptureFixture[str]) -> Program:
    for path, text in FILES.items():
        repo.write(path, text)
    return Program(repo.root, capsys)


def flat(text: str) -> str:
    return " ".join(text.split())


def test_each_role_with_its_file_and_why(waltz: Program) -> None:
    said = flat(waltz("doctor")[0])
    for row in (
        "api-plan .ai/8-api-plan.md by its name",
        "db-plan doc/design/db_plan.md by its name",
        "tech-stack DOCS/tech-stack.md by its name",
        "types src/types.ts by its name",
    ):
        assert row in said


def test_which_of_several_api_plans_counts_first(waltz: Program, repo: Sandbox) -> None:
    repo.write("docs/api-plan.md", "# API Plan\n\n### PUT /book\n\n### GET /api/book\n")
    repo.write(".ai/api-plan-v0.md", "<api_analysis>\n\n### GET /ghosts\n")
    said = flat(waltz("doctor")[0])
    assert "api-plan .ai/8-api-plan.md by its name; counts first" in said
    assert "api-plan docs/api-plan.md by its name; adds to those above" in said
    assert "api-plan-v0.md by its name; a draft or an analysis, so it lists no endpoint" in said
    assert "`GET /api/book` in api-plan.md:5, `GET /books` in 8-api-plan.md:3" in said
    assert "In them: 2 endpoints" in said


def test_F15_a_shallow_clone_is_said_not_to_know_what_was_done(
    waltz: Program, repo: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "history" not in waltz("doctor")[0]
    repo.git("clone", "-q", "--depth=1", f"file://{repo.root}", str(tmp_path / "short"))
    said = flat(Program(tmp_path / "short", capsys)("doctor")[0])
    assert "history cut off: steps done before it count as open" in said


def test_what_else_was_near(waltz: Program) -> None:
    said = flat(waltz("doctor")[0])
    assert "api-plan .ai/api-plan-summary.md it talks about one: its name says summary" in said
    assert "prd prd.md git ignores it; .ai/waltz.toml can name it" in said
    assert "notes/api-plan.md by" not in said


def test_the_stack_and_the_settings_that_would_fit(waltz: Program) -> None:
    out = waltz("doctor")[0]
    said = flat(out)
    assert "framework Express tech-stack.md:3, confirmed by package.json:3" in said
    assert "validation Zod tech-stack.md:3, not in package.json" in said
    assert 'run = "npm run lint"\nwhen = "step"\n' in out
    (waltz.root / ".ai/waltz.toml").write_text('[documents]\nprd = "prd.md"\n')
    said = flat(waltz("doctor")[0])
    assert "is missing" not in said
    assert "prd prd.md by the settings name it" in said


@pytest.mark.parametrize("columns", [80, 60])
def test_rules_for_files(waltz: Program, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    out, err = waltz("doctor", "--for", "./src/books.ts", "README.md")
    assert not err
    assert max(map(len, out.splitlines())) <= columns
    assert flat(out) == flat("""
        Rules for src/books.ts, README.md
        The weakest first: where two differ, the later one counts.
        1. AGENTS.md always on
        2. .cursor/rules/api.mdc glob src/**/*.ts matches src/books.ts
        3. src/AGENTS.md nearest AGENTS.md, of src/
        By hand, only where you name them:
        - .cursor/rules/hand.mdc For migrations
        Not for these files:
        - .cursor/rules/css.mdc glob *.css matches none of these
    """)


def test_rules_for_a_path_outside(waltz: Program) -> None:
    out, err = waltz("doctor", "--for", "../x.ts", code=3)
    assert not out
    assert err.startswith("REFUSED outside-repo")
