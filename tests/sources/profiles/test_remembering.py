from __future__ import annotations

import pytest

from agent.core.documents import RepoPath, Role
from agent.sources.profiles.remembering import with_documents

FOUND: dict[Role, tuple[RepoPath, ...]] = {"types": (RepoPath("src/types.ts"),), "rules": ()}
ROWS = 'types = ["src/types.ts"]\nrules = []\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"[documents]\n{ROWS}"),
        ('profile = "a.md"\n', f'profile = "a.md"\n\n[documents]\n{ROWS}'),
        (
            '[documents] # ours\nprd = "p.md"\n\n[[check]]\nrun = "x"\nwhen = "step"\n',
            f'[documents] # ours\n{ROWS}prd = "p.md"\n\n[[check]]\nrun = "x"\nwhen = "step"\n',
        ),
        ('documents = { prd = "p.md" }\n', 'documents = { prd = "p.md" }\n'),
        ("broken = \n", "broken = \n"),
    ],
)
def test_the_answers_become_lines_of_the_settings(before: str, after: str) -> None:
    assert with_documents(before, FOUND) == after
