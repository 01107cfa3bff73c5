from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath
from agent.drafters.builtin.planning.sentences.concerns import concern_of


@pytest.mark.parametrize(
    ("text", "concern"),
    [
        ("Only the owner may read it", "security"),
        ("Needs `Authorization: Bearer <token>`", "security"),
        ("Lists are cached for 5 minutes", "performance"),
        ("Rows are indexed from 0", "flow"),
        ("Wiersze s\u0105 indeksowane od 0", "flow"),
        ("Books are indexed by title", "performance"),
        ("Fails with 409 when it is there", "errors"),
        ("`token`: the next word of the answer", "flow"),
        ("`state`: one of 'new', 'timeout'", "flow"),
        ('The state is "timeout" then', "flow"),
    ],
)
def test_the_section_of_a_sentence(text: str, concern: str) -> None:
    assert concern_of(text) == concern


def test_what_the_server_does_is_its_flow_by_whatever_key() -> None:
    api = '# API\n\n### POST /pens\n\n- Request body: `{ "ink": "string" }`\n- Success: 201\n\n'
    api += "Notes:\n\n- Backend updates `inks.used` after the pen is made (using service role)\n"
    db = "## Schema\n\n### pens\n\n- id: uuid PRIMARY KEY\n- ink: text\n\n"
    db += "### inks\n\n- id: uuid PRIMARY KEY\n- used: integer\n"
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=db),
    )
    assert "Backend updates `inks.used`" in "\n".join(told(documents, "POST /pens", 5))
    assert "writes `pens`, `inks`" in "\n".join(told(documents, "POST /pens", 9))
