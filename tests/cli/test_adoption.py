from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from program import Program, corpus

if TYPE_CHECKING:
    import pytest

ENDPOINT = "GET /api/draws/{drawId}/participants"
PLAN = ".ai/get-draw-participants-implementation-plan.md"
SCHEMA = "src/lib/schemas/draw.schema.ts"
SERVICE = "src/lib/services/draw.service.ts"
ROUTE = "src/pages/api/draws/[drawId]/participants.ts"
MINE = "export class DrawService {\n  drawExists() {}\n}\n"


def fence(plan: str, first: str) -> str:
    """The code block of a step that begins with this line."""
    steps = plan.partition("## 9. Implementation Steps")[2]
    rest = steps.partition(f"```typescript\n{first}")[2]
    return first + rest.partition("```")[0]


def test_a_typescript_plan_from_adoption_to_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = corpus("1mcodes__julklapp", tmp_path)
    project.commit("Have code", **{SERVICE: "export class DrawService {}\n"})
    plan = (project.root / PLAN).read_text()
    waltz = Program(project.root, capsys)
    (tmp_path / "mine.ts").write_text(MINE)

    out, _ = waltz.answered(
        *(ENDPOINT, "none"),
        *("y", "y"),  # the batch, then the schema, transcribed
        *(f"!cp ../mine.ts {SERVICE}", "/take", "y"),  # a part of a file is the user's to place
        "y",  # the route, transcribed
        *("y", "covered", "covered", "d", "y"),  # the second batch, and its record
        "/quit",
        code=0,
    )

    assert "is a plan already; it is kept" in out
    assert "done (2 applied, 2 covered, 1 taken, 1\n  confirmed)" in out
    assert (project.root / SCHEMA).read_text() == fence(plan, "/**\n * Schema for validating")
    assert (project.root / ROUTE).read_text() == fence(plan, "import type { APIRoute }")
    assert (project.root / SERVICE).read_text() == MINE
    assert (project.root / PLAN).read_text() == plan
    assert project.status() == ""
    changed = project.git("log", "--format=", "--name-only", "--reverse", "-4").splitlines()
    assert changed == [SCHEMA, SERVICE, ROUTE]
    states = ["applied", "taken", "applied", "covered", "covered", "confirmed"]
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(project.root), str(clone)], check=True)
    for root in (project.root, clone):
        status = Program(root, capsys).json("status")
        assert (status["endpoint"], status["state"], status["next"]) == (ENDPOINT, "done", [])
        assert [one["state"] for one in status["steps"]] == states
        states[1] = "applied"  # whose hands it was is the session's to know
