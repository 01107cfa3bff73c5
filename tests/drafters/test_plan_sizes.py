"""A page without a documented bound is warned of; a table that the flow names is no question."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

SIZED = "no documented maximum"


def documents(general: str) -> tuple[Document, ...]:
    entry = "### GET /books\n\n- Query: `limit` (int)\n- Success: 200\n"
    api = f"# API\n\n{entry}\n## Rules\n\n{general}\n"
    db = "## Schema\n\n### users\n\n- id uuid PRIMARY KEY\n- email text\n- password_hash text\n"
    return (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=db),
    )


@pytest.mark.parametrize(
    ("general", "warned"),
    [
        ("- Lists have a cursor.", True),
        ("- Rate limit: max 20 calls a day.", True),
        ("- A title has up to 90 characters.", True),
        ("- Max Limit: 200", False),
        ("- Pagination: default 20, max 100", False),
        ("- `limit` (\u2264100, default 20)", False),
        ("- It answers up to 3 short messages.", False),
    ],
)
def test_a_page_is_warned_of_only_where_no_line_bounds_it(general: str, *, warned: bool) -> None:
    said = "\n".join(told(documents(general), "GET /books", 6))

    assert (SIZED in said) is warned


def test_a_table_that_the_flow_works_on_is_no_question() -> None:
    api = """# API

### POST /auth/login

- Request body: `{ "email": "string", "password": "string" }`
- Success: 200
"""
    given = (Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),)
    known = "\n".join(told((*given, documents("")[1]), "POST /auth/login", 1))

    assert "`users`" in known
    assert "Which table" not in known
    assert "Which table" in "\n".join(told(given, "POST /auth/login", 1))
