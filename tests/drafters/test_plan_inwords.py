"""An answer told in words alone is neither asked for nor empty."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath
from agent.core.spec import Endpoint
from agent.sources.gathering.gather import gather


@pytest.mark.parametrize(
    ("response", "code", "asked"),
    [("- Response: success message.\n", "200", False), ("- Who: anyone\n", "204", True)],
)
def test_what_is_told_in_words_is_an_answer(response: str, code: str, *, asked: bool) -> None:
    text = f"# API\n\n### DELETE /books/{{id}}\n\n- Description: Remove a book.\n{response}"
    documents = (Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text),)
    spec = gather(Endpoint(method="DELETE", path="/books/{id}"), documents, (), ())
    assert any(one.key == "response" for one in spec.gaps) is asked
    lines = "\n".join(told(documents, "DELETE /books/{id}", 4))
    assert f"`{code}`" in lines
    assert ("success message (api-plan.md:6)" in lines) is not asked


def test_what_the_success_means_is_said_once() -> None:
    passage = "### POST /books\n\n- Description: Makes a book.\n"
    text = f"# API\n\n{passage}- **Response (201 Created)**: The new book of the shelf.\n"
    rows = "## Schema\n\n### books\n\n- id: uuid, PRIMARY KEY\n- title: text, NOT NULL\n"
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=rows),
    )
    lines = "\n".join(told(documents, "POST /books", 4))
    assert lines.count("The new book of the shelf") == 1
    assert "- `201 Created`: The new book of the shelf" in lines
