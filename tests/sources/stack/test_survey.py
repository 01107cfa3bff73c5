from __future__ import annotations

import tomllib

from agent.adapters.config import read_settings
from agent.core.check import Check, Formatter
from agent.core.documents import Document, RepoPath, Role
from agent.sources.stack.commands import Guess
from agent.sources.stack.survey import proposed


def document(path: str, role: Role, why: str = "its name") -> Document:
    return Document(path=RepoPath(path), role=role, text="", why=why)


DOCUMENTS = (
    document(".ai/api-plan.md", "api-plan"),
    document(".ai/notes.md", "api-plan", "how it begins"),
    document("docs/db-plan.md", "db-plan"),
    document("docs/db-plan-2.md", "db-plan"),
    document("AGENTS.md", "rules"),
)
CHECK = Check(run=("sh", "-c", 'cd "a b" && pytest -q'), when="batch", paths=("a b/*",))
FORMAT = Formatter(
    run=("prettier", "--stdin-filepath", "{path}"), paths=("*.ts",), why="package.json"
)


def test_it_can_be_read_and_says_the_same() -> None:
    text = proposed(DOCUMENTS, [Guess(check=CHECK, why="a b/pyproject.toml")], [FORMAT])
    found = read_settings(text.encode(), python="python")
    assert found.checks == (CHECK,)
    assert found.formats is not None
    assert [one.run for one in found.formats] == [FORMAT.run]
    assert tomllib.loads(text)["documents"] == {
        "api-plan": ".ai/api-plan.md",
        "db-plan": ["docs/db-plan.md", "docs/db-plan-2.md"],
    }


def test_nothing_to_run_is_nothing_to_propose() -> None:
    assert not proposed(DOCUMENTS, [], [])
